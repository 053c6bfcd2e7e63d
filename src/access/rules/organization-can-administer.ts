import type { Rule } from '../rule/rule';

/**
 * Every account of the organization could give itself the key by a grant, or take the grants of others away.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export const ORGANIZATION_CAN_ADMINISTER: Rule = {
  id: 'organization-can-administer',
  severity: 'error',
  check: (audited) => audited
    .answered('organization-administer', 'direct')
    .filter(() => audited.answered('outsider-administer', 'direct').length === 0)
    .map((answer) => audited.complaint(`every role of the organization can do ${answer.action}`, answer, 'name those who need it in that statement')),
};
