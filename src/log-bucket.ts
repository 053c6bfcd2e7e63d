import type { aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ICloudTrailEncryptionKey } from './cloudtrail-key';
import type { TrailIdentity } from './trail-identity';

/** A bucket that CloudTrail can write encrypted logs into. */
export interface ITrailLogBucket extends IConstruct {
  /** The bucket itself, for everything that takes a bucket. */
  readonly bucket: s3.IBucket;

  /** The key that the logs are encrypted with. */
  readonly encryptionKey: ICloudTrailEncryptionKey;

  /** The folder in the bucket under which CloudTrail writes `AWSLogs/`; undefined for the root. */
  readonly s3KeyPrefix?: string;

  /**
   * Admits CloudTrail to write logs and to encrypt them, on behalf of a trail.
   *
   * Throws if the trail lies in another partition.
   */
  addTrail(trail: TrailIdentity): void;

  /**
   * Admits a reader to list, fetch and decrypt the log and digest files, and nothing else in the bucket or under the key.
   *
   * Throws if the grantee cannot stand in a bucket policy or a key policy.
   */
  grantRead(grantee: iam.IGrantable): iam.Grant;
}

/** What a bucket that exists already is used with. */
export interface ExistingLogBucketOptions {
  /** The key that the logs are encrypted with; it must lie in the bucket's Region. */
  readonly encryptionKey: ICloudTrailEncryptionKey;

  /**
   * The folder in the bucket under which CloudTrail writes `AWSLogs/`, 200 characters at most.
   *
   * @default - the root of the bucket
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html
   */
  readonly s3KeyPrefix?: string;

  /**
   * Whether the bucket uses an S3 Bucket Key, which asks the key policy for more.
   *
   * @default - what the app defines; for a bucket that it only names, false
   */
  readonly bucketKeyEnabled?: boolean;
}
