import { byForeignTrails } from '../rule/foreign-trails';
import type { Rule } from '../rule/rule';

/**
 * CloudTrail would decrypt log files on behalf of anybody; AWS's guide publishes the statement that lets it, without a condition.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export const FOREIGN_TRAIL_CAN_DECRYPT: Rule = {
  id: 'foreign-trail-can-decrypt',
  severity: 'error',
  check: (audited) =>
    byForeignTrails('foreign-trail-decrypt', audited).map((answer) =>
      audited.complaint(
        'CloudTrail can decrypt with the key for the trails of every account',
        answer,
        'put a condition on aws:SourceArn into that statement, with the ARN of your trail',
      ),
    ),
};
