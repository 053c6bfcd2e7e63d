import { ACTIONS_WITH_ENCRYPTION_CONTEXT, KMS_ACTIONS } from '../kms-actions';
import type { Rule } from '../rule/rule';
import { patternReader } from '../wildcard';

/**
 * A request such as DescribeKey carries no encryption context, so that a statement which asks for one never applies.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
export const ENCRYPTION_CONTEXT_NOT_SENT: Rule = {
  id: 'encryption-context-not-sent',
  severity: 'warning',
  check: (audited) =>
    audited.statements.flatMap((statement) => {
      const condition = statement.conditions.find(
        ({ name, asksForKey }) => asksForKey && name.startsWith('kms:encryptioncontext'),
      );
      return !statement.allows ||
        condition === undefined ||
        statement.texts('Action').length === 0 ||
        statement.texts('Action').some(maySendContext)
        ? []
        : [
          statement.complaint(
            `never applies: none of its actions carries the ${condition.key} that it asks for`,
            'take that condition out; aws:SourceArn stays',
          ),
        ];
    }),
};

/** Of an action that KMS does not know another rule speaks. */
function maySendContext(action: string): boolean {
  if (ACTIONS_WITH_ENCRYPTION_CONTEXT.has(action.toLowerCase())) return true;
  const matches = patternReader(action.toLowerCase());
  const mayMean = (known: string) => matches(known.toLowerCase()) !== false;
  return [...ACTIONS_WITH_ENCRYPTION_CONTEXT].some(mayMean) || !KMS_ACTIONS.some(mayMean);
}
