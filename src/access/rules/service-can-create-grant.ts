import type { Rule } from '../rule/rule';

/**
 * CloudTrail needs no grants, and what a grant admits, no condition of the key policy limits.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export const SERVICE_CAN_CREATE_GRANT: Rule = {
  id: 'service-can-create-grant',
  severity: 'warning',
  check: (audited) =>
    audited
      .answered('service-create-grant', 'direct')
      .slice(0, 1)
      .map((answer) => audited.complaint('CloudTrail can create grants on the key', answer, 'take kms:CreateGrant out of that statement')),
};
