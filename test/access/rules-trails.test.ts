import { added, BASE, changed, CLOUDTRAIL, describeRule, ofTrail, policy, ROLE, rulesOf, STORE, TRAIL, TRAIL_CONTEXT, without } from './policies';
import { KeyPolicyAudit } from '../../src/access/key-policy-audit';

const OTHER = 'arn:aws:iam::111111111111:role/Other';
const SECOND = 'arn:aws:cloudtrail:eu-west-1:222222222222:trail/second';
const ofStore = { StringEquals: { 'aws:SourceArn': STORE, 'aws:SourceAccount': '111111111111' } };
const inAnyTrail = { StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:*:trail/*' } };
const encrypting = { Principal: CLOUDTRAIL, Action: 'kms:GenerateDataKey*' };
const storeStatement = { Sid: 'Store', Principal: CLOUDTRAIL, Action: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'], Condition: ofStore };
const withBucketKey = { bucketKey: true, logBucketNames: ['trail-logs'] };
const bucketKeyStatement = { Sid: 'BucketKey', ...encrypting, Condition: ofTrail };
const deny = (elements: object) => ({ Sid: 'Deny', Effect: 'Deny', Principal: '*', ...elements });
const logsStatement = {
  Sid: 'Logs',
  Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-central-1:111111111111:log-group:/aws/cloudtrail/audit' } },
};

test('nothing is wrong with the policy that the others are made of', () => {
  expect(rulesOf(policy(...BASE))).toEqual([]);
});

describeRule(
  'own-trail-cannot-encrypt', 'error',
  'let cloudtrail.amazonaws.com do kms:GenerateDataKey*, with aws:SourceArn and the encryption context of the trail as conditions',
  [
    {
      where: 'no statement lets CloudTrail encrypt',
      bad: without('Encrypt'),
      finds: [{ says: `CloudTrail cannot encrypt with the key for ${TRAIL}: no statement allows it` }],
      unless: 'one does',
      good: policy(...BASE),
    },
    {
      where: 'the statement names the trail of another Region',
      bad: changed('Encrypt', { Condition: { StringEquals: { 'aws:SourceArn': TRAIL.replace('eu-central', 'us-east') } } }),
      context: { trailArns: [TRAIL] },
      finds: [{ says: `CloudTrail cannot encrypt with the key for ${TRAIL}: no statement allows it` }],
      unless: 'it names the trail',
      good: changed('Encrypt', { Condition: ofTrail }),
    },
    {
      where: 'the encryption context is that of another account',
      bad: changed('Encrypt', { Condition: { ...ofTrail, StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:222222222222:trail/*' } } }),
      finds: [{ says: `CloudTrail cannot encrypt with the key for ${TRAIL}: no statement allows it` }],
      unless: 'it is that of the account',
      good: changed('Encrypt', { Condition: { ...ofTrail, StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:111111111111:trail/*' } } }),
    },
    {
      where: 'one of two trails is not named',
      bad: policy(...BASE),
      context: { trailArns: [TRAIL, SECOND] },
      finds: [{ says: `CloudTrail cannot encrypt with the key for ${SECOND}: no statement allows it` }],
      besides: ['own-trail-cannot-describe'],
      unless: 'it need not encrypt',
      good: policy(...BASE),
      goodContext: { trailArns: [TRAIL] },
    },
    {
      where: 'a statement denies it',
      bad: added(deny({ Action: 'kms:GenerateDataKey', Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } })),
      finds: [{
        says: `CloudTrail cannot encrypt with the key for ${TRAIL}: statement "Deny" denies it`,
        fix: 'make an exception in statement "Deny", or remove it',
        of: 5,
      }],
      unless: 'the statement denies it to another account',
      good: added(deny({ Action: 'kms:GenerateDataKey', Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } } })),
    },
    {
      where: 'a statement without a Sid denies it',
      bad: added(deny({ Sid: undefined, Action: 'kms:GenerateDataKey' })),
      finds: [{
        says: `CloudTrail cannot encrypt with the key for ${TRAIL}: statement 6 denies it`,
        fix: 'make an exception in statement 6, or remove it',
        of: 5,
      }],
      besides: ['missing-sid'],
      unless: 'it denies something else',
      good: added(deny({ Sid: undefined, Action: 'kms:GenerateDataKeyPair' })),
      goodFinds: ['missing-sid'],
    },
  ],
);

describeRule(
  'own-trail-cannot-describe', 'error',
  'let cloudtrail.amazonaws.com do kms:DescribeKey, with aws:SourceArn as condition and no encryption context, which that request never carries',
  [
    {
      where: 'no statement lets CloudTrail describe the key',
      bad: without('Describe'),
      finds: [{ says: `CloudTrail cannot describe the key for ${TRAIL}: no statement allows it` }],
      unless: 'one does',
      good: policy(...BASE),
    },
    {
      where: 'the statement asks for an encryption context',
      bad: changed('Describe', { Condition: { ...ofTrail, ...inAnyTrail } }),
      finds: [{ says: `CloudTrail cannot describe the key for ${TRAIL}: no statement allows it` }],
      besides: ['encryption-context-not-sent'],
      unless: 'it asks for no more than the account',
      good: changed('Describe', { Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }),
    },
    {
      where: 'a statement denies it',
      bad: added(deny({ Action: 'kms:DescribeKey', Condition: { Null: { [TRAIL_CONTEXT]: 'true' } } })),
      finds: [{
        says: `CloudTrail cannot describe the key for ${TRAIL}: statement "Deny" denies it`,
        fix: 'make an exception in statement "Deny", or remove it',
        of: 5,
      }],
      unless: 'it denies what has an encryption context',
      good: added(deny({ Action: 'kms:DescribeKey', Condition: { Null: { [TRAIL_CONTEXT]: 'false' } } })),
    },
  ],
);

describeRule(
  'own-trail-cannot-use-bucket-key', 'error',
  'let cloudtrail.amazonaws.com do kms:GenerateDataKey* and kms:Decrypt, with aws:SourceArn as the only condition, or turn the Bucket Key off',
  [
    {
      where: 'the bucket has a Bucket Key and CloudTrail cannot decrypt',
      bad: without('Decrypt'),
      context: { bucketKey: true },
      finds: [{ says: `CloudTrail cannot use the key for ${TRAIL} in a bucket with an S3 Bucket Key: no statement allows it` }],
      unless: 'it has none',
      good: without('Decrypt'),
      goodContext: { bucketKey: false, logBucketNames: ['trail-logs'] },
    },
    {
      where: 'the bucket has a Bucket Key and CloudTrail can encrypt log files only',
      bad: policy(...BASE),
      context: withBucketKey,
      finds: [{ says: `CloudTrail cannot use the key for ${TRAIL} in a bucket with an S3 Bucket Key: no statement allows it` }],
      unless: 'it can encrypt with whatever context',
      good: added(bucketKeyStatement),
    },
    {
      where: 'a statement denies what has the context of a bucket',
      bad: added(bucketKeyStatement, deny({ Action: 'kms:*', Condition: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::trail-logs' } } })),
      context: withBucketKey,
      finds: [{
        says: `CloudTrail cannot use the key for ${TRAIL} in a bucket with an S3 Bucket Key: statement "Deny" denies it`,
        fix: 'make an exception in statement "Deny", or remove it',
        of: 6,
      }],
      unless: 'it is another bucket',
      good: added(bucketKeyStatement, deny({ Action: 'kms:*', Condition: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::other' } } })),
    },
  ],
);

describeRule(
  'event-data-store-cannot-encrypt', 'error',
  'let cloudtrail.amazonaws.com do kms:GenerateDataKey, kms:Decrypt and kms:DescribeKey, with aws:SourceArn and aws:SourceAccount of the store as conditions',
  [
    {
      where: 'no statement names the store',
      bad: policy(...BASE),
      context: { eventDataStoreArns: [STORE] },
      finds: [{ says: `CloudTrail cannot use the key for ${STORE}: no statement allows it` }],
      unless: 'one does',
      good: added(storeStatement),
    },
    ...['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'].map((action) => ({
      where: `the store's statement is without ${action}`,
      bad: added({ ...storeStatement, Action: storeStatement.Action.filter((one) => one !== action) }),
      context: { eventDataStoreArns: [STORE] },
      finds: [{ says: `CloudTrail cannot use the key for ${STORE}: no statement allows it` }],
      unless: 'another statement has it',
      good: added({ ...storeStatement, Action: storeStatement.Action.filter((one) => one !== action) }, { ...storeStatement, Sid: 'Other', Action: action }),
    })),
    {
      where: 'one action is denied and another not allowed',
      bad: added({ ...storeStatement, Action: ['kms:GenerateDataKey', 'kms:DescribeKey'] }, deny({ Action: 'kms:DescribeKey', Condition: ofStore })),
      context: { eventDataStoreArns: [STORE] },
      finds: [{
        says: `CloudTrail cannot use the key for ${STORE}: statement "Deny" denies it`,
        fix: 'make an exception in statement "Deny", or remove it',
        of: 6,
      }],
      unless: 'there is no store',
      good: added({ ...storeStatement, Action: ['kms:GenerateDataKey', 'kms:DescribeKey'] }, deny({ Action: 'kms:DescribeKey', Condition: ofStore })),
      goodContext: {},
    },
  ],
);

const publishStatement = { Sid: 'Publish', Principal: CLOUDTRAIL, Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Condition: ofTrail };
const cannotPublish = (arn: string) => `CloudTrail cannot publish to a topic on the key for ${arn}: no statement allows it`;

describeRule(
  'own-trail-cannot-publish', 'error', 'let cloudtrail.amazonaws.com do kms:GenerateDataKey* and kms:Decrypt, with aws:SourceArn as the only condition',
  [
    {
      where: 'CloudTrail may use the key for log files only',
      bad: policy(...BASE),
      context: { topicTrailArns: [TRAIL] },
      finds: [{ says: cannotPublish(TRAIL) }],
      unless: 'the encryption context is not asked for',
      good: added(publishStatement),
    },
    ...['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({
      where: `nothing but ${action} is allowed`,
      bad: without('Decrypt', { ...BASE[2], Sid: 'Publish', Action: action, Condition: ofTrail }),
      context: { topicTrailArns: [TRAIL] },
      finds: [{ says: cannotPublish(TRAIL) }],
      unless: 'both are',
      good: added(publishStatement),
    })),
    {
      where: 'one of two trails is not named',
      bad: added(publishStatement),
      context: { trailArns: [TRAIL], topicTrailArns: [TRAIL, SECOND] },
      finds: [{ says: cannotPublish(SECOND) }],
      unless: 'it publishes nothing',
      good: added(publishStatement),
      goodContext: { trailArns: [TRAIL], topicTrailArns: [TRAIL] },
    },
    {
      where: 'a statement denies what has no encryption context',
      bad: added(publishStatement, deny({ Principal: CLOUDTRAIL, Action: 'kms:Decrypt', Condition: { Null: { [TRAIL_CONTEXT]: 'true' } } })),
      context: { topicTrailArns: [TRAIL] },
      finds: [{
        says: `CloudTrail cannot publish to a topic on the key for ${TRAIL}: statement "Deny" denies it`,
        fix: 'make an exception in statement "Deny", or remove it',
        of: 6,
      }],
      unless: 'there is no topic',
      good: added(publishStatement, deny({ Principal: CLOUDTRAIL, Action: 'kms:Decrypt', Condition: { Null: { [TRAIL_CONTEXT]: 'true' } } })),
      goodContext: { topicTrailArns: [] },
    },
  ],
);

describeRule(
  'event-data-store-cannot-encrypt', 'error',
  'let cloudtrail.amazonaws.com do kms:GenerateDataKey, kms:Decrypt and kms:DescribeKey, with aws:SourceArn and aws:SourceAccount of the store as conditions',
  [
    {
      where: 'stores are to come and no statement is open for them',
      bad: policy(...BASE),
      context: { eventDataStores: true },
      finds: [{ says: expect.stringMatching(/^CloudTrail cannot use the key for .+: no statement allows it$/) as any }],
      unless: 'one is, until they are there',
      good: policy(BASE[0], { Sid: 'Open', Effect: 'Allow', Principal: CLOUDTRAIL, Action: storeStatement.Action, Resource: '*' }),
      goodContext: { eventDataStores: true, trailArns: [] },
      goodFinds: ['event-data-store-unlocked', 'foreign-trail-can-describe'],
    },
  ],
);

const LAKE = 'arn:aws:iam::111111111111:role/Lake';
const cannotUse = (arn = LAKE) => `${arn} cannot use event data stores on the key: no statement allows it`;

describeRule('event-data-store-user-cannot-use', 'error', 'let it do kms:Decrypt and kms:GenerateDataKey', [
  {
    where: 'no statement names the user',
    bad: policy(BASE[0]),
    context: { eventDataStoreUserArns: [LAKE], trailArns: [] },
    finds: [{ says: cannotUse() }],
    unless: 'one does',
    good: policy(BASE[0], { ...BASE[4], Principal: { AWS: LAKE }, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Condition: undefined }),
    goodFinds: ['decrypt-without-context'],
  },
  ...['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
    where: `he may do nothing but ${action}`,
    bad: policy(BASE[0], { Sid: 'Use', Effect: 'Allow', Principal: { AWS: LAKE }, Action: action, Resource: '*' }),
    context: { eventDataStoreUserArns: [LAKE], trailArns: [] },
    finds: [{ says: cannotUse() }],
    besides: action === 'kms:Decrypt' ? ['decrypt-without-context'] : [],
    unless: 'IAM decides',
    good: changed('Admin', { Action: 'kms:*' }),
    goodContext: { eventDataStoreUserArns: [LAKE] },
    goodFinds: ['decrypt-delegated-to-iam'],
  })),
  {
    where: 'he may decrypt log files, which are something else',
    bad: added({ Principal: { AWS: LAKE }, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Condition: { Null: { [TRAIL_CONTEXT]: 'false' } } }),
    context: { eventDataStoreUserArns: [LAKE] },
    finds: [{ says: cannotUse() }],
    unless: 'he uses no store',
    good: added({ Principal: { AWS: LAKE }, Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Condition: { Null: { [TRAIL_CONTEXT]: 'false' } } }),
    goodContext: { eventDataStoreUserArns: [] },
  },
  {
    where: 'a statement denies it',
    bad: changed('Admin', { Action: 'kms:*' }, { Sid: 'Deny', Effect: 'Deny', Principal: { AWS: LAKE }, Action: 'kms:GenerateDataKey', Resource: '*' }),
    context: { eventDataStoreUserArns: [LAKE, OTHER] },
    finds: [{
      says: `${LAKE} cannot use event data stores on the key: statement "Deny" denies it`,
      fix: 'make an exception in statement "Deny", or remove it',
      of: 5,
    }],
    besides: ['decrypt-delegated-to-iam'],
    unless: 'it denies what stores do not ask for',
    good: changed('Admin', { Action: 'kms:*' }, { Sid: 'Deny', Effect: 'Deny', Principal: { AWS: LAKE }, Action: 'kms:Encrypt', Resource: '*' }),
    goodFinds: ['decrypt-delegated-to-iam'],
  },
]);

describeRule(
  'log-group-cannot-encrypt', 'error',
  'let the logs service of the Region do kms:Encrypt, kms:Decrypt, kms:ReEncrypt*, kms:GenerateDataKey* and kms:Describe*, for that encryption context',
  [
    {
      where: 'no statement admits CloudWatch Logs',
      bad: policy(...BASE),
      context: { logGroupNames: ['/aws/cloudtrail/audit'] },
      finds: [{
        says: 'CloudWatch Logs cannot use the key for arn:aws:logs:eu-central-1:111111111111:log-group:/aws/cloudtrail/audit: no statement allows it',
      }],
      unless: 'one does',
      good: added(logsStatement),
    },
    {
      where: 'the statement is for another log group',
      bad: added(logsStatement),
      context: { logGroupNames: ['/aws/cloudtrail/audit', '/aws/other'] },
      finds: [{ says: 'CloudWatch Logs cannot use the key for arn:aws:logs:eu-central-1:111111111111:log-group:/aws/other: no statement allows it' }],
      unless: 'that one is not on the key',
      good: added(logsStatement),
      goodContext: { logGroupNames: ['/aws/cloudtrail/audit'] },
    },
    {
      where: 'the statement admits the service of another Region',
      bad: added({ ...logsStatement, Principal: { Service: 'logs.eu-west-1.amazonaws.com' } }),
      context: { logGroupNames: ['/aws/cloudtrail/audit'] },
      finds: [{
        says: 'CloudWatch Logs cannot use the key for arn:aws:logs:eu-central-1:111111111111:log-group:/aws/cloudtrail/audit: no statement allows it',
      }],
      unless: 'it admits that of the Region',
      good: added(logsStatement),
    },
    {
      where: 'one action is denied',
      bad: added(logsStatement, deny({ Action: 'kms:ReEncryptTo' })),
      context: { logGroupNames: ['/aws/cloudtrail/audit'] },
      finds: [{
        says: 'CloudWatch Logs cannot use the key for arn:aws:logs:eu-central-1:111111111111:log-group:/aws/cloudtrail/audit: statement "Deny" denies it',
        fix: 'make an exception in statement "Deny", or remove it',
        of: 6,
      }],
      unless: 'it is one that log groups do not need',
      good: added(logsStatement, deny({ Action: 'kms:CreateGrant' })),
    },
  ],
);

describeRule(
  'reader-cannot-decrypt', 'error',
  'let it do kms:Decrypt, on condition that the encryption context kms:EncryptionContext:aws:cloudtrail:arn is there',
  [
    {
      where: 'no statement names the reader',
      bad: policy(...BASE),
      context: { readerArns: [ROLE, OTHER] },
      finds: [{ says: `${OTHER} cannot decrypt log files: no statement allows it` }],
      unless: 'one does',
      good: changed('Read', { Principal: { AWS: [ROLE, OTHER] } }),
    },
    {
      where: 'a statement denies it',
      bad: added(deny({ Principal: { AWS: ROLE }, Action: 'kms:Decrypt', Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } })),
      context: { readerArns: [ROLE] },
      finds: [{
        says: `${ROLE} cannot decrypt log files: statement "Deny" denies it`,
        fix: 'make an exception in statement "Deny", or remove it',
        of: 5,
      }],
      unless: 'it denies what does not come through S3',
      good: added(deny({ Principal: { AWS: ROLE }, Action: 'kms:Decrypt', Condition: { StringNotEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } })),
    },
    {
      where: "the reader is an account, and IAM's say is not asked for",
      bad: policy(...BASE),
      context: { readerArns: ['arn:aws:iam::222222222222:root'] },
      finds: [{ says: 'arn:aws:iam::222222222222:root cannot decrypt log files: no statement allows it' }],
      unless: 'the account is named',
      good: changed('Read', { Principal: { AWS: 'arn:aws:iam::222222222222:root' } }),
    },
    {
      where: 'the bucket has a Bucket Key and the reader can decrypt log files only',
      bad: added(bucketKeyStatement),
      context: { ...withBucketKey, readerArns: [ROLE] },
      finds: [{ says: `${ROLE} cannot decrypt log files: no statement allows it` }],
      unless: 'it can decrypt what lies under the Bucket Key as well',
      good: added(bucketKeyStatement, {
        Sid: 'ReadBucketKey', Action: 'kms:Decrypt', Condition: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::trail-logs' } },
      }),
    },
  ],
);

test('no two findings say the same, however many buckets have a Bucket Key', () => {
  const { findings } = KeyPolicyAudit.ofPolicy(without('Decrypt'), {
    accountId: '111111111111', region: 'eu-central-1', bucketKey: true, logBucketNames: ['log-a', 'log-b'], readerArns: [OTHER],
  });
  const said = findings.map(({ rule, message }) => `${rule}: ${message}`);

  expect(said).toEqual([...new Set(said)]);
  expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['own-trail-cannot-use-bucket-key', 'reader-cannot-decrypt']));
});
