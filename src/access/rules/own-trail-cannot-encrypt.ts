import { refused } from '../rule/refused';
import type { Rule } from '../rule/rule';

/**
 * CloudTrail could not deliver a log file.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const OWN_TRAIL_CANNOT_ENCRYPT: Rule = {
  id: 'own-trail-cannot-encrypt',
  severity: 'error',
  check: (audited) =>
    refused(
      audited,
      ['own-trail-encrypt'],
      ({ context }) => `CloudTrail cannot encrypt with the key for ${context['aws:SourceArn']}`,
      'let cloudtrail.amazonaws.com do kms:GenerateDataKey*, with aws:SourceArn and the encryption context of the trail as conditions',
    ),
};
