import { App, aws_iam as iam, aws_s3 as s3, Duration, Stack } from 'aws-cdk-lib';
import { EncryptedTrail } from 'cdk-cloudtrail-encryption';

// examples/single-account, some time later
const app = new App();
const stack = new Stack(app, 'Audit');

const auditor = new iam.Role(stack, 'Auditor', { assumedBy: new iam.AccountRootPrincipal() });
const investigator = new iam.Role(stack, 'Investigator', { assumedBy: new iam.AccountRootPrincipal() });
new EncryptedTrail(stack, 'Trail', {
  readers: [auditor, investigator],
  sendToCloudWatchLogs: true,
  objectLockRetention: s3.ObjectLockRetention.governance(Duration.days(365)),
  lifecycleRules: [{ expiration: Duration.days(2555), noncurrentVersionExpiration: Duration.days(30) }],
});
