import { Aws, aws_iam as iam, Fn } from 'aws-cdk-lib';
import { checked, merged, oneOrMany, sourceAccounts, sourceArns, TRAIL_CONTEXT_PRESENT } from './conditions';
import { memberFolder } from './log-folder';
import { callers, cloudTrail, statement } from './statement';
import { accountRoot } from '../private/account-root';
import { parseArn } from '../private/arns';
import { LOGS_CONTEXT, S3_CONTEXT, TRAIL_CONTEXT } from '../private/encryption-context';
import { ACCOUNT_ID, BUCKET_NAME, EVENT_DATA_STORE_ARN, LOG_GROUP_NAME, ORGANIZATION_ID, S3_KEY_PREFIX } from '../private/formats';
import { ADMINISTRATION, LOG_GROUP_USE, MULTI_REGION_ADMINISTRATION } from '../private/kms-actions';
import { PropsCheck } from '../private/props-check';
import type { Conditions } from '../private/sorted';
import { TrailIdentity } from '../trail-identity';

/** What an organization's member accounts may read; see `KeyPolicyStatements.enableMemberAccountLogDecrypt`. */
export interface MemberAccountLogOptions {
  /** The organization, as in `o-exampleorg1`. */
  readonly organizationId: string;

  /**
   * The name of the bucket that holds the logs.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
   */
  readonly bucketName: string;

  /**
   * The folder in the bucket under which CloudTrail writes `AWSLogs/`, 200 characters at most.
   *
   * @default - the root of the bucket
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html
   */
  readonly s3KeyPrefix?: string;
}

