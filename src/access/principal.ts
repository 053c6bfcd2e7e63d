import { Identity, parsePrincipalArn, PrincipalName } from './caller';
import { isArnAttribute, isIntrinsic, isObject, isPresent, isSymbolic, renderItems, UNRESOLVED } from './intrinsics';
import { once } from './once';
import type { PolicyEnvironment } from './request';
import { all, any, either, not, Truth } from './truth';
import { sameText } from './wildcard';

/** How a statement's principals meet callers. */
export interface Principals {
  /** Whether they name the caller itself, or everybody. */
  readonly itself: (caller: Identity) => Truth;
  /** Whether they name the caller's account, which leaves the decision to IAM there. */
  readonly account: (caller: Identity) => Truth;
}

const NOBODY: Principals = { itself: () => false, account: () => false };
const EVERYBODY: Principals = { itself: () => true, account: () => true };
const ANYBODY: Principals = { itself: () => 'unknown', account: () => 'unknown' };

/** Reads the `Principal` or `NotPrincipal` of a statement. */
export function readPrincipals(statement: { [element: string]: any }, environment: PolicyEnvironment): Principals {
  if (isPresent(statement.Principal)) return readElement(statement.Principal, environment);
  if (!isPresent(statement.NotPrincipal)) return NOBODY;
  const excluded = readElement(statement.NotPrincipal, environment);
  return { itself: (caller) => escapes(excluded, statement.Effect, caller), account: () => false };
}

/**
 * Whether the caller is outside a `NotPrincipal` list.
 *
 * For a Deny, AWS asks to list the caller and its account too, because a service may look at the account first: a caller listed alone "might" be denied.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function escapes(excluded: Principals, effect: any, caller: Identity): Truth {
  const itself = excluded.itself(caller);
  if (caller.service !== undefined || caller.kind === 'root') return not(itself);
  const account = excluded.account(caller);
  if (itself === true && account === true) return false;
  if (itself === false && (effect === 'Deny' || account === false)) return true;
  return 'unknown';
}

function readElement(principal: any, environment: PolicyEnvironment): Principals {
  if (principal === '*') return EVERYBODY;
  if (isIntrinsic(principal)) return ANYBODY;
  if (!isObject(principal)) return NOBODY;
  // federated and canonical users are never the callers asked about
  const services = renderItems(principal.Service, environment);
  const names = readNames(renderItems(principal.AWS, environment));
  const isService = ({ service: own }: Identity) => own !== undefined && any(services, (service) => sameText(service, own));
  return { itself: (caller) => either(isService(caller), names.itself(caller)), account: names.account };
}

interface Name {
  readonly text: string;
  readonly principal?: PrincipalName;
}

/** Reads a list of names, which may be long: a caller is looked up by what it is called, and compared only with names that may mean it. */
function readNames(texts: string[]): Principals {
  if (texts.includes('*')) return EVERYBODY;
  const exact = new Set(texts.filter((text) => !text.includes(UNRESOLVED)));
  const names = once(() => texts.map((text): Name => ({ text, principal: parsePrincipalArn(text) })));
  const accounts = once(() => names().filter(mayBeAccount));
  const byOwnName = once(() => groupedBy(names(), ({ principal }) => ownName(principal)));

  const account = (caller: Identity) => {
    if (caller.account === undefined || caller.rootArn === undefined) return false;
    if (exact.has(caller.account) || exact.has(caller.rootArn)) return true;
    return any(accounts(), ({ text }) => any(text.startsWith('arn:') ? [caller.rootArn!] : [caller.account!, caller.rootArn!], (own) => sameText(text, own)));
  };
  const itself = (caller: Identity) => {
    if (caller.kind === 'root') return account(caller);
    // an account alone stands for a principal that no policy names
    if (caller.arn === undefined || caller.account === undefined) return false;
    if (exact.has(caller.arn) && !isUnnamedSession(caller)) return true;
    const name = ownName(caller);
    const candidates = name === undefined ? names() : [...byOwnName().get(undefined) ?? [], ...byOwnName().get(name) ?? []];
    return any(candidates, (candidate) => namesItself(candidate, caller));
  };
  return { itself, account };
}

/** The name of a user, or of a role also for its sessions, where the ARN tells both the kind and the name: those of another name are others. */
function ownName(principal: Partial<PrincipalName> | undefined): string | undefined {
  return principal?.name === undefined || principal.kind === 'other' || isSymbolic(principal.name) ? undefined : principal.name;
}

/** Whether it can be an account or its root user: the attribute `Arn` belongs to a resource, and neither is one. */
function mayBeAccount({ text, principal }: Name): boolean {
  return !isArnAttribute(text) && (principal === undefined || principal.kind === 'root' || principal.kind === 'other');
}

function isUnnamedSession({ kind, session }: Partial<PrincipalName>): boolean {
  return kind === 'session' && session === undefined;
}

function namesItself({ text, principal }: Name, caller: Identity): Truth {
  if (principal === undefined) return isSymbolic(text) ? sameText(text, caller.arn!) : false;
  const sameNames = () => all(['partition', 'account', 'name'] as const, (part) => sameText(principal[part], caller[part] ?? ''));
  // the ARN of a session holds the name of its role and not the path
  if (principal.kind === 'role' && caller.kind === 'session') return sameNames();
  // a role calls from some session of it; and CloudTrail's own default policy leaves the session out, which AWS documents nowhere:
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/default-kms-key-policy.html
  const isSomeSession = caller.kind === 'role' || (caller.kind === 'session' && isUnnamedSession(principal));
  if (principal.kind === 'session' && isSomeSession) return sameNames() === false ? false : 'unknown';
  return all([[principal.account, caller.account!], [text, caller.arn!]], ([one, other]) => sameText(one, other));
}

function groupedBy<K, V>(items: readonly V[], keyOf: (item: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return groups;
}
