import type { AccessProbe, KeyPolicyAudit, KeyPolicyFinding } from './key-policy-audit';

/** An audit as Markdown, for pull requests and reports. */
export function auditMarkdown({ probes, findings }: KeyPolicyAudit): string {
  return [
    '## Who may do what', '', ...probeTable(probes), '', '## Findings', '',
    ...findings.length === 0 ? ['None.'] : findings.map(findingItem),
    '',
  ].join('\n');
}

/** The answers as a table. */
export function probeTable(probes: AccessProbe[]): string[] {
  return ['| Question | Answer | Decided by |', '| --- | --- | --- |', ...probes.map(probeRow)];
}

function probeRow({ question, outcome, statement }: AccessProbe): string {
  return `| ${escaped(question)} | ${outcome} | ${statement === undefined ? 'no statement' : code(nameOf(statement))} |`;
}

/** A finding as an item of a list. */
export function findingItem({ rule, severity, message, fix }: KeyPolicyFinding): string {
  return `- **${severity}** ${code(rule)}: ${escaped(message)}. Fix: ${escaped(fix)}.`;
}

function nameOf(statement: any): string {
  return typeof statement?.Sid === 'string' ? statement.Sid : JSON.stringify(statement);
}

/** A span of code: its fence is longer than any row of backticks in it, and a pipe would end the cell of the table even there. */
export function code(text: string): string {
  const inOneLine = text.replace(/\s+/g, ' ').replace(/\|/g, '\\|');
  const longest = Math.max(0, ...[...inOneLine.matchAll(/`+/g)].map(([row]) => row.length));
  return longest === 0 ? `\`${inOneLine}\`` : `${'`'.repeat(longest + 1)} ${inOneLine} ${'`'.repeat(longest + 1)}`;
}

/** A text as it stands in Markdown, in one line. */
export function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_|<>[\]]/g, '\\$&');
}