/**
 * The statements of a key policy for CloudTrail, each as AWS documents it or, where AWS publishes it open, conditioned.
 *
 * They are pure: the same names in, the same statement out. The constructs of this library assemble them;
 * use them yourself for a policy that is written by hand.
 *
 * Where AWS's guide has a statement, the Sid is the guide's. `Resource` is always `*`, which in a key policy means the key.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export abstract class KeyPolicyStatements {
  /**
   * Admits the administrators to manage the key: to change its policy, rotate, disable and delete it, but not to decrypt with it or to create grants.
   *
   * It carries `kms:PutKeyPolicy`, so whoever it admits can give himself more; no condition can change that.
   *
   * Throws on an empty list, on `*` without a condition, and on administrators with different conditions.
   *
   * @param administrators whom it admits; an account principal delegates to the IAM policies of that account
   * @param multiRegion also admits them to replicate the key and to move its primary
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
   */
  public static allowKeyAdministration(administrators: iam.IPrincipal[], multiRegion?: boolean): iam.PolicyStatement {
    const actions = multiRegion ? [...ADMINISTRATION, ...MULTI_REGION_ADMINISTRATION].sort() : ADMINISTRATION;
    return keyStatement('AllowKeyAdministration', callers(administrators), actions);
  }

  /**
   * Admits whomever the IAM policies of the key's account admit, to everything, decryption included.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
   */
  public static enableIamUserPermissions(): iam.PolicyStatement {
    return keyStatement('EnableIAMUserPermissions', [accountRoot(Aws.ACCOUNT_ID)], ['kms:*']);
  }

  /**
   * Admits CloudTrail to encrypt log and digest files, on behalf of these trails only.
   *
   * Throws on an empty list.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static allowCloudTrailEncryptLogs(trails: TrailIdentity[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailEncryptLogs', [cloudTrail()], ['kms:GenerateDataKey*'],
      merged(sourceArns(trails), trailContext(trails.map(trail => trail.encryptionContextPattern))));
  }

  /**
   * Admits CloudTrail to decrypt, on behalf of these trails only; AWS publishes the statement without that condition, open to every account's trails.
   *
   * A trail whose bucket uses an S3 Bucket Key cannot be created or updated without it.
   *
   * Throws on an empty list.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static allowCloudTrailDecryptTrail(trails: TrailIdentity[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailDecryptTrail', [cloudTrail()], ['kms:Decrypt'], merged(sourceArns(trails)));
  }

  /**
   * Admits CloudTrail to read the key's properties, on behalf of these trails only.
   *
   * Throws on an empty list.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static allowCloudTrailAccess(trails: TrailIdentity[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailAccess', [cloudTrail()], ['kms:DescribeKey'], merged(sourceArns(trails)));
  }

  /**
   * Admits CloudTrail to encrypt log and digest files, on behalf of every trail that these accounts own.
   *
   * AWS supports this form but recommends naming the trails.
   *
   * Throws on an empty list, and on a malformed account id.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static allowCloudTrailEncryptLogsByAccount(accountIds: string[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailEncryptLogsByAccount', [cloudTrail()], ['kms:GenerateDataKey*'],
      merged(sourceAccounts(accountIds), trailContext(accountIds.map(id => `arn:${Aws.PARTITION}:cloudtrail:*:${id}:trail/*`))));
  }

  /**
   * Admits CloudTrail to decrypt, on behalf of every trail that these accounts own.
   *
   * Throws on an empty list, and on a malformed account id.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static allowCloudTrailDecryptTrailByAccount(accountIds: string[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailDecryptTrailByAccount', [cloudTrail()], ['kms:Decrypt'], merged(sourceAccounts(accountIds)));
  }

  /**
   * Admits CloudTrail to read the key's properties, on behalf of every trail that these accounts own.
   *
   * Throws on an empty list, and on a malformed account id.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static allowCloudTrailAccessByAccount(accountIds: string[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailAccessByAccount', [cloudTrail()], ['kms:DescribeKey'], merged(sourceAccounts(accountIds)));
  }

  /**
   * Admits CloudTrail to encrypt on behalf of these trails, whatever the encryption context.
   *
   * For buckets with an S3 Bucket Key: AWS does not document whether CloudTrail's own context survives there.
   *
   * Throws on an empty list.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   */
  public static allowCloudTrailEncryptLogsWithBucketKey(trails: TrailIdentity[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailEncryptLogsWithBucketKey', [cloudTrail()], ['kms:GenerateDataKey*'], merged(sourceArns(trails)));
  }

  /**
   * Admits CloudTrail to encrypt on behalf of every trail that these accounts own, whatever the encryption context.
   *
   * For buckets with an S3 Bucket Key: AWS does not document whether CloudTrail's own context survives there.
   *
   * Throws on an empty list, and on a malformed account id.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   */
  public static allowCloudTrailEncryptLogsByAccountWithBucketKey(accountIds: string[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailEncryptLogsByAccountWithBucketKey', [cloudTrail()], ['kms:GenerateDataKey*'],
      merged(sourceAccounts(accountIds)));
  }

  /**
   * Admits readers to decrypt what CloudTrail encrypted, and nothing else that this key encrypts.
   *
   * Readers who bring conditions of their own need a statement for each set of equal conditions.
   *
   * Throws on an empty list, on `*` without a condition, on readers with different conditions, and on one who brings the condition of the statement itself.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static enableCloudTrailLogDecryptPermissions(readers: iam.IPrincipal[]): iam.PolicyStatement {
    return keyStatement('EnableCloudTrailLogDecryptPermissions', callers(readers), ['kms:Decrypt'], TRAIL_CONTEXT_PRESENT);
  }

  /**
   * Admits readers to decrypt what lies in buckets that use an S3 Bucket Key, where the context is the bucket's ARN.
   *
   * Throws on an empty list of either kind, on `*` without a condition, on a malformed bucket name, on readers with different conditions, and on one who brings the condition of the statement itself.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   */
  public static enableCloudTrailLogDecryptPermissionsWithBucketKey(readers: iam.IPrincipal[], bucketNames: string[]): iam.PolicyStatement {
    return keyStatement('EnableCloudTrailLogDecryptPermissionsWithBucketKey', callers(readers), ['kms:Decrypt'], bucketContext(bucketNames));
  }

  /**
   * Admits whomever the IAM policies of these accounts admit, to decrypt what CloudTrail encrypted.
   *
   * Throws on an empty list, and on a malformed account id.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static enableEncryptedCloudTrailLogReadAccess(accountIds: string[]): iam.PolicyStatement {
    return keyStatement('EnableEncryptedCloudTrailLogReadAccess', accountRoots(accountIds), ['kms:Decrypt'], TRAIL_CONTEXT_PRESENT);
  }

  /**
   * Admits whomever the IAM policies of these accounts admit, to decrypt what lies in buckets that use an S3 Bucket Key.
   *
   * Throws on an empty list of either kind, and on a malformed account id or bucket name.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
   */
  public static enableEncryptedCloudTrailLogReadAccessWithBucketKey(accountIds: string[], bucketNames: string[]): iam.PolicyStatement {
    return keyStatement('EnableEncryptedCloudTrailLogReadAccessWithBucketKey', accountRoots(accountIds), ['kms:Decrypt'],
      bucketContext(bucketNames));
  }

  /**
   * Admits every member account of an organization, the key's own excepted, to decrypt the logs in its own folder and in no other.
   *
   * Throws on a malformed organization id, bucket name or prefix.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
   */
  public static enableMemberAccountLogDecrypt(options: MemberAccountLogOptions): iam.PolicyStatement {
    const { organizationId, bucketName, s3KeyPrefix } = options ?? {};
    const check = new PropsCheck();
    check.required('organizationId', organizationId, ORGANIZATION_ID);
    check.required('bucketName', bucketName, BUCKET_NAME);
    check.optional('s3KeyPrefix', s3KeyPrefix, S3_KEY_PREFIX);
    check.done('policy statement');
    return keyStatement('EnableMemberAccountLogDecrypt', [new iam.AnyPrincipal()], ['kms:Decrypt'], merged(TRAIL_CONTEXT_PRESENT, {
      StringEquals: { 'aws:PrincipalOrgID': organizationId },
      StringLike: { [S3_CONTEXT]: `arn:${Aws.PARTITION}:s3:::${bucketName}/${memberFolder(organizationId, s3KeyPrefix)}` },
      StringNotEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID },
    }));
  }

  /**
   * Admits CloudTrail to encrypt and decrypt events, on behalf of these event data stores only; without any it is open to every account's.
   *
   * A store's ARN is known only after its creation, and AWS says to add the conditions then.
   *
   * Throws on a malformed ARN.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static allowCloudTrailEncryptEds(eventDataStoreArns: string[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailEncryptEds', [cloudTrail()], ['kms:Decrypt', 'kms:GenerateDataKey'], eventDataStores(eventDataStoreArns));
  }

  /**
   * Admits CloudTrail to decrypt events, on behalf of these event data stores only; without any it is open to every account's.
   *
   * Throws on a malformed ARN.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static allowCloudTrailDecryptEds(eventDataStoreArns: string[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailDecryptEds', [cloudTrail()], ['kms:Decrypt'], eventDataStores(eventDataStoreArns));
  }

  /**
   * Admits CloudTrail to read the key's properties, on behalf of these event data stores only; without any it is open to every account's.
   *
   * Throws on a malformed ARN.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static allowCloudTrailAccessEds(eventDataStoreArns: string[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailAccessEds', [cloudTrail()], ['kms:DescribeKey'], eventDataStores(eventDataStoreArns));
  }

  /**
   * Admits users to create and update event data stores on the key, and to query them.
   *
   * Throws on an empty list, on `*` without a condition, and on users with different conditions.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
   */
  public static enableUserKeyPermissionsEds(users: iam.IPrincipal[]): iam.PolicyStatement {
    return keyStatement('EnableUserKeyPermissionsEds', callers(users), ['kms:Decrypt', 'kms:GenerateDataKey']);
  }

  /**
   * Admits CloudWatch Logs of the key's Region to encrypt and decrypt these log groups.
   *
   * Throws on an empty list, and on a malformed name.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  public static allowCloudWatchLogs(logGroupNames: string[]): iam.PolicyStatement {
    const logs = new iam.ServicePrincipal(`logs.${Aws.REGION}.${Aws.URL_SUFFIX}`);
    return keyStatement('AllowCloudWatchLogs', [logs], LOG_GROUP_USE, logGroups(logGroupNames));
  }

  /**
   * Admits callers to use the key through CloudWatch Logs, for these log groups only.
   *
   * Throws on an empty list of either kind, on `*` without a condition, on a malformed name, on users with different conditions,
   * and on one who brings a condition of the statement itself.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  public static allowLogGroupUse(users: iam.IPrincipal[], logGroupNames: string[]): iam.PolicyStatement {
    // the service name ends in .amazonaws.com in every partition
    const viaLogs = { StringEquals: { 'kms:ViaService': `logs.${Aws.REGION}.amazonaws.com` } };
    return keyStatement('AllowLogGroupUse', callers(users), LOG_GROUP_USE, merged(viaLogs, logGroups(logGroupNames)));
  }

  /**
   * Admits CloudTrail to publish to an SNS topic that the key encrypts, on behalf of these trails only; AWS publishes the statement without that condition.
   *
   * That CloudTrail sends `aws:SourceArn` here is inferred from the topic policy that AWS documents; it is not proven.
   *
   * Throws on an empty list.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
   */
  public static allowCloudTrailPublish(trails: TrailIdentity[]): iam.PolicyStatement {
    return keyStatement('AllowCloudTrailPublish', [cloudTrail()], ['kms:Decrypt', 'kms:GenerateDataKey*'], merged(sourceArns(trails)));
  }
}

