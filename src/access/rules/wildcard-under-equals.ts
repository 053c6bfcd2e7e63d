import type { Rule } from '../rule/rule';
import { shown } from '../rule/shown';

/**
 * StringEquals takes an asterisk for an asterisk.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export const WILDCARD_UNDER_EQUALS: Rule = {
  id: 'wildcard-under-equals',
  severity: 'warning',
  check: (audited) =>
    audited.statements.flatMap((statement) =>
      statement.conditions
        .filter(({ operator }) => /^((ForAllValues|ForAnyValue):)?String(Not)?Equals(IgnoreCase)?(IfExists)?$/.test(operator))
        .flatMap(({ operator, key, values }) =>
          values
            .filter((value) => /\*/.test(value.replace(/\$\{[^}]*\}/g, '')))
            .map((value) =>
              statement.complaint(
                `compares ${key} by ${operator} with ${shown(value)}, in which "*" is no wildcard`,
                'use StringLike or ArnLike, or write the value out',
              ),
            ),
        ),
    ),
};
