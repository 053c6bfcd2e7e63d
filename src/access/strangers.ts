import type { PolicyEnvironment } from './request';
import { matchArn, tokenize } from './wildcard';
import { hasWildcard } from '../private/arns';

/** Whom a question about somebody unrelated is asked for. */
export interface Strangers {
  /** Accounts that neither policy nor context names, one that is like nothing there and one for each pattern of accounts. */
  readonly accounts: string[];
  /** What the policy's patterns stand for in such accounts, by ARN: anybody can give a trail, a role or a log group the name that a pattern asks for. */
  readonly arns: string[];
}

const SERVICES: { readonly [kind: string]: string } = {
  'trail': 'cloudtrail', 'eventdatastore': 'cloudtrail', 'log-group': 'logs', 'role': 'iam', 'user': 'iam',
};

/** A trail, store, log group, role or user at the end of a text. */
const RESOURCE = /(?:^|[:*?])((trail|eventdatastore|role|user)\/[^:]+|(log-group):[^:]+)(?::\*)?$/;

const ACCOUNT_PATTERN = /^(?=.*[?*])[\d?*]{2,12}$/;

/** @param patterns the texts of the policy that hold wildcards */
export function strangersIn(
  patterns: string[], environment: Required<PolicyEnvironment>, account: string, isNamed: (account: string) => boolean,
): Strangers {
  const accountLike = (pattern: string) => pattern === '*' ? account : unnamed(pattern, isNamed);
  const accounts = patterns.filter((text) => ACCOUNT_PATTERN.test(text)).flatMap((pattern) => accountLike(pattern) ?? []);
  const arns = patterns.flatMap((pattern) => {
    const [, resource, named, nameless] = RESOURCE.exec(pattern) ?? [];
    if (resource === undefined) return [];
    const [, , , region = '*', owner = '*'] = pattern.startsWith('arn:') ? pattern.split(':') : [];
    const stranger = hasWildcard(owner) ? accountLike(owner) : undefined;
    const service = SERVICES[named ?? nameless];
    const place = service === 'iam' ? '' : hasWildcard(region) ? environment.region : region;
    return stranger === undefined ? [] : [`arn:${environment.partition}:${service}:${place}:${stranger}:${sampleName(resource)}`];
  });
  return { accounts: [...new Set([account, ...accounts])], arns: [...new Set(arns)] };
}

/** A name that a pattern stands for. */
export function sampleName(pattern: string): string {
  return pattern.replace(/\*+/g, 'x').replace(/\?/g, 'x');
}

/** The samples that the patterns which already have one do not stand for. */
export function notLike(arn: string, patterns: Iterable<string>): string[] {
  return [...patterns].filter((pattern) => matchArn(tokenize(pattern, { wildcards: true })!, tokenize(arn)!) !== true);
}

/** An account of 12 digits that a pattern stands for and that is named nowhere. */
function unnamed(pattern: string, isNamed: (account: string) => boolean): string | undefined {
  const [head, ...tail] = pattern.split('*');
  const open = 12 - pattern.replace(/\*/g, '').length;
  if (open < 0 || (open > 0 && tail.length === 0)) return undefined;
  const places = head + '?'.repeat(open) + tail.join('');
  const free = [...places].filter((place) => place === '?').length;
  for (let n = 0; n < 10 ** Math.min(free, 4); n++) {
    const digits = String(n).padStart(free, '0');
    let next = 0;
    const account = places.replace(/\?/g, () => digits[next++]);
    if (!isNamed(account)) return account;
  }
  return undefined;
}
