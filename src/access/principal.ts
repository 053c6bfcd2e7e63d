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

const NOBODY: PrincipalMatch = { itself: false, account: false };
const EVERYBODY: PrincipalMatch = { itself: true, account: true };
const ANYBODY: PrincipalMatch = { itself: 'unknown', account: 'unknown' };

/** How the `Principal` or `NotPrincipal` of a statement meets the caller. */
export function matchPrincipal(statement: { [element: string]: any }, caller: Identity, environment: PolicyEnvironment): PrincipalMatch {
  if (isPresent(statement.Principal)) return meet(statement.Principal, caller, environment);
  if (!isPresent(statement.NotPrincipal)) return NOBODY;
  return { itself: escapes(meet(statement.NotPrincipal, caller, environment), statement.Effect, caller), account: false };
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

function meet(principal: any, caller: Identity, environment: PolicyEnvironment): PrincipalMatch {
  if (principal === '*') return EVERYBODY;
  if (isIntrinsic(principal)) return ANYBODY;
  if (!isObject(principal)) return NOBODY;
  // federated and canonical users are never the callers asked about
  const services = itemsOf(principal.Service).map((item) => renderValue(item, environment));
  const names = itemsOf(principal.AWS).map((item) => renderValue(item, environment));
  const matches = names.map((name) => meetName(name, caller));
  return {
    itself: either(
      any(services, (service) => caller.service !== undefined && sameText(service, caller.service)),
      any(matches, (match) => match.itself),
    ),
    account: any(matches, (match) => match.account),
  };
}

function meetName(name: string, caller: Identity): PrincipalMatch {
  if (name === '*') return EVERYBODY;
  if (caller.account === undefined || caller.rootArn === undefined) return NOBODY;
  // the attribute `Arn` belongs to a resource, and neither an account nor its root user is one
  const account = isArnAttribute(name) ? false : any([caller.account, caller.rootArn], (own) => sameText(name, own));
  if (caller.kind === 'root') return { itself: account, account };
  return { itself: namesItself(name, caller), account };
}

function namesItself(name: string, caller: Identity): Truth {
  // an account alone stands for a principal that no policy names
  if (caller.arn === undefined) return false;
  // the many names of a long list, none of which has to be taken apart
  if (!isSymbolic(name) && !name.includes(':sts:') && (caller.kind === 'role' || caller.kind === 'user')) return name === caller.arn;
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
