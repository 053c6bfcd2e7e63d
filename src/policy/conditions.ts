import { TRAIL_CONTEXT } from '../private/encryption-context';
import { ACCOUNT_ID, Format } from '../private/formats';
import { PropsCheck, shown } from '../private/props-check';
import { Conditions, sorted } from '../private/sorted';
import { TrailIdentity } from '../trail-identity';

/** The guard on whoever reads logs: only what CloudTrail encrypted, nothing else under this key. */
export const TRAIL_CONTEXT_PRESENT: Conditions = { Null: { [TRAIL_CONTEXT]: 'false' } };

/** The values once each, as a policy writes them: one alone without a list around it. */
export function oneOrMany(values: string[]): string | string[] {
  const distinct = [...new Set(values)];
  return distinct.length === 1 ? distinct[0] : distinct;
}

/** A list for a statement, each element found right; an empty one would be a condition that nothing fulfils, or everything. */
export function elementsOf<T>(prop: string, values: T[], checkElement: (check: PropsCheck, element: string, value: T) => void): T[] {
  const check = new PropsCheck();
  if (values === undefined || values?.length === 0) {
    check.add(`'${prop}' must have one element at least, got ${shown(values)}; leave the statement out`);
  }
  check.list(prop, values, (element, value) => checkElement(check, element, value));
  check.done('policy statement');
  return values;
}

/** Names that may stand in a policy. */
export function checked(prop: string, values: string[], format: Format): string[] {
  return elementsOf(prop, values, (check, element, value) => check.required(element, value, format));
}

/** Trails on whose behalf a statement admits. */
export function identities(trails: TrailIdentity[]): TrailIdentity[] {
  return elementsOf('trails', trails, checkIdentity);
}

/** A trail's identity, in whose place an app in JavaScript can pass anything; the result says whether it is one. */
export function checkIdentity(check: PropsCheck, prop: string, trail: TrailIdentity): boolean {
  return check.kind(prop, trail, typeof trail?.encryptionContextPattern === 'string', 'a TrailIdentity', 'use TrailIdentity.fromTrailArn() or new TrailIdentity()');
}

/** Only on behalf of these trails; one wildcard moves the whole list to ArnLike, for two operators on one key would both have to match. */
export function sourceArns(trails: TrailIdentity[]): Conditions {
  const operator = identities(trails).some(trail => trail.isPattern) ? 'ArnLike' : 'StringEquals';
  return { [operator]: { 'aws:SourceArn': oneOrMany(trails.map(trail => trail.trailArn)) } };
}

/** Only on behalf of these accounts. */
export function sourceAccounts(accountIds: string[]): Conditions {
  return { StringEquals: { 'aws:SourceAccount': oneOrMany(checked('accountIds', accountIds, ACCOUNT_ID)) } };
}

/**
 * The operator and key that both conditions use; undefined if there is none.
 *
 * A statement can hold the pair once, so the second would replace the first. Operators and keys are not case-sensitive.
 */
export function collision(guard: Conditions, own: Conditions): string | undefined {
  const pairs = (conditions: Conditions) => Object.entries(conditions).flatMap(([operator, keys]) => Object.keys(keys).map(key => `${operator} ${key}`));
  const guarded = pairs(guard).map(pair => pair.toLowerCase());
  return pairs(own).find(pair => guarded.includes(pair.toLowerCase()));
}

/** All of several conditions, in one order whatever language the app is written in. */
export function merged(...all: Conditions[]): Conditions {
  const result: Conditions = {};
  for (const conditions of all) {
    for (const [operator, keys] of Object.entries(conditions)) {
      result[operator] = { ...result[operator], ...keys };
    }
  }
  return sorted(result);
}
