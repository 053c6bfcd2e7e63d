import type { aws_cloudtrail as cloudtrail, aws_iam as iam, aws_logs as logs, aws_s3 as s3, aws_sns as sns } from 'aws-cdk-lib';
import type { ICloudTrailEncryptionKey } from './cloudtrail-key';
import type { ITrailLogBucket } from './log-bucket';

/** Properties of an encrypted trail. */
export interface EncryptedTrailProps {
  /**
   * The trail's name: 3-128 letters, digits, `.`, `_` or `-`. A trail with another name is another trail.
   *
   * @default - a name unique to this construct
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
   */
  readonly trailName?: string;

  /**
   * The key to encrypt with.
   *
   * @default - the key of `logBucket`, or else a new key
   */
  readonly encryptionKey?: ICloudTrailEncryptionKey;

  /**
   * The bucket to write into; its key must be the trail's.
   *
   * @default - a new bucket
   */
  readonly logBucket?: ITrailLogBucket;

  /**
   * Who may read the logs: list, fetch and decrypt them.
   *
   * Roles and users named by ARN must exist before the key is deployed: KMS refuses a policy that names one that does not.
   *
   * @default - nobody
   */
  readonly readers?: iam.IPrincipal[];

  /**
   * The accounts that may let their own principals read the logs, 12 digits each.
   *
   * @default - no account
   */
  readonly readerAccounts?: string[];

  /**
   * The organization all of whose accounts the trail logs, as in `o-exampleorg1`. The stack must be the management account's.
   *
   * @default - the trail logs its own account
   */
  readonly organizationId?: string;

  /**
   * The organization's management account, 12 digits, for a check that the stack is its own.
   *
   * @default - the account of the stack
   */
  readonly managementAccountId?: string;

  /**
   * The folder in the bucket under which CloudTrail writes `AWSLogs/`, 200 characters at most.
   *
   * @default - that of `logBucket`, or else the root of the bucket
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html
   */
  readonly s3KeyPrefix?: string;

  /**
   * How long no version of a log file can be deleted or overwritten.
   *
   * For the bucket that the trail makes; of a `logBucket` it is said where that is defined.
   *
   * @default - no Object Lock
   */
  readonly objectLockRetention?: s3.ObjectLockRetention;

  /**
   * When log files move to other storage classes, and when they expire.
   *
   * For the bucket that the trail makes; of a `logBucket` it is said where that is defined.
   *
   * @default - they stay where they are, for ever
   */
  readonly lifecycleRules?: s3.LifecycleRule[];

  /**
   * Which management events the trail logs.
   *
   * @default ReadWriteType.ALL
   */
  readonly managementEvents?: cloudtrail.ReadWriteType;

  /**
   * Which unusual activity CloudTrail looks for.
   *
   * @default - none
   */
  readonly insightTypes?: cloudtrail.InsightType[];

  /**
   * Whether the trail logs the events of every Region.
   *
   * @default true
   */
  readonly isMultiRegionTrail?: boolean;

  /**
   * Whether the trail logs the events of global services such as IAM.
   *
   * @default true
   */
  readonly includeGlobalServiceEvents?: boolean;

  /**
   * Whether the events also go to CloudWatch Logs, into a log group that the same key encrypts.
   *
   * @default false
   */
  readonly sendToCloudWatchLogs?: boolean;

  /**
   * How long CloudWatch Logs keeps the events.
   *
   * @default logs.RetentionDays.ONE_YEAR
   */
  readonly cloudWatchLogsRetention?: logs.RetentionDays;

  /**
   * The topic that is told of every log file; the trail's key may encrypt it.
   *
   * @default - no notifications
   */
  readonly snsTopic?: sns.ITopic;
}
