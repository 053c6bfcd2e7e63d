import { KEY_POLICY_BYTES, KEY_SIZE_ADVICE } from '../../private/limits';
import { policySize } from '../../private/policy-size';
import { isSymbolic, renderValue } from '../intrinsics';
import type { AuditedPolicy, Complaint, Rule } from '../rule/rule';

/**
 * KMS takes no larger policy.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export const POLICY_TOO_LARGE: Rule = {
  id: 'policy-too-large',
  severity: 'error',
  check: (audited) => tooLarge(audited),
};

function tooLarge({ json, context }: AuditedPolicy): Complaint[] {
  const known = (name: string) => {
    const text = renderValue({ Ref: name }, context.environment);
    return isSymbolic(text) ? undefined : text;
  };
  const { min } = policySize(json, known);
  return min <= KEY_POLICY_BYTES
    ? []
    : [
      {
        message: `the key policy has ${min} bytes or more, of ${KEY_POLICY_BYTES} at most`,
        fix: KEY_SIZE_ADVICE,
      },
    ];
}
