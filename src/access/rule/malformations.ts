import { shown } from './shown';
import { operatorNamed } from '../condition';
import { isIntrinsic, isKnownObject, isObject, isPresent, itemsOf, renderValue } from '../intrinsics';

const ELEMENTS = new Set(['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);

/**
 * What is wrong with the form of a statement, in words that go on after its name; what is missing from it is not among that.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function malformations(statement: any): string[] {
  if (!isKnownObject(statement)) return [];
  const { Sid: sid, Condition: condition } = statement;
  const unknown = Object.keys(statement).filter((element) => !ELEMENTS.has(element));
  const doubled = ['Principal', 'Action', 'Resource'].filter((element) => isPresent(statement[element]) && isPresent(statement[`Not${element}`]));
  return [
    ...unknown.map((element) => `has the element ${shown(element)}, which no statement has`),
    ...isPresent(sid) && typeof sid !== 'string' && !isIntrinsic(sid) ? [`has the Sid ${shown(sid)}, which is no text`] : [],
    ...doubled.map((element) => `has both ${element} and Not${element}`),
    ...['Action', 'NotAction', 'Resource', 'NotResource'].flatMap((element) => inTexts(element, statement[element])),
    ...['Principal', 'NotPrincipal'].flatMap((element) => isKnownObject(statement[element])
      ? Object.entries(statement[element]).flatMap(([kind, names]) => inTexts(`${element} ${kind}`, names))
      : []),
    ...isPresent(condition) ? inCondition(condition) : [],
  ];
}

function inCondition(condition: any): string[] {
  if (isIntrinsic(condition)) return [];
  if (!isObject(condition)) return [`has the Condition ${shown(condition)}, which is no object`];
  return Object.entries(condition).filter(([, keys]) => isPresent(keys)).flatMap(([name, keys]) => {
    const operator = operatorNamed(name);
    if (operator === undefined) return [`has the condition operator ${shown(name)}, which does not exist`];
    if (isIntrinsic(keys)) return [];
    if (!isObject(keys)) return [`has ${shown(keys)} under ${name}, where condition keys with their values belong`];
    return Object.entries(keys).flatMap(([key, values]) => [
      ...inTexts(`${name} ${key}`, values),
      // without an environment every pseudo parameter is open
      ...itemsOf(values).filter((value) => isScalar(value) && !operator.takes(renderValue(value, {}))).map((value) => `compares ${key} by ${name} with ${shown(value)}`),
    ]);
  });
}

function inTexts(place: string, values: any): string[] {
  return itemsOf(values).filter((value) => !isScalar(value) && !isIntrinsic(value)).map((value) => `has ${shown(value)} as ${place}`);
}

function isScalar(value: any): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
