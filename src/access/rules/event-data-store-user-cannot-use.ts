import { refused } from '../rule/refused';
import type { Rule } from '../rule/rule';

/**
 * Somebody who has to create or query event data stores could not.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const EVENT_DATA_STORE_USER_CANNOT_USE: Rule = {
  id: 'event-data-store-user-cannot-use',
  severity: 'error',
  check: (audited) => refused(
    audited,
    ['event-data-store-user'],
    ({ caller }) => `${caller.arn} cannot use event data stores on the key`,
    'let it do kms:Decrypt and kms:GenerateDataKey',
  ),
};
