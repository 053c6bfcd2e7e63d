import type { AuditContext } from '../audit-context';
import { evaluate, statementsOf } from '../evaluate';
import { isIntrinsic, isObject, isPresent, itemsOf, renderValue } from '../intrinsics';
import type { Answer, Question } from '../probes';
import type { Evaluation, Outcome } from '../request';

/** How bad it is: nobody can work or the wrong people can, it is doubtful, it is good to know. */
export type Severity = 'error' | 'warning' | 'info';

/** What a rule has to say about a policy. */
export interface Complaint {
  readonly message: string;
  readonly fix: string;
  readonly statement?: any;
  /** Where it is not that of the rule. */
  readonly severity?: Severity;
}

/** Something that can be wrong with a key policy; its id is public contract. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly check: (audited: AuditedPolicy) => Complaint[];
}

/** A condition of a statement: one operator on one key. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: string[];
}

/** A statement of a policy under audit. */
export class AuditedStatement {
  /** The statement's name in messages. */
  public readonly label: string;

  public constructor(public readonly json: any, index: number, private readonly audited: AuditedPolicy) {
    this.label = typeof json?.Sid === 'string' ? `statement "${json.Sid}"` : `statement ${index + 1}`;
  }

  /** Whether it is an Allow. */
  public get allows(): boolean {
    return this.json?.Effect === 'Allow';
  }

  /** The texts of an element that is one or a list of them. */
  public texts(element: string): string[] {
    return this.audited.texts(this.json?.[element]);
  }

  /** The texts of one kind of principals; `*` alone is an AWS principal. */
  public principals(kind: string): string[] {
    const principal = this.json?.Principal;
    if (principal === '*') return kind === 'AWS' ? ['*'] : [];
    return isObject(principal) && !isIntrinsic(principal) ? this.audited.texts(principal[kind]) : [];
  }

  /** Every operator and key of its conditions. */
  public get conditions(): Condition[] {
    const blocks = isObject(this.json?.Condition) && !isIntrinsic(this.json.Condition) ? this.json.Condition : {};
    return Object.entries<any>(blocks).flatMap(([operator, keys]) => isObject(keys) && !isIntrinsic(keys)
      ? Object.entries(keys).map(([key, value]) => ({ operator, key, values: this.audited.texts(value) }))
      : []);
  }

  /** Something to say about it, in words that go on after its name. */
  public complaint(message: string, fix: string): Complaint {
    return { message: `${this.label} ${message}`, fix, statement: this.json };
  }
}

/** A policy, what it is for, and what was asked of it. */
export class AuditedPolicy {
  public readonly statements: AuditedStatement[];

  public constructor(public readonly json: any, public readonly context: AuditContext, public readonly answers: Answer[]) {
    this.statements = statementsOf(json).map(({ statement, statementIndex }) => new AuditedStatement(statement, statementIndex, this));
  }

  /** The answers to one kind of question that have one of these outcomes. */
  public answered(id: string, ...outcomes: Outcome[]): Answer[] {
    return this.answers.filter((given) => given.id === id && outcomes.includes(given.outcome));
  }

  /** Asks other statements under the name of this policy. */
  public ask({ actions: [action], caller, context, environment }: Pick<Question, 'actions' | 'caller' | 'context' | 'environment'>, statements: any[]): Evaluation {
    return evaluate({ ...this.json, Statement: statements }, { action, caller, context, resource: this.context.keyArn }, environment);
  }

  /** The texts of a value that is one or a list of them. */
  public texts(value: any): string[] {
    return isPresent(value) ? itemsOf(value).map((item) => renderValue(item, this.context.environment)) : [];
  }

  /** Complains that somebody is allowed something. */
  public complaint(message: string, { statement }: Answer, fix: string): Complaint {
    return { message: `${message}: ${this.labelOf(statement)} admits it`, fix, statement };
  }

  /** How a statement is called in messages. */
  public labelOf(statement: any): string {
    return this.statements.find(({ json }) => json === statement)?.label ?? 'no statement';
  }
}
