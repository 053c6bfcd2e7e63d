import { missingFrom } from '../../private/sids';
import type { Rule } from '../rule/rule';

/**
 * A statement that has to be there is not, or was changed.
 */
export const STATEMENT_MISSING: Rule = {
  id: 'statement-missing',
  severity: 'error',
  check: ({ statements, context }) => missingFrom(statements.map(({ json }) => json), context.expectedStatements).map((statement) => ({
    message: `statement '${statement.Sid}' is missing from the key policy, which was replaced or changed after it was written`,
    fix: 'add to the policy instead of replacing it',
    statement,
  })),
};
