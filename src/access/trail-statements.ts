import { hasWildcard } from '../private/arns';
import { TRAIL_CONTEXT } from '../private/encryption-context';
import { sorted } from '../private/sorted';

/** Whom CloudTrail acts for, and how. */
export interface TrailsOfPolicy {
  readonly trailArns: string[];

  /** Accounts all of whose trails are admitted. */
  readonly accounts: string[];

  /** Whether the log files lie under an S3 Bucket Key, where CloudTrail's encryption context may be missing. */
  readonly bucketKey: boolean;
  readonly partition: string;
}

/**
 * The statements for trails as JSON, equal to those of `KeyPolicyStatements`, which needs the CDK.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function trailStatements({ trailArns, accounts, bucketKey, partition }: TrailsOfPolicy): any[] {
  const patterns = trailArns.map((arn) => arn.split(':')).map(([, of, , , account]) => allTrails(of, account));
  const ofAccounts = { StringEquals: { 'aws:SourceAccount': oneOrMany(accounts) } };
  return [
    ...trailArns.length > 0 ? threeStatements('', sourceArns(trailArns), patterns, bucketKey) : [],
    ...accounts.length > 0 ? threeStatements('ByAccount', ofAccounts, accounts.map((account) => allTrails(partition, account)), bucketKey) : [],
  ];
}

/** The statements for event data stores as JSON. */
export function eventDataStoreStatements(eventDataStoreArns: string[]): any[] {
  const condition = {
    StringEquals: { 'aws:SourceAccount': oneOrMany(eventDataStoreArns.map((arn) => arn.split(':')[4])), 'aws:SourceArn': oneOrMany(eventDataStoreArns) },
  };
  return [
    statement('AllowCloudTrailEncryptEds', ['kms:Decrypt', 'kms:GenerateDataKey'], condition),
    statement('AllowCloudTrailDecryptEds', 'kms:Decrypt', condition),
    statement('AllowCloudTrailAccessEds', 'kms:DescribeKey', condition),
  ];
}

/** The statement for an SNS topic on the key, to which trails publish, as JSON. */
export function topicStatements(trailArns: string[]): any[] {
  return [statement('AllowCloudTrailPublish', ['kms:Decrypt', 'kms:GenerateDataKey*'], sourceArns(trailArns))];
}

function threeStatements(suffix: string, condition: any, patterns: string[], bucketKey: boolean): any[] {
  return [
    statement(`AllowCloudTrailEncryptLogs${suffix}`, 'kms:GenerateDataKey*', { ...condition, StringLike: { [TRAIL_CONTEXT]: oneOrMany(patterns) } }),
    ...bucketKey ? [statement(`AllowCloudTrailEncryptLogs${suffix}WithBucketKey`, 'kms:GenerateDataKey*', condition)] : [],
    statement(`AllowCloudTrailDecryptTrail${suffix}`, 'kms:Decrypt', condition),
    statement(`AllowCloudTrailAccess${suffix}`, 'kms:DescribeKey', condition),
  ];
}

function statement(sid: string, action: string | string[], condition: any): any {
  return { Sid: sid, Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: action, Resource: '*', Condition: sorted(condition) };
}

/** One wildcard moves the whole list to ArnLike, for two operators on one key would both have to match. */
function sourceArns(trailArns: string[]): any {
  return { [trailArns.some(hasWildcard) ? 'ArnLike' : 'StringEquals']: { 'aws:SourceArn': oneOrMany(trailArns) } };
}

/** A multi-Region trail delivers from other Regions, too. */
function allTrails(partition: string, account: string): string {
  return `arn:${partition}:cloudtrail:*:${account}:trail/*`;
}

function oneOrMany(values: string[]): string | string[] {
  const distinct = [...new Set(values)];
  return distinct.length === 1 ? distinct[0] : distinct;
}
