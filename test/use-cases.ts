import { aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sns as sns, Duration, Stack } from 'aws-cdk-lib';
import {
  AccountAccess, CloudTrailEncryptionKey, CloudTrailEncryptionKeyReplica, CloudTrailKeyAccess, EncryptedEventDataStore, EncryptedTrail,
  EventDataStoreBilling, LogReaderPolicy, LogReaderRole, LogReaders, TrailIdentity, TrailLogBucket,
} from '../src';

/** Every public use case, each of which defines its constructs in a stack of its own. */
export const USE_CASES: { [name: string]: (stack: Stack) => void } = {
  'an encrypted trail and nothing else': stack => {
    new EncryptedTrail(stack, 'Trail');
  },
  'readers of every kind': stack => {
    new EncryptedTrail(stack, 'Trail', {
      trailName: 'audit',
      readers: [
        new iam.Role(stack, 'Auditor', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
        new iam.User(stack, 'Bob'),
        new iam.ArnPrincipal('arn:aws:iam::222222222222:role/CloudTrailReadRole'),
        new iam.AccountPrincipal('333333333333'),
        new iam.OrganizationPrincipal('o-exampleorg1'),
        new iam.ArnPrincipal('arn:aws:iam::111111111111:user/Alice').withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
        LogReaders.rolePattern('111111111111', 'audit-*'),
        LogReaders.permissionSet('111111111111', 'SecurityAudit'),
      ],
      readerAccounts: ['444444444444'],
    });
  },
  'CloudWatch Logs and a topic on the same key': stack => {
    const encryptionKey = new CloudTrailEncryptionKey(stack, 'Key');
    const snsTopic = new sns.Topic(stack, 'Topic', { masterKey: encryptionKey.key });
    new EncryptedTrail(stack, 'Trail', { trailName: 'audit', encryptionKey, snsTopic, sendToCloudWatchLogs: true });
  },
  'a trail whose bucket keeps log files for a year and no longer than seven': stack => {
    new EncryptedTrail(stack, 'Trail', {
      trailName: 'audit',
      objectLockRetention: s3.ObjectLockRetention.governance(Duration.days(365)),
      lifecycleRules: [{ expiration: Duration.days(2555), noncurrentVersionExpiration: Duration.days(30) }],
    });
  },
  'an organization trail below a prefix': stack => {
    new EncryptedTrail(stack, 'Trail', {
      trailName: 'organization', organizationId: 'o-exampleorg1', managementAccountId: '111111111111', s3KeyPrefix: 'audit/trails',
    });
  },
  'a key and a bucket made with plain CDK': stack => {
    const encryptionKey = CloudTrailEncryptionKey.fromKey(stack, 'TrailKey', new kms.Key(stack, 'Key', {
      // written out, because the one that the CDK writes depends on a feature flag
      policy: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          actions: ['kms:*'], resources: ['*'], principals: [new iam.ArnPrincipal('arn:aws:iam::111111111111:root')],
        })],
      }),
    }));
    const bucket = new s3.Bucket(stack, 'Bucket', { enforceSSL: true });
    const logBucket = TrailLogBucket.fromBucket(stack, 'TrailBucket', bucket, { encryptionKey, s3KeyPrefix: 'logs' });
    new EncryptedTrail(stack, 'Trail', { trailName: 'audit', logBucket });
  },
  'a key and a bucket of somebody else': stack => {
    const encryptionKey = CloudTrailEncryptionKey.fromKeyArn(stack, 'Key',
      'arn:aws:kms:eu-central-1:222222222222:key/11111111-2222-3333-4444-555555555555');
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'central-logs', region: 'eu-central-1' });
    new EncryptedTrail(stack, 'Trail', { trailName: 'audit', logBucket: TrailLogBucket.fromBucket(stack, 'TrailBucket', bucket, { encryptionKey }) });
  },
  'a key for trails of several accounts': stack => {
    new CloudTrailEncryptionKey(stack, 'Key', {
      trails: [TrailIdentity.inStackOf(stack, 'audit'), new TrailIdentity({ trailName: 'audit', accountId: '222222222222', region: 'us-east-1' })],
      trailArns: ['arn:aws:cloudtrail:*:333333333333:trail/audit-*'],
      trailAccounts: ['444444444444'],
      readerAccounts: ['222222222222'],
      administrators: [new iam.ArnPrincipal('arn:aws:iam::111111111111:role/KeyAdministrator')],
      alias: 'alias/cloudtrail',
      description: 'audit logs',
      rotationPeriod: Duration.days(90),
      pendingWindow: Duration.days(7),
      multiRegion: true,
    });
  },
  'a key that only its administrators manage': stack => {
    new CloudTrailEncryptionKey(stack, 'Key', {
      accountAccess: AccountAccess.NONE,
      administrators: [new iam.ArnPrincipal('arn:aws:iam::111111111111:role/KeyAdministrator')],
      trails: [TrailIdentity.inStackOf(stack, 'audit')],
    });
  },
  'a key that the whole account manages and uses': stack => {
    new CloudTrailEncryptionKey(stack, 'Key', { accountAccess: AccountAccess.FULL, trails: [TrailIdentity.inStackOf(stack, 'audit')] });
  },
  'a key for an event data store that is known': stack => {
    new CloudTrailEncryptionKey(stack, 'Key', {
      eventDataStoreArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/11111111-2222-3333-4444-555555555555'],
      eventDataStoreUsers: [new iam.ArnPrincipal('arn:aws:iam::111111111111:role/Analyst')],
    });
  },
  'a bucket with an S3 Bucket Key': stack => {
    const encryptionKey = new CloudTrailEncryptionKey(stack, 'Key', { trailAccounts: ['222222222222'], readerAccounts: ['222222222222'] });
    const logBucket = new TrailLogBucket(stack, 'Bucket', { encryptionKey, bucketName: 'audit-logs-111111111111', bucketKeyEnabled: true });
    new EncryptedTrail(stack, 'Trail', { trailName: 'audit', logBucket, readers: [new iam.ArnPrincipal('arn:aws:iam::111111111111:user/Bob')] });
  },
  'a locked bucket whose accesses another bucket logs': stack => {
    const logBucket = new TrailLogBucket(stack, 'Bucket', {
      encryptionKey: new CloudTrailEncryptionKey(stack, 'Key'),
      objectLockRetention: s3.ObjectLockRetention.compliance(Duration.days(365)),
      lifecycleRules: [{
        transitions: [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: Duration.days(90) }],
        expiration: Duration.days(2555),
      }],
      serverAccessLogsBucket: new s3.Bucket(stack, 'Accesses'),
      serverAccessLogsPrefix: 'cloudtrail/',
    });
    new EncryptedTrail(stack, 'Trail', { trailName: 'audit', logBucket });
  },
  'a role that another account may assume to read the logs': stack => {
    const { logBucket } = new EncryptedTrail(stack, 'Trail', { trailName: 'audit' });
    new LogReaderRole(stack, 'Reader', {
      logBucket,
      trustedAccounts: ['222222222222', '333333333333'],
      externalId: 'audit-firm-7',
      organizationId: 'o-exampleorg1',
      maxSessionDuration: Duration.hours(2),
      roleName: 'CloudTrailReadRole',
    });
  },
  'a policy for readers in their own account, by the ARN of the key': stack => {
    new LogReaderPolicy(stack, 'Alice', {
      bucketName: 'central-logs',
      s3KeyPrefix: 'audit',
      keyArn: 'arn:aws:kms:eu-central-1:222222222222:key/11111111-2222-3333-4444-555555555555',
      users: [new iam.User(stack, 'User')],
    });
  },
  'a policy for readers in their own account, by the alias of the key': stack => {
    new LogReaderPolicy(stack, 'Alice', {
      bucketName: 'central-logs',
      bucketKeyEnabled: true,
      keyAliasArn: 'arn:aws:kms:eu-central-1:222222222222:alias/cloudtrail',
      managedPolicyName: 'CloudTrailLogReader',
    });
  },
  'an event data store, before its ARN is known': stack => {
    new EncryptedEventDataStore(stack, 'Store', {
      eventDataStoreName: 'events',
      users: [new iam.ArnPrincipal('arn:aws:iam::111111111111:role/Analyst')],
      billing: EventDataStoreBilling.FIXED_RETENTION_PRICING,
      retention: Duration.days(365),
    });
  },
  'an event data store of an organization, locked to its ARN': stack => {
    new EncryptedEventDataStore(stack, 'Store', {
      eventDataStoreName: 'events',
      organizationEnabled: true,
      eventDataStoreArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/11111111-2222-3333-4444-555555555555'],
    });
  },
  'a replica of a multi-Region key': stack => {
    new CloudTrailEncryptionKeyReplica(stack, 'Key', {
      primaryKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/mrk-11112222333344445555666677778888',
      alias: 'alias/cloudtrail',
      trails: [TrailIdentity.inStackOf(stack, 'audit')],
      readers: [new iam.ArnPrincipal('arn:aws:iam::111111111111:role/Auditor')],
    });
  },
  'a key of its own policy that the mixin opens to a trail': stack => {
    const policy = new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({
        sid: 'AllowCloudTrailAccess', actions: ['kms:*'], resources: ['*'], principals: [new iam.ArnPrincipal('arn:aws:iam::111111111111:root')],
      })],
    });
    new kms.CfnKey(stack, 'Key', { keyPolicy: policy, enableKeyRotation: true })
      .with(new CloudTrailKeyAccess({ trails: [TrailIdentity.inStackOf(stack, 'audit')], readerAccounts: ['222222222222'] }));
  },
};
