import { App, aws_iam as iam, aws_s3 as s3, Duration, Stack } from 'aws-cdk-lib';
import { CloudTrailEncryptionKey, EncryptedTrail, LogReaderPolicy, LogReaderRole, TrailLogBucket } from 'cdk-cloudtrail-encryption';

const LOG_ACCOUNT = '111111111111';
const READER_ACCOUNT = '222222222222';
const AUDIT_FIRM = '333333333333';
const region = 'eu-central-1';
const bucketName = 'audit-logs-111111111111';

const app = new App();

// the account that keeps the logs: it lets another account say who of its own reads them
const logs = new Stack(app, 'Logs', { env: { account: LOG_ACCOUNT, region } });
const encryptionKey = new CloudTrailEncryptionKey(logs, 'Key', { alias: 'alias/cloudtrail' });
const logBucket = new TrailLogBucket(logs, 'Bucket', {
  encryptionKey,
  bucketName,
  objectLockRetention: s3.ObjectLockRetention.governance(Duration.days(365)),
  lifecycleRules: [{ expiration: Duration.days(2555), noncurrentVersionExpiration: Duration.days(30) }],
});
new EncryptedTrail(logs, 'Trail', { logBucket, readerAccounts: [READER_ACCOUNT], sendToCloudWatchLogs: true });

// an account of somebody else comes in through a role
new LogReaderRole(logs, 'AuditFirm', {
  logBucket,
  trustedAccounts: [AUDIT_FIRM],
  externalId: 'audit-firm-7f3a',
  roleName: 'CloudTrailReadRole',
});

// the readers' account says who of its own that is; the name of the bucket and the alias of the key are all that it knows of the other
const readers = new Stack(app, 'Readers', { env: { account: READER_ACCOUNT, region } });
const analyst = new iam.Role(readers, 'Analyst', { assumedBy: new iam.AccountRootPrincipal() });
new LogReaderPolicy(readers, 'ReadLogs', { keyAliasArn: encryptionKey.aliasArn, bucketName, roles: [analyst] });
