import type { AuditedKey } from './audit-report';
import { auditPolicy, checkInput, probesOf } from '../access/audit';
import { isObject } from '../access/intrinsics';
import type { KeyPolicyAuditContext } from '../access/key-policy-audit';
import type { Texts } from '../access/policy-texts';

/** Audits a policy that stands alone; throws if it is none, or if what it is for is malformed. */
export function auditBarePolicy(name: string, policy: any, context: KeyPolicyAuditContext): AuditedKey {
  checkInput(policy, context);
  return { key: name, ...audited(policy, policy, context) };
}

/**
 * Asks a policy everything, and says about it as it is written what is true of it with its references followed.
 *
 * @param resolved the policy with its references followed, statement by statement the same
 * @param texts its texts, where it was read already
 */
export function audited(
  policy: any, resolved: any, context: KeyPolicyAuditContext, texts?: Texts,
): Pick<AuditedKey, 'policy' | 'context' | 'probes' | 'findings'> {
  const { answers, findings } = auditPolicy(resolved, context, { texts });
  const written = originals(policy, resolved);
  return {
    policy,
    context,
    probes: probesOf(answers).map((probe) => ({ ...probe, statement: written(probe.statement) })),
    findings: findings.map((finding) => ({ ...finding, statement: written(finding.statement) })),
  };
}

/** Finds for a statement the one that it was made of. */
function originals(policy: any, resolved: any): (statement: any) => any {
  const pairs = Array.isArray(policy.Statement) && Array.isArray(resolved.Statement)
    ? resolved.Statement.map((statement: any, i: number) => [statement, policy.Statement[i]])
    : [[resolved.Statement, policy.Statement]];
  const written = new Map<any, any>(pairs);
  return (statement) => isObject(statement) ? written.get(statement) ?? statement : statement;
}
