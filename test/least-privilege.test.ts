import {
  App, Aws, aws_cloudtrail as cloudtrail, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_sns as sns,
  CfnParameter, RemovalPolicy, Stack,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { bucketPolicyOf, keyPolicyOf, pinnedStack, propertiesOf, text } from './stacks';
import { BucketPolicyStatements, CloudTrailEncryptionKey, EncryptedTrail, KeyPolicyStatements, LogReaders, TrailIdentity, TrailLogBucket } from '../src';

const ENV = { account: '111111111111', region: 'eu-central-1' };
const KEY_ARN = 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-555555555555';
const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const lambdaRole = { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') };
const everybody = (conditions: iam.Conditions) => new iam.AnyPrincipal().withConditions(conditions);

/** The texts of a stack's warnings. */
function warningsOf(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data));
}

describe('conditions that a reader brings', () => {
  test('bind its half in IAM too', () => {
    const app = new App();
    const [audit, tools] = ['Audit', 'Tools'].map(id => new Stack(app, id, { env: ENV }));
    const role = new iam.Role(tools, 'Role', { roleName: 'reader', ...lambdaRole });
    new EncryptedTrail(audit, 'Trail').grantRead(new iam.PrincipalWithConditions(role, MFA));
    const statements: any[] = propertiesOf(tools, 'AWS::IAM::Policy').PolicyDocument.Statement;
    expect(statements.map(({ Action, Condition }) => [Action, Condition.Bool])).toEqual([
      ['kms:Decrypt', { 'aws:MultiFactorAuthPresent': 'true' }],
      ['s3:GetObject', { 'aws:MultiFactorAuthPresent': 'true' }],
      ['s3:ListBucket', { 'aws:MultiFactorAuthPresent': 'true' }],
    ]);
  });

  test('bind every part of a composite that brings them as a whole', () => {
    const stack = pinnedStack();
    const both = new iam.CompositePrincipal(new iam.ArnPrincipal('arn:aws:iam::111111111111:user/Bob'), new iam.ArnPrincipal('arn:aws:iam::111111111111:user/Alice'));
    new CloudTrailEncryptionKey(stack, 'Key', { readers: [both.withConditions(MFA)] });
    expect(keyPolicyOf(stack).EnableCloudTrailLogDecryptPermissions).toMatchObject({
      Principal: { AWS: ['arn:aws:iam::111111111111:user/Bob', 'arn:aws:iam::111111111111:user/Alice'] },
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
    });
  });

  test('make one statement if they are equal, in whatever order they were written', () => {
    const stack = pinnedStack();
    const user = (name: string) => new iam.ArnPrincipal(`arn:aws:iam::111111111111:user/${name}`);
    const organization = { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } };
    new CloudTrailEncryptionKey(stack, 'Key', {
      readers: [user('Bob').withConditions({ ...MFA, ...organization }), user('Alice').withConditions({ ...organization, ...MFA })],
    });
    expect(keyPolicyOf(stack).EnableCloudTrailLogDecryptPermissions.Principal).toEqual({
      AWS: ['arn:aws:iam::111111111111:user/Bob', 'arn:aws:iam::111111111111:user/Alice'],
    });
    expect(keyPolicyOf(stack).EnableCloudTrailLogDecryptPermissions2).toBeUndefined();
  });
});

