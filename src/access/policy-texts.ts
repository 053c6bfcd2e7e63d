import { isIntrinsic, isObject, isPresent, renderValue } from './intrinsics';
import type { PolicyEnvironment } from './request';

// what the API of KMS takes at all, https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
const MAX_SIZE = 131_072;
const MAX_DEPTH = 50;

/** What is wrong with a value that should be a key policy and cannot be judged as one; undefined if it can. */
export function policyComplaint(policy: any, texts = Texts.of(policy)): string | undefined {
  const fix = 'pass the parsed JSON of a key policy, as in { "Version": "2012-10-17", "Statement": [...] }';
  if (!isObject(policy)) return `'policy' must be an object with a Statement, got ${kindOf(policy)}; ${fix}`;
  if (isIntrinsic(policy)) return `'policy' must be known, got the intrinsic ${Object.keys(policy)[0]}; ${fix}`;
  if (!isPresent(policy.Statement)) return `'policy' must have a Statement, got an object without; ${fix}`;
  return texts === undefined
    ? `'policy' must have at most ${MAX_SIZE} characters and ${MAX_DEPTH} levels, got more; KMS takes 32768 bytes: ${fix}`
    : undefined;
}

/** The strings in a value, names included. */
export class Texts {
  /** The strings in a value; undefined where it is too large or too deep to be a policy. */
  public static of(value: any): Texts | undefined {
    const texts = new Texts();
    return texts.read(value, 0, false) ? texts : undefined;
  }

  /** All as they are written: of an intrinsic, those that it is made of. */
  public readonly written = new Set<string>();

  /** Texts that stand outside of intrinsics, and these. */
  private readonly parts: any[] = [];
  private size = 0;

  private constructor() {}

  /** All as they are in an environment: of an intrinsic, the text that it makes. */
  public in(environment: PolicyEnvironment): Set<string> {
    return new Set(this.parts.map((part) => renderValue(part, environment)));
  }

  // by index and without closures, as in truth.ts: as a rule this runs before Node optimizes anything
  private read(value: any, depth: number, isComputed: boolean): boolean {
    if (typeof value === 'string') {
      this.size += value.length;
      this.written.add(value);
      if (!isComputed) this.parts.push(value);
      return this.size <= MAX_SIZE && depth <= MAX_DEPTH;
    }
    this.size++;
    if (this.size > MAX_SIZE || depth > MAX_DEPTH) return false;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) if (!this.read(value[i], depth + 1, isComputed)) return false;
    } else if (isObject(value)) {
      const isPart = isComputed || isIntrinsic(value);
      if (isPart && !isComputed) this.parts.push(value);
      const names = Object.keys(value);
      for (let i = 0; i < names.length; i++) if (!this.read(names[i], depth, isPart) || !this.read(value[names[i]], depth + 1, isPart)) return false;
    }
    return true;
  }
}

function kindOf(value: any): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
