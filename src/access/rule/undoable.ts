import type { AuditedPolicy, AuditedStatement } from './rule';
import { Policy } from '../evaluate';
import type { Caller } from '../request';

/**
 * The actions that nobody can do.
 *
 * Somebody can what some Allow covers, whatever its conditions, unless a Deny takes it from him; a Deny under conditions may leave it to him.
 */
export function undoable(actions: readonly string[], audited: AuditedPolicy): string[] {
  const { environment, keyArn } = audited.context;
  const relevant = audited.statements
    .filter((statement) => actions.some((action) => statement.covers(action) !== false))
    .filter(({ allows, isForServices, isUnconditioned }) => allows ? !isForServices : isUnconditioned);
  const unconditioned = relevant.map(({ allows, json }) => allows ? { ...json, Condition: undefined } : json);
  const policy = new Policy({ ...audited.json, Statement: unconditioned }, environment);
  const people = candidates(relevant, environment.account).map((caller) => policy.evaluator({ caller, resource: keyArn }));
  return actions.filter((action) => people.every((outcomeOf) => ['no', 'denied'].includes(outcomeOf(action).outcome)));
}

/** Some principal of the account, and whoever the statements name: a Deny may except those whom an Allow does not name. */
function candidates(statements: readonly AuditedStatement[], account: string): Caller[] {
  const names = new Set(statements.flatMap((statement) => ['Principal', 'NotPrincipal'].flatMap((element) => statement.principals('AWS', element))));
  return [{ account }, ...[...names].filter((name) => name !== '*').map((name) => /^\d{12}$/.test(name) ? { account: name } : { arn: name })];
}
