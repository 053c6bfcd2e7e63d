import { deliveriesOf } from '../delivery';
import { refusal } from '../rule/refusal';
import type { WiringRule } from '../rule/wiring-rule';

/**
 * An organization trail writes the logs of every account into a folder of the organization.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html#org-trail-bucket-policy
 */
export const BUCKET_POLICY_MISSES_ORGANIZATION_PATH: WiringRule = {
  id: 'bucket-policy-misses-organization-path',
  severity: 'error',
  check: (wiring) => deliveriesOf(wiring)
    .filter((delivery) => delivery.isOfOrganization && !delivery.lacksPrefix(delivery.organizationFolder))
    .flatMap((delivery) => refusal(
      delivery,
      delivery.writes(delivery.organizationFolder),
      `CloudTrail cannot write the log files of the organization for ${delivery.trailName}`,
      'admit cloudtrail.amazonaws.com to s3:PutObject on [PREFIX/]AWSLogs/ORGANIZATION/* of the bucket, with the ARN of the trail in the management account as aws:SourceArn',
    )),
};
