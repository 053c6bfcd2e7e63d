import { deliveriesOf } from '../delivery';
import type { WiringRule } from '../rule/wiring-rule';
import { says } from '../templates';

/**
 * With log file validation, a bucket that takes nothing but SSE-KMS refuses the trail: AWS wants AES256 to be allowed too.
 *
 * AWS has not withdrawn this since digest files are encrypted with the key of the trail as well, in May 2025.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html
 */
export const BUCKET_DENIES_DIGEST_FILES: WiringRule = {
  id: 'bucket-denies-digest-files',
  severity: 'warning',
  check: (wiring) => deliveriesOf(wiring)
    .filter(({ trail }) => trail.hasKey && says(trail.resource.properties.EnableLogFileValidation, true))
    .flatMap((delivery) => {
      const folder = delivery.isOfOrganization ? delivery.organizationFolder : delivery.ownFolder;
      const { outcome, statement } = delivery.writes(folder, undefined, [{ 's3:x-amz-server-side-encryption': 'AES256' }]);
      return outcome !== 'denied' || delivery.writes(folder).outcome === 'denied' ? [] : [{
        ...delivery.policy.placeOf(statement),
        message: `${delivery.policy.labelOf(statement)} takes nothing but SSE-KMS, and ${delivery.trailName} validates log files: AWS says that such a trail cannot be created`,
        fix: 'let the statement pass AES256 too, as in "StringNotEquals": { "s3:x-amz-server-side-encryption": ["aws:kms", "AES256"] }',
        statement,
      }];
    }),
};
