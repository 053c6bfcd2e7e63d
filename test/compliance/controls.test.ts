import { appOf } from './examples';
import { codeOf, rowsBelow } from './page';

const SATISFIED = rowsBelow('## Controls and what satisfies them');
const LEFT_TO_THE_APP = rowsBelow('## What is left to the app');

const resources = Object.assign({}, ...['single-account', 'event-data-store']
  .flatMap(example => appOf(example).synth().stacks).map(({ template }) => template.Resources));

/** What stands in a template at a path, on which statements of policies go by their Sids. */
function at(path: string): any {
  return path.split('.').reduce((value, name) => Array.isArray(value) ? value.find(({ Sid: sid }) => sid === name) : value?.[name], resources);
}

test.each(SATISFIED.map(([control, , property, value]) => [control, codeOf(property)[0], codeOf(value)[0]]))('%s: %s is %s', (_control, property, value) => {
  expect(at(property)).toEqual(JSON.parse(value));
});

test.each([
  ...['1', '2', '3', '4', '5', '6', '7', '9', '10'].map(number => `CloudTrail.${number}`),
  ...['1', '2', '3', '4', '5'].map(number => `KMS.${number}`),
  ...['5', '7', '11', '12', '13', '14', '15', '17', '20'].map(number => `S3.${number}`),
])('docs/compliance.md says how Security Hub %s is satisfied, or who has to see to it', control => {
  expect([...SATISFIED, ...LEFT_TO_THE_APP].filter(([cell]) => new RegExp(`\\b${control.replace('.', '\\.')}\\b`).test(cell))).not.toEqual([]);
});
