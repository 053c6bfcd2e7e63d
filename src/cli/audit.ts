import { existsSync, realpathSync, writeFileSync } from 'fs';
import { nameOf, readText } from './input';
import { kindOf, parse } from './parse';
import { Problem, reasonOf } from './problem';
import { Progress } from './progress';
import type { Terminal } from './terminal';
import type { Usage } from './usage';
import { isObject } from '../access/intrinsics';
import type { CorrectedKey } from '../report/correction';
import { allFindings, visible } from '../report/labels';
import { render } from '../report/render';
import type { AuditedKey, AuditReport, TemplateSource } from '../template/audit-report';
import { auditBarePolicy, auditTemplates } from '../template/audit-templates';
import { readAssembly } from '../template/read-assembly';

/** What a line holds where nobody says how wide it is. */
const COLUMNS = 100;

/** A file that was read. */
interface Document {
  readonly name: string;
  readonly text: string;
  readonly value: { [key: string]: any };
}

/** What was read, and what was not. */
interface Input {
  readonly documents: Document[];
  readonly problems: Problem[];
}

/** Audits what it was asked to, prints the report and gives the exit code. */
export async function audit(usage: Usage, terminal: Terminal, version: string): Promise<number> {
  if (usage.output !== undefined) refuseToOverwrite(usage.output, usage.input.paths);
  const progress = new Progress(terminal.stderr);
  const result = await judged(usage, terminal, progress);
  const { report, problems, count } = result;
  progress.done();
  for (const { message } of problems) terminal.stderr.write(`cdk-cloudtrail-encryption: ${message}\n`);
  if (count > 0 || problems.length === 0) printReport(result, usage, terminal, version);
  if (problems.length > 0) return 2;
  return allFindings(report).some(({ severity }) => String(severity) === 'error') ? 1 : 0;
}

interface Judged extends Input {
  readonly report: AuditReport;
  /** How many templates or policies could be judged. */
  readonly count: number;
}

async function judged({ input, trailArns, organizationId, bucketKey, keyAccount }: Usage, terminal: Terminal, progress: Progress): Promise<Judged> {
  const options = { trailArns, organizationId, bucketKey, keyAccount };
  if (input.kind === 'assembly') {
    const sources = assembly(input.paths[0]);
    progress.step(`auditing ${sources.length} templates`);
    return { report: auditTemplates(sources, options), count: sources.length, documents: [], problems: [] };
  }
  const { documents, problems } = await read(input.paths, terminal, progress);
  progress.step(`auditing ${documents.length} files`);
  if (input.kind === 'policy') {
    const context = { accountId: keyAccount, trailArns, organizationId, bucketKey };
    const keys = attempted(documents, problems, (document) => auditBarePolicy(document.name, policyIn(document), context));
    return { report: { keys, resources: [] }, count: keys.length, documents, problems };
  }
  const sources = attempted(documents, problems, templateIn);
  return { report: auditTemplates(sources, options), count: sources.length, documents, problems };
}

async function read(paths: readonly string[], { stdin }: Terminal, progress: Progress): Promise<Input> {
  const documents: Document[] = [];
  const problems: Problem[] = [];
  for (const [i, path] of paths.entries()) {
    progress.step(`reading ${i + 1} of ${paths.length} files`);
    try {
      const name = nameOf(path);
      const text = await readText(path, stdin);
      documents.push({ name, text, value: parse(name, text) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push(error);
    }
  }
  return { documents, problems };
}

/** What comes of each document; what one of them does not allow does not keep the others from it. */
function attempted<T>(documents: Document[], problems: Problem[], make: (document: Document) => T): T[] {
  return documents.flatMap((document) => {
    try {
      return [make(document)];
    } catch (error) {
      problems.push(error instanceof Problem ? error : new Problem(`${document.name}: ${reasonOf(error)}`));
      return [];
    }
  });
}

function policyIn({ name, value }: Document): any {
  if (value.Resources !== undefined && value.Statement === undefined) throw new Problem(`${name}: is a template, not a key policy; give it as --template`);
  return value;
}

function templateIn({ name, value }: Document): TemplateSource {
  if (value.Resources === undefined) {
    throw new Problem(value.Statement === undefined
      ? `${name}: is not a template: it has no Resources`
      : `${name}: is a key policy, not a template; give it as --policy with --key-account`);
  }
  if (!isObject(value.Resources)) throw new Problem(`${name}: is not a template: its Resources must be an object, got ${kindOf(value.Resources)}`);
  return { name, template: value };
}

function assembly(directory: string): TemplateSource[] {
  if (!existsSync(directory)) throw new Problem(`${directory}: there is no such directory; run cdk synth, or give --assembly, --template or --policy`);
  try {
    return readAssembly(directory);
  } catch (error) {
    throw new Problem(reasonOf(error));
  }
}

function printReport({ report, documents }: Judged, { format, fixPolicy, output }: Usage, terminal: Terminal, version: string): void {
  const texts = new Map(documents.map(({ name, text }) => [name, text]));
  const corrections = fixPolicy || format === 'html' ? correctionsOf(report.keys) : new Map<AuditedKey, CorrectedKey>();
  const { stdout, stderr, env } = terminal;
  const toTerminal = output === undefined && stdout.isTTY === true;
  if (fixPolicy && format === undefined) stderr.write([...corrections.values()].map(({ diff }) => diff.split('\n').map(visible).join('\n')).join(''));
  const text = fixPolicy && format === undefined ? policies(corrections) : render(format ?? 'text', report, {
    version, corrections, texts, colour: toTerminal && !env.NO_COLOR && env.TERM !== 'dumb', columns: toTerminal ? stdout.columns ?? COLUMNS : COLUMNS,
  });
  if (output === undefined) {
    stdout.write(text);
  } else {
    write(output, text);
  }
}

function correctionsOf(keys: readonly AuditedKey[]): Map<AuditedKey, CorrectedKey> {
  // loaded when it is needed: most runs correct nothing
  const { correctionOf } = require('../report/correction') as typeof import('../report/correction');
  return new Map(keys.flatMap((key) => {
    const correction = correctionOf(key);
    return correction === undefined ? [] : [[key, correction] as const];
  }));
}

/** One policy as it is, so that it can be given to KMS; of several, each under the name of its key. */
function policies(corrections: ReadonlyMap<AuditedKey, CorrectedKey>): string {
  const all = [...corrections].map(([{ key }, { policy }]) => [key, policy] as const);
  return `${JSON.stringify(all.length === 1 ? all[0][1] : Object.fromEntries(all), undefined, 2)}\n`;
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Problem(`${path}: cannot be written: ${reasonOf(error)}`);
  }
}

function refuseToOverwrite(output: string, paths: readonly string[]): void {
  if (!existsSync(output)) return;
  const real = realpathSync(output);
  if (paths.some((path) => path !== '-' && existsSync(path) && realpathSync(path) === real)) {
    throw new Problem(`--output ${output} is one of the files to be audited, and no input is ever changed; name another file`);
  }
}
