import { Aws, aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';

/** The policy that KMS gives a key without one; https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
export function kmsDefaultPolicy(): any {
  const root = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:root`;
  return { Statement: [{ Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }], Version: '2012-10-17' };
}

/** The resource behind a key: itself, the child of a `kms.Key`, or the parent of a view that `kms.Key.fromCfnKey` made. */
export function keyDefinitionOf(key: kms.IKeyRef): kms.CfnKey | undefined {
  return [key, key?.node?.defaultChild, key?.node?.scope].find(candidate => kms.CfnKey.isCfnKey(candidate)) as kms.CfnKey | undefined;
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
