import {
  Annotations, App, Aspects, Aws, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sns as sns,
  CfnParameter, Environment, NestedStack, RemovalPolicy, Stack, Stage,
} from 'aws-cdk-lib';
import { Annotations as Found, Match, Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import { CloudTrailEncryptionKey, CloudTrailEncryptionKeyProps, EncryptedTrail, TrailIdentity, TrailLogBucket, TrailLogBucketProps } from '../src';

const ENV: Environment = { account: '111111111111', region: 'eu-central-1' };
const TRAIL_ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
const STORE_ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/12345678-1234-1234-1234-123456789012';
const KEY_ARN = 'arn:aws:kms:eu-central-1:111111111111:key/12345678-1234-1234-1234-123456789012';
const ROLE_ARN = 'arn:aws:iam::111111111111:role/Audit';
const TRAIL = TrailIdentity.fromTrailArn(TRAIL_ARN);
const KEY_SIZE_ADVICE = 'name roles by one pattern (LogReaders.rolePattern()), a team by one role, many accounts by their organization (OrganizationPrincipal) '
  + 'or a path in it (aws:PrincipalOrgPaths), and trails by trailAccounts or one organization trail';
const BUCKET_SIZE_ADVICE = 'use one organization trail, spread the trails over several buckets, name readers by one pattern (LogReaders.rolePattern()), '
  + 'a team by one role, and many accounts by their organization (OrganizationPrincipal) or a path in it (aws:PrincipalOrgPaths)';

const pinned = () => new Stack(new App(), 'Stack', { env: ENV });
const key = (stack: Stack, props: CloudTrailEncryptionKeyProps = {}) => new CloudTrailEncryptionKey(stack, 'Key', { trails: [TRAIL], ...props });
const bucket = (stack: Stack, props: Partial<TrailLogBucketProps> = {}) => new TrailLogBucket(stack, 'Bucket', { encryptionKey: key(stack), ...props });
const role = (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
const arn = (principal: string) => new iam.ArnPrincipal(principal);
const cfnKey = (of: CloudTrailEncryptionKey | kms.Key) => of.node.defaultChild as kms.CfnKey;
const cfnPolicy = (of: s3.IBucket) => of.policy!.node.defaultChild as s3.CfnBucketPolicy;
const trails = (count: number) => Array.from({ length: count }, (_, i) =>
  TrailIdentity.fromTrailArn(`arn:aws:cloudtrail:eu-central-1:${222222222000 + i}:trail/audit-trail`));
const readers = (count: number) => Array.from({ length: count }, (_, i) => arn(`arn:aws:iam::111111111111:role/team/reader-${1000 + i}`));
const allow = (props: iam.PolicyStatementProps) => new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: ['*'], principals: [arn(ROLE_ARN)], ...props });
const deny = (props: iam.PolicyStatementProps) => allow({ effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], ...props });
const encryption = (SSEAlgorithm: string) => ({ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm } }] });
const EVERYTHING = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'kms:*', Resource: '*' };

// the newest CDK also prints what it warns of
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

/** What stops the synthesis, one complaint each. */
const errors = (stack: Stack): string[] => {
  try {
    (stack.node.root as App).synth();
  } catch (error: any) {
    return error.message.split('\n').slice(1).map((line: string) => line.trim());
  }
  return [];
};

/** The warnings of a stack and its nested stacks: where, and what. */
const warnings = (stack: Stack): [string, string][] => Found.fromStack(stack.nestedStackParent ?? stack).findWarning('*', Match.anyValue())
  .map(({ id, entry }) => [id, String(entry.data)]);

/** What stops the synthesis, with what words, and the nearest app that does not. */
interface Refusal {
  readonly title: string;
  readonly bad: (stack: Stack) => unknown;
  /** Texts, or matchers of texts. */
  readonly complaints: unknown[];
  readonly good: (stack: Stack) => unknown;
}

const stops = (rows: Refusal[], only = /^/) => test.each(rows)('$title', ({ bad, complaints, good }) => {
  const [wrong, right] = [pinned(), pinned()];
  bad(wrong);
  good(right);

  expect(errors(wrong).filter(complaint => only.test(complaint))).toEqual(complaints);
  expect(errors(right)).toEqual([]);
});

const finding = (rule: string, text: string, where = 'Stack/Key/Resource') => expect.stringContaining(`[${where}] ${rule}: ${text}`);
const forEveryAccount = (verb: 'encrypt' | 'decrypt', statement: string, where?: string) =>
  finding(`foreign-trail-can-${verb}`, `CloudTrail can ${verb} with the key for the trails of every account: ${statement} admits it`, where);
const cancels = (statement: string, careful: string) => finding('unconditioned-service-statement',
  `${statement} lets CloudTrail use the key without a condition, so that those of statement "${careful}" have no effect`);
const duplicate = (where: string, sid: string, kind: 'key' | 'bucket') => expect.stringContaining(
  `[${where}] ${kind === 'key' ? 'duplicate-sid: ' : ''}statement id '${sid}' stands more than once in the ${kind} policy; give your own statement another sid`);
const shutOut = (statement: string, where?: string) => finding('own-trail-cannot-encrypt',
  `CloudTrail cannot encrypt with the key for arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit: ${statement} denies it`, where);
const OPEN_STORES = finding('event-data-store-unlocked',
  'CloudTrail can use the key for the event data stores of every account, which trails share: statement "AllowCloudTrailEncryptEds" admits it');
const UNMANAGEABLE = finding('nobody-can-administer', 'nobody can change the key policy any more, which KMS refuses; let an administrator');

