import { isSymbolic } from './intrinsics';
import { isInRange, isRange } from './ip-range';
import type { Truth } from './truth';
import { foldCase, isPlain, matchArn, matchTokens, sameText, tokenize, tokenReader, Tokens, Variables } from './wildcard';

/** Compares a value of the policy with one of the request; undefined when the policy's value holds a variable without a value. */
export type Comparison = (requestValue: string, variables: Variables | undefined) => Truth | undefined;

/** A condition operator. */
export interface Operator {
  /** Reads a value of the policy. */
  readonly read: (policyValue: string) => Comparison;
  /** Whether it holds when none of the policy's values compares. */
  readonly negated: boolean;
  /** Whether a value of the policy is of its type; one that holds a symbol or a variable may be. */
  readonly takes: (policyValue: string) => boolean;
}

/**
 * Every condition operator by its name, without prefix and suffix; `Null` is not among them, it asks about the key and not its value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', is(text({}))],
  ['StringNotEquals', isNot(text({}))],
  ['StringEqualsIgnoreCase', is(text({ fold: foldCase }))],
  ['StringNotEqualsIgnoreCase', isNot(text({ fold: foldCase }))],
  ['StringLike', is(text({ wildcards: true }))],
  ['StringNotLike', isNot(text({ wildcards: true }))],
  // the Equals and the Like form of the ARN operators behave the same
  ['ArnEquals', is(text({ wildcards: true, match: matchArn }))],
  ['ArnNotEquals', isNot(text({ wildcards: true, match: matchArn }))],
  ['ArnLike', is(text({ wildcards: true, match: matchArn }))],
  ['ArnNotLike', isNot(text({ wildcards: true, match: matchArn }))],
  ['NumericEquals', is(order(parseNumber, (request, policy) => request === policy))],
  ['NumericNotEquals', isNot(order(parseNumber, (request, policy) => request === policy))],
  ['NumericLessThan', is(order(parseNumber, (request, policy) => request < policy))],
  ['NumericLessThanEquals', is(order(parseNumber, (request, policy) => request <= policy))],
  ['NumericGreaterThan', is(order(parseNumber, (request, policy) => request > policy))],
  ['NumericGreaterThanEquals', is(order(parseNumber, (request, policy) => request >= policy))],
  ['DateEquals', is(order(parseDate, (request, policy) => request === policy))],
  ['DateNotEquals', isNot(order(parseDate, (request, policy) => request === policy))],
  ['DateLessThan', is(order(parseDate, (request, policy) => request < policy))],
  ['DateLessThanEquals', is(order(parseDate, (request, policy) => request <= policy))],
  ['DateGreaterThan', is(order(parseDate, (request, policy) => request > policy))],
  ['DateGreaterThanEquals', is(order(parseDate, (request, policy) => request >= policy))],
  ['Bool', is(order(parseBoolean, (request, policy) => request === policy))],
  // both sides are base64, so that equal bytes are equal texts
  ['BinaryEquals', is({ read: (policyValue) => (requestValue) => sameText(policyValue, requestValue) })],
  ['IpAddress', is({ read: inRange, takes: isRange })],
  ['NotIpAddress', isNot({ read: inRange, takes: isRange })],
]);

type Reading = Pick<Operator, 'read'> & Partial<Pick<Operator, 'takes'>>;

function is({ read, takes = () => true }: Reading): Operator {
  return { read, takes: (value) => !isPlain(value) || takes(value), negated: false };
}

function isNot(reading: Reading): Operator {
  return { ...is(reading), negated: true };
}

interface TextRules {
  readonly wildcards?: boolean;
  readonly fold?: (tokens: Tokens) => Tokens;
  readonly match?: (pattern: Tokens, text: Tokens) => Truth;
}

function text({ wildcards, fold = (tokens) => tokens, match = matchTokens }: TextRules): Reading {
  const read: Operator['read'] = (policyValue) => {
    const isExact = fold !== foldCase && isPlain(policyValue);
    const tokens = tokenReader(policyValue, { wildcards });
    return (requestValue, variables) => {
      if (isExact && !isSymbolic(requestValue)) return policyValue === requestValue;
      const pattern = tokens(variables);
      return pattern && match(fold(pattern), fold(tokenize(requestValue)!));
    };
  };
  return { read };
}

/** What either side does not tell, or what is no value of the type, is unknown: AWS does not say how it compares such a thing. */
function order<T>(parse: (value: string) => T | undefined, holds: (request: T, policy: T) => boolean): Reading {
  const read: Operator['read'] = (policyValue) => {
    const policy = parse(policyValue);
    return (requestValue) => {
      const request = parse(requestValue);
      return policy === undefined || request === undefined ? 'unknown' : holds(request, policy);
    };
  };
  // numbers and dates have more forms than are compared here
  return { read, takes: (policyValue) => parse(policyValue) !== undefined || /^[+-]?\.?\d/.test(policyValue) };
}

function inRange(policyValue: string): Comparison {
  return (requestValue) => isSymbolic(policyValue) || isSymbolic(requestValue) ? 'unknown' : isInRange(requestValue, policyValue) ?? 'unknown';
}

/** Of bounded length: on megabytes of digits, a repetition without a bound ends in a stack overflow. */
function parseNumber(value: string): number | undefined {
  return /^[+-]?\d{1,40}(\.\d{1,40})?$/.test(value) ? Number(value) : undefined;
}

function parseBoolean(value: string): boolean | undefined {
  return new Map([['true', true], ['false', false]]).get(value.toLowerCase());
}

/** An ISO 8601 date as W3C profiles it, or seconds since 1970; a time without its zone could be any. */
function parseDate(value: string): number | undefined {
  if (/^\d{5,40}(\.\d{1,40})?$/.test(value)) return Number(value) * 1000;
  const isDate = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,40})?)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(value);
  const time = isDate ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
