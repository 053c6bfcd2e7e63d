import { aws_iam as iam, aws_kms as kms, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ICloudTrailEncryptionKey } from '../cloudtrail-key';
import { AccessReader, DECRYPT_GUARD } from '../key/access-reader';
import type { ITrailLogBucket } from '../log-bucket';
import { KeyPolicyStatements } from '../policy/key-policy-statements';
import { keyOfAlias } from '../policy/log-reader-statements';
import { parseArn } from '../private/arns';
import { identityHalf } from '../private/grants';
import { PropsCheck } from '../private/props-check';
import type { TrailIdentity } from '../trail-identity';

/** A key as the stack of another account sees it: by its ARN alone. Whom it admits is said in the stack that defines it. */
export class KeyElsewhere extends Construct implements ICloudTrailEncryptionKey {
  public readonly key: kms.IKey;

  /** @param keyArn the ARN of the key or of its alias */
  public constructor(scope: Construct, id: string, private readonly original: ICloudTrailEncryptionKey, public readonly keyArn: string) {
    super(scope, id);
    this.key = kms.Key.fromKeyArn(this, 'Key', keyArn);
  }

  public addTrail(trail: TrailIdentity): void {
    this.original.addTrail(trail);
  }

  public addTopicTrail(trail: TrailIdentity): void {
    this.original.addTopicTrail(trail);
  }

  public addEventDataStore(eventDataStoreArn: string): void {
    this.original.addEventDataStore(eventDataStoreArn);
  }

  public addBucketKeyBucket(bucketName: string): void {
    this.original.addBucketKeyBucket(bucketName);
  }

  public addLogGroup(logGroupName: string): void {
    this.original.addLogGroup(logGroupName);
  }

  /**
   * The stack whose key policy names the readers.
   *
   * @internal
   */
  public get _policyStack(): Stack {
    return Stack.of(this.original.key);
  }

  public grantDecrypt(grantee: iam.IGrantable): iam.Grant {
    const check = new PropsCheck();
    const readers = new AccessReader(this.original.key, check, this).principals('grantee', grantee, DECRYPT_GUARD);
    check.done(this.node.path);
    const [{ identity, principal }] = readers;
    if (identity === undefined) return this.original.grantDecrypt(grantee);
    // of this account, so that the key policy delegates to the IAM here: to name the role itself, the key would have to come after it
    const { resource, conditions } = parseArn(this.keyArn)!.resource.startsWith('alias/') ? keyOfAlias(this.keyArn) : { resource: this.keyArn, conditions: {} };
    const onKey = this.original.grantDecrypt(principal);
    return onKey.combine(identityHalf(identity, KeyPolicyStatements.enableCloudTrailLogDecryptPermissions, resource, conditions));
  }

  public grantUseEventDataStore(grantee: iam.IGrantable): iam.Grant {
    return this.original.grantUseEventDataStore(grantee);
  }

  public grantLogGroupUse(grantee: iam.IGrantable, logGroupName: string): iam.Grant {
    return this.original.grantLogGroupUse(grantee, logGroupName);
  }
}

/** A log bucket as the stack of another account sees it: by its name alone. Whom it admits is said in the stack that defines it. */
export class LogBucketElsewhere extends Construct implements ITrailLogBucket {
  public readonly bucket: s3.IBucket;
  public readonly s3KeyPrefix?: string;

  /** @param encryptionKey the bucket's key as this stack sees it */
  public constructor(
    scope: Construct, id: string, private readonly original: ITrailLogBucket, bucketName: string,
    public readonly encryptionKey: ICloudTrailEncryptionKey,
  ) {
    super(scope, id);
    const { account, region } = original.bucket.env;
    this.bucket = s3.Bucket.fromBucketAttributes(this, 'Bucket', { bucketName, account, region });
    this.s3KeyPrefix = original.s3KeyPrefix;
  }

  public addTrail(trail: TrailIdentity): void {
    this.original.addTrail(trail);
  }

  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.original.grantRead(grantee);
  }
}
