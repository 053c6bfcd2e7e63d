import { isIntrinsic, isObject, isPresent, renderValue } from './intrinsics';
import type { PolicyEnvironment } from './request';

// what the API of KMS takes at all, https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
const MAX_SIZE = 131_072;
const MAX_DEPTH = 50;

/** What is wrong with a value that should be a key policy and cannot be judged as one; undefined if it can. */
export function policyComplaint(policy: any): string | undefined {
  const fix = 'pass the parsed JSON of a key policy, as in { "Version": "2012-10-17", "Statement": [...] }';
  if (!isObject(policy)) return `'policy' must be an object with a Statement, got ${kindOf(policy)}; ${fix}`;
  if (isIntrinsic(policy)) return `'policy' must be known, got the intrinsic ${Object.keys(policy)[0]}; ${fix}`;
  if (!isPresent(policy.Statement)) return `'policy' must have a Statement, got an object without; ${fix}`;
  return textsOf(policy) === undefined
    ? `'policy' must have at most ${MAX_SIZE} characters and ${MAX_DEPTH} levels, got more; KMS takes 32768 bytes: ${fix}`
    : undefined;
}

/**
 * All strings in a value, names included; undefined where it is too large or too deep to be a policy.
 *
 * @param environment where it is given, an intrinsic is the text that it makes; else it is the strings that it is made of
 */
export function textsOf(value: any, environment?: PolicyEnvironment): Set<string> | undefined {
  const texts = new Set<string>();
  let size = 0;
  const collect = (current: any, depth: number): boolean => {
    size += typeof current === 'string' ? current.length : 1;
    if (size > MAX_SIZE || depth > MAX_DEPTH) return false;
    if (typeof current === 'string') {
      texts.add(current);
    } else if (environment !== undefined && isIntrinsic(current)) {
      texts.add(renderValue(current, environment));
    } else if (Array.isArray(current)) {
      return current.every((item) => collect(item, depth + 1));
    } else if (isObject(current)) {
      return Object.keys(current).every((name) => collect(name, depth) && collect(current[name], depth + 1));
    }
    return true;
  };
  return collect(value, 0) ? texts : undefined;
}

function kindOf(value: any): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
