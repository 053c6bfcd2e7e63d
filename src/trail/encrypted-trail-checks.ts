import { aws_cloudtrail as cloudtrail, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkEncryptionKey } from '../bucket/log-bucket-base';
import type { EncryptedTrailProps } from '../encrypted-trail-props';
import { AccessReader } from '../key/access-reader';
import { ACCOUNT_ID, ORGANIZATION_ID, S3_KEY_PREFIX, TRAIL_NAME } from '../private/formats';
import { knownToDiffer } from '../private/known';
import { PropsCheck, shown } from '../private/props-check';

/** Throws everything that is wrong with the props of a trail. */
export function checkEncryptedTrailProps(scope: Construct, id: string, props: EncryptedTrailProps): void {
  const check = new PropsCheck();
  const { encryptionKey, logBucket, snsTopic } = props;
  check.optional('trailName', props.trailName, TRAIL_NAME);
  check.optional('s3KeyPrefix', props.s3KeyPrefix, S3_KEY_PREFIX);
  check.each('readerAccounts', props.readerAccounts, ACCOUNT_ID);
  checkInsightTypes(check, props.insightTypes);
  if (props.includeGlobalServiceEvents === false && props.isMultiRegionTrail !== false) {
    check.add("'includeGlobalServiceEvents' must be true for a trail of every Region, got false; leave it out, or set 'isMultiRegionTrail' to false");
  }
  if (props.cloudWatchLogsRetention !== undefined && !props.sendToCloudWatchLogs) {
    check.add(`'cloudWatchLogsRetention' goes with 'sendToCloudWatchLogs', got ${shown(props.cloudWatchLogsRetention)} alone; turn that on, or leave it out`);
  }
  checkOrganization(check, scope, props);
  checkKeyAndBucket(check, scope, props);
  if (snsTopic !== undefined && snsTopic?.topicArn === undefined) {
    check.add(`'snsTopic' must be a topic, got ${shown(snsTopic)}; for one that the app only names use sns.Topic.fromTopicArn()`);
  }

  const keyHolder = (encryptionKey ?? logBucket?.encryptionKey)?.key ?? scope;
  const bucketHolder = logBucket?.bucket ?? scope;
  for (const holder of new Set([keyHolder, bucketHolder])) {
    const reader = new AccessReader(holder, check);
    check.list('readers', props.readers, (element, readerOfLogs) => reader.logReader(element, readerOfLogs));
  }
  check.done(`${scope.node.path}/${id}`);
}

/** What CloudTrail looks for must be of the CDK's class, which an app in JavaScript can get wrong. */
export function checkInsightTypes(check: PropsCheck, insightTypes?: cloudtrail.InsightType[]): void {
  check.list('insightTypes', insightTypes, (element, type) => {
    if (typeof type?.value !== 'string') check.add(`'${element}' must be an InsightType, got ${shown(type)}; use its static members`);
  });
}

function checkOrganization(check: PropsCheck, scope: Construct, props: EncryptedTrailProps): void {
  const { organizationId, managementAccountId } = props;
  const { account } = Stack.of(scope);
  check.optional('organizationId', organizationId, ORGANIZATION_ID);
  if (!check.optional('managementAccountId', managementAccountId, ACCOUNT_ID) || managementAccountId === undefined) return;
  if (organizationId === undefined) {
    check.add(`'managementAccountId' goes with 'organizationId', got ${shown(managementAccountId)} alone; name the organization, or leave it out`);
  }
  if (knownToDiffer(managementAccountId, account)) {
    check.add(`'managementAccountId' must be the account of the stack, ${shown(account)}, got ${shown(managementAccountId)}; CloudFormation creates an `
      + "organization trail only in the management account, not for a delegated administrator: deploy this stack there, with a 'logBucket' elsewhere");
  }
}

function checkKeyAndBucket(check: PropsCheck, scope: Construct, props: EncryptedTrailProps): void {
  const { encryptionKey, logBucket, s3KeyPrefix } = props;
  const { account, region } = Stack.of(scope);
  if (logBucket !== undefined && logBucket?.encryptionKey?.key === undefined) {
    check.add(`'logBucket' must be a TrailLogBucket, got ${shown(logBucket)}; for an s3.Bucket use TrailLogBucket.fromBucket()`);
    return;
  }
  if (encryptionKey !== undefined) checkEncryptionKey(check, encryptionKey, logBucket?.bucket.env.region ?? region);
  if (encryptionKey !== undefined && logBucket !== undefined && encryptionKey !== logBucket.encryptionKey) {
    check.add(`'encryptionKey' must be that of 'logBucket', got ${shown(encryptionKey)} beside ${shown(logBucket.encryptionKey)}; `
      + 'leave it out: readers of the bucket are admitted to the key of the bucket');
  }
  if (s3KeyPrefix !== undefined && logBucket !== undefined && s3KeyPrefix !== logBucket.s3KeyPrefix) {
    check.add(`'s3KeyPrefix' must be that of 'logBucket', ${shown(logBucket.s3KeyPrefix ?? '')}, got ${shown(s3KeyPrefix)}; set it where the bucket is defined`);
  }
  for (const [prop, given, holder] of [['encryptionKey', encryptionKey, encryptionKey?.key], ['logBucket', logBucket, logBucket?.bucket]] as const) {
    const own = Stack.of(holder ?? scope);
    if ([[account, own.account], [region, own.region]].some(([ours, theirs]) => Token.isUnresolved(ours) && !Token.isUnresolved(theirs))) {
      check.add(`'${prop}' must be of a stack with the env of the trail's, which has none, got ${shown(given)}; its policy would name the trail `
        + 'with an account or a Region of its own: give both stacks an explicit env, or neither');
    }
  }
  const keyRegion = (encryptionKey ?? logBucket?.encryptionKey)?.key?.env.region ?? region;
  const keyAccount = Stack.of((encryptionKey ?? logBucket?.encryptionKey)?.key ?? scope).account;
  if (props.sendToCloudWatchLogs && keyAccount !== account) {
    check.add(`'sendToCloudWatchLogs' needs a key of the trail's account, ${shown(account)}, got one of ${shown(keyAccount)}; leave it out, or use a key there`);
  }
  if (props.sendToCloudWatchLogs && knownToDiffer(keyRegion, region)) {
    check.add(`'sendToCloudWatchLogs' needs a key of the trail's Region, ${shown(region)}, got one of ${shown(keyRegion)}; leave it out, or use a key there`);
  }
}
