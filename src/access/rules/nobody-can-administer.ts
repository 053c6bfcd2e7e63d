import type { Rule } from '../rule/rule';
import { undoable } from '../rule/undoable';

/** The questions that, answered by yes, spare to look for somebody. */
const SOMEBODY = ['account-administer', 'administrator-administer'];

/**
 * KMS refuses a policy that its author could not change again.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export const NOBODY_CAN_ADMINISTER: Rule = {
  id: 'nobody-can-administer',
  severity: 'error',
  check: (audited) => {
    const isKnown = SOMEBODY.some((id) => audited.answered(id, 'direct', 'delegated').length > 0);
    return isKnown ? [] : undoable(['kms:PutKeyPolicy'], audited).map(() => ({
      message: 'nobody can change the key policy any more, which KMS refuses',
      fix: "let an administrator or the key's account do kms:PutKeyPolicy",
    }));
  },
};
