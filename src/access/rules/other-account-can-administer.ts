import { isSymbolic } from '../intrinsics';
import type { Rule } from '../rule/rule';

/** What a statement lets another account do, the worst first. */
const POWERS: readonly (readonly [action: string, power: string])[] = [
  ['kms:CreateGrant', 'lets another account give itself every use of the key by a grant'],
  ['kms:RevokeGrant', 'lets another account take grants of the key away'],
  ['kms:PutKeyPolicy', 'lets another account change the key policy, which has no effect, for KMS refuses it to other accounts'],
];

/**
 * Who creates a grant can give himself and others every use of the key; most other permissions have no effect across accounts.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
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
          .filter((name) => ![undefined, audited.context.environment.account].includes(knownAccount(name)));
        const [, power] = (others.length > 0 && POWERS.find(([action]) => audited.admits(statement, action))) || [];
        return power === undefined ? [] : [statement.complaint(`${power}: ${others.join(', ')}`, "leave administration to the key's own account")];
      }),
};

function knownAccount(name: string): string | undefined {
  return /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::.+)?$/.exec(name)?.[1];
}
