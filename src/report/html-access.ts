import { accessTable, Cell, COLUMNS, Row, Tone } from './access-table';
import { breakable } from './html-text';
import { labelOf } from './labels';
import { statementsOf } from '../access/evaluate';
import type { AuditedKey } from '../template/audit-report';

const ANSWERS: { readonly [outcome in Cell['outcome']]: string } = {
  direct: 'Yes', delegated: 'If IAM allows it', denied: 'Denied', no: 'No', unknown: 'Not known',
};

const LEGEND: readonly [Tone, string][] = [
  ['good', 'as it has to be'],
  ['iam', 'the IAM policies of the account decide'],
  ['doubtful', 'more than is needed'],
  ['bad', 'wrong'],
  ['unknown', 'only the deployment knows'],
  ['neutral', 'not admitted'],
];

/** The table of who may do what; its cells lead to the statements that decided. */
export function accessHtml(audited: AuditedKey, id: string): string {
  const rows = accessTable(audited);
  if (rows.length === 0) return '<p>The policy cannot be read, so that nobody can say who may do what.</p>';
  const seen = new Set(rows.flatMap(({ cells }) => cells.map(({ tone }) => tone)));
  // the roles keep it a table for screen readers where a narrow screen shows it as a list
  return `<h3>Who may do what</h3>
<table role="table">
<caption>May they encrypt logs, decrypt logs, describe the key, administer the key? Each answer names the statement of the policy that decided.</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Who</th>${COLUMNS.map((column) => `<th scope="col" role="columnheader">${column}</th>`).join('')}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => rowHtml(row, audited, id)).join('\n')}
</tbody>
</table>
<ul class="legend" aria-label="Meaning of the colours">
${LEGEND.filter(([tone]) => seen.has(tone)).map(([tone, meaning]) => `<li><span class="swatch ${tone}" aria-hidden="true"></span>${meaning}</li>`).join('\n')}
</ul>`;
}

function rowHtml({ who, cells }: Row, audited: AuditedKey, id: string): string {
  return `<tr role="row"><th scope="row" role="rowheader">${breakable(who)}</th>${cells.map((cell) => cellHtml(cell, audited, id)).join('')}</tr>`;
}

function cellHtml({ column, outcome, statement, tone }: Cell, { policy }: AuditedKey, id: string): string {
  const place = statementsOf(policy).find((one) => one.statement === statement);
  const decided = place === undefined
    ? 'no statement'
    : `by <a href="#${id}-statement-${place.statementIndex + 1}">${breakable(labelOf(statement, policy))}</a>`;
  return `<td role="cell" class="${tone}"><span class="column" aria-hidden="true">${column}</span><strong>${ANSWERS[outcome]}</strong> <span class="decided">${decided}</span></td>`;
}
