import type { Rule } from '../rule/rule';

/**
 * AWS's guide puts a condition on it; what can be read is no secret.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const FOREIGN_TRAIL_CAN_DESCRIBE: Rule = {
  id: 'foreign-trail-can-describe',
  severity: 'info',
  check: (audited) => audited.answered('foreign-trail-describe', 'direct').map((answer) => audited.complaint(
    'CloudTrail can describe the key for the trails of every account',
    answer,
    'put a condition on aws:SourceArn into that statement, with the ARN of your trail',
  )),
};
