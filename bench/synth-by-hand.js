/** The other side of the synthesis benchmark: the same resources, as somebody careful writes them with nothing but the CDK. */
'use strict';

const {
  Aws, RemovalPolicy, aws_cloudtrail: cloudtrail, aws_iam: iam, aws_kms: kms, aws_logs: logs, aws_s3: s3,
} = require('aws-cdk-lib');
const { surroundings, trailName } = require('./scenario');
const synthesize = require('./synthesize');

const KEY_ADMINISTRATION = [
  'kms:CancelKeyDeletion', 'kms:CreateAlias', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:DisableKey', 'kms:DisableKeyRotation',
  'kms:EnableKey', 'kms:EnableKeyRotation', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListGrants', 'kms:ListKeyPolicies',
  'kms:ListKeyRotations', 'kms:ListResourceTags', 'kms:PutKeyPolicy', 'kms:RevokeGrant', 'kms:RotateKeyOnDemand', 'kms:ScheduleKeyDeletion',
  'kms:TagResource', 'kms:UntagResource', 'kms:UpdateAlias', 'kms:UpdateKeyDescription',
];
const LOG_GROUP_USE = ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
const LOG_GROUP_NAME = `/aws/cloudtrail/${trailName}`;

const cloudTrail = new iam.ServicePrincipal('cloudtrail.amazonaws.com');
const accountRoot = accountId => new iam.ArnPrincipal(`arn:${Aws.PARTITION}:iam::${accountId}:root`);

synthesize((stack, full) => {
  const app = full ? surroundings(stack) : {};
  const sourceArn = { 'aws:SourceArn': `arn:${Aws.PARTITION}:cloudtrail:${stack.region}:${stack.account}:trail/${trailName}` };

  const key = defineKey(stack, sourceArn);
  const bucket = defineBucket(stack, key, sourceArn);
  const trail = new cloudtrail.CfnTrail(stack, 'Trail', {
    trailName,
    isLogging: true,
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogFileValidation: true,
    eventSelectors: [],
    s3BucketName: bucket.bucketName,
    kmsKeyId: key.keyArn,
  });
  trail.node.addDependency(bucket.policy);

  if (!full) return;
  admitReaders(app, key, bucket);
  deliverToLogGroup(stack, app, key, trail);
  notify(app.snsTopic, sourceArn, trail);
});

