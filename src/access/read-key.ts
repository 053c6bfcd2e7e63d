import { aws_iam as iam, aws_kms as kms, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { KeyPolicyAuditContext } from './key-policy-audit';
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
  const stack = Stack.of(scope);
  const known = (value: string) => Token.isUnresolved(value) ? undefined : value;
  return { accountId: known(stack.account), region: known(stack.region), ...stack.resolve(context) };
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
