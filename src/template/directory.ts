import type { TemplateSource } from './audit-report';
import type { AuditedType } from './audited-types';
import { mayBeOneEnvironment, References } from './references';
import type { Resource, Templates } from './templates';
import { isObject, isPresent, UNRESOLVED } from '../access/intrinsics';

/** A text that is an alias, of this Region and account or of others. */
const ALIAS = /^(?:arn:[^:]*:kms:([^:]*):([^:]*):)?(alias\/.+)$/s;

const TYPES: readonly AuditedType[] = ['AWS::S3::Bucket', 'AWS::SNS::Topic', 'AWS::Logs::LogGroup', 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey'];

/** Finds the resources that values of templates name. */
export class Directory {
  private readonly byName: ReadonlyMap<string, Map<string, Resource[]>>;
  private readonly aliases: Map<string, Resource[]>;

  public constructor(templates: Templates, private readonly references: References) {
    this.byName = new Map(TYPES.map((type) => [type, grouped(templates.ofType(type), (resource) => references.namesOf(resource))]));
    this.aliases = grouped(templates.ofType('AWS::KMS::Alias'), ({ logicalId, source }) => [references.lookup({ Ref: logicalId }, source)]);
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
    const place = { name: '', template: {}, region: known(region), account: known(account) };
    const aliases = (this.aliases.get(alias) ?? []).filter((resource) => mayBeOneEnvironment(resource.source, place));
    return nearest(aliases, source).flatMap((resource) => this.keysOf(resource.properties.TargetKeyId, resource.source, depth + 1));
  }

  private named(type: string, name: string, source: TemplateSource): Resource[] {
    if (name.includes(UNRESOLVED)) return [];
    return nearest(this.byName.get(type)!.get(name) ?? [], source);
  }
}

/** Resources by the names that they go by. */
export function grouped(resources: Resource[], namesOf: (resource: Resource) => string[]): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    for (const name of namesOf(resource)) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [resource]);
      else group.push(resource);
    }
  }
  return groups;
}

/** Of resources of one name those that a template means: its own, else those that may be deployed to where it is, else any. */
export function nearest(resources: Resource[], source: TemplateSource): Resource[] {
  const own = resources.filter((resource) => resource.source === source);
  const near = own.length > 0 ? own : resources.filter((resource) => mayBeOneEnvironment(resource.source, source));
  return near.length > 0 ? near : resources;
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
