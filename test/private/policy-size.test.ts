import { policySize } from '../../src/private/policy-size';

const PINNED: { [name: string]: string } = { 'AWS::AccountId': '111111111111', 'AWS::Region': 'eu-central-1' };
const sizeOf = (value: unknown, env: { [name: string]: string } = {}) => policySize({ a: value }, name => env[name]);

/** Every value stands in `{"a":...}`, which has 6 bytes without it. */
describe('the size of a policy counts', () => {
  test.each<[string, unknown, number]>([
    ['quotes around a text', 'abc', 11],
    ['bytes, not characters', 'ä€', 13],
    ['what JSON escapes', '"', 10],
    ['lists', ['a', 'b'], 15],
    ['objects', { b: 'c' }, 15],
    ['numbers and truth values', [1, true], 14],
    ['an account as 12 digits', { Ref: 'AWS::AccountId' }, 20],
    ['a known Region by its name', { Ref: 'AWS::Region' }, 20],
    ['the parts of a joined text and what stands between them', { 'Fn::Join': [':', ['arn', { Ref: 'AWS::AccountId' }, 'root']] }, 29],
    ['what is left of a substitution once it is filled in', { 'Fn::Sub': 'id-${AWS::AccountId}-${AWS::Region}' }, 36],
  ])('%s', (_, value, bytes) => {
    expect(sizeOf(value, PINNED)).toEqual({ min: bytes, max: bytes });
  });

  test.each<[string, unknown, number, number]>([
    ['a Region', { Ref: 'AWS::Region' }, 17, 24],
    ['a partition', { Ref: 'AWS::Partition' }, 11, 18],
    ['a partition in a joined text', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::logs']] }, 25, 32],
    ['a parameter', { Ref: 'Parameter' }, 8, 2056],
    ['an attribute', { 'Fn::GetAtt': ['Store', 'Name'] }, 8, 2056],
    ['an import', { 'Fn::ImportValue': 'Other:Export' }, 8, 2056],
    ['a parameter in a substitution', { 'Fn::Sub': 'x-${Parameter}' }, 10, 2058],
  ])('%s at its shortest and at its longest, where nothing is known of the stack', (_, value, min, max) => {
    expect(sizeOf(value)).toEqual({ min, max });
  });
});
