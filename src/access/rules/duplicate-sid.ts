import type { Rule } from '../rule/rule';

/**
 * KMS refuses a policy in which two statements have one Sid.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
 */
export const DUPLICATE_SID: Rule = {
  id: 'duplicate-sid',
  severity: 'error',
  check: (audited) =>
    audited.statements
      .filter(({ json }, i) => typeof json?.Sid === 'string' && audited.statements.findIndex((other) => other.json?.Sid === json.Sid) < i)
      .map(({ json }) => ({
        message: `statement id '${json.Sid}' stands more than once in the key policy`,
        fix: 'give your own statement another sid',
        statement: json,
      })),
};
