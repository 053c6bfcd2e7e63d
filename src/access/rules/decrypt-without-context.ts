import { READ } from '../kms-actions';
import type { AuditedPolicy, AuditedStatement, Condition, Rule } from '../rule/rule';

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
  const actions = statement.allows ? READ.filter((action) => statement.covers(action) === true) : [];
  if (actions.length === 0 || statement.isForServices || statement.delegates || statement.conditions.some(asksForContext)) return false;
  const kept = statement.conditionOf(isOnContext);
  return actions.some((action) => audited.admits(statement, action, kept));
}

/** Only the conditions on the encryption context tell log files from what else the key encrypts. */
function isOnContext({ name }: Condition): boolean {
  return name.startsWith('kms:encryptioncontext');
}

function asksForContext(condition: Condition): boolean {
  return isOnContext(condition) && condition.asksForKey;
}
