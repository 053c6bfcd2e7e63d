import type { Identity } from './caller';
import { itemsOf, renderValue, UNRESOLVED } from './intrinsics';
import { ACTIONS_WITH_ENCRYPTION_CONTEXT } from './kms-actions';
import type { AccessRequest, PolicyEnvironment } from './request';

/** The values of a request's condition keys, by key in lower case: condition keys have no case. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

type Entries = { readonly [conditionKey: string]: string | string[] | undefined };

const ENCRYPTION_CONTEXT = 'kms:encryptioncontext:';
const ENCRYPTION_CONTEXT_KEYS = 'kms:encryptioncontextkeys';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
const PRINCIPAL_TYPES = { root: 'Account', user: 'User', role: 'AssumedRole', session: 'AssumedRole', other: UNRESOLVED };

/** The condition keys of a request: those that follow from the caller and the resource, and over them those that the request gives. */
export function requestContext(request: AccessRequest, caller: Identity, environment: PolicyEnvironment): RequestContext {
  const context = new Map<string, readonly string[]>();
  const add = (entries: Entries) => {
    for (const [key, value] of Object.entries(entries)) {
      const values = typeof value === 'string' ? [value] : itemsOf(value).map((item) => renderValue(item, environment));
      if (values.length > 0) context.set(key.toLowerCase(), values);
    }
  };
  add(resourceKeys(request, environment));
  add(caller.service !== undefined ? serviceKeys(caller.service) : principalKeys(caller));
  add({ 'kms:EncryptionContextKeys': encryptionContextKeys(request) });
  add(request.context ?? {});
  if (context.has('kms:viaservice') && !hasKey(request, 'aws:viaawsservice')) context.set('aws:viaawsservice', ['true']);
  return ACTIONS_WITH_ENCRYPTION_CONTEXT.has(request.action.toLowerCase()) ? context : withoutEncryptionContext(context);
}

function resourceKeys(request: AccessRequest, environment: PolicyEnvironment): Entries {
  const [, , , region, account] = request.resource.split(':', 5);
  const owner = account || environment.account || UNRESOLVED;
  return {
    // every request has these, but nobody said when it is made
    'aws:CurrentTime': UNRESOLVED,
    'aws:EpochTime': UNRESOLVED,
    'aws:RequestedRegion': region || environment.region || UNRESOLVED,
    'aws:ResourceAccount': owner,
    'aws:ResourceOrgID': environment.organizationId !== undefined && owner === environment.account ? environment.organizationId : UNRESOLVED,
    'aws:ViaAWSService': 'false',
  };
}

/**
 * Keys of a call that a service makes itself. AWS takes network keys such as `aws:SecureTransport` out of it, and it has no account and no organization.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
 */
function serviceKeys(service: string): Entries {
  return {
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': service,
    'aws:PrincipalServiceNamesList': UNRESOLVED,
  };
}

function principalKeys(caller: Identity): Entries {
  return {
    'aws:PrincipalArn': principalArn(caller),
    'aws:PrincipalAccount': caller.account,
    'aws:PrincipalOrgID': caller.organizationId,
    'aws:PrincipalOrgPaths': caller.organizationId && `${caller.organizationId}/${UNRESOLVED}`,
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalType': PRINCIPAL_TYPES[caller.kind ?? 'other'],
    'aws:SecureTransport': 'true',
    'aws:userid': UNRESOLVED,
    'aws:username': caller.kind === 'user' ? caller.name : undefined,
    'kms:CallerAccount': caller.account,
  };
}

function principalArn({ arn, kind, partition, account, name }: Identity): string {
  // the key holds the role's ARN, whose path a session's ARN does not tell
  if (kind === 'session') return `arn:${partition}:iam::${account}:role/${UNRESOLVED}${name}`;
  return arn ?? `arn:${partition}:${UNRESOLVED}::${account}:${UNRESOLVED}`;
}

function encryptionContextKeys(request: AccessRequest): string[] {
  return Object.keys(request.context ?? {})
    .filter((key) => key.toLowerCase().startsWith(ENCRYPTION_CONTEXT))
    .map((key) => key.slice(ENCRYPTION_CONTEXT.length));
}

function withoutEncryptionContext(context: RequestContext): RequestContext {
  return new Map([...context].filter(([key]) => !key.startsWith(ENCRYPTION_CONTEXT) && key !== ENCRYPTION_CONTEXT_KEYS));
}

function hasKey(request: AccessRequest, conditionKey: string): boolean {
  return Object.keys(request.context ?? {}).some((key) => key.toLowerCase() === conditionKey);
}
