import type { Rule } from '../rule/rule';

/**
 * Whoever writes IAM policies in the key's account decides who reads the logs.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export const DECRYPT_DELEGATED_TO_IAM: Rule = {
  id: 'decrypt-delegated-to-iam',
  severity: 'info',
  check: (audited) =>
    audited.answered('account-decrypt', 'delegated').map((answer) => ({
      message: `the IAM policies of the key's account decide who decrypts log files: ${audited.labelOf(answer.statement)} leaves it to them`,
      fix: "to have the key policy decide, give the account administrators' actions only, and name the readers",
      statement: answer.statement,
    })),
};
