import * as fc from 'fast-check';
import type { AccessRequest, PolicyEnvironment } from '../../src/access/request';

const { constantFrom: one, record } = fc;

const PLACE = { partition: 'aws', account: '111111111111', region: 'eu-central-1' };

/** What pseudo parameters and two parameters of a template become; between `<` and `>` they stand in the texts below. */
const VALUES: { readonly [name: string]: string } = {
  'AWS::Partition': PLACE.partition, 'AWS::AccountId': PLACE.account, 'AWS::Region': PLACE.region, 'Name': 'audit', 'Other': '222222222222',
};

const ACCOUNTS = ['111111111111', '222222222222', '333333333333', '<AWS::AccountId>', '<Other>'];
const PARTITIONS = ['aws', 'aws-cn', '<AWS::Partition>'];
const PRINCIPALS = ['root', 'role/audit', 'role/path/audit', 'role/<Name>', 'role/other', 'user/audit', 'user/<Name>'];

const arns = (service: string, regions: string[], accounts: string[], rest: string[]) =>
  fc.tuple(one(...PARTITIONS, 'aws', 'aws'), one(...regions), one(...accounts), one(...rest))
    .map(([partition, region, account, name]) => `arn:${partition}:${service}:${region}:${account}:${name}`);

const identities = arns('iam', [''], ACCOUNTS, PRINCIPALS);
const sessions = arns('sts', [''], ACCOUNTS, ['assumed-role/audit', 'assumed-role/audit/me', 'assumed-role/<Name>/me', 'assumed-role/other/me']);
const trails = arns('cloudtrail', ['eu-central-1', 'eu-west-1', '<AWS::Region>'], ACCOUNTS, ['trail/audit', 'trail/<Name>', 'trail/other', 'trail/audit-2']);
const trailPatterns = arns('cloudtrail', ['*', 'eu-*', 'eu-central-1', '<AWS::Region>'], [...ACCOUNTS, '*', '1111*', '?22222222222'],
  ['trail/*', 'trail/a*t', 'trail/<Name>*', 'trail/?????', 'trail/${aws:PrincipalAccount}']);

const ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:PutKeyPolicy', 'kms:ReEncryptFrom', 'kms:CreateGrant'];
/** What stands under `Action`. */
export const actionPatterns = one(...ACTIONS, 'kms:*', '*', 'KMS:decrypt', 'kms:De*', 'kms:GenerateDataKey*', 'kms:?ecrypt', 's3:GetObject', 'kms:Re*From');

const KEY_ARN = 'arn:aws:kms:eu-central-1:111111111111:key/12345678-1234-1234-1234-123456789012';
const SERVICES = ['cloudtrail.amazonaws.com', 'logs.<AWS::Region>.amazonaws.com', 's3.amazonaws.com'];

