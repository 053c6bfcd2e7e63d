/** A key, a log bucket and their readers, as somebody careful writes them with nothing but the CDK. */
'use strict';

const { Aws, RemovalPolicy, aws_iam: iam, aws_kms: kms, aws_s3: s3 } = require('aws-cdk-lib');

const KEY_ADMINISTRATION = [
  'kms:CancelKeyDeletion', 'kms:CreateAlias', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:DisableKey', 'kms:DisableKeyRotation',
  'kms:EnableKey', 'kms:EnableKeyRotation', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListGrants', 'kms:ListKeyPolicies',
  'kms:ListKeyRotations', 'kms:ListResourceTags', 'kms:PutKeyPolicy', 'kms:RevokeGrant', 'kms:RotateKeyOnDemand', 'kms:ScheduleKeyDeletion',
  'kms:TagResource', 'kms:UntagResource', 'kms:UpdateAlias', 'kms:UpdateKeyDescription',
];

const cloudTrail = new iam.ServicePrincipal('cloudtrail.amazonaws.com');
const accountRoot = accountId => new iam.ArnPrincipal(`arn:${Aws.PARTITION}:iam::${accountId}:root`);

/** What the statements for trails ask for; several statements need it, so it is read once. */
function conditionsOf(trailArns) {
  const parts = trailArns.map(arn => arn.split(':'));
  return {
    sourceArn: { 'aws:SourceArn': oneOrMany(trailArns) },
    trailContext: { 'kms:EncryptionContext:aws:cloudtrail:arn': oneOrMany(parts.map(([, partition, , , account]) => `arn:${partition}:cloudtrail:*:${account}:trail/*`)) },
    accounts: [...new Set(parts.map(([, , , , account]) => account))],
  };
}

function defineKey(scope, trails, id = 'Key') {
  const { sourceArn, trailContext } = trails;
  const own = { principals: [cloudTrail], resources: ['*'] };
  return new kms.Key(scope, id, {
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
          conditions: { StringEquals: sourceArn, StringLike: trailContext },
        }),
        new iam.PolicyStatement({ ...own, sid: 'AllowCloudTrailDecryptTrail', actions: ['kms:Decrypt'], conditions: { StringEquals: sourceArn } }),
        new iam.PolicyStatement({ ...own, sid: 'AllowCloudTrailAccess', actions: ['kms:DescribeKey'], conditions: { StringEquals: sourceArn } }),
      ],
    }),
  });
}

function defineBucket(scope, key, { sourceArn, accounts }) {
  const common = {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
  };
  const bucket = new s3.Bucket(scope, 'Bucket', {
    ...common, encryption: s3.BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: false,
  });
  const accessLogs = new s3.Bucket(scope, 'AccessLogs', { ...common, encryption: s3.BucketEncryption.S3_MANAGED });
  // not `serverAccessLogsBucket`: what that writes into the policy of the other bucket depends on a feature flag
  bucket.node.defaultChild.loggingConfiguration = { destinationBucketName: accessLogs.bucketName };
  accessLogs.node.defaultChild.addMetadata('checkov', {
    skip: [{
      id: 'CKV_AWS_18',
      comment: 'logging the accesses of the bucket that receives access logs would never end: every log file that is delivered would be an access',
    }],
  });

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
    resources: accounts.map(account => bucket.arnForObjects(`AWSLogs/${account}/*`)),
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

function allowDecrypt(key, sid, principals) {
  key.addToResourcePolicy(new iam.PolicyStatement({
    sid, principals, actions: ['kms:Decrypt'], resources: ['*'], conditions: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
  }));
}

function oneOrMany(values) {
  const distinct = [...new Set(values)];
  return distinct.length === 1 ? distinct[0] : distinct;
}

module.exports = { accountRoot, allowDecrypt, cloudTrail, conditionsOf, defineBucket, defineKey };
