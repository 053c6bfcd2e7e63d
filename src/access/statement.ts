import type { Identity } from './caller';
import { ConditionScope, matchCondition } from './condition';
import { isIntrinsic, isObject, isPresent, itemsOf, renderValue } from './intrinsics';
import { matchPrincipal } from './principal';
import { all, any, both, not, Truth } from './truth';
import { isPlain, matchTokens, tokenize } from './wildcard';

/** One request, ready to be held against statements. */
export interface StatementScope extends ConditionScope {
  readonly action: string;
  readonly resource: string;
  readonly caller: Identity;
}

/** What a statement says about a request. */
export interface StatementMatch {
  /** Whether the statement is of this effect. */
  readonly allows: Truth;
  readonly denies: Truth;
  /** Whether it applies to the caller itself. */
  readonly itself: Truth;
  /** Whether it applies to the caller's account. */
  readonly account: Truth;
}

const SILENT: StatementMatch = { allows: false, denies: false, itself: false, account: false };
const UNREADABLE: StatementMatch = { allows: 'unknown', denies: 'unknown', itself: 'unknown', account: 'unknown' };

/** Holds one statement against a request. */
export function matchStatement(statement: any, scope: StatementScope): StatementMatch {
  if (!isObject(statement) || isIntrinsic(statement)) return UNREADABLE;
  const effect = isIntrinsic(statement.Effect) ? 'unknown' : undefined;
  const applies = all([matchAction, matchResource, matchConditions], (test) => test(statement, scope));
  if (applies === false) return SILENT;
  const { itself, account } = matchPrincipal(statement, scope.caller, scope.environment);
  return {
    allows: effect ?? statement.Effect === 'Allow',
    denies: effect ?? statement.Effect === 'Deny',
    itself: both(itself, applies),
    account: both(account, applies),
  };
}

function matchAction(statement: { [element: string]: any }, { action, environment }: StatementScope): Truth {
  const name = action.toLowerCase();
  return matchElement(statement, 'Action', (value) => {
    const pattern = renderValue(value, environment).toLowerCase();
    return isPlain(pattern) ? pattern === name : matchTokens(tokenize(pattern, { wildcards: true })!, tokenize(name)!);
  });
}

function matchResource(statement: { [element: string]: any }, { resource, environment, variables }: StatementScope): Truth {
  return matchElement(statement, 'Resource', (value) => {
    const text = renderValue(value, environment);
    if (text === '*') return true;
    const pattern = tokenize(text, { wildcards: true, variables });
    return pattern && matchTokens(pattern, tokenize(resource)!);
  });
}

function matchConditions(statement: { [element: string]: any }, scope: StatementScope): Truth {
  return matchCondition(statement.Condition, scope);
}

/** Without the element and its `Not` form a statement has no effect; a test without a result met a variable without a value. */
function matchElement(statement: { [element: string]: any }, element: string, test: (value: any) => Truth | undefined): Truth {
  if (isPresent(statement[element])) return any(itemsOf(statement[element]), (value) => test(value) ?? false);
  const excluded = statement[`Not${element}`];
  return isPresent(excluded) && not(any(itemsOf(excluded), (value) => test(value) ?? 'unknown'));
}
