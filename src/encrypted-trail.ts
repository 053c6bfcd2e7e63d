import { aws_cloudtrail as cloudtrail, aws_iam as iam, aws_logs as logs, aws_s3 as s3, Names, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { LogBucketBase } from './bucket/log-bucket-base';
import { CloudTrailEncryptionKey } from './cloudtrail-encryption-key';
import type { ICloudTrailEncryptionKey } from './cloudtrail-key';
import type { EncryptedTrailProps } from './encrypted-trail-props';
import type { ITrailLogBucket } from './log-bucket';
import { accountRoot } from './private/account-root';
import { acknowledgeCfnLintRule, acknowledgeNagRule, NagPack } from './private/acknowledgements';
import { knownToDiffer } from './private/known';
import { accountOf } from './private/principals';
import { PropsCheck } from './private/props-check';
import { checkEncryptedTrailProps, checkReader } from './trail/encrypted-trail-checks';
import { admitTrailToTopic } from './trail/trail-topic';
import { TrailIdentity } from './trail-identity';
import { TrailLogBucket } from './trail-log-bucket';

/**
 * A trail with its key and its bucket, wired so that one deployment suffices.
 *
 * Key policy, bucket policy and trail take the trail's ARN from its names, so no resource waits for one that waits for it.
 * Throws on wrong props, all of them in one message, before anything is defined.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
 */
export class EncryptedTrail extends Construct {
  /** The trail's identity, for policies elsewhere. */
  public readonly identity: TrailIdentity;

  /** The key that encrypts the logs. */
  public readonly encryptionKey: ICloudTrailEncryptionKey;

  /** The bucket that holds the logs. */
  public readonly logBucket: ITrailLogBucket;

  /** The trail itself, with everything that the CDK's trail can do. */
  public readonly trail: cloudtrail.Trail;

  /** The log group that the events also go to; undefined without `sendToCloudWatchLogs`. */
  public readonly logGroup?: logs.ILogGroup;

  private readonly logGroupName?: string;

  public constructor(scope: Construct, id: string, props: EncryptedTrailProps = {}) {
    checkEncryptedTrailProps(scope, id, props);

    super(scope, id);
    const { account, region } = Stack.of(this);
    const { organizationId, s3KeyPrefix, objectLockRetention, lifecycleRules } = props;
    this.identity = new TrailIdentity({
      trailName: props.trailName ?? defaultTrailName(this),
      accountId: props.managementAccountId ?? account,
      region,
      organizationId,
    });
    this.encryptionKey = props.encryptionKey ?? props.logBucket?.encryptionKey ?? new CloudTrailEncryptionKey(this, 'Key');
    this.logBucket = props.logBucket ?? new TrailLogBucket(this, 'LogBucket', {
      encryptionKey: this.encryptionKey, s3KeyPrefix, objectLockRetention, lifecycleRules,
    });
    this.logBucket.addTrail(this.identity);
    if (props.sendToCloudWatchLogs) {
      // named, not referred to: the key policy admits the log group, and the log group needs the key
      this.logGroupName = `/aws/cloudtrail/${this.identity.trailName}`;
      this.logGroup = this.defineLogGroup(this.logGroupName, props.cloudWatchLogsRetention);
    }
    this.trail = this.defineTrail(props);

    props.readers?.forEach(reader => this.admit(reader));
    props.readerAccounts?.forEach(accountId => this.admit(accountRoot(accountId)));
  }

  /**
   * Admits a reader to list, fetch and decrypt the log and digest files, and nothing else in the bucket or under the key.
   *
   * Where the events also go to CloudWatch Logs, a reader of this account may use the key through that service too;
   * to read there takes an IAM policy besides.
   * Throws if the grantee cannot stand in a bucket policy or a key policy.
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    const check = new PropsCheck();
    checkReader(check, 'grantee', grantee, [this.encryptionKey.key, this.logBucket.bucket], this);
    check.done(this.node.path);
    return this.admit(grantee);
  }

  private admit(grantee: iam.IGrantable): iam.Grant {
    const grant = this.logBucket.grantRead(grantee);
    // no other account can read a log group
    const isOfThisAccount = accountOf(grantee) !== undefined && !knownToDiffer(accountOf(grantee), Stack.of(this).account);
    return this.logGroupName !== undefined && isOfThisAccount
      ? grant.combine(this.encryptionKey.grantLogGroupUse(grantee, this.logGroupName))
      : grant;
  }

  private defineLogGroup(logGroupName: string, retention = logs.RetentionDays.ONE_YEAR): logs.LogGroup {
    this.encryptionKey.addLogGroup(logGroupName);
    return new logs.LogGroup(this, 'LogGroup', { logGroupName, retention, encryptionKey: this.encryptionKey.key });
  }

  private defineTrail(props: EncryptedTrailProps): cloudtrail.Trail {
    const { bucket, s3KeyPrefix } = this.logBucket;
    const { trailName, organizationId } = this.identity;
    const { account, region } = Stack.of(this);
    const trail = new cloudtrail.Trail(this, 'Trail', {
      trailName,
      // a view that the trail cannot write to: into the policy of the bucket itself it would put statements without aws:SourceArn
      bucket: s3.Bucket.fromBucketName(this, 'LogBucketRef', bucket.bucketName),
      s3KeyPrefix,
      encryptionKey: this.encryptionKey.key,
      isOrganizationTrail: organizationId === undefined ? undefined : true,
      orgId: organizationId,
      managementEvents: props.managementEvents,
      insightTypes: props.insightTypes,
      isMultiRegionTrail: props.isMultiRegionTrail,
      includeGlobalServiceEvents: props.includeGlobalServiceEvents,
      sendToCloudWatchLogs: props.sendToCloudWatchLogs,
      cloudWatchLogGroup: this.logGroup,
    });
    const resource = trail.node.defaultChild as cloudtrail.CfnTrail;
    // on the resource, not on the trail: the dependency would reach the delivery role, which the key policy names, and close a cycle
    const bucketPolicy = (this.logBucket as Partial<LogBucketBase>)._policyDependable;
    if (bucketPolicy !== undefined) resource.node.addDependency(bucketPolicy);
    if (this.logGroupName !== undefined) {
      this.admitDeliveryRole(trail, this.logGroupName);
      // that the trail depends on its delivery role says the CDK's trail, which refers to it besides
      acknowledgeCfnLintRule(resource, 'W3005');
    }
    if (props.snsTopic !== undefined) {
      const topicPolicy = admitTrailToTopic(trail, props.snsTopic, this.identity);
      if (topicPolicy !== undefined) resource.node.addDependency(topicPolicy);
      // set here, not through the trail, which would let all of CloudTrail use the topic and its key
      const { env, topicArn, topicName } = props.snsTopic;
      // a bare name is one of the trail's own account and Region
      resource.snsTopicName = knownToDiffer(env.account, account) || knownToDiffer(env.region, region) ? topicArn : topicName;
    }
    return trail;
  }

  private admitDeliveryRole(trail: cloudtrail.Trail, logGroupName: string): void {
    const role = trail.node.findChild('LogsRole') as iam.Role;
    if (Stack.of(this.encryptionKey.key) !== Stack.of(role)) {
      // the key policy of another stack can name the role only if its name is known
      (role.node.defaultChild as iam.CfnRole).roleName = regionalName(role);
    }
    this.encryptionKey.grantLogGroupUse(role, logGroupName);
    acknowledgeNagRule(role, 'IAMNoInlinePolicy', Object.values(NagPack), 'the policy is of this role alone, which delivers to the log group and does nothing else');
  }
}

/** A name for a role: unique in the account, where the stacks of all Regions meet. */
function regionalName(role: iam.Role): string {
  const { region } = Stack.of(role);
  const suffix = Token.isUnresolved(region) ? '' : `-${region}`;
  return Names.uniqueResourceName(role, { maxLength: 64 - suffix.length, separator: '-' }) + suffix;
}

/** One separator only: between others, CloudTrail refuses two punctuation marks side by side. */
function defaultTrailName(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: 128, separator: '-' });
}