describe('everybody under a condition', () => {
  test.each<[string, iam.Conditions]>([
    ['a pattern that reaches across the colons of an ARN', { StringLike: { 'aws:PrincipalArn': 'arn:*:iam::111111111111:role/*' } }],
    ['a pattern in the place of the Region', { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam:*:111111111111:role/x' } }],
    ['a condition key of no meaning', { StringEquals: { constructor: 'x' } }],
    ['a number for an ARN', { ArnLike: { 'aws:PrincipalArn': 5 } }],
  ])('is refused with %s', (_, conditions) => {
    expect(() => new CloudTrailEncryptionKey(pinnedStack(), 'Key', { readers: [everybody(conditions)] })).toThrow('that is everybody');
  });

  test('is admitted with a pattern behind the account', () => {
    const stack = pinnedStack();
    const conditions = { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/audit-*' } };
    new CloudTrailEncryptionKey(stack, 'Key', { readers: [everybody(conditions)] });
    expect(keyPolicyOf(stack).EnableCloudTrailLogDecryptPermissions.Condition.StringLike).toEqual(conditions.StringLike);
  });

  test('is warned of where a token decides', () => {
    const stack = pinnedStack();
    const parameter = new CfnParameter(stack, 'Account');
    new CloudTrailEncryptionKey(stack, 'Key', { readers: [everybody({ StringEquals: { 'aws:PrincipalAccount': parameter.valueAsString } })] });
    expect(warningsOf(stack)).toEqual([expect.stringContaining("'readers[0]' is known only when it is deployed")]);
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['an administrator', stack => new CloudTrailEncryptionKey(stack, 'Key', { administrators: [new iam.OrganizationPrincipal('o-exampleorg1')] })],
    ['a user of event data stores', stack => new CloudTrailEncryptionKey(stack, 'Key', { eventDataStoreUsers: [new iam.OrganizationPrincipal('o-exampleorg1')] })],
    ['an administrator by a grant', stack => new CloudTrailEncryptionKey(stack, 'Key').grantAdmin(new iam.OrganizationPrincipal('o-exampleorg1'))],
  ])('is no %s', (_, define) => {
    expect(() => define(pinnedStack())).toThrow('that admits all their roles directly: name those who need it');
  });

  test.each<[string, () => iam.PolicyStatement]>([
    ['a statement of the key policy', () => KeyPolicyStatements.enableCloudTrailLogDecryptPermissions([new iam.AnyPrincipal()])],
    ['a statement of the bucket policy', () => BucketPolicyStatements.enableCloudTrailLogRead('arn', [new iam.StarPrincipal()])],
  ])('without any is refused by the builder of %s', (_, build) => {
    expect(build).toThrow('must not hold "*" without a condition');
  });
});

describe('names that would act as wildcards or variables in a policy are refused', () => {
  test.each<[string, (stack: Stack) => unknown]>([
    ['a trail name beside a token', stack => new EncryptedTrail(stack, 'T', { trailName: `*${Aws.REGION}` })],
    ['a prefix beside a token', stack => new EncryptedTrail(stack, 'T', { s3KeyPrefix: `\${aws:userid}/${Aws.REGION}` })],
    ['a log group beside a token', stack => new CloudTrailEncryptionKey(stack, 'T').addLogGroup(`/logs/*${Aws.REGION}`)],
    ['a role pattern that is a token', stack => LogReaders.rolePattern('111111111111', new CfnParameter(stack, 'P').valueAsString)],
    ['the path of a role of another stack', stack => new EncryptedTrail(stack, 'T', {
      readers: [new iam.Role(new Stack(stack.node.root as App, 'Other', { env: ENV }), 'R', { roleName: 'r', path: '/*/', ...lambdaRole })],
    })],
  ])('%s', (_, define) => {
    expect(() => define(pinnedStack())).toThrow(/must be|which the policy cannot tell it by/);
  });

  test('but not those that are made of plain letters and tokens', () => {
    const stack = pinnedStack();
    expect(new EncryptedTrail(stack, 'T', { trailName: `audit-${Aws.REGION}` }).identity.isPattern).toBe(false);
  });
});

describe('the warning of a Decrypt without context', () => {
  test.each<[string, (key: kms.IKey) => unknown]>([
    ['is raised for another account as a whole', key => key.grantDecrypt(new iam.AccountPrincipal('999999999999'))],
    ['is raised for a user beside a service', key => key.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['kms:Decrypt'], resources: ['*'], principals: [new iam.ServicePrincipal('lambda.amazonaws.com'), new iam.AccountPrincipal('999999999999')],
    }))],
  ])('%s', (_, grant) => {
    const stack = pinnedStack();
    grant(new CloudTrailEncryptionKey(stack, 'Key').key);
    expect(warningsOf(stack)).toEqual([expect.stringContaining('admits kms:Decrypt for more than the log files of CloudTrail')]);
  });

  test('is not raised for the own account, which delegates to IAM', () => {
    const stack = pinnedStack();
    CloudTrailEncryptionKey.fromKey(stack, 'TrailKey', new kms.Key(stack, 'Key'));
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('a log group on the key', () => {
  test('is for readers of this account, and for no other', () => {
    const stack = pinnedStack();
    new EncryptedTrail(stack, 'Trail', {
      sendToCloudWatchLogs: true,
      readers: [
        new iam.ArnPrincipal('arn:aws:iam::111111111111:role/Own'),
        new iam.ArnPrincipal('arn:aws:iam::222222222222:role/Other'),
        new iam.OrganizationPrincipal('o-exampleorg1'),
      ],
      readerAccounts: ['333333333333'],
    });
    expect(keyPolicyOf(stack).AllowLogGroupUse.Principal).toEqual({ AWS: ['${TrailLogsRole99E60284.Arn}', 'arn:aws:iam::111111111111:role/Own'] });
    expect(keyPolicyOf(stack).AllowLogGroupUse2).toBeUndefined();
  });

  test('is not for a composite that reaches into another account', () => {
    const stack = pinnedStack();
    const [own, other] = ['111111111111', '222222222222'].map(id => new iam.ArnPrincipal(`arn:aws:iam::${id}:role/Reader`));
    new EncryptedTrail(stack, 'Trail', { sendToCloudWatchLogs: true, readers: [new iam.CompositePrincipal(own, other)] });
    expect(keyPolicyOf(stack).AllowLogGroupUse.Principal).toEqual({ AWS: '${TrailLogsRole99E60284.Arn}' });
    expect(keyPolicyOf(stack).EnableCloudTrailLogDecryptPermissions.Principal).toEqual({
      AWS: ['arn:aws:iam::111111111111:role/Reader', 'arn:aws:iam::222222222222:role/Reader'],
    });
  });

  test('needs a key of the account of the trail', () => {
    const stack = new Stack(new App(), 'Audit', { env: ENV });
    const keyOf = (account: string) => CloudTrailEncryptionKey.fromKeyArn(stack, `Key${account}`,
      `arn:aws:kms:eu-central-1:${account}:key/11111111-2222-3333-4444-555555555555`);
    expect(() => new EncryptedTrail(stack, 'Trail', { encryptionKey: keyOf('222222222222'), sendToCloudWatchLogs: true })).toThrow(
      "Audit/Trail: 'sendToCloudWatchLogs' needs a key of the trail's account, \"111111111111\", got one of \"222222222222\"; leave it out, or use a key there");
    expect(stack.node.tryFindChild('Trail')).toBeUndefined();

    new EncryptedTrail(stack, 'Trail', { encryptionKey: keyOf('111111111111'), sendToCloudWatchLogs: true });
    expect(propertiesOf(stack, 'AWS::Logs::LogGroup').KmsKeyId).toEqual('arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-555555555555');
  });

  test('gives the delivery role a name that is unique in the account', () => {
    const nameIn = (region: string) => {
      const app = new App();
      const env = { account: '111111111111', region };
      const encryptionKey = new CloudTrailEncryptionKey(new Stack(app, 'Keys', { env }), 'Key');
      const stack = new Stack(app, 'Audit', { env });
      new EncryptedTrail(stack, 'Trail', { encryptionKey, sendToCloudWatchLogs: true });
      return propertiesOf(stack, 'AWS::IAM::Role').RoleName;
    };
    expect([nameIn('eu-central-1'), nameIn('us-east-1')]).toEqual([
      expect.stringMatching(/^Audit-Trail-.*-eu-central-1$/), expect.stringMatching(/^Audit-Trail-.*-us-east-1$/),
    ]);
  });
});

test('a trail of a stack without an env is refused for a key of a stack with one, which would read it as its own', () => {
  const agnostic = new Stack(new App(), 'Agnostic');
  expect(() => new CloudTrailEncryptionKey(pinnedStack(), 'Key', { trails: [TrailIdentity.inStackOf(agnostic, 'audit')] })).toThrow(
    "'trails[0]' must name its account and Region, got the trail \"audit\" of a stack without an explicit env");
});

test('a trail of a stack without an env takes no key of a stack with one, and leaves nothing behind', () => {
  const app = new App();
  const encryptionKey = new CloudTrailEncryptionKey(new Stack(app, 'Keys', { env: ENV }), 'Key');
  const agnostic = new Stack(app, 'Agnostic');
  expect(() => new EncryptedTrail(agnostic, 'Trail', { encryptionKey })).toThrow(
    "Agnostic/Trail: 'encryptionKey' must be of a stack with the env of the trail's, which has none, got the CloudTrailEncryptionKey \"Keys/Key\"; "
      + 'its policy would name the trail with an account or a Region of its own: give both stacks an explicit env, or neither');
  expect(agnostic.node.tryFindChild('Trail')).toBeUndefined();
});

test.each<[string, (stack: Stack) => iam.IPrincipal, string]>([
  ['a bucket', stack => new iam.ArnPrincipal(new s3.Bucket(stack, 'Thing').bucketArn), 'got the AWS::S3::Bucket "Audit/Thing"; pass the role that it uses'],
  ['a composite whose principals bring conditions', stack => new iam.CompositePrincipal(new iam.User(stack, 'Bob'), new iam.OrganizationPrincipal('o-exampleorg1')),
    "'readers[0]' must be a CompositePrincipal of principals without conditions"],
])('a reader is not %s', (_, reader, complaint) => {
  const stack = pinnedStack();
  expect(() => new CloudTrailEncryptionKey(stack, 'Key', { readers: [reader(stack)] })).toThrow(complaint);
});

test('a Lambda function is read as its role', () => {
  const stack = pinnedStack();
  const reader = new lambda.Function(stack, 'Reader', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};'),
  });
  new CloudTrailEncryptionKey(stack, 'Key').grantDecrypt(reader);
  expect(keyPolicyOf(stack).EnableCloudTrailLogDecryptPermissions.Principal).toEqual({ AWS: '${ReaderServiceRole8283AF10.Arn}' });
});

describe('props that CloudTrail would refuse', () => {
  test('no global events for a trail of every Region', () => {
    expect(() => new EncryptedTrail(pinnedStack(), 'Trail', { includeGlobalServiceEvents: false })).toThrow(
      "'includeGlobalServiceEvents' must be true for a trail of every Region, got false");
    const stack = pinnedStack();
    new EncryptedTrail(stack, 'Trail', { includeGlobalServiceEvents: false, isMultiRegionTrail: false });
    expect(propertiesOf(stack, 'AWS::CloudTrail::Trail')).toMatchObject({ IncludeGlobalServiceEvents: false, IsMultiRegionTrail: false });
  });

  test('an asymmetric key', () => {
    const stack = pinnedStack();
    const key = new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.RSA_2048 });
    expect(() => CloudTrailEncryptionKey.fromKey(stack, 'TrailKey', key)).toThrow("'key' must be of spec SYMMETRIC_DEFAULT and usage ENCRYPT_DECRYPT, got RSA_2048");
  });

  test('the own reference of an event data store, which is a cycle', () => {
    const stack = pinnedStack();
    const store = new cloudtrail.CfnEventDataStore(stack, 'Store');
    expect(() => new CloudTrailEncryptionKey(stack, 'Key', { eventDataStoreArns: [store.attrEventDataStoreArn] })).toThrow(
      "'eventDataStoreArns[0]' must be known when the app is synthesized, got the store's own reference");
  });
});

