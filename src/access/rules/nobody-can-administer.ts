import type { Rule } from '../rule/rule';
import { undoable } from '../rule/undoable';

/**
 * KMS refuses a policy that its author could not change again.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export const NOBODY_CAN_ADMINISTER: Rule = {
  id: 'nobody-can-administer',
  severity: 'error',
  check: (audited) => {
    // as a rule the account can, and then nobody else has to be looked for
    if (audited.answered('account-administer', 'delegated').length > 0) return [];
    return undoable(['kms:PutKeyPolicy'], audited).map(() => ({
      message: 'nobody can change the key policy any more, which KMS refuses',
      fix: "let an administrator or the key's account do kms:PutKeyPolicy",
    }));
  },
};
