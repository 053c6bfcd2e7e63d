import { ADMINISTRATION, MULTI_REGION_ADMINISTRATION } from '../../private/kms-actions';
import type { Rule } from '../rule/rule';
import { undoable } from '../rule/undoable';

/** Changing the policy has a rule of its own. */
const MANAGEMENT = ADMINISTRATION.filter((action) => action !== 'kms:PutKeyPolicy');

/**
 * What nobody may do with a key stays undone: disabling it, deleting it, turning its rotation on.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
 */
export const NOBODY_CAN_MANAGE: Rule = {
  id: 'nobody-can-manage',
  severity: 'info',
  check: (audited) => {
    const actions = undoable(audited.context.multiRegion ? [...MANAGEMENT, ...MULTI_REGION_ADMINISTRATION] : MANAGEMENT, audited);
    return actions.length === 0 ? [] : [{ message: `the key policy lets nobody do ${actions.join(', ')}`, fix: 'give these actions to an administrator' }];
  },
};