describe('what exists already', () => {
  test('a bucket with a policy beside it gets no second one', () => {
    const stack = pinnedStack();
    const bucket = new s3.Bucket(stack, 'Bucket');
    new s3.CfnBucketPolicy(stack, 'Own', { bucket: bucket.bucketName, policyDocument: { Version: '2012-10-17', Statement: [] } });
    const logBucket = TrailLogBucket.fromBucket(stack, 'TrailBucket', bucket, { encryptionKey: new CloudTrailEncryptionKey(stack, 'Key') });
    new EncryptedTrail(stack, 'Trail', { trailName: 'audit', logBucket });
    Template.fromStack(stack).hasResource('AWS::CloudTrail::Trail', { DependsOn: ['Own'] });
    expect(Object.keys(bucketPolicyOf(stack, 'Bucket'))).toEqual(['AWSCloudTrailAclCheck20150319', 'AWSCloudTrailWrite20150319']);
  });

  test('a bucket with an S3 Bucket Key gets the twins, and needs a literal name for them', () => {
    const define = (bucketName?: string) => {
      const stack = pinnedStack();
      const encryptionKey = new CloudTrailEncryptionKey(stack, 'Key');
      const bucket = new s3.Bucket(stack, 'Bucket', { bucketName, encryption: s3.BucketEncryption.KMS, encryptionKey: encryptionKey.key, bucketKeyEnabled: true });
      new EncryptedTrail(stack, 'Trail', { logBucket: TrailLogBucket.fromBucket(stack, 'TrailBucket', bucket, { encryptionKey }) });
      return Object.keys(keyPolicyOf(stack));
    };
    expect(define('audit-logs')).toContain('AllowCloudTrailEncryptLogsWithBucketKey');
    expect(() => define()).toThrow("'bucket' has an S3 Bucket Key and needs a literal 'bucketName', got a token");
  });

  test('a bucket that goes with its stack is warned of', () => {
    const stack = pinnedStack();
    const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
    TrailLogBucket.fromBucket(stack, 'TrailBucket', bucket, { encryptionKey: new CloudTrailEncryptionKey(stack, 'Key') });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('the bucket is deleted with the stack, and the audit log with it')]);
  });

  test('a view of a low-level key takes statements after it was resolved once', () => {
    const stack = pinnedStack();
    const resource = new kms.CfnKey(stack, 'Key', {
      keyPolicy: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'Own', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'kms:*', Resource: '*' },
        ],
      },
    });
    const view = kms.Key.fromCfnKey(resource);
    CloudTrailEncryptionKey.fromKey(stack, 'TrailKey', view).addTrail(TrailIdentity.inStackOf(stack, 'audit'));
    stack.resolve(resource.keyPolicy);
    view.addToResourcePolicy(new iam.PolicyStatement({ sid: 'Late', actions: ['kms:Encrypt'], resources: ['*'], principals: [new iam.AccountRootPrincipal()] }));
    expect(Object.keys(keyPolicyOf(stack))).toEqual(['Own', 'Late', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess']);
  });

  test('a key of somebody else leaves its reader the half in IAM, for buckets with an S3 Bucket Key too', () => {
    const stack = pinnedStack();
    const key = CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN);
    key.addBucketKeyBucket('audit-logs');
    const grant = key.grantDecrypt(new iam.Role(stack, 'Role', lambdaRole));
    expect(grant.success).toBe(true);
    expect(propertiesOf(stack, 'AWS::IAM::Policy').PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY_ARN, Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } } },
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: KEY_ARN,
        Condition: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': 'arn:${AWS::Partition}:s3:::audit-logs' } },
      },
    ]);
  });
});

