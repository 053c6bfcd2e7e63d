import type { ReportOptions } from './render';
import type { KeyPolicyFinding } from '../access/key-policy-audit';
import type { AuditReport } from '../template/audit-report';

const HOME = 'https://github.com/cdk-cloudtrail-encryption/cdk-cloudtrail-encryption';
const LEVELS: { readonly [severity: string]: string } = { error: 'error', warning: 'warning', info: 'note' };

/** A finding and where it is. */
interface Located {
  readonly finding: KeyPolicyFinding;
  readonly file: string;
  readonly name: string;
  /** Texts that follow each other in the file; the last of them is where it is. */
  readonly path: string[];
}

/**
 * A report for code scanning.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport({ keys, resources }: AuditReport, { version, texts }: Pick<ReportOptions, 'version' | 'texts'>): string {
  const located: Located[] = [
    ...keys.flatMap(({ key, template, logicalId, findings }) => findings.map((finding) => (
      { finding, file: template ?? key, name: key, path: [...logicalId === undefined ? [] : [logicalId], ...sidOf(finding)] }))),
    ...resources.map((finding) => (
      { finding, file: finding.template, name: `${finding.template}: ${finding.logicalId}`, path: [finding.logicalId, ...finding.propertyPath.split('.').slice(0, 2)] })),
  ];
  const rules = [...new Set(located.map(({ finding }) => finding.rule))].sort();
  return `${JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'cdk-cloudtrail-encryption', version, informationUri: HOME, rules: rules.map(ruleOf) } },
      columnKind: 'utf16CodeUnits',
      results: located.map((one) => resultOf(one, rules, texts)),
    }],
  }, undefined, 2)}\n`;
}

function ruleOf(id: string) {
  const words = id.replace(/-/g, ' ');
  return { id, shortDescription: { text: `${words[0].toUpperCase()}${words.slice(1)}` }, helpUri: `${HOME}/blob/main/docs/auditing.md#what-is-found` };
}

function resultOf({ finding, file, name, path }: Located, rules: string[], texts: ReadonlyMap<string, string>) {
  const { rule, severity, message, fix } = finding;
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: LEVELS[severity],
    message: { text: `${message}. Fix: ${fix}.` },
    locations: [{
      physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: lineOf(path, texts.get(file)) } },
      logicalLocations: [{ fullyQualifiedName: name }],
    }],
    // the message stays the same when lines move
    partialFingerprints: { 'ruleAndMessage/v1': `${rule}: ${name}: ${message}` },
  };
}

function sidOf({ statement }: KeyPolicyFinding): string[] {
  return typeof statement?.Sid === 'string' ? [statement.Sid] : [];
}

/** The line of the last of some names that follow each other in a text; the first line where it is not known. */
function lineOf(path: string[], text = ''): number {
  let position = 0;
  for (const name of path) position = Math.max(position, text.indexOf(name, position));
  return text.slice(0, position).split('\n').length;
}

/** Relative paths stay relative, for code scanning looks for them in the repository. */
function uriOf(file: string): string {
  const path = file.replace(/\\/g, '/').replace(/^\.\//, '');
  const encoded = path.split('/').map((part) => encodeURIComponent(part)).join('/');
  if (path.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(path) ? `file:///${path[0]}:${encoded.slice(encoded.indexOf('/'))}` : encoded;
}
