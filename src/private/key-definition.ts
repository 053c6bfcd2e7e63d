import { Aws, aws_iam as iam, aws_kms as kms, CfnResource, IResolveContext, Lazy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { accountRootArn } from './account-root';

/** A resource with a key policy. */
export type KeyResource = kms.CfnKey | kms.CfnReplicaKey;

/** The policy that KMS gives a key without one; https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
export function kmsDefaultPolicy(): any {
  return { Statement: [{ Effect: 'Allow', Principal: { AWS: accountRootArn(Aws.ACCOUNT_ID) }, Action: 'kms:*', Resource: '*' }], Version: '2012-10-17' };
}

/** The resource behind a key: the child of a `kms.Key`, or the parent of a view that `kms.Key.fromCfnKey` made. */
export function keyDefinitionOf(key: kms.IKeyRef): KeyResource | undefined {
  return [key?.node?.defaultChild, key?.node?.scope].find(isKeyResource) as KeyResource | undefined;
}

/** Whether a construct is a resource with a key policy. */
export function isKeyResource(construct: any): construct is KeyResource {
  return CfnResource.isCfnResource(construct) && ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'].includes(construct.cfnResourceType);
}

/** The resources whose policy is rendered anew at each resolution. */
const RENDERED_ANEW = new WeakSet<IConstruct>();

/** Has the policy of a key rendered anew at each resolution, so that nothing is lost that is added after the first. */
export function renderAnew(resource: KeyResource, produce: (context: IResolveContext) => any): void {
  RENDERED_ANEW.add(resource);
  resource.keyPolicy = Lazy.uncachedAny({ produce });
}

/** The view that `kms.Key.fromCfnKey` made of a key, and that has its policy since; undefined where there is none. */
export function viewOf(resource: KeyResource): kms.IKey | undefined {
  return resource.node.tryFindChild('@FromCfnKey') as kms.IKey | undefined;
}

/** Has a view of a key, if there is one, lose nothing: the view itself would cache what it rendered first. */
export function unfreeze(resource: KeyResource): void {
  const view = viewOf(resource);
  if (view !== undefined && !RENDERED_ANEW.has(resource)) renderAnew(resource, livePolicyOf(view));
}

/**
 * What a view that `kms.Key.fromCfnKey` made has in its policy, read anew at each call: the view itself would cache what it rendered first,
 * and lose what is added later.
 */
export function livePolicyOf(view: kms.IKey): () => any {
  // the view shows its document only to who adds a statement; that one is left out again
  const marker = new iam.PolicyStatement({ actions: ['kms:DescribeKey'], resources: ['*'], principals: [new iam.AccountRootPrincipal()] });
  const document = view.addToResourcePolicy(marker).policyDependable as iam.PolicyDocument;
  const position = document.statementCount - 1;
  return () => {
    const { Statement: statements, ...rest } = document.toJSON();
    return { ...rest, Statement: statements.filter((_: any, i: number) => i !== position) };
  };
}
