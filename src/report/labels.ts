import { statementsOf } from '../access/evaluate';
import type { AccessProbe, KeyPolicyFinding } from '../access/key-policy-audit';
import type { AuditedKey, AuditReport } from '../template/audit-report';

const SEVERITIES = ['error', 'warning', 'info'];

/** What a statement of a policy is called: its Sid, else its position. */
export function labelOf(statement: any, policy: any): string {
  if (typeof statement?.Sid === 'string') return statement.Sid;
  const place = statementsOf(policy).find((one) => one.statement === statement);
  return place === undefined ? 'a statement' : `statement ${place.statementIndex + 1}`;
}

/** How many findings there are of each severity, as in `2 errors, 1 warning`. */
export function counted(findings: KeyPolicyFinding[]): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => String(finding.severity) === severity).length;
    return count === 0 ? [] : [severity === 'info' ? `${count} to know` : `${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? 'nothing found' : parts.join(', ');
}

/** The findings of a report, those about resources last. */
export function allFindings({ keys, resources }: AuditReport): KeyPolicyFinding[] {
  return [...keys.flatMap(({ findings }) => findings), ...resources];
}

/** The worst first; those that are equally bad stay in their order. */
export function worstFirst<T extends { readonly severity: string }>(findings: T[]): T[] {
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

/** The keys with the worst findings first. */
export function worstKeysFirst(keys: AuditedKey[]): AuditedKey[] {
  const counts = ({ findings }: AuditedKey) =>
    SEVERITIES.map((severity) => findings.filter((finding) => String(finding.severity) === severity).length);
  const ranked = keys.map((key) => ({ key, counts: counts(key) }));
  return ranked.sort((a, b) => b.counts[0] - a.counts[0] || b.counts[1] - a.counts[1] || b.counts[2] - a.counts[2]).map(({ key }) => key);
}

/** An answer in words. */
export function inWords(outcome: AccessProbe['outcome'] | `${AccessProbe['outcome']}`): string {
  switch (`${outcome}`) {
    case 'direct': return 'yes';
    case 'delegated': return 'if IAM says so';
    case 'denied': return 'denied';
    case 'no': return 'no';
    default: return 'not known';
  }
}

/** A text without what a terminal takes for a command, and without what turns the direction of writing. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
