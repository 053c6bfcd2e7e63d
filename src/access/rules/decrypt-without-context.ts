import { isIntrinsic } from '../intrinsics';
import type { AuditedPolicy, AuditedStatement, Rule } from '../rule/rule';

/**
 * A reader of logs needs no more than what CloudTrail encrypted.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const DECRYPT_WITHOUT_CONTEXT: Rule = {
  id: 'decrypt-without-context',
  severity: 'warning',
  check: (audited) =>
    decryptingAnything(audited).map((statement) => ({
      message: `${statement.label} admits kms:Decrypt for more than the log files of CloudTrail`,
      fix:
        'put the condition "Null": { "kms:EncryptionContext:aws:cloudtrail:arn": "false" } into it, ' +
        'as grantDecrypt() of CloudTrailEncryptionKey and grantRead() of EncryptedTrail do',
      statement: statement.json,
    })),
};

function decryptingAnything(audited: AuditedPolicy): AuditedStatement[] {
  const { trails, servesEventDataStores } = audited.context;
  // AWS documents no encryption context of event data stores
  return trails.length === 0 && servesEventDataStores ? [] : audited.statements.filter((statement) => decryptsAnything(statement, audited));
}

/** Whether it admits others than services, and than the account, which delegates to IAM, to decrypt in any context. */
function decryptsAnything(statement: AuditedStatement, audited: AuditedPolicy): boolean {
  if (!statement.allows || statement.isForServices || statement.delegates) return false;
  const kept = contextConditions(statement);
  return ['kms:Decrypt', 'kms:ReEncryptFrom'].some((action) => audited.admits(statement, action, kept));
}

/** The conditions on the encryption context: only they tell log files from what else the key encrypts. */
function contextConditions({ json, conditions }: AuditedStatement): any {
  if (isIntrinsic(json?.Condition)) return json.Condition;
  const kept: { [operator: string]: { [key: string]: string[] } } = {};
  for (const { operator, key, values } of conditions) {
    if (key.toLowerCase().startsWith('kms:encryptioncontext')) kept[operator] = { ...kept[operator], [key]: values };
  }
  return kept;
}
