import { refused } from '../rule/refused';
import type { Rule } from '../rule/rule';

/**
 * An event data store could not take events in, or answer queries.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const EVENT_DATA_STORE_CANNOT_ENCRYPT: Rule = {
  id: 'event-data-store-cannot-encrypt',
  severity: 'error',
  check: (audited) =>
    refused(
      audited,
      ['own-event-data-store-encrypt'],
      ({ context }) => `CloudTrail cannot use the key for ${context['aws:SourceArn'] ?? 'an event data store that is not there yet'}`,
      'let cloudtrail.amazonaws.com do kms:GenerateDataKey, kms:Decrypt and kms:DescribeKey, with aws:SourceArn and aws:SourceAccount of the store as conditions',
    ),
};
