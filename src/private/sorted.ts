/** Conditions of a statement: operator, condition key, value or values. */
export interface Conditions {
  [operator: string]: any;
}

/** Conditions in one order, whatever language the app is written in. */
export function sorted(conditions: Conditions): Conditions {
  return byKey(Object.fromEntries(Object.entries(conditions).map(([operator, keys]) => [operator, byKey(keys)])));
}

function byKey(map: Conditions): Conditions {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
