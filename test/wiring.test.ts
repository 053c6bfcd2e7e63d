import {
  App, Aspects, aws_cloudtrail as cloudtrail, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_sns as sns, CfnResource,
  NestedStack, Stack, Stage,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';
import { bucketPolicyOf, keyPolicyOf, pinnedStack, propertiesOf, text } from './stacks';
import { CloudTrailEncryptionKey, EncryptedTrail, ICloudTrailEncryptionKey, TrailIdentity, TrailLogBucket } from '../src';

const ENV = { account: '111111111111', region: 'eu-central-1' };
const BOB = new iam.ArnPrincipal('arn:aws:iam::111111111111:user/Bob');
const ALICE = new iam.ArnPrincipal('arn:aws:iam::111111111111:user/Alice');

/** Logical ids by resource type. */
function idsOf(stack: Stack): [string, string][] {
  return Object.entries(Template.fromStack(stack).toJSON().Resources as { [id: string]: any }).map(([id, { Type }]) => [Type, id]);
}

test('logical ids stay as they are: another one would replace the key and orphan the logs', () => {
  const stack = pinnedStack();
  new EncryptedTrail(stack, 'Trail', { sendToCloudWatchLogs: true });
  new CloudTrailEncryptionKey(stack, 'OtherKey', { alias: 'alias/other' });
  expect(idsOf(stack)).toEqual([
    ['AWS::KMS::Key', 'TrailKey31F874A3'],
    ['AWS::S3::Bucket', 'TrailLogBucket563B90BB'],
    ['AWS::S3::BucketPolicy', 'TrailLogBucketPolicyFB45F718'],
    ['AWS::S3::Bucket', 'TrailLogBucketServerAccessLogs92653B30'],
    ['AWS::S3::BucketPolicy', 'TrailLogBucketServerAccessLogsPolicyFFD5A4E9'],
    ['AWS::Logs::LogGroup', 'TrailLogGroup4CBE3AF5'],
    ['AWS::IAM::Role', 'TrailLogsRole99E60284'],
    ['AWS::IAM::Policy', 'TrailLogsRoleDefaultPolicyA93A7F06'],
    ['AWS::CloudTrail::Trail', 'Trail76E5F934'],
    ['AWS::KMS::Key', 'OtherKey086DF7E9'],
    ['AWS::KMS::Alias', 'OtherKeyAlias7418EAD8'],
  ]);
});

describe('what is added after the policy was resolved once reaches the template', () => {
  const actions = ['kms:Encrypt'];
  const statement = () => new iam.PolicyStatement({ sid: 'Late', actions, resources: ['*'], principals: [BOB] });
  const doors: [string, (key: CloudTrailEncryptionKey) => void, string][] = [
    ['addTrail', key => key.addTrail(TrailIdentity.inStackOf(key, 'late')), 'AllowCloudTrailEncryptLogs'],
    ['addTopicTrail', key => key.addTopicTrail(TrailIdentity.inStackOf(key, 'late')), 'AllowCloudTrailPublish'],
    ['addEventDataStore', key => key.addEventDataStore('arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/abc'), 'AllowCloudTrailEncryptEds'],
    ['addLogGroup', key => key.addLogGroup('/late'), 'AllowCloudWatchLogs'],
    ['grantDecrypt', key => key.grantDecrypt(BOB), 'EnableCloudTrailLogDecryptPermissions'],
    ['grantAdmin', key => key.grantAdmin(BOB.withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })), 'AllowKeyAdministration2'],
    ['grantLogGroupUse', key => key.grantLogGroupUse(BOB, '/late'), 'AllowLogGroupUse'],
    ['key.addToResourcePolicy', key => key.key.addToResourcePolicy(statement()), 'Late'],
    ['an Aspect', key => Aspects.of(key).add({
      visit: (node: IConstruct) => { if (node === key) key.key.addToResourcePolicy(statement()); },
    }), 'Late'],
  ];

  test.each(doors)('through %s', (_, add, sid) => {
    const stack = pinnedStack();
    const key = new CloudTrailEncryptionKey(stack, 'Key');
    const resource = key.node.defaultChild as kms.CfnKey;
    expect(stack.resolve(resource.keyPolicy).Statement).toHaveLength(1);
    add(key);
    expect(Object.keys(keyPolicyOf(stack))).toContain(sid);
  });

  test('through a grant of the CDK itself', () => {
    const stack = pinnedStack();
    const key = new CloudTrailEncryptionKey(stack, 'Key');
    stack.resolve((key.node.defaultChild as kms.CfnKey).keyPolicy);
    key.key.grantEncrypt(BOB);
    expect(keyPolicyOf(stack)['#1']).toMatchObject({ Action: ['kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'] });
  });

  test('in the policy of the bucket too', () => {
    const stack = pinnedStack();
    const { logBucket } = new EncryptedTrail(stack, 'Trail');
    stack.resolve((logBucket.bucket.policy!.node.defaultChild as s3.CfnBucketPolicy).policyDocument);
    logBucket.addTrail(TrailIdentity.fromTrailArn('arn:aws:cloudtrail:eu-central-1:222222222222:trail/late'));
    logBucket.grantRead(BOB);
    logBucket.bucket.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'Late', actions: ['s3:GetBucketTagging'], resources: [logBucket.bucket.bucketArn], principals: [BOB],
    }));
    expect(Object.keys(bucketPolicyOf(stack, 'TrailLogBucket'))).toEqual([
      'DenyInsecureTransport', 'AWSCloudTrailAclCheck20150319', 'AWSCloudTrailWrite20150319', 'EnableCloudTrailLogRead', 'EnableCloudTrailLogList', 'Late',
    ]);
    expect(bucketPolicyOf(stack, 'TrailLogBucket').AWSCloudTrailWrite20150319.Resource).toEqual([
      '${TrailLogBucket563B90BB.Arn}/AWSLogs/111111111111/*', '${TrailLogBucket563B90BB.Arn}/AWSLogs/222222222222/*',
    ]);
  });
});