/** One value, or a list of them. */
const oneOrMore = <T>(single: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof({ arbitrary: single, weight: 3 }, fc.array(single, { maxLength: 3 }));

const principals = fc.oneof(
  one('*'),
  record({ AWS: oneOrMore(fc.oneof(identities, sessions, one(...ACCOUNTS, '*'))) }),
  record({ Service: oneOrMore(one(...SERVICES)) }),
  record({ AWS: oneOrMore(identities), Service: oneOrMore(one(...SERVICES)) }),
);

const CONTEXT_KEYS = ['aws:SourceArn', 'kms:EncryptionContext:aws:cloudtrail:arn', 'aws:PrincipalArn'];
const ACCOUNT_KEYS = ['aws:SourceAccount', 'aws:PrincipalAccount', 'kms:CallerAccount', 'aws:ResourceAccount'];
const OTHER_KEYS = ['aws:PrincipalOrgID', 'kms:ViaService', 'aws:MultiFactorAuthPresent', 'aws:PrincipalIsAWSService', 'aws:SourceIp', 'aws:Nothing', 'kms:EncryptionContextKeys'];
const keys = one(...CONTEXT_KEYS, ...ACCOUNT_KEYS, ...OTHER_KEYS).chain((key) => one(key, key.toLowerCase()));
/** Values of conditions. */
export const values = oneOrMore(fc.oneof(
  trails, trailPatterns, identities, one(...ACCOUNTS, '*', '', 'true', 'false', 'o-exampleorg1', '10.0.0.1', '10.0.0.0/8', '7', '${aws:SourceAccount}', 's3.<AWS::Region>.amazonaws.com'),
));

const BASES = [
  'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringLike', 'StringNotLike', 'ArnEquals', 'ArnLike', 'ArnNotLike', 'Bool', 'IpAddress', 'NumericLessThan',
];
const operators = fc.oneof(one('Null', ...BASES, ...BASES), record({ prefix: one('', 'ForAnyValue:', 'ForAllValues:'), base: one(...BASES), suffix: one('', 'IfExists') })
  .map(({ prefix, base, suffix }) => prefix + base + suffix));

/** A condition block of AWS's language. */
export const conditions = fc.dictionary(
  operators, fc.dictionary(keys, values, { minKeys: 1, maxKeys: 2, noNullPrototype: true }), { maxKeys: 2, noNullPrototype: true });

/** A statement of AWS's language, of which nothing is odd but perhaps what it says. */
const statementsWith = (effects: string[]) => fc.tuple(
  record({ Effect: one(...effects) }),
  fc.oneof({ arbitrary: record({ Principal: principals }), weight: 5 }, record({ NotPrincipal: principals })),
  fc.oneof({ arbitrary: record({ Action: oneOrMore(actionPatterns) }), weight: 5 }, record({ NotAction: oneOrMore(actionPatterns) })),
  fc.oneof({ arbitrary: record({ Resource: one('*', KEY_ARN, 'arn:<AWS::Partition>:kms:*:<AWS::AccountId>:key/*', ['*']) }), weight: 5 }, record({ NotResource: one(KEY_ARN, 'arn:aws:s3:::logs') })),
  fc.oneof(fc.constant({}), record({ Condition: conditions })),
).map((parts): any => Object.assign({}, ...parts));

/** A statement that allows. */
export const allows = statementsWith(['Allow']);

/** A statement that denies. */
export const denies = statementsWith(['Deny']);

/** The policy of these statements, which knows variables or does not. */
export const policiesOf = (statements: fc.Arbitrary<any>) =>
  record({ Version: one('2012-10-17', '2012-10-17', '2008-10-17'), Statement: fc.array(statements, { minLength: 1, maxLength: 5 }) });

/** A policy of AWS's language. */
export const policies = policiesOf(statementsWith(['Allow', 'Allow', 'Allow', 'Deny']));

const context = fc.dictionary(keys, oneOrMore(fc.oneof(trails, identities, one(...ACCOUNTS, 'true', 'false', 'o-exampleorg1', '10.0.0.1'))), { maxKeys: 4, noNullPrototype: true });
const callers = fc.oneof(
  record({ service: one(...SERVICES) }),
  record({ arn: fc.oneof(identities, sessions) }),
  record({ arn: identities, organizationId: one('o-exampleorg1') }),
  record({ account: one(...ACCOUNTS) }),
);

/** A request of somebody with whatever context. */
export const requests: fc.Arbitrary<AccessRequest> = record({ action: one(...ACTIONS), caller: callers, resource: one(KEY_ARN), context });

/** Where the key is. */
export const environments: fc.Arbitrary<PolicyEnvironment> = record({ ...Object.fromEntries(Object.entries(PLACE).map(([name, value]) => [name, fc.constant(value)])), organizationId: one(undefined, 'o-exampleorg1') });

/** Something as it is deployed: all parameters have their values. */
export function deployed<T>(value: T): T {
  return mapTexts(value, (text) => text.replace(/<([\w:]+)>/g, (_, name) => VALUES[name]));
}

/** Something as a template has it: parameters are references. */
export function asTemplate<T>(value: T): T {
  return mapTexts(value, (text) => {
    const parts = text.split(/<([\w:]+)>/).map((part, i) => i % 2 === 0 ? part : { Ref: part }).filter((part) => part !== '');
    return parts.some((part) => typeof part !== 'string') ? { 'Fn::Join': ['', parts] } : text;
  });
}

function mapTexts(value: any, map: (text: string) => any): any {
  if (typeof value === 'string') return map(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, map)]));
}
