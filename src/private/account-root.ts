import { Aws, aws_iam as iam } from 'aws-cdk-lib';

/** The ARN by which a policy names a whole account. */
export function accountRootArn(accountId: string): string {
  return `arn:${Aws.PARTITION}:iam::${accountId}:root`;
}

/** Not `AccountPrincipal`, whose partition is a literal or a reference depending on a feature flag of the app. */
export function accountRoot(accountId: string): iam.ArnPrincipal {
  return new iam.ArnPrincipal(accountRootArn(accountId));
}