describe('the synthesis stops where', () => {
  stops([
    {
      title: 'a statement that was added to the key has the Sid of one of ours',
      bad: (stack) => key(stack).key.addToResourcePolicy(allow({ sid: 'AllowCloudTrailAccess', actions: ['kms:DescribeKey'] })),
      complaints: [duplicate('Stack/Key/Resource', 'AllowCloudTrailAccess', 'key')],
      good: (stack) => key(stack).key.addToResourcePolicy(allow({ sid: 'AllowAuditAccess', actions: ['kms:DescribeKey'] })),
    },
    {
      title: 'two statements that were added to the key have one Sid',
      bad: (stack) => {
        const { key: made } = key(stack);
        ['kms:DescribeKey', 'kms:ListGrants'].forEach(action => made.addToResourcePolicy(allow({ sid: 'Audit', actions: [action] })));
      },
      complaints: [duplicate('Stack/Key/Resource', 'Audit', 'key')],
      good: (stack) => {
        const { key: made } = key(stack);
        ['kms:DescribeKey', 'kms:ListGrants'].forEach((action, i) => made.addToResourcePolicy(allow({ sid: `Audit${i}`, actions: [action] })));
      },
    },
    {
      title: 'a statement that was added to the bucket has the Sid of one of ours',
      bad: (stack) => bucket(stack).bucket.addToResourcePolicy(allow({ sid: 'DenyInsecureTransport', actions: ['s3:GetBucketTagging'], resources: ['arn:aws:s3:::x'] })),
      complaints: [duplicate('Stack/Bucket/Resource/Policy/Resource', 'DenyInsecureTransport', 'bucket')],
      good: (stack) => bucket(stack).bucket.addToResourcePolicy(allow({ sid: 'ReadTags', actions: ['s3:GetBucketTagging'], resources: ['arn:aws:s3:::x'] })),
    },
    {
      title: 'a statement that was added shuts the own trail out',
      bad: (stack) => key(stack).key.addToResourcePolicy(deny({
        actions: ['kms:GenerateDataKey*'], conditions: { StringNotEquals: { 'aws:SourceAccount': '222222222222' } },
      })),
      complaints: [shutOut('statement 5')],
      good: (stack) => key(stack).key.addToResourcePolicy(deny({
        actions: ['kms:GenerateDataKey*'], conditions: { StringNotEquals: { 'aws:SourceAccount': '111111111111' } },
      })),
    },
    {
      title: 'a statement that was added shuts one of several trails out',
      bad: (stack) => key(stack, { trails: [TRAIL, ...trails(1)] }).key.addToResourcePolicy(deny({
        actions: ['kms:*'], conditions: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
      })),
      complaints: [shutOut('statement 5'), finding('own-trail-cannot-describe', `CloudTrail cannot describe the key for ${TRAIL_ARN}: statement 5 denies it`)],
      good: (stack) => key(stack, { trails: [TRAIL, ...trails(1)] }).key.addToResourcePolicy(deny({
        actions: ['kms:*'], conditions: { StringEquals: { 'aws:SourceArn': `${TRAIL_ARN}-2` } },
      })),
    },
    {
      title: 'a topic on the key admits CloudTrail without a condition',
      bad: (stack) => new sns.Topic(stack, 'Topic', { masterKey: key(stack).key }).grantPublish(new iam.ServicePrincipal('cloudtrail.amazonaws.com')),
      complaints: [forEveryAccount('encrypt', 'statement 5'), forEveryAccount('decrypt', 'statement 5'), cancels('statement 5', 'AllowCloudTrailEncryptLogs')],
      good: (stack) => new sns.Topic(stack, 'Topic', { masterKey: key(stack).key }).grantPublish(new iam.ServicePrincipal('cloudtrail.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
      })),
    },
    {
      title: 'a statement that was added lets the trails of every account decrypt',
      bad: (stack) => key(stack).key.addToResourcePolicy(allow({ principals: [new iam.ServicePrincipal('cloudtrail.amazonaws.com')] })),
      complaints: [forEveryAccount('decrypt', 'statement 5'), cancels('statement 5', 'AllowCloudTrailDecryptTrail')],
      good: (stack) => key(stack).key.addToResourcePolicy(allow({ principals: [new iam.ServicePrincipal('config.amazonaws.com')] })),
    },
    {
      title: 'a statement that was added lets everybody encrypt',
      bad: (stack) => key(stack).key.addToResourcePolicy(allow({ principals: [new iam.AnyPrincipal()], actions: ['kms:GenerateDataKey'] })),
      complaints: [forEveryAccount('encrypt', 'statement 5')],
      good: (stack) => key(stack).key.addToResourcePolicy(allow({ principals: [new iam.OrganizationPrincipal('o-exampleorg1')], actions: ['kms:GenerateDataKey'] })),
    },
    {
      title: 'a key made with plain CDK is open to the trails of every account already',
      bad: (stack) => {
        const plain = new kms.Key(stack, 'Plain');
        plain.grantDecrypt(new iam.ServicePrincipal('cloudtrail.amazonaws.com'));
        CloudTrailEncryptionKey.fromKey(stack, 'Key', plain);
      },
      complaints: [forEveryAccount('decrypt', 'statement 2', 'Stack/Key/Policy')],
      good: (stack) => {
        const plain = new kms.Key(stack, 'Plain');
        plain.grantDecrypt(new iam.ServicePrincipal('cloudtrail.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }));
        CloudTrailEncryptionKey.fromKey(stack, 'Key', plain);
      },
    },
    {
      title: 'nobody could change the key policy any more',
      bad: (stack) => key(stack).key.addToResourcePolicy(deny({ actions: ['kms:PutKeyPolicy'] })),
      complaints: [UNMANAGEABLE],
      good: (stack) => key(stack).key.addToResourcePolicy(deny({ actions: ['kms:PutKeyPolicy'], principals: [arn('arn:aws:iam::111111111111:role/Intern')] })),
    },
    {
      title: 'nobody could change the key policy any more, and a Deny with an exception among its conditions leaves somebody',
      bad: (stack) => key(stack).key.addToResourcePolicy(deny({ actions: ['kms:Put*'] })),
      complaints: [UNMANAGEABLE],
      good: (stack) => key(stack).key.addToResourcePolicy(deny({
        actions: ['kms:Put*'], conditions: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/KeyAdmin' } },
      })),
    },
    {
      title: 'nobody could change the key policy any more, and a Deny with an exception for a principal leaves somebody',
      bad: (stack) => key(stack).key.addToResourcePolicy(deny({ actions: ['kms:*KeyPolicy'] })),
      complaints: [UNMANAGEABLE],
      good: (stack) => key(stack).key.addToResourcePolicy(new iam.PolicyStatement({
        effect: iam.Effect.DENY, actions: ['kms:*KeyPolicy'], resources: ['*'], notPrincipals: [arn('arn:aws:iam::111111111111:role/KeyAdmin')],
      })),
    },
    {
      title: 'a statement that was added shuts the own trail out for its account, but not for an organization, of which nobody knows whether CloudTrail tells it',
      bad: (stack) => key(stack).key.addToResourcePolicy(deny({
        actions: ['kms:GenerateDataKey*'], conditions: { StringNotEqualsIfExists: { 'aws:SourceAccount': '222222222222' } },
      })),
      complaints: [shutOut('statement 5')],
      good: (stack) => key(stack).key.addToResourcePolicy(deny({
        actions: ['kms:GenerateDataKey*'], conditions: { StringNotEqualsIfExists: { 'aws:SourceOrgID': 'o-exampleorg1' } },
      })),
    },
    {
      title: 'trails share a key with event data stores that are not named yet',
      bad: (stack) => key(stack, { eventDataStoreUsers: [arn(ROLE_ARN)] }),
      complaints: [OPEN_STORES],
      good: (stack) => key(stack, { eventDataStoreUsers: [arn(ROLE_ARN)], eventDataStoreArns: [STORE_ARN] }),
    },
    {
      title: 'the trails of an account share a key with event data stores that are not named yet',
      bad: (stack) => key(stack, { trails: [], trailAccounts: ['222222222222'] }).grantUseEventDataStore(arn(ROLE_ARN)),
      complaints: [OPEN_STORES],
      good: (stack) => key(stack, { trails: [] }).grantUseEventDataStore(arn(ROLE_ARN)),
    },
  ]);

  const OURS = ['AllowKeyAdministration', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess'];
  const missing = (sids: string[], where = 'Stack/Key/Resource') => sids.map(sid => finding('statement-missing',
    `statement '${sid}' is missing from the key policy, which was replaced or changed after it was written; add to the policy instead of replacing it: {`, where));
  const missingFromBucket = (sids: string[], where = 'Stack/Bucket/Resource/Policy/Resource') => sids.map(sid =>
    `[${where}] statement '${sid}' is missing from the bucket policy, which was replaced or changed after this library wrote it; add to the policy instead of replacing it`);

  stops([
    {
      title: 'an override replaced the key policy',
      bad: (stack) => cfnKey(key(stack)).addPropertyOverride('KeyPolicy', { Statement: [EVERYTHING] }),
      complaints: missing(OURS),
      good: (stack) => cfnKey(key(stack)).addPropertyOverride('KeyPolicy', { Version: '2012-10-17' }),
    },
    {
      title: 'an override removed the key policy',
      bad: (stack) => cfnKey(key(stack)).addPropertyDeletionOverride('KeyPolicy'),
      complaints: missing(OURS),
      good: (stack) => cfnKey(key(stack, { description: 'audit' })).addPropertyDeletionOverride('Description'),
    },
    {
      title: 'an override put a text in the place of the key policy',
      bad: (stack) => cfnKey(key(stack)).addPropertyOverride('KeyPolicy', 'audit'),
      complaints: ["[Stack/Key/Resource] the key policy was replaced by something that is none: 'policy' must be an object with a Statement, got a string; "
        + 'pass the parsed JSON of a key policy, as in { "Version": "2012-10-17", "Statement": [...] }'],
      good: (stack) => cfnKey(key(stack)).addPropertyOverride('Description', 'audit'),
    },
    {
      title: 'an override removed the bucket policy',
      bad: (stack) => cfnPolicy(bucket(stack, { trails: [TRAIL] }).bucket).addPropertyDeletionOverride('PolicyDocument'),
      complaints: missingFromBucket(['DenyInsecureTransport', 'AWSCloudTrailAclCheck20150319', 'AWSCloudTrailWrite20150319']),
      good: (stack) => cfnPolicy(bucket(stack, { trails: [TRAIL] }).bucket).addPropertyDeletionOverride('PolicyDocument.Id'),
    },
    {
      title: 'an assignment replaced the key policy',
      bad: (stack) => (cfnKey(key(stack)).keyPolicy = { Statement: [EVERYTHING] }),
      complaints: missing(OURS),
      good: (stack) => (cfnKey(key(stack)).description = 'audit'),
    },
    {
      title: 'an Aspect changed one statement of the key policy',
      bad: (stack) => {
        key(stack);
        Aspects.of(stack).add({
          visit: (node) => kms.CfnKey.isCfnKey(node) && (node as kms.CfnKey).addPropertyOverride('KeyPolicy.Statement.2.Condition', { Bool: { 'aws:SecureTransport': 'true' } }),
        });
      },
      complaints: missing(['AllowCloudTrailDecryptTrail']),
      good: (stack) => {
        key(stack);
        Aspects.of(stack).add({ visit: (node) => kms.CfnKey.isCfnKey(node) && (node as kms.CfnKey).addPropertyOverride('Enabled', true) });
      },
    },
    {
      title: 'the policy of a key made with plain CDK was replaced after ours was added',
      bad: (stack) => {
        const plain = new kms.Key(stack, 'Plain');
        CloudTrailEncryptionKey.fromKey(stack, 'Key', plain).addTrail(TRAIL);
        cfnKey(plain).keyPolicy = { Statement: [EVERYTHING] };
      },
      complaints: missing(OURS.slice(1), 'Stack/Key/Policy'),
      good: (stack) => {
        const plain = new kms.Key(stack, 'Plain');
        cfnKey(plain).keyPolicy = { Statement: [EVERYTHING] };
        CloudTrailEncryptionKey.fromKey(stack, 'Key', plain).addTrail(TRAIL);
      },
    },
    {
      title: 'an override replaced the bucket policy',
      bad: (stack) => cfnPolicy(bucket(stack, { trails: [TRAIL] }).bucket).addPropertyOverride('PolicyDocument.Statement', []),
      complaints: missingFromBucket(['DenyInsecureTransport', 'AWSCloudTrailAclCheck20150319', 'AWSCloudTrailWrite20150319']),
      good: (stack) => cfnPolicy(bucket(stack, { trails: [TRAIL] }).bucket).addPropertyOverride('PolicyDocument.Id', 'audit'),
    },
    {
      title: 'the policy of a bucket made with plain CDK was replaced after ours was added',
      bad: (stack) => {
        const plain = new s3.Bucket(stack, 'Plain');
        TrailLogBucket.fromBucket(stack, 'Bucket', plain, { encryptionKey: key(stack) }).addTrail(TRAIL);
        cfnPolicy(plain).policyDocument = { Statement: [] };
      },
      complaints: missingFromBucket(['AWSCloudTrailAclCheck20150319', 'AWSCloudTrailWrite20150319'], 'Stack/Bucket/Policy'),
      good: (stack) => {
        const plain = new s3.Bucket(stack, 'Plain', { enforceSSL: true });
        cfnPolicy(plain).policyDocument = { Statement: [] };
        TrailLogBucket.fromBucket(stack, 'Bucket', plain, { encryptionKey: key(stack) }).addTrail(TRAIL);
      },
    },
  ], / is missing | is none/);

  stops([
    {
      title: 'an override encrypts the bucket for access logs with KMS afterwards',
      bad: (stack) => {
        const access = new s3.Bucket(stack, 'Access');
        bucket(stack, { serverAccessLogsBucket: access });
        (access.node.defaultChild as s3.CfnBucket).addPropertyOverride('BucketEncryption', encryption('aws:kms'));
      },
      complaints: ["[Stack/Bucket/Resource] 'serverAccessLogsBucket' must be encrypted with SSE-S3, got the Bucket \"Stack/Access\" with KMS, "
        + 'to which S3 delivers no access logs; use another bucket'],
      good: (stack) => {
        const access = new s3.Bucket(stack, 'Access');
        bucket(stack, { serverAccessLogsBucket: access });
        (access.node.defaultChild as s3.CfnBucket).addPropertyOverride('BucketEncryption', encryption('AES256'));
      },
    },
  ], /serverAccessLogsBucket/);

  stops([
    {
      title: 'an override leaves nobody who could change the key policy',
      bad: (stack) => cfnKey(key(stack)).addPropertyOverride('KeyPolicy.Statement', []),
      complaints: [UNMANAGEABLE],
      good: (stack) => cfnKey(key(stack)).addPropertyOverride('KeyPolicy.Id', 'audit'),
    },
  ], / nobody can change /);
});

describe('the policy that a key made with plain CDK has', () => {
  const IAM_DECIDES = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'kms:*', Resource: '*' };
  const KMS_DEFAULT = {
    ...IAM_DECIDES, Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] } },
  };
  const OURS = ['AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess'];

  test.each<[string, any, any, string[]]>([
    ['stays, if it is one statement without a list around it', { Version: '2012-10-17', Statement: IAM_DECIDES }, IAM_DECIDES, OURS],
    ['stays, if its one statement has the Sid of one of ours, which gets a number',
      { Version: '2012-10-17', Statement: { Sid: 'AllowCloudTrailAccess', ...IAM_DECIDES } }, { Sid: 'AllowCloudTrailAccess', ...IAM_DECIDES },
      ['AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess2']],
    ['is what KMS gives a key without one, if it has none', undefined, KMS_DEFAULT, OURS],
  ])('%s', (_, keyPolicy, own, ours) => {
    const stack = pinned();
    const plain = new kms.Key(stack, 'Plain');
    cfnKey(plain).keyPolicy = keyPolicy;

    CloudTrailEncryptionKey.fromKey(stack, 'Key', plain).addTrail(TRAIL);

    const [{ Properties: { KeyPolicy: { Version, Statement: [first, ...rest] } } }] = Object.values<any>(Template.fromStack(stack).findResources('AWS::KMS::Key'));
    expect(Version).toEqual('2012-10-17');
    expect(first).toEqual(own);
    expect(rest.map(({ Sid }: any) => Sid)).toEqual(ours);
    expect([errors(stack), warnings(stack)]).toEqual([[], []]);
  });
});

