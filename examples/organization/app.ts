import { App, aws_s3 as s3, CfnStackSet, Duration, Stack } from 'aws-cdk-lib';
import { LogReaders, MemberAccess, OrganizationTrail } from 'cdk-cloudtrail-encryption';

const app = new App();
const management = { account: '111111111111', region: 'eu-central-1' };
const logArchive = { account: '222222222222', region: 'eu-central-1' };

new OrganizationTrail(app, 'Organization', {
  organizationId: 'o-exampleorg1',
  trailName: 'organization',
  management,
  logArchive,
  logBucketName: 'example-organization-logs',
  keyAlias: 'alias/organization-trail',
  readers: [LogReaders.rolePattern(logArchive.account, 'audit-*')],
  memberAccess: MemberAccess.OWN_LOGS,
  objectLockRetention: s3.ObjectLockRetention.governance(Duration.days(365)),
  lifecycleRules: [{ expiration: Duration.days(2555), noncurrentVersionExpiration: Duration.days(30) }],
});

// what no stack of the trail reaches: in every member account a role that reads the logs of its own account, and no others
const ownLogs = 'example-organization-logs/AWSLogs/o-exampleorg1/${AWS::AccountId}/*';
const memberReader = {
  Resources: {
    OwnLogReader: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'own-log-reader',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }, Action: 'sts:AssumeRole' },
          ],
        },
        Policies: [{
          PolicyName: 'OwnLogs',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${ownLogs}` } },
              {
                Effect: 'Allow',
                Action: 's3:ListBucket',
                Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::example-organization-logs' },
                Condition: { StringLike: { 's3:prefix': { 'Fn::Sub': 'AWSLogs/o-exampleorg1/${AWS::AccountId}/*' } } },
              },
              {
                Effect: 'Allow',
                Action: 'kms:Decrypt',
                Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:kms:eu-central-1:222222222222:key/*' },
                Condition: {
                  'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/organization-trail' },
                  'StringLike': { 'kms:EncryptionContext:aws:s3:arn': { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${ownLogs}` } },
                },
              },
            ],
          },
        }],
      },
    },
  },
};

new CfnStackSet(new Stack(app, 'MemberReaders', { env: management }), 'StackSet', {
  stackSetName: 'own-log-readers',
  permissionModel: 'SERVICE_MANAGED',
  autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
  capabilities: ['CAPABILITY_NAMED_IAM'],
  stackInstancesGroup: [{ deploymentTargets: { organizationalUnitIds: ['ou-exam-workloads'] }, regions: ['eu-central-1'] }],
  templateBody: JSON.stringify(memberReader),
});
