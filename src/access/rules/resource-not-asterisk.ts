import { UNRESOLVED } from '../intrinsics';
import type { Rule } from '../rule/rule';
import { shown } from '../rule/shown';
import { matchTokens, tokenize } from '../wildcard';

/**
 * In a key policy `*` means the key, and KMS accepts nothing else any more; another resource than the key makes the statement void.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export const RESOURCE_NOT_ASTERISK: Rule = {
  id: 'resource-not-asterisk',
  severity: 'warning',
  check: (audited) =>
    audited.statements.flatMap((statement) =>
      ['Resource', 'NotResource'].flatMap((element) =>
        statement
          .texts(element)
          .filter((resource) => element === 'NotResource' || resource !== '*')
          .map((resource) => ({
            ...statement.complaint(`has the ${element} ${shown(resource)}`, 'write "Resource": "*", which means this key'),
            severity: element === 'Resource' && mayBeKey(resource, audited.context.keyArn) ? 'warning' : 'error',
          })),
      ),
    ),
};

function mayBeKey(resource: string, keyArn: string): boolean {
  return matchTokens(tokenize(resource, { wildcards: true, variables: () => UNRESOLVED })!, tokenize(keyArn)!) !== false;
}