test('what is added later gives the same key as what is passed in', () => {
  const trail = new TrailIdentity({ trailName: 'audit', accountId: '222222222222', region: 'us-east-1' });
  const store = 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/abc';
  const [early, late] = [pinnedStack(), pinnedStack()];
  new CloudTrailEncryptionKey(early, 'Key', {
    trails: [trail],
    readers: [BOB, ALICE],
    administrators: [ALICE],
    readerAccounts: ['333333333333'],
    eventDataStoreArns: [store],
    eventDataStoreUsers: [BOB],
    bucketKeyBucketNames: ['audit-logs'],
  });
  const key = new CloudTrailEncryptionKey(late, 'Key');
  key.addBucketKeyBucket('audit-logs');
  key.grantUseEventDataStore(BOB);
  key.addEventDataStore(store);
  key.grantDecrypt(new iam.AccountPrincipal('333333333333'));
  key.grantAdmin(ALICE);
  key.grantDecrypt(BOB);
  key.grantDecrypt(ALICE);
  key.addTrail(trail);
  expect(Template.fromStack(late).toJSON()).toEqual(Template.fromStack(early).toJSON());
});

test('a reader who is named twice stands in the policies once', () => {
  const stack = pinnedStack();
  const trail = new EncryptedTrail(stack, 'Trail', { readers: [BOB, new iam.ArnPrincipal('arn:aws:iam::111111111111:user/Bob')] });
  trail.grantRead(BOB);
  expect(keyPolicyOf(stack).EnableCloudTrailLogDecryptPermissions.Principal).toEqual({ AWS: 'arn:aws:iam::111111111111:user/Bob' });
  expect(bucketPolicyOf(stack, 'TrailLogBucket').EnableCloudTrailLogRead.Principal).toEqual({ AWS: 'arn:aws:iam::111111111111:user/Bob' });
});

