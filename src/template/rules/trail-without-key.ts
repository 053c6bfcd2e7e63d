import type { WiringRule } from '../rule/wiring-rule';

/**
 * Without a key, log files are encrypted with a key of S3 that everybody may use who can read the bucket.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
 */
export const TRAIL_WITHOUT_KEY: WiringRule = {
  id: 'trail-without-key',
  severity: 'warning',
  check: ({ trails }) => trails.filter(({ hasKey }) => !hasKey).map(({ resource }) => ({
    resource,
    propertyPath: 'Properties.KMSKeyId',
    message: 'the trail names no KMS key, so that its log files are encrypted with SSE-S3',
    fix: 'name a key whose policy admits the trail',
  })),
};
