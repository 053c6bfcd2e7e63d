import { App, Aws, aws_cloudtrail as cloudtrail, aws_iam as iam, aws_s3 as s3, CfnParameter, Duration, Environment, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Construct, IConstruct } from 'constructs';
import { bucketPolicyOf, keyPolicyOf, propertiesOf, text } from './stacks';
import { LogReaderRole, LogReaders, MemberAccess, OrganizationTrail, OrganizationTrailProps } from '../src';

const MANAGEMENT: Environment = { account: '111111111111', region: 'us-east-1' };
const LOG_ARCHIVE: Environment = { account: '222222222222', region: 'eu-central-1' };
const AUDIT: Environment = { account: '333333333333', region: 'eu-central-1' };
const KEY_ARN = 'arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555';
const PROPS: OrganizationTrailProps = {
  organizationId: 'o-exampleorg1',
  trailName: 'organization',
  management: MANAGEMENT,
  logArchive: LOG_ARCHIVE,
  logBucketName: 'example-organization-logs',
  keyAlias: 'alias/organization-trail',
};
const TRAIL = 'arn:${AWS::Partition}:cloudtrail:us-east-1:111111111111:trail/organization';
const FROM_TRAIL = { StringEquals: { 'aws:SourceArn': TRAIL } };

const defined = (props: Partial<OrganizationTrailProps> = {}, scope: Construct = new App()) =>
  new OrganizationTrail(scope, 'Organization', { ...PROPS, ...props });
const stacksOf = ({ keyStack, logArchiveStack, managementStack }: OrganizationTrail) =>
  [...keyStack === undefined ? [] : [keyStack], logArchiveStack, managementStack];
const typesOf = (stack: Stack) => Object.values(Template.fromStack(stack).toJSON().Resources).map(({ Type }: any) => Type).sort();
const warningsOf = (organization: OrganizationTrail) => stacksOf(organization)
  .flatMap(stack => Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ id, entry }) => `${id}: ${entry.data}`));