function defineKey(stack, sourceArn) {
  const own = { principals: [cloudTrail], resources: ['*'] };
  return new kms.Key(stack, 'Key', {
    enableKeyRotation: true,
    policy: new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          sid: 'AllowKeyAdministration', principals: [accountRoot(Aws.ACCOUNT_ID)], actions: KEY_ADMINISTRATION, resources: ['*'],
        }),
        new iam.PolicyStatement({
          ...own,
          sid: 'AllowCloudTrailEncryptLogs',
          actions: ['kms:GenerateDataKey*'],
          conditions: {
            StringEquals: sourceArn,
            StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${Aws.PARTITION}:cloudtrail:*:${stack.account}:trail/*` },
          },
        }),
        new iam.PolicyStatement({ ...own, sid: 'AllowCloudTrailDecryptTrail', actions: ['kms:Decrypt'], conditions: { StringEquals: sourceArn } }),
        new iam.PolicyStatement({ ...own, sid: 'AllowCloudTrailAccess', actions: ['kms:DescribeKey'], conditions: { StringEquals: sourceArn } }),
      ],
    }),
  });
}

function defineBucket(stack, key, sourceArn) {
  const common = {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
  };
  const bucket = new s3.Bucket(stack, 'Bucket', {
    ...common, encryption: s3.BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: false,
  });
  const accessLogs = new s3.Bucket(stack, 'AccessLogs', { ...common, encryption: s3.BucketEncryption.S3_MANAGED });
  // not `serverAccessLogsBucket`: what that writes into the policy of the other bucket depends on a feature flag
  bucket.node.defaultChild.loggingConfiguration = { destinationBucketName: accessLogs.bucketName };

  denyInsecureTransport(bucket);
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'AWSCloudTrailAclCheck20150319',
    principals: [cloudTrail],
    actions: ['s3:GetBucketAcl'],
    resources: [bucket.bucketArn],
    conditions: { StringEquals: sourceArn },
  }));
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'AWSCloudTrailWrite20150319',
    principals: [cloudTrail],
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects(`AWSLogs/${stack.account}/*`)],
    conditions: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', ...sourceArn } },
  }));
  denyInsecureTransport(accessLogs);
  accessLogs.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'S3ServerAccessLogsPolicy',
    principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [accessLogs.arnForObjects('*')],
    conditions: { ArnLike: { 'aws:SourceArn': bucket.bucketArn }, StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  }));
  return bucket;
}

/** By hand, because the statement of `enforceSSL` has no Sid. */
function denyInsecureTransport(bucket) {
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'DenyInsecureTransport',
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:*'],
    resources: [bucket.bucketArn, bucket.arnForObjects('*')],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  }));
}

function admitReaders({ readers, readerAccounts }, key, bucket) {
  const accounts = readerAccounts.map(accountRoot);
  const principals = readers.map(reader => reader.grantPrincipal);
  const decrypt = {
    actions: ['kms:Decrypt'], resources: ['*'], conditions: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
  };
  key.addToResourcePolicy(new iam.PolicyStatement({ ...decrypt, sid: 'EnableCloudTrailLogDecryptPermissions', principals }));
  key.addToResourcePolicy(new iam.PolicyStatement({ ...decrypt, sid: 'EnableEncryptedCloudTrailLogReadAccess', principals: accounts }));
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'EnableCloudTrailLogRead',
    principals: [...principals, ...accounts],
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('AWSLogs/*')],
  }));
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'EnableCloudTrailLogList',
    principals: [...principals, ...accounts],
    actions: ['s3:ListBucket'],
    resources: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': 'AWSLogs/*' } },
  }));
}

function deliverToLogGroup(stack, { readers }, key, trail) {
  const logGroup = new logs.LogGroup(stack, 'LogGroup', {
    logGroupName: LOG_GROUP_NAME, retention: logs.RetentionDays.ONE_YEAR, encryptionKey: key,
  });
  const role = new iam.Role(stack, 'LogsRole', { assumedBy: cloudTrail });
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['logs:PutLogEvents', 'logs:CreateLogStream'], resources: [logGroup.logGroupArn],
  }));
  const use = { actions: LOG_GROUP_USE, resources: ['*'] };
  const context = {
    'kms:EncryptionContext:aws:logs:arn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${LOG_GROUP_NAME}`,
  };
  key.addToResourcePolicy(new iam.PolicyStatement({
    ...use,
    sid: 'AllowCloudWatchLogs',
    principals: [new iam.ServicePrincipal(`logs.${Aws.REGION}.${Aws.URL_SUFFIX}`)],
    conditions: { ArnEquals: context },
  }));
  key.addToResourcePolicy(new iam.PolicyStatement({
    ...use,
    sid: 'AllowLogGroupUse',
    principals: [role, ...readers].map(user => user.grantPrincipal),
    conditions: { ArnEquals: context, StringEquals: { 'kms:ViaService': `logs.${Aws.REGION}.amazonaws.com` } },
  }));
  trail.cloudWatchLogsLogGroupArn = logGroup.logGroupArn;
  trail.cloudWatchLogsRoleArn = role.roleArn;
  trail.node.addDependency(role);
}

function notify(topic, sourceArn, trail) {
  const { policyDependable } = topic.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'AWSCloudTrailSNSPolicy20131101',
    principals: [cloudTrail],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: { StringEquals: sourceArn },
  }));
  trail.node.addDependency(policyDependable);
  trail.snsTopicName = topic.topicName;
}
