import { asksForKey } from '../rule/asks-for-key';
import type { Rule } from '../rule/rule';

/**
 * A condition that holds where its key is missing keeps nobody out who does not send it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
 */
export const SOURCE_CONDITION_OPTIONAL: Rule = {
  id: 'source-condition-optional',
  severity: 'warning',
  check: (audited) => audited.statements
    .filter((statement) => statement.allows && statement.isForServices)
    .map((statement) => ({ statement, sources: statement.conditions.filter(({ name }) => name === 'aws:sourcearn' || name === 'aws:sourceaccount') }))
    .filter(({ sources }) => sources.length > 0 && !sources.some((source) => source.asksForKey))
    .map(({ statement, sources: [{ operator, key }] }) => statement.complaint(
      `asks for ${key} by ${operator}, which holds where the key is missing`,
      fixFor(operator),
    )),
};

function fixFor(operator: string): string {
  const plain = operator.replace(/IfExists$/, '').replace(/^ForAllValues:/, '');
  return plain !== operator && asksForKey(plain, []) ? `use ${plain}` : 'use StringEquals';
}
