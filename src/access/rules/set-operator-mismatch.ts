import type { Rule } from '../rule/rule';

const MULTI_VALUED = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'kms:encryptioncontextkeys',
  'kms:grantoperations',
  'kms:resourcealiases',
]);

/**
 * ForAllValues and ForAnyValue are for keys with several values, and these need one of them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export const SET_OPERATOR_MISMATCH: Rule = {
  id: 'set-operator-mismatch',
  severity: 'warning',
  check: (audited) =>
    audited.statements.flatMap((statement) =>
      statement.conditions.flatMap(({ operator, key, name }) => {
        const hasSeveral = MULTI_VALUED.has(name);
        const isForSet = /^For(All|Any)Values?:/.test(operator);
        if (hasSeveral === isForSet || operator === 'Null') return [];
        return [
          {
            message: hasSeveral
              ? `${statement.label} compares ${key} by ${operator}, but the key can have several values`
              : `${statement.label} compares ${key} by ${operator}, but the key has one value${operator.startsWith('ForAllValues') ? ', and where it has none the condition holds' : ''}`,
            fix: hasSeveral ? `use ForAnyValue:${operator}` : `use ${operator.split(':')[1]}`,
            statement: statement.json,
          },
        ];
      }),
    ),
};
