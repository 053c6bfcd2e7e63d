import type { Rule } from '../rule/rule';

/**
 * Every AWS account could read the logs.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export const ANYONE_CAN_DECRYPT: Rule = {
  id: 'anyone-can-decrypt',
  severity: 'error',
  check: (audited) =>
    audited
      .answered('outsider-decrypt', 'direct')
      .map((answer) =>
        audited.complaint(
          'a role of any AWS account can decrypt log files',
          answer,
          'name the readers, or put a condition on who calls into that statement',
        ),
      ),
};
