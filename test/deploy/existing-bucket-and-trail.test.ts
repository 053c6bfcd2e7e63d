import { Emulator } from './emulator';
import { answersOf, mayDeliver, readBucketPolicy, readKey, readLeft, readTrail, resourcesOf } from './standing';

jest.setTimeout(300_000);

const ACCOUNT = '111111111111';
const SOMEBODY = '333333333333';
const SOMEBODYS_BUCKET = 'audit-logs-of-somebody';
// a log group takes no key of another account
const SOMEBODYS_KEY = 'arn:aws:kms:eu-central-1:111111111111:key/12345678-1234-1234-1234-123456789012';
const OWNED_TRAIL = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/Owned-Trail-6B309783';
const NAMED_TRAIL = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/Named-Trail-A0430AEA';
const ADOPTED_TRAIL = 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit';

/** The statements that a warning of the CDK tells the owner of something to add. */
function statementsToAdd(printed: string, what: string): any[] {
  const [, statements] = printed.split(`the policy of ${what}; its owner has to add these statements, \${...} replaced by what is deployed: `);
  return JSON.parse(statements.slice(0, statements.indexOf('}]') + 2));
}

let emulator: Emulator;
let printed: string;
let trails: { owned: Awaited<ReturnType<typeof readTrail>>; named: Awaited<ReturnType<typeof readTrail>> };
let keys: { given: Awaited<ReturnType<typeof readKey>>; adopted: Awaited<ReturnType<typeof readKey>>; somebodys: { arn: string; policy: any } };
let buckets: { given: any; somebodys: any };
let unchanged: string;
let left: { given: Awaited<ReturnType<typeof readLeft>>; adopted: Awaited<ReturnType<typeof readKey>>; somebodysBucket: any };

beforeAll(async () => {
  emulator = await Emulator.start();
  await emulator.bootstrap(ACCOUNT);

  printed = await emulator.cdk(ACCOUNT, 'existing-bucket-and-trail', 'synth', '--quiet');
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statementsToAdd(printed, `the bucket ${SOMEBODYS_BUCKET}`) });
  await emulator.call(SOMEBODY, 's3', 'create_bucket', { Bucket: SOMEBODYS_BUCKET, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } });
  await emulator.call(SOMEBODY, 's3', 'put_bucket_policy', { Bucket: SOMEBODYS_BUCKET, Policy });

  await emulator.cdk(ACCOUNT, 'existing-bucket-and-trail', 'deploy', '--all', '--require-approval', 'never');
  trails = {
    owned: await readTrail(emulator, ACCOUNT, 'Owned-Trail-6B309783'),
    named: await readTrail(emulator, ACCOUNT, 'Named-Trail-A0430AEA'),
  };
  const given = await readKey(emulator, ACCOUNT, trails.owned.KmsKeyId);
  const { 'AWS::KMS::Key': [...keyIds] } = await resourcesOf(emulator, ACCOUNT, 'Owned');
  const { Stacks: [{ Outputs }] } = await emulator.call(ACCOUNT, 'cloudformation', 'describe_stacks', { StackName: 'Named' });
  keys = {
    given,
    adopted: await readKey(emulator, ACCOUNT, keyIds.find((id) => !given.arn.endsWith(id))!),
    somebodys: { arn: SOMEBODYS_KEY, policy: { Version: '2012-10-17', Statement: JSON.parse(Outputs[0].OutputValue) } },
  };
  buckets = {
    given: await readBucketPolicy(emulator, ACCOUNT, trails.owned.S3BucketName),
    somebodys: await readBucketPolicy(emulator, SOMEBODY, SOMEBODYS_BUCKET),
  };

  unchanged = await emulator.cdk(ACCOUNT, 'existing-bucket-and-trail', 'deploy', '--all', '--require-approval', 'never');
  await emulator.cdk(ACCOUNT, 'existing-bucket-and-trail', 'destroy', '--all', '--force');
  left = {
    given: await readLeft(emulator, ACCOUNT, given.arn),
    adopted: await readKey(emulator, ACCOUNT, keys.adopted.arn),
    somebodysBucket: await readBucketPolicy(emulator, SOMEBODY, SOMEBODYS_BUCKET),
  };
});
afterAll(() => emulator?.stop());

test('deploys a trail that logs, with the key and the bucket that the app had', () => {
  expect(trails.owned).toMatchObject({ IsLogging: true, KmsKeyId: keys.given.arn, TrailARN: OWNED_TRAIL });
  expect(trails.owned.S3BucketName).toMatch(/^owned-logs/);
});

