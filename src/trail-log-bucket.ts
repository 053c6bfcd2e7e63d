import { aws_s3 as s3, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ExistingLogBucket } from './bucket/existing-log-bucket';
import { checkEncryptionKey, checkRetention, LogBucketBase } from './bucket/log-bucket-base';
import { LogBucketPolicy } from './bucket/log-bucket-policy';
import { validateLogBucketPolicy, warnUnlessRetained } from './bucket/log-bucket-policy-validation';
import { admitServerAccessLogs, checkServerAccessLogsBucket, defineServerAccessLogsBucket } from './bucket/server-access-logs';
import type { ICloudTrailEncryptionKey } from './cloudtrail-key';
import { AccessReader } from './key/access-reader';
import type { ExistingLogBucketOptions, ITrailLogBucket } from './log-bucket';
import { acknowledgeNotReplicated } from './private/acknowledgements';
import { derivedBucketPolicy } from './private/bucket-policies';
import { checkReferences } from './private/foreign-references';
import { BUCKET_NAME, OBJECT_KEY_PREFIX, S3_KEY_PREFIX } from './private/formats';
import { PropsCheck, shown } from './private/props-check';
import { warnOfUnknownRegion } from './private/regions';
import { isMadeOfNames } from './private/render';
import type { TrailIdentity } from './trail-identity';

/** Properties of a bucket for CloudTrail logs. */
export interface TrailLogBucketProps {
  /** The key that the logs are encrypted with; it must lie in the bucket's Region. */
  readonly encryptionKey: ICloudTrailEncryptionKey;

  /**
   * The trails that may write into the bucket, in any accounts and Regions, and encrypt with its key.
   *
   * Admits CloudTrail on behalf of these trails, and of no other.
   *
   * @default - no trails yet
   */
  readonly trails?: TrailIdentity[];

  /**
   * The folder in the bucket under which CloudTrail writes `AWSLogs/`, 200 characters at most.
   *
   * @default - the root of the bucket
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html
   */
  readonly s3KeyPrefix?: string;

  /**
   * The bucket's name: 3-63 lower-case letters, digits, `.` or `-`.
   *
   * @default - a name that CloudFormation makes up
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
   */
  readonly bucketName?: string;

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

  /**
   * The bucket that receives this bucket's access logs: in the same account and Region, encrypted with SSE-S3, without Object Lock.
   *
   * One of another stack needs this bucket to have a literal `bucketName`.
   *
   * @default - a bucket of its own
   */
  readonly serverAccessLogsBucket?: s3.IBucket;

  /**
   * The folder that the access logs are written to, in the bucket that receives them, 200 characters at most.
   *
   * @default - the root of that bucket
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
   */
  readonly serverAccessLogsPrefix?: string;

  /**
   * Whether the bucket uses an S3 Bucket Key, which saves requests to KMS.
   *
   * AWS does not document whether CloudTrail's encryption context survives there, so the key policy asks for less of trails and readers.
   * It needs a literal `bucketName`.
   *
   * @default false
   */
  readonly bucketKeyEnabled?: boolean;

  /**
   * What becomes of the bucket when it leaves the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A bucket that CloudTrail writes encrypted logs into, for the trails that it names and for no other.
 *
 * TLS only, no public access, no ACLs, versioned, its accesses logged.
 * Throws on wrong props, all of them in one message, before anything is defined.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export class TrailLogBucket extends LogBucketBase {
  /**
   * A bucket that exists already, of this app or of somebody else.
   *
   * The statements are added to the policy of a bucket of this app; for another, a warning at synthesis hands them out.
   * Throws if key and bucket lie in different Regions.
   */
  public static fromBucket(scope: Construct, id: string, bucket: s3.IBucket, options: ExistingLogBucketOptions): ITrailLogBucket {
    return new ExistingLogBucket(scope, id, bucket, options);
  }

  /** The bucket itself, for everything that takes a bucket. */
  public readonly bucket: s3.IBucket;

  /** The bucket that receives this bucket's access logs. */
  public readonly serverAccessLogsBucket: s3.IBucket;

