import type { Rule } from '../rule/rule';

/**
 * Every AWS account could give itself the key by a grant, or take the grants of others away; KMS lets no other account do more of administration.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export const ANYONE_CAN_ADMINISTER: Rule = {
  id: 'anyone-can-administer',
  severity: 'error',
  check: (audited) =>
    audited
      .answered('outsider-administer', 'direct')
      .map((answer) =>
        audited.complaint(`a role of any AWS account can do ${answer.action}`, answer, 'name those who need it in that statement'),
      ),
};
