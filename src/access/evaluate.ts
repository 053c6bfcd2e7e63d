import { identify } from './caller';
import { requestContext } from './context';
import { isIntrinsic, isObject, isPresent } from './intrinsics';
import type { AccessRequest, Evaluation, Outcome, PolicyEnvironment } from './request';
import { matchStatement, StatementMatch, StatementScope } from './statement';
import { both, either, Truth } from './truth';

interface Candidate {
  readonly statement: any;
  readonly statementIndex: number;
  readonly match: StatementMatch;
}

/**
 * What a resource policy says about a request.
 *
 * An explicit Deny wins, then an Allow that names the caller, then one that names its account. What a template leaves open makes the answer unknown
 * only when it could change it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policy: any, request: AccessRequest, environment: PolicyEnvironment): Evaluation {
  if (!isObject(policy) || isIntrinsic(policy)) return { outcome: 'unknown' };
  const scope = scopeOf(policy, request, environment);
  const candidates = statementsOf(policy)
    .map(({ statement, statementIndex }) => ({ statement, statementIndex, match: matchStatement(statement, scope) }))
    .filter(({ match }) => either(match.itself, match.account) !== false);

  const find = (question: (match: StatementMatch) => Truth, truth: Truth) => candidates.find(({ match }) => question(match) === truth);
  const allowed = answer('direct', find(allowsItself, true))
    ?? answer('delegated', find(allowsAccount, true))
    ?? answer('unknown', find(allows, 'unknown'));
  return answer('denied', find(denies, true))
    ?? (allowed && answer('unknown', find(denies, 'unknown')))
    ?? allowed
    ?? { outcome: 'no' };
}

/** The statements of a policy and where they stand in it; those that CloudFormation removes are left out. */
export function statementsOf(policy: any): { statement: any; statementIndex: number }[] {
  const statements = Array.isArray(policy?.Statement) ? policy.Statement : [policy?.Statement];
  return statements
    .map((statement: any, statementIndex: number) => ({ statement, statementIndex }))
    .filter(({ statement }: { statement: any }) => isPresent(statement));
}

function scopeOf(policy: any, request: AccessRequest, environment: PolicyEnvironment): StatementScope {
  const caller = identify(request.caller, environment);
  const context = requestContext(request, caller, environment);
  const valueOf = (conditionKey: string) => {
    const values = context.get(conditionKey.toLowerCase());
    return values?.length === 1 ? values[0] : undefined;
  };
  // older policies, and those that do not say, know no variables: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  const variables = policy.Version === '2012-10-17' ? valueOf : undefined;
  return { action: request.action, resource: request.resource, caller, context, environment, variables };
}

function answer(outcome: Outcome, decided: Candidate | undefined): Evaluation | undefined {
  return decided && { outcome, statement: decided.statement, statementIndex: decided.statementIndex };
}

function denies(match: StatementMatch): Truth {
  return both(match.denies, either(match.itself, match.account));
}

function allows(match: StatementMatch): Truth {
  return either(allowsItself(match), allowsAccount(match));
}

function allowsItself(match: StatementMatch): Truth {
  return both(match.allows, match.itself);
}

function allowsAccount(match: StatementMatch): Truth {
  return both(match.allows, match.account);
}