  /** The key that the logs are encrypted with. */
  public readonly encryptionKey: ICloudTrailEncryptionKey;

  /** The folder in the bucket under which CloudTrail writes `AWSLogs/`; undefined for the root. */
  public readonly s3KeyPrefix?: string;

  /** @internal */
  protected readonly _policy: LogBucketPolicy;

  /** @internal */
  public readonly _policyDependable: IConstruct;

  public constructor(scope: Construct, id: string, props: TrailLogBucketProps) {
    checkProps(scope, id, props ?? {});

    super(scope, id);
    const { encryptionKey, s3KeyPrefix, bucketName, serverAccessLogsBucket, serverAccessLogsPrefix = '' } = props;
    this.encryptionKey = encryptionKey;
    this.s3KeyPrefix = s3KeyPrefix;

    const bucket = new s3.Bucket(this, 'Resource', {
      bucketName,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: encryptionKey.key,
      bucketKeyEnabled: props.bucketKeyEnabled ?? false,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      objectLockEnabled: props.objectLockRetention === undefined ? undefined : true,
      objectLockDefaultRetention: props.objectLockRetention,
      lifecycleRules: props.lifecycleRules,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    this.bucket = bucket;
    this._policy = new LogBucketPolicy(bucket, { s3KeyPrefix, tlsOnly: true });
    const policy = derivedBucketPolicy(bucket, () => this._policy.statements.json());
    this._policyDependable = policy;

    this.serverAccessLogsBucket = serverAccessLogsBucket ?? defineServerAccessLogsBucket(this, bucket, serverAccessLogsPrefix);
    if (serverAccessLogsBucket !== undefined) admitServerAccessLogs(serverAccessLogsBucket, bucket, serverAccessLogsPrefix, bucketName);
    const resource = bucket.node.defaultChild as s3.CfnBucket;
    // not through the bucket's own property, which turns on ACLs or throws depending on a feature flag of the app
    resource.loggingConfiguration = {
      destinationBucketName: this.serverAccessLogsBucket.bucketName,
      logFilePrefix: props.serverAccessLogsPrefix,
    };
    acknowledgeNotReplicated(bucket);

    if (props.bucketKeyEnabled) encryptionKey.addBucketKeyBucket(bucketName!);
    props.trails?.forEach(trail => this.addTrail(trail));
    warnOfUnknownRegion(bucket, encryptionKey.key.env.region, bucket.env.region);
    validateLogBucketPolicy(policy, policy, this._policy);
    warnUnlessRetained(resource, resource);
  }
}

function checkProps(scope: Construct, id: string, props: TrailLogBucketProps): void {
  const check = new PropsCheck();
  const reader = new AccessReader(scope, check);
  checkEncryptionKey(check, props.encryptionKey, Stack.of(scope).region);
  checkReferences(check, 'encryptionKey', props.encryptionKey?.keyArn, scope, 'name that key by CloudTrailEncryptionKey.fromKeyArn()');
  check.list('trails', props.trails, (element, trail) => reader.trail(element, trail));
  check.optional('s3KeyPrefix', props.s3KeyPrefix, S3_KEY_PREFIX);
  check.optional('bucketName', props.bucketName, BUCKET_NAME);
  checkRetention(check, props.objectLockRetention, props.lifecycleRules);
  check.removalPolicy(props.removalPolicy);
  check.optional('serverAccessLogsPrefix', props.serverAccessLogsPrefix, OBJECT_KEY_PREFIX);
  check.flag('bucketKeyEnabled', props.bucketKeyEnabled);
  if (props.bucketKeyEnabled && (props.bucketName === undefined || !isMadeOfNames(props.bucketName, scope))) {
    check.add(`'bucketKeyEnabled' needs a literal 'bucketName', got ${shown(props.bucketName)}; give the bucket a name: the key policy tells it by that`);
  }
  if (props.serverAccessLogsBucket !== undefined) {
    checkServerAccessLogsBucket(check, props.serverAccessLogsBucket, scope, props.bucketName);
  }
  check.done(`${scope.node.path}/${id}`);
}
