import { deliveriesOf } from '../delivery';
import { refusal } from '../rule/refusal';
import type { WiringRule } from '../rule/wiring-rule';

/**
 * AWS wants the path of the management account beside that of the organization: a trail that is taken back to one account writes there.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html#org-trail-bucket-policy
 */
export const BUCKET_POLICY_MISSES_MANAGEMENT_PATH: WiringRule = {
  id: 'bucket-policy-misses-management-path',
  severity: 'warning',
  check: (wiring) => deliveriesOf(wiring)
    .filter((delivery) => delivery.isOfOrganization && delivery.writes(delivery.organizationFolder).outcome === 'direct')
    .flatMap((delivery) => refusal(
      delivery,
      delivery.writes(delivery.ownFolder),
      `CloudTrail cannot write log files of the management account alone for ${delivery.trailName}`,
      'admit cloudtrail.amazonaws.com to s3:PutObject on [PREFIX/]AWSLogs/MANAGEMENT_ACCOUNT/* of the bucket too',
    )),
};
