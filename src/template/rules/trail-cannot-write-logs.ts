import { deliveriesOf } from '../delivery';
import { refusal } from '../rule/refusal';
import type { WiringRule } from '../rule/wiring-rule';

/**
 * CloudTrail writes log files with the ACL `bucket-owner-full-control`, on behalf of the trail.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export const TRAIL_CANNOT_WRITE_LOGS: WiringRule = {
  id: 'trail-cannot-write-logs',
  severity: 'error',
  check: (wiring) => deliveriesOf(wiring)
    .filter((delivery) => !delivery.isOfOrganization && !delivery.lacksPrefix(delivery.ownFolder))
    .flatMap((delivery) => refusal(
      delivery,
      delivery.writes(delivery.ownFolder),
      `CloudTrail cannot write log files for ${delivery.trailName}`,
      'admit cloudtrail.amazonaws.com to s3:PutObject on [PREFIX/]AWSLogs/ACCOUNT/* of the bucket, with the account of the trail and its ARN as aws:SourceArn',
    )),
};