test('adds the statements for CloudTrail to what the key policy and the bucket policy said', () => {
  const [ofKey, ...addedToKey] = keys.given.policy.Statement;
  const [ofBucket, ...addedToBucket] = buckets.given.Statement;
  expect(ofKey).toEqual({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'kms:*', Resource: '*' });
  expect(addedToKey.map(({ Sid }: any) => Sid)).toEqual([
    'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess', 'AllowCloudWatchLogs', 'AllowLogGroupUse',
  ]);
  expect(ofBucket).toEqual({
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${trails.owned.S3BucketName}`, `arn:aws:s3:::${trails.owned.S3BucketName}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  expect(addedToBucket.map(({ Sid }: any) => Sid)).toEqual(['AWSCloudTrailAclCheck20150319', 'AWSCloudTrailWrite20150319']);
});

test('deploys a trail that logs, with the key and the bucket of somebody else', () => {
  expect(trails.named).toMatchObject({ IsLogging: true, KmsKeyId: SOMEBODYS_KEY, S3BucketName: 'audit-logs-of-somebody', TrailARN: NAMED_TRAIL });
});

test('tells the owner of the key the same statements before the deployment, and in an output of the stack', () => {
  const deployed = printed.replaceAll('${TrailLogsRole99E60284.Arn}', trails.named.CloudWatchLogsRoleArn);
  expect(statementsToAdd(deployed, SOMEBODYS_KEY)).toEqual(keys.somebodys.policy.Statement);
});

test.each([
  ['the key that the app had', 'given', OWNED_TRAIL, { 'account-decrypt': ['delegated'], 'account-administer': ['delegated'] }],
  ['the key of the app for the trail of another account', 'adopted', ADOPTED_TRAIL, { 'account-decrypt': ['delegated'], 'account-administer': ['delegated'] }],
  // its owner's own statements are not known
  ['the key of somebody else', 'somebodys', NAMED_TRAIL, { 'account-decrypt': ['no'], 'account-administer': ['no'] }],
] as const)('lets a trail, and nobody new beside it, use %s', (_, which, trailArn, ofAccount) => {
  const { arn, policy } = keys[which];
  expect(answersOf(policy, { accountId: arn.split(':')[4], region: 'eu-central-1', keyArn: arn, trailArns: [trailArn] })).toMatchObject({
    ...ofAccount,
    'own-trail-encrypt': ['direct'],
    'own-trail-encrypt-without-context': ['no'],
    'service-describe-key': ['direct'],
    'service-decrypt': ['direct'],
    'sibling-trail-encrypt': ['no'],
    'foreign-trail-encrypt': ['no'],
    'outsider-decrypt': ['no'],
    'outsider-administer': ['no'],
  });
});

test.each([
  ['the trail of the app', OWNED_TRAIL, { given: 'direct', adopted: 'no', somebodys: 'no' }],
  ['the trail of another account that the app names', ADOPTED_TRAIL, { given: 'no', adopted: 'direct', somebodys: 'no' }],
  ['the trail with the key of somebody else', NAMED_TRAIL, { given: 'no', adopted: 'no', somebodys: 'direct' }],
  ['another trail of the account', 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit', { given: 'no', adopted: 'no', somebodys: 'no' }],
  ['another trail of the other account', 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit2', { given: 'no', adopted: 'no', somebodys: 'no' }],
  ['a trail of that name in another Region', 'arn:aws:cloudtrail:us-east-1:222222222222:trail/audit', { given: 'no', adopted: 'no', somebodys: 'no' }],
  ['a trail of an account that nobody names', 'arn:aws:cloudtrail:eu-central-1:999999999999:trail/audit', { given: 'no', adopted: 'no', somebodys: 'no' }],
])('deploys key policies that know with which keys %s may encrypt', (_, trailArn, expected) => {
  const answers = Object.entries(keys).map(([which, { arn, policy }]) => {
    const { 'own-trail-encrypt': [answer] } = answersOf(policy, { accountId: arn.split(':')[4], region: 'eu-central-1', keyArn: arn, trailArns: [trailArn] });
    return [which, answer];
  });
  expect(Object.fromEntries(answers)).toEqual(expected);
});

test.each([
  ['the trail of the app', OWNED_TRAIL, { given: 'direct', somebodys: 'no' }],
  ['the trail with the bucket of somebody else', NAMED_TRAIL, { given: 'no', somebodys: 'direct' }],
  ['another trail of the account', 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit', { given: 'no', somebodys: 'no' }],
  ['a trail of an account that nobody names', 'arn:aws:cloudtrail:eu-central-1:999999999999:trail/Owned-Trail-6B309783', { given: 'no', somebodys: 'no' }],
])('knows what %s may deliver, into the bucket of the app and by what it tells somebody else into his', (_, trailArn, expected) => {
  expect({
    given: mayDeliver(buckets.given, trails.owned.S3BucketName, trailArn, ACCOUNT, { partition: 'aws', account: ACCOUNT, region: 'eu-central-1' }),
    somebodys: mayDeliver(buckets.somebodys, SOMEBODYS_BUCKET, trailArn, ACCOUNT, { partition: 'aws', account: SOMEBODY, region: 'eu-central-1' }),
  }).toEqual(expected);
});

test('changes nothing when it is deployed again', () => {
  expect(unchanged).toContain('Owned (no changes)');
  expect(unchanged).toContain('Named (no changes)');
});

test('leaves keys and buckets and their policies when the stacks are destroyed, and takes the trails away', () => {
  expect(left.given.key).toEqual(keys.given);
  expect(left.adopted).toEqual(keys.adopted);
  expect(left.given.buckets).toContain(trails.owned.S3BucketName);
  expect(left.somebodysBucket).toEqual(buckets.somebodys);
  expect(left.given.trails).toEqual([]);
});
