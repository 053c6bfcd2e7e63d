import { refused } from '../rule/refused';
import type { Rule } from '../rule/rule';

/**
 * Somebody who has to manage the key could not.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export const ADMINISTRATOR_CANNOT_ADMINISTER: Rule = {
  id: 'administrator-cannot-administer',
  severity: 'error',
  check: (audited) => refused(
    audited,
    ['administrator-administer'],
    ({ caller }) => `${caller.arn} cannot change the key policy`,
    'let it do kms:PutKeyPolicy',
  ),
};
