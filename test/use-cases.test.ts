import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { bucketPolicyOf, keyPolicyOf, pinnedStack, propertiesOf, templateOf } from './stacks';
import { USE_CASES } from './use-cases';
import { EncryptedTrail, MemberAccess, OrganizationTrail } from '../src';

const TRAIL = 'arn:${AWS::Partition}:cloudtrail:eu-central-1:111111111111:trail/audit';

test.each(Object.entries(USE_CASES))('%s, in a pinned environment', (_, define) => {
  const stack = pinnedStack();
  define(stack);
  expect(templateOf(stack)).toMatchSnapshot();
});

test('an encrypted trail, environment-agnostic', () => {
  const stack = new Stack(new App(), 'Audit');
  new EncryptedTrail(stack, 'Trail', { readers: [new iam.AccountPrincipal('222222222222')], sendToCloudWatchLogs: true });
  expect(templateOf(stack)).toMatchSnapshot();
  expect(keyPolicyOf(stack).AllowCloudTrailAccess.Condition).toEqual({
    StringEquals: { 'aws:SourceArn': 'arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/Audit-Trail-3BF4E139' },
  });
});

test('an organization trail with its key in a third account', () => {
  const { keyStack, logArchiveStack, managementStack } = new OrganizationTrail(new App(), 'Organization', {
    organizationId: 'o-exampleorg1',
    trailName: 'organization',
    management: { account: '111111111111', region: 'us-east-1' },
    logArchive: { account: '222222222222', region: 'eu-central-1' },
    key: { account: '333333333333', region: 'eu-central-1' },
    logBucketName: 'example-organization-logs',
    keyAlias: 'alias/organization-trail',
    s3KeyPrefix: 'audit',
    memberAccess: MemberAccess.OWN_LOGS,
  });
  expect([keyStack!, logArchiveStack, managementStack].map(templateOf)).toMatchSnapshot();
});

/** The synthesized stack of a use case. */
function synthesized(name: string): Stack {
  const stack = pinnedStack();
  USE_CASES[name](stack);
  return stack;
}

test('an encrypted trail: the key is retained, rotated, and usable by nobody but its trail and whoever administers it', () => {
  const stack = synthesized('an encrypted trail and nothing else');
  Template.fromStack(stack).hasResource('AWS::KMS::Key', {
    Properties: { EnableKeyRotation: true }, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain',
  });
  expect(Object.keys(keyPolicyOf(stack))).toEqual([
    'AllowKeyAdministration', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess',
  ]);
});

test('an encrypted trail: the trail validates its files, logs every Region, and waits for the bucket policy', () => {
  const template = Template.fromStack(synthesized('an encrypted trail and nothing else'));
  template.hasResource('AWS::CloudTrail::Trail', {
    Properties: { EnableLogFileValidation: true, IsLogging: true, IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true },
    DependsOn: ['TrailLogBucketPolicyFB45F718'],
  });
});

