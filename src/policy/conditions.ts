import { TRAIL_CONTEXT } from '../private/encryption-context';
import { ACCOUNT_ID, Format } from '../private/formats';
import { PropsCheck, refuse, shown } from '../private/props-check';
import { Conditions, sorted } from '../private/sorted';
import { TrailIdentity } from '../trail-identity';

/** The guard on whoever reads logs: only what CloudTrail encrypted, nothing else under this key. */
export const TRAIL_CONTEXT_PRESENT: Conditions = { Null: { [TRAIL_CONTEXT]: 'false' } };

/** The values once each, as a policy writes them: one alone without a list around it. */
export function oneOrMany(values: string[]): string | string[] {
  const distinct = [...new Set(values)];
  return distinct.length === 1 ? distinct[0] : distinct;
}

/** Names that may stand in a policy; an empty list would be a condition that nothing fulfils, or everything. */
export function checked(prop: string, values: string[], format: Format): string[] {
  const check = new PropsCheck();
  check.each(prop, notEmpty(prop, values), format);
  check.done('policy statement');
  return values;
}

/** A list for a statement, which needs one element at least. */
export function notEmpty<T>(prop: string, values: T[]): T[] {
  return values?.length > 0 ? values : refuse('policy statement', `'${prop}' must have one element at least, got ${shown(values)}; leave the statement out`);
}

/** Only on behalf of these trails; one wildcard moves the whole list to ArnLike, for two operators on one key would both have to match. */
export function sourceArns(trails: TrailIdentity[]): Conditions {
  const stranger = notEmpty('trails', trails).find(trail => typeof trail?.encryptionContextPattern !== 'string');
  if (stranger !== undefined) refuse('policy statement', `'trails' must be of TrailIdentity, got ${shown(stranger)}; use TrailIdentity.fromTrailArn()`);
  const operator = trails.some(trail => trail.isPattern) ? 'ArnLike' : 'StringEquals';
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
