import { endOfSymbol, isSymbolic, mayHoldColon, UNRESOLVED } from './intrinsics';
import { all, Truth } from './truth';

/** A parsed text: literal characters one by one, symbols, and in patterns the two wildcards, which are the only tokens of two characters. */
export type Tokens = readonly string[];

const ANY = '??';
const MANY = '**';

/** Looks up policy variables. */
export type Variables = (conditionKey: string) => string | undefined;

/** How a text is read. */
export interface Reading {
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards?: boolean;
  /** Without it `${` has no meaning. */
  readonly variables?: Variables;
}

/** The tokens of a text, or undefined when it holds a policy variable that has no value. */
export function tokenize(text: string, reading: Reading = {}): Tokens | undefined {
  if (isPlain(text)) return text.split('');
  const tokens: string[] = [];
  // looked up once: a text full of openings must not search its rest at every one
  const lastClose = text.lastIndexOf('}');
  const hasSymbols = isSymbolic(text);
  for (let i = 0; i < text.length; i++) {
    const symbolEnd = hasSymbols ? endOfSymbol(text, i) : -1;
    if (symbolEnd >= 0) {
      tokens.push(text.slice(i, symbolEnd + 1));
      i = symbolEnd;
    } else if (reading.variables && text.startsWith('${', i) && lastClose > i) {
      const close = text.indexOf('}', i);
      const value = valueOf(text.slice(i + 2, close), reading.variables);
      if (value === undefined) return undefined;
      for (const token of tokenize(value) ?? []) tokens.push(token);
      i = close;
    } else if (reading.wildcards && (text[i] === '*' || text[i] === '?')) {
      tokens.push(text[i] === '*' ? MANY : ANY);
    } else {
      tokens.push(text[i]);
    }
  }
  return tokens;
}

/** The tokens of a text under changing variables; a text that holds none is taken apart once. */
export function tokenReader(text: string, { wildcards }: Pick<Reading, 'wildcards'>): (variables: Variables | undefined) => Tokens | undefined {
  let tokens: Tokens | undefined;
  return (variables) => variables !== undefined && text.includes('${')
    ? tokenize(text, { wildcards, variables })
    : tokens ??= tokenize(text, { wildcards });
}

/** Matches texts with a pattern, which is read once; whatever differs from it before its first wildcard is not taken apart. */
export function patternReader(pattern: string): (text: string) => Truth {
  const tokens = tokenReader(pattern, { wildcards: true });
  const [start] = pattern.split(/[*?\u27E6]/, 1);
  const isPrefix = pattern === `${start}*`;
  const matches = (text: string) => matchTokens(tokens(undefined)!, tokenize(text)!);
  return (text) => text.startsWith(start) ? isPrefix || matches(text) : isSymbolic(text) && matches(text);
}

/** Whether a text can match nothing but itself: it holds neither a wildcard nor a variable nor a symbol. */
export function isPlain(text: string): boolean {
  return !/[*?$\u27E6]/.test(text);
}

/** Whether two texts are the same. */
export function sameText(one: string, other: string): Truth {
  return isSymbolic(one) || isSymbolic(other) ? matchTokens(tokenize(one)!, tokenize(other)!) : one === other;
}

/** The same tokens in one case; symbols have none. */
export function foldCase(tokens: Tokens): Tokens {
  return tokens.map((token) => token.length === 1 ? token.toLowerCase() : token);
}

/** Whether the pattern matches the whole text; unknown when that depends on what a symbol stands for. */
export function matchTokens(pattern: Tokens, text: Tokens): Truth {
  if (glob(pattern, text, fitsCertainly)) return true;
  if (!hasSymbol(pattern) && !hasSymbol(text)) return false;
  return mayMatch(pattern, text) && !differBetweenColons(pattern, text) ? 'unknown' : false;
}

