import { allFindings, counted, worstFirst, worstKeysFirst } from './labels';
import type { ReportOptions } from './render';
import { code, escaped, findingItem, probeTable } from '../access/audit-markdown';
import type { AuditedKey, AuditReport } from '../template/audit-report';

/** A report as Markdown, for pull requests. */
export function markdownReport(report: AuditReport, { corrections }: Pick<ReportOptions, 'corrections'>): string {
  const { keys, resources } = report;
  return [
    '# Audit of CloudTrail keys', '',
    `${keys.length} ${keys.length === 1 ? 'key' : 'keys'}: ${counted(allFindings(report))}.`, '',
    ...worstKeysFirst(keys).flatMap((key) => keySection(key, corrections.get(key)?.diff)),
    ...resources.length === 0 ? [] : ['## Resources', '', ...worstFirst(resources).map((found) =>
      `${findingItem(found)} In ${code(`${found.template}: ${found.logicalId}, ${found.propertyPath}`)}.`), ''],
  ].join('\n');
}

function keySection({ key, findings, probes }: AuditedKey, diff: string | undefined): string[] {
  return [
    `## ${escaped(key)}`, '',
    ...findings.length === 0 ? ['Nothing found.'] : findings.map(findingItem), '',
    '<details><summary>Who may do what</summary>', '', ...probeTable(probes), '', '</details>', '',
    ...diff === undefined ? [] : correction(diff),
  ];
}

/** The fence is longer than any row of backticks in the text. */
function correction(diff: string): string[] {
  if (diff === '') return ['The statements for CloudTrail need no correction.', ''];
  const fence = '`'.repeat(Math.max(2, ...[...diff.matchAll(/`+/g)].map(([row]) => row.length)) + 1);
  return ['### Corrected policy', '', `${fence}diff`, diff.trimEnd(), fence, ''];
}
