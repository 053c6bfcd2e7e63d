import { byForeignTrails } from '../rule/foreign-trails';
import type { Rule } from '../rule/rule';

/**
 * CloudTrail would use the key on behalf of anybody: the confused deputy.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export const FOREIGN_TRAIL_CAN_ENCRYPT: Rule = {
  id: 'foreign-trail-can-encrypt',
  severity: 'error',
  check: (audited) =>
    byForeignTrails('foreign-trail-encrypt', audited).map((answer) =>
      audited.complaint(
        'CloudTrail can encrypt with the key for the trails of every account',
        answer,
        'put a condition on aws:SourceArn into that statement, with the ARN of your trail',
      ),
    ),
};