test('a key policy may have 32768 bytes, and none more', () => {
  const padded = (length: number) => {
    const stack = pinned();
    key(stack, { readers: readers(615) }).key.addToResourcePolicy(allow({ sid: 'x'.repeat(length), actions: ['kms:DescribeKey'] }));
    return stack;
  };
  const bytes = (stack: Stack) => {
    const { KeyPolicy } = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'))[0].Properties;
    const root = '{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::",{"Ref":"AWS::AccountId"},":root"]]}';
    return Buffer.byteLength(JSON.stringify(KeyPolicy).replace(root, '"arn:aws:iam::111111111111:root"'));
  };

  expect(bytes(padded(204))).toEqual(32768);
  expect(errors(padded(205))).toEqual([`[Stack/Key/Resource] policy-too-large: the key policy has 32769 bytes or more, of 32768 at most; ${KEY_SIZE_ADVICE}`]);
});

test('where the stack does not tell the partition, a key policy is measured with that of the ARNs in it', () => {
  const readBy = (count: number) => {
    const stack = new Stack(new App(), 'Stack');
    const names = Array.from({ length: count }, (_, i) => arn(`arn:${Aws.PARTITION}:iam::111111111111:role/team/reader-${1000 + i}`));
    key(stack, {
      trails: [TrailIdentity.fromTrailArn('arn:aws-us-gov:cloudtrail:us-gov-west-1:111111111111:trail/audit')],
      readers: [arn('arn:aws-us-gov:iam::111111111111:role/Audit'), ...names],
    });
    return stack;
  };

  expect(errors(readBy(543))).toEqual([]);
  expect(errors(readBy(544))).toEqual([`[Stack/Key/Resource] policy-too-large: the key policy has 32777 bytes or more, of 32768 at most; ${KEY_SIZE_ADVICE}`]);
});