/** In a key policy `*` means the key, and nothing else is accepted. */
function keyStatement(sid: string, principals: iam.IPrincipal[], actions: string[], conditions: Conditions = {}): iam.PolicyStatement {
  return statement({ sid, principals, actions, resources: ['*'], conditions });
}

function trailContext(patterns: string[]): Conditions {
  return { StringLike: { [TRAIL_CONTEXT]: oneOrMany(patterns) } };
}

function bucketContext(bucketNames: string[]): Conditions {
  return { StringEquals: { [S3_CONTEXT]: oneOrMany(checked('bucketNames', bucketNames, BUCKET_NAME).map(name => `arn:${Aws.PARTITION}:s3:::${name}`)) } };
}

function accountRoots(accountIds: string[]): iam.IPrincipal[] {
  return checked('accountIds', accountIds, ACCOUNT_ID).map(accountRoot);
}

function logGroups(logGroupNames: string[]): Conditions {
  const names = checked('logGroupNames', logGroupNames, LOG_GROUP_NAME);
  return { ArnEquals: { [LOGS_CONTEXT]: oneOrMany(names.map(name => `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${name}`)) } };
}

function eventDataStores(arns: string[]): Conditions {
  if (Array.isArray(arns) && arns.length === 0) return {};
  const accounts = checked('eventDataStoreArns', arns, EVENT_DATA_STORE_ARN).map(arn => parseArn(arn)?.account ?? Fn.select(4, Fn.split(':', arn)));
  return { StringEquals: { 'aws:SourceAccount': oneOrMany(accounts), 'aws:SourceArn': oneOrMany(arns) } };
}
