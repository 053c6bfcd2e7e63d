import { App, aws_iam as iam, aws_s3 as s3, Duration, Stack } from 'aws-cdk-lib';
import { EncryptedTrail } from 'cdk-cloudtrail-encryption';

const app = new App();
const stack = new Stack(app, 'Audit');

const auditor = new iam.Role(stack, 'Auditor', { assumedBy: new iam.AccountRootPrincipal() });
new EncryptedTrail(stack, 'Trail', {
  readers: [auditor],
  sendToCloudWatchLogs: true,
  // for a year nobody deletes a log file who may not bypass governance mode; after seven years it expires
  objectLockRetention: s3.ObjectLockRetention.governance(Duration.days(365)),
  lifecycleRules: [{ expiration: Duration.days(2555), noncurrentVersionExpiration: Duration.days(30) }],
});
