import type { AuditedPolicy } from './rule';

/**
 * The actions that nobody can do.
 *
 * Somebody can what some Allow covers, whomever it admits, unless a Deny takes it from everybody: one with exceptions does not.
 */
export function undoable(actions: readonly string[], audited: AuditedPolicy): string[] {
  const { stranger, environment } = audited.context;
  const forAnybody = audited.statements
    .filter(({ allows, json }) => allows || (json?.Condition === undefined && json?.NotPrincipal === undefined))
    .map(({ allows, json }) => allows ? { ...json, Principal: '*', NotPrincipal: undefined, Condition: undefined } : json);
  return actions.filter((action) => {
    const { outcome } = audited.ask({ actions: [action], caller: { account: stranger }, context: {}, environment }, forAnybody);
    return outcome === 'no' || outcome === 'denied';
  });
}
