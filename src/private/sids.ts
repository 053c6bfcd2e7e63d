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
