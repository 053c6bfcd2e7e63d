import { Emulator } from './emulator';
import { answersOf, appOf, mayDeliver, readBucketPolicy, readBucketSettings, readKey, readLeft, readLogGroup, readRetention, readTrail, resourcesOf } from './standing';

jest.setTimeout(300_000);

const ACCOUNT = '111111111111';
const HERE = { partition: 'aws', account: ACCOUNT, region: 'eu-central-1' };

const LOG_GROUP = '/aws/cloudtrail/Audit-Trail-3BF4E139';

/** Trails that the app does not name: another one beside its own, and one of another account. */
const SIBLING = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/Audit-Trail-00000000';
const FOREIGN = 'arn:aws:cloudtrail:eu-central-1:999999999999:trail/Audit-Trail-3BF4E139';

/** All that the stack has made, as the services tell it. */
async function standing() {
  const ids = await resourcesOf(emulator, ACCOUNT, 'Audit');
  const [trail, key] = [await readTrail(emulator, ACCOUNT, ids['AWS::CloudTrail::Trail'][0]), await readKey(emulator, ACCOUNT, ids['AWS::KMS::Key'][0])];
  const bucketPolicy = await readBucketPolicy(emulator, ACCOUNT, trail.S3BucketName);
  const roles = await Promise.all(ids['AWS::IAM::Role'].map(async (RoleName) => (
    (await emulator.call(ACCOUNT, 'iam', 'get_role', { RoleName })).Role.Arn as string)));
  return {
    trail,
    key,
    bucketPolicy,
    // the other role delivers to the log group
    readers: roles.filter((arn) => arn !== trail.CloudWatchLogsRoleArn),
    bucketSettings: await readBucketSettings(emulator, ACCOUNT, trail.S3BucketName),
    retention: await readRetention(emulator, ACCOUNT, trail.S3BucketName),
    logGroup: await readLogGroup(emulator, ACCOUNT, LOG_GROUP),
  };
}

const answers = ({ key, trail, readers }: Awaited<ReturnType<typeof standing>>, readerArns = readers) => (
  answersOf(key.policy, { accountId: ACCOUNT, region: 'eu-central-1', keyArn: key.arn, trailArns: [trail.TrailARN], logGroupNames: [LOG_GROUP], readerArns }));

let emulator: Emulator;
let first: Awaited<ReturnType<typeof standing>>;
let unchanged: string;
let second: Awaited<ReturnType<typeof standing>>;
let left: Awaited<ReturnType<typeof readLeft>> & { logGroup: Awaited<ReturnType<typeof readLogGroup>> };

beforeAll(async () => {
  emulator = await Emulator.start();
  await emulator.bootstrap(ACCOUNT);
  await emulator.cdk(ACCOUNT, 'single-account', 'deploy', '--require-approval', 'never');
  first = await standing();
  unchanged = await emulator.cdk(ACCOUNT, 'single-account', 'deploy', '--require-approval', 'never');
  await emulator.cdk(ACCOUNT, 'single-account', 'deploy', '--require-approval', 'never', ...appOf('one-more-reader'));
  second = await standing();
  await emulator.cdk(ACCOUNT, 'single-account', 'destroy', '--force');
  left = { ...await readLeft(emulator, ACCOUNT, first.key.arn), logGroup: await readLogGroup(emulator, ACCOUNT, LOG_GROUP) };
});
afterAll(() => emulator?.stop());

test('deploys a trail that logs, with the key and the bucket of the stack', () => {
  expect(first.trail).toMatchObject({
    IsLogging: true, IsMultiRegionTrail: true, LogFileValidationEnabled: true, KmsKeyId: first.key.arn, Name: 'Audit-Trail-3BF4E139',
  });
  expect(first.key).toMatchObject({ state: 'Enabled', rotated: true, aliases: [] });
});

test('deploys a bucket that encrypts with the key, and that nobody can make public', () => {
  expect(first.bucketSettings).toEqual({
    encryption: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: first.key.arn },
    ownership: 'BucketOwnerEnforced',
    publicAccessBlocked: [true, true, true, true],
    versioning: 'Enabled',
  });
});

test('deploys a bucket whose files nobody deletes for a year but by bypassing governance mode, and that expire after seven', () => {
  expect(first.retention).toEqual({
    locked: { mode: 'GOVERNANCE', days: 365 },
    expired: [{ status: 'Enabled', days: 2555, noncurrentDays: 30 }],
  });
});

test('deploys a log group that the trail delivers to, encrypted with the key and kept for a year', () => {
  expect(first.trail.CloudWatchLogsLogGroupArn).toEqual('arn:aws:logs:eu-central-1:111111111111:log-group:/aws/cloudtrail/Audit-Trail-3BF4E139:*');
  expect(first.logGroup).toEqual({ kmsKeyId: first.key.arn, retentionInDays: 365 });
});

test('deploys a key policy that admits the trail, the log group, the reader and whoever may administer, and nobody beside them', () => {
  expect(first.readers).toHaveLength(1);
  expect(answers(first)).toMatchObject({
    'own-trail-encrypt': ['direct'],
    'own-trail-encrypt-without-context': ['no'],
    'service-describe-key': ['direct'],
    'service-decrypt': ['direct'],
    'log-group-encrypt': ['direct'],
    'foreign-log-group-encrypt': ['no'],
    'sibling-trail-encrypt': ['no'],
    'foreign-trail-encrypt': ['no'],
    'reader-decrypt': ['direct'],
    'account-decrypt': ['no'],
    'organization-decrypt': ['no'],
    'outsider-decrypt': ['no'],
    'outsider-administer': ['no'],
    'account-administer': ['delegated'],
  });
});

test.each([
  ['the trail of the stack', () => first.trail.TrailARN, 'direct'],
  ['another trail of the account', () => SIBLING, 'no'],
  ['a trail of another account', () => FOREIGN, 'no'],
])('deploys a bucket policy that knows what %s may deliver', (_, trailArn, outcome) => {
  expect(mayDeliver(first.bucketPolicy, first.trail.S3BucketName, trailArn(), ACCOUNT, HERE)).toEqual(outcome);
});

test('changes nothing when it is deployed again', () => {
  expect(unchanged).toContain('Audit (no changes)');
});

test('lets one more reader decrypt after an update, and replaces nothing', () => {
  const [auditor] = first.readers;
  const [investigator] = second.readers.filter((reader) => reader !== auditor);
  expect(answers(first, [investigator])).toMatchObject({ 'reader-decrypt': ['no'] });
  expect(answers(second, [auditor, investigator])).toMatchObject({ 'reader-decrypt': ['direct', 'direct'], 'account-decrypt': ['no'] });
  expect(second.key.arn).toEqual(first.key.arn);
  expect(second.trail).toEqual(first.trail);
});

test('leaves the key, its policy, the buckets and the log group when the stack is destroyed, and takes the trail away', () => {
  expect(left.key).toEqual(second.key);
  expect(left.buckets).toContain(first.trail.S3BucketName);
  expect(left.buckets.filter((name) => name.startsWith('audit-trail'))).toHaveLength(2);
  expect(left.logGroup).toEqual(second.logGroup);
  expect(left.trails).toEqual([]);
});
