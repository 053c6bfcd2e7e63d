const LONGEST = 200;

/** A value of a policy as a message shows it. */
export function shown(value: any): string {
  const text = JSON.stringify(typeof value === 'object' ? 'something' : value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}..."` : text;
}