test('an alias ARN names the account and Region of the key wherever it is used', () => {
  const app = new App();
  const keys = new Stack(app, 'Keys', { env: { account: '222222222222', region: 'us-east-1' } });
  const { aliasArn } = new CloudTrailEncryptionKey(keys, 'Key', { alias: 'alias/cloudtrail' });
  expect(text(new Stack(app, 'Other', { env: ENV }).resolve(aliasArn))).toEqual('arn:${AWS::Partition}:kms:us-east-1:222222222222:alias/cloudtrail');
});

describe('two trails that publish to one topic', () => {
  test('share the statement of a key of this library, whichever trail encrypts with it', () => {
    const stack = pinnedStack();
    const first = new EncryptedTrail(stack, 'First', { trailName: 'first' });
    const snsTopic = new sns.Topic(stack, 'Topic', { masterKey: first.encryptionKey.key });
    new EncryptedTrail(stack, 'Second', { trailName: 'second', snsTopic });
    new EncryptedTrail(stack, 'Third', { trailName: 'third', snsTopic });
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key')).flatMap(({ Properties }) => text(Properties.KeyPolicy.Statement));
    expect(policies.filter(({ Sid }) => Sid.startsWith('AllowCloudTrailPublish')).map(({ Condition }) => Condition)).toEqual([{
      StringEquals: {
        'aws:SourceArn': ['second', 'third'].map(name => `arn:\${AWS::Partition}:cloudtrail:eu-central-1:111111111111:trail/${name}`),
      },
    }]);
  });

  test('have a statement each in the policies of the topic and of a plain key', () => {
    const stack = pinnedStack();
    const snsTopic = new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'TopicKey') });
    new EncryptedTrail(stack, 'First', { trailName: 'first', snsTopic });
    new EncryptedTrail(stack, 'Second', { trailName: 'second', snsTopic });
    const sids = (statements: any[]) => statements.map(({ Sid }) => Sid).filter(sid => sid !== undefined);
    const [, topicKey] = Object.entries(Template.fromStack(stack).findResources('AWS::KMS::Key')).find(([id]) => id.startsWith('TopicKey'))!;
    expect(sids(topicKey.Properties.KeyPolicy.Statement)).toEqual(['AllowCloudTrailPublish', 'AllowCloudTrailPublish2']);
    expect(sids(propertiesOf(stack, 'AWS::SNS::TopicPolicy').PolicyDocument.Statement)).toEqual([
      'AWSCloudTrailSNSPolicy20131101', 'AWSCloudTrailSNSPolicy201311012',
    ]);
  });
});
