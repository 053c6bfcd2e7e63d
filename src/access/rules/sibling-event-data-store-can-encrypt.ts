import type { Rule } from '../rule/rule';

/**
 * Whoever may create an event data store in the account can have it use the key.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const SIBLING_EVENT_DATA_STORE_CAN_ENCRYPT: Rule = {
  id: 'sibling-event-data-store-can-encrypt',
  severity: 'warning',
  check: (audited) => audited
    .answered('sibling-event-data-store-encrypt', 'direct')
    // said already, and more of it
    .filter(() => audited.answered('foreign-event-data-store-encrypt', 'direct').length === 0)
    .map((answer) => audited.complaint(
      'CloudTrail can use the key for every event data store of the account',
      answer,
      'put the ARN of your store as aws:SourceArn into the conditions of that statement',
    )),
};
