import type { aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { TrailIdentity } from './trail-identity';

/** Who may use a key for CloudTrail. */
export interface CloudTrailKeyAccessProps {
  /**
   * The trails that may encrypt with the key, in any accounts and Regions.
   *
   * Admits CloudTrail on behalf of these trails, and of no other.
   *
   * @default - no trails by identity
   */
  readonly trails?: TrailIdentity[];

  /**
   * The trails that may encrypt with the key, by ARN; `*` and `?` may stand in Region and name.
   *
   * Admits CloudTrail on behalf of these trails, and of no other.
   *
   * @default - no trails by ARN
   */
  readonly trailArns?: string[];

  /**
   * The accounts all of whose trails may encrypt with the key, 12 digits each: for when trail ARNs are not known.
   *
   * Admits CloudTrail on behalf of every trail that these accounts own, now and later; to decrypt and to describe the key also on behalf of their
   * event data stores, which the account alone does not tell from trails.
   *
   * @default - no whole accounts
   */
  readonly trailAccounts?: string[];

  /**
   * Who may decrypt log files: roles, users, accounts, organizations, also with conditions of their own.
   *
   * Admits them to decrypt what CloudTrail encrypted, and nothing else.
   * Roles and users named by ARN must exist before the key is deployed: KMS refuses a policy that names one that does not.
   *
   * @default - no readers
   */
  readonly readers?: iam.IPrincipal[];

  /**
   * The accounts that may let their own principals decrypt log files, 12 digits each.
   *
   * Admits whomever the IAM policies of these accounts admit, to decrypt what CloudTrail encrypted.
   *
   * @default - no reader accounts
   */
  readonly readerAccounts?: string[];

  /**
   * The event data stores that may use the key, by ARN.
   *
   * Admits CloudTrail on behalf of these stores, and of no other.
   *
   * @default - none; with `eventDataStoreUsers` given, every account's stores, which AWS prescribes until the first store's ARN is known
   */
  readonly eventDataStoreArns?: string[];

  /**
   * Who may create, update and query event data stores on the key.
   *
   * Admits them to decrypt and to generate data keys, in any context: AWS documents none for event data stores.
   *
   * @default - no event data store users
   */
  readonly eventDataStoreUsers?: iam.IPrincipal[];

  /**
   * The names of log buckets with an S3 Bucket Key, written out: a reference to a bucket that uses the key would be a cycle.
   *
   * Admits CloudTrail, for the trails above, whatever the encryption context, and the readers to whatever lies in these buckets:
   * AWS does not document whether CloudTrail's own context survives a Bucket Key.
   *
   * @default - no bucket has an S3 Bucket Key
   */
  readonly bucketKeyBucketNames?: string[];
}

/** A KMS key that CloudTrail can use. */
export interface ICloudTrailEncryptionKey extends IConstruct {
  /** The key itself, for everything that takes a KMS key. */
  readonly key: kms.IKey;

  /** The key's ARN. */
  readonly keyArn: string;

  /**
   * Admits CloudTrail to encrypt on behalf of a trail.
   *
   * Throws if the trail lies in another partition.
   */
  addTrail(trail: TrailIdentity): void;

  /**
   * Admits CloudTrail to publish to an SNS topic on this key, on behalf of a trail.
   *
   * Throws if the trail lies in another partition.
   */
  addTopicTrail(trail: TrailIdentity): void;

  /**
   * Admits CloudTrail to use the key for an event data store.
   *
   * Throws if the ARN is malformed, or if the store lies in another Region.
   *
   * @param eventDataStoreArn `arn:PARTITION:cloudtrail:REGION:ACCOUNT:eventdatastore/ID`
   */
  addEventDataStore(eventDataStoreArn: string): void;

  /**
   * Admits trails and readers of a log bucket that uses an S3 Bucket Key.
   *
   * Throws if the name is not literal: the bucket's own reference would be a cycle.
   *
   * @param bucketName the bucket's literal name
   */
  addBucketKeyBucket(bucketName: string): void;

  /**
   * Admits CloudWatch Logs to encrypt a log group of the key's account and Region.
   *
   * Throws if the name is malformed.
   *
   * @param logGroupName the log group's name: its ARN would be a cycle
   */
  addLogGroup(logGroupName: string): void;

  /**
   * Admits a reader to decrypt what CloudTrail encrypted, and nothing else.
   *
   * Throws if the grantee cannot stand in a key policy.
   */
  grantDecrypt(grantee: iam.IGrantable): iam.Grant;

  /**
   * Admits a user to create, update and query event data stores on the key.
   *
   * Throws if the grantee cannot stand in a key policy.
   */
  grantUseEventDataStore(grantee: iam.IGrantable): iam.Grant;

  /**
   * Admits a caller to use the key through CloudWatch Logs, for one log group, and CloudWatch Logs to encrypt that log group.
   *
   * Throws if the grantee cannot stand in a key policy, or if the name is malformed.
   *
   * @param logGroupName the log group's name: its ARN would be a cycle
   */
  grantLogGroupUse(grantee: iam.IGrantable, logGroupName: string): iam.Grant;
}
