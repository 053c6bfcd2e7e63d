import { added, BASE, changed, CLOUDTRAIL, describeRule, MANAGEMENT, ofLogFiles, PLACE, policy, ROLE, ROOT, STORE, TRAIL, TRAIL_CONTEXT, without } from './policies';
import { KeyPolicyAudit } from '../../src/access/key-policy-audit';

const ofAccount = { StringEquals: { 'aws:SourceAccount': '111111111111' } };
const inAnyTrail = { StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:*:trail/*' } };
const ofOrganization = { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } };
const ofCaller = { StringEquals: { 'kms:CallerAccount': '111111111111' } };
const encrypting = { Principal: CLOUDTRAIL, Action: 'kms:GenerateDataKey*' };
const decrypting = { Principal: CLOUDTRAIL, Action: 'kms:Decrypt' };
const stores = { eventDataStores: true, trailArns: [] };
const namedStore = { eventDataStoreArns: [STORE], trailArns: [] };
/** The statement that AWS's guide has until a store is there. */
const open = { Sid: 'Open', Effect: 'Allow', Principal: CLOUDTRAIL, Action: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'], Resource: '*' };
const locked = { ...open, Condition: { StringEquals: { 'aws:SourceArn': STORE, 'aws:SourceAccount': '111111111111' } } };
const ofStores = (...statements: object[]) => policy(BASE[0], ...statements);

describeRule('foreign-trail-can-encrypt', 'error', 'put a condition on aws:SourceArn into that statement, with the ARN of your trail', [
  {
    where: 'the only condition is an encryption context of any account',
    bad: changed('Encrypt', { Condition: inAnyTrail }),
    finds: [{ says: 'CloudTrail can encrypt with the key for the trails of every account: statement "Encrypt" admits it', of: 1 }],
    unless: 'it is that of an own trail',
    good: changed('Encrypt', { Condition: { StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:111111111111:trail/audit' } } }),
  },
  {
    where: 'aws:SourceArn is any trail',
    bad: changed('Encrypt', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*' } } }),
    context: { trailArns: [TRAIL] },
    finds: [{ says: 'CloudTrail can encrypt with the key for the trails of every account: statement "Encrypt" admits it', of: 1 }],
    unless: 'it is the own trail in any Region',
    good: changed('Encrypt', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:trail/audit' } } }),
  },
  {
    where: 'everybody may encrypt',
    bad: added({ Principal: { AWS: '*' }, Action: 'kms:GenerateDataKey' }),
    finds: [{ says: 'CloudTrail can encrypt with the key for the trails of every account: statement "Added" admits it', of: 5 }],
    unless: 'that is everybody in the organization',
    good: added({ Principal: { AWS: '*' }, Action: 'kms:GenerateDataKey', Condition: ofOrganization }),
  },
  {
    where: 'trails and stores share the key, and one statement asks for an encryption context only',
    bad: ofStores(locked, { ...encrypting, Sid: 'Encrypt', Effect: 'Allow', Resource: '*', Condition: inAnyTrail }),
    context: namedStore,
    finds: [{ says: 'CloudTrail can encrypt with the key for the trails of every account: statement "Encrypt" admits it', of: 2 }],
    unless: 'AWS prescribes the statement for stores',
    good: ofStores(open),
    goodContext: { eventDataStores: true, trailArns: [] },
    goodFinds: ['event-data-store-unlocked', 'foreign-trail-can-describe'],
  },
  {
    where: 'nobody said that the open statement is for stores',
    bad: ofStores(open),
    context: { trailArns: [] },
    finds: [{ says: 'CloudTrail can encrypt with the key for the trails of every account: statement "Open" admits it', of: 1 }],
    besides: ['foreign-trail-can-decrypt', 'foreign-trail-can-describe'],
    unless: 'it names a store',
    good: ofStores(locked),
  },
]);

describeRule('foreign-trail-can-decrypt', 'error', 'put a condition on aws:SourceArn into that statement, with the ARN of your trail', [
  {
    where: "the statement of AWS's guide stands without a condition",
    bad: changed('Decrypt', { Condition: undefined }),
    finds: [{ says: 'CloudTrail can decrypt with the key for the trails of every account: statement "Decrypt" admits it', of: 2 }],
    unless: 'it names the account',
    good: changed('Decrypt', { Condition: ofAccount }),
  },
  {
    where: 'a condition excludes some accounts only',
    bad: changed('Decrypt', { Condition: { StringNotEquals: { 'aws:SourceAccount': '333333333333' } } }),
    finds: [{ says: 'CloudTrail can decrypt with the key for the trails of every account: statement "Decrypt" admits it', of: 2 }],
    besides: ['source-condition-optional'],
    unless: 'a Deny excludes all the others',
    good: changed(
      'Decrypt', { Condition: { StringNotEquals: { 'aws:SourceAccount': '333333333333' } } },
      { Sid: 'Deny', Effect: 'Deny', Principal: CLOUDTRAIL, Action: 'kms:Decrypt', Resource: '*', Condition: { StringNotEquals: { 'aws:SourceAccount': '111111111111' } } },
    ),
    goodFinds: ['source-condition-optional'],
  },
]);

describeRule('foreign-event-data-store-can-encrypt', 'error', 'name your own stores in the condition on aws:SourceArn of that statement', [
  {
    where: 'the stores of every account are named',
    bad: added({ ...encrypting, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:eventdatastore/*' } } }),
    finds: [{ says: 'CloudTrail can encrypt with the key for the event data stores of every account: statement "Added" admits it', of: 5 }],
    unless: 'those of the own account are',
    good: added({ ...encrypting, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:eventdatastore/*' } } }),
  },
  {
    where: 'stores use the key and those of every account are named',
    bad: ofStores({ ...open, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:eventdatastore/*' } } }),
    context: namedStore,
    finds: [{ says: 'CloudTrail can encrypt with the key for the event data stores of every account: statement "Open" admits it', of: 1 }],
    unless: 'one is',
    good: ofStores(locked),
  },
  {
    where: 'another statement than that for every trail admits them',
    bad: changed('Encrypt', { Condition: inAnyTrail }, { ...locked, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:eventdatastore/*' } } }),
    finds: [{ says: 'CloudTrail can encrypt with the key for the event data stores of every account: statement "Open" admits it', of: 5 }],
    besides: ['foreign-trail-can-encrypt'],
    unless: 'it is the same one',
    good: changed('Encrypt', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:*' } } }),
    goodFinds: ['foreign-trail-can-encrypt'],
  },
]);

describeRule('event-data-store-unlocked', 'warning', 'once the store is there, put its ARN and account as aws:SourceArn and aws:SourceAccount into the conditions of that statement', [
  {
    where: 'CloudTrail may use the key for whatever store',
    bad: ofStores(open),
    context: stores,
    finds: [{ says: 'CloudTrail can use the key for the event data stores of every account: statement "Open" admits it', of: 1 }],
    besides: ['foreign-trail-can-describe'],
    unless: 'for one store',
    good: ofStores(locked),
    goodContext: namedStore,
  },
  {
    where: 'trails share such a key',
    bad: policy(...BASE, open),
    context: { eventDataStores: true },
    finds: [{
      severity: 'error',
      says: 'CloudTrail can use the key for the event data stores of every account, which trails share: statement "Open" admits it',
      fix: 'once the store is there, put its ARN and account as aws:SourceArn and aws:SourceAccount into the conditions of that statement, '
        + 'or give the stores a key of their own',
      of: 5,
    }],
    besides: ['foreign-trail-can-describe'],
    unless: 'they share it with one store',
    good: policy(...BASE, locked),
    goodContext: { eventDataStoreArns: [STORE] },
  },
  ...[
    ['a statement for a trail stands beside it', { Action: 'kms:GenerateDataKey*', Condition: { ArnLike: { 'aws:SourceArn': [STORE, 'arn:aws:cloudtrail:*:111111111111:trail/x'] } } }],
    ['a statement for the log files of an account stands beside it', {
      Action: 'kms:GenerateDataKey*', Condition: { StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:111111111111:trail/*' } },
    }],
  ].map(([where, statement]) => ({
    where: where as string,
    bad: ofStores(open, { Sid: 'Other', Effect: 'Allow', Principal: CLOUDTRAIL, Resource: '*', ...statement as object }),
    context: stores,
    finds: [{
      severity: 'error' as const,
      says: 'CloudTrail can use the key for the event data stores of every account, which trails share: statement "Open" admits it',
      fix: 'once the store is there, put its ARN and account as aws:SourceArn and aws:SourceAccount into the conditions of that statement, '
        + 'or give the stores a key of their own',
      of: 1,
    }],
    besides: ['foreign-trail-can-describe'],
    unless: 'it is for somebody else than CloudTrail',
    good: ofStores(open, { Sid: 'Other', Effect: 'Allow', Principal: { AWS: ROLE }, Resource: '*', ...statement as object }),
    goodContext: stores,
    goodFinds: ['event-data-store-unlocked', 'foreign-trail-can-describe'],
  })),
  {
    where: 'a trail that publishes to a topic shares it',
    bad: ofStores(open),
    context: { ...stores, topicTrailArns: [TRAIL] },
    finds: [{
      severity: 'error',
      says: 'CloudTrail can use the key for the event data stores of every account, which trails share: statement "Open" admits it',
      fix: 'once the store is there, put its ARN and account as aws:SourceArn and aws:SourceAccount into the conditions of that statement, '
        + 'or give the stores a key of their own',
      of: 1,
    }],
    besides: ['foreign-trail-can-describe'],
    unless: 'the store is named, and the trail',
    good: ofStores(locked, { ...open, Sid: 'Publish', Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Condition: { StringEquals: { 'aws:SourceArn': TRAIL } } }),
    goodContext: { ...namedStore, topicTrailArns: [TRAIL] },
  },
  {
    where: 'a store is named in the audit, and not in the policy',
    bad: ofStores(open),
    context: { eventDataStoreArns: [STORE], trailArns: [] },
    finds: [{ says: 'CloudTrail can use the key for the event data stores of every account: statement "Open" admits it', of: 1 }],
    besides: ['foreign-trail-can-describe'],
    unless: 'it is named in the policy too',
    good: ofStores(locked),
  },
]);

describeRule('sibling-trail-can-encrypt', 'warning', 'put the ARN of your trail, without wildcards, as aws:SourceArn into the conditions of that statement', [
  {
    where: 'the statement names the account',
    bad: changed('Encrypt', { Condition: ofAccount }),
    finds: [{ says: 'CloudTrail can encrypt with the key for every trail of account 111111111111: statement "Encrypt" admits it', of: 1 }],
    unless: 'the key is for the whole account',
    good: changed('Encrypt', { Condition: ofAccount }),
    goodContext: { trailAccounts: ['111111111111'] },
    goodFinds: ['own-trail-cannot-describe'],
  },
  {
    where: 'the statement names all trails of the account',
    bad: changed('Encrypt', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:trail/*' } } }),
    context: { trailArns: [TRAIL] },
    finds: [{ says: 'CloudTrail can encrypt with the key for every trail of account 111111111111: statement "Encrypt" admits it', of: 1 }],
    unless: 'the key is for all of them',
    good: changed('Encrypt', { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:trail/*' } } }),
    goodContext: { trailArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:trail/*', TRAIL] },
    goodFinds: ['own-trail-cannot-describe'],
  },
  {
    where: 'a trail of another account shares the key with all its siblings',
    bad: added({ ...encrypting, Action: ['kms:GenerateDataKey', 'kms:DescribeKey'], Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } } }),
    context: { trailArns: [TRAIL, 'arn:aws:cloudtrail:eu-west-1:222222222222:trail/second'] },
    finds: [{ says: 'CloudTrail can encrypt with the key for every trail of account 222222222222: statement "Added" admits it', of: 5 }],
    unless: 'trails of every account do',
    good: added({ ...encrypting, Action: ['kms:GenerateDataKey', 'kms:DescribeKey'], Condition: inAnyTrail }),
    goodContext: { trailArns: [TRAIL] },
    goodFinds: ['foreign-trail-can-encrypt'],
  },
  {
    where: 'a trail called another-trail is one of many',
    bad: changed('Encrypt', { Condition: ofAccount }),
    context: { trailArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:trail/another-trail'] },
    finds: [{ says: 'CloudTrail can encrypt with the key for every trail of account 111111111111: statement "Encrypt" admits it', of: 1 }],
    besides: ['own-trail-cannot-describe'],
    unless: 'it is named',
    good: policy(...JSON.parse(JSON.stringify(BASE).replace(/trail\/audit/g, 'trail/another-trail'))),
  },
]);

describeRule('unconditioned-service-statement', 'error', 'put the same conditions into it, or remove it', [
  {
    where: 'CloudTrail may encrypt without a condition beside a statement that has some',
    bad: added(encrypting),
    finds: [{ says: 'statement "Added" lets CloudTrail use the key without a condition, so that those of statement "Encrypt" have no effect', of: 5 }],
    besides: ['foreign-trail-can-encrypt'],
    unless: 'it may describe the key',
    good: added({ ...encrypting, Action: 'kms:DescribeKey' }),
    goodFinds: ['foreign-trail-can-describe'],
  },
  {
    where: 'CloudTrail may decrypt without a condition beside a statement that has some',
    bad: added(decrypting),
    finds: [{ says: 'statement "Added" lets CloudTrail use the key without a condition, so that those of statement "Decrypt" have no effect', of: 5 }],
    besides: ['foreign-trail-can-decrypt'],
    unless: 'there is no other statement',
    good: without('Decrypt', { Sid: 'Added', Effect: 'Allow', Resource: '*', ...decrypting }),
    goodFinds: ['foreign-trail-can-decrypt'],
  },
  {
    where: 'one statement cancels two',
    bad: added({ Principal: CLOUDTRAIL, Action: ['kms:GenerateDataKey', 'kms:Decrypt'] }),
    finds: [{ says: 'statement "Added" lets CloudTrail use the key without a condition, so that those of statement "Encrypt" have no effect', of: 5 }],
    besides: ['foreign-trail-can-decrypt', 'foreign-trail-can-encrypt'],
    unless: 'it is for another service',
    good: added({ Principal: { Service: 'config.amazonaws.com' }, Action: ['kms:GenerateDataKey', 'kms:Decrypt'] }),
  },
  {
    where: 'two statements cancel one',
    bad: added({ ...decrypting, Sid: 'One' }, { ...decrypting, Sid: 'Two', Action: 'kms:*' }),
    finds: [
      { says: 'statement "Two" lets CloudTrail use the key without a condition, so that those of statement "Encrypt" have no effect', of: 6 },
      { says: 'statement "One" lets CloudTrail use the key without a condition, so that those of statement "Decrypt" have no effect', of: 5 },
    ],
    besides: ['foreign-trail-can-decrypt', 'foreign-trail-can-encrypt', 'foreign-trail-can-describe', 'create-grant-allowed'],
    unless: 'stores use the key, to which another rule sees',
    good: added({ ...decrypting, Sid: 'One' }, { ...decrypting, Sid: 'Two', Action: ['kms:Decrypt', 'kms:GenerateDataKey'] }),
    goodContext: { eventDataStores: true },
    goodFinds: ['event-data-store-unlocked', 'event-data-store-cannot-encrypt'],
  },
  {
    where: 'a statement keeps out one account, and nobody else',
    bad: added({ ...encrypting, Condition: { StringNotEquals: { 'aws:SourceAccount': '222222222222' } } }),
    finds: [{ says: 'statement "Added" lets CloudTrail use the key without a condition that keeps others out, so that those of statement "Encrypt" have no effect', of: 5 }],
    besides: ['foreign-trail-can-encrypt', 'source-condition-optional'],
    unless: 'it keeps out all but one',
    good: added({ ...encrypting, Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } } }),
  },
  {
    where: 'an Allow has no condition',
    bad: added({ ...encrypting, Condition: {} }),
    finds: [{ says: 'statement "Added" lets CloudTrail use the key without a condition, so that those of statement "Encrypt" have no effect', of: 5 }],
    besides: ['foreign-trail-can-encrypt'],
    unless: 'it is a Deny',
    good: added({ ...encrypting, Effect: 'Deny', Action: 'kms:GenerateDataKeyPair' }),
  },
]);

const PIN = 'put a condition on aws:SourceArn into that statement, with the ARN of your trail';
const describing = { Principal: CLOUDTRAIL, Action: 'kms:DescribeKey' };
const describes = (of: number, sid: string) => [{ says: `CloudTrail can describe the key for the trails of every account: statement "${sid}" admits it`, of }];

describeRule('foreign-trail-can-describe', 'info', PIN, [
  {
    where: "the statement of the console's policy stands without a condition",
    bad: changed('Describe', { Condition: undefined }),
    finds: describes(3, 'Describe'),
    unless: 'it names the account',
    good: changed('Describe', { Condition: ofAccount }),
  },
  {
    where: 'its condition is any trail',
    bad: added({ ...describing, Action: 'kms:Describe*', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*' } } }),
    finds: describes(5, 'Added'),
    unless: 'its condition is any of the own trails',
    good: added({ ...describing, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:trail/*' } } }),
  },
  {
    where: 'everybody may describe the key',
    bad: added({ ...describing, Principal: { AWS: '*' } }),
    finds: describes(5, 'Added'),
    unless: 'that is everybody in the organization',
    good: added({ ...describing, Principal: { AWS: '*' }, Condition: ofOrganization }),
  },
]);

const ofStoreAccount = { StringEquals: { 'aws:SourceAccount': '111111111111' } };
const everyStore = (of: number, sid = 'Open') => [{ says: `CloudTrail can use the key for every event data store of the account: statement "${sid}" admits it`, of }];

describeRule('sibling-event-data-store-can-encrypt', 'warning', 'put the ARN of your store as aws:SourceArn into the conditions of that statement', [
  {
    where: 'the statement names the account only',
    bad: ofStores({ ...open, Condition: ofStoreAccount }),
    context: namedStore,
    finds: everyStore(1),
    unless: 'it names the store',
    good: ofStores(locked),
  },
  {
    where: 'the statement names all stores of the account',
    bad: ofStores({ ...open, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:eventdatastore/*' } } }),
    context: namedStore,
    finds: everyStore(1),
    unless: 'no store of the account is named',
    good: policy(...BASE, { ...open, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:eventdatastore/*' } } }),
    goodContext: {},
  },
  {
    where: 'every store of the account may decrypt only',
    bad: ofStores(locked, { ...open, Sid: 'More', Action: 'kms:Decrypt', Condition: ofStoreAccount }),
    context: namedStore,
    finds: everyStore(2, 'More'),
    unless: 'every store may describe the key',
    good: ofStores(locked, { ...open, Sid: 'More', Action: 'kms:DescribeKey', Condition: ofStoreAccount }),
  },
  {
    where: 'every store of the account may',
    bad: ofStores({ ...open, Condition: ofStoreAccount }),
    context: namedStore,
    finds: everyStore(1),
    unless: 'those of every account may, which is worse',
    good: ofStores({ ...open, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:eventdatastore/*' } } }),
    goodFinds: ['foreign-event-data-store-can-encrypt'],
  },
]);

const LOGS = { Service: 'logs.eu-central-1.amazonaws.com' };
const logGroup = (account: string, name = '*') => ({ ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-central-1:${account}:log-group:${name}` } });
const logs = (elements: object) => added({ Principal: LOGS, Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'], ...elements });
const everyGroup = (action: string) => [{ says: `CloudWatch Logs can do ${action} with the key for the log groups of every account: statement "Added" admits it`, of: 5 }];

describeRule(
  'foreign-log-group-can-encrypt', 'error', 'put a condition on kms:EncryptionContext:aws:logs:arn into that statement, with the ARN of your log group',
  [
    {
      where: 'the statement has no condition',
      bad: logs({}),
      finds: [{ ...everyGroup('')[0], says: expect.stringMatching(/^CloudWatch Logs can do kms:[A-Z]\w+ with the key for the log groups of every account: statement "Added" admits it$/) as any }],
      unless: 'its condition is the log groups of the account',
      good: logs({ Condition: logGroup('111111111111') }),
    },
    {
      where: 'its condition is the log groups of every account',
      bad: logs({ Action: 'kms:GenerateDataKey*', Condition: logGroup('*') }),
      finds: everyGroup('kms:GenerateDataKey'),
      unless: 'its condition is one log group',
      good: logs({ Action: 'kms:GenerateDataKey*', Condition: logGroup('111111111111', '/aws/cloudtrail/audit') }),
    },
    {
      where: 'one action is without a condition',
      bad: logs({ Action: 'kms:ReEncryptFrom' }),
      finds: everyGroup('kms:ReEncryptFrom'),
      unless: 'that is describing the key, which has no encryption context',
      good: logs({ Action: 'kms:Describe*' }),
    },
    {
      where: 'the condition asks for no encryption context',
      bad: logs({ Action: 'kms:Decrypt', Condition: { Null: { 'kms:EncryptionContext:aws:logs:arn': 'true' } } }),
      finds: everyGroup('kms:Decrypt'),
      unless: 'the service is that of another Region',
      good: logs({ Principal: { Service: 'logs.eu-west-1.amazonaws.com' }, Action: 'kms:Decrypt' }),
    },
    {
      where: 'everybody may encrypt',
      bad: logs({ Principal: { AWS: '*' }, Action: 'kms:Encrypt' }),
      finds: everyGroup('kms:Encrypt'),
      unless: 'everybody may generate data keys, which another rule says',
      good: logs({ Principal: { AWS: '*' }, Action: 'kms:GenerateDataKey' }),
      goodFinds: ['foreign-trail-can-encrypt'],
    },
  ],
);

const optional = (operator: string, key = 'aws:SourceArn') => `statement "Added" asks for ${key} by ${operator}, which holds where the key is missing`;
const service = { Principal: { Service: 'config.amazonaws.com' }, Action: 'kms:Decrypt' };
const asking = (operator: string, value: any = TRAIL, key = 'aws:SourceArn') => added({ ...service, Condition: { [operator]: { [key]: value } } });

describe('source-condition-optional', () => {
  describeRule('source-condition-optional', 'warning', 'use StringEquals', [
    {
      where: 'it need not be there',
      bad: asking('StringEqualsIfExists'),
      finds: [{ says: optional('StringEqualsIfExists'), of: 5 }],
      unless: 'it must',
      good: asking('StringEquals'),
    },
    {
      where: 'the account need not be there',
      bad: asking('StringEqualsIfExists', '111111111111', 'AWS:sourceaccount'),
      finds: [{ says: optional('StringEqualsIfExists', 'AWS:sourceaccount'), of: 5 }],
      unless: 'the organization need not',
      good: asking('StringEqualsIfExists', 'o-exampleorg1', 'aws:SourceOrgID'),
    },
    {
      where: 'all its values, if any, must be equal',
      bad: asking('ForAllValues:StringEquals'),
      finds: [{ says: optional('ForAllValues:StringEquals'), of: 5 }],
      besides: ['set-operator-mismatch'],
      unless: 'any must',
      good: asking('ForAnyValue:StringEquals'),
      goodFinds: ['set-operator-mismatch'],
    },
    {
      where: 'all its values, if any, must be equal if they exist',
      bad: asking('ForAllValues:StringEqualsIfExists'),
      finds: [{ says: optional('ForAllValues:StringEqualsIfExists'), of: 5 }],
      besides: ['set-operator-mismatch'],
      unless: 'it must be there besides',
      good: added({ ...service, Condition: { StringEqualsIfExists: { 'aws:SourceArn': TRAIL }, Null: { 'aws:SourceArn': 'false' } } }),
    },
    {
      where: 'two of them need not be there',
      bad: added({ ...service, Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '111111111111', 'aws:SourceArn': TRAIL } } }),
      finds: [{ says: optional('StringEqualsIfExists', 'aws:SourceAccount'), of: 5 }],
      unless: 'one of them must',
      good: added({ ...service, Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '111111111111' }, ArnEquals: { 'aws:SourceArn': TRAIL } } }),
    },
    {
      where: 'a service must have it',
      bad: asking('StringEqualsIfExists'),
      finds: [{ says: optional('StringEqualsIfExists'), of: 5 }],
      unless: 'it is denied',
      good: added({ ...service, Effect: 'Deny', Condition: { StringEqualsIfExists: { 'aws:SourceArn': TRAIL } } }),
    },
    {
      where: 'the statement is for services',
      bad: asking('StringEqualsIfExists'),
      finds: [{ says: optional('StringEqualsIfExists'), of: 5 }],
      unless: 'it is for a role as well, which never has it',
      good: added({ Principal: { ...service.Principal, AWS: ROLE }, Action: 'kms:DescribeKey', Condition: { StringEqualsIfExists: { 'aws:SourceArn': TRAIL } } }),
    },
  ]);
  describeRule('source-condition-optional', 'warning', 'use ArnLike', [{
    where: 'it need not be like',
    bad: asking('ArnLikeIfExists', 'arn:aws:cloudtrail:*:111111111111:trail/*'),
    finds: [{ says: optional('ArnLikeIfExists'), of: 5 }],
    unless: 'it must',
    good: asking('ArnLike', 'arn:aws:cloudtrail:*:111111111111:trail/*'),
  }]);

  test.each([['StringNotEquals', '333333333333'], ['StringNotEqualsIfExists', '333333333333'], ['Null', 'true']])('what it advises instead of %s holds in no request without the key', (operator, value) => {
    const found = KeyPolicyAudit.ofPolicy(asking(operator, value, 'aws:SourceAccount'), PLACE).findings.filter(({ rule }) => rule === 'source-condition-optional');

    expect(found.map(({ message }) => message)).toEqual([optional(operator, 'aws:SourceAccount')]);
    expect(found[0].fix).not.toMatch(/^use (\w*Not\w+|Null)$/);
  });
});

describe('policies of AWS', () => {
  const grants = { Action: ['kms:Decrypt', 'kms:ReEncryptFrom'], Principal: { AWS: '*' }, Condition: { ...ofCaller, StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:111111111111:trail/*' } } };

  describeRule('account-can-decrypt', 'warning', 'name the readers, or limit them by aws:PrincipalArn as well', [
    {
      where: "the console's policy for a trail admits every principal of the account",
      bad: policy(
        { Sid: 'Enable IAM user permissions', Effect: 'Allow', Principal: { AWS: [ROOT, 'arn:aws:iam::111111111111:user/Alice'] }, Action: 'kms:*', Resource: '*' },
        { ...BASE[1], Sid: 'Allow CloudTrail to encrypt logs' },
        { Sid: 'Allow CloudTrail to describe key', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:DescribeKey', Resource: '*' },
        { ...grants, Sid: 'Allow principals in the account to decrypt log files', Effect: 'Allow', Resource: '*' },
      ),
      finds: [{
        says: "every role of the key's account can decrypt log files, whatever its IAM policies say: "
          + 'statement "Allow principals in the account to decrypt log files" admits it',
        of: 3,
      }],
      besides: ['create-grant-allowed', 'decrypt-without-context', 'foreign-trail-can-describe'],
      unless: "it is left out, as in the guide's policy",
      good: policy(
        { Sid: 'Administration', Effect: 'Allow', Principal: { AWS: ROOT }, Action: MANAGEMENT, Resource: '*' },
        { ...BASE[1], Sid: 'AllowCloudTrailEncryptLogs' },
        { ...BASE[3], Sid: 'AllowCloudTrailAccess' },
        { ...BASE[4], Sid: 'EnableCloudTrailLogDecryptPermissions', Condition: ofLogFiles },
      ),
    },
  ]);
});
