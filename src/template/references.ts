import type { TemplateSource } from './audit-report';
import { identityOf } from './identities';
import { select } from './lists';
import { Resource, Templates } from './templates';
import { isIntrinsic, isObject, isPresent, isSymbolic, renderValue } from '../access/intrinsics';
import type { PolicyEnvironment } from '../access/request';
import { partitionOfRegion } from '../private/arns';

/** A view from no template at all: what is looked up by its text must have the same text wherever it is written. */
const NOWHERE: TemplateSource = { name: '', template: {} };

// a template that CloudFormation accepts stays far below both
const MAX_DEPTH = 50;
const MAX_STEPS = 100_000;

interface Resolving {
  readonly source: TemplateSource;
  readonly viewer: TemplateSource;
  readonly depth: number;
  readonly budget: { left: number };
}

/** Where a template is deployed, as far as that is known. */
export function environmentOf({ account, region }: TemplateSource): PolicyEnvironment {
  return { account, region, partition: region === undefined ? undefined : partitionOfRegion(region) };
}

/**
 * Follows the references of templates, so that one thing has one text wherever it is written.
 *
 * A resource that is named becomes its name or its ARN, a parameter of a nested stack what it is given, an imported value what is exported. What is left
 * are the names that CloudFormation makes: references to these stay.
 */
export class References {
  public constructor(private readonly templates: Templates) {}

  /**
   * A value of a template with its references followed.
   *
   * @param viewer the template in which the value is going to be read
   */
  public resolve(value: any, source: TemplateSource, viewer = source): any {
    return this.follow(value, { source, viewer, depth: 0, budget: { left: MAX_STEPS } });
  }

  /** The text of a value of a template, as another template would write it. */
  public text(value: any, source: TemplateSource, viewer = source): string {
    return renderValue(this.resolve(value, source, viewer), environmentOf(viewer));
  }

  /** The text by which a value is looked up among those of all templates. */
  public lookup(value: any, source: TemplateSource): string {
    return this.text(value, source, NOWHERE);
  }

  /** The ARN of a resource, as another template would write it. */
  public arn(resource: Resource, viewer = resource.source): string {
    const { ref, arnAttribute } = identityOf(resource)!;
    return this.text(ref === 'arn' ? { Ref: resource.logicalId } : { 'Fn::GetAtt': [resource.logicalId, arnAttribute] }, resource.source, viewer);
  }

  /** The texts by which a resource may be looked up: its name or id, and its ARN. */
  public namesOf(resource: Resource): string[] {
    const { ref, nameAttribute, arnAttribute } = identityOf(resource)!;
    const { source, logicalId } = resource;
    const attributes = [nameAttribute, arnAttribute].flatMap((attribute) => attribute === undefined ? [] : [{ 'Fn::GetAtt': [logicalId, attribute] }]);
    const values = ref === 'arn' ? attributes : [{ Ref: logicalId }, ...attributes];
    return [...new Set(values.map((value) => this.lookup(value, source)))];
  }

