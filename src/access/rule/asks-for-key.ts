/** Whether a condition fails in a request without its key. */
export function asksForKey(operator: string, values: string[]): boolean {
  if (operator === 'Null') return values.every((value) => value === 'false');
  return !/Not(Equals|Like|IpAddress)|^NotIpAddress|IfExists$|^ForAllValues:/.test(operator);
}
