import type { Rule } from '../rule/rule';

/**
 * Every role of the key's account could change the key policy, without IAM having a say.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export const ACCOUNT_CAN_ADMINISTER: Rule = {
  id: 'account-can-administer',
  severity: 'warning',
  check: (audited) => audited
    .answered('account-administer', 'direct')
    .map((answer) => audited.complaint(
      "every role of the key's account can change the key policy, whatever its IAM policies say",
      answer,
      'name the administrators in that statement',
    )),
};
