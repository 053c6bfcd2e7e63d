import type { AuditedPolicy } from './rule';
import { Policy } from '../evaluate';
import { isPresent } from '../intrinsics';

/**
 * The actions that nobody can do.
 *
 * Somebody can what some Allow covers, whomever it admits, unless a Deny takes it from everybody: one with exceptions does not.
 */
export function undoable(actions: readonly string[], audited: AuditedPolicy): string[] {
  const { environment, keyArn, stranger } = audited.context;
  const forAnybody = audited.statements
    .filter((statement) => actions.some((action) => statement.covers(action) !== false))
    .filter(({ allows, isForServices, isUnconditioned, json }) => allows ? !isForServices : isUnconditioned && !isPresent(json?.NotPrincipal))
    .map(({ allows, json }) => allows ? { ...json, Principal: '*', NotPrincipal: undefined, Condition: undefined } : json);
  const evaluate = new Policy({ ...audited.json, Statement: forAnybody }, environment).evaluator({ caller: { account: stranger }, resource: keyArn });
  return actions.filter((action) => {
    const { outcome } = evaluate(action);
    return outcome === 'no' || outcome === 'denied';
  });
}