describe('the synthesis warns, unless that is acknowledged, where', () => {
  /** A warning, and the nearest app that has none of that id. */
  interface Warning {
    readonly title: string;
    readonly id: string;
    readonly doubtful: (stack: Stack) => unknown;
    readonly message: string;
    readonly good: (stack: Stack) => unknown;
  }
  const careless = (principal: string, action: string) => 'statement 5 admits kms:Decrypt for more than the log files of CloudTrail; '
    + 'put the condition "Null": { "kms:EncryptionContext:aws:cloudtrail:arn": "false" } into it, '
    + 'as grantDecrypt() of CloudTrailEncryptionKey and grantRead() of EncryptedTrail do: '
    + `{"Action":${action},"Effect":"Allow","Principal":{"AWS":"${principal}"},"Resource":"*"}`;
  const notOwned = (what: string, statements: unknown[]) => `this app cannot change the policy of ${what}; its owner has to add these statements, \${...} replaced by what is deployed: ${JSON.stringify(statements)}`;
  const sourceArn = { StringEquals: { 'aws:SourceArn': TRAIL_ARN } };
  const cloudTrail = { Service: 'cloudtrail.amazonaws.com' };
  const LOGS = 'arn:aws:s3:::audit-logs';
  const parameters = (stack: Stack, count: number) => Array.from({ length: count }, (_, i) => arn(new CfnParameter(stack, `Reader${i}`).valueAsString));

  const rows: Warning[] = [
    {
      title: 'a key goes with its stack',
      id: 'CloudTrailEncryptionKey.notRetained',
      doubtful: (stack) => key(stack, { removalPolicy: RemovalPolicy.DESTROY }),
      message: 'the key is deleted with the stack, and with it every log file becomes unreadable; set \'removalPolicy\' to RETAIN',
      good: (stack) => key(stack, { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }),
    },
    {
      title: 'a key goes with its stack after all, by an override',
      id: 'CloudTrailEncryptionKey.notRetained',
      doubtful: (stack) => cfnKey(key(stack)).addOverride('DeletionPolicy', 'Delete'),
      message: 'the key is deleted with the stack, and with it every log file becomes unreadable; set \'removalPolicy\' to RETAIN',
      good: (stack) => cfnKey(key(stack, { removalPolicy: RemovalPolicy.DESTROY })).addOverride('DeletionPolicy', 'Retain'),
    },
    {
      title: 'a bucket goes with its stack',
      id: 'TrailLogBucket.notRetained',
      doubtful: (stack) => bucket(stack, { removalPolicy: RemovalPolicy.DESTROY }),
      message: 'the bucket is deleted with the stack, and the audit log with it; set \'removalPolicy\' to RETAIN',
      good: (stack) => bucket(stack, { removalPolicy: RemovalPolicy.RETAIN }),
    },
    {
      title: 'CloudTrail may use a key for the event data stores of every account',
      id: 'CloudTrailEncryptionKey.eventDataStoreUnlocked',
      doubtful: (stack) => key(stack, { trails: [], eventDataStoreUsers: [arn(ROLE_ARN)] }),
      message: 'CloudTrail may use the key for every account\'s event data stores until they are named; deploy, then pass the store\'s ARN in \'eventDataStoreArns\' and deploy again',
      good: (stack) => key(stack, { trails: [], eventDataStoreUsers: [arn(ROLE_ARN)] }).addEventDataStore(STORE_ARN),
    },
    {
      title: 'the grantRead of a plain bucket admits a reader to everything under the key',
      id: 'CloudTrailEncryptionKey.decryptWithoutContext',
      doubtful: (stack) => bucket(stack).bucket.grantRead(role(stack)),
      message: careless('${Role1ABCC5F0.Arn}', '["kms:Decrypt","kms:DescribeKey"]'),
      good: (stack) => bucket(stack).grantRead(role(stack)),
    },
    {
      title: 'the grantDecrypt of a plain key admits a reader to everything under it',
      id: 'CloudTrailEncryptionKey.decryptWithoutContext',
      doubtful: (stack) => key(stack).key.grantDecrypt(role(stack)),
      message: careless('${Role1ABCC5F0.Arn}', '"kms:Decrypt"'),
      good: (stack) => key(stack).grantDecrypt(role(stack)),
    },
    {
      title: 'a statement that was added admits another account to everything under the key',
      id: 'CloudTrailEncryptionKey.decryptWithoutContext',
      doubtful: (stack) => key(stack).key.addToResourcePolicy(allow({ principals: [new iam.AccountPrincipal('222222222222')], actions: ['kms:Dec*'] })),
      message: careless('arn:aws:iam::222222222222:root', '"kms:Dec*"'),
      good: (stack) => key(stack).key.addToResourcePolicy(allow({
        principals: [new iam.OrganizationPrincipal('o-exampleorg1')], conditions: { StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': '*' } },
      })),
    },
    {
      title: 'the key policy may become too large',
      id: 'CloudTrailEncryptionKey.policySizeUnknown',
      doubtful: (stack) => Annotations.of(key(stack, { readers: parameters(stack, 16) }).node.scope!)
        .acknowledgeWarning('cdk-cloudtrail-encryption:CloudTrailEncryptionKey.principalUnknown'),
      message: `the key policy may exceed the 32768 bytes that KMS takes, depending on what its references become; ${KEY_SIZE_ADVICE}`,
      good: (stack) => key(stack, { readers: parameters(stack, 14) }),
    },
    {
      title: 'the bucket policy may become too large',
      id: 'TrailLogBucket.policySizeUnknown',
      doubtful: (stack) => {
        const log = bucket(stack);
        parameters(stack, 6).forEach(reader => log.grantRead(reader));
        Annotations.of(stack).acknowledgeWarning('cdk-cloudtrail-encryption:CloudTrailEncryptionKey.principalUnknown');
      },
      message: `the bucket policy may exceed the 20480 bytes that S3 takes, depending on what its references become; ${BUCKET_SIZE_ADVICE}`,
      good: (stack) => {
        const log = bucket(stack);
        parameters(stack, 4).forEach(reader => log.grantRead(reader));
      },
    },
    {
      title: 'a key belongs to somebody else, who has to add the statements',
      id: 'CloudTrailEncryptionKey.notOwned',
      doubtful: (stack) => {
        const named = CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN);
        named.addTrail(TRAIL);
        named.grantDecrypt(arn(ROLE_ARN));
        named.grantDecrypt(new iam.AccountPrincipal('222222222222'));
      },
      message: notOwned(KEY_ARN, [
        {
          Action: 'kms:GenerateDataKey*',
          Condition: { ...sourceArn, StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:111111111111:trail/*' } },
          Effect: 'Allow',
          Principal: cloudTrail,
          Resource: '*',
          Sid: 'AllowCloudTrailEncryptLogs',
        },
        { Action: 'kms:Decrypt', Condition: sourceArn, Effect: 'Allow', Principal: cloudTrail, Resource: '*', Sid: 'AllowCloudTrailDecryptTrail' },
        { Action: 'kms:DescribeKey', Condition: sourceArn, Effect: 'Allow', Principal: cloudTrail, Resource: '*', Sid: 'AllowCloudTrailAccess' },
        {
          Action: 'kms:Decrypt',
          Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
          Effect: 'Allow',
          Principal: { AWS: ROLE_ARN },
          Resource: '*',
          Sid: 'EnableCloudTrailLogDecryptPermissions',
        },
        {
          Action: 'kms:Decrypt',
          Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::222222222222:root' },
          Resource: '*',
          Sid: 'EnableEncryptedCloudTrailLogReadAccess',
        },
      ]),
      good: (stack) => {
        const owned = CloudTrailEncryptionKey.fromKey(stack, 'Key', new kms.Key(stack, 'Plain'));
        owned.addTrail(TRAIL);
        owned.grantDecrypt(arn(ROLE_ARN));
      },
    },
    {
      title: 'a bucket belongs to somebody else, who has to add the statements',
      id: 'TrailLogBucket.notOwned',
      doubtful: (stack) => {
        const named = TrailLogBucket.fromBucket(stack, 'Bucket', s3.Bucket.fromBucketName(stack, 'Named', 'audit-logs'), {
          encryptionKey: key(stack), s3KeyPrefix: 'audit',
        });
        named.addTrail(TRAIL);
        named.grantRead(arn(ROLE_ARN));
      },
      message: notOwned('the bucket audit-logs', [
        { Action: 's3:GetBucketAcl', Condition: sourceArn, Effect: 'Allow', Principal: cloudTrail, Resource: LOGS, Sid: 'AWSCloudTrailAclCheck20150319' },
        {
          Action: 's3:PutObject',
          Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN, 's3:x-amz-acl': 'bucket-owner-full-control' } },
          Effect: 'Allow',
          Principal: cloudTrail,
          Resource: `${LOGS}/audit/AWSLogs/111111111111/*`,
          Sid: 'AWSCloudTrailWrite20150319',
        },
        { Action: 's3:GetObject', Effect: 'Allow', Principal: { AWS: ROLE_ARN }, Resource: `${LOGS}/audit/AWSLogs/*`, Sid: 'EnableCloudTrailLogRead' },
        {
          Action: 's3:ListBucket',
          Condition: { StringLike: { 's3:prefix': 'audit/AWSLogs/*' } },
          Effect: 'Allow',
          Principal: { AWS: ROLE_ARN },
          Resource: LOGS,
          Sid: 'EnableCloudTrailLogList',
        },
      ]),
      good: (stack) => {
        const owned = TrailLogBucket.fromBucket(stack, 'Bucket', new s3.Bucket(stack, 'Plain'), { encryptionKey: key(stack) });
        owned.addTrail(TRAIL);
        owned.grantRead(arn(ROLE_ARN));
      },
    },
  ];

  test.each(rows)('$title', ({ id, doubtful, message, good }) => {
    const [warned, acknowledged, right] = [pinned(), pinned(), pinned()];
    const tag = `[ack: cdk-cloudtrail-encryption:${id}]`;
    const texts = (stack: Stack) => warnings(stack).map(([, text]) => text).filter(text => text.endsWith(tag));
    doubtful(warned);
    doubtful(acknowledged);
    Annotations.of(acknowledged).acknowledgeWarning(`cdk-cloudtrail-encryption:${id}`);
    good(right);

    expect(warnings(warned).map(([, text]) => text)).toEqual([`${message} ${tag}`]);
    expect(texts(acknowledged)).toEqual([]);
    expect(texts(right)).toEqual([]);
  });

  test.each<[string, (stack: Stack, name: string) => { addTrail(trail: TrailIdentity): void }, string]>([
    ['key', (stack, name) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', name), 'the policy of Stack/Key; its owner'],
    ['bucket', (stack, name) => TrailLogBucket.fromBucket(stack, 'Bucket', s3.Bucket.fromBucketName(stack, 'Named', name), { encryptionKey: key(stack) }),
      'the policy of the bucket Stack/Named; its owner'],
  ])('a %s of somebody else is called by its path where only the deployment knows its name', (_, make, words) => {
    const stack = pinned();

    make(stack, new CfnParameter(stack, 'Name').valueAsString).addTrail(TRAIL);

    expect(warnings(stack).map(([, text]) => text)).toContainEqual(expect.stringContaining(`this app cannot change ${words}`));
  });

  test.each<[string, (stack: Stack) => { addTrail(trail: TrailIdentity): void }, string]>([
    ['key', (stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN), 'CloudTrailEncryptionKey.notOwned'],
    ['bucket', (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', s3.Bucket.fromBucketName(stack, 'Named', 'audit-logs'), { encryptionKey: key(stack) }),
      'TrailLogBucket.notOwned'],
  ])('a %s of somebody else has nothing to be added to its policy until something uses it', (_, make, id) => {
    const [unused, used] = [pinned(), pinned()];

    make(unused);
    make(used).addTrail(TRAIL);

    expect([errors(unused), warnings(unused)]).toEqual([[], []]);
    expect(warnings(used).map(([, text]) => /\[ack: (.*)\]$/.exec(text)?.[1])).toEqual([`cdk-cloudtrail-encryption:${id}`]);
  });

  test('nothing is doubtful, in a stack with and without a known environment', () => {
    const stacks = [pinned(), new Stack(new App(), 'Stack')];

    stacks.forEach(stack => bucket(stack, { trails: [TRAIL] }).grantRead(role(stack)));

    expect(stacks.map(stack => [errors(stack), warnings(stack)])).toEqual([[[], []], [[], []]]);
  });
});

describe('a warning is silent once it is acknowledged on the construct that the user made:', () => {
  /** What the warning is of, its id, and an app in which it is raised: the construct on which it is acknowledged. */
  type Acknowledged = [title: string, id: string, make: (stack: Stack) => IConstruct];
  const tokens = (stack: Stack, count: number) => Array.from({ length: count }, (_, i) => arn(new CfnParameter(stack, `Reader${i}`).valueAsString));
  const silence = (construct: IConstruct, id: string) => Annotations.of(construct).acknowledgeWarning(`cdk-cloudtrail-encryption:${id}`);
  const ofOther = (stack: Stack) => s3.Bucket.fromBucketAttributes(stack, 'Named', { bucketName: 'audit-logs', region: 'eu-central-1' });
  const unpinned = (stack: Stack) => new Stack(stack.node.root as App, 'Unpinned');

  test.each<Acknowledged>([
    ['a key that goes with its stack', 'CloudTrailEncryptionKey.notRetained', (stack) => key(stack, { removalPolicy: RemovalPolicy.DESTROY })],
    ['a key with a reader of everything', 'CloudTrailEncryptionKey.decryptWithoutContext', (stack) => {
      const made = key(stack);
      made.key.grantDecrypt(arn(ROLE_ARN));
      return made;
    }],
    ['a key with a reader that is a token', 'CloudTrailEncryptionKey.principalUnknown', (stack) => key(stack, { readers: tokens(stack, 1) })],
    ['a key for event data stores that are not named', 'CloudTrailEncryptionKey.eventDataStoreUnlocked',
      (stack) => key(stack, { trails: [], eventDataStoreUsers: [arn(ROLE_ARN)] })],
    ['a key whose policy may become too large', 'CloudTrailEncryptionKey.policySizeUnknown', (stack) => {
      const made = key(stack, { readers: tokens(stack, 16) });
      silence(made, 'CloudTrailEncryptionKey.principalUnknown');
      return made;
    }],
    ['a key made with plain CDK, with a reader of everything', 'CloudTrailEncryptionKey.decryptWithoutContext', (stack) => {
      const plain = new kms.Key(stack, 'Plain');
      plain.addToResourcePolicy(allow({}));
      return CloudTrailEncryptionKey.fromKey(stack, 'Key', plain);
    }],
    ['a key made with plain CDK, with a reader that is a token', 'CloudTrailEncryptionKey.principalUnknown', (stack) => {
      const made = CloudTrailEncryptionKey.fromKey(stack, 'Key', new kms.Key(stack, 'Plain'));
      made.grantDecrypt(tokens(stack, 1)[0]);
      return made;
    }],
    ['a key of somebody else', 'CloudTrailEncryptionKey.notOwned', (stack) => {
      const made = CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN);
      made.addTrail(TRAIL);
      return made;
    }],
    ['a bucket that goes with its stack', 'TrailLogBucket.notRetained', (stack) => bucket(stack, { removalPolicy: RemovalPolicy.DESTROY })],
    ['a bucket whose policy may become too large', 'TrailLogBucket.policySizeUnknown', (stack) => {
      const log = bucket(stack);
      tokens(stack, 6).forEach(reader => log.grantRead(reader));
      silence(log.encryptionKey, 'CloudTrailEncryptionKey.principalUnknown');
      return log;
    }],
    ['a bucket whose access logs go to somebody else', 'TrailLogBucket.serverAccessLogsNotGranted',
      (stack) => bucket(stack, { serverAccessLogsBucket: s3.Bucket.fromBucketName(stack, 'Access', 'access-logs') })],
    ['a bucket in a Region that is not known', 'TrailLogBucket.regionUnknown', (stack) => {
      const scope = unpinned(stack);
      return new TrailLogBucket(scope, 'Bucket', { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(scope, 'Key', KEY_ARN) });
    }],
    ['a bucket that exists, beside a key in a Region that is not known', 'TrailLogBucket.regionUnknown',
      (stack) => TrailLogBucket.fromBucket(stack, 'Bucket', ofOther(stack), { encryptionKey: key(unpinned(stack)) })],
    ['a bucket of somebody else', 'TrailLogBucket.notOwned', (stack) => {
      const made = TrailLogBucket.fromBucket(stack, 'Bucket', ofOther(stack), { encryptionKey: key(stack) });
      made.addTrail(TRAIL);
      return made;
    }],
    ['a trail with a topic of somebody else', 'EncryptedTrail.topicNotOwned',
      (stack) => new EncryptedTrail(stack, 'Trail', { snsTopic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-central-1:222222222222:logs') })],
    ['a trail whose topic has a key of somebody else', 'EncryptedTrail.topicKeyNotOwned', (stack) => new EncryptedTrail(stack, 'Trail', {
      snsTopic: new sns.Topic(stack, 'Topic', { masterKey: kms.Key.fromKeyArn(stack, 'TopicKey', KEY_ARN) }),
    })],
    ['a trail whose own key has a reader that is a token', 'CloudTrailEncryptionKey.principalUnknown',
      (stack) => new EncryptedTrail(stack, 'Trail', { readers: tokens(stack, 1) })],
  ])('%s', (_, id, make) => {
    const tag = `cdk-cloudtrail-encryption:${id}`;
    const [warned, acknowledged, other] = [pinned(), pinned(), pinned()];
    const tagsOf = (construct: IConstruct) => warnings(Stack.of(construct)).map(([, text]) => /\[ack: (.*)\]$/.exec(text)?.[1]);
    const [loud, silent, stillLoud] = [warned, acknowledged, other].map(make);

    silence(silent, id);
    silence(stillLoud, 'TrailLogBucket.somethingElse');

    expect([...new Set(tagsOf(loud))]).toEqual([tag]);
    expect(tagsOf(silent)).toEqual([]);
    expect([...new Set(tagsOf(stillLoud))]).toEqual([tag]);
  });
});

describe.each<[string, () => Stack, string]>([
  ['a stack of a Stage', () => new Stack(new Stage(new App(), 'Stage', { env: ENV }), 'Stack'), 'Stage/Stack'],
  ['a nested stack', () => new NestedStack(new Stack(new App(), 'Parent', { env: ENV }), 'Stack'), 'Parent/Stack'],
])('in %s', (_, make, path) => {
  test('the synthesis stops at the same mistakes', () => {
    const [wrong, right] = [make(), make()];
    for (const [stack, sid, account] of [[wrong, 'AllowKeyAdministration', '222222222222'], [right, 'Audit', '111111111111']] as const) {
      const made = key(stack);
      made.key.addToResourcePolicy(allow({ sid, actions: ['kms:DescribeKey'] }));
      made.key.addToResourcePolicy(deny({ actions: ['kms:GenerateDataKey*'], conditions: { StringNotEquals: { 'aws:SourceAccount': account } } }));
    }

    expect(errors(wrong)).toEqual([
      shutOut('statement 6', `${path}/Key/Resource`),
      duplicate(`${path}/Key/Resource`, 'AllowKeyAdministration', 'key'),
    ]);
    expect(errors(right)).toEqual([]);
  });

  test('the synthesis warns of the same doubts', () => {
    const [doubtful, acknowledged, right] = [make(), make(), make()];
    for (const stack of [doubtful, acknowledged]) bucket(stack, { removalPolicy: RemovalPolicy.DESTROY }).bucket.grantRead(arn(ROLE_ARN));
    for (const id of ['CloudTrailEncryptionKey.decryptWithoutContext', 'TrailLogBucket.notRetained']) {
      Annotations.of(acknowledged).acknowledgeWarning(`cdk-cloudtrail-encryption:${id}`);
    }
    bucket(right).grantRead(arn(ROLE_ARN));

    expect(warnings(doubtful).map(([id, text]) => [id.startsWith(`/${path}/`), /\[ack: (.*)\]$/.exec(text)?.[1]]).sort()).toEqual([
      [true, 'cdk-cloudtrail-encryption:CloudTrailEncryptionKey.decryptWithoutContext'],
      [true, 'cdk-cloudtrail-encryption:TrailLogBucket.notRetained'],
    ]);
    expect([warnings(acknowledged), warnings(right)]).toEqual([[], []]);
  });
});
