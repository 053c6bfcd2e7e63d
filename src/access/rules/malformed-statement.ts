import { isIntrinsic, isPresent } from '../intrinsics';
import { malformations } from '../rule/malformations';
import type { Complaint, Rule } from '../rule/rule';
import { shown } from '../rule/shown';

const VERSIONS = ['2012-10-17', '2008-10-17'];

/**
 * KMS rejects what is not in the language of policies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const MALFORMED_STATEMENT: Rule = {
  id: 'malformed-statement',
  severity: 'error',
  check: ({ json, statements }) => [
    ...inVersion(json.Version),
    ...statements.flatMap((statement) => malformations(statement.json).map((message) => statement.complaint(message, 'write it as the policy language has it'))),
  ],
};

function inVersion(version: any): Complaint[] {
  return !isPresent(version) || isIntrinsic(version) || VERSIONS.includes(version)
    ? []
    : [{ message: `the policy has the Version ${shown(version)}, which does not exist`, fix: 'write "Version": "2012-10-17"' }];
}
