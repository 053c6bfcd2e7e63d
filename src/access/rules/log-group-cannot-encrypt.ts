import { LOGS_CONTEXT } from '../../private/encryption-context';
import { refused } from '../rule/refused';
import type { Rule } from '../rule/rule';

/**
 * CloudWatch Logs could not encrypt the log group.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export const LOG_GROUP_CANNOT_ENCRYPT: Rule = {
  id: 'log-group-cannot-encrypt',
  severity: 'error',
  check: (audited) =>
    refused(
      audited,
      ['log-group-encrypt'],
      ({ context }) => `CloudWatch Logs cannot use the key for ${context[LOGS_CONTEXT]}`,
      'let the logs service of the Region do kms:Encrypt, kms:Decrypt, kms:ReEncrypt*, kms:GenerateDataKey* and kms:Describe*, for that encryption context',
    ),
};
