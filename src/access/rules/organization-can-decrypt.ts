import type { Rule } from '../rule/rule';

/**
 * Every account of the organization could read the logs, as far as the key policy is concerned.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html
 */
export const ORGANIZATION_CAN_DECRYPT: Rule = {
  id: 'organization-can-decrypt',
  severity: 'warning',
  check: (audited) =>
    audited
      .answered('organization-decrypt', 'direct')
      .filter(() => audited.answered('outsider-decrypt', 'direct').length === 0)
      .map((answer) =>
        audited.complaint(
          'every role of the organization can decrypt log files',
          answer,
          'name the readers, or limit them by aws:PrincipalArn as well',
        ),
      ),
};
