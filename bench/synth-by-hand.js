/** The other side of the synthesis benchmark: the same resources, as somebody careful writes them with nothing but the CDK. */
'use strict';

const { Aws, aws_cloudtrail: cloudtrail, aws_iam: iam, aws_logs: logs } = require('aws-cdk-lib');
const { accountRoot, allowDecrypt, cloudTrail, conditionsOf, defineBucket, defineKey } = require('./by-hand');
const { surroundings, trailName } = require('./scenario');
const synthesize = require('./synthesize');

const LOG_GROUP_USE = ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
const LOG_GROUP_NAME = `/aws/cloudtrail/${trailName}`;

synthesize((stack, full) => {
  const app = full ? surroundings(stack) : {};
  const trails = conditionsOf([`arn:${Aws.PARTITION}:cloudtrail:${stack.region}:${stack.account}:trail/${trailName}`]);

  const key = defineKey(stack, trails);
  const bucket = defineBucket(stack, key, trails);
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
  notify(app.snsTopic, trails.sourceArn, trail);
});

function admitReaders({ readers, readerAccounts }, key, bucket) {
  const accounts = readerAccounts.map(accountRoot);
  const principals = readers.map(reader => reader.grantPrincipal);
  allowDecrypt(key, 'EnableCloudTrailLogDecryptPermissions', principals);
  allowDecrypt(key, 'EnableEncryptedCloudTrailLogReadAccess', accounts);
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
  trail.addMetadata('cfn-lint', { config: { ignore_checks: ['W3005'] } });
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
