import type { TemplateSource } from './audit-report';
import { mayBeOneEnvironment, References } from './references';
import type { Resource, Templates } from './templates';
import { isObject, isPresent, UNRESOLVED } from '../access/intrinsics';

/** A text that is an alias, of this Region and account or of others. */
const ALIAS = /^(?:arn:[^:]*:kms:([^:]*):([^:]*):)?(alias\/.+)$/s;

/** Finds the resources that values of templates name. */
export class Directory {
  private readonly byName = new Map<string, Map<string, Resource[]>>();
  private readonly aliases: { readonly name: string; readonly resource: Resource }[];

  public constructor(templates: Templates, private readonly references: References) {
    for (const type of ['AWS::S3::Bucket', 'AWS::SNS::Topic', 'AWS::Logs::LogGroup', 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey']) {
      const resources = new Map<string, Resource[]>();
      for (const resource of templates.ofType(type)) {
        for (const name of references.namesOf(resource)) resources.set(name, [...resources.get(name) ?? [], resource]);
      }
      this.byName.set(type, resources);
    }
    this.aliases = templates.ofType('AWS::KMS::Alias')
      .map((resource) => ({ resource, name: references.lookup({ Ref: resource.logicalId }, resource.source) }));
  }

  /** The resource of a type that a value names: the first of those that may be in the same place. */
  public find(type: string, value: any, source: TemplateSource): Resource | undefined {
    const [found] = alternatives(value).flatMap((alternative) => this.named(type, this.references.lookup(alternative, source), source));
    return found;
  }

  /** The keys that a value names by id, ARN or alias; where a condition decides, all that it may be. */
  public keys(value: any, source: TemplateSource): Resource[] {
    return [...new Set(alternatives(value).flatMap((alternative) => this.keysOf(alternative, source, 0)))];
  }

  private keysOf(value: any, source: TemplateSource, depth: number): Resource[] {
    const text = this.references.lookup(value, source);
    const [, region = source.region, account = source.account, alias] = ALIAS.exec(text) ?? [];
    if (alias === undefined) return ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'].flatMap((type) => this.named(type, text, source));
    // an alias of an alias is none
    if (depth > 0) return [];
    return this.aliases
      .filter(({ name, resource }) => name === alias && mayBeOneEnvironment(resource.source, { name: '', template: {}, region: known(region), account: known(account) }))
      .flatMap(({ resource }) => this.keysOf(resource.properties.TargetKeyId, resource.source, depth + 1));
  }

  private named(type: string, name: string, source: TemplateSource): Resource[] {
    if (name.includes(UNRESOLVED)) return [];
    const found = this.byName.get(type)!.get(name) ?? [];
    const near = found.filter((resource) => mayBeOneEnvironment(resource.source, source));
    return near.length > 0 ? near : found;
  }
}

/** What a value may be, whatever the conditions of the template say. */
export function alternatives(value: any): any[] {
  const condition = isObject(value) ? value['Fn::If'] : undefined;
  if (Array.isArray(condition)) return condition.slice(1).flatMap(alternatives);
  return isPresent(value) && value !== '' ? [value] : [];
}

function known(text: string | undefined): string | undefined {
  return text === undefined || text.includes(UNRESOLVED[0]) ? undefined : text;
}
