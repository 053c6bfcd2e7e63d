/**
 * Statements with a Sid of their own each: the second and later ones of one Sid carry its number.
 *
 * @param taken the Sids that the policy has already
 */
export function withDistinctSids(statements: any[], taken: (string | undefined)[] = []): any[] {
  const sids = new Set(taken);
  return statements.map(statement => {
    let sid = statement.Sid;
    for (let n = 2; sids.has(sid); n++) sid = `${statement.Sid}${n}`;
    sids.add(sid);
    return { ...statement, Sid: sid };
  });
}

/** A statement as a text that is equal for two which differ in nothing but their Sids and the order of their elements. */
export function withoutSid(statement: any): string {
  const inOrder = (map: object) => Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({ ...statement, Sid: undefined }, (_, value) => isMap(value) ? inOrder(value) : value);
}

function isMap(value: any): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
