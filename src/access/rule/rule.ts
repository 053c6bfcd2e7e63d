import { asksForKey } from './asks-for-key';
import type { AuditContext } from '../audit-context';
import { evaluate, statementsOf } from '../evaluate';
import { isKnownObject, isObject, isPresent, isSymbolic, renderItems } from '../intrinsics';
import { Texts } from '../policy-texts';
import type { Answer } from '../probes';
import type { Evaluation, Outcome } from '../request';
import { readActionElement } from '../statement';
import type { Truth } from '../truth';

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
  /** The key in lower case: keys have no case. */
  readonly name: string;
  readonly values: string[];
  /** Whether it fails in a request without the key. */
  readonly asksForKey: boolean;
}

/** A statement of a policy under audit. */
export class AuditedStatement {
  /** The statement's name in messages. */
  public readonly label: string;

  // rules ask the same again and again
  private readonly textLists = new Map<string, string[]>();
  private conditionList?: Condition[];
  private actionTest?: (scope: { action: string }) => Truth;

  public constructor(public readonly json: any, index: number, private readonly audited: AuditedPolicy) {
    this.label = typeof json?.Sid === 'string' ? `statement "${json.Sid}"` : `statement ${index + 1}`;
  }

  /** Whether it is an Allow. */
  public get allows(): boolean {
    return this.json?.Effect === 'Allow';
  }

  /** The texts of an element that is one or a list of them. */
  public texts(element: string): string[] {
    return this.textsAt(element, this.json?.[element]);
  }

  /** The texts of one kind of principals or excluded ones; `*` alone is an AWS principal. */
  public principals(kind: string, element = 'Principal'): string[] {
    const principal = this.json?.[element];
    if (principal === '*') return kind === 'AWS' ? ['*'] : [];
    return isKnownObject(principal) ? this.textsAt(`${element}.${kind}`, principal[kind]) : [];
  }

  /** Whether it does no more than leave the decision to the IAM policies of the key's account. */
  public get delegates(): boolean {
    const { account } = this.audited.context.environment;
    const names = this.principals('AWS');
    return names.length > 0 && this.principals('Service').length === 0 && this.json?.NotPrincipal === undefined
      && names.every((name) => name === account || name.endsWith(`:iam::${account}:root`) || (isSymbolic(account) && isRoot(name)))
      && !this.conditions.some(({ name }) => /^(aws:principal|kms:calleraccount|aws:user)/.test(name));
  }

  /** Whether only services are among its principals. */
  public get isForServices(): boolean {
    return this.principals('Service').length > 0 && this.principals('AWS').length === 0;
  }

  /** Whether it has no condition at all, not even one that is not known. */
  public get isUnconditioned(): boolean {
    const condition = this.json?.Condition;
    return !isPresent(condition)
      || (isKnownObject(condition) && Object.values(condition).every((keys) => isObject(keys) && Object.keys(keys).length === 0));
  }

  /** Every operator and key of its conditions. */
  public get conditions(): Condition[] {
    return this.conditionList ??= this.readConditions();
  }

  /** Its `Condition` with only those conditions that are kept; what is not known stays. */
  public conditionOf(isKept: (condition: Condition) => boolean): any {
    const condition = this.json?.Condition;
    if (!isKnownObject(condition)) return condition;
    return Object.fromEntries(Object.entries(condition).map(([operator, keys]) => [operator, isKnownObject(keys)
      ? Object.fromEntries(Object.entries(keys).filter(([key, value]) => isKept(this.readCondition(operator, key, value))))
      : keys]));
  }

  /** Whether the action is among its actions. */
  public covers(action: string): Truth {
    if (!isKnownObject(this.json)) return 'unknown';
    this.actionTest ??= readActionElement(this.json, (element) => this.texts(element));
    return this.actionTest({ action: action.toLowerCase() });
  }

  /** Something to say about it, in words that go on after its name. */
  public complaint(message: string, fix: string): Complaint {
    return { message: `${this.label} ${message}`, fix, statement: this.json };
  }

  private readConditions(): Condition[] {
    const blocks = this.json?.Condition;
    if (!isKnownObject(blocks)) return [];
    return Object.keys(blocks).flatMap((operator) => {
      const keys = blocks[operator];
      const names = isKnownObject(keys) ? Object.keys(keys).filter((key) => isPresent(keys[key])) : [];
      return names.map((key) => this.readCondition(operator, key, keys[key]));
    });
  }

  private readCondition(operator: string, key: string, value: any): Condition {
    const values = this.audited.texts(value);
    return { operator, key, name: key.toLowerCase(), values, asksForKey: asksForKey(operator, values) };
  }

  private textsAt(place: string, value: any): string[] {
    let texts = this.textLists.get(place);
    if (texts === undefined) this.textLists.set(place, texts = this.audited.texts(value));
    return texts;
  }
}

/** A policy, what it is for, and what was asked of it. */
export class AuditedPolicy {
  public readonly statements: AuditedStatement[];

  private readonly answersById = new Map<string, Answer[]>();

  public constructor(public readonly json: any, public readonly context: AuditContext, public readonly answers: Answer[]) {
    for (const answer of answers) {
      const others = this.answersById.get(answer.id);
      if (others === undefined) {
        this.answersById.set(answer.id, [answer]);
      } else {
        others.push(answer);
      }
    }
    this.statements = statementsOf(json).map(({ statement, statementIndex }) => new AuditedStatement(statement, statementIndex, this));
  }

  /** The statements that hold texts of a kind, as they are written and names included, with these texts. */
  public holding(isMeant: (text: string) => boolean): { statement: AuditedStatement; texts: string[] }[] {
    // as a rule none does, and those of the whole policy are known already
    if (![...this.context.writtenTexts].some(isMeant)) return [];
    return this.statements
      .map((statement) => ({ statement, texts: [...Texts.of(statement.json)!.written].filter(isMeant) }))
      .filter(({ texts }) => texts.length > 0);
  }

  /** The answers to one kind of question that have one of these outcomes. */
  public answered(id: string, ...outcomes: Outcome[]): Answer[] {
    return (this.answersById.get(id) ?? []).filter(({ outcome }) => outcomes.includes(outcome));
  }

  /** Asks other statements under the name of this policy. */
  public ask({ action, caller, context, environment }: Pick<Answer, 'action' | 'caller' | 'context' | 'environment'>, statements: any[]): Evaluation {
    return evaluate({ ...this.json, Statement: statements }, { action, caller, context, resource: this.context.keyArn }, environment);
  }

  /** Whether a statement admits somebody, whomever, to an action without any condition but the ones that are kept. */
  public admits(statement: AuditedStatement, action: string, kept: any = undefined, context: Answer['context'] = {}): boolean {
    if (statement.covers(action) !== true) return false;
    const { environment } = this.context;
    const forAnybody = { ...statement.json, Principal: '*', NotPrincipal: undefined, Action: action, NotAction: undefined, Condition: kept };
    return this.ask({ action, caller: { account: environment.account }, context, environment }, [forAnybody]).outcome === 'direct';
  }

  /** The texts of a value that is one or a list of them. */
  public texts(value: any): string[] {
    return renderItems(value, this.context.environment);
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

/** Whether a principal is an account as a whole. */
function isRoot(name: string): boolean {
  return /^\d{12}$|:root$/.test(name);
}
