import type { aws_cloudtrail as cloudtrail, aws_iam as iam, aws_s3 as s3, Environment } from 'aws-cdk-lib';

/** What the member accounts of an organization may read of its trail's logs. */
export enum MemberAccess {
  /** Nothing; only named readers read. */
  NONE = 'NONE',

  /**
   * Every member account the logs in its own folder, and in no other.
   *
   * The bucket's statements except the account of the bucket, the key's that of the key: there they would admit every role directly, without IAM having a say.
   * With the key in another account than the bucket, the bucket's account can therefore let its roles read its own folder by IAM, as member accounts can.
   */
  OWN_LOGS = 'OWN_LOGS',
}

/** The names of the stacks that an organization trail consists of. */
export interface OrganizationTrailStackNames {
  /**
   * The name of the stack with the key, if the key is in an environment of its own.
   *
   * @default - a name made of the construct's path
   */
  readonly key?: string;

  /**
   * The name of the stack with the bucket.
   *
   * @default - a name made of the construct's path
   */
  readonly logArchive?: string;

  /**
   * The name of the stack with the trail.
   *
   * @default - a name made of the construct's path
   */
  readonly management?: string;
}

/** Properties of an organization trail; whatever crosses from one account to another is a name, so names and environments are written out. */
export interface OrganizationTrailProps {
  /** The organization all of whose accounts the trail logs, as in `o-exampleorg1`. */
  readonly organizationId: string;

  /**
   * The trail's name: 3-128 letters, digits, `.`, `_` or `-`.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
   */
  readonly trailName: string;

  /**
   * The organization's management account, and the trail's home Region, which may be another than the bucket's.
   *
   * The account of a delegated administrator will not do: CloudFormation creates an organization trail only in the management account.
   */
  readonly management: Environment;

  /** The account and Region of the bucket: another account than the management account. */
  readonly logArchive: Environment;

  /**
   * The account and Region of the key; the Region must be the bucket's.
   *
   * @default - that of the bucket, in one stack with it
   */
  readonly key?: Environment;

  /**
   * The name of the bucket that holds the logs: 3-63 lower-case letters, digits, `.` or `-`.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
   */
  readonly logBucketName: string;

  /**
   * The name of the key, as in `alias/organization-trail`, 256 characters at most: by it the stacks of other accounts name the key.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html
   */
  readonly keyAlias: string;

  /**
   * The key's ARN, once it is deployed: the stacks of other accounts then name the key by it.
   *
   * The bucket of another account than the key's needs it: for its default encryption S3 takes no alias across accounts.
   *
   * @default - the ARN of the key's alias
   */
  readonly keyArn?: string;

  /**
   * The names of the stacks.
   *
   * @default - names made of the construct's path
   */
  readonly stackNames?: OrganizationTrailStackNames;

  /**
   * Who may read the logs of all accounts: list, fetch and decrypt them.
   *
   * Roles and users named by ARN must exist before the key is deployed: KMS refuses a policy that names one that does not.
   *
   * @default - nobody
   */
  readonly readers?: iam.IPrincipal[];

  /**
   * The accounts that may let their own principals read the logs of all accounts, 12 digits each.
   *
   * @default - no account
   */
  readonly readerAccounts?: string[];

  /**
   * What the member accounts may read.
   *
   * @default MemberAccess.NONE
   */
  readonly memberAccess?: MemberAccess;

  /**
   * The folder in the bucket under which CloudTrail writes `AWSLogs/`, 200 characters at most.
   *
   * @default - the root of the bucket
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html
   */
  readonly s3KeyPrefix?: string;

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
   * How long no version of a log file can be deleted or overwritten.
   *
   * @default - no Object Lock
   */
  readonly objectLockRetention?: s3.ObjectLockRetention;

  /**
   * When log files move to other storage classes, and when they expire.
   *
   * @default - they stay where they are, for ever
   */
  readonly lifecycleRules?: s3.LifecycleRule[];
}
