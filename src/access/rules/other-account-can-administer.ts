import type { AuditedPolicy, AuditedStatement, Rule } from '../rule/rule';

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
      .filter(({ allows }) => allows)
      .flatMap((statement) => {
        const others = statement
          .principals('AWS')
          .filter((name) => knownAccount(name) !== undefined && knownAccount(name) !== audited.context.environment.account);
        return others.length === 0 || !mayPutKeyPolicy(statement, audited)
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

function mayPutKeyPolicy({ json }: AuditedStatement, audited: AuditedPolicy): boolean {
  const { stranger, environment } = audited.context;
  const put = { actions: ['kms:PutKeyPolicy'], caller: { account: stranger }, context: {}, environment };
  return audited.ask(put, [{ ...json, Principal: '*', Condition: undefined }]).outcome === 'direct';
}
