import { aws_s3 as s3, Resource, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import type { ICloudTrailEncryptionKey } from '../cloudtrail-key';
import type { ExistingLogBucketOptions } from '../log-bucket';
import { checkEncryptionKey, LogBucketBase } from './log-bucket-base';
import { LogBucketPolicy } from './log-bucket-policy';
import { validateLogBucketPolicy } from './log-bucket-policy-validation';
import { appendToBucketPolicy } from '../private/bucket-policies';
import { S3_KEY_PREFIX } from '../private/formats';
import { PropsCheck, shown } from '../private/props-check';
import { warnOfUnknownRegion } from '../private/regions';
import { asSubstitution } from '../private/render';
import { warn } from '../private/warnings';

/** A bucket that exists already: its own policy stays as it is, and the statements for CloudTrail are appended, or handed out to its owner. */
export class ExistingLogBucket extends LogBucketBase {
  public readonly encryptionKey: ICloudTrailEncryptionKey;
  public readonly s3KeyPrefix?: string;

  /** @internal */
  protected readonly _policy: LogBucketPolicy;

  /** @internal */
  protected readonly _policyDependable?: IConstruct;

  private readonly reporter: IConstruct;

  public constructor(scope: Construct, id: string, public readonly bucket: s3.IBucket, options: ExistingLogBucketOptions) {
    const check = new PropsCheck();
    if (bucket?.bucketArn === undefined) {
      check.add(`'bucket' must be a bucket, got ${shown(bucket)}; for one that the app only names use s3.Bucket.fromBucketName()`);
    }
    checkEncryptionKey(check, options?.encryptionKey, bucket?.env?.region);
    check.optional('s3KeyPrefix', options?.s3KeyPrefix, S3_KEY_PREFIX);
    check.done(`${scope.node.path}/${id}`);

    super(scope, id);
    this.reporter = new Construct(this, 'Policy');
    this.encryptionKey = options.encryptionKey;
    this.s3KeyPrefix = options.s3KeyPrefix;
    this._policy = new LogBucketPolicy(bucket, { s3KeyPrefix: options.s3KeyPrefix, tlsOnly: false });
    warnOfUnknownRegion(this.reporter, options.encryptionKey.key.env.region, bucket.env.region);
    if (Resource.isOwnedResource(bucket) || s3.CfnBucket.isCfnBucket(bucket.node.scope)) {
      const policy = appendToBucketPolicy(bucket, taken => this._policy.statements.json(taken));
      this._policyDependable = policy;
      validateLogBucketPolicy(this.reporter, policy, this._policy);
    } else {
      this.handOutStatements();
    }
  }

  private handOutStatements(): void {
    this.node.addValidation({
      validate: () => {
        const statements = this._policy.statements.json();
        if (statements.length > 0) {
          warn(this.reporter, 'TrailLogBucket.notOwned',
            `this app cannot change the policy of the bucket ${this.bucket.bucketName}; its owner has to add these statements: ${this.asText(statements)}`);
        }
        return [];
      },
    });
  }

  private asText(statements: any[]): string {
    return JSON.stringify(asSubstitution(Stack.of(this).resolve(statements), Stack.of(this)));
  }
}
