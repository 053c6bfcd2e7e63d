import type { Identity } from './caller';
import type { KeyValues } from './condition';
import { isSymbolic, renderItems, UNRESOLVED } from './intrinsics';
import { ACTIONS_WITH_ALGORITHM, ACTIONS_WITH_ENCRYPTION_CONTEXT } from './kms-actions';
import type { AccessRequest, PolicyEnvironment } from './request';

const ENCRYPTION_CONTEXT = 'kms:encryptioncontext:';
const ENCRYPTION_CONTEXT_KEYS = 'kms:encryptioncontextkeys';
const VIA_SERVICE = 'kms:viaservice';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
const PRINCIPAL_TYPES = { root: 'Account', user: 'User', role: 'AssumedRole', session: 'AssumedRole', other: UNRESOLVED };

type Derivation<From> = (from: From) => string | undefined;

/** Where a request goes to. */
interface Target {
  readonly region: string;
  readonly owner: string;
  readonly ownerOrganization: string;
  readonly isViaService: boolean;
}

/** Keys of what is done with a key: CloudTrail takes only keys of one kind. */
const OF_ACTIONS = new Map<string, Derivation<string>>([
  ['kms:encryptionalgorithm', (action) => ACTIONS_WITH_ALGORITHM.has(action) ? 'SYMMETRIC_DEFAULT' : undefined],
  ['kms:keyspec', (action) => action.startsWith('kms:') ? 'SYMMETRIC_DEFAULT' : undefined],
  ['kms:keyusage', (action) => action.startsWith('kms:') ? 'ENCRYPT_DECRYPT' : undefined],
]);

const OF_EVERY_REQUEST = new Map<string, Derivation<Target>>([
  // every request has these, but nobody said when it is made
  ['aws:currenttime', () => UNRESOLVED],
  ['aws:epochtime', () => UNRESOLVED],
  ['aws:requestedregion', ({ region }) => region],
  ['aws:resourceaccount', ({ owner }) => owner],
  ['aws:resourceorgid', ({ ownerOrganization }) => ownerOrganization],
  ['aws:viaawsservice', ({ isViaService }) => String(isViaService)],
]);

/**
 * Keys of a call that a service makes itself. AWS takes network keys such as `aws:SecureTransport` out of it, and it has no account and no organization.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
 */
const OF_SERVICES = new Map<string, Derivation<Identity>>([
  ['aws:principalisawsservice', () => 'true'],
  ['aws:principalservicename', ({ service }) => service],
  ['aws:principalservicenameslist', () => UNRESOLVED],
]);

const OF_PRINCIPALS = new Map<string, Derivation<Identity>>([
  ['aws:principalaccount', ({ account }) => account],
  ['aws:principalarn', principalArn],
  ['aws:principalisawsservice', () => 'false'],
  ['aws:principalorgid', ({ organizationId }) => organizationId],
  ['aws:principalorgpaths', ({ organizationId }) => organizationId && `${organizationId}/${UNRESOLVED}`],
  ['aws:principaltype', ({ kind }) => PRINCIPAL_TYPES[kind ?? 'other']],
  ['aws:securetransport', () => 'true'],
  ['aws:userid', () => UNRESOLVED],
  ['aws:username', ({ kind, name }) => kind === 'user' ? name : undefined],
  ['kms:calleraccount', ({ account }) => account],
]);

/**
 * Keys that only principals send, and only some of them: that depends on their credentials, their network, their tools.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const OF_SOME_PRINCIPALS = new Set([
  'aws:assumedroot', 'aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast', 'aws:chatbotsourcearn', 'aws:ec2instancesourceprivateipv4',
  'aws:ec2instancesourcevpc', 'aws:federatedprovider', 'aws:multifactorauthage', 'aws:multifactorauthpresent', 'aws:principaltag/', 'aws:referer',
  'aws:signinsessionarn', 'aws:sourceidentity', 'aws:sourceip', 'aws:sourcevpc', 'aws:sourcevpcarn', 'aws:sourcevpce', 'aws:tokenissuetime',
  'aws:useragent', 'aws:vpceaccount', 'aws:vpceorgid', 'aws:vpceorgpaths', 'aws:vpcsourceip', 'ec2:sourceinstancearn', 'lambda:sourcefunctionarn',
]);

/** Whether a key, in lower case, is never part of a call that a service makes itself. */
export function isNeverOfServices(key: string): boolean {
  return key === VIA_SERVICE || isOfSomePrincipals(key) || (OF_PRINCIPALS.has(key) && !OF_SERVICES.has(key));
}

