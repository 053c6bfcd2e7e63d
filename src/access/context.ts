import type { Identity } from './caller';
import { itemsOf, renderValue, UNRESOLVED } from './intrinsics';
import { ACTIONS_WITH_ENCRYPTION_CONTEXT } from './kms-actions';
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

type Values = readonly string[];

/** The condition keys of requests that differ in nothing but the action: those that they give, else those that follow from caller and resource. */
export class RequestContext {
  private readonly given = new Map<string, Values>();
  private readonly encryptionContextKeys: string[] = [];

  public constructor(
    private readonly request: Omit<AccessRequest, 'action'>, private readonly caller: Identity, private readonly environment: PolicyEnvironment,
  ) {
    for (const [key, value] of Object.entries(request.context ?? {})) {
      const name = key.toLowerCase();
      if (name.startsWith(ENCRYPTION_CONTEXT)) this.encryptionContextKeys.push(key.slice(ENCRYPTION_CONTEXT.length));
      const values = typeof value === 'string' ? [value] : itemsOf(value).map((item) => renderValue(item, environment));
      if (values.length > 0) this.given.set(name, values);
    }
  }

  /** The values of a key in a request for an action, both in lower case because they have no case; undefined when the request does not have it. */
  public valuesOf(key: string, action: string): Values | undefined {
    const isSent = ACTIONS_WITH_ENCRYPTION_CONTEXT.has(action) || !(key.startsWith(ENCRYPTION_CONTEXT) || key === ENCRYPTION_CONTEXT_KEYS);
    return isSent ? this.given.get(key) ?? this.derived(key) : undefined;
  }

  private derived(key: string): Values | undefined {
    if (key === ENCRYPTION_CONTEXT_KEYS) return this.encryptionContextKeys.length > 0 ? this.encryptionContextKeys : undefined;
    const derive = (this.caller.service !== undefined ? OF_SERVICES : OF_PRINCIPALS).get(key);
    const value = derive ? derive(this.caller) : OF_EVERY_REQUEST.get(key)?.(this.target);
    return value === undefined ? undefined : [value];
  }

  private get target(): Target {
    const { account, organizationId } = this.environment;
    const [, , , region, ownerInArn] = this.request.resource.split(':', 5);
    const owner = ownerInArn || account || UNRESOLVED;
    return {
      region: region || this.environment.region || UNRESOLVED,
      owner,
      ownerOrganization: organizationId !== undefined && owner === account ? organizationId : UNRESOLVED,
      isViaService: this.given.has(VIA_SERVICE),
    };
  }
}

function principalArn({ arn, kind, partition, account, name }: Identity): string {
  // the key holds the role's ARN, whose path a session's ARN does not tell
  if (kind === 'session') return `arn:${partition}:iam::${account}:role/${UNRESOLVED}${name}`;
  return arn ?? `arn:${partition}:${UNRESOLVED}::${account}:${UNRESOLVED}`;
}
