import { isIntrinsic, isObject, isPresent } from '../intrinsics';
import type { Rule } from '../rule/rule';

/** A statement without a Sid is hard to speak of, in a review as in a message like this one. */
export const MISSING_SID: Rule = {
  id: 'missing-sid',
  severity: 'info',
  check: (audited) =>
    audited.statements
      .filter(({ json }) => isObject(json) && !isIntrinsic(json) && !isPresent(json.Sid))
      .map((statement) => statement.complaint('has no Sid', 'give it one that says what it is for')),
};
