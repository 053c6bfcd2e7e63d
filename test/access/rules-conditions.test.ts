import { added, changed, CLOUDTRAIL, describeRule, ofLogFiles, ofTrail, ROLE, TRAIL, TRAIL_CONTEXT } from './policies';

const VIA_S3 = 's3.eu-central-1.amazonaws.com';
const read = (Condition: any) => changed('Read', { Condition });
const describing = (Condition: any, Principal: any = { AWS: ROLE }) => added({ Principal, Condition });
const grantsFor = (Condition: any) => added({ Principal: { Service: 'config.amazonaws.com' }, Action: 'kms:DescribeKey', Condition });

/** A condition with which a rule finds something, and one with which it does not. */
const conditions = (
  make: (Condition: any) => any, of: number, where: string, bad: any, says: string[], unless: string, good: any, more: object = {},
) => ({ where, bad: make(bad), finds: says.map((message) => ({ says: message, of })), unless, good: make(good), ...more });

const notSent = (key: string) => [`statement "Added" never applies: none of its actions carries the ${key} that it asks for`];

describeRule('encryption-context-not-sent', 'warning', 'take that condition out; aws:SourceArn stays', [
  conditions(describing, 5, 'kms:DescribeKey asks for one', { StringLike: { [TRAIL_CONTEXT]: '*' } }, notSent(TRAIL_CONTEXT),
    'it asks for something else', { StringLike: { 'aws:PrincipalTag/team': '*' } }),
  conditions(describing, 5, 'it must not be null', { Null: { 'KMS:ENCRYPTIONCONTEXT:aws:s3:arn': 'false' } }, notSent('KMS:ENCRYPTIONCONTEXT:aws:s3:arn'),
    'it must be null', { Null: { [TRAIL_CONTEXT]: 'true' } }),
  conditions(describing, 5, 'it must have names', { 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'aws:s3:arn' } }, notSent('kms:EncryptionContextKeys'),
    'all its names, if any, must be these', { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'aws:s3:arn' } }),
  conditions(describing, 5, 'it must equal', { StringEquals: { [TRAIL_CONTEXT]: TRAIL } }, notSent(TRAIL_CONTEXT),
    'it must equal where it exists', { StringEqualsIfExists: { [TRAIL_CONTEXT]: TRAIL } }),
  conditions(describing, 5, 'it must be like', { StringLike: { [TRAIL_CONTEXT]: 'arn:*' } }, notSent(TRAIL_CONTEXT),
    'it must not be like', { StringNotLike: { [TRAIL_CONTEXT]: 'arn:*' } }),
  conditions(describing, 5, 'the ARN must equal', { ArnEquals: { [TRAIL_CONTEXT]: TRAIL } }, notSent(TRAIL_CONTEXT),
    'the ARN must not equal', { ArnNotEquals: { [TRAIL_CONTEXT]: TRAIL } }),
  conditions(describing, 5, 'it must be an address, as odd as that is', { IpAddress: { [TRAIL_CONTEXT]: '10.0.0.0/8' } }, notSent(TRAIL_CONTEXT),
    'it must be none', { NotIpAddress: { [TRAIL_CONTEXT]: '10.0.0.0/8' } }),
  {
    where: 'none of several actions carries one',
    bad: added({ Action: ['kms:DescribeKey', 'kms:List*'], Condition: ofLogFiles }),
    finds: [{ says: notSent(TRAIL_CONTEXT)[0], of: 5 }],
    unless: 'one of them does',
    good: added({ Action: ['kms:DescribeKey', 'kms:Decrypt'], Condition: ofLogFiles }),
  },
  {
    where: 'the actions are written out',
    bad: added({ Action: 'kms:GetKeyPolicy', Condition: ofLogFiles }),
    finds: [{ says: notSent(TRAIL_CONTEXT)[0], of: 5 }],
    unless: 'they are a pattern',
    good: added({ Action: 'kms:De*', Condition: ofLogFiles }),
  },
  {
    where: 'an action is known',
    bad: added({ Condition: ofLogFiles }),
    finds: [{ says: notSent(TRAIL_CONTEXT)[0], of: 5 }],
    unless: 'it is not, of which another rule speaks',
    good: added({ Action: 'kms:Decypt', Condition: ofLogFiles }),
    goodFinds: ['unknown-action'],
  },
  {
    where: 'it is allowed',
    bad: added({ Condition: ofLogFiles }),
    finds: [{ says: notSent(TRAIL_CONTEXT)[0], of: 5 }],
    unless: 'it is denied',
    good: added({ Effect: 'Deny', Condition: ofLogFiles }),
  },
  {
    where: 'actions are named',
    bad: added({ Action: ['kms:EnableKey'], Condition: ofLogFiles }),
    finds: [{ says: notSent(TRAIL_CONTEXT)[0], of: 5 }],
    unless: 'all but one are meant',
    good: added({ Effect: 'Deny', Action: undefined, NotAction: 'kms:Decrypt', Condition: ofLogFiles }),
  },
]);