const role = (scope: Construct, id: string, roleName?: string) => new iam.Role(scope, id, { roleName, assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

// the newest CDK also prints what it warns of
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

describe('an organization trail with its key beside the bucket', () => {
  test('consists of a log-archive stack and a management stack', () => {
    const organization = defined();

    expect(organization.keyStack).toBeUndefined();
    expect(stacksOf(organization).map(({ account, region }) => ({ account, region }))).toEqual([LOG_ARCHIVE, MANAGEMENT]);
    expect(typesOf(organization.logArchiveStack)).toEqual([
      'AWS::KMS::Alias', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::S3::BucketPolicy',
    ]);
    expect(typesOf(organization.managementStack)).toEqual(['AWS::CloudTrail::Trail']);
    expect(warningsOf(organization)).toEqual([]);
  });

  test('names bucket and key in the trail by what they are called', () => {
    expect(propertiesOf(defined({ s3KeyPrefix: 'audit' }).managementStack, 'AWS::CloudTrail::Trail')).toEqual({
      EnableLogFileValidation: true,
      EventSelectors: [],
      IncludeGlobalServiceEvents: true,
      IsLogging: true,
      IsMultiRegionTrail: true,
      IsOrganizationTrail: true,
      KMSKeyId: 'arn:aws:kms:eu-central-1:222222222222:alias/organization-trail',
      S3BucketName: 'example-organization-logs',
      S3KeyPrefix: 'audit',
      TrailName: 'organization',
    });
  });

  test('admits the trail of the management account to the key, and nobody else', () => {
    const { logArchiveStack } = defined();

    const { AllowKeyAdministration, ...others } = keyPolicyOf(logArchiveStack);
    expect(AllowKeyAdministration.Principal).toEqual({ AWS: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' });
    expect(others).toEqual({
      AllowCloudTrailEncryptLogs: {
        Sid: 'AllowCloudTrailEncryptLogs',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:GenerateDataKey*',
        Resource: '*',
        Condition: { ...FROM_TRAIL, StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:${AWS::Partition}:cloudtrail:*:111111111111:trail/*' } },
      },
      AllowCloudTrailDecryptTrail: {
        Sid: 'AllowCloudTrailDecryptTrail',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: FROM_TRAIL,
      },
      AllowCloudTrailAccess: {
        Sid: 'AllowCloudTrailAccess',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:DescribeKey',
        Resource: '*',
        Condition: FROM_TRAIL,
      },
    });
    expect(propertiesOf(logArchiveStack, 'AWS::KMS::Alias')).toEqual({ AliasName: 'alias/organization-trail', TargetKeyId: '${Key961B73FD.Arn}' });
  });

  test('admits the trail to the folders of the management account and of the organization, both below the prefix', () => {
    const { DenyInsecureTransport, ...others } = bucketPolicyOf(defined({ s3KeyPrefix: 'audit' }).logArchiveStack, 'LogBucket');
    const write = (sid: string, owner: string) => ({
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `\${LogBucket27CEF49F.Arn}/audit/AWSLogs/${owner}/*`,
      Condition: { StringEquals: { 'aws:SourceArn': TRAIL, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    });

    expect(DenyInsecureTransport.Effect).toEqual('Deny');
    expect(others).toEqual({
      AWSCloudTrailAclCheck20150319: {
        Sid: 'AWSCloudTrailAclCheck20150319',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:GetBucketAcl',
        Resource: '${LogBucket27CEF49F.Arn}',
        Condition: FROM_TRAIL,
      },
      AWSCloudTrailWrite20150319: write('AWSCloudTrailWrite20150319', '111111111111'),
      AWSCloudTrailOrganizationWrite20150319: write('AWSCloudTrailOrganizationWrite20150319', 'o-exampleorg1'),
    });
  });

  test('encrypts the bucket with the key of its own stack', () => {
    Template.fromStack(defined().logArchiveStack).hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'example-organization-logs',
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{
          BucketKeyEnabled: false,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] } },
        }],
      },
    });
  });

  test('tells the identity of its trail for policies elsewhere', () => {
    const { identity } = defined();

    expect(identity).toMatchObject({ trailName: 'organization', accountId: '111111111111', region: 'us-east-1', organizationId: 'o-exampleorg1' });
    expect(text(new Stack().resolve(identity.trailArn))).toEqual(TRAIL);
  });

  test('has all that the trail, the key and the bucket can do', () => {
    const organization = defined({ managementEvents: cloudtrail.ReadWriteType.WRITE_ONLY, insightTypes: [cloudtrail.InsightType.API_ERROR_RATE] });
    organization.trail.addEventSelector(cloudtrail.DataResourceType.S3_OBJECT, ['arn:aws:s3:::example-data/']);

    expect(propertiesOf(organization.managementStack, 'AWS::CloudTrail::Trail')).toMatchObject({
      EventSelectors: [
        { IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' },
        { DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::example-data/'] }] },
      ],
      InsightSelectors: [{ InsightType: 'ApiErrorRateInsight' }],
    });
    expect(organization.encryptionKey.audit().findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(organization.logBucket.bucket.node.path).toEqual('Organization/LogArchive/LogBucket/Resource');
  });

  test('keeps log files as long as it is told', () => {
    const { logArchiveStack } = defined({
      objectLockRetention: s3.ObjectLockRetention.compliance(Duration.days(365)), lifecycleRules: [{ expiration: Duration.days(2555) }],
    });

    Template.fromStack(logArchiveStack).hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'example-organization-logs',
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 2555, Status: 'Enabled' }] },
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 365, Mode: 'COMPLIANCE' } } },
      ObjectLockEnabled: true,
    });
  });
});

describe('an organization trail with its key in a third account', () => {
  test('consists of a key stack, a log-archive stack and a management stack', () => {
    const organization = defined({ key: AUDIT, keyArn: KEY_ARN });

    expect(stacksOf(organization).map(({ account, region }) => ({ account, region }))).toEqual([AUDIT, LOG_ARCHIVE, MANAGEMENT]);
    expect(stacksOf(organization).map(typesOf)).toEqual([
      ['AWS::KMS::Alias', 'AWS::KMS::Key'],
      ['AWS::S3::Bucket', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::S3::BucketPolicy'],
      ['AWS::CloudTrail::Trail'],
    ]);
    expect(warningsOf(organization)).toEqual([]);
  });

  test('admits the trail to that key, and names the key by its alias in the trail', () => {
    const { keyStack, managementStack } = defined({ key: AUDIT });

    expect(keyPolicyOf(keyStack!).AllowCloudTrailAccess.Condition).toEqual(FROM_TRAIL);
    expect(propertiesOf(managementStack, 'AWS::CloudTrail::Trail').KMSKeyId).toEqual('arn:aws:kms:eu-central-1:333333333333:alias/organization-trail');
  });

  test('leaves the default encryption of the bucket to S3 until the ARN of the key is known, and says so', () => {
    const organization = defined({ key: AUDIT });

    Template.fromStack(organization.logArchiveStack).hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'example-organization-logs',
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    });
    expect(warningsOf(organization)).toEqual([
      '/Organization/LogArchive/LogBucket: the bucket\'s default encryption cannot name alias/organization-trail, a key of another account, by its alias, '
        + "and stays with S3; CloudTrail names the key itself: deploy, then pass the key's ARN in 'keyArn' and deploy again "
        + '[ack: cdk-cloudtrail-encryption:OrganizationTrail.keyArnUnknown]',
    ]);
  });

  test('names the key by its ARN everywhere once that is known', () => {
    const { logArchiveStack, managementStack } = defined({ key: AUDIT, keyArn: KEY_ARN });

    expect(propertiesOf(managementStack, 'AWS::CloudTrail::Trail').KMSKeyId).toEqual(KEY_ARN);
    Template.fromStack(logArchiveStack).hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'example-organization-logs',
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: false, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN } }],
      },
    });
  });

  test('lets the third account be the management account', () => {
    const organization = defined({ management: { ...MANAGEMENT, region: 'eu-central-1' }, key: { ...MANAGEMENT, region: 'eu-central-1' } });

    expect(stacksOf(organization).map(({ account }) => account)).toEqual(['111111111111', '222222222222', '111111111111']);
    expect(keyPolicyOf(organization.keyStack!).AllowCloudTrailAccess.Condition.StringEquals['aws:SourceArn']).toContain(':eu-central-1:111111111111:trail/organization');
  });

  test('is one stack less if that account and Region are the bucket\'s after all', () => {
    expect(defined({ key: { ...LOG_ARCHIVE } }).keyStack).toBeUndefined();
  });
});

test('the ARN of the key, once it is known, stands in the trail in place of the alias', () => {
  const keyArn = KEY_ARN.replace('333333333333', '222222222222');
  expect(propertiesOf(defined({ keyArn }).managementStack, 'AWS::CloudTrail::Trail').KMSKeyId).toEqual(keyArn);
});

describe.each([
  ['two stacks', { readers: [new iam.ArnPrincipal('arn:aws:iam::222222222222:role/Auditor')] }],
  ['three stacks', { key: AUDIT, readers: [LogReaders.rolePattern('444444444444', 'audit-*')] }],
  ['three stacks and the ARN of the key', { key: AUDIT, keyArn: KEY_ARN, readers: [new iam.OrganizationPrincipal('o-exampleorg1')] }],
])('in %s', (_, props) => {
  const everything = { ...props, readerAccounts: ['555555555555'], memberAccess: MemberAccess.OWN_LOGS, s3KeyPrefix: 'audit' };

  test('nothing crosses from one to another but names', () => {
    for (const stack of stacksOf(defined(everything))) {
      const { Outputs, Parameters, Resources } = Template.fromStack(stack).toJSON();
      expect(Outputs).toBeUndefined();
      expect(Object.keys(Parameters ?? {}).filter(name => name !== 'BootstrapVersion')).toEqual([]);
      const references = [...JSON.stringify(Resources).matchAll(/"(?:Ref|Fn::GetAtt)":\["?([^",\]]+)|"Ref":"([^"]+)"/g)].map(([, attribute, ref]) => attribute ?? ref);
      expect(references.filter(name => !name.startsWith('AWS::') && Resources[name] === undefined)).toEqual([]);
      expect(JSON.stringify(Resources)).not.toMatch(/ImportValue|GetStackOutput|resolve:ssm/);
    }
  });

  test('each waits for the one that it names things of', () => {
    const app = new App();
    const organization = defined(everything, app);
    const waits = new Map(app.synth().stacks.map(stack => [stack.stackName, stack.dependencies.filter(({ manifest }) => manifest.type === 'aws:cloudformation:stack')
      .map(({ id }) => id)]));
    const order = stacksOf(organization).map(({ artifactId }) => artifactId);

    expect(stacksOf(organization).map(({ stackName }) => waits.get(stackName))).toEqual(order.map((__, i) => i === 0 ? [] : [order[i - 1]]));
  });

  test('the policies are of the version that knows the variables in them', () => {
    const policies = stacksOf(defined(everything)).flatMap(stack => Object.values<any>(Template.fromStack(stack).toJSON().Resources))
      .flatMap(({ Properties: { KeyPolicy, PolicyDocument } }) => KeyPolicy ?? PolicyDocument ?? []);

    expect(policies.map(({ Version }) => Version)).toEqual(['2012-10-17', '2012-10-17', '2012-10-17']);
    expect(policies.filter(policy => JSON.stringify(policy).includes('${aws:PrincipalAccount}'))).toHaveLength(2);
  });
});

describe('the stacks', () => {
  test('are told to the CDK by the path of the construct', () => {
    expect(new Set(stacksOf(defined({ key: AUDIT })).map(({ node }) => node.path))).toEqual(new Set([
      'Organization/Key', 'Organization/LogArchive', 'Organization/Management',
    ]));
  });

  test('are called as they are told', () => {
    const stackNames = { key: 'audit-key', logArchive: 'audit-logs', management: 'audit-trail' };
    expect(stacksOf(defined({ key: AUDIT, stackNames })).map(({ stackName }) => stackName)).toEqual(['audit-key', 'audit-logs', 'audit-trail']);
  });

  test('may lie in a Stage, and below a construct', () => {
    const stage = new Stage(new App(), 'Prod');
    const organization = defined({ key: AUDIT }, new Construct(stage, 'Security'));

    expect(organization.managementStack.node.path).toEqual('Prod/Security/Organization/Management');
    expect(stage.synth().stacks.map(({ hierarchicalId }) => hierarchicalId).sort()).toEqual([
      'Prod/Security/Organization/Key', 'Prod/Security/Organization/LogArchive', 'Prod/Security/Organization/Management',
    ]);
  });

  test('may be defined twice in one app', () => {
    const app = new App();
    defined({}, app);
    new OrganizationTrail(app, 'Second', {
      ...PROPS, trailName: 'second', logBucketName: 'example-second-logs', keyAlias: 'alias/second-trail',
    });
    expect(app.synth().stacks).toHaveLength(4);
  });
});

describe('in other Regions and partitions', () => {
  test.each([
    ['a home Region that accounts have to opt in to', 'me-south-1', 'eu-central-1', 'arn:aws:kms:eu-central-1'],
    ['a bucket in such a Region', 'eu-central-1', 'me-south-1', 'arn:aws:kms:me-south-1'],
    ['China', 'cn-north-1', 'cn-northwest-1', 'arn:aws-cn:kms:cn-northwest-1'],
    ['GovCloud', 'us-gov-west-1', 'us-gov-east-1', 'arn:aws-us-gov:kms:us-gov-east-1'],
    ['a partition that the Region does not tell', 'xy-north-1', 'xy-north-1', 'arn:${AWS::Partition}:kms:xy-north-1'],
  ])('the trail has its own, and CloudTrail its one name: %s', (_, home, region, kms) => {
    const { logArchiveStack, managementStack } = defined({ management: { ...MANAGEMENT, region: home }, logArchive: { ...LOG_ARCHIVE, region } });

    expect(keyPolicyOf(logArchiveStack).AllowCloudTrailEncryptLogs).toMatchObject({
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceArn': `arn:\${AWS::Partition}:cloudtrail:${home}:111111111111:trail/organization` } },
    });
    expect(propertiesOf(managementStack, 'AWS::CloudTrail::Trail').KMSKeyId).toEqual(`${kms}:222222222222:alias/organization-trail`);
  });
});

describe('a reader', () => {
  test('is admitted by the policies of key and bucket, wherever the key is', () => {
    const auditor = 'arn:aws:iam::222222222222:role/Auditor';
    const organization = defined({ key: AUDIT, readers: [new iam.ArnPrincipal(auditor)] });
    organization.grantRead(new iam.ArnPrincipal('arn:aws:iam::444444444444:role/Late'));

    const both = { AWS: [auditor, 'arn:aws:iam::444444444444:role/Late'] };
    expect(keyPolicyOf(organization.keyStack!).EnableCloudTrailLogDecryptPermissions).toMatchObject({
      Principal: both, Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
    });
    expect(bucketPolicyOf(organization.logArchiveStack, 'LogBucket')).toMatchObject({
      EnableCloudTrailLogRead: { Principal: both, Resource: '${LogBucket27CEF49F.Arn}/AWSLogs/*' },
      EnableCloudTrailLogList: { Principal: both, Condition: { StringLike: { 's3:prefix': 'AWSLogs/*' } } },
    });
  });

  test('may be a whole account', () => {
    const { logArchiveStack } = defined({ readerAccounts: ['444444444444'] });
    const account = { AWS: 'arn:${AWS::Partition}:iam::444444444444:root' };

    expect(keyPolicyOf(logArchiveStack).EnableEncryptedCloudTrailLogReadAccess.Principal).toEqual(account);
    expect(bucketPolicyOf(logArchiveStack, 'LogBucket').EnableCloudTrailLogRead.Principal).toEqual(account);
  });

  test('may be a role of the log-archive stack itself', () => {
    const organization = defined();
    organization.grantRead(role(organization.logArchiveStack, 'Auditor'));

    expect(keyPolicyOf(organization.logArchiveStack).EnableCloudTrailLogDecryptPermissions.Principal).toEqual({ AWS: '${AuditorB9A7BEA8.Arn}' });
  });

  test('may be a role of another stack of that account, by its name', () => {
    const app = new App();
    const tools = new Stack(app, 'Tools', { env: LOG_ARCHIVE });
    const organization = defined({ readers: [role(tools, 'Role', 'log-reader')] }, app);

    expect(keyPolicyOf(organization.logArchiveStack).EnableCloudTrailLogDecryptPermissions).toMatchObject({
      Principal: { AWS: 'arn:${AWS::Partition}:iam::222222222222:root' },
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::222222222222:role/log-reader' } },
    });
    expect(propertiesOf(tools, 'AWS::IAM::Policy').PolicyDocument.Statement.map(({ Action }: any) => Action)).toEqual(['kms:Decrypt', 's3:GetObject', 's3:ListBucket']);
  });

  test.each<[string, Partial<OrganizationTrailProps>, any]>([
    ['by its alias', {}, {
      Resource: 'arn:aws:kms:eu-central-1:333333333333:key/*',
      Condition: {
        'Null': { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/organization-trail' },
      },
    }],
    ['by its ARN', { keyArn: KEY_ARN }, { Resource: KEY_ARN, Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } } }],
  ])('may be a role of the bucket\'s account with the key in another, which the role names %s', (_, props, onKey) => {
    const organization = defined({ key: AUDIT, ...props });
    const reader = new LogReaderRole(organization.logArchiveStack, 'Reader', {
      logBucket: organization.logBucket, trustedAccounts: ['444444444444'], roleName: 'reader',
    });

    expect(reader.node.path).toEqual('Organization/LogArchive/Reader');
    expect(keyPolicyOf(organization.keyStack!).EnableCloudTrailLogDecryptPermissions).toEqual({
      Sid: 'EnableCloudTrailLogDecryptPermissions',
      Effect: 'Allow',
      Principal: { AWS: 'arn:${AWS::Partition}:iam::222222222222:root' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::222222222222:role/reader' },
        Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' },
      },
    });
    expect(propertiesOf(organization.logArchiveStack, 'AWS::IAM::Policy').PolicyDocument.Statement).toEqual([{ Effect: 'Allow', Action: 'kms:Decrypt', ...onKey }]);
    expect(bucketPolicyOf(organization.logArchiveStack, 'LogBucket').EnableCloudTrailLogRead.Principal).toEqual({ AWS: '${ReaderC968FCB1.Arn}' });
  });

  test('may be a role of the bucket\'s account with the key in another only under a literal name', () => {
    const { logArchiveStack, logBucket } = defined({ key: AUDIT });

    expect(() => new LogReaderRole(logArchiveStack, 'Reader', { logBucket, trustedAccounts: ['444444444444'] })).toThrow(
      "'roleName' must be literal for a role outside the stack \"Organization/Key\" of the key of the bucket, got undefined; give it one");
    expect(logArchiveStack.node.tryFindChild('Reader')).toBeUndefined();
  });

  test('may be a role of another stack of the bucket\'s account with the key in a third', () => {
    const app = new App();
    const tools = new Stack(app, 'Tools', { env: LOG_ARCHIVE });
    const organization = defined({ key: AUDIT, readers: [role(tools, 'Role', 'log-reader')] }, app);

    expect(keyPolicyOf(organization.keyStack!).EnableCloudTrailLogDecryptPermissions.Condition.ArnEquals)
      .toEqual({ 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::222222222222:role/log-reader' });
    expect(propertiesOf(tools, 'AWS::IAM::Policy').PolicyDocument.Statement.map(({ Action, Resource }: any) => [Action, Resource])).toEqual([
      ['kms:Decrypt', 'arn:aws:kms:eu-central-1:333333333333:key/*'],
      ['s3:GetObject', expect.stringContaining('LogBucket')],
      ['s3:ListBucket', expect.stringContaining('LogBucket')],
    ]);
  });

  test('is read the same by bucket and key, or refused', () => {
    const complaint = "'readers[0]' must name its account, got \"arn:aws:iam::222222222222:root\" of the stack \"LogArchive\", "
      + 'which is "arn:aws:iam::333333333333:root" in a policy of the stack "Key"';
    expect(() => defined({ key: AUDIT, readers: [new iam.AccountRootPrincipal()] })).toThrow(complaint);
    const organization = defined({ key: AUDIT });
    expect(() => organization.grantRead(new iam.AccountRootPrincipal())).toThrow("'grantee' must name its account");

    expect(keyPolicyOf(defined({ readers: [new iam.AccountRootPrincipal()] }).logArchiveStack).EnableEncryptedCloudTrailLogReadAccess.Principal)
      .toEqual({ AWS: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' });
  });

  test('is admitted to nothing more when the member accounts read their own logs', () => {
    const { logArchiveStack } = defined({ memberAccess: MemberAccess.OWN_LOGS });

    expect(keyPolicyOf(logArchiveStack).EnableCloudTrailLogDecryptPermissions).toBeUndefined();
    expect(keyPolicyOf(logArchiveStack).EnableMemberAccountLogDecrypt).toEqual({
      Sid: 'EnableMemberAccountLogDecrypt',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: {
        Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' },
        StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
        StringLike: {
          'kms:EncryptionContext:aws:s3:arn': 'arn:${AWS::Partition}:s3:::example-organization-logs/AWSLogs/o-exampleorg1/${aws:PrincipalAccount}/*',
        },
        StringNotEquals: { 'aws:PrincipalAccount': '${AWS::AccountId}' },
      },
    });
  });
});

test('the key that member accounts use needs no warning: its audit knows the statement', () => {
  const organization = defined({ memberAccess: MemberAccess.OWN_LOGS });

  expect(warningsOf(organization)).toEqual([]);
  expect(organization.encryptionKey.audit().findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

describe('refused is', () => {
  /** What is complained about, each with its prop; and that nothing was defined. */
  const complaints = (props: Partial<{ [prop in keyof OrganizationTrailProps]: any }>, scope: Construct = new App()): string[] => {
    let message = '';
    try {
      defined(props, scope);
    } catch (error: any) {
      ({ message } = error);
    }
    expect(scope.node.children.map(({ node }) => node.id)).not.toContain('Organization');
    return message.split('\n  - ');
  };
  const literal = (prop: string, got = 'a token') => `'${prop}' must be known when the app is synthesized, got ${got}; write it out`;
  const account = (prop: string, got: string) => `'${prop}.account' must be an account id of 12 digits, as a string, got ${got}; write it in full, as in "111111111111"; accounts have no wildcard`;
  const region = (prop: string, got: string) => `'${prop}.region' must be a Region such as "eu-central-1", got ${got}; write it out: the stacks of other accounts name what lies there`;
  const stackName = (prop: string, got: string) => `'stackNames.${prop}' must be 1-128 letters, digits or "-", beginning with a letter, got ${got}; choose another name`;

  test.each<[string, Partial<{ [prop in keyof OrganizationTrailProps]: any }>, string]>([
    ['an organization id that is none', { organizationId: 'exampleorg1' },
      '\'organizationId\' must be "o-" and 10 to 32 lower-case letters or digits, got "exampleorg1"; take it from the output of `aws organizations describe-organization`'],
    ['no organization id', { organizationId: undefined },
      '\'organizationId\' must be "o-" and 10 to 32 lower-case letters or digits, got undefined; take it from the output of `aws organizations describe-organization`'],
    ['an organization id that only the deployment knows', { organizationId: Aws.STACK_NAME }, literal('organizationId')],
    ['a trail name with a wildcard', { trailName: 'audit-*' },
      "'trailName' must be 3-128 letters, digits, '.', '_' or '-', beginning and ending with a letter or digit, no two of '._-' side by side, not an IP address, "
        + 'got "audit-*"; rename the trail'],
    ['a trail name that only the deployment knows', { trailName: `audit-${Aws.REGION}` }, literal('trailName', '"audit-${Token}"')],
    ['no bucket name', { logBucketName: undefined },
      '\'logBucketName\' must be 3-63 lower-case letters, digits, "." or "-", beginning and ending with a letter or digit, without "..", ".-" or "-.", '
        + 'not an IP address, without the prefixes and suffixes that S3 reserves, got undefined; choose another name'],
    ['a bucket name that only the deployment knows', { logBucketName: `logs-${Aws.ACCOUNT_ID}` }, literal('logBucketName', '"logs-${Token}"')],
    ['no alias', { keyAlias: undefined },
      '\'keyAlias\' must be "alias/" and letters, digits, "/", "_" or "-", 256 characters at most, not beginning with "alias/aws", got undefined; write it as in "alias/cloudtrail"'],
    ['an alias that only the deployment knows', { keyAlias: `alias/${Aws.REGION}` }, literal('keyAlias', '"alias/${Token}"')],
    ['a folder that begins with a slash', { s3KeyPrefix: '/audit' },
      "'s3KeyPrefix' must be 1-200 letters, digits or any of !-_.'()/, neither beginning nor ending with \"/\", no part of it empty or \"AWSLogs\", got \"/audit\"; "
        + 'write the folder alone, as in "audit/trails"; CloudTrail adds "/AWSLogs" itself'],
    ['a folder that only the deployment knows', { s3KeyPrefix: `audit/${Aws.REGION}` }, literal('s3KeyPrefix', '"audit/${Token}"')],
    ['a management account without Region', { management: { account: '111111111111' } }, region('management', 'undefined')],
    ['a log archive without account', { logArchive: { region: 'eu-central-1' } }, account('logArchive', 'undefined')],
    ['an account of 11 digits', { logArchive: { ...LOG_ARCHIVE, account: '22222222222' } }, account('logArchive', '"22222222222"')],
    ['an account that only the deployment knows', { management: { ...MANAGEMENT, account: Aws.ACCOUNT_ID } }, literal('management.account')],
    ['a Region that only the deployment knows', { key: { ...AUDIT, region: Aws.REGION } }, literal('key.region')],
    ['a pattern for a Region', { management: { ...MANAGEMENT, region: 'us-*' } }, region('management', '"us-*"')],
    ['the same account twice, as where a delegated administrator deploys everything', { management: LOG_ARCHIVE },
      '\'management\' and \'logArchive\' must be of different accounts, got "222222222222" for both; to log into the management account itself use EncryptedTrail with '
        + "'organizationId'; the account of a delegated administrator can be 'logArchive' alone, because CloudFormation creates an organization trail only in the "
        + "management account: name that one in 'management'"],
    ['a key in another Region than the bucket', { key: { ...AUDIT, region: 'us-east-1' } },
      "'key.region' must be that of the bucket, \"eu-central-1\", got \"us-east-1\"; S3 takes only keys of the bucket's own Region: use it here"],
    ['a management account of another partition', { management: { ...MANAGEMENT, region: 'cn-north-1' } },
      "'management.region' must lie in the partition of 'logArchive', \"aws\", got \"cn-north-1\" of \"aws-cn\"; an organization is of one partition: "
        + 'define an OrganizationTrail in each'],
    ['the ARN of an alias in place of that of the key', { keyArn: 'arn:aws:kms:eu-central-1:222222222222:alias/x' },
      '\'keyArn\' must be the ARN of a KMS key, "arn:PARTITION:kms:REGION:ACCOUNT:key/ID", got "arn:aws:kms:eu-central-1:222222222222:alias/x"; '
        + 'an alias or a bare key id does not name the account: use the "KeyMetadata.Arn" of `aws kms describe-key`'],
    ['the ARN of a key of another account', { keyArn: KEY_ARN },
      `'keyArn' must lie in the account and Region of the key, "222222222222" and "eu-central-1", got "${KEY_ARN}"; `
        + 'take the "KeyMetadata.Arn" of `aws kms describe-key --key-id alias/organization-trail` there'],
    ['the ARN of a key of another partition', { keyArn: 'arn:aws-cn:kms:eu-central-1:222222222222:key/12345678-1234-1234-1234-123456789012' },
      "'keyArn' must lie in the partition of the stack, \"aws\", got \"arn:aws-cn:kms:eu-central-1:222222222222:key/12345678-1234-1234-1234-123456789012\" of \"aws-cn\"; "
        + 'nothing reaches across partitions: make a stack in each'],
    ['the ARN of a key that only the deployment knows', { keyArn: `arn:${Aws.PARTITION}:kms:eu-central-1:222222222222:key/x` },
      literal('keyArn', '"arn:${Token}:kms:eu-central-1:222222222222:key/x"')],
    ['null for the names of the stacks', { stackNames: null },
      "'stackNames' must be an object with the names of stacks, got null; leave it out for names made of the path"],
    ['one name for the names of the stacks', { stackNames: 'audit' },
      "'stackNames' must be an object with the names of stacks, got \"audit\"; leave it out for names made of the path"],
    ['a stack name with a dot', { stackNames: { management: 'audit.trail' } }, stackName('management', '"audit.trail"')],
    ['a stack name that only the deployment knows', { stackNames: { logArchive: Aws.STACK_NAME } }, literal('stackNames.logArchive')],
    ['a name for something that is no stack', { stackNames: { trail: 'audit-trail' } },
      "'stackNames' must name none but the stacks key, logArchive, management, got \"trail\"; use one of these"],
    ['a name for a stack that there is none of', { stackNames: { key: 'audit-key' } },
      "'stackNames.key' goes with a 'key' in another environment than 'logArchive', got \"audit-key\" for no stack; leave it out"],
    ['one name for two stacks of one account and Region',
      { key: AUDIT, management: AUDIT, stackNames: { key: 'audit', management: 'audit' } },
      "'stackNames.management' must be another name than 'stackNames.key' in the same account and Region, got \"audit\" for both; choose another name"],
    ['a member access that there is none of', { memberAccess: 'ALL' }, '\'memberAccess\' must be one of NONE, OWN_LOGS, got "ALL"; use a member of MemberAccess'],
    ['a reader account of 11 digits', { readerAccounts: ['44444444444'] },
      "'readerAccounts[0]' must be an account id of 12 digits, as a string, got \"44444444444\"; write it in full, as in \"111111111111\"; accounts have no wildcard"],
    ['readers that are no list', { readers: new iam.AnyPrincipal() },
      "'readers' must be a list that is known when the app is synthesized, got a AnyPrincipal; write its elements out"],
    ['management events that there are none of', { managementEvents: 'all' },
      '\'managementEvents\' must be one of ReadOnly, WriteOnly, All, None, got "all"; use a member of ReadWriteType'],
    ['an insight type that is none', { insightTypes: ['ApiCallRateInsight'] },
      '\'insightTypes[0]\' must be an InsightType, got "ApiCallRateInsight"; use its static members'],
    ['a retention that is none', { objectLockRetention: 365 }, "'objectLockRetention' must be an ObjectLockRetention, got 365; use s3.ObjectLockRetention.compliance()"],
    ['a gap in the lifecycle rules', { lifecycleRules: [undefined] },
      "'lifecycleRules[0]' must be a LifecycleRule, got undefined; write it as in { expiration: Duration.days(2555) }"],
    ['lifecycle rules that are no list', { lifecycleRules: {} },
      "'lifecycleRules' must be a list that is known when the app is synthesized, got {}; write its elements out"],
  ])('%s', (_, props, complaint) => {
    expect(complaints(props)).toEqual([`Organization: ${complaint}`]);
  });

  test('null for the account and Region of the key', () => {
    expect(complaints({ key: null })).toEqual(['Organization: 2 problems', account('key', 'undefined'), region('key', 'undefined')]);
  });

  test.each<[string, Partial<OrganizationTrailProps>, (app: App) => iam.IPrincipal, string[]]>([
    ['everybody', {}, () => new iam.AnyPrincipal(), [expect.stringContaining("'readers[0]' must be a role, a user, an account, or an organization")]],
    ['a condition of KMS', {}, () => new iam.OrganizationPrincipal('o-exampleorg1').withConditions({ StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } }),
      [expect.stringContaining("'readers[0]' must not bring a condition key of KMS")]],
    ['a role of another stack without a name', {}, app => role(new Stack(app, 'Tools', { env: LOG_ARCHIVE }), 'Role'),
      [expect.stringContaining('\'readers[0]\' is the role "Tools/Role", not of the stack "LogArchive" whose policy names it, got no literal \'roleName\'; give it one')]],
    ['a role of the management account', {}, app => role(new Stack(app, 'Tools', { env: MANAGEMENT }), 'Role', 'reader'),
      [expect.stringContaining('and of another account, got "111111111111", where it needs an IAM policy that this stack cannot write; name it by its literal ARN here')]],
    ['a role of the key\'s account with the bucket in another', { key: AUDIT }, app => role(new Stack(app, 'Tools', { env: AUDIT }), 'Role', 'reader'),
      [expect.stringContaining('not of the stack "LogArchive" whose policy names it, and of another account, got "333333333333"')]],
  ])('as a reader: %s', (_, props, reader, expected) => {
    const app = new App();
    expect(complaints({ ...props, readers: [reader(app)] }, app)).toEqual(expected);
  });

  test.each<[string, (app: App) => IConstruct]>([
    ['a stack', app => new Stack(app, 'Stack')],
    ['a construct of a stack', app => new Construct(new Stack(app, 'Stack'), 'Security')],
  ])('to be defined in %s', (_, scopeOf) => {
    const scope = scopeOf(new App()) as Construct;
    expect(complaints({}, scope)).toEqual([
      `${scope.node.path}/Organization: 'scope' must be an App, a Stage, or a construct of one that is in no stack, got the stack "Stack"; `
        + 'stacks of several accounts are defined here, so define it beside that stack',
    ]);
  });

  test('everything at once, in one message', () => {
    const stack = new Stack(new App(), 'Stack');
    const parameter = new CfnParameter(stack, 'Parameter').valueAsString;
    const [where, ...all] = complaints({
      organizationId: parameter, trailName: 'a', keyAlias: 'x', management: {}, key: { ...AUDIT, region: 'us-east-1' }, readers: [new iam.AnyPrincipal()], readerAccounts: ['4'],
    }, stack);

    expect(where).toEqual('Stack/Organization: 9 problems');
    expect(all.map(complaint => /'([^']+)'/.exec(complaint)![1])).toEqual([
      'scope', 'organizationId', 'trailName', 'keyAlias', 'management.account', 'management.region', 'key.region', 'readers[0]', 'readerAccounts[0]',
    ]);
  });

  test('a call without props', () => {
    expect(() => new OrganizationTrail(new App(), 'Organization', undefined as any)).toThrow(/'organizationId' must be .*\n {2}- 'trailName' must be /);
  });

});
