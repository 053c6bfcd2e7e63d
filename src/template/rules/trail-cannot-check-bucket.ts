import { deliveriesOf } from '../delivery';
import { refusal } from '../rule/refusal';
import type { WiringRule } from '../rule/wiring-rule';

/**
 * CloudTrail reads the ACL of a bucket before it accepts it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export const TRAIL_CANNOT_CHECK_BUCKET: WiringRule = {
  id: 'trail-cannot-check-bucket',
  severity: 'error',
  check: (wiring) => deliveriesOf(wiring).flatMap((delivery) => refusal(
    delivery,
    delivery.checksBucket(),
    `CloudTrail cannot read the bucket's ACL for ${delivery.trailName}`,
    'admit cloudtrail.amazonaws.com to s3:GetBucketAcl on the bucket, with the ARN of the trail as aws:SourceArn',
  )),
};