test('readers of every kind: each stands in the key policy once, with its own conditions and the guard', () => {
  const policy = keyPolicyOf(synthesized('readers of every kind'));
  const guard = { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } };
  expect(policy.EnableCloudTrailLogDecryptPermissions).toMatchObject({
    Principal: { AWS: ['${AuditorB9A7BEA8.Arn}', '${Bob4B8519C4.Arn}', 'arn:aws:iam::222222222222:role/CloudTrailReadRole'] },
    Condition: guard,
  });
  expect(policy.EnableCloudTrailLogDecryptPermissions2).toMatchObject({
    Principal: { AWS: '*' }, Condition: { ...guard, StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
  });
  expect(policy.EnableCloudTrailLogDecryptPermissions3).toMatchObject({
    Principal: { AWS: 'arn:aws:iam::111111111111:user/Alice' }, Condition: { ...guard, Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  });
  expect(policy.EnableCloudTrailLogDecryptPermissions4).toMatchObject({
    Principal: { AWS: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' },
    Condition: { ...guard, ArnLike: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/audit-*' } },
  });
  expect(policy.EnableEncryptedCloudTrailLogReadAccess).toMatchObject({
    Principal: { AWS: ['arn:${AWS::Partition}:iam::333333333333:root', 'arn:${AWS::Partition}:iam::444444444444:root'] }, Condition: guard,
  });
});

test('readers of every kind: each may fetch and list log files in the bucket, and nothing else there', () => {
  const policy = bucketPolicyOf(synthesized('readers of every kind'), 'TrailLogBucket');
  expect(policy.EnableCloudTrailLogRead2).toEqual({
    Sid: 'EnableCloudTrailLogRead2',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 's3:GetObject',
    Resource: '${TrailLogBucket563B90BB.Arn}/AWSLogs/*',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
  });
  expect(policy.EnableCloudTrailLogList2).toEqual({
    Sid: 'EnableCloudTrailLogList2',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 's3:ListBucket',
    Resource: '${TrailLogBucket563B90BB.Arn}',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' }, StringLike: { 's3:prefix': 'AWSLogs/*' } },
  });
});

test('CloudWatch Logs and a topic: no statement of the key policy, and none of the topic policy, is without a condition for CloudTrail', () => {
  const stack = synthesized('CloudWatch Logs and a topic on the same key');
  const { AllowKeyAdministration, ...others } = keyPolicyOf(stack);
  expect(AllowKeyAdministration.Condition).toBeUndefined();
  expect(Object.entries(others).filter(([, { Condition }]) => Condition === undefined)).toEqual([]);
  expect(others.AllowCloudTrailPublish).toMatchObject({
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Condition: { StringEquals: { 'aws:SourceArn': TRAIL } },
  });
  expect(propertiesOf(stack, 'AWS::SNS::TopicPolicy').PolicyDocument.Statement).toEqual([{
    Sid: 'AWSCloudTrailSNSPolicy20131101',
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: '${TopicBFC7AF6E}',
    Condition: { StringEquals: { 'aws:SourceArn': TRAIL } },
  }]);
});

test('CloudWatch Logs and a topic: the log group is encrypted for the regional service and the delivery role, by name', () => {
  const stack = synthesized('CloudWatch Logs and a topic on the same key');
  const logGroup = 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/cloudtrail/audit';
  expect(keyPolicyOf(stack)).toMatchObject({
    AllowCloudWatchLogs: {
      Principal: { Service: 'logs.${AWS::Region}.${AWS::URLSuffix}' },
      Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroup } },
    },
    AllowLogGroupUse: {
      Principal: { AWS: '${TrailLogsRole99E60284.Arn}' },
      Condition: {
        ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroup },
        StringEquals: { 'kms:ViaService': 'logs.${AWS::Region}.amazonaws.com' },
      },
    },
  });
  expect(propertiesOf(stack, 'AWS::Logs::LogGroup')).toMatchObject({
    LogGroupName: '/aws/cloudtrail/audit', KmsKeyId: '${Key961B73FD.Arn}', RetentionInDays: 365,
  });
});

test('an organization trail: the bucket takes the management account and the organization below the prefix, for that trail', () => {
  const stack = synthesized('an organization trail below a prefix');
  const sourceArn = 'arn:${AWS::Partition}:cloudtrail:eu-central-1:111111111111:trail/organization';
  const policy = bucketPolicyOf(stack, 'TrailLogBucket');
  expect(policy.AWSCloudTrailWrite20150319).toMatchObject({
    Resource: '${TrailLogBucket563B90BB.Arn}/audit/trails/AWSLogs/111111111111/*',
    Condition: { StringEquals: { 'aws:SourceArn': sourceArn, 's3:x-amz-acl': 'bucket-owner-full-control' } },
  });
  expect(policy.AWSCloudTrailOrganizationWrite20150319).toMatchObject({
    Resource: '${TrailLogBucket563B90BB.Arn}/audit/trails/AWSLogs/o-exampleorg1/*',
    Condition: { StringEquals: { 'aws:SourceArn': sourceArn, 's3:x-amz-acl': 'bucket-owner-full-control' } },
  });
  expect(propertiesOf(stack, 'AWS::CloudTrail::Trail')).toMatchObject({ IsOrganizationTrail: true, S3KeyPrefix: 'audit/trails' });
});

test('a key and a bucket made with plain CDK: what they had stays, and the statements come after it', () => {
  const stack = synthesized('a key and a bucket made with plain CDK');
  expect(Object.entries(keyPolicyOf(stack)).map(([sid, { Action }]) => [sid, Action])).toEqual([
    ['#0', 'kms:*'],
    ['AllowCloudTrailEncryptLogs', 'kms:GenerateDataKey*'],
    ['AllowCloudTrailDecryptTrail', 'kms:Decrypt'],
    ['AllowCloudTrailAccess', 'kms:DescribeKey'],
  ]);
  expect(Object.keys(bucketPolicyOf(stack, 'Bucket'))).toEqual(['#0', 'AWSCloudTrailAclCheck20150319', 'AWSCloudTrailWrite20150319']);
});

test('a key for trails of several accounts: one wildcard moves the whole list to ArnLike, and each owner has its context', () => {
  const policy = keyPolicyOf(synthesized('a key for trails of several accounts'));
  const sourceArn = [
    TRAIL,
    'arn:${AWS::Partition}:cloudtrail:us-east-1:222222222222:trail/audit',
    'arn:aws:cloudtrail:*:333333333333:trail/audit-*',
  ];
  expect(policy.AllowCloudTrailEncryptLogs.Condition).toEqual({
    ArnLike: { 'aws:SourceArn': sourceArn },
    StringLike: {
      'kms:EncryptionContext:aws:cloudtrail:arn': [
        'arn:${AWS::Partition}:cloudtrail:*:111111111111:trail/*',
        'arn:${AWS::Partition}:cloudtrail:*:222222222222:trail/*',
        'arn:aws:cloudtrail:*:333333333333:trail/*',
      ],
    },
  });
  expect(policy.AllowCloudTrailAccess.Condition).toEqual({ ArnLike: { 'aws:SourceArn': sourceArn } });
  expect(policy.AllowCloudTrailEncryptLogsByAccount.Condition).toEqual({
    StringEquals: { 'aws:SourceAccount': '444444444444' },
    StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:${AWS::Partition}:cloudtrail:*:444444444444:trail/*' },
  });
});

test('a key that only its administrators manage: they and the role that deploys, and not the account', () => {
  expect(keyPolicyOf(synthesized('a key that only its administrators manage')).AllowKeyAdministration.Principal).toEqual({
    AWS: [
      'arn:${AWS::Partition}:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-central-1',
      'arn:aws:iam::111111111111:role/KeyAdministrator',
    ],
  });
});

test('a key that the whole account manages: one statement delegates everything to IAM', () => {
  expect(keyPolicyOf(synthesized('a key that the whole account manages and uses')).EnableIAMUserPermissions).toEqual({
    Sid: 'EnableIAMUserPermissions',
    Effect: 'Allow',
    Principal: { AWS: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' },
    Action: 'kms:*',
    Resource: '*',
  });
});

test('a key for an event data store that is known: CloudTrail may use it for that store only', () => {
  const policy = keyPolicyOf(synthesized('a key for an event data store that is known'));
  const locked = {
    StringEquals: {
      'aws:SourceAccount': '111111111111',
      'aws:SourceArn': 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/11111111-2222-3333-4444-555555555555',
    },
  };
  expect(policy).toMatchObject({
    AllowCloudTrailEncryptEds: { Condition: locked },
    AllowCloudTrailDecryptEds: { Condition: locked },
    AllowCloudTrailAccessEds: { Condition: locked },
    EnableUserKeyPermissionsEds: { Principal: { AWS: 'arn:aws:iam::111111111111:role/Analyst' } },
  });
});

test('a bucket with an S3 Bucket Key: the twins ask for the trail or the bucket instead of the context', () => {
  const bucket = { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': 'arn:${AWS::Partition}:s3:::audit-logs-111111111111' } };
  expect(keyPolicyOf(synthesized('a bucket with an S3 Bucket Key'))).toMatchObject({
    AllowCloudTrailEncryptLogsWithBucketKey: { Action: 'kms:GenerateDataKey*', Condition: { StringEquals: { 'aws:SourceArn': TRAIL } } },
    AllowCloudTrailEncryptLogsByAccountWithBucketKey: { Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } } },
    EnableCloudTrailLogDecryptPermissionsWithBucketKey: { Principal: { AWS: 'arn:aws:iam::111111111111:user/Bob' }, Condition: bucket },
    EnableEncryptedCloudTrailLogReadAccessWithBucketKey: { Principal: { AWS: 'arn:${AWS::Partition}:iam::222222222222:root' }, Condition: bucket },
  });
});

test('a locked bucket: no version can be deleted, and the other bucket takes its access logs', () => {
  const stack = synthesized('a locked bucket whose accesses another bucket logs');
  Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
    ObjectLockEnabled: true,
    ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Days: 365, Mode: 'COMPLIANCE' } } },
    LoggingConfiguration: { DestinationBucketName: { Ref: 'Accesses7BF6DBB4' }, LogFilePrefix: 'cloudtrail/' },
    VersioningConfiguration: { Status: 'Enabled' },
  });
  expect(bucketPolicyOf(stack, 'Accesses').S3ServerAccessLogsPolicy).toMatchObject({
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: '${Accesses7BF6DBB4.Arn}/cloudtrail/*',
    Condition: { ArnLike: { 'aws:SourceArn': '${BucketE75EA64C.Arn}' }, StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' } },
  });
});
