import { aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';

/** The resource behind a key: the child of a `kms.Key`, or the parent of a view that `kms.Key.fromCfnKey` made. */
export function keyDefinitionOf(key: kms.IKey): kms.CfnKey | undefined {
  return [key?.node?.defaultChild, key?.node?.scope].find(candidate => kms.CfnKey.isCfnKey(candidate)) as kms.CfnKey | undefined;
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
