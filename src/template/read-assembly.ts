import { existsSync, readFileSync } from 'fs';
import { basename, dirname, join } from 'path';
import type { TemplateSource } from './audit-report';
import { AUDITED_TYPES } from './audited-types';
import { isObject } from '../access/intrinsics';

const MANIFEST = 'manifest.json';

// https://docs.aws.amazon.com/cdk/v2/guide/environments.html
const ENVIRONMENT = /^aws:\/\/([^/]+)\/([^/]+)$/;

const AUDITED: ReadonlySet<string> = new Set(AUDITED_TYPES);

/** What a manifest tells of a stack. */
interface Deployment {
  readonly environment?: unknown;
  readonly stackName?: string;
}

/**
 * The templates of a cloud assembly such as `cdk.out`: those of its stacks, of the stages in it, and of nested stacks.
 *
 * Throws an error of one line that names the file if something cannot be read.
 */
export function readAssembly(directory: string): TemplateSource[] {
  return readWithin(directory, []);
}

/** @param above the assemblies in which this one is */
function readWithin(directory: string, above: readonly string[]): TemplateSource[] {
  if (above.includes(directory)) throw new Error(`${join(directory, MANIFEST)}: the assembly is inside of itself; run \`cdk synth\` again`);
  return Object.entries<any>(artifactsOf(directory)).flatMap(([id, { type, properties, environment }]) => {
    if (type === 'cdk:cloud-assembly') return readWithin(join(directory, textIn(properties, 'directoryName', directory)), [...above, directory]);
    if (type !== 'aws:cloudformation:stack') return [];
    return readStack(join(directory, textIn(properties, 'templateFile', directory)), { environment, stackName: properties.stackName ?? id });
  });
}

/** The templates of stacks whose manifests stand beside them, and of the stacks nested in them. */
export function readStacks(templatePaths: readonly string[]): TemplateSource[] {
  return [...new Set(templatePaths)].flatMap((path) => {
    const artifacts = Object.entries<any>(artifactsOf(dirname(path)));
    const [id, artifact] = artifacts.find(([, { properties }]) => properties?.templateFile === basename(path)) ?? [];
    return readStack(path, { environment: artifact?.environment, stackName: artifact?.properties.stackName ?? id });
  });
}

function artifactsOf(directory: string): { [id: string]: any } {
  const path = join(directory, MANIFEST);
  const { artifacts } = readJson(path);
  if (!isObject(artifacts) || !Object.values(artifacts).every(isObject)) {
    throw new Error(`${path}: 'artifacts' must be an object of objects; name a directory that \`cdk synth\` wrote`);
  }
  return artifacts;
}

function readStack(path: string, { environment, stackName }: Deployment): TemplateSource[] {
  const [, account, region] = typeof environment === 'string' ? ENVIRONMENT.exec(environment) ?? [] : [];
  return withNested({
    name: path,
    template: readTemplate(path),
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
    stackName,
  });
}

/** A template and those of the stacks nested in it, which are deployed to the same place. */
function withNested(source: TemplateSource): TemplateSource[] {
  const { template, account, region } = source;
  const resources = Object.entries<any>(isObject(template.Resources) ? template.Resources : {});
  const nested = resources.filter(([, resource]) => resource?.Type === 'AWS::CloudFormation::Stack').flatMap(([logicalId, resource]) => {
    const path = nestedTemplate(source.name, resource);
    if (path !== undefined && outwards(source).includes(path)) throw new Error(`${path}: the stack is nested in itself; run \`cdk synth\` again`);
    return path === undefined ? [] : withNested({ name: path, template: readTemplate(path), account, region, nestedIn: { source, logicalId } });
  });
  return [source, ...nested];
}

/** The name of a template, and of those in which it is nested. */
function outwards({ name, nestedIn }: TemplateSource): string[] {
  return [name, ...nestedIn === undefined ? [] : outwards(nestedIn.source)];
}

/** Where the template of a nested stack lies: its asset says so, else the list of the parent's assets knows it by the hash in its address. */
function nestedTemplate(parent: string, resource: any): string | undefined {
  const asset = resource.Metadata?.['aws:asset:path'];
  if (typeof asset === 'string') return join(dirname(parent), asset);
  const [hash] = /[0-9a-f]{64}(?=\.json)/.exec(JSON.stringify(resource.Properties?.TemplateURL ?? '')) ?? [];
  const assets = parent.replace(/\.template\.json$/, '.assets.json');
  if (hash === undefined || assets === parent || !existsSync(assets)) return undefined;
  const file = readJson(assets).files?.[hash]?.source?.path;
  return typeof file === 'string' ? join(dirname(parent), file) : undefined;
}

/** A template, of which only what is audited is kept: what an assembly of many stacks holds besides would have to be carried along to the end. */
function readTemplate(path: string): { [name: string]: any } {
  const template = readJson(path);
  const resources = isObject(template.Resources) ? template.Resources : {};
  for (const [logicalId, resource] of Object.entries(resources)) {
    const type = resource?.Type;
    if (typeof type === 'string' && !AUDITED.has(type)) resources[logicalId] = { Type: type };
  }
  return template;
}

function readJson(path: string): { [name: string]: any } {
  let json: any;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: cannot be read: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  }
  if (!isObject(json)) throw new Error(`${path}: must be a JSON object`);
  return json;
}

function textIn(properties: any, name: string, directory: string): string {
  const text = properties?.[name];
  if (typeof text === 'string') return text;
  throw new Error(`${join(directory, MANIFEST)}: '${name}' of an artifact must be a text`);
}
