import { asksForKey } from '../rule/asks-for-key';
import type { Rule } from '../rule/rule';

const NOT_OF_SERVICES = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:securetransport',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'kms:calleraccount',
  'kms:viaservice',
]);

/**
 * A service that calls for itself has no principal ARN, no account, no organization and no network.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const SERVICE_CONDITION_NOT_SENT: Rule = {
  id: 'service-condition-not-sent',
  severity: 'warning',
  check: (audited) =>
    audited.statements.flatMap((statement) => {
      const condition = statement.conditions.find(
        ({ key, operator, values }) => NOT_OF_SERVICES.has(key.toLowerCase()) && asksForKey(operator, values),
      );
      return !statement.allows || !statement.isForServices || condition === undefined
        ? []
        : [
          statement.complaint(
            `never applies: a service does not send the ${condition.key} that it asks for`,
            'use aws:SourceArn or aws:SourceAccount',
          ),
        ];
    }),
};