function isOfSomePrincipals(key: string): boolean {
  // there is one key for every tag
  return OF_SOME_PRINCIPALS.has(key.replace(/(?<=^aws:principaltag\/).+$/s, ''));
}

/** The condition keys of requests that differ in nothing but the action: those that they give, else those that follow from caller and resource. */
export class RequestContext {
  private readonly names: string[];

  public constructor(
    private readonly request: Omit<AccessRequest, 'action'>, private readonly caller: Identity, private readonly environment: PolicyEnvironment,
  ) {
    this.names = Object.keys(request.context ?? {});
  }

  /** The values of a key in a request for an action, both in lower case because they have no case. */
  public valuesOf(key: string, action: string): KeyValues {
    const isSent = ACTIONS_WITH_ENCRYPTION_CONTEXT.has(action) || !(key.startsWith(ENCRYPTION_CONTEXT) || key === ENCRYPTION_CONTEXT_KEYS);
    if (!isSent) return undefined;
    const name = this.nameOf(key);
    return name === undefined ? this.derived(key, action) : this.given(name);
  }

  /** Whether a principal calls whose account is certainly not that which owns the resource. */
  public get crossesAccounts(): boolean {
    const { account } = this.caller;
    const { owner } = this.target;
    return account !== undefined && account !== owner && !isSymbolic(account) && !isSymbolic(owner);
  }

  private derived(key: string, action: string): KeyValues {
    if (key === ENCRYPTION_CONTEXT_KEYS) return this.encryptionContextKeys();
    const isService = this.caller.service !== undefined;
    if (!isService && isOfSomePrincipals(key)) return 'perhaps';
    const derive = (isService ? OF_SERVICES : OF_PRINCIPALS).get(key);
    const value = derive ? derive(this.caller) : OF_ACTIONS.get(key)?.(action) ?? OF_EVERY_REQUEST.get(key)?.(this.target);
    return value === undefined ? undefined : [value];
  }

  /** How the request writes a key, if it gives it. */
  private nameOf(key: string): string | undefined {
    return this.names.find((name) => name.length === key.length && name.toLowerCase() === key);
  }

  private given(name: string): KeyValues {
    const values = renderItems(this.request.context![name], this.environment);
    return values.length > 0 ? values : undefined;
  }

  private encryptionContextKeys(): KeyValues {
    const keys = this.names
      .filter((name) => name.toLowerCase().startsWith(ENCRYPTION_CONTEXT) && this.given(name) !== undefined)
      .map((name) => name.slice(ENCRYPTION_CONTEXT.length));
    return keys.length > 0 ? keys : undefined;
  }

  private get target(): Target {
    const { account, organizationId } = this.environment;
    const viaService = this.nameOf(VIA_SERVICE);
    const [, , , region, ownerInArn] = this.request.resource.split(':', 5);
    const owner = ownerInArn || account || UNRESOLVED;
    return {
      region: region || this.environment.region || UNRESOLVED,
      owner,
      ownerOrganization: organizationId !== undefined && owner === account ? organizationId : UNRESOLVED,
      isViaService: viaService !== undefined && this.given(viaService) !== undefined,
    };
  }
}

function principalArn({ arn, kind, partition, account, name }: Identity): string {
  // the key holds the role's ARN, whose path a session's ARN does not tell
  if (kind === 'session') return `arn:${partition}:iam::${account}:role/${UNRESOLVED}${name}`;
  return arn ?? `arn:${partition}:${UNRESOLVED}::${account}:${UNRESOLVED}`;
}
