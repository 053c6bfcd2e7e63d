import type { Rule } from '../rule/rule';

/**
 * Every AWS account could take the key over.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export const ANYONE_CAN_ADMINISTER: Rule = {
  id: 'anyone-can-administer',
  severity: 'error',
  check: (audited) =>
    audited
      .answered('outsider-administer', 'direct')
      .map((answer) =>
        audited.complaint(`a role of any AWS account can do ${answer.action}`, answer, 'name the administrators in that statement'),
      ),
};