  private follow(value: any, resolving: Resolving): any {
    const { depth, budget } = resolving;
    if (--budget.left < 0 || depth > MAX_DEPTH) return value;
    const deeper = { ...resolving, depth: depth + 1 };
    if (Array.isArray(value)) return value.map((item) => this.follow(item, deeper));
    if (!isObject(value)) return value;
    return isIntrinsic(value)
      ? this.intrinsic(value, deeper)
      : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.follow(item, deeper)]));
  }

  private intrinsic(value: { [name: string]: any }, resolving: Resolving): any {
    const [[name, argument]] = Object.entries<any>(value);
    switch (name) {
      case 'Ref': return this.ref(argument, resolving);
      case 'Fn::GetAtt': return this.attribute(argument, resolving);
      case 'Fn::Sub': return this.substitution(value, resolving);
      case 'Fn::ImportValue': return this.imported(value, resolving);
      case 'Fn::GetStackOutput': return this.stackOutput(value, resolving);
      case 'Fn::FindInMap': return this.mapped(value, resolving);
      case 'Fn::Select': {
        const resolved = this.follow(argument, resolving);
        return select(resolved, environmentOf(resolving.viewer)) ?? { [name]: resolved };
      }
      default: return { [name]: this.follow(argument, resolving) };
    }
  }

  private ref(name: any, resolving: Resolving): any {
    const { source } = resolving;
    if (typeof name !== 'string') return { Ref: name };
    if (name.startsWith('AWS::')) return this.pseudoParameter(name, resolving);
    const resource = this.templates.find(source, name);
    if (resource !== undefined) {
      const identity = identityOf(resource);
      return identity?.ref === 'arn' ? this.arnOf(resource, resolving) : this.nameOf(resource, resolving);
    }
    const given = source.nestedIn && this.templates.find(source.nestedIn.source, source.nestedIn.logicalId)?.properties.Parameters;
    return isObject(given) && Object.hasOwn(given, name)
      ? this.follow(given[name], { ...resolving, source: source.nestedIn!.source })
      : { Ref: this.qualified(name, resolving) };
  }

  private attribute(argument: any, resolving: Resolving): any {
    const names: any[] = typeof argument === 'string' ? argument.split('.') : [argument].flat();
    const [logicalId, ...path] = names.every((name) => typeof name === 'string') ? names : [];
    const attribute = path.join('.');
    const resource = this.templates.find(resolving.source, logicalId);
    if (resource === undefined) return { 'Fn::GetAtt': argument };
    const { arnAttribute, nameAttribute } = identityOf(resource) ?? {};
    if (attribute === arnAttribute) return this.arnOf(resource, resolving);
    if (attribute === nameAttribute) return this.nameOf(resource, resolving);
    const nested = attribute.startsWith('Outputs.') ? this.templates.nestedAt(resource) : undefined;
    const output = nested?.template?.Outputs?.[attribute.slice('Outputs.'.length)];
    return output === undefined
      ? { 'Fn::GetAtt': [this.qualified(logicalId, resolving), attribute] }
      : this.follow(output.Value, { ...resolving, source: nested! });
  }

  private nameOf(resource: Resource, resolving: Resolving): any {
    const { nameProperty = '' } = identityOf(resource) ?? {};
    const name = resource.properties[nameProperty];
    return isPresent(name) ? this.follow(name, resolving) : { Ref: this.qualified(resource.logicalId, resolving) };
  }

  private arnOf(resource: Resource, resolving: Resolving): any {
    const pseudo = (name: string) => this.pseudoParameter(name, resolving);
    const parts = identityOf(resource)!.arn!(pseudo('AWS::Region'), pseudo('AWS::AccountId'), this.nameOf(resource, resolving));
    return { 'Fn::Join': ['', ['arn:', pseudo('AWS::Partition'), ...parts]] };
  }

  private substitution(value: any, resolving: Resolving): any {
    const [template, values] = Array.isArray(value['Fn::Sub']) ? value['Fn::Sub'] : [value['Fn::Sub'], {}];
    if (typeof template !== 'string' || !isObject(values)) return value;
    const parts = template.split(/\$\{([^{}$]*)\}/).map((part, i) => {
      if (i % 2 === 0) return part;
      if (part.startsWith('!')) return `\${${part.slice(1)}}`;
      if (Object.hasOwn(values, part)) return this.follow(values[part], resolving);
      return part.includes('.') ? this.attribute(part, resolving) : this.ref(part, resolving);
    });
    return { 'Fn::Join': ['', parts.filter((part) => part !== '')] };
  }

  private imported(value: any, resolving: Resolving): any {
    const { source } = resolving;
    // not as a value of its own: what is exported under an imported name could go on for ever
    const nameOf = (written: any, place: TemplateSource) =>
      renderValue(this.follow(written, { ...resolving, source: place, viewer: NOWHERE }), environmentOf(NOWHERE));
    const name = nameOf(value['Fn::ImportValue'], source);
    const exporter = this.templates.outputs.find((output) => mayBeOneEnvironment(output.source, source)
      && isPresent(output.json.Export?.Name) && nameOf(output.json.Export.Name, output.source) === name);
    return exporter === undefined ? { 'Fn::ImportValue': this.follow(value['Fn::ImportValue'], resolving) }
      : this.follow(exporter.json.Value, { ...resolving, source: exporter.source });
  }

  private stackOutput(value: any, resolving: Resolving): any {
    const { StackName: stack, OutputName: output } = isObject(value['Fn::GetStackOutput']) ? value['Fn::GetStackOutput'] : {} as any;
    const exporter = this.templates.outputs.find(({ source, name }) => source.stackName === stack && name === output);
    return exporter === undefined ? value : this.follow(exporter.json.Value, { ...resolving, source: exporter.source });
  }

  private mapped(value: any, resolving: Resolving): any {
    const path: any[] = [this.follow(value['Fn::FindInMap'], resolving)].flat().map((part) => renderValue(part, environmentOf(resolving.source)));
    const found = path.reduce((map, part) => isObject(map) && Object.hasOwn(map, part) ? map[part] : undefined, resolving.source.template.Mappings);
    return found === undefined || isObject(found) ? value : found;
  }

  /** The value of a pseudo parameter; where only the deployment knows it, a reference that means the same to the viewer. */
  private pseudoParameter(name: string, { source, viewer }: Resolving): any {
    if (name === 'AWS::NoValue') return { Ref: name };
    const text = renderValue({ Ref: name }, environmentOf(source));
    if (!isSymbolic(text)) return text;
    const seen = renderValue({ Ref: name }, environmentOf(viewer));
    const isAboutTheStack = /^AWS::(Stack|Notification)/.test(name);
    return source === viewer || (isSymbolic(seen) && !isAboutTheStack) ? { Ref: name } : { Ref: `${name} of ${source.name}` };
  }

  /** The name of something in one template by which no other template means anything else. */
  private qualified(logicalId: string, { source, viewer }: Resolving): string {
    return source !== viewer && this.templates.isAmbiguous(logicalId) ? `${logicalId} of ${source.name}` : logicalId;
  }
}

/** Whether nothing that is known of two templates says that they are deployed to different places. */
export function mayBeOneEnvironment(one: TemplateSource, other: TemplateSource): boolean {
  return ([[one.account, other.account], [one.region, other.region]]).every(([a, b]) => a === undefined || b === undefined || a === b);
}
