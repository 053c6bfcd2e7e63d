import type { aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import type { ICloudTrailEncryptionKey } from '../cloudtrail-key';
import type { ExistingLogBucketOptions } from '../log-bucket';
import { checkEncryptionKey, LogBucketBase } from './log-bucket-base';
import { LogBucketPolicy } from './log-bucket-policy';
import { validateLogBucketPolicy, warnUnlessRetained } from './log-bucket-policy-validation';
import { appendToBucketPolicy, bucketDefinitionOf, hasBucketKey } from '../private/bucket-policies';
import { S3_KEY_PREFIX } from '../private/formats';
import { PropsCheck, shown } from '../private/props-check';
import { warnOfUnknownRegion } from '../private/regions';
import { isMadeOfNames } from '../private/render';
import { handOut, nameOrPath } from '../private/warnings';

/** A bucket that exists already: its own policy stays as it is, and the statements for CloudTrail are appended, or handed out to its owner. */
export class ExistingLogBucket extends LogBucketBase {
  public readonly encryptionKey: ICloudTrailEncryptionKey;
  public readonly s3KeyPrefix?: string;

  /** @internal */
  protected readonly _policy: LogBucketPolicy;

  /** @internal */
  public readonly _policyDependable?: IConstruct;

  public constructor(scope: Construct, id: string, public readonly bucket: s3.IBucket, options: ExistingLogBucketOptions) {
    const check = new PropsCheck();
    if (bucket?.bucketArn === undefined) {
      check.add(`'bucket' must be a bucket, got ${shown(bucket)}; for one that the app only names use s3.Bucket.fromBucketName()`);
    }
    const definition = bucketDefinitionOf(bucket);
    const bucketName = definition === undefined ? bucket?.bucketName : definition.bucketName;
    const bucketKeyEnabled = options?.bucketKeyEnabled ?? hasBucketKey(definition);
    if (bucketKeyEnabled && (bucketName === undefined || !isMadeOfNames(bucketName, scope))) {
      check.add(`'bucket' has an S3 Bucket Key and needs a literal 'bucketName', got ${shown(bucketName)}; give it a name: the key policy tells it by that`);
    }
    const fix = definition === undefined ? "use a key there, or name the bucket's own Region with s3.Bucket.fromBucketAttributes()" : undefined;
    checkEncryptionKey(check, options?.encryptionKey, bucket?.env?.region, fix);
    check.optional('s3KeyPrefix', options?.s3KeyPrefix, S3_KEY_PREFIX);
    check.flag('bucketKeyEnabled', options?.bucketKeyEnabled);
    check.done(`${scope.node.path}/${id}`);

    super(scope, id);
    const reporter = new Construct(this, 'Policy');
    this.encryptionKey = options.encryptionKey;
    this.s3KeyPrefix = options.s3KeyPrefix;
    this._policy = new LogBucketPolicy(bucket, { s3KeyPrefix: options.s3KeyPrefix, tlsOnly: false });
    if (bucketKeyEnabled) options.encryptionKey.addBucketKeyBucket(bucketName!);
    warnOfUnknownRegion(reporter, options.encryptionKey.key.env.region, bucket.env.region);
    if (definition !== undefined) {
      const policy = appendToBucketPolicy(bucket, taken => this._policy.statements.json(taken));
      this._policyDependable = policy;
      validateLogBucketPolicy(reporter, policy, this._policy);
      warnUnlessRetained(definition, reporter);
    } else {
      handOut(reporter, 'TrailLogBucket.notOwned', `this app cannot change the policy of the bucket ${nameOrPath(bucket.bucketName, bucket)}`,
        () => this._policy.statements.json());
    }
  }
}
