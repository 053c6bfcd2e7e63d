import type { ReportOptions } from './render';
import type { KeyPolicyFinding } from '../access/key-policy-audit';
import type { AuditReport } from '../template/audit-report';

/** A report as JSON, for programs. */
export function jsonReport({ keys, resources }: AuditReport, { corrections }: Pick<ReportOptions, 'corrections'>): string {
  const report = {
    keys: keys.map((audited) => ({
      key: audited.key,
      probes: audited.probes.map(({ id, question, outcome, statement }) => ({ id, question, outcome, statement })),
      findings: audited.findings.map(finding),
      correctedPolicy: corrections.get(audited)?.policy,
    })),
    resources: resources.map((found) => (
      { template: found.template, logicalId: found.logicalId, propertyPath: found.propertyPath, ...finding(found) })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function finding({ rule, severity, message, fix, statement }: KeyPolicyFinding) {
  return { rule, severity, message, fix, statement };
}