const never = (key: string) => [`statement "Added" never applies: a service does not send the ${key} that it asks for`];

describeRule('service-condition-not-sent', 'warning', 'use aws:SourceArn or aws:SourceAccount', [
  ...['aws:PrincipalAccount', 'aws:PrincipalArn', 'aws:PrincipalOrgID', 'aws:SourceIp', 'aws:SourceVpc', 'aws:SourceVpce', 'aws:PrincipalTag/team', 'AWS:principalTag/Team',
    'aws:UserAgent', 'aws:username', 'kms:CallerAccount'].map((key) => (
    conditions(grantsFor, 5, `a service must have ${key}`, { StringLike: { [key]: 'x' } }, never(key), 'it must not', { Null: { [key]: 'true' } }))),
  conditions(grantsFor, 5, 'a service must call through another', { StringEquals: { 'kms:ViaService': VIA_S3 } }, never('kms:ViaService'),
    'a service must call for a resource', { StringEquals: { 'aws:SourceArn': TRAIL } }),
  conditions(grantsFor, 5, 'a service must use TLS', { Bool: { 'AWS:SecureTransport': 'true' } }, never('AWS:SecureTransport'),
    'it must where that is known', { BoolIfExists: { 'aws:SecureTransport': 'true' } }),
  conditions(grantsFor, 5, 'a service must be below a path', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg1/*' } }, never('aws:PrincipalOrgPaths'),
    'its resource must', { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': 'o-exampleorg1/*' } }),
  {
    where: 'the statement is for a service',
    bad: describing({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }, CLOUDTRAIL),
    finds: [{ says: never('aws:PrincipalOrgID')[0], of: 5 }],
    unless: 'it is for a role',
    good: describing({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }, { AWS: ROLE }),
  },
  {
    where: 'the statement is for a service and a role, of which only the role sends the key',
    bad: describing({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }, { ...CLOUDTRAIL, AWS: ROLE }),
    finds: [{ says: 'statement "Added" never applies to cloudtrail.amazonaws.com: a service does not send the aws:PrincipalOrgID that it asks for', of: 5 }],
    unless: 'it asks for what both send',
    good: describing({ StringEquals: { 'aws:ResourceAccount': '111111111111', 'aws:SourceArn': TRAIL } }, { ...CLOUDTRAIL, AWS: ROLE }),
  },
  {
    where: 'it is allowed',
    bad: grantsFor({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }),
    finds: [{ says: never('aws:PrincipalOrgID')[0], of: 5 }],
    unless: 'it is denied',
    good: added({ Effect: 'Deny', Principal: { Service: 'config.amazonaws.com' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } }),
  },
]);

const via = (operator: string, value: any) => ({ ...ofLogFiles, [operator]: { ...operator === 'Null' && ofLogFiles.Null, 'kms:ViaService': value } });
const unsent = (...values: string[]) => values.map((value) => `statement "Read" has the kms:ViaService "${value}", which no request sends`);

describeRule('via-service-never-matches', 'warning', 'write it with the Region, as in "s3.eu-central-1.amazonaws.com"', [
  conditions(read, 4, 'it is without a Region', via('StringEquals', 's3.amazonaws.com'), unsent('s3.amazonaws.com'), 'it has one', via('StringEquals', VIA_S3)),
  conditions(read, 4, 'it has the suffix of China', via('StringEquals', ['s3.cn-north-1.amazonaws.com.cn', VIA_S3, 's3']), unsent('s3.cn-north-1.amazonaws.com.cn', 's3'),
    'it has that of everywhere', via('StringEquals', ['s3.cn-north-1.amazonaws.com', 's3.us-gov-west-1.amazonaws.com', 's3.eusc-de-east-1.amazonaws.com'])),
  conditions(read, 4, 'it must not be one', via('StringNotEquals', 's3'), unsent('s3'), 'it must be there', via('Null', 'false')),
  conditions(read, 4, 'it is written in another case', { ...ofLogFiles, StringEquals: { 'KMS:viaservice': 'S3' } }, unsent('S3'),
    'its service has a part before', via('StringEquals', 'api.ecr.eu-central-1.amazonaws.com')),
  conditions(read, 4, 'its Region is left out of what is computed', via('StringEquals', { 'Fn::Sub': 's3.${AWS::URLSuffix}' }), unsent('s3.amazonaws.com'),
    'its Region is computed', via('StringEquals', { 'Fn::Sub': 's3.${Region}.amazonaws.com' })),
  conditions(read, 4, 'it is another name', via('StringLike', 's3'), unsent('s3'), 'it is a pattern', via('StringLike', ['s3.*.amazonaws.com', 's?'])),
  conditions(read, 4, 'it is no service', via('StringEquals', 'x'), unsent('x'), 'its Region is a variable', via('StringEquals', 's3.${aws:RequestedRegion}.amazonaws.com')),
]);

const ASTERISK = 'use StringLike or ArnLike, or write the value out';
const starred = (operator: string, key: string, value: string) => [`statement "Added" compares ${key} by ${operator} with "${value}", in which "*" is no wildcard`];
const account = (operator: string, value: any) => ({ [operator]: { 'aws:PrincipalArn': value } });

describeRule('wildcard-under-equals', 'warning', ASTERISK, [
  ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringEqualsIfExists'].map((operator) => (
    conditions(describing, 5, `it stands under ${operator}`, account(operator, 'role/*'), starred(operator, 'aws:PrincipalArn', 'role/*'),
      'it stands under StringLike', account('StringLike', 'role/*')))),
  ...['ForAnyValue:StringEquals', 'ForAllValues:StringNotEqualsIfExists'].map((operator) => (
    conditions(describing, 5, `it stands under ${operator}`, { [operator]: { 'aws:TagKeys': ['a', 'b*'] } }, starred(operator, 'aws:TagKeys', 'b*'),
      'the values are without', { [operator]: { 'aws:TagKeys': ['a', 'b'] } }))),
  conditions(describing, 5, 'two values have it', account('StringEquals', ['a*', 'b', '*']),
    [...starred('StringEquals', 'aws:PrincipalArn', 'a*'), ...starred('StringEquals', 'aws:PrincipalArn', '*')], 'it stands under ArnEquals', account('ArnEquals', ['arn:aws:iam::*:role/a'])),
  conditions(describing, 5, 'it follows a variable', account('StringEquals', '${aws:username}*'), starred('StringEquals', 'aws:PrincipalArn', '${aws:username}*'),
    'it is meant as it stands', account('StringEquals', 'a${*}')),
  conditions(describing, 5, 'it stands in what is computed', account('StringEquals', { 'Fn::Sub': '${Role}*' }), starred('StringEquals', 'aws:PrincipalArn', '${Role}*'),
    'it stands in the name of what is computed', account('StringEquals', { 'Fn::ImportValue': 'role*' }), { goodContext: { trailArns: [TRAIL] } }),
]);

describe('set-operator-mismatch', () => {
  describeRule('set-operator-mismatch', 'warning', 'use StringEquals', [
    conditions(describing, 5, 'a key of one value is compared by ForAllValues', { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
      ['statement "Added" compares aws:PrincipalOrgID by ForAllValues:StringEquals, but the key has one value, and where it has none the condition holds'],
      'it is compared by itself', { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }),
    conditions(describing, 5, 'a key of one value is compared by ForAnyValue', { 'ForAnyValue:StringEquals': { 'aws:PrincipalArn': ROLE } },
      ['statement "Added" compares aws:PrincipalArn by ForAnyValue:StringEquals, but the key has one value'],
      'it is compared with several', { StringEquals: { 'aws:PrincipalArn': [ROLE, ROLE] } }),
  ]);
  describeRule('set-operator-mismatch', 'warning', 'use ForAnyValue:StringLike', [
    ...['aws:CalledVia', 'aws:PrincipalOrgPaths', 'aws:PrincipalServiceNamesList', 'aws:ResourceOrgPaths', 'AWS:sourceorgpaths', 'aws:TagKeys', 'kms:GrantOperations'].map((key) => (
      conditions(describing, 5, `${key} is compared by itself`, { StringLike: { [key]: 'x' } },
        [`statement "Added" compares ${key} by StringLike, but the key can have several values`], 'any of its values is', { 'ForAnyValue:StringLike': { [key]: 'x' } }))),
    conditions(describing, 5, 'a key of several values is compared by itself', { StringLike: { 'aws:TagKeys': 'x' } },
      ['statement "Added" compares aws:TagKeys by StringLike, but the key can have several values'], 'it is asked whether it is there', { Null: { 'aws:TagKeys': 'false' } }),
  ]);
});

describe('rejected-condition', () => {
  const rejected = (operator: string, key: string) => [`statement "Added" has the condition ${operator} ${key}, which KMS does not permit in a key policy`];

  describeRule('rejected-condition', 'error', 'take it out; in an IAM policy it may stand', [
    conditions(describing, 5, 'it asks for a tag of the key', { StringEquals: { 'aws:ResourceTag/team': 'audit' } }, rejected('StringEquals', 'aws:ResourceTag/team'),
      'it asks for one of the caller', { StringEquals: { 'aws:PrincipalTag/team': 'audit' } }),
    conditions(describing, 5, 'it asks for an alias of the key', { 'ForAnyValue:StringEquals': { 'KMS:ResourceAliases': 'alias/audit' } },
      rejected('ForAnyValue:StringEquals', 'KMS:ResourceAliases'), 'it asks for the alias that was called', { StringEquals: { 'kms:RequestAlias': 'alias/audit' } }),
  ]);
  describeRule('rejected-condition', 'error', 'use StringEquals', [
    conditions((Condition) => added({ Action: 'kms:Decrypt', Condition: { ...ofLogFiles, ...Condition } }), 5,
      'ForAllValues admits what has no encryption context', { 'ForAllValues:StringEquals': { [TRAIL_CONTEXT]: TRAIL } }, rejected('ForAllValues:StringEquals', TRAIL_CONTEXT),
      'it compares the names in it', { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'aws:s3:arn' } }, { besides: ['set-operator-mismatch'] }),
    conditions(describing, 5, 'ForAllValues admits what has no such tag', { 'ForAllValues:StringEquals': { 'aws:RequestTag/team': 'audit' } },
      rejected('ForAllValues:StringEquals', 'aws:RequestTag/team'), 'it asks for the tag', { StringEquals: { 'aws:RequestTag/team': 'audit' } }, { besides: ['set-operator-mismatch'] }),
  ]);
});

describeRule('own-trail-cannot-encrypt', 'error', 'let cloudtrail.amazonaws.com do kms:GenerateDataKey*, with aws:SourceArn and the encryption context of the trail as conditions', [
  {
    where: 'its statement asks for what a service does not send',
    bad: changed('Encrypt', { Condition: { StringEquals: { 'aws:SourceArn': TRAIL, 'kms:ViaService': VIA_S3 } } }),
    finds: [{ says: `CloudTrail cannot encrypt with the key for ${TRAIL}: no statement allows it` }],
    besides: ['service-condition-not-sent'],
    unless: 'it asks for the trail',
    good: changed('Encrypt', { Condition: ofTrail }),
  },
  {
    where: 'its statement takes an asterisk for a wildcard',
    bad: changed('Encrypt', { Condition: { StringEquals: { 'aws:SourceArn': TRAIL.replace('audit', '*') } } }),
    finds: [{ says: `CloudTrail cannot encrypt with the key for ${TRAIL}: no statement allows it` }],
    besides: ['wildcard-under-equals'],
    unless: 'a trail may have any name',
    good: changed('Encrypt', { Condition: { ArnLike: { 'aws:SourceArn': TRAIL.replace('audit', '*') } } }),
    goodContext: { trailArns: [TRAIL] },
    goodFinds: ['sibling-trail-can-encrypt'],
  },
]);
