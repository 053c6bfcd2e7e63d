import type { Rule } from '../rule/rule';

/** A question whose answer only the deployment knows. */
export const ANSWER_UNKNOWN: Rule = {
  id: 'answer-unknown',
  severity: 'warning',
  check: (audited) => {
    const unknown = audited.answers.filter(({ outcome }) => outcome === 'unknown');
    return [...new Set(unknown.map(({ statement }) => statement))].map((statement) => ({
      message: `${unknown.find((answer) => answer.statement === statement)!.question} `
        + `That depends on something in ${audited.labelOf(statement)} that is known only when it is deployed`,
      fix: 'write it out',
      statement,
    }));
  },
};
