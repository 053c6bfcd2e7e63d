import type { AuditedPolicy } from './rule';
import { isPresent } from '../intrinsics';

/**
 * The actions that nobody can do.
 *
 * Somebody can what some Allow covers, whomever it admits, unless a Deny takes it from everybody: one with exceptions does not.
 */
export function undoable(actions: readonly string[], audited: AuditedPolicy): string[] {
  const { stranger, environment } = audited.context;
  const forAnybody = audited.statements
    .filter(({ allows, isForServices, isUnconditioned, json }) => allows ? !isForServices : isUnconditioned && !isPresent(json?.NotPrincipal))
    .map(({ allows, json }) => allows ? { ...json, Principal: '*', NotPrincipal: undefined, Condition: undefined } : json);
  return actions.filter((action) => {
    const { outcome } = audited.ask({ action, caller: { account: stranger }, context: {}, environment }, forAnybody);
    return outcome === 'no' || outcome === 'denied';
  });
}
