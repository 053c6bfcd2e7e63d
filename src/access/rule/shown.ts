const LONGEST = 200;

/** A value as a message shows it; of what is no text, number or truth value, its kind. */
export function shown(value: any): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, LONGEST)) : String(value);
  return typeof value === 'string' && value.length > LONGEST ? `${text.slice(0, -1)}..."` : text;
}
