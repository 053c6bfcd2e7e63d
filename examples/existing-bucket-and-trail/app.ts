import { App, aws_kms as kms, aws_s3 as s3, Duration, Stack, Validations } from 'aws-cdk-lib';
import { CloudTrailEncryptionKey, CloudTrailKeyAccess, EncryptedTrail, TrailLogBucket } from 'cdk-cloudtrail-encryption';

const app = new App();
const env = { account: '111111111111', region: 'eu-central-1' };

// a key and a bucket that the app has already: their policies stay as they are, and the statements for CloudTrail are added
const owned = new Stack(app, 'Owned', { env });
const key = new kms.Key(owned, 'Key', { enableKeyRotation: true });
const bucket = new s3.Bucket(owned, 'Logs', {
  encryption: s3.BucketEncryption.KMS,
  encryptionKey: key,
  enforceSSL: true,
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  versioned: true,
  serverAccessLogsBucket: s3.Bucket.fromBucketName(owned, 'AccessLogs', 'access-logs-111111111111'),
  objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(365)),
  lifecycleRules: [{ expiration: Duration.days(2555), noncurrentVersionExpiration: Duration.days(30) }],
});
Validations.of(bucket).acknowledge(...['HIPAA.Security', 'NIST.800.53.R4', 'NIST.800.53.R5', 'PCI.DSS.321'].map(pack => (
  { id: `${pack}-S3BucketReplicationEnabled`, reason: 'the logs are kept in one Region' })));
const encryptionKey = CloudTrailEncryptionKey.fromKey(owned, 'TrailKey', key);
new EncryptedTrail(owned, 'Trail', {
  logBucket: TrailLogBucket.fromBucket(owned, 'TrailLogs', bucket, { encryptionKey }),
  sendToCloudWatchLogs: true,
});

// a trail that somebody else made, on a key of this app: a mixin admits it
const adopted = new kms.Key(owned, 'AdoptedKey', { enableKeyRotation: true });
adopted.with(new CloudTrailKeyAccess({ trailArns: ['arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit'] }));

// a key and a bucket of somebody else: the statements that their owner has to add are warned of, and the key's are an output of the stack
const named = new Stack(app, 'Named', { env });
new EncryptedTrail(named, 'Trail', {
  logBucket: TrailLogBucket.fromBucket(named, 'TrailLogs', s3.Bucket.fromBucketName(named, 'Logs', 'audit-logs-of-somebody'), {
    encryptionKey: CloudTrailEncryptionKey.fromKeyArn(named, 'Key',
      'arn:aws:kms:eu-central-1:111111111111:key/12345678-1234-1234-1234-123456789012'),
  }),
  sendToCloudWatchLogs: true,
});
