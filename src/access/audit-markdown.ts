import { readable } from './intrinsics';
import type { AccessProbe, KeyPolicyAudit, KeyPolicyFinding } from './key-policy-audit';

/** An audit as Markdown, for pull requests and reports. */
export function auditMarkdown({ probes, findings }: KeyPolicyAudit): string {
  return [
    '## Who may do what', '', '| Question | Answer | Decided by |', '| --- | --- | --- |',
    ...probes.map(probeRow),
    '', '## Findings', '',
    ...findings.length === 0 ? ['None.'] : findings.map(findingItem),
    '',
  ].join('\n');
}

function probeRow({ question, outcome, statement }: AccessProbe): string {
  return `| ${escaped(question)} | ${outcome} | ${statement === undefined ? 'no statement' : code(statement.Sid ?? JSON.stringify(statement))} |`;
}

function findingItem({ rule, severity, message, fix }: KeyPolicyFinding): string {
  return `- **${severity}** ${code(rule)}: ${escaped(message)}. Fix: ${escaped(fix)}.`;
}

function code(text: string): string {
  const inOneLine = readable(text).replace(/\s+/g, ' ').replace(/\|/g, '\\|');
  return inOneLine.includes('`') ? `\`\` ${inOneLine} \`\`` : `\`${inOneLine}\``;
}

function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_|<>[\]]/g, '\\$&');
}
