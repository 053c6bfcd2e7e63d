import { App, aws_s3 as s3, Duration, Stack } from 'aws-cdk-lib';
import { CloudTrailEncryptionKey, CloudTrailEncryptionKeyReplica, EncryptedTrail, TrailLogBucket } from 'cdk-cloudtrail-encryption';

const app = new App();
const account = '111111111111';
const [home, standby] = ['eu-central-1', 'eu-west-1'].map(region => (
  new Stack(app, `Audit-${region}`, { env: { account, region }, crossRegionReferences: true })));

// in both Regions
const retention = {
  objectLockRetention: s3.ObjectLockRetention.governance(Duration.days(365)),
  lifecycleRules: [{ expiration: Duration.days(2555), noncurrentVersionExpiration: Duration.days(30) }],
};

const encryptionKey = new CloudTrailEncryptionKey(home, 'Key', { multiRegion: true, alias: 'alias/cloudtrail' });
const { identity } = new EncryptedTrail(home, 'Trail', { trailName: 'audit', encryptionKey, sendToCloudWatchLogs: true, ...retention });

// a replica shares the key material and nothing else: it is told for itself who may use it
const replica = new CloudTrailEncryptionKeyReplica(standby, 'Key', {
  primaryKeyArn: encryptionKey.keyArn,
  alias: 'alias/cloudtrail',
  trails: [identity],
});
new TrailLogBucket(standby, 'Logs', { encryptionKey: replica, ...retention });
