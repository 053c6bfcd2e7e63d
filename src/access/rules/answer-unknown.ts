import type { Rule } from '../rule/rule';

/** A question whose answer only the deployment knows. */
export const ANSWER_UNKNOWN: Rule = {
  id: 'answer-unknown',
  severity: 'warning',
  check: (audited) =>
    audited.answers
      .filter(({ outcome }) => outcome === 'unknown')
      .map(({ question, statement }) => ({
        message: `${question} That depends on something in ${audited.labelOf(statement)} that is known only when it is deployed`,
        fix: 'write it out',
        statement,
      })),
};
