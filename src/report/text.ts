import { accessTable, Cell, COLUMNS, Row, Tone } from './access-table';
import { allFindings, counted, inWords, labelOf, visible, worstFirst, worstKeysFirst } from './labels';
import type { ReportOptions } from './render';
import type { KeyPolicyFinding } from '../access/key-policy-audit';
import type { AuditedKey, AuditReport, ResourceFinding } from '../template/audit-report';

type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'blue';
type Paint = (style: Style, text: string) => string;

const CODES: { readonly [style in Style]: number } = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 };
const SEVERITY_STYLES: { readonly [severity: string]: Style } = { error: 'red', warning: 'yellow', info: 'blue' };
const TONE_STYLES: { readonly [tone in Tone]: Style } = { good: 'green', neutral: 'dim', doubtful: 'yellow', bad: 'red', iam: 'blue', unknown: 'yellow' };

const SEVERITY_WIDTH = 'warning'.length + 2;
const NARROWEST = 40;
const WIDEST = 120;

/** A report for terminals. */
export function textReport(report: AuditReport, { colour, columns, corrections }: Pick<ReportOptions, 'colour' | 'columns' | 'corrections'>): string {
  const paint: Paint = colour ? (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m` : (_, text) => text;
  const width = Math.min(Math.max(columns, NARROWEST), WIDEST);
  const { keys, resources } = report;
  return [
    ...worstKeysFirst(keys).flatMap((key) => [...keySection(key, paint, width), ...diffSection(corrections.get(key)?.diff, paint)]),
    ...resources.length === 0 ? [] : [paint('bold', 'Resources'), '', ...worstFirst(resources).flatMap((found) => resourceFinding(found, paint, width))],
    `${keys.length} ${keys.length === 1 ? 'key' : 'keys'}: ${counted(allFindings(report))}`, '',
  ].join('\n');
}

function keySection(audited: AuditedKey, paint: Paint, width: number): string[] {
  const { key, findings, policy } = audited;
  const [worst] = findings;
  return [
    `${paint('bold', visible(key))}  ${paint(worst === undefined ? 'green' : SEVERITY_STYLES[worst.severity], counted(findings))}`, '',
    ...findings.flatMap((found) =>
      finding(found, found.statement === undefined ? 'the whole policy' : labelOf(found.statement, policy), paint, width)),
    ...table(accessTable(audited), paint), '',
  ];
}

function resourceFinding(found: ResourceFinding, paint: Paint, width: number): string[] {
  return finding(found, `${found.template}: ${found.logicalId}, ${found.propertyPath}`, paint, width);
}

function finding({ rule, severity, message, fix }: KeyPolicyFinding, where: string, paint: Paint, width: number): string[] {
  const margin = ' '.repeat(SEVERITY_WIDTH + 2);
  const lines = (text: string) => wrapped(visible(text), width - margin.length).map((line) => margin + line);
  return [
    `  ${paint(SEVERITY_STYLES[severity], severity.padEnd(SEVERITY_WIDTH))}${paint('bold', rule)}  ${paint('dim', visible(where))}`,
    ...lines(message), ...lines(`Fix: ${fix}`), '',
  ];
}

function table(rows: Row[], paint: Paint): string[] {
  if (rows.length === 0) return [];
  const cell = ({ outcome }: Cell) => inWords(outcome);
  const first = Math.max(...rows.map(({ who }) => visible(who).length));
  const widths = COLUMNS.map((column, i) => Math.max(column.length, ...rows.map(({ cells }) => cell(cells[i]).length)));
  const line = (start: string, texts: string[]) => `  ${start}  ${texts.join('  ')}`.trimEnd();
  return [
    line(' '.repeat(first), COLUMNS.map((column, i) => paint('dim', column.padEnd(widths[i])))),
    ...rows.map(({ who, cells }) =>
      line(visible(who).padEnd(first), cells.map((one, i) => paint(TONE_STYLES[one.tone], cell(one).padEnd(widths[i]))))),
  ];
}

function diffSection(diff: string | undefined, paint: Paint): string[] {
  if (diff === undefined) return [];
  if (diff === '') return ['  The statements for CloudTrail need no correction.', ''];
  const styled = (line: string) => line.startsWith('+') ? paint('green', line) : line.startsWith('-') ? paint('red', line) : line;
  return [...diff.split('\n').map((line) => styled(visible(line)))];
}

/** Words that are longer than a line stay whole: they are ARNs, to be copied. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
