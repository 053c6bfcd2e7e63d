import type { Rule } from '../rule/rule';

/**
 * Every principal of the key's account could read the logs, without IAM having a say.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html
 */
export const ACCOUNT_CAN_DECRYPT: Rule = {
  id: 'account-can-decrypt',
  severity: 'warning',
  check: (audited) =>
    audited
      .answered('account-decrypt', 'direct')
      .filter(
        () =>
          audited.answered('outsider-decrypt', 'direct').length === 0 && audited.answered('organization-decrypt', 'direct').length === 0,
      )
      .map((answer) =>
        audited.complaint(
          "every role of the key's account can decrypt log files, whatever its IAM policies say",
          answer,
          'name the readers, or limit them by aws:PrincipalArn as well',
        ),
      ),
};