describe('a grant', () => {
  test('to a role of the same stack writes the key policy and leaves the role alone', () => {
    const stack = pinnedStack();
    const role = new iam.Role(stack, 'Auditor', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const grant = new EncryptedTrail(stack, 'Trail').grantRead(role);
    expect(grant.success).toBe(true);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('can be waited for', () => {
    const stack = pinnedStack();
    const waiting = new CfnResource(stack, 'Waiting', { type: 'Test::Waiting' });
    new EncryptedTrail(stack, 'Trail').grantRead(BOB).applyBefore(waiting);
    Template.fromStack(stack).hasResource('Test::Waiting', { DependsOn: ['TrailKey31F874A3', 'TrailLogBucketPolicyFB45F718'] });
  });
});

describe('two stacks of one account', () => {
  function twoStacks(roleName?: string) {
    const app = new App();
    const audit = new Stack(app, 'Audit', { env: ENV });
    const tools = new Stack(app, 'Tools', { env: ENV });
    const trail = new EncryptedTrail(audit, 'Trail', { trailName: 'audit' });
    const role = new iam.Role(tools, 'Role', { roleName, path: '/audit/', assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    return { app, audit, tools, trail, role };
  }

  test('a Lambda reader that also uses the name of the bucket synthesizes, and its stack depends on that of the trail', () => {
    const { app, audit, tools, trail, role } = twoStacks('log-reader');
    const reader = new lambda.Function(tools, 'Reader', {
      role,
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
      environment: { BUCKET: trail.logBucket.bucket.bucketName },
    });
    trail.grantRead(reader);
    const assembly = app.synth();
    expect(assembly.getStackByName('Tools').dependencies.map(({ id }) => id)).toContain('Audit');
    expect(assembly.getStackByName('Audit').dependencies.map(({ id }) => id)).not.toContain('Tools');
    expect(keyPolicyOf(audit).EnableCloudTrailLogDecryptPermissions).toMatchObject({
      Principal: { AWS: 'arn:${AWS::Partition}:iam::111111111111:root' },
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/audit/log-reader' },
        Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' },
      },
    });
    expect(bucketPolicyOf(audit, 'TrailLogBucket').EnableCloudTrailLogRead).toMatchObject({
      Principal: { AWS: 'arn:${AWS::Partition}:iam::111111111111:root' },
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/audit/log-reader' } },
    });
  });

  test('the role of the other stack gets its half in IAM, under the same conditions', () => {
    const { tools, trail, role } = twoStacks('log-reader');
    trail.grantRead(role);
    const statements = propertiesOf(tools, 'AWS::IAM::Policy').PolicyDocument.Statement;
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: expect.stringMatching(/^\$\{Audit.*TrailKey31F874A3Arn\w{8}\}$/),
        Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
      },
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: expect.stringMatching(/^\$\{Audit.*TrailLogBucket563B90BBArn\w{8}\}\/AWSLogs\/\*$/),
      },
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: expect.stringMatching(/^\$\{Audit.*TrailLogBucket563B90BBArn\w{8}\}$/),
        Condition: { StringLike: { 's3:prefix': 'AWSLogs/*' } },
      },
    ]);
  });

  test('a bucket and a key of other stacks serve a trail with CloudWatch Logs without a cycle', () => {
    const app = new App();
    const [keys, buckets, trails] = ['Keys', 'Buckets', 'Trails'].map(id => new Stack(app, id, { env: ENV }));
    const encryptionKey = new CloudTrailEncryptionKey(keys, 'Key');
    const logBucket = new TrailLogBucket(buckets, 'Bucket', { encryptionKey });
    new EncryptedTrail(trails, 'Trail', { trailName: 'audit', logBucket, sendToCloudWatchLogs: true });
    const assembly = app.synth();
    expect(assembly.getStackByName('Trails').dependencies.map(({ id }) => id)).toEqual(expect.arrayContaining(['Keys', 'Buckets']));
    const roleName = Object.values(Template.fromStack(trails).findResources('AWS::IAM::Role'))[0].Properties.RoleName;
    expect(keyPolicyOf(keys).AllowLogGroupUse).toMatchObject({
      Principal: { AWS: 'arn:${AWS::Partition}:iam::111111111111:root' },
      Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:\${AWS::Partition}:iam::111111111111:role/${roleName}` } },
    });
  });

  test('both environment-agnostic, they are taken to be one account', () => {
    const app = new App();
    const [audit, tools] = ['Audit', 'Tools'].map(id => new Stack(app, id));
    const role = new iam.Role(tools, 'Role', { roleName: 'log-reader', assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    new EncryptedTrail(audit, 'Trail', { readers: [role] });
    expect(keyPolicyOf(audit).EnableCloudTrailLogDecryptPermissions.Condition.ArnEquals).toEqual({
      'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/log-reader',
    });
  });
});

test('a trail in a nested stack has a name without two separators side by side', () => {
  const stack = pinnedStack('My--Audit');
  const nested = new NestedStack(stack, 'Nested_1');
  const { identity } = new EncryptedTrail(nested, 'The.Trail');
  expect(identity.trailName).toMatch(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/);
  expect(identity.trailName.length).toBeLessThanOrEqual(128);
});

test('trails without a given name have different ones wherever they are in an app, or CloudTrail would refuse the second of an account', () => {
  const app = new App();
  const inStage = (id: string) => new Stack(new Stage(app, id, { env: ENV }), 'Audit');
  const scopes = [new Stack(app, 'Audit', { env: ENV }), new Stack(app, 'Audit2', { env: { ...ENV, region: 'us-east-1' } }), inStage('Test'), inStage('Prod')];

  const names = [
    ...scopes.map(scope => new EncryptedTrail(scope, 'Trail').identity.trailName),
    new EncryptedTrail(new NestedStack(scopes[0], 'Nested'), 'Trail').identity.trailName,
    new EncryptedTrail(scopes[0], 'Second').identity.trailName,
  ];

  expect(names.map(name => name.replace(/[0-9A-F]{8}$/, '#'))).toEqual([
    'Audit-Trail-#', 'Audit2-Trail-#', 'TestAudit-Trail-#', 'ProdAudit-Trail-#', 'Audit-Nested-Trail-#', 'Audit-Second-#',
  ]);
});

test('everything that the trail of the CDK can do stays within reach', () => {
  const stack = pinnedStack();
  const { trail } = new EncryptedTrail(stack, 'Trail', { managementEvents: cloudtrail.ReadWriteType.WRITE_ONLY, insightTypes: [cloudtrail.InsightType.API_CALL_RATE] });
  trail.logAllS3DataEvents();
  expect(propertiesOf(stack, 'AWS::CloudTrail::Trail')).toMatchObject({
    EventSelectors: [
      { IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' },
      { DataResources: [{ Type: 'AWS::S3::Object', Values: [expect.stringMatching(/:s3:::$/)] }] },
    ],
    InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }],
  });
});

test.each([
  ['aws', 'eu-central-1'], ['aws-cn', 'cn-north-1'], ['aws-us-gov', 'us-gov-west-1'],
])('in partition %s no ARN has a partition written into it', (_, region) => {
  const stack = pinnedStack('Audit', { env: { account: '111111111111', region } });
  const key = new CloudTrailEncryptionKey(stack, 'Key', { alias: 'alias/cloudtrail' });
  const snsTopic = new sns.Topic(stack, 'Topic', { masterKey: key.key });
  new EncryptedTrail(stack, 'Trail', {
    encryptionKey: key, snsTopic, organizationId: 'o-exampleorg1', readerAccounts: ['222222222222'], sendToCloudWatchLogs: true,
  });
  const template = JSON.stringify(text(Template.fromStack(stack).toJSON()));
  expect(template).not.toMatch(/arn:aws/);
  expect(template).toContain(`arn:\${AWS::Partition}:cloudtrail:${region}:111111111111:trail/`);
  expect(template).not.toMatch(/cloudtrail\.amazonaws\.com\.cn/);
});

test('a topic with a key of its own gets its statement there', () => {
  const stack = pinnedStack();
  const topicKey = new kms.Key(stack, 'TopicKey');
  new EncryptedTrail(stack, 'Trail', { trailName: 'audit', snsTopic: new sns.Topic(stack, 'Topic', { masterKey: topicKey }) });
  const [, policy] = Object.entries(Template.fromStack(stack).findResources('AWS::KMS::Key')).find(([id]) => id.startsWith('TopicKey'))!;
  expect(text(policy.Properties.KeyPolicy.Statement)).toContainEqual({
    Sid: 'AllowCloudTrailPublish',
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceArn': 'arn:${AWS::Partition}:cloudtrail:eu-central-1:111111111111:trail/audit' } },
  });
});

test('a topic with a key that the app sees through a view of its resource gets its statement there, beside those of the key', () => {
  const stack = pinnedStack();
  const root = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'kms:*', Resource: '*' };
  const view = kms.Key.fromCfnKey(new kms.CfnKey(stack, 'TopicKey', { keyPolicy: { Version: '2012-10-17', Statement: [{ Sid: 'Root', ...root }] } }));
  new EncryptedTrail(stack, 'Trail', { trailName: 'audit', snsTopic: new sns.Topic(stack, 'Topic', { masterKey: view }) });

  const { TopicKey: { Properties: { KeyPolicy: policy } } } = Template.fromStack(stack).findResources('AWS::KMS::Key');
  expect(policy.Statement.map(({ Sid }: any) => Sid)).toEqual(['Root', 'AllowCloudTrailPublish']);
});

test('a topic and its key that the app cannot change are warned of', () => {
  const stack = pinnedStack();
  const masterKey = kms.Key.fromKeyArn(stack, 'TopicKey', 'arn:aws:kms:eu-central-1:222222222222:key/11111111-2222-3333-4444-555555555555');
  const snsTopic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-central-1:222222222222:logs');
  Object.assign(snsTopic, { masterKey });
  new EncryptedTrail(stack, 'Trail', { trailName: 'audit', snsTopic });
  const warnings = Annotations.fromStack(stack).findWarning('/Audit/Trail/Trail', Match.anyValue()).map(({ entry }) => String(entry.data));
  expect(propertiesOf(stack, 'AWS::CloudTrail::Trail').SnsTopicName).toEqual('arn:aws:sns:eu-central-1:222222222222:logs');
  expect(warnings).toEqual([
    expect.stringContaining('cannot change the policy of the key Audit/TopicKey, which encrypts the topic Audit/Topic; its owner has to add these statements'),
    expect.stringContaining('cannot change the policy of the topic Audit/Topic; its owner has to add these statements'),
  ]);
});

test('two trails of one stack share a key and a bucket', () => {
  const stack = pinnedStack();
  const { logBucket } = new EncryptedTrail(stack, 'First', { trailName: 'first' });
  new EncryptedTrail(stack, 'Second', { trailName: 'second', logBucket });
  const sourceArn = ['first', 'second'].map(name => `arn:\${AWS::Partition}:cloudtrail:eu-central-1:111111111111:trail/${name}`);
  expect(keyPolicyOf(stack).AllowCloudTrailEncryptLogs.Condition.StringEquals).toEqual({ 'aws:SourceArn': sourceArn });
  expect(bucketPolicyOf(stack, 'FirstLogBucket').AWSCloudTrailWrite20150319).toMatchObject({
    Resource: '${FirstLogBucket17D31144.Arn}/AWSLogs/111111111111/*', Condition: { StringEquals: { 'aws:SourceArn': sourceArn } },
  });
});

describe('a policy that existed before', () => {
  test('may have a single statement instead of a list', () => {
    const stack = pinnedStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    const policy = new s3.BucketPolicy(bucket, 'Policy', { bucket });
    bucket.policy = policy;
    const own = { Sid: 'Own', Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: '*' };
    (policy.node.defaultChild as s3.CfnBucketPolicy).policyDocument = { Version: '2012-10-17', Statement: own };
    const encryptionKey = new CloudTrailEncryptionKey(stack, 'Key');
    TrailLogBucket.fromBucket(stack, 'TrailBucket', bucket, { encryptionKey }).addTrail(TrailIdentity.inStackOf(stack, 'audit'));
    expect(Object.keys(bucketPolicyOf(stack, 'Bucket'))).toEqual(['Own', 'AWSCloudTrailAclCheck20150319', 'AWSCloudTrailWrite20150319']);
  });

  test('is refused if it lets nobody administer the key', () => {
    const stack = pinnedStack();
    const key = new kms.Key(stack, 'Key');
    (key.node.defaultChild as kms.CfnKey).keyPolicy = { Version: '2012-10-17', Statement: [] };
    CloudTrailEncryptionKey.fromKey(stack, 'TrailKey', key).addTrail(TrailIdentity.inStackOf(stack, 'audit'));
    expect(() => Template.fromStack(stack)).toThrow('nobody can change the key policy any more, which KMS refuses');
  });
});

test('a key of this library is not taken for one made without it', () => {
  const stack = pinnedStack();
  const key = new CloudTrailEncryptionKey(stack, 'Key');
  expect(() => CloudTrailEncryptionKey.fromKey(stack, 'Again', key as any)).toThrow(
    'Audit/Again: \'key\' must be a key made without this library, got the CloudTrailEncryptionKey "Audit/Key"; use that as it is',
  );
});

test('the KMS key of a key of this library has one policy with it', () => {
  const stack = pinnedStack();
  const key = new CloudTrailEncryptionKey(stack, 'Key');
  CloudTrailEncryptionKey.fromKey(stack, 'Again', key.key).addTrail(TrailIdentity.inStackOf(stack, 'audit'));
  expect(Object.keys(keyPolicyOf(stack))).toEqual(['AllowKeyAdministration', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess']);
});

describe('a key of the app that two constructs stand for', () => {
  const ORGANIZATION = new iam.OrganizationPrincipal('o-exampleorg1');
  const TRAIL = TrailIdentity.fromTrailArn('arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit');
  const STORE_ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/abc';

  /** Statements and warnings of a key to which one construct admits somebody, and the same or another one a trail. */
  const shared = (constructs: number, admit: (first: ICloudTrailEncryptionKey) => unknown) => {
    const stack = pinnedStack();
    const key = new kms.Key(stack, 'Key');
    const wraps = Array.from({ length: constructs }, (_, i) => CloudTrailEncryptionKey.fromKey(stack, `Wrap${i}`, key));
    admit(wraps[0]);
    wraps[constructs - 1].addTrail(TRAIL);
    const policy = keyPolicyOf(stack);
    return [policy, Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => entry.data)];
  };

  test.each<[string, (first: ICloudTrailEncryptionKey) => unknown]>([
    ['another trail', key => key.addTrail(TrailIdentity.fromTrailArn(`${TRAIL.trailArn}-2`))],
    ['an organization', key => key.grantDecrypt(ORGANIZATION)],
    ['a store and its users', key => { key.addEventDataStore(STORE_ARN); key.grantUseEventDataStore(BOB); }],
    ['a bucket with a Bucket Key', key => key.addBucketKeyBucket('audit-logs')],
  ])('has one policy, and what one of them says of %s is no surprise to the other', (_, admit) => {
    expect(shared(2, admit)).toEqual(shared(1, admit));
    expect(shared(2, admit)[1]).toEqual([]);
  });
});
