import { Aws, aws_iam as iam } from 'aws-cdk-lib';
import { BucketPolicyStatements } from './bucket-policy-statements';
import { merged } from './conditions';
import { KeyPolicyStatements } from './key-policy-statements';
import { accountRoot } from '../private/account-root';
import { parseArn } from '../private/arns';
import type { Conditions } from '../private/sorted';

/** Keys as a policy of IAM names them. */
export interface KeysInIam {
  readonly resource: string;

  /** What tells the keys among those of the resource. */
  readonly conditions?: Conditions;
}

/** Where logs lie in a bucket. */
export interface LogsInBucket {
  readonly bucketName: string;
  readonly s3KeyPrefix?: string;

  /** Whether the bucket uses an S3 Bucket Key. */
  readonly bucketKeyEnabled?: boolean;
}

/**
 * The key that has an alias. An alias cannot be the resource of a statement about its key: that would be the alias itself.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function keyOfAlias(aliasArn: string): KeysInIam {
  const { partition, region, account, resource } = parseArn(aliasArn)!;
  return {
    resource: `arn:${partition}:kms:${region}:${account}:key/*`,
    conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': resource } },
  };
}

/** What the IAM of a reader's own account has to say: the same as the statements for readers in the policies of key and bucket. */
export function logReaderStatements(keys: KeysInIam, logs: LogsInBucket): iam.PolicyStatement[] {
  const { bucketName, s3KeyPrefix, bucketKeyEnabled } = logs;
  const bucketArn = `arn:${Aws.PARTITION}:s3:::${bucketName}`;
  // stands for the identity that the policy is attached to, and is left out of the statement
  const reader = [accountRoot(Aws.ACCOUNT_ID)];
  const decrypt = [
    KeyPolicyStatements.enableCloudTrailLogDecryptPermissions(reader),
    ...bucketKeyEnabled ? [KeyPolicyStatements.enableCloudTrailLogDecryptPermissionsWithBucketKey(reader, [bucketName])] : [],
  ];
  const read = [
    BucketPolicyStatements.enableCloudTrailLogRead(bucketArn, reader, s3KeyPrefix),
    BucketPolicyStatements.enableCloudTrailLogList(bucketArn, reader, s3KeyPrefix),
  ];
  return [
    ...decrypt.map(statement => inIam(statement, [keys.resource], keys.conditions)),
    ...read.map(statement => inIam(statement, statement.resources)),
  ];
}

/** A statement of a resource's policy as one of IAM, which has no principal and names the resource. */
function inIam({ sid, actions, conditions }: iam.PolicyStatement, resources: string[], more: Conditions = {}): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, actions, resources, conditions: merged(conditions, more) });
}
