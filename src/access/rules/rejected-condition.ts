import type { Rule } from '../rule/rule';

/**
 * KMS refuses these conditions in a key policy.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export const REJECTED_CONDITION: Rule = {
  id: 'rejected-condition',
  severity: 'error',
  check: (audited) =>
    audited.statements.flatMap((statement) =>
      statement.conditions.flatMap(({ operator, key, name }) => {
        const isRejected = name === 'kms:resourcealiases' || /^(aws|kms):resourcetag\//.test(name);
        const isTooOpen = /^(kms:encryptioncontext:|aws:requesttag\/)/.test(name) && operator.startsWith('ForAllValues:');
        return !isRejected && !isTooOpen
          ? []
          : [
            statement.complaint(
              `has the condition ${operator} ${key}, which KMS does not permit in a key policy`,
              isTooOpen ? `use ${operator.split(':')[1]}` : 'take it out; in an IAM policy it may stand',
            ),
          ];
      }),
    ),
};
