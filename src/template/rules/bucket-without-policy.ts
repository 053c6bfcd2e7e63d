import type { WiringRule } from '../rule/wiring-rule';

/**
 * A bucket without a policy admits CloudTrail to nothing.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export const BUCKET_WITHOUT_POLICY: WiringRule = {
  id: 'bucket-without-policy',
  severity: 'error',
  check: ({ trails, buckets }) => buckets
    .filter((bucket) => trails.some((trail) => trail.bucket === bucket && trail.bucketPolicies.length === 0))
    .map((resource) => ({
      resource,
      propertyPath: 'Properties',
      message: 'a trail writes to the bucket, which has no bucket policy, so that CloudTrail is refused',
      fix: 'add a bucket policy with the statements of the CloudTrail guide, each with the ARN of the trail as aws:SourceArn',
    })),
};
