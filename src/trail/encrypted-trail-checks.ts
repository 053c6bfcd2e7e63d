import { aws_cloudtrail as cloudtrail, aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { checkEncryptionKey, checkRetention, isLogBucket } from '../bucket/log-bucket-base';
import type { EncryptedTrailProps } from '../encrypted-trail-props';
import { AccessReader } from '../key/access-reader';
import { accountRoot } from '../private/account-root';
import { checkReferences } from '../private/foreign-references';
import { ACCOUNT_ID, ORGANIZATION_ID, S3_KEY_PREFIX, TRAIL_NAME } from '../private/formats';
import { knownToDiffer } from '../private/known';
import { PropsCheck, requireProps, shown } from '../private/props-check';

/** Throws everything that is wrong with the props of a trail. */
export function checkEncryptedTrailProps(scope: Construct, id: string, props: EncryptedTrailProps): void {
  requireProps(`${scope.node.path}/${id}`, props);
  const check = new PropsCheck();
  const { encryptionKey, logBucket, snsTopic } = props;
  check.optional('trailName', props.trailName, TRAIL_NAME);
  check.optional('s3KeyPrefix', props.s3KeyPrefix, S3_KEY_PREFIX);
  checkEvents(check, props);
  checkRetention(check, props.objectLockRetention, props.lifecycleRules);
  check.flag('sendToCloudWatchLogs', props.sendToCloudWatchLogs);
  if (props.includeGlobalServiceEvents === false && props.isMultiRegionTrail !== false) {
    check.add("'includeGlobalServiceEvents' must be true for a trail of every Region, got false; leave it out, or set 'isMultiRegionTrail' to false");
  }
  if (props.cloudWatchLogsRetention !== undefined && !props.sendToCloudWatchLogs) {
    check.add(`'cloudWatchLogsRetention' goes with 'sendToCloudWatchLogs', got ${shown(props.cloudWatchLogsRetention)} alone; turn that on, or leave it out`);
  }
  checkOrganization(check, scope, props);
  checkKeyAndBucket(check, scope, props);
  if (snsTopic !== undefined) {
    check.kind('snsTopic', snsTopic, snsTopic?.topicArn !== undefined, 'a topic', 'for one that the app only names use sns.Topic.fromTopicArn()');
  }

  const holders = [(encryptionKey ?? logBucket?.encryptionKey)?.key ?? scope, logBucket?.bucket ?? scope];
  check.list('readers', props.readers, (element, reader) => checkReader(check, element, reader, holders, scope));
  check.list('readerAccounts', props.readerAccounts, (element, accountId) => {
    if (check.required(element, accountId, ACCOUNT_ID)) checkReader(check, element, accountRoot(accountId), holders, scope);
  });
  check.done(`${scope.node.path}/${id}`);
}

/** A reader of logs stands in the policies of the bucket and of its key. */
export function checkReader(check: PropsCheck, prop: string, reader: iam.IGrantable, holders: IConstruct[], asker: IConstruct): void {
  new Set(holders).forEach(holder => new AccessReader(holder, check, asker).logReader(prop, reader));
}

/** What a trail logs and looks for must be of the CDK's types, which an app in JavaScript can get wrong. */
export function checkEvents(check: PropsCheck, { managementEvents, insightTypes }: Pick<EncryptedTrailProps, 'managementEvents' | 'insightTypes'>): void {
  check.member('managementEvents', managementEvents, Object.values(cloudtrail.ReadWriteType), 'ReadWriteType');
  check.list('insightTypes', insightTypes, (element, type) => {
    check.kind(element, type, typeof type?.value === 'string', 'an InsightType', 'use its static members');
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
  if (logBucket !== undefined && !isLogBucket(check, logBucket)) return;
  if (encryptionKey !== undefined) checkEncryptionKey(check, encryptionKey, logBucket?.bucket.env.region ?? region);
  if (encryptionKey !== undefined && logBucket !== undefined && encryptionKey !== logBucket.encryptionKey) {
    check.add(`'encryptionKey' must be that of 'logBucket', got ${shown(encryptionKey)} beside ${shown(logBucket.encryptionKey)}; `
      + 'leave it out: readers of the bucket are admitted to the key of the bucket');
  }
  if (s3KeyPrefix !== undefined && logBucket !== undefined && s3KeyPrefix !== logBucket.s3KeyPrefix) {
    check.add(`'s3KeyPrefix' must be that of 'logBucket', ${shown(logBucket.s3KeyPrefix ?? '')}, got ${shown(s3KeyPrefix)}; set it where the bucket is defined`);
  }
  for (const prop of ['objectLockRetention', 'lifecycleRules'] as const) {
    if (props[prop] !== undefined && logBucket !== undefined) {
      check.add(`'${prop}' goes with a bucket that the trail makes, got ${shown(props[prop])} beside ${shown(logBucket)}; set it where the bucket is defined`);
    }
  }
  for (const [prop, given, holder, key] of [
    ['encryptionKey', encryptionKey, encryptionKey?.key, encryptionKey], ['logBucket', logBucket, logBucket?.bucket, logBucket?.encryptionKey],
  ] as const) {
    const own = Stack.of(holder ?? scope);
    if ([[account, own.account], [region, own.region]].some(([ours, theirs]) => Token.isUnresolved(ours) && !Token.isUnresolved(theirs))) {
      check.add(`'${prop}' must be of a stack with the env of the trail's, which has none, got ${shown(given)}; its policy would name the trail `
        + 'with an account or a Region of its own: give both stacks an explicit env, or neither');
    } else {
      checkReferences(check, prop, key?.keyArn, scope, 'name the key by CloudTrailEncryptionKey.fromKeyArn()');
    }
  }
  const { account: keyAccount, region: keyRegion } = (encryptionKey ?? logBucket?.encryptionKey)?.key?.env ?? { account, region };
  if (props.sendToCloudWatchLogs && knownToDiffer(keyAccount, account)) {
    check.add(`'sendToCloudWatchLogs' needs a key of the trail's account, ${shown(account)}, got one of ${shown(keyAccount)}; leave it out, or use a key there`);
  }
  if (props.sendToCloudWatchLogs && knownToDiffer(keyRegion, region)) {
    check.add(`'sendToCloudWatchLogs' needs a key of the trail's Region, ${shown(region)}, got one of ${shown(keyRegion)}; leave it out, or use a key there`);
  }
}
