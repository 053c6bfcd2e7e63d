import { Emulator } from './emulator';
import { answersOf, encryptionContextOf, logFileIn, mayDeliver, readBucketPolicy, readKey, readLeft, readRetention, readTrail } from './standing';
import { evaluate } from '../../src/access/evaluate';

jest.setTimeout(300_000);

const MANAGEMENT = '111111111111';
const LOG_ARCHIVE = '222222222222';
const ORGANIZATION = 'o-exampleorg1';
const BUCKET = 'example-organization-logs';
const HERE = { partition: 'aws', account: LOG_ARCHIVE, region: 'eu-central-1', organizationId: ORGANIZATION };

let emulator: Emulator;
let trail: Awaited<ReturnType<typeof readTrail>>;
let key: Awaited<ReturnType<typeof readKey>>;
let bucketPolicy: any;
let retention: Awaited<ReturnType<typeof readRetention>>;
let stackSet: any;
let left: Awaited<ReturnType<typeof readLeft>>;

beforeAll(async () => {
  emulator = await Emulator.start();
  await emulator.bootstrap(MANAGEMENT);
  await emulator.bootstrap(LOG_ARCHIVE, MANAGEMENT);
  await emulator.cdk(MANAGEMENT, 'organization', 'deploy', '--all', '--require-approval', 'never');
  trail = await readTrail(emulator, MANAGEMENT, 'organization');
  key = await readKey(emulator, LOG_ARCHIVE, 'alias/organization-trail');
  bucketPolicy = await readBucketPolicy(emulator, LOG_ARCHIVE, BUCKET);
  retention = await readRetention(emulator, LOG_ARCHIVE, BUCKET);
  stackSet = (await emulator.call(MANAGEMENT, 'cloudformation', 'describe_stack_set', { StackSetName: 'own-log-readers' })).StackSet;
  await emulator.cdk(MANAGEMENT, 'organization', 'destroy', '--all', '--force');
  left = await readLeft(emulator, LOG_ARCHIVE, key.arn, MANAGEMENT);
});
afterAll(() => emulator?.stop());

test('deploys a trail of the organization in one account, with key and bucket of the other', () => {
  expect(trail).toMatchObject({
    IsLogging: true,
    IsOrganizationTrail: true,
    KmsKeyId: 'arn:aws:kms:eu-central-1:222222222222:alias/organization-trail',
    S3BucketName: BUCKET,
    TrailARN: 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/organization',
  });
  expect(key).toMatchObject({ state: 'Enabled', rotated: true, aliases: ['alias/organization-trail'] });
});

test('deploys a key policy that admits the trail of the other account, and no other', () => {
  expect(answersOf(key.policy, {
    accountId: LOG_ARCHIVE, region: 'eu-central-1', keyArn: key.arn, organizationId: ORGANIZATION, trailArns: [trail.TrailARN], logBucketNames: [BUCKET],
  })).toMatchObject({
    'own-trail-encrypt': ['direct'],
    'own-trail-encrypt-without-context': ['no'],
    'service-describe-key': ['direct'],
    'service-decrypt': ['direct'],
    'sibling-trail-encrypt': ['no'],
    'foreign-trail-encrypt': ['no'],
    'outsider-decrypt': ['no'],
    'outsider-administer': ['no'],
    'account-administer': ['delegated'],
  });
});

test.each([
  ['a role of the pattern, in the log archive', 'arn:aws:iam::222222222222:role/audit-team', undefined, '333333333333', 'delegated'],
  ['any other role there', 'arn:aws:iam::222222222222:role/deploy', undefined, '333333333333', 'no'],
  ['a role of a member account, of its own logs', 'arn:aws:iam::333333333333:role/own-log-reader', ORGANIZATION, '333333333333', 'direct'],
  ["a role of a member account, of another one's logs", 'arn:aws:iam::333333333333:role/own-log-reader', ORGANIZATION, '444444444444', 'no'],
  ['a role of an account outside of the organization', 'arn:aws:iam::999999999999:role/own-log-reader', undefined, '999999999999', 'no'],
])('deploys a key policy that knows what %s may decrypt', (_, arn, organizationId, owner, outcome) => {
  const context = encryptionContextOf(trail.TrailARN, logFileIn(BUCKET, `${ORGANIZATION}/${owner}`));
  expect(evaluate(key.policy, { action: 'kms:Decrypt', caller: { arn, organizationId }, resource: key.arn, context }, HERE).outcome).toEqual(outcome);
});

test.each([
  ['the trail, into the folder of its account', 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/organization', MANAGEMENT, 'direct'],
  ['the trail, into those of the organization', 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/organization', `${ORGANIZATION}/333333333333`, 'direct'],
  ['another trail of the management account', 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/other', `${ORGANIZATION}/333333333333`, 'no'],
  ['a trail of the same name in the log archive', 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/organization', LOG_ARCHIVE, 'no'],
  ['a trail of another account', 'arn:aws:cloudtrail:eu-central-1:999999999999:trail/organization', MANAGEMENT, 'no'],
])('deploys a bucket policy that knows what may be delivered for %s', (_, trailArn, folder, outcome) => {
  expect(mayDeliver(bucketPolicy, BUCKET, trailArn, folder, HERE)).toEqual(outcome);
});

test('deploys a bucket whose files nobody deletes for a year but by bypassing governance mode, and that expire after seven', () => {
  expect(retention).toEqual({
    locked: { mode: 'GOVERNANCE', days: 365 },
    expired: [{ status: 'Enabled', days: 2555, noncurrentDays: 30 }],
  });
});

test('deploys a stack set for the roles of member accounts', () => {
  expect(stackSet).toMatchObject({ Status: 'ACTIVE', PermissionModel: 'SERVICE_MANAGED' });
  expect(Object.keys(JSON.parse(stackSet.TemplateBody).Resources)).toEqual(['OwnLogReader']);
});

test('leaves key and bucket when everything is destroyed', () => {
  expect(left.key).toEqual({ ...key, aliases: [] });
  expect(left.buckets).toContain(BUCKET);
  expect(left.trails).toEqual([]);
});
