import { audited, BAD, HARMFUL, options, reportOn, RESOURCE } from './reports';
import { render } from '../../src/report/render';

const run = (report: any, given = {}) => JSON.parse(render('sarif', report, options(given))).runs[0];
const named = (name: string) => ({ ...audited(name, BAD.policy), template: undefined, logicalId: undefined });
const uri = (name: string) => run(reportOn([named(name)])).results[0].locations[0].physicalLocation.artifactLocation.uri;

describe('the SARIF report', () => {
  test('is of version 2.1.0 and names the tool', () => {
    const { $schema, version, runs: [{ tool: { driver } }] } = JSON.parse(render('sarif', reportOn([]), options()));

    expect({ $schema, version }).toEqual({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0' });
    expect(driver).toMatchObject({ name: 'cdk-cloudtrail-encryption', version: '1.2.3', rules: [] });
  });

  test('has a result for every finding, each of a rule that it lists', () => {
    const { results, tool: { driver: { rules } } } = run(reportOn([BAD, HARMFUL], [RESOURCE]));

    expect(results.map(({ ruleId, level }: any) => `${level} ${ruleId}`)).toEqual([
      'error foreign-trail-can-decrypt', 'error foreign-trail-can-decrypt', 'error invalid-characters', 'warning trail-not-encrypted',
    ]);
    expect(results.map(({ ruleIndex }: any) => rules[ruleIndex].id)).toEqual(results.map(({ ruleId }: any) => ruleId));
    expect(rules[0]).toMatchObject({ id: 'foreign-trail-can-decrypt', shortDescription: { text: 'Foreign trail can decrypt' } });
    expect(results[3].message).toEqual({ text: 'the trail has no key. Fix: give it one.' });
    expect(new Set(results.map(({ partialFingerprints }: any) => partialFingerprints['ruleAndMessage/v1'])).size).toBe(4);
  });

  test('points to the line of the statement, or of the property', () => {
    const texts = new Map([['audit.yaml', 'Decrypt\nKey:\n  Sid: Encrypt\n  Sid: Decrypt\nTrail:\n  Properties:\n    KMSKeyId: x']]);
    const { results } = run(reportOn([BAD], [RESOURCE]), { texts });

    expect(results.map(({ locations: [{ physicalLocation: { region } }] }: any) => region.startLine)).toEqual([4, 7]);
    expect(run(reportOn([BAD])).results[0].locations[0].physicalLocation.region.startLine).toBe(1);
  });

  test.each([
    ['./infra/a b.json', 'infra/a%20b.json'],
    ['infra\\key.json', 'infra/key.json'],
    ['/tmp/key#1.json', 'file:///tmp/key%231.json'],
    ['C:\\keys\\key.json', 'file:///C:/keys/key.json'],
    ['standard input', 'standard%20input'],
  ])('writes %s as a URI', (name, expected) => {
    expect(uri(name)).toEqual(expected);
  });
});
