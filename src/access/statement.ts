import type { Identity } from './caller';
import { ConditionScope, readCondition } from './condition';
import { isIntrinsic, isObject, isPresent, renderItems } from './intrinsics';
import { once } from './once';
import { readPrincipals } from './principal';
import type { PolicyEnvironment } from './request';
import { any, both, either, not, Truth } from './truth';
import { isPlain, matchTokens, patternReader, tokenize, tokenReader } from './wildcard';

/** One request, ready to be held against statements. */
export interface StatementScope extends ConditionScope {
  /** In lower case: actions have no case. */
  readonly action: string;
  readonly resource: string;
}

/** What a statement says about a request; with `perhaps`, a template leaves it open. */
export type Verdict = 'allows caller' | 'allows account' | 'perhaps allows' | 'denies' | 'perhaps denies' | 'perhaps either' | 'silent';

/** What a statement says about the requests of one caller; undefined where it is silent about all of them. */
export type StatementReader = (caller: Identity) => ((scope: StatementScope) => Verdict) | undefined;

type Element = 'Action' | 'Resource';

/** The texts of an element that is one or a list of them. */
type TextsOf = (element: string) => string[];

type Test = (scope: StatementScope) => Truth;
type ActionTest = (scope: Pick<StatementScope, 'action'>) => Truth;

/** Reads a statement, each of its elements when the first request asks for it. */
export function readStatement(statement: any, environment: PolicyEnvironment): StatementReader {
  if (!isObject(statement) || isIntrinsic(statement)) return () => () => 'perhaps either';
  const textsOf: TextsOf = (element) => renderItems(statement[element], environment);
  const actions = once(() => readActionElement(statement, textsOf));
  const resources = once(() => readElement(statement, 'Resource', textsOf, readResources));
  const principals = once(() => readPrincipals(statement, environment));
  const condition = once(() => readCondition(statement.Condition, environment));
  const verdict = verdictOf(statement.Effect);

  return (caller) => {
    const itself = principals().itself(caller);
    // for whom it is meant by name, it does not matter what it says about the account
    const account = itself === true || principals().account(caller);
    return itself === false && account === false ? undefined : (scope) => {
      const action = actions()(scope);
      if (action === false) return 'silent';
      const applies = both(both(action, resources()(scope)), condition()(scope));
      return verdict(both(itself, applies), both(account, applies));
    };
  };
}

/** Reads the `Action` or `NotAction` of a statement. */
export function readActionElement(statement: { [element: string]: any }, textsOf: TextsOf): ActionTest {
  return readElement(statement, 'Action', textsOf, readActions);
}

/** What follows of whether a statement applies to the caller itself, and to its account. */
function verdictOf(effect: any): (itself: Truth, account: Truth) => Verdict {
  return (itself, account) => {
    const applies = either(itself, account);
    if (applies === false) return 'silent';
    if (isIntrinsic(effect)) return 'perhaps either';
    if (effect === 'Deny') return applies === true ? 'denies' : 'perhaps denies';
    if (effect !== 'Allow') return 'silent';
    if (itself === true) return 'allows caller';
    return account === true ? 'allows account' : 'perhaps allows';
  };
}

/** Without the element and its `Not` form a statement has no effect. */
function readElement<T>(
  statement: { [element: string]: any },
  element: Element,
  textsOf: TextsOf,
  read: (patterns: string[], withoutValue: Truth) => (scope: T) => Truth,
): (scope: T) => Truth {
  if (isPresent(statement[element])) return read(textsOf(element), false);
  if (!isPresent(statement[`Not${element}`])) return () => false;
  const isExcluded = read(textsOf(`Not${element}`), 'unknown');
  return (scope) => not(isExcluded(scope));
}

function readActions(patterns: string[]): ActionTest {
  const plain = new Set<string>();
  const patternTests: ReturnType<typeof patternReader>[] = [];
  for (const pattern of patterns) {
    const name = pattern.toLowerCase();
    if (isPlain(name)) plain.add(name);
    else patternTests.push(patternReader(name));
  }
  return ({ action }) => plain.has(action) || any(patternTests, (matches) => matches(action));
}

/** @param withoutValue the result for a pattern with a variable that has no value */
function readResources(patterns: string[], withoutValue: Truth): Test {
  if (patterns.includes('*')) return () => true;
  const readers = patterns.map((pattern) => tokenReader(pattern, { wildcards: true }));
  return ({ resource, variables }) => any(readers, (read) => {
    const pattern = read(variables);
    return pattern === undefined ? withoutValue : matchTokens(pattern, tokenize(resource)!);
  });
}
