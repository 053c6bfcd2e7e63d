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

/** The statements of which a policy holds none that is the same but for its Sid and the order of its elements. */
export function missingFrom(policy: any[], statements: any[]): any[] {
  // as a rule nothing was changed, and it is cheap to see that; long texts that differ do so in their lengths, which is cheaper than to hash them
  const asWritten = policy.map(statement => JSON.stringify(statement));
  const others = statements.filter(statement => !asWritten.includes(JSON.stringify(statement)));
  if (others.length === 0) return [];
  const present = new Set(policy.map(withoutSid));
  return others.filter(statement => !present.has(withoutSid(statement)));
}

/** A statement as a text that is equal for two of which that is true. */
function withoutSid(statement: any): string {
  return inOrder({ ...statement, Sid: undefined });
}

function inOrder(value: any): string {
  if (Array.isArray(value)) return `[${value.map(inOrder)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).filter(name => value[name] !== undefined).sort();
  return `{${names.map(name => `${JSON.stringify(name)}:${inOrder(value[name])}`)}}`;
}
