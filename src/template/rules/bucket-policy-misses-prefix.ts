import { readable } from '../../access/intrinsics';
import { deliveriesOf } from '../delivery';
import type { WiringRule } from '../rule/wiring-rule';

/**
 * The prefix of a trail stands before `AWSLogs/` in the paths of the bucket policy.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export const BUCKET_POLICY_MISSES_PREFIX: WiringRule = {
  id: 'bucket-policy-misses-prefix',
  severity: 'error',
  check: (wiring) => deliveriesOf(wiring)
    .filter((delivery) => delivery.lacksPrefix(delivery.isOfOrganization ? delivery.organizationFolder : delivery.ownFolder))
    .map((delivery) => {
      const folder = delivery.isOfOrganization ? delivery.organizationFolder : delivery.ownFolder;
      const { statement } = delivery.writes(folder, '');
      return {
        ...delivery.policy.placeOf(statement),
        message: `CloudTrail can write log files for ${delivery.trailName} only without the S3KeyPrefix "${readable(delivery.prefix.slice(0, -1))}" that the trail has`,
        fix: `let the resource of the statement begin with BUCKET_ARN/${readable(delivery.prefix)}AWSLogs/`,
        statement,
      };
    }),
};
