import { Identity, identify } from './caller';
import type { KeyValues } from './condition';
import { RequestContext } from './context';
import { isIntrinsic, isObject, isPresent, UNRESOLVED } from './intrinsics';
import { ACTIONS_WITHIN_ACCOUNT } from './kms-actions';
import type { AccessRequest, Caller, Evaluation, Outcome, PolicyEnvironment } from './request';
import { readStatement, StatementReader, Verdict } from './statement';

/** What a resource policy says about one request. */
export function evaluate(policy: any, request: AccessRequest, environment: PolicyEnvironment): Evaluation {
  return new Policy(policy, environment).evaluate(request);
}

/** The statements of a policy and where they stand in it; those that CloudFormation removes are left out. */
export function statementsOf(policy: any): Position[] {
  const statements = Array.isArray(policy?.Statement) ? policy.Statement : [policy?.Statement];
  return statements
    .map((statement: any, statementIndex: number) => ({ statement, statementIndex }))
    .filter(({ statement }: { statement: any }) => isPresent(statement));
}

interface Position {
  readonly statement: any;
  readonly statementIndex: number;
}

interface ReadStatement {
  readonly position: Position;
  readonly verdictFor: StatementReader;
}

/** A caller, and what each statement that is not silent about him says about a request of his. */
interface MetCaller {
  readonly caller: Identity;
  readonly reaching: readonly { readonly position: Position; readonly verdictOn: NonNullable<ReturnType<StatementReader>> }[];
}

/** A resource policy that is read once and asked often; neither it nor a caller may change meanwhile. */
export class Policy {
  private readonly statements?: ReadStatement[];
  private readonly callers = new Map<Caller, MetCaller>();
  private readonly knowsVariables: boolean;

  public constructor(policy: any, private readonly environment: PolicyEnvironment) {
    // older policies, and those that do not say, know no variables: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    this.knowsVariables = policy?.Version === '2012-10-17';
    if (!isObject(policy) || isIntrinsic(policy)) return;
    this.statements = statementsOf(policy).map((position) => ({ position, verdictFor: readStatement(position.statement, environment) }));
  }

  /** What the policy says about a request. */
  public evaluate(request: AccessRequest): Evaluation {
    return this.evaluator(request)(request.action);
  }

  /**
   * What the policy says about requests that differ in nothing but the action.
   *
   * An explicit Deny wins, then an Allow that names the caller, then one that names its account. What a template leaves open makes the answer unknown
   * only when it could change it. What KMS refuses to other accounts, no Allow gives them.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
   */
  public evaluator(request: Omit<AccessRequest, 'action'>): (action: string) => Evaluation {
    if (this.statements === undefined) return () => ({ outcome: 'unknown' });
    const { environment, knowsVariables } = this;
    const { caller, reaching } = this.callers.get(request.caller) ?? this.meet(request.caller, this.statements);
    if (reaching.length === 0) return () => ({ outcome: 'no' });
    const context = new RequestContext(request, caller, environment);

    return (name) => {
      const action = name.toLowerCase();
      const values = (key: string) => context.valuesOf(key, action);
      const variables = knowsVariables ? (key: string) => variable(values(key.toLowerCase())) : undefined;
      const scope = { action, resource: request.resource, values, variables };
      const deciding = new Map<Verdict, Position>();
      for (let i = 0; i < reaching.length; i++) {
        const verdict = reaching[i].verdictOn(scope);
        if (verdict !== 'silent' && !deciding.has(verdict)) deciding.set(verdict, reaching[i].position);
      }
      return outcomeOf(deciding, !(ACTIONS_WITHIN_ACCOUNT.has(action) && context.crossesAccounts));
    };
  }

  private meet(asking: Caller, statements: ReadStatement[]): MetCaller {
    const caller = identify(asking, this.environment);
    const reaching = statements.flatMap(({ position, verdictFor }) => {
      const verdictOn = verdictFor(caller);
      return verdictOn === undefined ? [] : [{ position, verdictOn }];
    });
    const met = { caller, reaching };
    this.callers.set(asking, met);
    return met;
  }
}

function outcomeOf(deciding: ReadonlyMap<Verdict, Position>, canBeAllowed: boolean): Evaluation {
  if (deciding.size === 0) return { outcome: 'no' };
  const by = (outcome: Outcome, verdict: Verdict): Evaluation | undefined => {
    const decided = deciding.get(verdict);
    return decided && { outcome, statement: decided.statement, statementIndex: decided.statementIndex };
  };
  const allowed = canBeAllowed
    ? by('direct', 'allows caller') ?? by('delegated', 'allows account') ?? by('unknown', 'perhaps allows') ?? by('unknown', 'perhaps either')
    : undefined;
  return by('denied', 'denies')
    ?? (allowed && (by('unknown', 'perhaps denies') ?? by('unknown', 'perhaps either')))
    ?? allowed
    ?? { outcome: 'no' };
}

/** A policy variable stands for the value of a key that has one. */
function variable(values: KeyValues): string | undefined {
  if (values === 'perhaps') return UNRESOLVED;
  return values?.length === 1 ? values[0] : undefined;
}
