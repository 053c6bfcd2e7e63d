import { isIntrinsic, isObject, isPresent, renderItems } from './intrinsics';
import { Operator, OPERATORS } from './operators';
import type { PolicyEnvironment } from './request';
import { all, any, not, Truth } from './truth';
import type { Variables } from './wildcard';

/** The values of a condition key: undefined when the request does not have it, `perhaps` when it may have it, with whatever value. */
export type KeyValues = readonly string[] | 'perhaps' | undefined;

/** What conditions are evaluated against. */
export interface ConditionScope {
  /** The values of a condition key in lower case. */
  readonly values: (key: string) => KeyValues;
  readonly variables: Variables | undefined;
}

type Test = (scope: ConditionScope) => Truth;

interface OperatorName {
  readonly base: string;
  readonly quantifier?: 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
}

const UNKNOWN: Test = () => 'unknown';

/** Reads the conditions of a statement; the test is whether all of them hold. */
export function readCondition(condition: any, environment: PolicyEnvironment): Test {
  return readAll(condition, (operator, block) => {
    const name = parseOperator(operator);
    return readAll(block, (key, value) => readKey(name, key.toLowerCase(), renderItems(value, environment)));
  });
}

/** The test that all entries of an object pass; an entry that CloudFormation removes does. */
function readAll(object: any, read: (name: string, value: any) => Test): Test {
  if (!isPresent(object)) return () => true;
  if (!isObject(object) || isIntrinsic(object)) return UNKNOWN;
  const tests = Object.keys(object).filter((name) => isPresent(object[name])).map((name) => read(name, object[name]));
  return (scope) => all(tests, (test) => test(scope));
}

/** What takes the values under the name of an operator, with prefix and suffix; undefined if there is no such operator. */
export function operatorNamed(name: string): Pick<Operator, 'takes'> | undefined {
  const plain = OPERATORS.get(name);
  if (plain !== undefined) return plain;
  const { base, ifExists } = parseOperator(name);
  return OPERATORS.get(base === 'Null' && !ifExists ? 'Bool' : base);
}

function readKey(operator: OperatorName, key: string, values: string[]): Test {
  const { base, quantifier, ifExists } = operator;
  if (base === 'Null' && !quantifier && !ifExists) return readNull(key, values);
  const known = OPERATORS.get(base);
  if (known === undefined) return UNKNOWN;
  const { negated } = known;
  const comparisons = values.map(known.read);
  const absent = withoutKey(operator, negated);

  return (scope) => {
    const requestValues = scope.values(key);
    if (requestValues === undefined) return absent;
    if (requestValues === 'perhaps') return 'unknown';
    const test = (requestValue: string): Truth => {
      // a variable without a value equals nothing; whether a negated operator then holds or the statement is void, AWS leaves open:
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
      const compared = any(comparisons, (compare) => compare(requestValue, scope.variables) ?? (negated ? 'unknown' : false));
      return negated ? not(compared) : compared;
    };
    if (quantifier === 'ForAllValues') return all(requestValues, test);
    if (quantifier === 'ForAnyValue') return any(requestValues, test);
    return unanimous(requestValues.map(test));
  };
}

/**
 * What holds of a key that the request does not have.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function withoutKey({ quantifier, ifExists }: OperatorName, negated: boolean): Truth {
  if (quantifier === 'ForAllValues') return true;
  // the two documented rules contradict each other: without the key `ForAnyValue` is false and `IfExists` is true
  if (quantifier === 'ForAnyValue') return ifExists ? 'unknown' : false;
  return ifExists || negated;
}

function readNull(key: string, values: string[]): Test {
  const comparisons = values.map(OPERATORS.get('Bool')!.read);
  return (scope) => {
    const requestValues = scope.values(key);
    if (requestValues === 'perhaps') return 'unknown';
    const absent = String(requestValues === undefined);
    return any(comparisons, (compare) => compare(absent, undefined)!);
  };
}

/** Several values under an operator without a quantifier: AWS documents a result only where the values agree. */
function unanimous(results: Truth[]): Truth {
  return results.every((result) => result === results[0]) ? results[0] : 'unknown';
}

function parseOperator(name: string): OperatorName {
  const [prefix, rest] = name.split(':', 2);
  const quantifier = rest !== undefined && (prefix === 'ForAllValues' || prefix === 'ForAnyValue') ? prefix : undefined;
  const bare = quantifier ? name.slice(quantifier.length + 1) : name;
  const ifExists = bare.endsWith('IfExists');
  return { base: ifExists ? bare.slice(0, -'IfExists'.length) : bare, quantifier, ifExists };
}
