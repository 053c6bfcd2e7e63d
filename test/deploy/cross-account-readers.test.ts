import { Emulator } from './emulator';
import { answersOf, encryptionContextOf, logFileIn, mayDeliver, readBucketPolicy, readKey, readLeft, readRole, readTrail, resourcesOf } from './standing';
import { evaluate } from '../../src/access/evaluate';
import type { AccessRequest } from '../../src/access/request';

jest.setTimeout(300_000);

const LOG_ACCOUNT = '111111111111';
const READER_ACCOUNT = '222222222222';
const HERE = { partition: 'aws', account: LOG_ACCOUNT, region: 'eu-central-1' };

const BUCKET = 'audit-logs-111111111111';
const TRAIL = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/Logs-Trail-9668AAF2';
const LOG_FILE = logFileIn(BUCKET, LOG_ACCOUNT);
const LOG = encryptionContextOf(TRAIL, LOG_FILE);
const SOMETHING_ELSE = { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::payroll/2026.csv' };

let emulator: Emulator;
let trail: Awaited<ReturnType<typeof readTrail>>;
let key: Awaited<ReturnType<typeof readKey>>;
let bucketPolicy: any;
let auditFirm: Awaited<ReturnType<typeof readRole>>;
let analyst: Awaited<ReturnType<typeof readRole>>;
let unchanged: string;
let left: Awaited<ReturnType<typeof readLeft>>;
let leftInIam: { roles: string[]; policies: unknown[] }[];

beforeAll(async () => {
  emulator = await Emulator.start();
  await emulator.bootstrap(LOG_ACCOUNT);
  await emulator.bootstrap(READER_ACCOUNT, LOG_ACCOUNT);
  await emulator.cdk(LOG_ACCOUNT, 'cross-account-readers', 'deploy', '--all', '--require-approval', 'never');
  trail = await readTrail(emulator, LOG_ACCOUNT, 'Logs-Trail-9668AAF2');
  key = await readKey(emulator, LOG_ACCOUNT, 'alias/cloudtrail');
  bucketPolicy = await readBucketPolicy(emulator, LOG_ACCOUNT, BUCKET);
  auditFirm = await readRole(emulator, LOG_ACCOUNT, 'CloudTrailReadRole');
  analyst = await readRole(emulator, READER_ACCOUNT, (await resourcesOf(emulator, READER_ACCOUNT, 'Readers'))['AWS::IAM::Role'][0]);
  unchanged = await emulator.cdk(LOG_ACCOUNT, 'cross-account-readers', 'deploy', '--all', '--require-approval', 'never');
  await emulator.cdk(LOG_ACCOUNT, 'cross-account-readers', 'destroy', '--all', '--force');
  left = await readLeft(emulator, LOG_ACCOUNT, key.arn);
  leftInIam = await Promise.all([LOG_ACCOUNT, READER_ACCOUNT].map(async (account) => ({
    roles: (await emulator.call(account, 'iam', 'list_roles')).Roles.map(({ RoleName }: any) => RoleName),
    policies: (await emulator.call(account, 'iam', 'list_policies', { Scope: 'Local' })).Policies,
  })));
});
afterAll(() => emulator?.stop());

/** What somebody might try, and the policy of the resource that is asked. */
const attempts = (): { [what: string]: { resourcePolicy: any; request: Omit<AccessRequest, 'caller'> } } => {
  const ofKey = (action: string, context: AccessRequest['context']) => (
    { resourcePolicy: key.policy, request: { action, resource: key.arn, context: { ...context, 'kms:ResourceAliases': key.aliases } } });
  const ofBucket = (action: string, resource: string, context = {}) => ({ resourcePolicy: bucketPolicy, request: { action, resource, context } });
  return {
    'decrypt a log file': ofKey('kms:Decrypt', LOG),
    'decrypt something else': ofKey('kms:Decrypt', SOMETHING_ELSE),
    'encrypt a log file': ofKey('kms:GenerateDataKey', LOG),
    'change the key policy': ofKey('kms:PutKeyPolicy', {}),
    'fetch a log file': ofBucket('s3:GetObject', LOG_FILE),
    'fetch something else': ofBucket('s3:GetObject', 'arn:aws:s3:::audit-logs-111111111111/payroll.csv'),
    'delete a log file': ofBucket('s3:DeleteObject', LOG_FILE),
    'list the log files': ofBucket('s3:ListBucket', 'arn:aws:s3:::audit-logs-111111111111', { 's3:prefix': 'AWSLogs/111111111111/' }),
    'list everything': ofBucket('s3:ListBucket', 'arn:aws:s3:::audit-logs-111111111111'),
  };
};

/** What the answers are to all attempts. */
const answersTo = (answer: (attempt: ReturnType<typeof attempts>[string]) => string) => (
  Object.fromEntries(Object.entries(attempts()).map(([what, attempt]) => [what, answer(attempt)])));

/** What the IAM policies of the role in the readers' account say. */
const allowedByIam = (request: Omit<AccessRequest, 'caller'>) => {
  const { arn, managedPolicies } = analyst;
  // IAM applies a policy to whatever it is attached to
  const Statement = managedPolicies.flatMap((policy) => policy.Statement).map((statement) => ({ ...statement, Principal: { AWS: arn } }));
  return evaluate({ Version: '2012-10-17', Statement }, { ...request, caller: { arn } }, HERE).outcome;
};

test('deploys a trail that logs, with the bucket and the key that have the names which the other account knows', () => {
  expect(trail).toMatchObject({ IsLogging: true, KmsKeyId: key.arn, S3BucketName: BUCKET, TrailARN: TRAIL });
  expect(key).toMatchObject({ state: 'Enabled', rotated: true, aliases: ['alias/cloudtrail'] });
});

test('deploys a key policy that admits the trail and the role for the audit firm, and nobody beside them in their account', () => {
  expect(answersOf(key.policy, {
    accountId: LOG_ACCOUNT, region: 'eu-central-1', keyArn: key.arn, trailArns: [TRAIL], readerArns: [auditFirm.arn],
  })).toMatchObject({
    'own-trail-encrypt': ['direct'],
    'own-trail-encrypt-without-context': ['no'],
    'service-describe-key': ['direct'],
    'service-decrypt': ['direct'],
    'sibling-trail-encrypt': ['no'],
    'foreign-trail-encrypt': ['no'],
    'reader-decrypt': ['direct'],
    'account-decrypt': ['no'],
    'outsider-decrypt': ['no'],
    'outsider-administer': ['no'],
    'account-administer': ['delegated'],
  });
});

test.each([
  ['the trail of the stack', 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/Logs-Trail-9668AAF2', 'direct'],
  ['another trail of the account', 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/Logs-Trail-00000000', 'no'],
  ["a trail of the same name in the readers' account", 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/Logs-Trail-9668AAF2', 'no'],
  ['a trail of any other account', 'arn:aws:cloudtrail:eu-central-1:999999999999:trail/Logs-Trail-9668AAF2', 'no'],
])('deploys a bucket policy that knows what %s may deliver', (_, trailArn, outcome) => {
  expect(mayDeliver(bucketPolicy, BUCKET, trailArn, LOG_ACCOUNT, HERE)).toEqual(outcome);
});

const NOTHING = {
  'decrypt a log file': 'no',
  'decrypt something else': 'no',
  'encrypt a log file': 'no',
  'change the key policy': 'no',
  'fetch a log file': 'no',
  'fetch something else': 'no',
  'delete a log file': 'no',
  'list the log files': 'no',
  'list everything': 'no',
};

test.each([
  ["a role of the readers' account may read logs if the IAM of that account lets it, and nothing else", 'arn:aws:iam::222222222222:role/Analyst', {
    ...NOTHING, 'decrypt a log file': 'delegated', 'fetch a log file': 'delegated', 'list the log files': 'delegated',
  }],
  ['the role for the audit firm may read logs, and administer the key only if IAM lets it', 'arn:aws:iam::111111111111:role/CloudTrailReadRole', {
    ...NOTHING, 'decrypt a log file': 'direct', 'fetch a log file': 'direct', 'list the log files': 'direct', 'change the key policy': 'delegated',
  }],
  ['another role of its account may administer the key if IAM lets it, and read no logs', 'arn:aws:iam::111111111111:role/Deployer', {
    ...NOTHING, 'change the key policy': 'delegated',
  }],
  ['the audit firm may do nothing without that role', 'arn:aws:iam::333333333333:role/Auditor', NOTHING],
  ['an outsider may do nothing', 'arn:aws:iam::999999999999:role/Analyst', NOTHING],
])('deploys policies of key and bucket by which %s', (_, arn, expected) => {
  expect(answersTo(({ resourcePolicy, request }) => evaluate(resourcePolicy, { ...request, caller: { arn } }, HERE).outcome)).toEqual(expected);
});

test.each([
  ['whoever the audit firm lets, with the external id', 'arn:aws:iam::333333333333:role/Auditor', 'audit-firm-7f3a', 'delegated'],
  ['nobody of the audit firm without the external id', 'arn:aws:iam::333333333333:role/Auditor', [], 'no'],
  ['nobody of the audit firm with another one', 'arn:aws:iam::333333333333:role/Auditor', 'audit-firm-0000', 'no'],
  ['nobody of the account of the role', 'arn:aws:iam::111111111111:role/Deployer', 'audit-firm-7f3a', 'no'],
  ["nobody of the readers' account", 'arn:aws:iam::222222222222:role/Analyst', 'audit-firm-7f3a', 'no'],
  ['no outsider', 'arn:aws:iam::999999999999:role/Auditor', 'audit-firm-7f3a', 'no'],
])('deploys a role for the audit firm that can be assumed by %s', (_, arn, externalId, outcome) => {
  // what a trust policy is about is its role
  const Statement = auditFirm.trustPolicy.Statement.map((statement: any) => ({ ...statement, Resource: auditFirm.arn }));
  const request = { action: 'sts:AssumeRole', caller: { arn }, resource: auditFirm.arn, context: { 'sts:ExternalId': externalId } };
  expect(evaluate({ Version: '2012-10-17', Statement }, request, HERE).outcome).toEqual(outcome);
});

test('deploys a role for the audit firm that IAM lets do nothing', () => {
  expect(auditFirm).toMatchObject({ arn: 'arn:aws:iam::111111111111:role/CloudTrailReadRole', managedPolicies: [], inlinePolicies: [] });
});

test("deploys a role in the readers' account with one policy, which lets it read these logs", () => {
  expect(analyst.arn).toMatch(/^arn:aws:iam::222222222222:role\/Readers-Analyst5C91540F-/);
  expect(analyst.inlinePolicies).toEqual([]);
  expect(analyst.managedPolicies).toEqual([{
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'EnableCloudTrailLogDecryptPermissions',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: 'arn:aws:kms:eu-central-1:111111111111:key/*',
        Condition: {
          'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/cloudtrail' },
          'Null': { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' },
        },
      },
      { Sid: 'EnableCloudTrailLogRead', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::audit-logs-111111111111/AWSLogs/*' },
      {
        Sid: 'EnableCloudTrailLogList',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::audit-logs-111111111111',
        Condition: { StringLike: { 's3:prefix': 'AWSLogs/*' } },
      },
    ],
  }]);
});

test('deploys for that role in IAM what key and bucket leave to its account, and nothing else', () => {
  expect(answersTo(({ request }) => allowedByIam(request))).toEqual({
    ...NOTHING, 'decrypt a log file': 'direct', 'fetch a log file': 'direct', 'list the log files': 'direct',
  });
});

test.each([
  ['the key with the alias', ['alias/cloudtrail'], 'direct'],
  ['no key with another alias', ['alias/payroll'], 'no'],
  ['no key without an alias', [], 'no'],
])('deploys for that role a policy that lets it use %s', (_, aliases, outcome) => {
  const request = { action: 'kms:Decrypt', resource: key.arn, context: { ...LOG, 'kms:ResourceAliases': aliases } };
  expect(allowedByIam(request)).toEqual(outcome);
});

test('changes nothing in either account when it is deployed again', () => {
  expect(unchanged).toContain('Logs (no changes)');
  expect(unchanged).toContain('Readers (no changes)');
});

test('leaves the key, its policy and the buckets when the stacks are destroyed, and takes trail, alias, roles and policy away', () => {
  expect(left.key).toEqual({ ...key, aliases: [] });
  expect(left.buckets).toContain(BUCKET);
  expect(left.buckets.filter((name) => name.startsWith('logs-bucketserveraccesslogs'))).toHaveLength(1);
  expect(left.trails).toEqual([]);
  for (const { roles, policies } of leftInIam) {
    expect(roles.filter((name) => !name.startsWith('cdk-'))).toEqual([]);
    expect(policies).toEqual([]);
  }
});
