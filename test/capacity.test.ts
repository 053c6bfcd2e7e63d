import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { CloudTrailEncryptionKey, CloudTrailEncryptionKeyProps, LogReaders, TrailIdentity, TrailLogBucket } from '../src';

const KEY_SIZE_ADVICE = 'name roles by one pattern (LogReaders.rolePattern()), a team by one role, many accounts by their organization (OrganizationPrincipal) '
  + 'or a path in it (aws:PrincipalOrgPaths), and trails by trailAccounts or one organization trail';
const BUCKET_SIZE_ADVICE = 'use one organization trail, spread the trails over several buckets, name readers by one pattern (LogReaders.rolePattern()), '
  + 'a team by one role, and many accounts by their organization (OrganizationPrincipal) or a path in it (aws:PrincipalOrgPaths)';

const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
const accounts = (count: number) => times(count, i => String(222222222222 + i));
const trails = (count: number) => accounts(count).map(account => TrailIdentity.fromTrailArn(`arn:aws:cloudtrail:eu-central-1:${account}:trail/audit`));
const readers = (count: number) => times(count, i => new iam.ArnPrincipal(`arn:aws:iam::111111111111:role/logs/Auditor${1000 + i}`));

const key = (stack: Stack, props: CloudTrailEncryptionKeyProps = {}) => new CloudTrailEncryptionKey(stack, 'Key', props);
const bucket = (stack: Stack, trailCount: number) => new TrailLogBucket(stack, 'Bucket', { encryptionKey: key(stack), trails: trails(trailCount) });

const admit = (logs: TrailLogBucket, grantees: iam.IGrantable[]) => grantees.forEach(grantee => logs.grantRead(grantee));

/** What stops the synthesis of an app with what is defined in it, one complaint each. */
function errors(define: (stack: Stack) => unknown): string[] {
  const app = new App();
  define(new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-central-1' } }));
  try {
    app.synth();
  } catch (error: any) {
    return error.message.split('\n').slice(1).map((line: string) => line.trim());
  }
  return [];
}

// the newest CDK also prints what it warns of
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const keyTooLarge = (bytes: number) =>
  `[Stack/Key/Resource] policy-too-large: the key policy has ${bytes} bytes or more, of 32768 at most; ${KEY_SIZE_ADVICE}`;
const bucketTooLarge = (bytes: number) =>
  `[Stack/Bucket/Resource/Policy/Resource] the bucket policy has ${bytes} bytes or more, of 20480 at most; ${BUCKET_SIZE_ADVICE}`;

describe('there is room, and an error that offers the next shape for one more, for', () => {
  test.each<[count: number, what: string, define: (stack: Stack, count: number) => unknown, error: string]>([
    [621, 'readers of a key with one trail', (stack, count) => key(stack, { trails: trails(1), readers: readers(count) }), keyTooLarge(32785)],
    [142, 'trails of as many accounts on a key', (stack, count) => key(stack, { trails: trails(count) }), keyTooLarge(32876)],
    [353, 'accounts all of whose trails may use a key', (stack, count) => key(stack, { trailAccounts: accounts(count) }), keyTooLarge(32818)],
    [193, 'readers of a bucket with one trail', (stack, count) => admit(bucket(stack, 1), readers(count)), bucketTooLarge(20552)],
    [123, 'trails of as many accounts in a bucket', (stack, count) => bucket(stack, count), bucketTooLarge(20520)],
  ])('%i %s', (count, _, define, error) => {
    expect(errors(stack => define(stack, count))).toEqual([]);
    expect(errors(stack => define(stack, count + 1))).toEqual([error]);
  });
});

describe('whatever the number of those who stand behind it, there is room for', () => {
  const belowPath = new iam.AnyPrincipal().withConditions({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg1/r-ab12/ou-ab12-11111111/*' } });

  test.each<[string, CloudTrailEncryptionKeyProps]>([
    ['a pattern of roles', { readers: [LogReaders.rolePattern('111111111111', 'logs/Auditor*')] }],
    ['an organization', { readers: [new iam.OrganizationPrincipal('o-exampleorg1')] }],
    ['a path in an organization', { readers: [belowPath] }],
    ['an account with its trails', { trailAccounts: ['222222222222'] }],
    ['an organization trail', { trails: [TrailIdentity.fromTrailArn('arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit', 'o-exampleorg1')] }],
  ])('%s', (_, props) => {
    expect(errors(stack => key(stack, props))).toEqual([]);
  });
});
