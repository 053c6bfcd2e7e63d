import { refused } from '../rule/refused';
import type { Rule } from '../rule/rule';

/**
 * CloudTrail reads the key's properties when a trail is created.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const OWN_TRAIL_CANNOT_DESCRIBE: Rule = {
  id: 'own-trail-cannot-describe',
  severity: 'error',
  check: (audited) =>
    refused(
      audited,
      ['service-describe-key'],
      ({ context }) => `CloudTrail cannot describe the key for ${context['aws:SourceArn']}`,
      'let cloudtrail.amazonaws.com do kms:DescribeKey, with aws:SourceArn as condition and no encryption context, which that request never carries',
    ),
};
