import { isNeverOfServices } from '../context';
import type { Rule } from '../rule/rule';

/**
 * A service that calls for itself has no principal ARN, no account, no organization and no network.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const SERVICE_CONDITION_NOT_SENT: Rule = {
  id: 'service-condition-not-sent',
  severity: 'warning',
  check: (audited) => audited.statements
    .filter((statement) => statement.allows && statement.principals('Service').length > 0)
    .flatMap((statement) => {
      const condition = statement.conditions
        .find(({ name, asksForKey }) => asksForKey && isNeverOfServices(name));
      if (condition === undefined) return [];
      const never = statement.isForServices ? 'never applies' : `never applies to ${statement.principals('Service').join(', ')}`;
      return [statement.complaint(`${never}: a service does not send the ${condition.key} that it asks for`, 'use aws:SourceArn or aws:SourceAccount')];
    }),
};
