import type { Rule } from '../rule/rule';

/**
 * A statement that should admit one role of another account admits them all.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export const READER_ACCOUNT_CAN_DECRYPT: Rule = {
  id: 'reader-account-can-decrypt',
  severity: 'warning',
  check: (audited) => audited
    .answered('reader-account-decrypt', 'direct', 'delegated')
    .filter(() => ['outsider-decrypt', 'organization-decrypt'].every((id) => audited.answered(id, 'direct').length === 0))
    .map((answer) => audited.complaint(
      `every role of account ${answer.caller.account} can decrypt log files, not only the readers`,
      answer,
      'name the readers, or limit them by aws:PrincipalArn as well',
    )),
};
