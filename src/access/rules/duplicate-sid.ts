import type { Rule } from '../rule/rule';

/**
 * KMS refuses a policy in which two statements have one Sid.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
 */
export const DUPLICATE_SID: Rule = {
  id: 'duplicate-sid',
  severity: 'error',
  check: (audited) => {
    const earlier = new Set<string>();
    return audited.statements.flatMap(({ json }) => {
      if (typeof json?.Sid !== 'string') return [];
      const isFirst = !earlier.has(json.Sid);
      earlier.add(json.Sid);
      return isFirst ? [] : [{
        message: `statement id '${json.Sid}' stands more than once in the key policy`,
        fix: 'give your own statement another sid',
        statement: json,
      }];
    });
  },
};
