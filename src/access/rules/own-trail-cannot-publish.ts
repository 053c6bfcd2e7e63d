import { refused } from '../rule/refused';
import type { Rule } from '../rule/rule';

/**
 * CloudTrail could not publish to a topic that the key encrypts.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
 */
export const OWN_TRAIL_CANNOT_PUBLISH: Rule = {
  id: 'own-trail-cannot-publish',
  severity: 'error',
  check: (audited) => refused(
    audited,
    ['own-trail-publish'],
    ({ context }) => `CloudTrail cannot publish to a topic on the key for ${context['aws:SourceArn']}`,
    'let cloudtrail.amazonaws.com do kms:GenerateDataKey* and kms:Decrypt, with aws:SourceArn as the only condition',
  ),
};
