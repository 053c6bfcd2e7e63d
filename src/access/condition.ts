import type { RequestContext } from './context';
import { isIntrinsic, isObject, isPresent, itemsOf, renderValue } from './intrinsics';
import { OPERATORS } from './operators';
import type { PolicyEnvironment } from './request';
import { all, any, not, Truth } from './truth';
import type { Reading } from './wildcard';

/** What conditions are evaluated against. */
export interface ConditionScope {
  readonly context: RequestContext;
  readonly environment: PolicyEnvironment;
  readonly variables: Reading['variables'];
}

type Values = readonly string[];

interface OperatorName {
  readonly base: string;
  readonly quantifier?: 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
}

/** Whether all conditions of a statement hold. */
export function matchCondition(condition: any, scope: ConditionScope): Truth {
  if (!isPresent(condition)) return true;
  if (!isObject(condition) || isIntrinsic(condition)) return 'unknown';
  return all(Object.entries(condition), ([operator, block]) => matchBlock(parseOperator(operator), block, scope));
}

function matchBlock(operator: OperatorName, block: any, scope: ConditionScope): Truth {
  if (!isPresent(block)) return true;
  if (!isObject(block) || isIntrinsic(block)) return 'unknown';
  return all(Object.entries(block), ([key, value]) => {
    if (!isPresent(value)) return true;
    const policyValues = itemsOf(value).map((item) => renderValue(item, scope.environment));
    return matchKey(operator, policyValues, scope.context.get(key.toLowerCase()), scope.variables);
  });
}

function matchKey(operator: OperatorName, policyValues: Values, requestValues: Values | undefined, variables: Reading['variables']): Truth {
  const { base, quantifier, ifExists } = operator;
  if (base === 'Null' && !quantifier && !ifExists) return isNull(policyValues, requestValues === undefined);
  const known = OPERATORS.get(base);
  if (known === undefined) return 'unknown';
  if (requestValues === undefined) return withoutKey(operator, known.negated);

  const matchValue = (requestValue: string): Truth => {
    // a variable without a value equals nothing; whether a negated operator then holds or the statement is void, AWS leaves open:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    const compared = any(policyValues, (value) => known.compare(value, requestValue, variables) ?? (known.negated ? 'unknown' : false));
    return known.negated ? not(compared) : compared;
  };
  if (quantifier === 'ForAllValues') return all(requestValues, matchValue);
  if (quantifier === 'ForAnyValue') return any(requestValues, matchValue);
  return unanimous(requestValues.map(matchValue));
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

function isNull(policyValues: Values, absent: boolean): Truth {
  return any(policyValues, (value) => OPERATORS.get('Bool')!.compare(value, String(absent), undefined)!);
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
