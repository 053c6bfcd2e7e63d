import { KeyPolicyAudit } from '../../src/access/key-policy-audit';
import { correctionOf } from '../../src/report/correction';
import type { ReportOptions } from '../../src/report/render';
import type { AuditedKey, AuditReport, ResourceFinding } from '../../src/template/audit-report';
import { BASE, changed, PLACE, policy } from '../access/policies';

/** A Sid that would do harm in a report that did not escape it. */
export const HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)> `|\u001b[31m\u202e';

/** A key of a template with its audit. */
export function audited(key: string, given: any): AuditedKey {
  const { probes, findings } = KeyPolicyAudit.ofPolicy(given, PLACE);
  return { key, template: 'audit.yaml', logicalId: 'Key', policy: given, context: PLACE, probes, findings };
}

/** A key with which nothing is wrong. */
export const GOOD = audited('audit.yaml: Good', policy(...BASE));

/** A key with an error: CloudTrail decrypts for everybody. */
export const BAD = audited('audit.yaml: Bad', changed('Decrypt', { Condition: undefined }));

/** A key of somebody who means harm to whoever reads the report. */
export const HARMFUL = audited(`evil: ${HOSTILE}`, changed('Decrypt', { Sid: HOSTILE, Condition: undefined }));

/** A trail with which something is wrong. */
export const RESOURCE: ResourceFinding = {
  rule: 'trail-not-encrypted',
  severity: 'warning' as any,
  message: 'the trail has no key',
  fix: 'give it one',
  template: 'audit.yaml',
  logicalId: 'Trail',
  propertyPath: 'Properties.KMSKeyId',
};

/** A report on these keys. */
export function reportOn(keys: AuditedKey[], resources: ResourceFinding[] = []): AuditReport {
  return { keys, resources };
}

/** What a report is written with if nothing else is said. */
export function options(given: Partial<ReportOptions> = {}): ReportOptions {
  return { version: '1.2.3', corrections: new Map(), colour: false, columns: 100, texts: new Map(), ...given };
}

/** The corrected policies of these keys. */
export function corrections(...keys: AuditedKey[]): ReportOptions['corrections'] {
  return new Map(keys.map((key) => [key, correctionOf(key)!]));
}
