import { aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct, IDependable } from 'constructs';
import type { ICloudTrailEncryptionKey } from '../cloudtrail-key';
import { AccessReader } from '../key/access-reader';
import type { ITrailLogBucket } from '../log-bucket';
import type { LogBucketPolicy } from './log-bucket-policy';
import { BucketPolicyStatements } from '../policy/bucket-policy-statements';
import { identityHalf, resourceHalf, StatementBuilder } from '../private/grants';
import type { PolicyPrincipal } from '../private/principals';
import { PropsCheck } from '../private/props-check';
import { checkKeyRegion } from '../private/regions';
import type { TrailIdentity } from '../trail-identity';

/**
 * What a log bucket that the app makes and one that it has, or only names, have in common: a policy derived from who may use the bucket.
 *
 * @internal
 */
export abstract class LogBucketBase extends Construct implements ITrailLogBucket {
  public abstract readonly bucket: s3.IBucket;
  public abstract readonly encryptionKey: ICloudTrailEncryptionKey;
  public abstract readonly s3KeyPrefix?: string;

  /** @internal */
  protected abstract readonly _policy: LogBucketPolicy;

  /**
   * What is deployed when the policy holds; undefined where the app cannot change the policy.
   *
   * @internal
   */
  public abstract readonly _policyDependable?: IDependable;

  public addTrail(trail: TrailIdentity): void {
    const check = new PropsCheck();
    new AccessReader(this.bucket, check).trail('trail', trail);
    check.done(this.node.path);
    this.encryptionKey.addTrail(trail);
    this._policy.addTrail(trail);
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    const check = new PropsCheck();
    const readers = new AccessReader(this.bucket, check).logReader('grantee', grantee);
    check.done(this.node.path);

    const keyGrant = this.encryptionKey.grantDecrypt(grantee);
    readers.forEach(reader => this._policy.addReader(reader));
    return this.halves(grantee, readers).reduce((grant, half) => grant.combine(half), keyGrant);
  }

  /**
   * Lets every member account of an organization read its own logs, as far as the bucket is concerned.
   *
   * @internal
   */
  public _admitMemberAccounts(organizationId: string): void {
    this._policy.addMemberAccounts(organizationId);
  }

  /** The bucket's own statements, and for those whom the bucket policy only delegates to IAM what IAM must allow. */
  private halves(grantee: iam.IGrantable, readers: PolicyPrincipal[]): iam.Grant[] {
    const holder = { arn: this.bucket.bucketArn, env: this.bucket.env, policyDependable: this._policyDependable };
    const identities = holder.policyDependable === undefined ? [grantee] : readers.flatMap(({ identity }) => identity ?? []);
    const builders: StatementBuilder[] = [
      principals => BucketPolicyStatements.enableCloudTrailLogRead(holder.arn, principals, this.s3KeyPrefix),
      principals => BucketPolicyStatements.enableCloudTrailLogList(holder.arn, principals, this.s3KeyPrefix),
    ];
    return builders.flatMap(build => [
      resourceHalf(grantee, readers, build, holder),
      ...identities.map(identity => identityHalf(identity, build, holder.arn)),
    ]);
  }
}

/** How long log files stay, as far as the CDK itself does not check it. */
export function checkRetention(check: PropsCheck, retention?: s3.ObjectLockRetention, lifecycleRules?: s3.LifecycleRule[]): void {
  check.list('lifecycleRules', lifecycleRules, (element, rule) => {
    check.kind(element, rule, Object(rule) === rule, 'a LifecycleRule', 'write it as in { expiration: Duration.days(2555) }');
  });
  if (retention !== undefined) {
    const isRetention = typeof retention?.duration?.toDays === 'function';
    check.kind('objectLockRetention', retention, isRetention, 'an ObjectLockRetention', 'use s3.ObjectLockRetention.compliance()');
  }
}

/** A key must be one of this library's, in the bucket's Region; `fix` is for one that lies elsewhere. */
export function checkEncryptionKey(check: PropsCheck, encryptionKey: ICloudTrailEncryptionKey, bucketRegion: string, fix?: string): void {
  const isKey = encryptionKey?.key?.env !== undefined;
  check.kind('encryptionKey', encryptionKey, isKey, 'a CloudTrailEncryptionKey', 'for a kms.Key use CloudTrailEncryptionKey.fromKey()');
  if (isKey) checkKeyRegion(check, encryptionKey.key.env.region, bucketRegion, fix);
}

/** Whether a log bucket is one of this library's; notes it where it is not. */
export function isLogBucket(check: PropsCheck, logBucket: ITrailLogBucket): boolean {
  const hasBoth = logBucket?.bucket?.env !== undefined && logBucket.encryptionKey?.key?.env !== undefined;
  return check.kind('logBucket', logBucket, hasBoth, 'a TrailLogBucket', "for an s3.Bucket use TrailLogBucket.fromBucket(), of an EncryptedTrail its 'logBucket'");
}
