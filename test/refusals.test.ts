import {
  App, aws_cloudtrail as cloudtrail, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_sns as sns, CfnParameter, Duration, Fn,
  Environment, Lazy, LegacyStackSynthesizer, RemovalPolicy, Stack, Token,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import {
  AccountAccess, BucketPolicyStatements, CloudTrailEncryptionKey, CloudTrailEncryptionKeyProps, EncryptedTrail, EncryptedTrailProps,
  KeyPolicyStatements, LogReaders, TrailIdentity, TrailIdentityProps, TrailLogBucket, TrailLogBucketProps,
} from '../src';

/** A wrong call, what it is told, and the nearest right call with something that it produced. */
interface Refusal {
  readonly title: string;
  readonly bad: (stack: Stack) => unknown;
  readonly message: string;
  readonly good: (stack: Stack) => unknown;
  readonly produces: unknown;
}

const ENV: Environment = { account: '111111111111', region: 'eu-central-1' };
const TRAIL_ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
const STORE_ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/12345678-1234-1234-1234-123456789012';
const KEY_ARN = 'arn:aws:kms:eu-central-1:111111111111:key/12345678-1234-1234-1234-123456789012';
const ROLE_ARN = 'arn:aws:iam::111111111111:role/Audit';

/** Where messages say that the mistake was made. */
const [IDENTITY, KEY, BUCKET, TRAIL] = ['TrailIdentity', 'Stack/Key', 'Stack/Bucket', 'Stack/Trail'];

/** What messages say is allowed, where several say the same. */
const A_TRAIL_NAME = '3-128 letters, digits, \'.\', \'_\' or \'-\', beginning and ending with a letter or digit, no two of \'._-\' side by side, not an IP address';
const A_NAME_PATTERN = `a trail name, in which '*' and '?' may stand for characters that are not known (a trail name is ${A_TRAIL_NAME})`;
const A_REGION = 'a Region such as "eu-central-1", in which \'*\' and \'?\' may stand for characters that are not known';
const AN_ACCOUNT = 'an account id of 12 digits, as a string';
const IN_FULL = 'write it in full, as in "111111111111"; accounts have no wildcard';
const AN_ORGANIZATION = '"o-" and 10 to 32 lower-case letters or digits';
const DESCRIBE_ORGANIZATION = 'take it from the output of `aws organizations describe-organization`';
const A_TRAIL_ARN = 'the ARN of a trail, "arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME"';
const DESCRIBE_TRAILS = 'take it from the output of `aws cloudtrail describe-trails`';
const A_STORE_ARN = 'the ARN of an event data store, "arn:PARTITION:cloudtrail:REGION:ACCOUNT:eventdatastore/ID", without wildcards';
const LIST_STORES = 'take it from the output of `aws cloudtrail list-event-data-stores`';
const AN_ALIAS = '"alias/" and letters, digits, "/", "_" or "-", 256 characters at most, not beginning with "alias/aws"';
const A_BUCKET_NAME = '3-63 lower-case letters, digits, "." or "-", beginning and ending with a letter or digit, without "..", ".-" or "-.", '
  + 'not an IP address, without the prefixes and suffixes that S3 reserves';
const A_PREFIX = '1-200 letters, digits or any of !-_.\'()/, neither beginning nor ending with "/", no part of it empty or "AWSLogs"';
const FOLDER_ALONE = 'write the folder alone, as in "audit/trails"; CloudTrail adds "/AWSLogs" itself';
const A_KEY_ARN = 'the ARN of a KMS key, "arn:PARTITION:kms:REGION:ACCOUNT:key/ID"';
const DESCRIBE_KEY = 'an alias or a bare key id does not name the account: use the "KeyMetadata.Arn" of `aws kms describe-key`';
const A_PRINCIPAL = 'a role, a user, an account, or an organization or other "*" with a condition that says who';
const A_ROLE_ARN = 'the ARN of a role, user or account, "arn:PARTITION:iam::ACCOUNT:role/NAME", without wildcards';
const NO_STRING = 'must be a string, or a token that was made one, got a token; wrap it in Token.asString()';
const A_REMOVAL_POLICY = 'one of destroy, retain, retain-on-update-or-delete';
const ROLE_PATTERN = 'for roles that are not known by name use LogReaders.rolePattern()';
const A_ROLE_PATTERN = 'a role\'s name, after its path if it has one, of letters, digits or any of _+=,.@-/, in which \'*\' and \'?\' may stand for '
  + 'unknown characters, but not for all of it';
const A_KNOWN_LIST = 'a list that is known when the app is synthesized';
const EVERYBODY = 'that is everybody: use an OrganizationPrincipal, '
  + 'or a condition on aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID that names an account or organization';
const NO_GROUP = 'the policy of a resource cannot name a group: name the role that its members assume';
const WITHOUT_CYCLE = 'because a reference would make the two stacks depend on each other';

// the newest CDK also prints what it warns of
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

/** What is said of something of another partition than "aws". */
const ofPartition = (received: string) => `must lie in the partition of the stack, "aws", got ${received}; nothing reaches across partitions: make a stack in each`;

/** What a JavaScript user can pass, whatever the types say. */
const js = (value: unknown) => value as any;
const pinned = () => new Stack(new App(), 'Stack', { env: ENV });
const agnostic = (stack: Stack) => new Stack(stack.node.root as App, 'Agnostic');
const another = (stack: Stack, env?: Environment) => new Stack(stack.node.root as App, 'Other', { env });

const identity = (props: Partial<TrailIdentityProps> = {}) =>
  new TrailIdentity({ trailName: 'audit', accountId: '111111111111', region: 'eu-central-1', partition: 'aws', ...props });
const key = (scope: Construct, props?: CloudTrailEncryptionKeyProps) => new CloudTrailEncryptionKey(scope, 'Key', props);
const bucket = (scope: Construct, props: Partial<TrailLogBucketProps> = {}) =>
  new TrailLogBucket(scope, 'Bucket', { encryptionKey: props.encryptionKey ?? key(scope), ...props });
const trail = (scope: Construct, props?: EncryptedTrailProps) => new EncryptedTrail(scope, 'Trail', props);
const role = (scope: Construct, props: Partial<iam.RoleProps> = {}) =>
  new iam.Role(scope, 'Role', { assumedBy: new iam.AccountRootPrincipal(), ...props });
const arn = (principal: string) => new iam.ArnPrincipal(principal);
const under = (conditions: iam.Conditions) => arn(ROLE_ARN).withConditions(conditions);
const anybody = (conditions: iam.Conditions) => new iam.AnyPrincipal().withConditions(conditions);

/** The properties of the first resource of a type. */
const properties = (stack: Stack, type: string): any => Object.values(Template.fromStack(stack).findResources(type))[0]?.Properties;
/** What becomes of the first resource of a type when it leaves its stack. */
const deletionPolicy = (stack: Stack, type: string) => Object.values(Template.fromStack(stack).findResources(type))[0]?.DeletionPolicy;
/** The statement of the key policy, or of the bucket policy, with a Sid; references are written as in `Fn::Sub`. */
const inKey = (stack: Stack, sid: string) => statement(properties(stack, 'AWS::KMS::Key').KeyPolicy, sid);
const inBucket = (stack: Stack, sid: string) => statement(properties(stack, 'AWS::S3::BucketPolicy').PolicyDocument, sid);
const statement = (policy: any, sid: string): any => readable(policy.Statement.find((candidate: any) => candidate.Sid === sid));
const readable = (value: any): any => {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  if (value.Ref !== undefined) return `\${${value.Ref}}`;
  if (value['Fn::GetAtt'] !== undefined) return `\${${value['Fn::GetAtt'].join('.')}}`;
  if (value['Fn::Join'] !== undefined) return value['Fn::Join'][1].map(readable).join(value['Fn::Join'][0]);
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, readable(element)]));
};

