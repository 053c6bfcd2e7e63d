import { Aws, aws_cloudtrail as cloudtrail, aws_iam as iam, aws_kms as kms, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { KeyElsewhere, LogBucketElsewhere } from './elsewhere';
import { checkOrganizationTrailProps, liesElsewhere } from './organization-trail-checks';
import { MemberAccess, OrganizationTrailProps } from './organization-trail-props';
import { CloudTrailEncryptionKey } from '../cloudtrail-encryption-key';
import { EncryptedTrail } from '../encrypted-trail';
import { accountRoot } from '../private/account-root';
import { acknowledgeCheckovCheck, acknowledgeNagRule, NagPack } from '../private/acknowledgements';
import { partitionOfRegion } from '../private/arns';
import { warn } from '../private/warnings';
import type { TrailIdentity } from '../trail-identity';
import { TrailLogBucket } from '../trail-log-bucket';

/**
 * The trail of an organization, with its bucket in a log-archive account and its key there or in a third account: a stack for each, below an App or a Stage.
 *
 * The stacks know each other by names alone, so that none of them takes a value from another: key, then log archive, then management is the order in which
 * they are deployed. Trail ARN and encryption context carry the management account, for all accounts of the organization.
 * Throws on wrong props, all of them in one message, before anything is defined.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
 */
export class OrganizationTrail extends Construct {
  /** The trail's identity, for policies elsewhere. */
  public readonly identity: TrailIdentity;

  /** The stack with the key; undefined where the key is in the stack of the bucket. */
  public readonly keyStack?: Stack;

  /** The stack with the bucket. */
  public readonly logArchiveStack: Stack;

  /** The stack with the trail. */
  public readonly managementStack: Stack;

  /** The key that encrypts the logs. */
  public readonly encryptionKey: CloudTrailEncryptionKey;

  /** The bucket that holds the logs. */
  public readonly logBucket: TrailLogBucket;

  /** The trail itself, with everything that the CDK's trail can do. */
  public readonly trail: cloudtrail.Trail;

  public constructor(scope: Construct, id: string, props: OrganizationTrailProps) {
    checkOrganizationTrailProps(scope, id, props ?? {});

    super(scope, id);
    const { organizationId, management, logArchive, key, logBucketName, s3KeyPrefix, stackNames } = props;
    this.keyStack = liesElsewhere(key, logArchive) ? new Stack(this, 'Key', { env: key, stackName: stackNames?.key }) : undefined;
    this.logArchiveStack = new Stack(this, 'LogArchive', { env: logArchive, stackName: stackNames?.logArchive });
    this.managementStack = new Stack(this, 'Management', { env: management, stackName: stackNames?.management });
    if (this.keyStack !== undefined) this.logArchiveStack.node.addDependency(this.keyStack);
    this.managementStack.node.addDependency(this.logArchiveStack);

    this.encryptionKey = new CloudTrailEncryptionKey(this.keyStack ?? this.logArchiveStack, 'Key', { alias: props.keyAlias });
    this.logBucket = this.defineLogBucket(props);
    const { identity, trail } = new EncryptedTrail(this.managementStack, 'Trail', {
      trailName: props.trailName,
      organizationId,
      // through it the trail is admitted to bucket and key where they are defined
      logBucket: new LogBucketElsewhere(this.managementStack, 'LogBucket', this.logBucket, logBucketName, this.keyIn(this.managementStack, props)),
      managementEvents: props.managementEvents,
      insightTypes: props.insightTypes,
    });
    this.identity = identity;
    this.trail = trail;
    if (liesElsewhere(key ?? logArchive, management)) {
      acknowledgeNagRule(trail, 'CloudTrailCloudWatchLogsEnabled', Object.values(NagPack),
        'the log group must be in the management account and its key there too, and the key of this trail is elsewhere');
    }

    props.readers?.forEach(reader => this.grantRead(reader));
    props.readerAccounts?.forEach(accountId => this.grantRead(accountRoot(accountId)));
    if (props.memberAccess === MemberAccess.OWN_LOGS) {
      this.encryptionKey._admit({ memberAccountLogs: [{ organizationId, bucketName: logBucketName, s3KeyPrefix }] });
      this.logBucket._admitMemberAccounts(organizationId);
      acknowledgeCheckovCheck(this.encryptionKey.node.defaultChild as kms.CfnKey, 'CKV_AWS_33',
        'the principal "*" of EnableMemberAccountLogDecrypt is narrowed to the organization, and there to the logs of the own account, by conditions that checkov does not read');
    }
  }

  /**
   * Admits a reader to list, fetch and decrypt the log and digest files of all accounts, and nothing else in the bucket or under the key.
   *
   * A reader of another account than the bucket's, or than the key's, needs an IAM policy there as well, which no stack of these can give him.
   * Throws if the grantee cannot stand in a bucket policy or a key policy.
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.logBucket.grantRead(grantee);
  }

  private defineLogBucket(props: OrganizationTrailProps): TrailLogBucket {
    const logBucket = new TrailLogBucket(this.logArchiveStack, 'LogBucket', {
      encryptionKey: this.keyStack === undefined ? this.encryptionKey : this.keyIn(this.logArchiveStack, props),
      bucketName: props.logBucketName,
      s3KeyPrefix: props.s3KeyPrefix,
      objectLockRetention: props.objectLockRetention,
      lifecycleRules: props.lifecycleRules,
    });
    if (this.keyStack !== undefined && props.keyArn === undefined) leaveDefaultEncryptionToS3(logBucket, props.keyAlias);
    return logBucket;
  }

  /** The key as a stack of another account names it. */
  private keyIn(stack: Stack, { logArchive, key = logArchive, keyAlias, keyArn }: OrganizationTrailProps): KeyElsewhere {
    // literal where the Region tells the partition, for the view of the key takes the key's Region from the ARN
    const partition = partitionOfRegion(key.region!) ?? Aws.PARTITION;
    return new KeyElsewhere(stack, 'Key', this.encryptionKey, keyArn ?? `arn:${partition}:kms:${key.region}:${key.account}:${keyAlias}`);
  }
}

/**
 * CloudTrail names the key with every file that it writes, so nothing of it is left to the default encryption of the bucket.
 *
 * For that, S3 asks for the ARN of a key of another account; https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html
 */
function leaveDefaultEncryptionToS3(logBucket: TrailLogBucket, keyAlias: string): void {
  (logBucket.bucket.node.defaultChild as s3.CfnBucket).bucketEncryption = {
    serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
  };
  warn(logBucket, 'OrganizationTrail.keyArnUnknown',
    `the bucket's default encryption cannot name ${keyAlias}, a key of another account, by its alias, and stays with S3; CloudTrail names the key itself: `
    + "deploy, then pass the key's ARN in 'keyArn' and deploy again");
}
