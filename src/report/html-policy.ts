import type { CorrectedKey } from './correction';
import { esc, jsonHtml } from './html-text';
import { labelOf, worstFirst } from './labels';
import { statementsOf } from '../access/evaluate';
import type { KeyPolicyFinding } from '../access/key-policy-audit';
import type { AuditedKey } from '../template/audit-report';

/** The policy statement by statement, each with what is wrong with it and how it would be right. */
export function policyHtml({ policy, findings }: AuditedKey, id: string, correction: CorrectedKey | undefined): string {
  const positions = statementsOf(policy);
  const about = (statement: any) => findings.filter((finding) => finding.statement === statement);
  const others = findings.filter(({ statement }) => !positions.some((one) => one.statement === statement));
  return `${others.length === 0 ? '' : `<h3>About the policy as a whole</h3>
${others.map((finding) => findingHtml(finding)).join('\n')}
`}<h3>The policy, statement by statement</h3>
${positions.map(({ statement, statementIndex }) => statementHtml(statement, {
  id: `${id}-statement-${statementIndex + 1}`,
  label: labelOf(statement, policy),
  findings: worstFirst(about(statement)),
  by: correction?.replaced.find((one) => one.statement === statement)?.by,
})).join('\n')}
${correction === undefined || correction.diff === '' ? '' : diffHtml(correction.diff)}`;
}

/** A finding with its fix; one that is told where it was found stands directly in its section. */
export function findingHtml({ rule, severity, message, fix }: KeyPolicyFinding, where?: string): string {
  const heading = where === undefined ? 'h4' : 'h3';
  return `<article class="finding ${severity}">
<${heading}><span class="badge ${severity}">${severity}</span> <code>${esc(rule)}</code></${heading}>
${where === undefined ? '' : `<p class="where">${esc(where)}</p>\n`}<p>${sentence(message)}</p>
<p class="fix"><strong>Fix</strong> ${sentence(fix)}</p>
</article>`;
}

interface StatementView {
  readonly id: string;
  readonly label: string;
  readonly findings: KeyPolicyFinding[];
  /** The statements that do its work in the corrected policy; undefined where it stays. */
  readonly by?: any[];
}

function statementHtml(statement: any, { id, label, findings, by }: StatementView): string {
  const [worst] = findings;
  return `<div class="statement ${worst?.severity ?? 'quiet'}" id="${id}">
<figure>
<figcaption>${esc(label)}</figcaption>
<pre><code>${jsonHtml(statement)}</code></pre>
</figure>
<div class="notes">
${findings.length === 0 ? '<p class="nothing">Nothing found.</p>' : findings.map((finding) => findingHtml(finding)).join('\n')}
${findings.length === 0 || by === undefined ? '' : correctedHtml(by)}</div>
</div>`;
}

function correctedHtml(by: any[]): string {
  if (by.length === 0) return '<p class="nothing">The corrected policy does without it.</p>\n';
  return `<figure class="corrected">
<figcaption>Corrected</figcaption>
${by.map((statement) => `<pre><code>${jsonHtml(statement)}</code></pre>`).join('\n')}
</figure>
`;
}

function diffHtml(diff: string): string {
  const kinds = new Map([['+', 'added'], ['-', 'removed'], ['@', 'place']]);
  const lines = diff.trimEnd().split('\n').map((line) => {
    const kind = kinds.get(line[0]);
    return kind === undefined ? esc(line) : `<span class="${kind}">${esc(line)}</span>`;
  });
  return `<details>
<summary>The corrected policy, as a difference</summary>
<pre class="diff"><code>${lines.join('\n')}</code></pre>
</details>`;
}

/** A message as a sentence. */
function sentence(text: string): string {
  const escaped = esc(`${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`);
  return /[.?!]$/.test(text) ? escaped : `${escaped}.`;
}