/** An error without numbers that say nothing: that of a token depends on what ran before, that behind a class name on how the CDK was bundled. */
const errorOf = (call: () => unknown) => {
  try {
    call();
  } catch (error: any) {
    return { name: error.name, message: error.message.replace(/\[TOKEN\.\d+\]/g, '[TOKEN]').replace(/ the ([A-Za-z]+)\d+ "/g, ' the $1 "') };
  }
  return undefined;
};

const refuses = (rows: Refusal[]) => test.each(rows)('$title', ({ bad, message, good, produces }) => {
  expect(errorOf(() => bad(pinned()))).toEqual({ name: 'ValidationError', message });
  expect(good(pinned())).toEqual(produces);
});

describe('a trail identity', () => {
  const named = (trailName: string) => `arn:aws:cloudtrail:eu-central-1:111111111111:trail/${trailName}`;
  const refused = (prop: string, allowed: string, got: string, fix: string) => `${IDENTITY}: '${prop}' must be ${allowed}, got ${got}; ${fix}`;
  const name = (title: string, bad: unknown, good: string): Refusal => ({
    title,
    bad: () => identity({ trailName: js(bad) }),
    message: refused('trailName', A_NAME_PATTERN, String(JSON.stringify(bad)), 'rename the trail'),
    good: () => identity({ trailName: good }).trailArn,
    produces: named(good),
  });

  refuses([
    name('has a name of 128 characters at most', 'a'.repeat(129), 'a'.repeat(128)),
    name('has a name of 3 characters at least', 'ab', 'abc'),
    name('has no two punctuation marks side by side in its name', 'audit-_log', 'audit-a_log'),
    name('has no two dots side by side in its name', 'audit..log', 'audit.log'),
    name('has a name that does not begin with punctuation', '-audit', 'a-audit'),
    name('has a name that does not end with punctuation', 'audit.', 'audit.a'),
    name('has a name that is not an IP address', '192.168.5.4', '192.168.5'),
    name('has a name without spaces', 'audit log', 'audit_log'),
    name('has a name of ASCII letters', 'prüfung', 'pruefung'),
    name('has a name without a line break at its end', 'audit\n', 'audit'),
    name('has no slash in a pattern of names', 'team/*', 'team*'),
    name('has a pattern of names of 128 characters at most', `${'a'.repeat(128)}*`, `${'a'.repeat(127)}*`),
    name('needs a name', undefined, 'audit'),
    name('has a name that is text', 123, '123'),
    {
      title: 'has an account of 12 digits',
      bad: () => identity({ accountId: '11111111111' }),
      message: refused('accountId', AN_ACCOUNT, '"11111111111"', IN_FULL),
      good: () => identity({ accountId: '011111111111' }).trailArn,
      produces: 'arn:aws:cloudtrail:eu-central-1:011111111111:trail/audit',
    },
    {
      title: 'has an account as text, for a number would lose leading zeros',
      bad: () => identity({ accountId: js(111111111111) }),
      message: refused('accountId', AN_ACCOUNT, '111111111111', IN_FULL),
      good: () => identity({ accountId: '111111111111' }).encryptionContextPattern,
      produces: 'arn:aws:cloudtrail:*:111111111111:trail/*',
    },
    {
      title: 'has no wildcard for its account, only for its name',
      bad: () => identity({ accountId: '*' }),
      message: refused('accountId', AN_ACCOUNT, '"*"', IN_FULL),
      good: () => identity({ trailName: '*' }).trailArn,
      produces: named('*'),
    },
    {
      title: 'has a Region by its code',
      bad: () => identity({ region: 'Frankfurt' }),
      message: refused('region', A_REGION, '"Frankfurt"', 'name the trail\'s home Region'),
      good: () => identity({ region: 'us-east-1' }).trailArn,
      produces: 'arn:aws:cloudtrail:us-east-1:111111111111:trail/audit',
    },
    {
      title: 'has a Region in lower case, also in a pattern',
      bad: () => identity({ region: 'EU-*' }),
      message: refused('region', A_REGION, '"EU-*"', 'name the trail\'s home Region'),
      good: () => identity({ region: 'eu-*' }).trailArn,
      produces: 'arn:aws:cloudtrail:eu-*:111111111111:trail/audit',
    },
    {
      title: 'has a partition by its name',
      bad: () => identity({ partition: 'AWS' }),
      message: `${IDENTITY}: 'partition' must be a partition such as "aws", "aws-cn" or "aws-us-gov", got "AWS"; leave it out to take the partition of the stack`,
      good: () => identity({ partition: 'aws-iso-b', region: 'us-isob-east-1' }).trailArn,
      produces: 'arn:aws-iso-b:cloudtrail:us-isob-east-1:111111111111:trail/audit',
    },
    {
      title: 'has a Region of its own partition',
      bad: () => identity({ partition: 'aws-cn' }),
      message: `${IDENTITY}: 'partition' must be the one of Region "eu-central-1", "aws", got "aws-cn"; use one partition throughout`,
      good: () => identity({ partition: 'aws-cn', region: 'cn-north-1' }).trailArn,
      produces: 'arn:aws-cn:cloudtrail:cn-north-1:111111111111:trail/audit',
    },
    {
      title: 'has an organization id of 10 characters at least',
      bad: () => identity({ organizationId: 'o-123456789' }),
      message: refused('organizationId', AN_ORGANIZATION, '"o-123456789"', DESCRIBE_ORGANIZATION),
      good: () => identity({ organizationId: 'o-1234567890' }).organizationId,
      produces: 'o-1234567890',
    },
    {
      title: 'has an organization id of 32 characters at most',
      bad: () => identity({ organizationId: `o-${'a'.repeat(33)}` }),
      message: refused('organizationId', AN_ORGANIZATION, `"o-${'a'.repeat(33)}"`, DESCRIBE_ORGANIZATION),
      good: () => identity({ organizationId: `o-${'a'.repeat(32)}` }).organizationId,
      produces: 'o-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    },
    {
      title: 'has an organization id in lower case',
      bad: () => identity({ organizationId: 'o-ExampleOrg1' }),
      message: refused('organizationId', AN_ORGANIZATION, '"o-ExampleOrg1"', DESCRIBE_ORGANIZATION),
      good: () => identity({ organizationId: 'o-exampleorg1' }).organizationId,
      produces: 'o-exampleorg1',
    },
    {
      title: 'needs account and Region',
      bad: () => new TrailIdentity(js({ trailName: 'audit' })),
      message: `${IDENTITY}: 2 problems
  - 'accountId' must be ${AN_ACCOUNT}, got undefined; ${IN_FULL}
  - 'region' must be ${A_REGION}, got undefined; name the trail's home Region`,
      good: (stack) => stack.resolve(new TrailIdentity({ trailName: 'audit', accountId: '111111111111', region: 'eu-central-1' }).partition),
      produces: { Ref: 'AWS::Partition' },
    },
    {
      title: 'is not made from nothing at all',
      bad: () => new TrailIdentity(js(undefined)),
      message: `${IDENTITY}: 3 problems
  - 'trailName' must be ${A_NAME_PATTERN}, got undefined; rename the trail
  - 'accountId' must be ${AN_ACCOUNT}, got undefined; ${IN_FULL}
  - 'region' must be ${A_REGION}, got undefined; name the trail's home Region`,
      good: () => new TrailIdentity({ trailName: 'audit', accountId: '111111111111', region: 'eu-central-1', partition: 'aws' }).trailArn,
      produces: TRAIL_ARN,
    },
    {
      title: 'is not made from the ARN of a bucket',
      bad: () => TrailIdentity.fromTrailArn('arn:aws:s3:::audit'),
      message: `${IDENTITY}: 'trailArn' must be ${A_TRAIL_ARN}, got "arn:aws:s3:::audit"; ${DESCRIBE_TRAILS}`,
      good: () => TrailIdentity.fromTrailArn(TRAIL_ARN).trailName,
      produces: 'audit',
    },
    {
      title: 'is not made from the ARN of an event data store',
      bad: () => TrailIdentity.fromTrailArn(STORE_ARN),
      message: `${IDENTITY}: 'trailArn' must be ${A_TRAIL_ARN}, got "${STORE_ARN}"; ${DESCRIBE_TRAILS}`,
      good: () => TrailIdentity.fromTrailArn('arn:aws:cloudtrail:eu-central-1:111111111111:trail/eventdatastore').trailName,
      produces: 'eventdatastore',
    },
    {
      title: 'is not made from a bare name',
      bad: () => TrailIdentity.fromTrailArn('audit'),
      message: `${IDENTITY}: 'trailArn' must be ${A_TRAIL_ARN}, got "audit"; ${DESCRIBE_TRAILS}`,
      good: () => TrailIdentity.fromTrailArn(TRAIL_ARN).accountId,
      produces: '111111111111',
    },
    {
      title: 'is not made from nothing',
      bad: () => TrailIdentity.fromTrailArn(js(undefined)),
      message: `${IDENTITY}: 'trailArn' must be ${A_TRAIL_ARN}, got undefined; ${DESCRIBE_TRAILS}`,
      good: () => TrailIdentity.fromTrailArn(TRAIL_ARN).region,
      produces: 'eu-central-1',
    },
    {
      title: 'is not made from an ARN that is a token as a whole, but from one whose parts are',
      bad: (stack) => TrailIdentity.fromTrailArn(new CfnParameter(stack, 'Arn').valueAsString),
      message: `${IDENTITY}: 'trailArn' must be known when the app is synthesized, got a token: a policy that waits for the trail it names would be a cycle; `
        + 'use new TrailIdentity() with the names that the ARN is made of',
      good: (stack) => readable(stack.resolve(
        TrailIdentity.fromTrailArn(`arn:aws:cloudtrail:eu-central-1:111111111111:trail/${new CfnParameter(stack, 'Name').valueAsString}`).trailArn)),
      produces: named('${Name}'),
    },
    {
      title: 'is not made from an ARN with a wildcard for its account, but from one with wildcards for Region and name',
      bad: () => TrailIdentity.fromTrailArn('arn:aws:cloudtrail:*:*:trail/*'),
      message: `${IDENTITY}: 'trailArn: accountId' must be ${AN_ACCOUNT}, got "*"; ${IN_FULL}`,
      good: () => TrailIdentity.fromTrailArn('arn:aws:cloudtrail:*:111111111111:trail/*').isPattern,
      produces: true,
    },
    {
      title: 'is not made from an ARN whose name CloudTrail would refuse',
      bad: () => TrailIdentity.fromTrailArn('arn:aws:cloudtrail:eu-central-1:111111111111:trail/a--b'),
      message: `${IDENTITY}: 'trailArn: trailName' must be ${A_NAME_PATTERN}, got "a--b"; rename the trail`,
      good: () => TrailIdentity.fromTrailArn('arn:aws:cloudtrail:eu-central-1:111111111111:trail/a-b').trailName,
      produces: 'a-b',
    },
    {
      title: 'is not made from an ARN that mixes partitions',
      bad: () => TrailIdentity.fromTrailArn('arn:aws:cloudtrail:us-gov-west-1:111111111111:trail/audit'),
      message: `${IDENTITY}: 'trailArn: partition' must be the one of Region "us-gov-west-1", "aws-us-gov", got "aws"; use one partition throughout`,
      good: () => TrailIdentity.fromTrailArn('arn:aws-us-gov:cloudtrail:us-gov-west-1:111111111111:trail/audit').partition,
      produces: 'aws-us-gov',
    },
    {
      title: 'is not made from an ARN with a malformed organization id beside it',
      bad: () => TrailIdentity.fromTrailArn(TRAIL_ARN, 'r-examplerootid'),
      message: refused('organizationId', AN_ORGANIZATION, '"r-examplerootid"', DESCRIBE_ORGANIZATION),
      good: () => TrailIdentity.fromTrailArn(TRAIL_ARN, 'o-exampleorg1').organizationId,
      produces: 'o-exampleorg1',
    },
    {
      title: 'of a stack needs a name that CloudTrail takes',
      bad: (stack) => TrailIdentity.inStackOf(stack, 'a'),
      message: refused('trailName', A_NAME_PATTERN, '"a"', 'rename the trail'),
      good: (stack) => readable(stack.resolve(TrailIdentity.inStackOf(stack, 'audit').trailArn)),
      produces: 'arn:${AWS::Partition}:cloudtrail:eu-central-1:111111111111:trail/audit',
    },
  ]);
});

describe('a key', () => {
  const sources = (stack: Stack) => inKey(stack, 'AllowCloudTrailEncryptLogs').Condition.StringEquals['aws:SourceArn'];
  const aliasName = (stack: Stack) => properties(stack, 'AWS::KMS::Alias').AliasName;
  const days = (prop: 'rotationPeriod' | 'pendingWindow', range: string, bad: unknown, received: string, good: number): Omit<Refusal, 'title'> => ({
    bad: (stack) => key(stack, { [prop]: js(bad) }),
    message: `${KEY}: '${prop}' must be ${range} whole days, got ${received}; use Duration.days()`,
    good: (stack) => key(stack, { [prop]: Duration.days(good) }) && properties(stack, 'AWS::KMS::Key')[`${prop === 'rotationPeriod' ? 'RotationPeriod' : 'PendingWindow'}InDays`],
    produces: good,
  });
  const alias = (bad: unknown, good: string, received = JSON.stringify(bad)): Omit<Refusal, 'title'> => ({
    bad: (stack) => key(stack, { alias: js(bad) }),
    message: `${KEY}: 'alias' must be ${AN_ALIAS}, got ${received}; write it as in "alias/cloudtrail"`,
    good: (stack) => key(stack, { alias: good }) && aliasName(stack),
    produces: good,
  });
  const account = (prop: 'trailAccounts' | 'readerAccounts', bad: unknown): Omit<Refusal, 'title'> => ({
    bad: (stack) => key(stack, { [prop]: ['111111111111', bad] }),
    message: `${KEY}: '${prop}[1]' must be ${AN_ACCOUNT}, got ${JSON.stringify(bad)}; ${IN_FULL}`,
    good: (stack) => {
      key(stack, { [prop]: ['222222222222'] });
      return prop === 'trailAccounts'
        ? inKey(stack, 'AllowCloudTrailAccessByAccount').Condition
        : inKey(stack, 'EnableEncryptedCloudTrailLogReadAccess').Principal;
    },
    produces: prop === 'trailAccounts'
      ? { StringEquals: { 'aws:SourceAccount': '222222222222' } }
      : { AWS: 'arn:${AWS::Partition}:iam::222222222222:root' },
  });

  const notAnIdentity = (
    title: string, bad: (stack: Stack) => unknown, received: string, good: (stack: Stack) => TrailIdentity, trailArn: string, where = KEY,
  ): Refusal => ({
    title,
    bad,
    message: `${where}: 'trails[0]' must be a TrailIdentity, got ${received}; use TrailIdentity.fromTrailArn() or new TrailIdentity()`,
    good: (stack) => key(stack, { trails: [good(stack)] }) && sources(stack),
    produces: trailArn,
  });
  const IN_STACK = 'arn:${AWS::Partition}:cloudtrail:eu-central-1:111111111111:trail/audit';

  refuses([
    {
      title: 'is of one Region or of several',
      bad: (stack) => key(stack, { multiRegion: js('false') }),
      message: `${KEY}: 'multiRegion' must be true or false, got "false"; leave it out for the default`,
      good: (stack) => key(stack, { multiRegion: false }) && properties(stack, 'AWS::KMS::Key').MultiRegion,
      produces: false,
    },
    notAnIdentity('takes the identity of a trail, not a trail made with plain CDK, whose ARN would be a cycle',
      (stack) => key(stack, { trails: js([new cloudtrail.Trail(stack, 'Plain')]) }), 'the Trail "Stack/Plain"',
      (stack) => TrailIdentity.inStackOf(stack, 'audit'), IN_STACK),
    notAnIdentity('takes no trail made with plain CDK in a stack without account and Region either',
      (stack) => {
        const scope = agnostic(stack);
        return key(scope, { trails: js([new cloudtrail.Trail(scope, 'Plain')]) });
      }, 'the Trail "Agnostic/Plain"',
      (stack) => TrailIdentity.inStackOf(stack, 'audit'), IN_STACK, 'Agnostic/Key'),
    notAnIdentity('takes the identity of an encrypted trail, not the encrypted trail',
      (stack) => key(stack, { trails: js([trail(stack)]) }), 'the EncryptedTrail "Stack/Trail"',
      (stack) => trail(another(stack, ENV), { trailName: 'audit' }).identity, IN_STACK),
    notAnIdentity('takes no stack for a trail', (stack) => key(stack, { trails: js([stack]) }), 'the Stack "Stack"', () => identity(), TRAIL_ARN),
    {
      title: 'takes trails as a list, not one alone',
      bad: (stack) => key(stack, { trails: js('audit') }),
      message: `${KEY}: 'trails' must be ${A_KNOWN_LIST}, got "audit"; write its elements out`,
      good: (stack) => key(stack, { trails: [identity()] }) && sources(stack),
      produces: TRAIL_ARN,
    },
    {
      title: 'takes identities as trails, not ARNs',
      bad: (stack) => key(stack, { trails: js([TRAIL_ARN]) }),
      message: `${KEY}: 'trails[0]' must be a TrailIdentity, got "${TRAIL_ARN}"; use TrailIdentity.fromTrailArn() or new TrailIdentity()`,
      good: (stack) => key(stack, { trails: [TrailIdentity.fromTrailArn(TRAIL_ARN)] }) && sources(stack),
      produces: TRAIL_ARN,
    },
    {
      title: 'takes no gap in the list of trails',
      bad: (stack) => key(stack, { trails: js([identity(), undefined]) }),
      message: `${KEY}: 'trails[1]' must be a TrailIdentity, got undefined; use TrailIdentity.fromTrailArn() or new TrailIdentity()`,
      good: (stack) => key(stack, { trails: [identity(), identity({ trailName: 'other' })] }) && sources(stack),
      produces: [TRAIL_ARN, 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/other'],
    },
    {
      title: 'takes no trail of another partition',
      bad: (stack) => key(stack, { trails: [identity({ partition: 'aws-cn', region: 'cn-north-1' })] }),
      message: `${KEY}: 'trails[0]' ${ofPartition('"audit" of "aws-cn"')}`,
      good: (stack) => key(stack, { trails: [identity({ region: 'ap-south-1' })] }) && sources(stack),
      produces: 'arn:aws:cloudtrail:ap-south-1:111111111111:trail/audit',
    },
    {
      title: 'takes no trail whose Region lies in another partition, though it names none',
      bad: (stack) => key(stack, { trails: [identity({ partition: undefined, region: 'cn-north-1' })] }),
      message: `${KEY}: 'trails[0]' ${ofPartition('"audit" of "aws-cn"')}`,
      good: (stack) => key(stack, { trails: [identity({ partition: undefined, region: 'ap-south-1' })] }) && sources(stack),
      produces: 'arn:${AWS::Partition}:cloudtrail:ap-south-1:111111111111:trail/audit',
    },
    {
      title: 'takes no trail ARN of another partition',
      bad: (stack) => key(stack, { trailArns: ['arn:aws-cn:cloudtrail:cn-north-1:111111111111:trail/audit'] }),
      message: `${KEY}: 'trailArns[0]' ${ofPartition('"arn:aws-cn:cloudtrail:cn-north-1:111111111111:trail/audit" of "aws-cn"')}`,
      good: (stack) => key(stack, { trailArns: ['arn:aws:cloudtrail:us-east-1:111111111111:trail/audit'] }) && sources(stack),
      produces: 'arn:aws:cloudtrail:us-east-1:111111111111:trail/audit',
    },
    {
      title: 'takes no malformed trail ARN',
      bad: (stack) => key(stack, { trailArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:audit'] }),
      message: `${KEY}: 'trailArns[0]' must be ${A_TRAIL_ARN}, got "arn:aws:cloudtrail:eu-central-1:111111111111:audit"; ${DESCRIBE_TRAILS}`,
      good: (stack) => key(stack, { trailArns: [TRAIL_ARN] }) && sources(stack),
      produces: TRAIL_ARN,
    },
    {
      title: 'takes no trail ARN that is a token as a whole',
      bad: (stack) => key(stack, { trailArns: [new CfnParameter(stack, 'Arn').valueAsString] }),
      message: `${KEY}: 'trailArns[0]' must be known when the app is synthesized, got a token: a policy that waits for the trail it names would be a cycle; `
        + 'use new TrailIdentity() with the names that the ARN is made of',
      good: (stack) => key(stack, {
        trails: [identity({ trailName: new CfnParameter(stack, 'Name').valueAsString })],
      }) && sources(stack),
      produces: 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/${Name}',
    },
    {
      title: 'takes no list that is a token',
      bad: (stack) => key(stack, { trailArns: Lazy.list({ produce: () => [TRAIL_ARN] }) }),
      message: `${KEY}: 'trailArns' must be ${A_KNOWN_LIST}, got a token; write its elements out`,
      good: (stack) => key(stack, { trailAccounts: [Lazy.string({ produce: () => '222222222222' })] })
        && inKey(stack, 'AllowCloudTrailAccessByAccount').Condition,
      produces: { StringEquals: { 'aws:SourceAccount': '222222222222' } },
    },
    { title: 'takes no wildcard for the account of trails', ...account('trailAccounts', '*') },
    { title: 'takes trail accounts of 12 digits', ...account('trailAccounts', '1111 1111 1111') },
    { title: 'takes reader accounts as text', ...account('readerAccounts', 222222222222) },
    { title: 'takes reader accounts by their ids, not by the ARNs of their roots', ...account('readerAccounts', 'arn:aws:iam::222222222222:root') },
    {
      title: 'takes the ARNs of event data stores, not of trails',
      bad: (stack) => key(stack, { eventDataStoreArns: [TRAIL_ARN] }),
      message: `${KEY}: 'eventDataStoreArns[0]' must be ${A_STORE_ARN}, got "${TRAIL_ARN}"; ${LIST_STORES}`,
      good: (stack) => key(stack, { eventDataStoreArns: [STORE_ARN] }) && inKey(stack, 'AllowCloudTrailAccessEds').Condition,
      produces: { StringEquals: { 'aws:SourceAccount': '111111111111', 'aws:SourceArn': STORE_ARN } },
    },
    {
      title: 'takes no wildcard for an event data store',
      bad: (stack) => key(stack, { eventDataStoreArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/*'] }),
      message: `${KEY}: 'eventDataStoreArns[0]' must be ${A_STORE_ARN}, `
        + `got "arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/*"; ${LIST_STORES}`,
      good: (stack) => key(stack, { eventDataStoreArns: [STORE_ARN] }) && inKey(stack, 'AllowCloudTrailDecryptEds').Condition.StringEquals,
      produces: { 'aws:SourceAccount': '111111111111', 'aws:SourceArn': STORE_ARN },
    },
    {
      title: 'takes no event data store of another Region',
      bad: (stack) => key(stack, { eventDataStoreArns: ['arn:aws:cloudtrail:us-east-1:111111111111:eventdatastore/abc'] }),
      message: `${KEY}: 'eventDataStoreArns[0]' must lie in the key's Region, "eu-central-1", got "arn:aws:cloudtrail:us-east-1:111111111111:eventdatastore/abc"; `
        + 'an event data store takes a key of its own Region',
      good: (stack) => key(stack, { eventDataStoreArns: ['arn:aws:cloudtrail:eu-central-1:222222222222:eventdatastore/abc'] })
        && inKey(stack, 'AllowCloudTrailAccessEds').Condition.StringEquals['aws:SourceAccount'],
      produces: '222222222222',
    },
    {
      title: 'takes no event data store of another partition',
      bad: (stack) => key(stack, { eventDataStoreArns: ['arn:aws-cn:cloudtrail:eu-central-1:111111111111:eventdatastore/abc'] }),
      message: `${KEY}: 'eventDataStoreArns[0]' ${ofPartition('"arn:aws-cn:cloudtrail:eu-central-1:111111111111:eventdatastore/abc" of "aws-cn"')}`,
      good: (stack) => key(stack, { eventDataStoreArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/abc'] })
        && inKey(stack, 'AllowCloudTrailAccessEds').Condition.StringEquals['aws:SourceArn'],
      produces: 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/abc',
    },
    {
      title: 'takes the names of buckets with a Bucket Key literally only',
      bad: (stack) => key(stack, { bucketKeyBucketNames: [new s3.Bucket(stack, 'Logs').bucketName] }),
      message: `${KEY}: 'bucketKeyBucketNames[0]' must be a literal name, got a token: a key policy that waits for a bucket on the key would be a cycle; `
        + 'give the bucket a name',
      good: (stack) => key(stack, { bucketKeyBucketNames: ['logs'], readerAccounts: ['222222222222'] })
        && inKey(stack, 'EnableEncryptedCloudTrailLogReadAccessWithBucketKey').Condition.StringEquals,
      produces: { 'kms:EncryptionContext:aws:s3:arn': 'arn:${AWS::Partition}:s3:::logs' },
    },
    {
      title: 'takes no pattern for a bucket with a Bucket Key',
      bad: (stack) => key(stack, { bucketKeyBucketNames: ['logs-*'] }),
      message: `${KEY}: 'bucketKeyBucketNames[0]' must be ${A_BUCKET_NAME}, got "logs-*"; choose another name`,
      good: (stack) => key(stack, { bucketKeyBucketNames: ['logs-1'], trails: [identity()] })
        && inKey(stack, 'AllowCloudTrailEncryptLogsWithBucketKey').Condition,
      produces: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
    },
    {
      title: 'takes readers as a list, not one alone',
      bad: (stack) => key(stack, { readers: js(ROLE_ARN) }),
      message: `${KEY}: 'readers' must be ${A_KNOWN_LIST}, got "${ROLE_ARN}"; write its elements out`,
      good: (stack) => key(stack, { readers: [arn(ROLE_ARN)] }) && inKey(stack, 'EnableCloudTrailLogDecryptPermissions').Principal,
      produces: { AWS: ROLE_ARN },
    },
    {
      title: 'takes administrators as a list, not null',
      bad: (stack) => key(stack, { administrators: js(null) }),
      message: `${KEY}: 'administrators' must be ${A_KNOWN_LIST}, got null; write its elements out`,
      good: (stack) => key(stack, { administrators: [] }) && inKey(stack, 'AllowKeyAdministration').Principal,
      produces: { AWS: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' },
    },
    {
      title: 'has a removal policy of the CDK',
      bad: (stack) => key(stack, { removalPolicy: js('keep') }),
      message: `${KEY}: 'removalPolicy' must be ${A_REMOVAL_POLICY}, got "keep"; use a member of RemovalPolicy`,
      good: (stack) => key(stack, { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }) && deletionPolicy(stack, 'AWS::KMS::Key'),
      produces: 'RetainExceptOnCreate',
    },
    {
      title: 'has no snapshots, which the CDK knows for other resources',
      bad: (stack) => key(stack, { removalPolicy: RemovalPolicy.SNAPSHOT }),
      message: `${KEY}: 'removalPolicy' must be ${A_REMOVAL_POLICY}, got "snapshot"; use a member of RemovalPolicy`,
      good: (stack) => key(stack, { removalPolicy: RemovalPolicy.DESTROY }) && deletionPolicy(stack, 'AWS::KMS::Key'),
      produces: 'Delete',
    },
    {
      title: 'takes one of three kinds of access for its account',
      bad: (stack) => key(stack, { accountAccess: js('full') }),
      message: `${KEY}: 'accountAccess' must be one of ADMINISTRATION, FULL, NONE, got "full"; use a member of AccountAccess`,
      good: (stack) => key(stack, { accountAccess: AccountAccess.FULL }) && inKey(stack, 'EnableIAMUserPermissions').Action,
      produces: 'kms:*',
    },
    {
      title: 'shuts its account out only if it knows the role that deploys it',
      bad: (stack) => new CloudTrailEncryptionKey(new Stack(stack, 'Legacy', { env: ENV, synthesizer: new LegacyStackSynthesizer() }), 'Key', {
        accountAccess: AccountAccess.NONE,
      }),
      message: 'Stack/Legacy/Key: \'accountAccess\' must be ADMINISTRATION or FULL where the stack\'s synthesizer does not tell its deployment role, got NONE; '
        + 'KMS refuses a policy that its own author could not change: use the DefaultStackSynthesizer, or another AccountAccess',
      good: (stack) => key(stack, { accountAccess: AccountAccess.NONE })
        && inKey(stack, 'AllowKeyAdministration').Principal.AWS['Fn::Sub'],
      produces: 'arn:${AWS::Partition}:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-central-1',
    },
    { title: 'has an alias with its prefix', ...alias('cloudtrail', 'alias/cloudtrail') },
    { title: 'has an alias that is not AWS\'s own', ...alias('alias/aws/cloudtrail', 'alias/awesome/cloudtrail') },
    { title: 'has an alias that does not begin like AWS\'s own', ...alias('alias/aws-audit', 'alias/our-aws-audit') },
    { title: 'has an alias without spaces', ...alias('alias/cloud trail', 'alias/cloud_trail') },
    { title: 'has an alias of 256 characters at most', ...alias(`alias/${'a'.repeat(251)}`, `alias/${'a'.repeat(250)}`, `"alias/${'a'.repeat(193)}...`) },
    { title: 'has an alias that is more than the prefix', ...alias('alias/', 'alias/a') },
    { title: 'has an alias that is text', ...alias(5, 'alias/5') },
    {
      title: 'has a description of 8192 characters at most',
      bad: (stack) => key(stack, { description: 'a'.repeat(8193) }),
      message: `${KEY}: 'description' must be 8192 characters at most, got "${'a'.repeat(199)}...; shorten it`,
      good: (stack) => key(stack, { description: 'a'.repeat(8192) }) && properties(stack, 'AWS::KMS::Key').Description.length,
      produces: 8192,
    },
    { title: 'rotates after 90 days at the earliest', ...days('rotationPeriod', '90 to 2560', Duration.days(89), '89 days', 90) },
    { title: 'rotates after 2560 days at the latest', ...days('rotationPeriod', '90 to 2560', Duration.days(2561), '2561 days', 2560) },
    { title: 'rotates after whole days', ...days('rotationPeriod', '90 to 2560', Duration.hours(2172), '90 days 12 hours', 91) },
    { title: 'rotates after a Duration, not after a number', ...days('rotationPeriod', '90 to 2560', 90, '90', 90) },
    { title: 'rotates after a Duration, not after a number as text', ...days('rotationPeriod', '90 to 2560', '90', '"90"', 90) },
    { title: 'can be restored for 7 days at least', ...days('pendingWindow', '7 to 30', Duration.days(6), '6 days', 7) },
    { title: 'can be restored for 30 days at most', ...days('pendingWindow', '7 to 30', Duration.days(31), '31 days', 30) },
  ]);
});

describe('a key that exists', () => {
  const granted = (stack: Stack, grant: (made: CloudTrailEncryptionKey) => unknown, sid: string) => {
    grant(key(stack));
    return inKey(stack, sid);
  };

  refuses([
    {
      title: 'is not given undefined as a trail',
      bad: (stack) => key(stack).addTrail(js(undefined)),
      message: `${KEY}: 'trail' must be a TrailIdentity, got undefined; use TrailIdentity.fromTrailArn() or new TrailIdentity()`,
      good: (stack) => granted(stack, made => made.addTrail(identity()), 'AllowCloudTrailAccess').Condition,
      produces: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
    },
    {
      title: 'is not given a trail of another partition',
      bad: (stack) => key(stack).addTrail(identity({ partition: 'aws-us-gov', region: 'us-gov-west-1' })),
      message: `${KEY}: 'trail' ${ofPartition('"audit" of "aws-us-gov"')}`,
      good: (stack) => granted(stack, made => made.addTrail(identity({ region: 'us-west-1' })), 'AllowCloudTrailAccess').Condition,
      produces: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-west-1:111111111111:trail/audit' } },
    },
    {
      title: 'is not given the trail of a topic as an ARN',
      bad: (stack) => key(stack).addTopicTrail(js(TRAIL_ARN)),
      message: `${KEY}: 'trail' must be a TrailIdentity, got "${TRAIL_ARN}"; use TrailIdentity.fromTrailArn() or new TrailIdentity()`,
      good: (stack) => granted(stack, made => made.addTopicTrail(identity()), 'AllowCloudTrailPublish').Condition,
      produces: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
    },
    {
      title: 'is not given the ARN of a trail as an event data store',
      bad: (stack) => key(stack).addEventDataStore(TRAIL_ARN),
      message: `${KEY}: 'eventDataStoreArn' must be ${A_STORE_ARN}, got "${TRAIL_ARN}"; ${LIST_STORES}`,
      good: (stack) => granted(stack, made => made.addEventDataStore(STORE_ARN), 'AllowCloudTrailEncryptEds').Condition,
      produces: { StringEquals: { 'aws:SourceAccount': '111111111111', 'aws:SourceArn': STORE_ARN } },
    },
    {
      title: 'is not given an event data store of another Region',
      bad: (stack) => key(stack).addEventDataStore('arn:aws:cloudtrail:eu-west-1:111111111111:eventdatastore/abc'),
      message: `${KEY}: 'eventDataStoreArn' must lie in the key's Region, "eu-central-1", got "arn:aws:cloudtrail:eu-west-1:111111111111:eventdatastore/abc"; `
        + 'an event data store takes a key of its own Region',
      good: (stack) => granted(stack, made => made.addEventDataStore('arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/abc'),
        'AllowCloudTrailEncryptEds').Condition.StringEquals['aws:SourceArn'],
      produces: 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/abc',
    },
    {
      title: 'is not given a bucket with a Bucket Key by a token',
      bad: (stack) => key(stack).addBucketKeyBucket(new CfnParameter(stack, 'Name').valueAsString),
      message: `${KEY}: 'bucketName' must be a literal name, got a token: a key policy that waits for a bucket on the key would be a cycle; give the bucket a name`,
      good: (stack) => granted(stack, made => [made.addBucketKeyBucket('logs'), made.grantDecrypt(arn(ROLE_ARN))],
        'EnableCloudTrailLogDecryptPermissionsWithBucketKey').Condition.StringEquals,
      produces: { 'kms:EncryptionContext:aws:s3:arn': 'arn:${AWS::Partition}:s3:::logs' },
    },
    {
      title: 'is not given a bucket with a Bucket Key by its ARN',
      bad: (stack) => key(stack).addBucketKeyBucket('arn:aws:s3:::logs'),
      message: `${KEY}: 'bucketName' must be ${A_BUCKET_NAME}, got "arn:aws:s3:::logs"; choose another name`,
      good: (stack) => granted(stack, made => [made.addBucketKeyBucket('logs'), made.addTrail(identity())],
        'AllowCloudTrailEncryptLogsWithBucketKey').Condition,
      produces: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
    },
    {
      title: 'is not given a pattern of log groups',
      bad: (stack) => key(stack).addLogGroup('/aws/cloudtrail/*'),
      message: `${KEY}: 'logGroupName' must be 1-512 letters, digits or any of _-/.#, got "/aws/cloudtrail/*"; name one log group, without wildcards`,
      good: (stack) => granted(stack, made => made.addLogGroup('/aws/cloudtrail/audit'), 'AllowCloudWatchLogs').Condition,
      produces: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/cloudtrail/audit' } },
    },
    {
      title: 'is not given a log group by its ARN',
      bad: (stack) => key(stack).grantLogGroupUse(arn(ROLE_ARN), 'arn:aws:logs:eu-central-1:111111111111:log-group:audit'),
      message: `${KEY}: 'logGroupName' must be 1-512 letters, digits or any of _-/.#, got "arn:aws:logs:eu-central-1:111111111111:log-group:audit"; `
        + 'name one log group, without wildcards',
      good: (stack) => granted(stack, made => made.grantLogGroupUse(arn(ROLE_ARN), 'audit'), 'AllowLogGroupUse').Principal,
      produces: { AWS: ROLE_ARN },
    },
    {
      title: 'is not given a user of a log group with a condition that would replace the guard',
      bad: (stack) => key(stack).grantLogGroupUse(under({ StringEquals: { 'KMS:ViaService': 's3.eu-central-1.amazonaws.com' } }), 'audit'),
      message: `${KEY}: 'grantee' must not bring the condition StringEquals KMS:ViaService, which the statement itself uses and which would be replaced, `
        + 'got {"StringEquals":{"KMS:ViaService":"s3.eu-central-1.amazonaws.com"}}; leave it out of the principal',
      good: (stack) => granted(stack, made => made.grantLogGroupUse(under({ StringEquals: { 'aws:PrincipalTag/team': 'audit' } }), 'audit'),
        'AllowLogGroupUse').Condition.StringEquals,
      produces: { 'aws:PrincipalTag/team': 'audit', 'kms:ViaService': 'logs.${AWS::Region}.amazonaws.com' },
    },
    {
      title: 'is not found by an alias',
      bad: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111111111111:alias/cloudtrail'),
      message: `${KEY}: 'keyArn' must be ${A_KEY_ARN}, got "arn:aws:kms:eu-central-1:111111111111:alias/cloudtrail"; ${DESCRIBE_KEY}`,
      good: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN).key.keyId,
      produces: '12345678-1234-1234-1234-123456789012',
    },
    {
      title: 'is not found by its bare id',
      bad: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', '12345678-1234-1234-1234-123456789012'),
      message: `${KEY}: 'keyArn' must be ${A_KEY_ARN}, got "12345678-1234-1234-1234-123456789012"; ${DESCRIBE_KEY}`,
      good: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-central-1:111111111111:key/mrk-${'0'.repeat(32)}`).key.keyId,
      produces: 'mrk-00000000000000000000000000000000',
    },
    {
      title: 'is not found by an ARN with a wildcard',
      bad: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111111111111:key/*'),
      message: `${KEY}: 'keyArn' must be ${A_KEY_ARN}, got "arn:aws:kms:eu-central-1:111111111111:key/*"; ${DESCRIBE_KEY}`,
      good: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN).keyArn,
      produces: KEY_ARN,
    },
    {
      title: 'is not found without an ARN',
      bad: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', js(undefined)),
      message: `${KEY}: 'keyArn' must be ${A_KEY_ARN}, got undefined; ${DESCRIBE_KEY}`,
      good: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN).key.env.region,
      produces: 'eu-central-1',
    },
    {
      title: 'is not found by an ARN of another partition',
      bad: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', 'arn:aws-cn:kms:cn-north-1:111111111111:key/12345678-1234-1234-1234-123456789012'),
      message: `${KEY}: 'keyArn' ${ofPartition('"arn:aws-cn:kms:cn-north-1:111111111111:key/12345678-1234-1234-1234-123456789012" of "aws-cn"')}`,
      good: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012').key.env.region,
      produces: 'us-east-1',
    },
    {
      title: 'is not found by an attribute, unless that was made a string',
      bad: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', js(Fn.getAtt('Elsewhere', 'Arn'))),
      message: `${KEY}: 'keyArn' ${NO_STRING}`,
      good: (stack) => stack.resolve(CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', Token.asString(Fn.getAtt('Elsewhere', 'Arn'))).keyArn),
      produces: { 'Fn::GetAtt': ['Elsewhere', 'Arn'] },
    },
    {
      title: 'is not found by its ARN where the app defines it',
      bad: (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', new kms.Key(stack, 'Plain').keyArn),
      message: `${KEY}: 'keyArn' must be that of a key which this app does not define, got that of the CfnKey "Stack/Plain/Resource"; `
        + 'its policy can be changed: pass the key itself, or what CloudTrailEncryptionKey.fromKey() makes of it',
      good: (stack) => CloudTrailEncryptionKey.fromKey(stack, 'Key', new kms.Key(stack, 'Plain')).keyArn !== undefined,
      produces: true,
    },
    {
      title: 'is not a bucket',
      bad: (stack) => CloudTrailEncryptionKey.fromKey(stack, 'Key', js(new s3.Bucket(stack, 'Plain'))),
      message: `${KEY}: 'key' must be a key that this app defines, got the Bucket "Stack/Plain"; for a key of somebody else use CloudTrailEncryptionKey.fromKeyArn()`,
      good: (stack) => stack.resolve(CloudTrailEncryptionKey.fromKey(stack, 'Key', new kms.Key(stack, 'Plain')).keyArn),
      produces: { 'Fn::GetAtt': ['Plain295EB121', 'Arn'] },
    },
    {
      title: 'is not taken for one of the app if it is imported',
      bad: (stack) => CloudTrailEncryptionKey.fromKey(stack, 'Key', kms.Key.fromKeyArn(stack, 'Imported', KEY_ARN)),
      message: `${KEY}: 'key' must be a key that this app defines, got the ReferencedKey "Stack/Imported"; for a key of somebody else use CloudTrailEncryptionKey.fromKeyArn()`,
      good: (stack) => {
        CloudTrailEncryptionKey.fromKey(stack, 'Key', new kms.Key(stack, 'Plain')).addTrail(identity());
        return inKey(stack, 'AllowCloudTrailAccess').Condition;
      },
      produces: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
    },
  ]);
});

describe('a reader of a key', () => {
  /** A principal that is refused, why, and one that is admitted, with the statement it is in. */
  interface ReaderRefusal {
    readonly title: string;
    readonly bad: (stack: Stack) => unknown;
    readonly complaint: string | RegExp;
    readonly good: (stack: Stack) => iam.IPrincipal;
    readonly principal: unknown;
    readonly conditions?: iam.Conditions;
  }
  const readers = (rows: ReaderRefusal[]) => refuses(rows.map(({ title, bad, complaint, good, principal, conditions = {} }) => ({
    title,
    bad: (stack) => key(stack, { readers: [js(bad(stack))] }),
    message: typeof complaint === 'string' ? `${KEY}: 'readers[0]' ${complaint}` : expect.stringMatching(complaint),
    good: (stack) => {
      key(stack, { readers: [good(stack)] });
      const { Principal, Condition } = inKey(stack, 'EnableCloudTrailLogDecryptPermissions');
      return { Principal, Condition };
    },
    produces: {
      Principal: { AWS: principal },
      Condition: { ...conditions, Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false', ...js(conditions.Null) } },
    },
  })));
  const ofKind = (json: string) => `must be ${A_PRINCIPAL}, got ${json}; name the role or user itself`;
  const byArn = (given: string) => `must be ${A_ROLE_ARN}, got "${given}"; ${ROLE_PATTERN}`;
  const byName = (given: string) => 'must be an ARN that ends in "role/" or "user/", a path if there is one, and a name of 1-64 letters, digits or any of '
    + `_+=,.@-, got "${given}"; take it from the output of \`aws iam get-role\``;
  const bySession = (given: string) => 'must be an ARN that ends in "assumed-role/", the name of the role and that of the session, or "federated-user/" '
    + `and a name, got "${given}"; name the role instead of its session`;
  const notNamed = (received: string) => `must be ${A_PRINCIPAL}, got ${received}; pass a principal, as in new iam.ArnPrincipal()`;
  const unknownConditions = (received: string) => 'must bring conditions whose operators and keys are known when the app is synthesized, '
    + `got ${received}; write them as in { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } }`;
  const everybody = (conditions: string) => `must be ${A_PRINCIPAL}, got "*" with the conditions ${conditions}; ${EVERYBODY}`;
  const elsewhere = (kind: string, path: string) => `is the ${kind} "${path}", not of the stack "Stack" whose policy names it,`;
  const admitted = { good: () => arn(ROLE_ARN), principal: ROLE_ARN };
  const ACCOUNT = 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root';

  readers([
    { title: 'is not a service', bad: () => new iam.ServicePrincipal('ec2.amazonaws.com'), complaint: ofKind('{"Service":["ec2.amazonaws.com"]}'), ...admitted },
    {
      title: 'is not a SAML provider',
      bad: () => new iam.FederatedPrincipal('arn:aws:iam::111111111111:saml-provider/Idp'),
      complaint: ofKind('{"Federated":["arn:aws:iam::111111111111:saml-provider/Idp"]}'),
      good: () => arn('arn:aws:sts::111111111111:federated-user/Alice'),
      principal: 'arn:aws:sts::111111111111:federated-user/Alice',
    },
    {
      title: 'is not a web identity',
      bad: () => new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com'),
      complaint: ofKind('{"Federated":["cognito-identity.amazonaws.com"]}'),
      good: () => arn('arn:aws:sts::111111111111:assumed-role/Audit/session'),
      principal: 'arn:aws:sts::111111111111:assumed-role/Audit/session',
    },
    { title: 'is not a canonical user', bad: () => new iam.CanonicalUserPrincipal('79a59df900'), complaint: ofKind('{"CanonicalUser":["79a59df900"]}'), ...admitted },
    {
      title: 'is not a group',
      bad: (stack) => new iam.Group(stack, 'Group'),
      complaint: `must be ${A_PRINCIPAL}, got the group "Stack/Group"; ${NO_GROUP}`,
      good: (stack) => new iam.User(stack, 'Group'),
      principal: '${GroupC77FDACD.Arn}',
    },
    {
      title: 'is not the ARN of a group',
      bad: () => arn('arn:aws:iam::111111111111:group/Auditors'),
      complaint: `must be ${A_PRINCIPAL}, got the group "arn:aws:iam::111111111111:group/Auditors"; ${NO_GROUP}`,
      good: () => arn('arn:aws:iam::111111111111:user/group/Auditors'),
      principal: 'arn:aws:iam::111111111111:user/group/Auditors',
    },
    {
      title: 'is no wildcard in a role\'s ARN',
      bad: () => arn('arn:aws:iam::111111111111:role/*'),
      complaint: byArn('arn:aws:iam::111111111111:role/*'),
      good: () => LogReaders.rolePattern('111111111111', 'audit-*'),
      principal: ACCOUNT,
      conditions: { ArnLike: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/audit-*' } },
    },
    {
      title: 'is no wildcard in the name of a session',
      bad: () => arn('arn:aws:sts::111111111111:assumed-role/Audit/?'),
      complaint: byArn('arn:aws:sts::111111111111:assumed-role/Audit/?'),
      good: () => arn('arn:aws:sts::111111111111:assumed-role/Audit/ab'),
      principal: 'arn:aws:sts::111111111111:assumed-role/Audit/ab',
    },
    { title: 'is no wildcard for an account', bad: () => arn('arn:aws:iam::*:root'), complaint: byArn('arn:aws:iam::*:root'), ...admitted },
    {
      title: 'has no space in its name',
      bad: () => arn('arn:aws:iam::111111111111:role/Au dit'),
      complaint: byName('arn:aws:iam::111111111111:role/Au dit'),
      good: () => arn('arn:aws:iam::111111111111:role/Au-dit'),
      principal: 'arn:aws:iam::111111111111:role/Au-dit',
    },
    {
      title: 'has a name of 64 characters at most',
      bad: () => arn(`arn:aws:iam::111111111111:role/${'a'.repeat(65)}`),
      complaint: byName(`arn:aws:iam::111111111111:role/${'a'.repeat(65)}`),
      good: () => arn(`arn:aws:iam::111111111111:role/${'a'.repeat(64)}`),
      principal: `arn:aws:iam::111111111111:role/${'a'.repeat(64)}`,
    },
    {
      title: 'is no session with a name of one character, which STS does not give',
      bad: () => arn('arn:aws:sts::111111111111:assumed-role/Audit/a'),
      complaint: bySession('arn:aws:sts::111111111111:assumed-role/Audit/a'),
      good: () => arn('arn:aws:sts::111111111111:assumed-role/Audit/ab'),
      principal: 'arn:aws:sts::111111111111:assumed-role/Audit/ab',
    },
    {
      title: 'is not of another partition',
      bad: () => arn('arn:aws-cn:iam::222222222222:role/Audit'),
      complaint: ofPartition('"arn:aws-cn:iam::222222222222:role/Audit"'),
      good: () => arn('arn:aws:iam::222222222222:role/Audit'),
      principal: 'arn:aws:iam::222222222222:role/Audit',
    },
    {
      title: 'is not an account of another partition',
      bad: () => arn('arn:aws-us-gov:iam::222222222222:root').withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      complaint: ofPartition('"arn:aws-us-gov:iam::222222222222:root"'),
      good: () => arn('arn:aws:iam::222222222222:root').withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      principal: 'arn:${AWS::Partition}:iam::222222222222:root',
      conditions: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    },
    { title: 'is not an ARN that is undefined', bad: () => arn(js(undefined)), complaint: ofKind('{"AWS":[]}'), ...admitted },
    { title: 'is not an ARN that is a number', bad: () => arn(js(5)), complaint: ofKind('{"AWS":[5]}'), ...admitted },
    { title: 'is not a bucket', bad: (stack) => new s3.Bucket(stack, 'Plain'), complaint: notNamed('the Bucket "Stack/Plain"'), ...admitted },
    {
      title: 'has no operator without condition keys',
      bad: () => under({ StringEquals: null }),
      complaint: unknownConditions('{"StringEquals":null}'),
      good: () => under({ StringEquals: { 'aws:PrincipalTag/team': 'audit' } }),
      principal: ROLE_ARN,
      conditions: { StringEquals: { 'aws:PrincipalTag/team': 'audit' } },
    },
    {
      title: 'has no operator with a text for its condition keys',
      bad: () => under({ StringEquals: 'o-exampleorg1' }),
      complaint: unknownConditions('{"StringEquals":"o-exampleorg1"}'),
      good: () => under({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }),
      principal: ROLE_ARN,
      conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
    },
    {
      title: 'has no condition keys that are a token, but may have a value that is one',
      bad: () => under({ StringEquals: Lazy.any({ produce: () => ({ 'aws:PrincipalOrgID': 'o-exampleorg1' }) }) }),
      complaint: unknownConditions('a token'),
      good: () => under({ StringEquals: { 'aws:PrincipalOrgID': Lazy.string({ produce: () => 'o-exampleorg1' }) } }),
      principal: ROLE_ARN,
      conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
    },
    {
      title: 'has no conditions that are a token as a whole',
      bad: () => under(js(Lazy.any({ produce: () => ({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }) }))),
      // the CDK has taken the token apart already, and not every version into the same parts
      complaint: /^Stack\/Key: 'readers\[0\]' must bring conditions whose operators and keys are known when the app is synthesized, got .*; write them as in /,
      good: () => under({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }),
      principal: ROLE_ARN,
      conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
    },
    { title: 'is not of an account with 11 digits', bad: () => arn('arn:aws:iam::11111111111:role/Audit'), complaint: byArn('arn:aws:iam::11111111111:role/Audit'), ...admitted },
    { title: 'is not a role without a name', bad: () => arn('arn:aws:iam::111111111111:role/'), complaint: byName('arn:aws:iam::111111111111:role/'), ...admitted },
    { title: 'is not the ARN of a bucket', bad: () => arn('arn:aws:s3:::logs'), complaint: byArn('arn:aws:s3:::logs'), ...admitted },
    { title: 'is not a role\'s bare name', bad: () => arn('Audit'), complaint: byArn('Audit'), ...admitted },
    {
      title: 'is not everybody',
      bad: () => new iam.AnyPrincipal(),
      complaint: everybody('{}'),
      good: () => new iam.OrganizationPrincipal('o-exampleorg1'),
      principal: '*',
      conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
    },
    { title: 'is not a literal star', bad: () => new iam.StarPrincipal(), complaint: everybody('{}'), ...admitted },
    {
      title: 'is not everybody under a condition that does not say who',
      bad: () => anybody({ Bool: { 'aws:SecureTransport': 'true' } }),
      complaint: everybody('{"Bool":{"aws:SecureTransport":"true"}}'),
      good: () => anybody({ StringEquals: { 'aws:PrincipalAccount': '222222222222' } }),
      principal: '*',
      conditions: { StringEquals: { 'aws:PrincipalAccount': '222222222222' } },
    },
    {
      title: 'is not everybody but somebody',
      bad: () => anybody({ StringNotEquals: { 'aws:PrincipalAccount': '222222222222' } }),
      complaint: everybody('{"StringNotEquals":{"aws:PrincipalAccount":"222222222222"}}'),
      good: () => anybody({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/audit-*' } }),
      principal: '*',
      conditions: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/audit-*' } },
    },
    {
      title: 'is not everybody by a wildcard in the condition',
      bad: () => anybody({ StringLike: { 'aws:PrincipalOrgID': '*' } }),
      complaint: everybody('{"StringLike":{"aws:PrincipalOrgID":"*"}}'),
      good: () => anybody({ StringLike: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }),
      principal: '*',
      conditions: { StringLike: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
    },
    {
      title: 'is not everybody by one of several patterns in the condition',
      bad: () => anybody({ ArnLike: { 'AWS:principalArn': ['arn:aws:iam::222222222222:role/audit-*', '*:*'] } }),
      complaint: everybody('{"ArnLike":{"AWS:principalArn":["arn:aws:iam::222222222222:role/audit-*","*:*"]}}'),
      good: () => anybody({ ArnLike: { 'AWS:principalArn': ['arn:aws:iam::222222222222:role/audit-*', 'arn:aws:iam::222222222222:role/x'] } }),
      principal: '*',
      conditions: { ArnLike: { 'AWS:principalArn': ['arn:aws:iam::222222222222:role/audit-*', 'arn:aws:iam::222222222222:role/x'] } },
    },
    {
      title: 'is not everybody who has a role, in whatever account',
      bad: () => anybody({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }),
      complaint: everybody('{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}}'),
      good: () => anybody({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/*' } }),
      principal: '*',
      conditions: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/*' } },
    },
    {
      title: 'is not everybody who is in some organization',
      bad: () => anybody({ StringLike: { 'aws:PrincipalOrgID': 'o-*' } }),
      complaint: everybody('{"StringLike":{"aws:PrincipalOrgID":"o-*"}}'),
      good: () => anybody({ StringEquals: { 'aws:PrincipalOrgID': ['o-exampleorg1', 'o-exampleorg2'] } }),
      principal: '*',
      conditions: { StringEquals: { 'aws:PrincipalOrgID': ['o-exampleorg1', 'o-exampleorg2'] } },
    },
    {
      title: 'is not everybody in a path of some organization',
      bad: () => anybody({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*/r-ab12/ou-ab12-11111111/*' } }),
      complaint: everybody('{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-*/r-ab12/ou-ab12-11111111/*"}}'),
      good: () => anybody({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg1/r-ab12/ou-ab12-11111111/*' } }),
      principal: '*',
      conditions: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg1/r-ab12/ou-ab12-11111111/*' } },
    },
    {
      title: 'is not everybody under an empty list',
      bad: () => anybody({ StringEquals: { 'aws:PrincipalAccount': [] } }),
      complaint: everybody('{"StringEquals":{"aws:PrincipalAccount":[]}}'),
      good: () => anybody({ StringEquals: { 'aws:PrincipalAccount': ['222222222222', '333333333333'] } }),
      principal: '*',
      conditions: { StringEquals: { 'aws:PrincipalAccount': ['222222222222', '333333333333'] } },
    },
    {
      title: 'is not everybody whose account is not one of 12 digits',
      bad: () => anybody({ StringLike: { 'aws:PrincipalAccount': ['222222222222', '3333*'] } }),
      complaint: everybody('{"StringLike":{"aws:PrincipalAccount":["222222222222","3333*"]}}'),
      good: () => anybody({ StringLike: { 'aws:PrincipalAccount': '222222222222' } }),
      principal: '*',
      conditions: { StringLike: { 'aws:PrincipalAccount': '222222222222' } },
    },
    {
      title: 'is not everybody if the request does not say who',
      bad: () => anybody({ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }),
      complaint: everybody('{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-exampleorg1"}}'),
      good: () => anybody({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg1/*' } }),
      principal: '*',
      conditions: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg1/*' } },
    },
    {
      title: 'is not a composite that holds a service',
      bad: () => new iam.CompositePrincipal(arn(ROLE_ARN), new iam.ServicePrincipal('ec2.amazonaws.com')),
      complaint: ofKind(`{"AWS":["${ROLE_ARN}"],"Service":["ec2.amazonaws.com"]}`),
      good: () => new iam.CompositePrincipal(arn(ROLE_ARN), arn('arn:aws:iam::111111111111:user/Alice')),
      principal: [ROLE_ARN, 'arn:aws:iam::111111111111:user/Alice'],
    },
    {
      title: 'is not a composite that holds everybody',
      bad: () => new iam.CompositePrincipal(arn(ROLE_ARN), new iam.AnyPrincipal()),
      complaint: everybody('{}'),
      good: () => new iam.CompositePrincipal(arn(ROLE_ARN), arn('arn:aws:iam::222222222222:role/Audit')),
      principal: [ROLE_ARN, 'arn:aws:iam::222222222222:role/Audit'],
    },
    {
      title: 'is not a composite that holds a group',
      bad: () => new iam.CompositePrincipal(arn(ROLE_ARN), arn('arn:aws:iam::111111111111:group/Auditors')),
      complaint: `must be ${A_PRINCIPAL}, got the group "arn:aws:iam::111111111111:group/Auditors"; ${NO_GROUP}`,
      good: () => new iam.CompositePrincipal(arn(ROLE_ARN)),
      principal: ROLE_ARN,
    },
    {
      title: 'is not a composite that holds a role of another stack',
      bad: (stack) => new iam.CompositePrincipal(arn(ROLE_ARN), role(another(stack, ENV), { roleName: 'Audit' })),
      complaint: 'is a CompositePrincipal with a role or user of another stack, which needs a grant of its own; list its principals one by one',
      good: (stack) => new iam.CompositePrincipal(arn(ROLE_ARN), role(stack)),
      principal: [ROLE_ARN, '${Role1ABCC5F0.Arn}'],
    },
    {
      title: 'has no condition that would replace the guard',
      bad: () => under({ Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'true' } }),
      complaint: 'must not bring the condition Null kms:EncryptionContext:aws:cloudtrail:arn, which the statement itself uses and which would be replaced, '
        + 'got {"Null":{"kms:EncryptionContext:aws:cloudtrail:arn":"true"}}; leave it out of the principal',
      good: () => under({ Null: { 'aws:MultiFactorAuthAge': 'false' } }),
      principal: ROLE_ARN,
      conditions: { Null: { 'aws:MultiFactorAuthAge': 'false' } },
    },
    {
      title: 'has no condition that would replace the guard, written in other letter case',
      bad: () => under({ Null: { 'KMS:encryptioncontext:AWS:CloudTrail:ARN': 'true' } }),
      complaint: 'must not bring the condition Null KMS:encryptioncontext:AWS:CloudTrail:ARN, which the statement itself uses and which would be replaced, '
        + 'got {"Null":{"KMS:encryptioncontext:AWS:CloudTrail:ARN":"true"}}; leave it out of the principal',
      good: () => under({ StringLike: { 'KMS:encryptioncontext:AWS:CloudTrail:ARN': '*:trail/audit' } }),
      principal: ROLE_ARN,
      conditions: { StringLike: { 'KMS:encryptioncontext:AWS:CloudTrail:ARN': '*:trail/audit' } },
    },
    {
      title: 'has no condition that would stand beside the guard, its operator written in other letter case',
      bad: () => under({ nULL: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'true' } }),
      complaint: 'must not bring the condition nULL kms:EncryptionContext:aws:cloudtrail:arn, which the statement itself uses and which would be replaced, '
        + 'got {"nULL":{"kms:EncryptionContext:aws:cloudtrail:arn":"true"}}; leave it out of the principal',
      good: () => under({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      principal: ROLE_ARN,
      conditions: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    },
    {
      title: 'has no condition that would replace the guard of a Bucket Key that may come later',
      bad: () => under({ StringEquals: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::logs' } }),
      complaint: 'must not bring the condition StringEquals kms:EncryptionContext:aws:s3:arn, which the statement itself uses and which would be replaced, '
        + 'got {"StringEquals":{"kms:EncryptionContext:aws:s3:arn":"arn:aws:s3:::logs"}}; leave it out of the principal',
      good: () => under({ StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } }),
      principal: ROLE_ARN,
      conditions: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
    },
    {
      title: 'is not a role of another stack without a literal name',
      bad: (stack) => role(another(stack, ENV)),
      complaint: `${elsewhere('role', 'Other/Role')} got no literal 'roleName'; give it one: the policy tells it by that, ${WITHOUT_CYCLE}`,
      good: (stack) => role(another(stack, ENV), { roleName: 'Audit' }),
      principal: 'arn:${AWS::Partition}:iam::111111111111:root',
      conditions: { ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/Audit' } },
    },
    {
      title: 'is not a role of another stack whose name is a token',
      bad: (stack) => role(another(stack, ENV), { roleName: Lazy.string({ produce: () => 'Audit' }) }),
      complaint: `${elsewhere('role', 'Other/Role')} got no literal 'roleName'; give it one: the policy tells it by that, ${WITHOUT_CYCLE}`,
      good: (stack) => role(another(stack, ENV), { roleName: 'Audit', path: '/teams/' }),
      principal: 'arn:${AWS::Partition}:iam::111111111111:root',
      conditions: { ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/teams/Audit' } },
    },
    {
      title: 'is not a user of another stack without a literal name',
      bad: (stack) => new iam.User(another(stack, ENV), 'User'),
      complaint: `${elsewhere('user', 'Other/User')} got no literal 'userName'; give it one: the policy tells it by that, ${WITHOUT_CYCLE}`,
      good: (stack) => new iam.User(another(stack, ENV), 'User', { userName: 'Alice' }),
      principal: 'arn:${AWS::Partition}:iam::111111111111:root',
      conditions: { ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:user/Alice' } },
    },
    {
      title: 'is not a role of another account\'s stack, but may be its literal ARN',
      bad: (stack) => role(another(stack, { ...ENV, account: '222222222222' }), { roleName: 'Audit' }),
      complaint: `${elsewhere('role', 'Other/Role')} and of another account, got "222222222222", where it needs an IAM policy that this stack `
        + 'cannot write; name it by its literal ARN here, or by LogReaders.rolePattern() if it comes later, and let an IAM policy there allow it the same',
      good: () => arn('arn:aws:iam::222222222222:role/Audit'),
      principal: 'arn:aws:iam::222222222222:role/Audit',
    },
    {
      title: 'is not a role of a stack whose account is not known',
      bad: (stack) => role(another(stack), { roleName: 'Audit' }),
      complaint: `${elsewhere('role', 'Other/Role')} got an account for one of the stacks only, "111111111111"; `
        + 'give both an explicit env, or neither',
      good: (stack) => role(another(stack, { ...ENV, region: 'us-east-1' }), { roleName: 'Audit' }),
      principal: 'arn:${AWS::Partition}:iam::111111111111:root',
      conditions: { ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/Audit' } },
    },
    {
      title: 'is not a role of another stack with the condition by which the policy tells it',
      bad: (stack) => new iam.PrincipalWithConditions(role(another(stack, ENV), { roleName: 'Audit' }), { ArnEquals: { 'aws:principalarn': '*' } }),
      complaint: `${elsewhere('role', 'Other/Role')} got the condition ArnEquals aws:PrincipalArn, by which the policy has to tell it; `
        + 'leave that condition out',
      good: (stack) => new iam.PrincipalWithConditions(role(another(stack, ENV), { roleName: 'Audit' }), { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      principal: 'arn:${AWS::Partition}:iam::111111111111:root',
      conditions: {
        ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/Audit' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      },
    },
    {
      title: 'is not a resource that was imported without its role',
      bad: (stack) => lambda.Function.fromFunctionArn(stack, 'Reader', 'arn:aws:lambda:eu-central-1:111111111111:function:Reader'),
      complaint: `must be ${A_PRINCIPAL}, got a resource that was imported without its role; name the role by its ARN`,
      good: (stack) => iam.Role.fromRoleArn(stack, 'Reader', ROLE_ARN),
      principal: ROLE_ARN,
    },
    { title: 'is not an ARN as plain text', bad: () => ROLE_ARN, complaint: notNamed(`"${ROLE_ARN}"`), ...admitted },
    { title: 'is not undefined', bad: () => undefined, complaint: notNamed('undefined'), ...admitted },
    { title: 'is not null', bad: () => null, complaint: notNamed('null'), ...admitted },
    { title: 'is not a plain object', bad: () => ({ AWS: ROLE_ARN }), complaint: notNamed(`{"AWS":"${ROLE_ARN}"}`), ...admitted },
  ]);
});

describe('every door for principals refuses a service and admits a role', () => {
  const service = new iam.ServicePrincipal('ec2.amazonaws.com');
  const COMPLAINT = `must be ${A_PRINCIPAL}, got {"Service":["ec2.amazonaws.com"]}; name the role or user itself`;
  const doors: [string, string, (stack: Stack, principal: iam.IPrincipal) => unknown, string][] = [
    ['CloudTrailEncryptionKey readers', `${KEY}: 'readers[0]'`, (stack, p) => key(stack, { readers: [p] }), 'EnableCloudTrailLogDecryptPermissions'],
    ['CloudTrailEncryptionKey administrators', `${KEY}: 'administrators[0]'`,
      (stack, p) => key(stack, { administrators: [p], accountAccess: AccountAccess.FULL }), 'AllowKeyAdministration'],
    ['CloudTrailEncryptionKey eventDataStoreUsers', `${KEY}: 'eventDataStoreUsers[0]'`,
      (stack, p) => key(stack, { eventDataStoreUsers: [p] }), 'EnableUserKeyPermissionsEds'],
    ['grantDecrypt', `${KEY}: 'grantee'`, (stack, p) => key(stack).grantDecrypt(p), 'EnableCloudTrailLogDecryptPermissions'],
    ['grantAdmin', `${KEY}: 'grantee'`, (stack, p) => key(stack, { accountAccess: AccountAccess.FULL }).grantAdmin(p), 'AllowKeyAdministration'],
    ['grantUseEventDataStore', `${KEY}: 'grantee'`, (stack, p) => key(stack).grantUseEventDataStore(p), 'EnableUserKeyPermissionsEds'],
    ['grantLogGroupUse', `${KEY}: 'grantee'`, (stack, p) => key(stack).grantLogGroupUse(p, 'audit'), 'AllowLogGroupUse'],
    ['grantDecrypt of a key made with plain CDK', `${KEY}: 'grantee'`,
      (stack, p) => CloudTrailEncryptionKey.fromKey(stack, 'Key', new kms.Key(stack, 'Plain')).grantDecrypt(p), 'EnableCloudTrailLogDecryptPermissions'],
    ['grantRead of a log bucket', `${BUCKET}: 'grantee'`, (stack, p) => bucket(stack).grantRead(p), 'EnableCloudTrailLogDecryptPermissions'],
    ['EncryptedTrail readers', `${TRAIL}: 'readers[0]'`, (stack, p) => trail(stack, { readers: [p] }), 'EnableCloudTrailLogDecryptPermissions'],
    ['grantRead of a trail', `${TRAIL}: 'grantee'`, (stack, p) => trail(stack).grantRead(p), 'EnableCloudTrailLogDecryptPermissions'],
  ];

  refuses(doors.map(([title, where, enter, sid]) => ({
    title,
    bad: (stack) => enter(stack, service),
    message: `${where} ${COMPLAINT}`,
    good: (stack) => enter(stack, arn(ROLE_ARN)) && inKey(stack, sid).Principal,
    produces: { AWS: ROLE_ARN },
  })));
});

describe('a log bucket', () => {
  const keyIn = (stack: Stack, region: string) => key(another(stack, { ...ENV, region }));
  const ofRegion = (region: string) =>
    `${BUCKET}: 'encryptionKey' must lie in the bucket's Region, "eu-central-1", got a key of "${region}"; use a key there`;
  const keyId = (stack: Stack) =>
    properties(stack, 'AWS::S3::Bucket').BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID;
  const prefix = (bad: string, good: string, received = `"${bad}"`): Omit<Refusal, 'title'> => ({
    bad: (stack) => bucket(stack, { s3KeyPrefix: bad }),
    message: `${BUCKET}: 's3KeyPrefix' must be ${A_PREFIX}, got ${received}; ${FOLDER_ALONE}`,
    good: (stack) => bucket(stack, { s3KeyPrefix: good, trails: [identity()] })
      && inBucket(stack, 'AWSCloudTrailWrite20150319').Resource,
    produces: `\${BucketE75EA64C.Arn}/${good}/AWSLogs/111111111111/*`,
  });
  const named = (bad: unknown, good: string): Omit<Refusal, 'title'> => ({
    bad: (stack) => bucket(stack, { bucketName: js(bad) }),
    message: `${BUCKET}: 'bucketName' must be ${A_BUCKET_NAME}, got ${JSON.stringify(bad)}; choose another name`,
    good: (stack) => bucket(stack, { bucketName: good }) && properties(stack, 'AWS::S3::Bucket').BucketName,
    produces: good,
  });
  const OTHER_REGION = 'use a key there, or name the bucket\'s own Region with s3.Bucket.fromBucketAttributes()';
  const destination = (stack: Stack) => properties(stack, 'AWS::S3::Bucket').LoggingConfiguration.DestinationBucketName;

  refuses([
    {
      title: 'needs a key',
      bad: (stack) => new TrailLogBucket(stack, 'Bucket', js({})),
      message: `${BUCKET}: 'encryptionKey' must be a CloudTrailEncryptionKey, got undefined; for a kms.Key use CloudTrailEncryptionKey.fromKey()`,
      good: (stack) => bucket(stack, { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN) }) && keyId(stack),
      produces: KEY_ARN,
    },
    {
      title: 'needs props at all',
      bad: (stack) => new TrailLogBucket(stack, 'Bucket', js(undefined)),
      message: `${BUCKET}: 'encryptionKey' must be a CloudTrailEncryptionKey, got undefined; for a kms.Key use CloudTrailEncryptionKey.fromKey()`,
      good: (stack) => new TrailLogBucket(stack, 'Bucket', { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN) }) && keyId(stack),
      produces: KEY_ARN,
    },
    {
      title: 'takes no plain KMS key',
      bad: (stack) => bucket(stack, { encryptionKey: js(new kms.Key(stack, 'Plain')) }),
      message: `${BUCKET}: 'encryptionKey' must be a CloudTrailEncryptionKey, got the Key "Stack/Plain"; for a kms.Key use CloudTrailEncryptionKey.fromKey()`,
      good: (stack) => bucket(stack, { encryptionKey: CloudTrailEncryptionKey.fromKey(stack, 'Key', new kms.Key(stack, 'Plain')) }) && keyId(stack),
      produces: { 'Fn::GetAtt': ['Plain295EB121', 'Arn'] },
    },
    {
      title: 'takes no key of another stack\'s Region',
      bad: (stack) => bucket(stack, { encryptionKey: keyIn(stack, 'us-east-1') }),
      message: ofRegion('us-east-1'),
      good: (stack) => bucket(stack, { encryptionKey: keyIn(stack, 'eu-central-1') }) && keyId(stack) && stack.dependencies.map(({ stackName }) => stackName),
      produces: ['Other'],
    },
    {
      title: 'takes no key whose ARN is of another Region',
      bad: (stack) => bucket(stack, { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN.replace('eu-central-1', 'eu-west-1')) }),
      message: ofRegion('eu-west-1'),
      good: (stack) => bucket(stack, { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN) }) && keyId(stack),
      produces: KEY_ARN,
    },
    { title: 'has a prefix that does not begin with a slash', ...prefix('/audit', 'audit') },
    { title: 'has a prefix that does not end with a slash', ...prefix('audit/', 'audit/logs') },
    { title: 'has a prefix without empty folders', ...prefix('audit//logs', 'audit/logs') },
    { title: 'has no empty prefix', ...prefix('', 'a') },
    { title: 'has a prefix of 200 characters at most', ...prefix('a'.repeat(201), 'a'.repeat(200), `"${'a'.repeat(199)}...`) },
    { title: 'has no wildcard in its prefix', ...prefix('audit*', 'audit!') },
    { title: 'has no policy variable in its prefix', ...prefix('${aws:PrincipalAccount}', '(aws-PrincipalAccount)') },
    { title: 'has no folder in its prefix that CloudTrail makes itself', ...prefix('audit/AWSLogs', 'audit/AWSLogs2') },
    { title: 'has a name in lower case', ...named('Audit-Logs', 'audit-logs') },
    { title: 'has a name of 63 characters at most', ...named('a'.repeat(64), 'a'.repeat(63)) },
    { title: 'has a name of 3 characters at least', ...named('ab', 'abc') },
    { title: 'has a name without adjacent dots', ...named('audit..logs', 'audit.logs') },
    { title: 'has a name that is not an IP address', ...named('192.168.5.4', '192.168.5.4a') },
    { title: 'has a name without a reserved prefix', ...named('xn--audit', 'xn-audit') },
    { title: 'has a name without a reserved suffix', ...named('audit-s3alias', 'audit-s3aliases') },
    { title: 'has a name that is text', ...named(123, '123') },
    {
      title: 'has a Bucket Key only with a literal name',
      bad: (stack) => bucket(stack, { bucketKeyEnabled: true }),
      message: `${BUCKET}: 'bucketKeyEnabled' needs a literal 'bucketName', got undefined; give the bucket a name: the key policy tells it by that`,
      good: (stack) => bucket(stack, { bucketKeyEnabled: true, bucketName: 'audit-logs' })
        && properties(stack, 'AWS::S3::Bucket').BucketEncryption.ServerSideEncryptionConfiguration[0].BucketKeyEnabled,
      produces: true,
    },
    {
      title: 'has a Bucket Key or has none',
      bad: (stack) => bucket(stack, { bucketKeyEnabled: js('false'), bucketName: 'audit-logs' }),
      message: `${BUCKET}: 'bucketKeyEnabled' must be true or false, got "false"; leave it out for the default`,
      good: (stack) => bucket(stack, { bucketKeyEnabled: false, bucketName: 'audit-logs' })
        && properties(stack, 'AWS::S3::Bucket').BucketEncryption.ServerSideEncryptionConfiguration[0].BucketKeyEnabled,
      produces: false,
    },
    {
      title: 'that exists already has a Bucket Key or has none',
      bad: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', s3.Bucket.fromBucketName(stack, 'Existing', 'audit-logs'), {
        encryptionKey: key(stack), bucketKeyEnabled: js('false'),
      }),
      message: `${BUCKET}: 'bucketKeyEnabled' must be true or false, got "false"; leave it out for the default`,
      good: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', s3.Bucket.fromBucketName(stack, 'Existing', 'audit-logs'), {
        encryptionKey: key(stack), bucketKeyEnabled: false,
      }).bucket.bucketName,
      produces: 'audit-logs',
    },
    {
      title: 'takes trails as a list',
      bad: (stack) => bucket(stack, { trails: js(identity().trailName) }),
      message: `${BUCKET}: 'trails' must be ${A_KNOWN_LIST}, got "audit"; write its elements out`,
      good: (stack) => bucket(stack, { trails: [identity()] }) && inBucket(stack, 'AWSCloudTrailAclCheck20150319').Condition,
      produces: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
    },
    {
      title: 'takes no trail of another partition',
      bad: (stack) => bucket(stack).addTrail(identity({ partition: 'aws-cn', region: 'cn-north-1' })),
      message: `${BUCKET}: 'trail' ${ofPartition('"audit" of "aws-cn"')}`,
      good: (stack) => {
        bucket(stack).addTrail(identity({ region: 'us-east-1' }));
        return inBucket(stack, 'AWSCloudTrailAclCheck20150319').Condition;
      },
      produces: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:111111111111:trail/audit' } },
    },
    {
      title: 'sends its access logs to no bucket with a KMS key',
      bad: (stack) => bucket(stack, { serverAccessLogsBucket: new s3.Bucket(stack, 'Access', { encryption: s3.BucketEncryption.KMS }) }),
      message: `${BUCKET}: 'serverAccessLogsBucket' must be encrypted with SSE-S3, got the Bucket "Stack/Access" with KMS, to which S3 delivers no access logs; use another bucket`,
      good: (stack) => {
        bucket(stack, { serverAccessLogsBucket: s3.Bucket.fromBucketName(stack, 'Access', 'access-logs') });
        return destination(stack);
      },
      produces: 'access-logs',
    },
    {
      title: 'sends its access logs to no bucket with the KMS key of S3',
      bad: (stack) => bucket(stack, { serverAccessLogsBucket: new s3.Bucket(stack, 'Access', { encryption: s3.BucketEncryption.KMS_MANAGED }) }),
      message: `${BUCKET}: 'serverAccessLogsBucket' must be encrypted with SSE-S3, got the Bucket "Stack/Access" with KMS, to which S3 delivers no access logs; use another bucket`,
      good: (stack) => bucket(stack, {
        serverAccessLogsBucket: new s3.Bucket(stack, 'Access', { bucketName: 'access-logs', encryption: s3.BucketEncryption.S3_MANAGED }),
      }).serverAccessLogsBucket.node.path,
      produces: 'Stack/Access',
    },
    {
      title: 'sends its access logs to no bucket that an override gives a KMS key',
      bad: (stack) => {
        const access = new s3.CfnBucket(stack, 'Access');
        access.addPropertyOverride('BucketEncryption.ServerSideEncryptionConfiguration', [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }]);
        bucket(stack, { serverAccessLogsBucket: s3.Bucket.fromCfnBucket(access) });
      },
      message: `${BUCKET}: 'serverAccessLogsBucket' must be encrypted with SSE-S3, got the construct "Stack/Access/@FromCfnBucket" with KMS, `
        + 'to which S3 delivers no access logs; use another bucket',
      good: (stack) => {
        const access = new s3.CfnBucket(stack, 'Access');
        access.addPropertyOverride('BucketEncryption.ServerSideEncryptionConfiguration', [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]);
        return bucket(stack, { serverAccessLogsBucket: s3.Bucket.fromCfnBucket(access) }).serverAccessLogsBucket.node.path;
      },
      produces: 'Stack/Access/@FromCfnBucket',
    },
    {
      title: 'sends its access logs to no bucket with Object Lock',
      bad: (stack) => bucket(stack, { serverAccessLogsBucket: new s3.Bucket(stack, 'Access', { objectLockEnabled: true }) }),
      message: `${BUCKET}: 'serverAccessLogsBucket' must be without Object Lock, got the Bucket "Stack/Access" with it, to which S3 delivers no access logs; use another bucket`,
      good: (stack) => bucket(stack, { serverAccessLogsBucket: new s3.Bucket(stack, 'Access', { versioned: true }) }).serverAccessLogsBucket.node.path,
      produces: 'Stack/Access',
    },
    {
      title: 'sends its access logs to no other account',
      bad: (stack) => bucket(stack, {
        bucketName: 'audit-logs',
        serverAccessLogsBucket: s3.Bucket.fromBucketAttributes(stack, 'Access', { bucketName: 'access-logs', account: '222222222222' }),
      }),
      message: `${BUCKET}: 'serverAccessLogsBucket' must lie in the account of the log bucket, "111111111111", got one of "222222222222"; use another bucket`,
      good: (stack) => bucket(stack, {
        bucketName: 'audit-logs',
        serverAccessLogsBucket: s3.Bucket.fromBucketAttributes(stack, 'Access', { bucketName: 'access-logs', account: '111111111111' }),
      }) && destination(stack),
      produces: 'access-logs',
    },
    {
      title: 'sends its access logs to a bucket, not to the name of one',
      bad: (stack) => bucket(stack, { serverAccessLogsBucket: js('access-logs') }),
      message: `${BUCKET}: 'serverAccessLogsBucket' must be a bucket, got "access-logs"; for one that the app only names use s3.Bucket.fromBucketName()`,
      good: (stack) => bucket(stack, { serverAccessLogsBucket: s3.Bucket.fromBucketName(stack, 'Access', 'access-logs') }) && destination(stack),
      produces: 'access-logs',
    },
    {
      title: 'sends its access logs to no other Region',
      bad: (stack) => bucket(stack, {
        serverAccessLogsBucket: s3.Bucket.fromBucketAttributes(stack, 'Access', { bucketName: 'access-logs', region: 'us-east-1' }),
      }),
      message: `${BUCKET}: 'serverAccessLogsBucket' must lie in the Region of the log bucket, "eu-central-1", got one of "us-east-1"; use another bucket`,
      good: (stack) => bucket(stack, {
        serverAccessLogsBucket: s3.Bucket.fromBucketAttributes(stack, 'Access', { bucketName: 'access-logs', region: 'eu-central-1' }),
      }) && destination(stack),
      produces: 'access-logs',
    },
    {
      title: 'sends its access logs to another stack only if it has a literal name',
      bad: (stack) => bucket(stack, { serverAccessLogsBucket: new s3.Bucket(another(stack, ENV), 'Access') }),
      message: `${BUCKET}: 'serverAccessLogsBucket' of another stack needs a literal 'bucketName' of this one, got none; give this bucket a name: `
        + 'the other bucket\'s policy names it, and a reference would make the two stacks depend on each other',
      good: (stack) => {
        const other = another(stack, ENV);
        bucket(stack, { bucketName: 'audit-logs', serverAccessLogsBucket: new s3.Bucket(other, 'Access') });
        return inBucket(other, 'S3ServerAccessLogsPolicy').Condition.ArnLike;
      },
      produces: { 'aws:SourceArn': 'arn:${AWS::Partition}:s3:::audit-logs' },
    },
    {
      title: 'has no wildcard in the folder of its access logs',
      bad: (stack) => bucket(stack, { serverAccessLogsPrefix: 'access*' }),
      message: `${BUCKET}: 'serverAccessLogsPrefix' must be letters, digits or any of !-_.'()/, 200 characters at most, got "access*"; write it as in "cloudtrail/"`,
      good: (stack) => bucket(stack, { serverAccessLogsPrefix: 'access/' })
        && properties(stack, 'AWS::S3::Bucket').LoggingConfiguration.LogFilePrefix,
      produces: 'access/',
    },
    {
      title: 'has no reader with a condition key of KMS, which no request to S3 carries',
      bad: (stack) => bucket(stack).grantRead(under({ StringEquals: { 'kms:CallerAccount': '111111111111' } })),
      message: `${BUCKET}: 'grantee' must not bring a condition key of KMS, which no request to S3 carries, `
        + 'got {"StringEquals":{"kms:CallerAccount":"111111111111"}}; use aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID',
      good: (stack) => bucket(stack).grantRead(under({ StringEquals: { 'aws:PrincipalAccount': '111111111111' } }))
        && inBucket(stack, 'EnableCloudTrailLogRead').Condition,
      produces: { StringEquals: { 'aws:PrincipalAccount': '111111111111' } },
    },
    {
      title: 'has no reader with a condition that would open more of the bucket',
      bad: (stack) => bucket(stack).grantRead(under({ StringLike: { 'S3:Prefix': '*' } })),
      message: `${BUCKET}: 'grantee' must not bring the condition StringLike S3:Prefix, which the statement itself uses and which would be replaced, `
        + 'got {"StringLike":{"S3:Prefix":"*"}}; leave it out of the principal',
      good: (stack) => bucket(stack).grantRead(under({ StringLike: { 'aws:PrincipalTag/team': 'audit*' } }))
        && inBucket(stack, 'EnableCloudTrailLogList').Condition,
      produces: { StringLike: { 'aws:PrincipalTag/team': 'audit*', 's3:prefix': 'AWSLogs/*' } },
    },
    {
      title: 'that exists is not found by its name alone',
      bad: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', js('audit-logs'), { encryptionKey: key(stack) }),
      message: `${BUCKET}: 'bucket' must be a bucket, got "audit-logs"; for one that the app only names use s3.Bucket.fromBucketName()`,
      good: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', s3.Bucket.fromBucketName(stack, 'Named', 'audit-logs'), {
        encryptionKey: key(stack),
      }).bucket.bucketName,
      produces: 'audit-logs',
    },
    {
      title: 'that exists is not a KMS key',
      bad: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', js(new kms.Key(stack, 'Plain')), { encryptionKey: key(stack) }),
      message: `${BUCKET}: 'bucket' must be a bucket, got the Key "Stack/Plain"; for one that the app only names use s3.Bucket.fromBucketName()`,
      good: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', new s3.Bucket(stack, 'Plain'), { encryptionKey: key(stack) }).bucket.node.path,
      produces: 'Stack/Plain',
    },
    {
      title: 'that exists needs a key',
      bad: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', new s3.Bucket(stack, 'Plain'), js(undefined)),
      message: `${BUCKET}: 'encryptionKey' must be a CloudTrailEncryptionKey, got undefined; for a kms.Key use CloudTrailEncryptionKey.fromKey()`,
      good: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', new s3.Bucket(stack, 'Plain'), { encryptionKey: key(stack) }).encryptionKey.node.path,
      produces: 'Stack/Key',
    },
    {
      title: 'that exists takes no key of another Region',
      bad: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket',
        s3.Bucket.fromBucketAttributes(stack, 'Named', { bucketName: 'audit-logs', region: 'us-east-1' }), { encryptionKey: key(stack) }),
      message: `${BUCKET}: 'encryptionKey' must lie in the bucket's Region, "us-east-1", got a key of "eu-central-1"; ${OTHER_REGION}`,
      good: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket',
        s3.Bucket.fromBucketAttributes(stack, 'Named', { bucketName: 'audit-logs', region: 'us-east-1' }), {
          encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN.replace('eu-central-1', 'us-east-1')),
        }).encryptionKey.keyArn,
      produces: 'arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012',
    },
    {
      title: 'that exists and is known by its name alone is of the Region of its stack',
      bad: (stack) => TrailLogBucket.fromBucket(another(stack, { ...ENV, region: 'us-east-1' }), 'Bucket',
        s3.Bucket.fromBucketName(stack.node.root.node.findChild('Other'), 'Named', 'audit-logs'), { encryptionKey: key(stack) }),
      message: `Other/Bucket: 'encryptionKey' must lie in the bucket's Region, "us-east-1", got a key of "eu-central-1"; ${OTHER_REGION}`,
      good: (stack) => TrailLogBucket.fromBucket(another(stack, { ...ENV, region: 'us-east-1' }), 'Bucket',
        s3.Bucket.fromBucketAttributes(stack.node.root.node.findChild('Other'), 'Named', { bucketName: 'audit-logs', region: 'eu-central-1' }),
        { encryptionKey: key(stack) }).bucket.env.region,
      produces: 'eu-central-1',
    },
    {
      title: 'that exists in the app takes no key of another Region',
      bad: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', new s3.Bucket(stack, 'Plain'), { encryptionKey: keyIn(stack, 'us-east-1') }),
      message: ofRegion('us-east-1'),
      good: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', new s3.Bucket(stack, 'Plain'), { encryptionKey: keyIn(stack, 'eu-central-1') })
        .encryptionKey.node.path,
      produces: 'Other/Key',
    },
    {
      title: 'has a removal policy of the CDK',
      bad: (stack) => bucket(stack, { removalPolicy: js('Delete') }),
      message: `${BUCKET}: 'removalPolicy' must be ${A_REMOVAL_POLICY}, got "Delete"; use a member of RemovalPolicy`,
      good: (stack) => bucket(stack, { removalPolicy: RemovalPolicy.DESTROY }) && deletionPolicy(stack, 'AWS::S3::Bucket'),
      produces: 'Delete',
    },
    {
      title: 'has no gap in its lifecycle rules',
      bad: (stack) => bucket(stack, { lifecycleRules: js([{ expiration: Duration.days(30) }, null]) }),
      message: `${BUCKET}: 'lifecycleRules[1]' must be a LifecycleRule, got null; write it as in { expiration: Duration.days(2555) }`,
      good: (stack) => bucket(stack, { lifecycleRules: [{ expiration: Duration.days(30) }] })
        && properties(stack, 'AWS::S3::Bucket').LifecycleConfiguration.Rules,
      produces: [{ ExpirationInDays: 30, Status: 'Enabled' }],
    },
    {
      title: 'that exists has a prefix of the same form',
      bad: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', new s3.Bucket(stack, 'Plain'), { encryptionKey: key(stack), s3KeyPrefix: 'audit/' }),
      message: `${BUCKET}: 's3KeyPrefix' must be ${A_PREFIX}, got "audit/"; ${FOLDER_ALONE}`,
      good: (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', new s3.Bucket(stack, 'Plain'), { encryptionKey: key(stack), s3KeyPrefix: 'audit' }).s3KeyPrefix,
      produces: 'audit',
    },
  ]);
});

describe('an encrypted trail', () => {
  const trailProperty = (stack: Stack, name: string) => properties(stack, 'AWS::CloudTrail::Trail')[name];
  const otherKey = (stack: Stack) => new CloudTrailEncryptionKey(stack, 'OtherKey');
  const A_LOG_BUCKET = 'for an s3.Bucket use TrailLogBucket.fromBucket(), of an EncryptedTrail its \'logBucket\'';

  refuses([
    {
      title: 'has one name, not a pattern of names',
      bad: (stack) => trail(stack, { trailName: 'audit-*' }),
      message: `${TRAIL}: 'trailName' must be ${A_TRAIL_NAME}, got "audit-*"; rename the trail`,
      good: (stack) => trail(stack, { trailName: 'audit-1' }) && trailProperty(stack, 'TrailName'),
      produces: 'audit-1',
    },
    {
      title: 'has a prefix of 200 characters at most',
      bad: (stack) => trail(stack, { s3KeyPrefix: 'a'.repeat(201) }),
      message: `${TRAIL}: 's3KeyPrefix' must be ${A_PREFIX}, got "${'a'.repeat(199)}...; ${FOLDER_ALONE}`,
      good: (stack) => trail(stack, { s3KeyPrefix: 'a'.repeat(200) }) && trailProperty(stack, 'S3KeyPrefix').length,
      produces: 200,
    },
    {
      title: 'takes no wildcard for the accounts of readers',
      bad: (stack) => trail(stack, { readerAccounts: ['*'] }),
      message: `${TRAIL}: 'readerAccounts[0]' must be ${AN_ACCOUNT}, got "*"; ${IN_FULL}`,
      good: (stack) => trail(stack, { readerAccounts: ['222222222222'] }) && inKey(stack, 'EnableEncryptedCloudTrailLogReadAccess').Principal,
      produces: { AWS: 'arn:${AWS::Partition}:iam::222222222222:root' },
    },
    {
      title: 'takes readers as a list',
      bad: (stack) => trail(stack, { readers: js(ROLE_ARN) }),
      message: `${TRAIL}: 'readers' must be ${A_KNOWN_LIST}, got "${ROLE_ARN}"; write its elements out`,
      good: (stack) => trail(stack, { readers: [arn(ROLE_ARN)] }) && inBucket(stack, 'EnableCloudTrailLogRead').Principal,
      produces: { AWS: ROLE_ARN },
    },
    {
      title: 'takes no reader with a condition key of KMS',
      bad: (stack) => trail(stack, { readers: [under({ Bool: { 'kms:GrantIsForAWSResource': 'true' } })] }),
      message: `${TRAIL}: 'readers[0]' must not bring a condition key of KMS, which no request to S3 carries, `
        + 'got {"Bool":{"kms:GrantIsForAWSResource":"true"}}; use aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID',
      good: (stack) => trail(stack, { readers: [under({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })] })
        && inKey(stack, 'EnableCloudTrailLogDecryptPermissions').Condition.Bool,
      produces: { 'aws:MultiFactorAuthPresent': 'true' },
    },
    {
      title: 'has an organization by its id, not by its name',
      bad: (stack) => trail(stack, { organizationId: 'ExampleOrg' }),
      message: `${TRAIL}: 'organizationId' must be ${AN_ORGANIZATION}, got "ExampleOrg"; ${DESCRIBE_ORGANIZATION}`,
      good: (stack) => trail(stack, { organizationId: 'o-exampleorg1' }) && trailProperty(stack, 'IsOrganizationTrail'),
      produces: true,
    },
    {
      title: 'has a management account only together with an organization',
      bad: (stack) => trail(stack, { managementAccountId: '111111111111' }),
      message: `${TRAIL}: 'managementAccountId' goes with 'organizationId', got "111111111111" alone; name the organization, or leave it out`,
      good: (stack) => trail(stack, { managementAccountId: '111111111111', organizationId: 'o-exampleorg1' }).identity.accountId,
      produces: '111111111111',
    },
    {
      title: 'of an organization is deployed in the management account, not by a delegated administrator',
      bad: (stack) => trail(stack, { managementAccountId: '222222222222', organizationId: 'o-exampleorg1' }),
      message: `${TRAIL}: 'managementAccountId' must be the account of the stack, "111111111111", got "222222222222"; CloudFormation creates an organization trail `
        + 'only in the management account, not for a delegated administrator: deploy this stack there, with a \'logBucket\' elsewhere',
      good: (stack) => trail(another(stack, { ...ENV, account: '222222222222' }), {
        managementAccountId: '222222222222', organizationId: 'o-exampleorg1',
      }).identity.accountId,
      produces: '222222222222',
    },
    {
      title: 'has a management account of 12 digits',
      bad: (stack) => trail(stack, { managementAccountId: js(111111111111), organizationId: 'o-exampleorg1' }),
      message: `${TRAIL}: 'managementAccountId' must be ${AN_ACCOUNT}, got 111111111111; ${IN_FULL}`,
      good: (stack) => trail(stack, { managementAccountId: '111111111111', organizationId: 'o-exampleorg1' }).identity.organizationId,
      produces: 'o-exampleorg1',
    },
    {
      title: 'takes no plain KMS key',
      bad: (stack) => trail(stack, { encryptionKey: js(new kms.Key(stack, 'Plain')) }),
      message: `${TRAIL}: 'encryptionKey' must be a CloudTrailEncryptionKey, got the Key "Stack/Plain"; for a kms.Key use CloudTrailEncryptionKey.fromKey()`,
      good: (stack) => trail(stack, { encryptionKey: CloudTrailEncryptionKey.fromKey(stack, 'Key', new kms.Key(stack, 'Plain')) }) && trailProperty(stack, 'KMSKeyId'),
      produces: { 'Fn::GetAtt': ['Plain295EB121', 'Arn'] },
    },
    {
      title: 'takes no plain S3 bucket',
      bad: (stack) => trail(stack, { logBucket: js(new s3.Bucket(stack, 'Plain', { encryption: s3.BucketEncryption.KMS })) }),
      message: `${TRAIL}: 'logBucket' must be a TrailLogBucket, got the Bucket "Stack/Plain"; ${A_LOG_BUCKET}`,
      good: (stack) => trail(stack, {
        logBucket: TrailLogBucket.fromBucket(stack, 'Bucket', s3.Bucket.fromBucketName(stack, 'Named', 'audit-logs'), { encryptionKey: key(stack) }),
      }) && trailProperty(stack, 'S3BucketName'),
      produces: 'audit-logs',
    },
    {
      title: 'takes a log bucket, not the name of one',
      bad: (stack) => trail(stack, { logBucket: js('audit-logs') }),
      message: `${TRAIL}: 'logBucket' must be a TrailLogBucket, got "audit-logs"; ${A_LOG_BUCKET}`,
      good: (stack) => trail(stack, { logBucket: bucket(stack, { bucketName: 'audit-logs' }) }).logBucket.node.path,
      produces: 'Stack/Bucket',
    },
    {
      title: 'takes the bucket of another encrypted trail, not that trail',
      bad: (stack) => trail(stack, { logBucket: js(new EncryptedTrail(stack, 'Other')) }),
      message: `${TRAIL}: 'logBucket' must be a TrailLogBucket, got the EncryptedTrail "Stack/Other"; ${A_LOG_BUCKET}`,
      good: (stack) => trail(stack, { logBucket: new EncryptedTrail(stack, 'Other').logBucket }).logBucket.node.path,
      produces: 'Stack/Other/LogBucket',
    },
    {
      title: 'logs the management events that the CDK knows',
      bad: (stack) => trail(stack, { managementEvents: js('Read') }),
      message: `${TRAIL}: 'managementEvents' must be one of ReadOnly, WriteOnly, All, None, got "Read"; use a member of ReadWriteType`,
      good: (stack) => trail(stack, { managementEvents: cloudtrail.ReadWriteType.READ_ONLY }) && trailProperty(stack, 'EventSelectors'),
      produces: [{ IncludeManagementEvents: true, ReadWriteType: 'ReadOnly' }],
    },
    {
      title: 'has an organization by a string, not by an attribute',
      bad: (stack) => trail(stack, { organizationId: js(new kms.CfnKey(stack, 'Plain').getAtt('Arn')) }),
      message: `${TRAIL}: 'organizationId' ${NO_STRING}`,
      good: (stack) => trail(stack, { organizationId: new CfnParameter(stack, 'Id').valueAsString }) && trailProperty(stack, 'IsOrganizationTrail'),
      produces: true,
    },
    {
      title: 'sends to CloudWatch Logs or does not',
      bad: (stack) => trail(stack, { sendToCloudWatchLogs: js('false') }),
      message: `${TRAIL}: 'sendToCloudWatchLogs' must be true or false, got "false"; leave it out for the default`,
      good: (stack) => trail(stack, { sendToCloudWatchLogs: false }).logGroup,
      produces: undefined,
    },
    {
      title: 'sends to CloudWatch Logs only with a key of its account, also where that is known by its ARN alone',
      bad: (stack) => trail(stack, {
        encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN.replace('111111111111', '222222222222')), sendToCloudWatchLogs: true,
      }),
      message: `${TRAIL}: 'sendToCloudWatchLogs' needs a key of the trail's account, "111111111111", got one of "222222222222"; leave it out, or use a key there`,
      good: (stack) => trail(stack, { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN), sendToCloudWatchLogs: true })
        && properties(stack, 'AWS::Logs::LogGroup').KmsKeyId,
      produces: KEY_ARN,
    },
    {
      title: 'sends to CloudWatch Logs only with a key whose stack has an account too, if its own has one',
      bad: (stack) => trail(stack, { encryptionKey: key(agnostic(stack)), sendToCloudWatchLogs: true }),
      message: `${TRAIL}: 'encryptionKey' must be free of references to other accounts, got one to the stack "Agnostic", which is not known to be of the account `
        + 'of "Stack"; CloudFormation carries none across: name the key by CloudTrailEncryptionKey.fromKeyArn()',
      good: (stack) => trail(stack, {
        encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', new CfnParameter(stack, 'Arn').valueAsString), sendToCloudWatchLogs: true,
      }) && properties(stack, 'AWS::Logs::LogGroup').KmsKeyId,
      produces: { Ref: 'Arn' },
    },
    {
      title: 'takes a topic, not the name of one',
      bad: (stack) => trail(stack, { snsTopic: js('audit-logs') }),
      message: `${TRAIL}: 'snsTopic' must be a topic, got "audit-logs"; for one that the app only names use sns.Topic.fromTopicArn()`,
      good: (stack) => trail(stack, { snsTopic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-central-1:111111111111:audit-logs') })
        && trailProperty(stack, 'SnsTopicName'),
      produces: 'audit-logs',
    },
    {
      title: 'takes kinds of insights as a list, not one alone',
      bad: (stack) => trail(stack, { insightTypes: js('ApiCallRateInsight') }),
      message: `${TRAIL}: 'insightTypes' must be ${A_KNOWN_LIST}, got "ApiCallRateInsight"; write its elements out`,
      good: (stack) => trail(stack, { insightTypes: [cloudtrail.InsightType.API_CALL_RATE] }) && trailProperty(stack, 'InsightSelectors'),
      produces: [{ InsightType: 'ApiCallRateInsight' }],
    },
    {
      title: 'takes no key of another Region',
      bad: (stack) => trail(stack, { encryptionKey: key(another(stack, { ...ENV, region: 'us-east-1' })) }),
      message: `${TRAIL}: 'encryptionKey' must lie in the bucket's Region, "eu-central-1", got a key of "us-east-1"; use a key there`,
      good: (stack) => trail(stack, { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN) }) && trailProperty(stack, 'KMSKeyId'),
      produces: KEY_ARN,
    },
    {
      title: 'takes no key beside a bucket that has another',
      bad: (stack) => trail(stack, { logBucket: bucket(stack), encryptionKey: otherKey(stack) }),
      message: `${TRAIL}: 'encryptionKey' must be that of 'logBucket', got the CloudTrailEncryptionKey "Stack/OtherKey" beside the CloudTrailEncryptionKey "Stack/Key"; `
        + 'leave it out: readers of the bucket are admitted to the key of the bucket',
      good: (stack) => {
        const logBucket = bucket(stack, { encryptionKey: otherKey(stack) });
        return trail(stack, { logBucket, encryptionKey: logBucket.encryptionKey }).encryptionKey.node.path;
      },
      produces: 'Stack/OtherKey',
    },
    {
      title: 'takes no prefix beside a bucket that has another',
      bad: (stack) => trail(stack, { logBucket: bucket(stack, { s3KeyPrefix: 'audit' }), s3KeyPrefix: 'logs' }),
      message: `${TRAIL}: 's3KeyPrefix' must be that of 'logBucket', "audit", got "logs"; set it where the bucket is defined`,
      good: (stack) => trail(stack, { logBucket: bucket(stack, { s3KeyPrefix: 'audit' }) }) && trailProperty(stack, 'S3KeyPrefix'),
      produces: 'audit',
    },
    {
      title: 'takes no prefix beside a bucket without one',
      bad: (stack) => trail(stack, { logBucket: bucket(stack), s3KeyPrefix: 'logs' }),
      message: `${TRAIL}: 's3KeyPrefix' must be that of 'logBucket', "", got "logs"; set it where the bucket is defined`,
      good: (stack) => trail(stack, { s3KeyPrefix: 'logs' }) && trailProperty(stack, 'S3KeyPrefix'),
      produces: 'logs',
    },
    {
      title: 'takes no retention beside a bucket, which has its own',
      bad: (stack) => trail(stack, {
        logBucket: bucket(stack), objectLockRetention: s3.ObjectLockRetention.governance(Duration.days(365)), lifecycleRules: [{ prefix: 'AWSLogs/' }],
      }),
      message: `${TRAIL}: 2 problems\n  - `
        + '\'objectLockRetention\' goes with a bucket that the trail makes, got a ObjectLockRetention beside the TrailLogBucket "Stack/Bucket"; set it where the bucket is defined\n  - '
        + '\'lifecycleRules\' goes with a bucket that the trail makes, got [{"prefix":"AWSLogs/"}] beside the TrailLogBucket "Stack/Bucket"; set it where the bucket is defined',
      good: (stack) => trail(stack, { logBucket: bucket(stack, { objectLockRetention: s3.ObjectLockRetention.governance(Duration.days(365)) }) })
        && properties(stack, 'AWS::S3::Bucket').ObjectLockConfiguration.Rule,
      produces: { DefaultRetention: { Days: 365, Mode: 'GOVERNANCE' } },
    },
    {
      title: 'has a retention by Object Lock of the CDK, not a number of days',
      bad: (stack) => trail(stack, { objectLockRetention: js(365) }),
      message: `${TRAIL}: 'objectLockRetention' must be an ObjectLockRetention, got 365; use s3.ObjectLockRetention.compliance()`,
      good: (stack) => trail(stack, { objectLockRetention: s3.ObjectLockRetention.governance(Duration.days(365)) })
        && properties(stack, 'AWS::S3::Bucket').ObjectLockConfiguration.Rule,
      produces: { DefaultRetention: { Days: 365, Mode: 'GOVERNANCE' } },
    },
    {
      title: 'has no gap in the lifecycle rules of its bucket',
      bad: (stack) => trail(stack, { lifecycleRules: js([undefined]) }),
      message: `${TRAIL}: 'lifecycleRules[0]' must be a LifecycleRule, got undefined; write it as in { expiration: Duration.days(2555) }`,
      good: (stack) => trail(stack, { lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }] })
        && properties(stack, 'AWS::S3::Bucket').LifecycleConfiguration.Rules,
      produces: [{ NoncurrentVersionExpiration: { NoncurrentDays: 30 }, Status: 'Enabled' }],
    },
    {
      title: 'sends to CloudWatch Logs only with a key of its Region',
      bad: (stack) => trail(stack, { logBucket: bucket(another(stack, { ...ENV, region: 'us-east-1' }), { bucketName: 'logs' }), sendToCloudWatchLogs: true }),
      message: `${TRAIL}: 'sendToCloudWatchLogs' needs a key of the trail's Region, "eu-central-1", got one of "us-east-1"; leave it out, or use a key there`,
      good: (stack) => trail(stack, { trailName: 'audit', sendToCloudWatchLogs: true }) && properties(stack, 'AWS::Logs::LogGroup').LogGroupName,
      produces: '/aws/cloudtrail/audit',
    },
  ]);
});

describe('a pattern of log readers', () => {
  const patternOf = (principal: iam.IPrincipal) => readable(pinned().resolve(principal.policyFragment.conditions)).ArnLike['aws:PrincipalArn'];
  const FIX = 'write it as in "audit-*"; to admit a whole account use \'readerAccounts\'';
  const roles = (bad: unknown, good: string, received = JSON.stringify(bad)): Omit<Refusal, 'title'> => ({
    bad: () => LogReaders.rolePattern('222222222222', js(bad)),
    message: `LogReaders.rolePattern: 'rolePattern' must be ${A_ROLE_PATTERN}, got ${received}; ${FIX}`,
    good: () => patternOf(LogReaders.rolePattern('222222222222', good)),
    produces: `arn:\${AWS::Partition}:iam::222222222222:role/${good}`,
  });
  const sets = (bad: string, good: string): Omit<Refusal, 'title'> => ({
    bad: () => LogReaders.permissionSet('222222222222', bad),
    message: `LogReaders.permissionSet: 'permissionSetName' must be 1-32 letters, digits or any of _+=,.@-, got "${bad}"; `
      + 'name the permission set, not the role that is made for it',
    good: () => patternOf(LogReaders.permissionSet('222222222222', good))[0],
    produces: `arn:\${AWS::Partition}:iam::222222222222:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${good}_????????????????`,
  });

  refuses([
    {
      title: 'is of one account',
      bad: () => LogReaders.rolePattern('*', 'audit-*'),
      message: `LogReaders.rolePattern: 'accountId' must be ${AN_ACCOUNT}, got "*"; ${IN_FULL}`,
      good: () => patternOf(LogReaders.rolePattern('222222222222', 'audit-*')),
      produces: 'arn:${AWS::Partition}:iam::222222222222:role/audit-*',
    },
    { title: 'does not match every role', ...roles('*', 'a*') },
    { title: 'does not match every role in a roundabout way', ...roles('*/?*', '*/-*') },
    { title: 'does not begin with a slash', ...roles('/teams/audit', 'teams/audit') },
    { title: 'is a name, not an ARN', ...roles('arn:aws:iam::222222222222:role/audit', 'audit') },
    { title: 'has 512 characters at most', ...roles('a'.repeat(513), 'a'.repeat(512), `"${'a'.repeat(199)}...`) },
    { title: 'is text', ...roles(null, 'null') },
    { title: 'of a permission set has a name of 32 characters at most', ...sets('a'.repeat(33), 'a'.repeat(32)) },
    { title: 'of a permission set has no wildcard in its name', ...sets('Audit*', 'Audit') },
    { title: 'of a permission set has its name, not its path', ...sets('sso/Audit', 'sso-Audit') },
    {
      title: 'of a permission set is of one account',
      bad: () => LogReaders.permissionSet('2222', 'Audit'),
      message: `LogReaders.permissionSet: 'accountId' must be ${AN_ACCOUNT}, got "2222"; ${IN_FULL}`,
      good: () => patternOf(LogReaders.permissionSet('222222222222', 'Audit'))[1],
      produces: 'arn:${AWS::Partition}:iam::222222222222:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Audit_????????????????',
    },
  ]);
});

describe('a statement builder refuses principals whose condition would replace the statement\'s own', () => {
  const builders: [string, string, (principals: iam.IPrincipal[]) => iam.PolicyStatement, string, string, unknown][] = [
    ['for readers of a key', 'EnableCloudTrailLogDecryptPermissions', (p) => KeyPolicyStatements.enableCloudTrailLogDecryptPermissions(p),
      'Null', 'kms:EncryptionContext:AWS:cloudtrail:arn', 'false'],
    ['for readers of a bucket with a Bucket Key', 'EnableCloudTrailLogDecryptPermissionsWithBucketKey',
      (p) => KeyPolicyStatements.enableCloudTrailLogDecryptPermissionsWithBucketKey(p, ['logs']),
      'StringEquals', 'kms:EncryptionContext:AWS:s3:arn', 'arn:${AWS::Partition}:s3:::logs'],
    ['for users of a log group', 'AllowLogGroupUse', (p) => KeyPolicyStatements.allowLogGroupUse(p, ['audit']),
      'StringEquals', 'KMS:ViaService', 'logs.${AWS::Region}.amazonaws.com'],
    ['for readers who list a bucket', 'EnableCloudTrailLogList', (p) => BucketPolicyStatements.enableCloudTrailLogList('arn:aws:s3:::logs', p),
      'StringLike', 'S3:prefix', 'AWSLogs/*'],
  ];

  refuses(builders.map(([title, sid, build, operator, conditionKey, guard]) => ({
    title,
    bad: () => build([under({ [operator]: { [conditionKey]: 'x' } })]),
    message: `${sid}: a principal brings the condition ${operator} ${conditionKey}, which would replace the statement's own; leave it out of the principal`,
    good: (stack) => {
      const own = readable(stack.resolve(build([under({ [operator]: { 'aws:PrincipalTag/x': 'x' } })]).conditions))[operator];
      return [own['aws:PrincipalTag/x'], Object.values(own).filter(value => value !== 'x')];
    },
    produces: ['x', [guard]],
  })));
});

test('all complaints about one props object come in one message', () => {
  expect(errorOf(() => key(pinned(), {
    trailAccounts: ['1'], readers: [new iam.AnyPrincipal()], alias: 'cloudtrail', rotationPeriod: Duration.days(1),
  }))?.message).toEqual(`Stack/Key: 4 problems
  - 'trailAccounts[0]' must be an account id of 12 digits, as a string, got "1"; write it in full, as in "111111111111"; accounts have no wildcard
  - 'readers[0]' must be a role, a user, an account, or an organization or other "*" with a condition that says who, got "*" with the conditions {}; that is everybody: use an OrganizationPrincipal, or a condition on aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID that names an account or organization
  - 'alias' must be "alias/" and letters, digits, "/", "_" or "-", 256 characters at most, not beginning with "alias/aws", got "cloudtrail"; write it as in "alias/cloudtrail"
  - 'rotationPeriod' must be 90 to 2560 whole days, got 1 day; use Duration.days()`);
});

test('complaints about a trail, its key and its bucket come in one message, each once', () => {
  expect(errorOf(() => trail(pinned(), {
    trailName: 'a', organizationId: 'x', readers: [new iam.AnyPrincipal()], readerAccounts: ['1'],
  }))?.message).toEqual(`Stack/Trail: 4 problems
  - 'trailName' must be 3-128 letters, digits, '.', '_' or '-', beginning and ending with a letter or digit, no two of '._-' side by side, not an IP address, got "a"; rename the trail
  - 'organizationId' must be "o-" and 10 to 32 lower-case letters or digits, got "x"; take it from the output of \`aws organizations describe-organization\`
  - 'readers[0]' must be a role, a user, an account, or an organization or other "*" with a condition that says who, got "*" with the conditions {}; that is everybody: use an OrganizationPrincipal, or a condition on aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID that names an account or organization
  - 'readerAccounts[0]' must be an account id of 12 digits, as a string, got "1"; write it in full, as in "111111111111"; accounts have no wildcard`);
});

describe('props that are none are named:', () => {
  test.each<[string, (stack: Stack, props: any) => unknown]>([
    ['of a key', (stack, props) => new CloudTrailEncryptionKey(stack, 'It', props)],
    ['of a trail', (stack, props) => new EncryptedTrail(stack, 'It', props)],
  ])('%s', (_, make) => {
    expect(errorOf(() => make(pinned(), null))?.message)
      .toEqual("Stack/It: 'props' must be an object, got null; write them as in { ... }, or leave them out if none is required");
    expect(make(pinned(), undefined)).toBeDefined();
  });
});

describe('nothing half-defined remains of', () => {
  const made: [string, (stack: Stack) => unknown][] = [
    ['a key', (stack) => new CloudTrailEncryptionKey(stack, 'It', { alias: 'cloudtrail' })],
    ['a key that is only named', (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'It', 'alias/cloudtrail')],
    ['a key made with plain CDK', (stack) => CloudTrailEncryptionKey.fromKey(stack, 'It', js(undefined))],
    ['a log bucket', (stack) => new TrailLogBucket(stack, 'It', js({}))],
    ['a log bucket that exists', (stack) => TrailLogBucket.fromBucket(stack, 'It', js('logs'), js({}))],
    ['a trail', (stack) => new EncryptedTrail(stack, 'It', { readers: [new iam.AnyPrincipal()] })],
  ];

  test.each(made)('%s', (_, make) => {
    const stack = pinned();

    expect(errorOf(() => make(stack))?.name).toEqual('ValidationError');

    expect(stack.node.tryFindChild('It')).toBeUndefined();
    expect(Template.fromStack(stack).toJSON().Resources ?? {}).toEqual({});
  });
});

describe('a refused call leaves the policies as they were:', () => {
  const policies = (stack: Stack) => {
    const template = Template.fromStack(stack);
    return [template.findResources('AWS::KMS::Key'), template.findResources('AWS::S3::BucketPolicy')];
  };
  const calls: [string, (log: TrailLogBucket, encryptionKey: CloudTrailEncryptionKey, stack: Stack) => unknown][] = [
    ['grantRead', (log) => log.grantRead(new iam.AnyPrincipal())],
    ['grantRead of a composite one half of which could be admitted', (log) => log.grantRead(new iam.CompositePrincipal(arn(ROLE_ARN), new iam.AnyPrincipal()))],
    ['addTrail', (log) => log.addTrail(identity({ partition: 'aws-cn', region: 'cn-north-1' }))],
    ['grantDecrypt', (_, encryptionKey) => encryptionKey.grantDecrypt(new iam.AnyPrincipal())],
    ['grantAdmin', (_, encryptionKey) => encryptionKey.grantAdmin(new iam.AnyPrincipal())],
    ['addEventDataStore', (_, encryptionKey) => encryptionKey.addEventDataStore(TRAIL_ARN)],
    ['grantLogGroupUse', (_, encryptionKey) => encryptionKey.grantLogGroupUse(new iam.AnyPrincipal(), 'audit')],
    ['a trail on key and bucket', (log, _, stack) => trail(stack, { logBucket: log, readers: [arn(ROLE_ARN), new iam.AnyPrincipal()] })],
  ];

  test.each(calls)('%s', (_, call) => {
    const [stack, untouched] = [pinned(), pinned()];
    bucket(untouched);
    const log = bucket(stack);

    expect(errorOf(() => call(log, log.encryptionKey as CloudTrailEncryptionKey, stack))?.name).toEqual('ValidationError');

    expect(policies(stack)).toEqual(policies(untouched));
  });
});

describe('a token is never guessed:', () => {
  const parameter = (stack: Stack) => new CfnParameter(stack, 'Parameter').valueAsString;
  const ref = { Ref: 'Parameter' };
  const passing: [string, (stack: Stack) => unknown, unknown][] = [
    ['an alias', (stack) => key(stack, { alias: parameter(stack) }) && properties(stack, 'AWS::KMS::Alias').AliasName, ref],
    ['a description', (stack) => key(stack, { description: parameter(stack) }) && properties(stack, 'AWS::KMS::Key').Description, ref],
    ['a rotation period', (stack) => key(stack, { rotationPeriod: Duration.days(Lazy.number({ produce: () => 100 })) })
      && properties(stack, 'AWS::KMS::Key').RotationPeriodInDays, 100],
    ['a trail account', (stack) => key(stack, { trailAccounts: [parameter(stack)] })
      && inKey(stack, 'AllowCloudTrailAccessByAccount').Condition.StringEquals['aws:SourceAccount'], '${Parameter}'],
    ['a reader account', (stack) => key(stack, { readerAccounts: [parameter(stack)] })
      && inKey(stack, 'EnableEncryptedCloudTrailLogReadAccess').Principal.AWS, 'arn:${AWS::Partition}:iam::${Parameter}:root'],
    ['a trail\'s name, account, Region, partition and organization', (stack) => {
      const token = parameter(stack);
      key(stack, { trails: [new TrailIdentity({ trailName: token, accountId: token, region: token, partition: token, organizationId: token })] });
      return inKey(stack, 'AllowCloudTrailAccess').Condition.StringEquals['aws:SourceArn'];
    }, 'arn:${Parameter}:cloudtrail:${Parameter}:${Parameter}:trail/${Parameter}'],
    ['the ARN of an event data store, from which its account is taken', (stack) => {
      key(stack, { eventDataStoreArns: [parameter(stack)] });
      return properties(stack, 'AWS::KMS::Key').KeyPolicy.Statement.find(({ Sid }: any) => Sid === 'AllowCloudTrailEncryptEds').Condition;
    }, { StringEquals: { 'aws:SourceAccount': { 'Fn::Select': [4, { 'Fn::Split': [':', ref] }] }, 'aws:SourceArn': ref } }],
    ['the account in a reader\'s ARN', (stack) => key(stack, { readers: [arn(`arn:aws:iam::${parameter(stack)}:role/Audit`)] })
      && inKey(stack, 'EnableCloudTrailLogDecryptPermissions').Principal.AWS, 'arn:aws:iam::${Parameter}:role/Audit'],
    ['a bucket\'s name', (stack) => bucket(stack, { bucketName: parameter(stack) }) && properties(stack, 'AWS::S3::Bucket').BucketName, ref],
    ['a prefix', (stack) => trail(stack, { s3KeyPrefix: parameter(stack) }) && properties(stack, 'AWS::CloudTrail::Trail').S3KeyPrefix, ref],
    ['a trail name of a trail', (stack) => trail(stack, { trailName: parameter(stack) }) && properties(stack, 'AWS::CloudTrail::Trail').TrailName, ref],
    ['a log group\'s name', (stack) => {
      key(stack).addLogGroup(parameter(stack));
      return inKey(stack, 'AllowCloudWatchLogs').Condition.ArnEquals['kms:EncryptionContext:aws:logs:arn'];
    }, 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Parameter}'],
    ['the ARN of a key', (stack) => stack.resolve(CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', parameter(stack)).keyArn), ref],
    ['a management account beside a stack whose account is not known', (stack) => trail(another(stack), {
      managementAccountId: '222222222222', organizationId: 'o-exampleorg1',
    }).identity.accountId, '222222222222'],
    ['what a Lazy produces later', (stack) => key(stack, { alias: Lazy.string({ produce: () => 'alias/later' }) })
      && properties(stack, 'AWS::KMS::Alias').AliasName, 'alias/later'],
  ];

  test.each(passing)('%s passes', (_, make, produced) => {
    expect(make(pinned())).toEqual(produced);
  });

  const warned = (stack: Stack, id: string) => Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp(`\\[ack: cdk-cloudtrail-encryption:${id}\\]`)).map(({ id: path }) => path);

  test.each<[string, (stack: Stack, principal: iam.IPrincipal) => unknown]>([
    ['as a reader', (stack, principal) => key(stack, { readers: [principal] })],
    ['as an administrator', (stack, principal) => key(stack, { administrators: [principal] })],
    ['by a grant', (stack, principal) => key(stack).grantDecrypt(principal)],
  ])('a principal that is a token is admitted %s, with a warning that nobody checked whom it admits', (_, admit) => {
    const [opaque, known] = [pinned(), pinned()];

    admit(opaque, arn(parameter(opaque)));
    admit(known, arn(`arn:aws:iam::111111111111:role/${parameter(known)}`));

    expect(warned(opaque, 'CloudTrailEncryptionKey.principalUnknown')).toEqual(['/Stack/Key/Resource']);
    expect(warned(known, 'CloudTrailEncryptionKey.principalUnknown')).toEqual([]);
  });

  test.each<[string, string, (stack: Stack) => unknown, (stack: Stack) => unknown]>([
    ['bucket', '/Stack/Bucket/Resource', (stack) => bucket(stack, { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN) }), (stack) => bucket(stack)],
    ['bucket that exists', '/Stack/Bucket/Policy',
      (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', s3.Bucket.fromBucketAttributes(stack, 'Named', { bucketName: 'logs', region: 'eu-central-1' }), {
        encryptionKey: key(stack),
      }),
      (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', s3.Bucket.fromBucketAttributes(stack, 'Named', { bucketName: 'logs', region: 'eu-central-1' }), {
        encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN),
      })],
  ])('a %s whose Region is not known takes a key with a warning, and without one where both must be equal', (_, path, doubtful, certain) => {
    const [unequal, equal] = [new Stack(new App(), 'Stack'), new Stack(new App(), 'Stack')];

    doubtful(unequal);
    certain(equal);

    expect(warned(unequal, 'TrailLogBucket.regionUnknown')).toEqual([path]);
    expect(warned(equal, 'TrailLogBucket.regionUnknown')).toEqual([]);
  });
});
