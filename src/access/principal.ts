import { Identity, parsePrincipalArn } from './caller';
import { isArnAttribute, isIntrinsic, isObject, isPresent, isSymbolic, itemsOf, renderValue } from './intrinsics';
import type { PolicyEnvironment } from './request';
import { all, any, either, not, Truth } from './truth';
import { sameText } from './wildcard';

/** How a statement's principals meet the caller. */
export interface PrincipalMatch {
  /** Whether they name the caller itself, or everybody. */
  readonly itself: Truth;
  /** Whether they name the caller's account, which leaves the decision to IAM there. */
  readonly account: Truth;
}

type Meeting = (caller: Identity) => PrincipalMatch;

const NOBODY: PrincipalMatch = { itself: false, account: false };
const EVERYBODY: PrincipalMatch = { itself: true, account: true };
const ANYBODY: PrincipalMatch = { itself: 'unknown', account: 'unknown' };

/** Reads the `Principal` or `NotPrincipal` of a statement; the function tells how it meets a caller. */
export function readPrincipals(statement: { [element: string]: any }, environment: PolicyEnvironment): Meeting {
  if (isPresent(statement.Principal)) return readNames(statement.Principal, environment);
  if (!isPresent(statement.NotPrincipal)) return () => NOBODY;
  const meetExcluded = readNames(statement.NotPrincipal, environment);
  return (caller) => ({ itself: escapes(meetExcluded(caller), statement.Effect, caller), account: false });
}

/**
 * Whether the caller is outside a `NotPrincipal` list.
 *
 * For a Deny, AWS asks to list the caller and its account too, because a service may look at the account first: a caller listed alone "might" be denied.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function escapes({ itself, account }: PrincipalMatch, effect: any, caller: Identity): Truth {
  if (caller.service !== undefined || caller.kind === 'root') return not(itself);
  if (itself === true && account === true) return false;
  if (itself === false && (effect === 'Deny' || account === false)) return true;
  return 'unknown';
}

function readNames(principal: any, environment: PolicyEnvironment): Meeting {
  if (principal === '*') return () => EVERYBODY;
  if (isIntrinsic(principal)) return () => ANYBODY;
  if (!isObject(principal)) return () => NOBODY;
  // federated and canonical users are never the callers asked about
  const services = itemsOf(principal.Service).map((item) => renderValue(item, environment));
  const names = itemsOf(principal.AWS).map((item) => renderValue(item, environment));
  // a long list is one of plain names, none of which has to be taken apart
  const plain = new Set(names.filter(isPlainName));
  const others = names.filter((name) => !isPlainName(name));
  return (caller) => {
    const inPlain = hasPlainName(caller) ? meetPlainNames(plain, caller) : undefined;
    const matches = (inPlain ? others : names).map((name) => meetName(name, caller));
    if (inPlain) matches.push(inPlain);
    return {
      itself: either(
        any(services, (service) => caller.service !== undefined && sameText(service, caller.service)),
        any(matches, (match) => match.itself),
      ),
      account: any(matches, (match) => match.account),
    };
  };
}

/** Whether a name means nobody but those whose ARN, account or root ARN it is. */
function isPlainName(name: string): boolean {
  return name !== '*' && !isSymbolic(name) && !name.includes(':sts:');
}

/** Whether a caller is met by a plain name only if that is his ARN, his account or its root ARN. */
function hasPlainName({ kind, arn = '', rootArn = '' }: Identity): boolean {
  return kind !== 'session' && !isSymbolic(arn) && !isSymbolic(rootArn);
}

function meetPlainNames(names: ReadonlySet<string>, { kind, arn, account, rootArn }: Identity): PrincipalMatch {
  const isNamed = (name: string | undefined) => name !== undefined && names.has(name);
  const meetsAccount = isNamed(account) || isNamed(rootArn);
  return { itself: kind === 'root' ? meetsAccount : isNamed(arn), account: meetsAccount };
}

function meetName(name: string, caller: Identity): PrincipalMatch {
  if (name === '*') return EVERYBODY;
  if (caller.account === undefined || caller.rootArn === undefined) return NOBODY;
  // the attribute `Arn` belongs to a resource, and neither an account nor its root user is one
  const account = isArnAttribute(name) ? false : any(name.startsWith('arn:') ? [caller.rootArn] : [caller.account, caller.rootArn], (own) => sameText(name, own));
  if (caller.kind === 'root') return { itself: account, account };
  return { itself: namesItself(name, caller), account };
}

function namesItself(name: string, caller: Identity): Truth {
  // an account alone stands for a principal that no policy names
  if (caller.arn === undefined) return false;
  const principal = parsePrincipalArn(name);
  if (principal === undefined) return isSymbolic(name) ? sameText(name, caller.arn) : false;
  const sameNames = () => all(['partition', 'account', 'name'] as const, (part) => sameText(principal[part], caller[part] ?? ''));
  // the ARN of a session holds the name of its role and not the path
  if (principal.kind === 'role' && caller.kind === 'session') return sameNames();
  // a role calls from some session of it; and CloudTrail's own default policy leaves the session out, which AWS documents nowhere:
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/default-kms-key-policy.html
  const unnamedSession = caller.kind === 'role' || (caller.kind === 'session' && principal.session === undefined);
  if (principal.kind === 'session' && unnamedSession) return sameNames() === false ? false : 'unknown';
  return all([[principal.account, caller.account ?? ''], [name, caller.arn]], ([one, other]) => sameText(one, other));
}
