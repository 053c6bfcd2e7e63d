import type { Rule } from '../rule/rule';

/**
 * Whoever may create a trail in the account can have it use the key.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export const SIBLING_TRAIL_CAN_ENCRYPT: Rule = {
  id: 'sibling-trail-can-encrypt',
  severity: 'warning',
  check: (audited) =>
    audited
      .answered('sibling-trail-encrypt', 'direct')
      // said already, and more of it
      .filter(() => audited.answered('foreign-trail-encrypt', 'direct').length === 0)
      .map((answer) =>
        audited.complaint(
          `CloudTrail can encrypt with the key for every trail of account ${answer.context['aws:SourceAccount']}`,
          answer,
          'put the ARN of your trail, without wildcards, as aws:SourceArn into the conditions of that statement',
        ),
      ),
};
