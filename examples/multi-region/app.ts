import { App, Stack } from 'aws-cdk-lib';
import { CloudTrailEncryptionKey, CloudTrailEncryptionKeyReplica, EncryptedTrail, TrailLogBucket } from 'cdk-cloudtrail-encryption';

const app = new App();
const account = '111111111111';
const [home, standby] = ['eu-central-1', 'eu-west-1'].map(region => (
  new Stack(app, `Audit-${region}`, { env: { account, region }, crossRegionReferences: true })));

const encryptionKey = new CloudTrailEncryptionKey(home, 'Key', { multiRegion: true, alias: 'alias/cloudtrail' });
const { identity } = new EncryptedTrail(home, 'Trail', { trailName: 'audit', encryptionKey });

// a replica shares the key material and nothing else: it is told for itself who may use it
const replica = new CloudTrailEncryptionKeyReplica(standby, 'Key', {
  primaryKeyArn: encryptionKey.keyArn,
  alias: 'alias/cloudtrail',
  trails: [identity],
});
new TrailLogBucket(standby, 'Logs', { encryptionKey: replica });
