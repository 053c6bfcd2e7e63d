import { isSymbolic } from '../intrinsics';
import type { Rule } from '../rule/rule';

/**
 * An administrator can give himself and others everything else.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export const OTHER_ACCOUNT_CAN_ADMINISTER: Rule = {
  id: 'other-account-can-administer',
  severity: 'warning',
  check: (audited) =>
    audited.statements
      // whose account is not known, any may be the key's own
      .filter(({ allows }) => allows && !isSymbolic(audited.context.environment.account))
      .flatMap((statement) => {
        const others = statement
          .principals('AWS')
          .filter((name) => knownAccount(name) !== undefined && knownAccount(name) !== audited.context.environment.account);
        return others.length === 0 || !audited.admits(statement, 'kms:PutKeyPolicy')
          ? []
          : [
            statement.complaint(
              `lets another account change the key policy: ${others.join(', ')}`,
              "leave administration to the key's own account",
            ),
          ];
      }),
};

function knownAccount(name: string): string | undefined {
  return /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::.+)?$/.exec(name)?.[1];
}
