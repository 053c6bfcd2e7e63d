import { aws_iam as iam, aws_kms as kms, Stack, Token } from 'aws-cdk-lib';
import type { KeyPolicyAuditContext } from './key-policy-audit';
import { keyDefinitionOf, kmsDefaultPolicy } from '../private/key-definition';
import { renderedResource } from '../private/rendered-resource';

/** The policy that a key of the app has now, and the context of an audit with what the key's stack tells about it. */
export function readKey(key: kms.IKeyRef, context: KeyPolicyAuditContext): { policy: any; context: KeyPolicyAuditContext } {
  const resource = keyDefinitionOf(key);
  if (resource === undefined) {
    throw new Error(`KeyPolicyAudit: 'key' must be a key that this app defines, got ${key?.node?.path ?? key}; pass its policy to KeyPolicyAudit.ofPolicy()`);
  }
  return { policy: currentPolicy(resource), context: contextIn(Stack.of(resource), context) };
}

/** The context of an audit with what a stack tells about it. */
export function contextIn(stack: Stack, context: KeyPolicyAuditContext): KeyPolicyAuditContext {
  const known = (value: string) => Token.isUnresolved(value) ? undefined : value;
  return { accountId: known(stack.account), region: known(stack.region), ...stack.resolve(context) };
}

function currentPolicy(resource: kms.CfnKey): any {
  const policy = resource.keyPolicy;
  // a policy document that is resolved freezes its statements, and merges them if a feature flag of the app says so
  if (policy instanceof iam.PolicyDocument) resource.keyPolicy = policy.toJSON();
  try {
    return renderedResource(resource).Properties?.KeyPolicy ?? Stack.of(resource).resolve(kmsDefaultPolicy());
  } finally {
    resource.keyPolicy = policy;
  }
}
