import { aws_iam as iam, aws_kms as kms, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { evaluate } from './evaluate';
import { isSymbolic, renderValue, UNRESOLVED } from './intrinsics';
import type { KeyPolicyAuditContext } from './key-policy-audit';
import type { AccessRequest, Outcome, PolicyEnvironment } from './request';
import { partitionOfRegion } from '../private/arns';
import { isKeyResource, keyDefinitionOf, KeyResource, kmsDefaultPolicy, unfreeze } from '../private/key-definition';
import { renderedResource } from '../private/rendered-resource';

/** The resource behind a key; throws if the app does not define it. */
export function resourceOf(key: kms.IKeyRef): KeyResource {
  const resource = isKeyResource(key) ? key : keyDefinitionOf(key);
  if (resource !== undefined) return resource;
  throw new Error(`KeyPolicyAudit: 'key' must be a key that this app defines, got ${key?.node?.path ?? key}; pass its policy to KeyPolicyAudit.ofPolicy()`);
}

/** The context of an audit with what a stack tells about it. */
export function contextIn(scope: IConstruct, context: KeyPolicyAuditContext): KeyPolicyAuditContext {
  const { account, region } = environmentOf(scope);
  return { accountId: account, region, ...Stack.of(scope).resolve(context) };
}

/** A value as the stack of a construct has it deployed; undefined where only the deployment knows. */
export function knownText(value: string, scope: IConstruct): string | undefined {
  const text = renderValue(Stack.of(scope).resolve(value), environmentOf(scope));
  return isSymbolic(text) ? undefined : text;
}

/** What the policy that a key has now says about a request. */
export function outcomeOf(resource: KeyResource, request: Omit<AccessRequest, 'resource'>): Outcome {
  return evaluate(currentPolicy(resource), { ...request, resource: UNRESOLVED }, environmentOf(resource)).outcome;
}

/** The policy that a key has now, with every override. */
export function currentPolicy(resource: KeyResource): any {
  unfreeze(resource);
  const policy = resource.keyPolicy;
  // a policy document that is resolved freezes its statements, and merges them if a feature flag of the app says so: a copy is
  if (policy instanceof iam.PolicyDocument) resource.keyPolicy = iam.PolicyDocument.fromJson(policy.toJSON());
  try {
    return renderedResource(resource).Properties?.KeyPolicy ?? Stack.of(resource).resolve(kmsDefaultPolicy());
  } finally {
    resource.keyPolicy = policy;
  }
}

/** Where a construct is deployed, as far as that is known. */
function environmentOf(scope: IConstruct): PolicyEnvironment {
  const { account, region } = Stack.of(scope);
  const known = (value: string) => Token.isUnresolved(value) ? undefined : value;
  return { partition: partitionOfRegion(region), account: known(account), region: known(region) };
}
