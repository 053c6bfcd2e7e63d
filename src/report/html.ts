import { accessHtml } from './html-access';
import { findingHtml, policyHtml } from './html-policy';
import { STYLE } from './html-style';
import { esc } from './html-text';
import { allFindings, counted, worstFirst, worstKeysFirst } from './labels';
import type { ReportOptions } from './render';
import type { KeyPolicyFinding } from '../access/key-policy-audit';
import type { AuditedKey, AuditReport, ResourceFinding } from '../template/audit-report';

const GUIDE = 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html';

/** Even if something were not escaped, no browser would run or load it. */
const SECURITY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A report as one page that needs nothing else, for browsers, phones and printers. */
export function htmlReport(report: AuditReport, { version, corrections }: Pick<ReportOptions, 'version' | 'corrections'>): string {
  const keys = worstKeysFirst(report.keys);
  const { resources } = report;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${esc(SECURITY)}">
<title>Audit of CloudTrail keys: ${esc(counted(allFindings(report)))}</title>
<style>${STYLE}</style>
</head>
<body>
<header class="page">
<h1>Audit of CloudTrail keys</h1>
<p class="lead">${keys.length} ${keys.length === 1 ? 'key' : 'keys'}. ${badges(allFindings(report))}</p>
</header>
${keys.length + resources.length > 1 ? contents(keys, resources) : ''}<main>
${keys.map((key, i) => section(key, i, corrections)).join('\n')}
${resources.length === 0 ? '' : resourceSection(resources)}
</main>
<footer>
<p>Written by cdk-cloudtrail-encryption ${esc(version)}. The statements that AWS asks for are in the <a href="${GUIDE}">user guide of CloudTrail</a>.</p>
</footer>
</body>
</html>
`;
}

function contents(keys: AuditedKey[], resources: ResourceFinding[]): string {
  const entry = (id: string, name: string, findings: KeyPolicyFinding[]) => `<li><a href="#${id}">${esc(name)}</a> ${badges(findings)}</li>`;
  return `<nav aria-label="Contents">
<ol>
${keys.map(({ key, findings }, i) => entry(`key-${i + 1}`, key, findings)).join('\n')}
${resources.length === 0 ? '' : entry('resources', 'Resources', resources)}
</ol>
</nav>
`;
}

function section(audited: AuditedKey, index: number, corrections: ReportOptions['corrections']): string {
  const { key, findings } = audited;
  const id = `key-${index + 1}`;
  return `<section id="${id}" aria-labelledby="${id}-name">
<h2 id="${id}-name">${esc(key)}</h2>
<p class="lead">${badges(findings)}</p>
${accessHtml(audited, id)}
${policyHtml(audited, id, corrections.get(audited))}
</section>`;
}

function resourceSection(resources: ResourceFinding[]): string {
  return `<section id="resources" aria-labelledby="resources-name">
<h2 id="resources-name">Resources</h2>
<p class="lead">What uses a key, and how it is wired to it.</p>
${worstFirst(resources).map((found) => findingHtml(found, `${found.template}: ${found.logicalId}, ${found.propertyPath}`)).join('\n')}
</section>`;
}

function badges(findings: KeyPolicyFinding[]): string {
  if (findings.length === 0) return '<span class="badge none">nothing found</span>';
  return (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const found = findings.filter((finding) => String(finding.severity) === severity);
    return found.length === 0 ? [] : [`<span class="badge ${severity}">${counted(found)}</span>`];
  }).join(' ');
}