/**
 * Whether the pattern matches an ARN component by component, so that no wildcard reaches over a colon before the sixth component.
 *
 * A symbol between the colons of an ARN is taken to hold no colon itself: otherwise the account would not be where it is written.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchArn(pattern: Tokens, arn: Tokens): Truth {
  const patterns = components(pattern);
  const parts = components(arn);
  if (patterns.length === 6 && parts.length === 6) return all(parts, (part, i) => matchTokens(patterns[i], part));
  const whole = matchTokens(pattern, arn);
  // what AWS does with a pattern of fewer components, such as a lone `*`, is not documented
  return whole === true && pattern.some(isWildcard) ? 'unknown' : whole;
}

function valueOf(variable: string, variables: Variables): string | undefined {
  if (variable === '*' || variable === '?' || variable === '$') return variable;
  const comma = variable.indexOf(',');
  if (comma < 0) return variables(variable.trim());
  const fallback = variable.slice(comma + 1).trim();
  const quoted = fallback.length >= 2 && fallback.startsWith("'") && fallback.endsWith("'");
  return variables(variable.slice(0, comma).trim()) ?? (quoted ? fallback.slice(1, -1) : undefined);
}

function components(arn: Tokens): Tokens[] {
  const parts: Tokens[] = [];
  let start = 0;
  for (let end = arn.indexOf(':'); end >= 0 && parts.length < 5; end = arn.indexOf(':', start)) {
    parts.push(arn.slice(start, end));
    start = end + 1;
  }
  return [...parts, arn.slice(start)];
}

/** Whether the pattern matches the text for some values of the symbols; how both begin alike says nothing, for one symbol has one value. */
function mayMatch(pattern: Tokens, text: Tokens): boolean {
  let start = 0;
  while (start < pattern.length && start < text.length && fitsCertainly(pattern[start], text[start])) start++;
  return overlap(pattern.slice(start).map(widen), text.slice(start).map(widen));
}

/** Whether some part between two colons cannot match: where there are as many on both sides, no wildcard and no symbol reaches over one, unless it may hold one itself. */
function differBetweenColons(pattern: Tokens, text: Tokens): boolean {
  const isEven = pattern.filter((token) => token === ':').length === text.filter((token) => token === ':').length;
  if (!isEven || [...pattern, ...text].some((token) => isSymbol(token) && mayHoldColon(token))) return false;
  const parts = components(text);
  return components(pattern).some((part, i) => !mayMatch(part, parts[i]));
}

/** Two pointers and the last `*`: no step back goes further than that, so the time is at most the text times the longest part between two `*`. */
function glob(pattern: Tokens, text: Tokens, fits: (one: string, other: string) => boolean): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === MANY) {
      star = p++;
      resume = t;
    } else if (p < pattern.length && fits(pattern[p], text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === MANY) p++;
  return p === pattern.length;
}

/** Whether there is a text that both patterns match. */
function overlap(one: Tokens, other: Tokens): boolean {
  if (!other.includes(MANY)) return glob(one, other, fitsPossibly);
  if (!one.includes(MANY)) return glob(other, one, fitsPossibly);
  // the `*` of each takes up the middle of the other: only what stands before the first and after the last can clash
  const heads = Math.min(one.indexOf(MANY), other.indexOf(MANY));
  const tails = Math.min(one.length - 1 - one.lastIndexOf(MANY), other.length - 1 - other.lastIndexOf(MANY));
  return one.slice(0, heads).every((token, i) => fitsPossibly(token, other[i]))
    && one.slice(one.length - tails).every((token, i) => fitsPossibly(token, other[other.length - tails + i]));
}

function fitsCertainly(pattern: string, text: string): boolean {
  return pattern === ANY ? text.length === 1 : pattern === text && pattern !== UNRESOLVED;
}

function fitsPossibly(one: string, other: string): boolean {
  return one === other || one === ANY || other === ANY;
}

function hasSymbol(tokens: Tokens): boolean {
  return tokens.some(isSymbol);
}

function isSymbol(token: string): boolean {
  return token.length > 1 && !isWildcard(token);
}

function isWildcard(token: string): boolean {
  return token === ANY || token === MANY;
}

function widen(token: string): string {
  return isSymbol(token) ? MANY : token;
}
