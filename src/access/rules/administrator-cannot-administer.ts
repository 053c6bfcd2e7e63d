import { isSymbolic } from '../intrinsics';
import type { Answer } from '../probes';
import { refused } from '../rule/refused';
import type { Rule } from '../rule/rule';

/**
 * Somebody who has to manage the key could not.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export const ADMINISTRATOR_CANNOT_ADMINISTER: Rule = {
  id: 'administrator-cannot-administer',
  severity: 'error',
  check: (audited) => [
    ...refused(audited, ['administrator-administer'], cannot, 'let it do kms:PutKeyPolicy', isOfAccount),
    // no statement can mend that, and it keeps nobody else from managing the key
    ...audited.answered('administrator-administer', 'no', 'denied').filter((answer) => !isOfAccount(answer)).map((answer) => ({
      message: `${cannot(answer)}: KMS refuses it to other accounts than the key's`,
      fix: "name a role of the key's own account",
      severity: 'warning' as const,
    })),
  ],
};

function cannot({ caller }: Answer): string {
  return `${caller.arn} cannot change the key policy`;
}

/** Whether the administrator is not certainly of another account than the key's. */
function isOfAccount({ caller, environment }: Answer): boolean {
  const [, , , , account = environment.account] = caller.arn!.split(':');
  return account === environment.account || [account, environment.account].some(isSymbolic);
}
