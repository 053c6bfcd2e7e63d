import type { TemplateSource } from './audit-report';
import type { AuditedType } from './audited-types';
import { isObject } from '../access/intrinsics';

/** A resource and the template that it stands in. */
export interface Resource {
  readonly source: TemplateSource;
  readonly logicalId: string;
  readonly type: string;
  readonly json: any;
  readonly properties: { readonly [name: string]: any };
}

/** An output and the template that it stands in. */
export interface Output {
  readonly source: TemplateSource;
  readonly name: string;
  readonly json: any;
}

/** The templates of one run, and what stands in them. */
export class Templates {
  public readonly outputs: Output[];

  private readonly byType = new Map<string, Resource[]>();
  private readonly byId = new Map<TemplateSource, Map<string, Resource>>();
  private readonly owners = new Map<string, number>();

  public constructor(public readonly sources: readonly TemplateSource[]) {
    for (const source of sources) {
      const resources = entriesOf(source.template?.Resources).map(([logicalId, json]) => resourceOf(source, logicalId, json));
      this.byId.set(source, new Map(resources.map((resource) => [resource.logicalId, resource])));
      for (const resource of resources) {
        const others = this.byType.get(resource.type);
        if (others === undefined) this.byType.set(resource.type, [resource]);
        else others.push(resource);
      }
      const parameters = entriesOf(source.template?.Parameters).map(([name]) => name);
      for (const name of [...resources.map(({ logicalId }) => logicalId), ...parameters]) {
        this.owners.set(name, (this.owners.get(name) ?? 0) + 1);
      }
    }
    this.outputs = sources.flatMap((source) => entriesOf(source.template?.Outputs).map(([name, json]) => ({ source, name, json })));
  }

  /** The resources of some types, in the order of the templates. */
  public ofType(...types: AuditedType[]): Resource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** A resource by its id. */
  public find(source: TemplateSource, logicalId: string): Resource | undefined {
    return this.byId.get(source)?.get(logicalId);
  }

  /** The template of a nested stack, where it is known. */
  public nestedAt({ source, logicalId }: Resource): TemplateSource | undefined {
    return this.sources.find(({ nestedIn }) => nestedIn?.source === source && nestedIn.logicalId === logicalId);
  }

  /** Whether several templates give something this name. */
  public isAmbiguous(logicalId: string): boolean {
    return this.owners.get(logicalId)! > 1;
  }
}

/** Whether a property says true, or false: CloudFormation takes either as a text, too. */
export function says(property: any, truth: boolean): boolean {
  return property === truth || property === String(truth);
}

function resourceOf(source: TemplateSource, logicalId: string, json: any): Resource {
  return { source, logicalId, type: typeof json.Type === 'string' ? json.Type : '', json, properties: isObject(json.Properties) ? json.Properties : {} };
}

/** The named objects of a section of a template. */
function entriesOf(section: any): [string, any][] {
  return Object.entries<any>(isObject(section) ? section : {}).filter(([, json]) => isObject(json));
}
