import type { TemplateSource } from './audit-report';
import { environmentOf, References } from './references';
import type { Resource } from './templates';
import { unnamedAccounts } from '../access/audit-context';
import { Policy, statementsOf } from '../access/evaluate';
import { Texts } from '../access/policy-texts';
import type { AccessRequest, Evaluation } from '../access/request';

/** Where a statement stands, or would have to stand. */
export interface Place {
  readonly resource: Resource;
  readonly propertyPath: string;
}

/** The policy of a bucket or topic; where several resources write it, all of their statements. */
export class ResourcePolicy {
  /** The template that names are read in. */
  public readonly viewer: TemplateSource;

  private readonly policy: Policy;
  private readonly texts: string[];
  private readonly originals = new Map<any, { readonly statement: any; readonly place: Place }>();

  /** @param resources at least one resource of a type with a `PolicyDocument` */
  public constructor(private readonly resources: Resource[], references: References) {
    const [{ source }] = resources;
    this.viewer = source;
    const documents = resources.map((resource) => {
      const document = resource.properties.PolicyDocument;
      const resolved = references.resolve(document, resource.source, source);
      const written = statementsOf(document);
      statementsOf(resolved).forEach(({ statement, statementIndex }, i) => {
        const propertyPath = Array.isArray(document?.Statement) ? `Properties.PolicyDocument.Statement.${statementIndex}` : 'Properties.PolicyDocument.Statement';
        this.originals.set(statement, { statement: written[i].statement, place: { resource, propertyPath } });
      });
      return resolved;
    });
    const [first] = documents;
    const statements = documents.flatMap((document) => statementsOf(document).map(({ statement }) => statement));
    const merged = documents.length === 1 ? first : { ...first, Statement: statements };
    this.policy = new Policy(merged, environmentOf(source));
    this.texts = [...Texts.of(merged)?.in(environmentOf(source)) ?? []];
  }

  /** What the policy says, and by which of its statements as it is written. */
  public evaluate(request: AccessRequest): Evaluation {
    const { statement, ...evaluation } = this.policy.evaluate(request);
    return { ...evaluation, statement: this.originals.get(statement)?.statement };
  }

  /** Where a statement stands; without one, where it would have to stand. */
  public placeOf(statement: any): Place {
    const found = [...this.originals.values()].find((original) => original.statement === statement);
    return found?.place ?? { resource: this.resources[0], propertyPath: 'Properties.PolicyDocument' };
  }

  /** How a statement is called in messages. */
  public labelOf(statement: any): string {
    const [, , , position = '0'] = this.placeOf(statement).propertyPath.split('.');
    return typeof statement?.Sid === 'string' ? `statement "${statement.Sid}"` : `statement ${Number(position) + 1}`;
  }

  /** An account that it does not name. */
  public get unnamedAccount(): string {
    return unnamedAccounts(this.texts.join('\n'))[0];
  }

  /** The organization that it names. */
  public get organization(): string | undefined {
    return this.texts.map((text) => /(?<![a-z0-9-])o-[a-z0-9]{10,32}(?![a-z0-9-])/.exec(text)?.[0]).find((id) => id !== undefined);
  }
}
