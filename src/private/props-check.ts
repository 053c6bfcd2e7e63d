import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { partitionOfRegion } from './arns';
import { Format } from './formats';
import { knownToDiffer } from './known';

/** Refused input: every complaint about one call, in one message. */
class ValidationError extends Error {
  public readonly name = 'ValidationError';

  public constructor(where: string, complaints: string[]) {
    super(complaints.length === 1 ? `${where}: ${complaints[0]}` : [`${where}: ${complaints.length} problems`, ...complaints].join('\n  - '));
  }
}

/**
 * Collects everything that is wrong with one props object, so that its author hears of all of it at once.
 *
 * Unresolved tokens pass every check, for what cannot be known is not guessed; but what is literal beside them must not act as a wildcard or a variable.
 */
export class PropsCheck {
  private readonly complaints = new Set<string>();

  /** Notes what no format can say. */
  public add(...complaints: string[]): void {
    complaints.forEach(complaint => this.complaints.add(complaint));
  }

  /** A value that must be there; the result says whether nothing is wrong with it, as far as it is known. */
  public required(prop: string, value: unknown, format: Format): boolean {
    const isOtherToken = typeof value !== 'string' && Token.isUnresolved(value);
    if (isOtherToken) return this.kind(prop, value, false, 'a string, or a token that was made one', 'wrap it in Token.asString()');
    const isRight = typeof value === 'string' && (Token.isUnresolved(value) ? isHarmless(value, format) : format.test(value));
    return this.kind(prop, value, isRight, format.allowed, format.fix);
  }

  /** A value of a kind that no format can say; the result says whether it is of it. */
  public kind(prop: string, value: unknown, isOfKind: boolean, allowed: string, fix: string): boolean {
    if (!isOfKind) this.add(`'${prop}' must be ${allowed}, got ${shown(value)}; ${fix}`);
    return isOfKind;
  }

  /** A member of an enum that may be left out, one of those that are allowed. */
  public member(prop: string, value: unknown, allowed: string[], type: string): void {
    if (value !== undefined) this.kind(prop, value, allowed.includes(value as string), `one of ${allowed.join(', ')}`, `use a member of ${type}`);
  }

  /** A flag that may be left out: what is not false would count as true, and null as left out. */
  public flag(prop: string, value: unknown): void {
    if (value !== undefined) this.kind(prop, value, typeof value === 'boolean', 'true or false', 'leave it out for the default');
  }

  /** What becomes of a resource that has no snapshots. */
  public removalPolicy(value: unknown): void {
    this.member('removalPolicy', value, [RemovalPolicy.DESTROY, RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE], 'RemovalPolicy');
  }

  /** A value that must be there and known, for security hangs on it. */
  public literal(prop: string, value: unknown, format: Format): void {
    if (Token.isUnresolved(value)) {
      this.add(`'${prop}' must be known when the app is synthesized, got ${shown(value)}; write it out`);
    } else {
      this.required(prop, value, format);
    }
  }

  /** A value that may be left out. */
  public optional(prop: string, value: unknown, format: Format): boolean {
    return value === undefined || this.required(prop, value, format);
  }

  /** A list that may be left out, each element of which is named with its index. */
  public list(prop: string, values: unknown, check: (element: string, value: any) => void): void {
    if (values === undefined) return;
    if (!Array.isArray(values) || Token.isUnresolved(values)) {
      this.add(`'${prop}' must be a list that is known when the app is synthesized, got ${shown(values)}; write its elements out`);
      return;
    }
    values.forEach((value, i) => check(`${prop}[${i}]`, value));
  }

  /** A list of strings that may be left out. */
  public each(prop: string, values: unknown, format: Format): void {
    this.list(prop, values, (element, value) => this.required(element, value, format));
  }

  /** A duration that may be left out, of whole days in a range. */
  public days(prop: string, value: unknown, range: { min: number; max: number }): void {
    if (value === undefined) return;
    const fits = (duration: Duration) => {
      const days = duration.toDays({ integral: false });
      return Number.isInteger(days) && days >= range.min && days <= range.max;
    };
    const isDuration = typeof (value as Duration)?.toDays === 'function';
    if (!isDuration || !((value as Duration).isUnresolved() || fits(value as Duration))) {
      const got = isDuration ? (value as Duration).toHumanString() : shown(value);
      this.add(`'${prop}' must be ${range.min} to ${range.max} whole days, got ${got}; use Duration.days()`);
    }
  }

  /** Something of one partition in a stack of another. */
  public partition(prop: string, value: string, partition: string | undefined, stackRegion: string): void {
    const own = partitionOfRegion(stackRegion);
    if (knownToDiffer(own, partition)) {
      this.add(`'${prop}' must lie in the partition of the stack, ${shown(own)}, got ${shown(value)} of ${shown(partition)}; `
        + 'nothing reaches across partitions: make a stack in each');
    }
  }

  /** Throws if anything was complained about; `where` is the path or the class that was given the props. */
  public done(where: string): void {
    if (this.complaints.size > 0) throw new ValidationError(where, [...this.complaints]);
  }
}

/** Throws one complaint. */
export function refuse(where: string, complaint: string): never {
  throw new ValidationError(where, [complaint]);
}

/** Throws where props are none, which an app in JavaScript can get wrong. */
export function requireProps(where: string, props: unknown): void {
  if (typeof props !== 'object' || props === null) {
    refuse(where, `'props' must be an object, got ${shown(props)}; write them as in { ... }, or leave them out if none is required`);
  }
}

/** How the CDK writes a token into a string. */
const ENCODED_TOKEN = /\$\{Token\[[^\]]*\]\}/g;

/** Whether what is literal beside tokens acts as no wildcard and no policy variable where the format has none. */
function isHarmless(value: string, format: Format): boolean {
  const literal = value.replace(ENCODED_TOKEN, '');
  return !/\$/.test(literal) && (format.isPattern === true || !/[*?]/.test(literal));
}

/** A class's name, without the number that a bundler of the CDK put behind it; some views of the CDK have none. */
function nameOf(type: object): string {
  return (type as { name: string }).name.replace(/\d+$/, '') || 'construct';
}

/** Longer values tell no more. */
const LONGEST = 200;

/** A received value as an error message shows it. */
export function shown(value: unknown): string {
  if (Construct.isConstruct(value)) return `the ${nameOf(value.constructor)} "${value.node.path}"`;
  if (Token.isUnresolved(value)) {
    const literal = typeof value === 'string' ? value.replace(ENCODED_TOKEN, '${Token}') : '${Token}';
    return literal === '${Token}' ? 'a token' : JSON.stringify(literal);
  }
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const type = Object.getPrototypeOf(value)?.constructor ?? Object;
    if (type !== Object) return `a ${nameOf(type)}`;
  }
  const text = written(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** A value as JSON has it, which is not read further than anybody sees it: every part takes up a character. */
function written(value: unknown): string {
  let parts = 0;
  const shownPart = (part: unknown) => Construct.isConstruct(part) ? part.node.path : typeof part === 'bigint' ? String(part) : part;
  try {
    return JSON.stringify(value, (_, part) => parts++ > LONGEST ? undefined : shownPart(part)) ?? String(value);
  } catch {
    return 'an object that holds itself';
  }
}
