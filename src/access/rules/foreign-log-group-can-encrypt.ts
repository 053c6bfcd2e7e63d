import { foreignTrailsUse } from '../rule/foreign-trails';
import type { Rule } from '../rule/rule';

/**
 * CloudWatch Logs would use the key for the log groups of every account.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export const FOREIGN_LOG_GROUP_CAN_ENCRYPT: Rule = {
  id: 'foreign-log-group-can-encrypt',
  severity: 'error',
  check: (audited) => audited.answered('foreign-log-group-encrypt', 'direct').filter(({ statement }) => !foreignTrailsUse(statement, audited)).map((answer) => audited.complaint(
    `CloudWatch Logs can do ${answer.action} with the key for the log groups of every account`,
    answer,
    'put a condition on kms:EncryptionContext:aws:logs:arn into that statement, with the ARN of your log group',
  )),
};
