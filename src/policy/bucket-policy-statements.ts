import { Aws, aws_iam as iam } from 'aws-cdk-lib';
import { identities, merged, sourceArns } from './conditions';
import { logFolder, memberFolder } from './log-folder';
import { callers, cloudTrail, statement } from './statement';
import { OBJECT_KEY_PREFIX, ORGANIZATION_ID } from '../private/formats';
import { PropsCheck } from '../private/props-check';
import type { Conditions } from '../private/sorted';
import { TrailIdentity } from '../trail-identity';

/**
 * The statements of a bucket policy for CloudTrail logs, every one of CloudTrail's own with `aws:SourceArn` and the prefix.
 *
 * They are pure: the same names in, the same statement out. `TrailLogBucket` assembles them;
 * use them yourself for a policy that is written by hand.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export abstract class BucketPolicyStatements {
  /**
   * Admits CloudTrail to read the bucket's ACL, on behalf of these trails only.
   *
   * Throws on an empty list.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
   */
  public static awsCloudTrailAclCheck(bucketArn: string, trails: TrailIdentity[]): iam.PolicyStatement {
    return statement({
      sid: 'AWSCloudTrailAclCheck20150319',
      principals: [cloudTrail()],
      actions: ['s3:GetBucketAcl'],
      resources: [bucketArn],
      conditions: merged(sourceArns(trails)),
    });
  }

  /**
   * Admits CloudTrail to write into the folders of the accounts that own these trails, on behalf of these trails only.
   *
   * Throws on an empty list, and on a malformed prefix.
   *
   * @param s3KeyPrefix the folder in the bucket under which CloudTrail writes `AWSLogs/`
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-set-bucket-policy-for-multiple-accounts.html
   */
  public static awsCloudTrailWrite(bucketArn: string, trails: TrailIdentity[], s3KeyPrefix?: string): iam.PolicyStatement {
    return write('AWSCloudTrailWrite20150319', bucketArn, trails, trail => trail.accountId, s3KeyPrefix);
  }

  /**
   * Admits CloudTrail to write into the folders of the organizations that these trails log, on behalf of these trails only.
   *
   * Throws if none of the trails has an `organizationId`, and on a malformed prefix.
   *
   * @param organizationTrails trails with an `organizationId`; those without are left out
   * @param s3KeyPrefix the folder in the bucket under which CloudTrail writes `AWSLogs/`
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html#org-trail-bucket-policy
   */
  public static awsCloudTrailOrganizationWrite(
    bucketArn: string, organizationTrails: TrailIdentity[], s3KeyPrefix?: string,
  ): iam.PolicyStatement {
    const trails = identities(organizationTrails).filter(trail => trail.organizationId !== undefined);
    return write('AWSCloudTrailOrganizationWrite20150319', bucketArn, trails, trail => trail.organizationId!, s3KeyPrefix);
  }

  /**
   * Admits readers to fetch the log and digest files of every account, and nothing beside them.
   *
   * Readers who bring conditions of their own need a statement for each set of equal conditions.
   *
   * Throws on an empty list, on `*` without a condition, on readers with different conditions, and on a malformed prefix.
   *
   * @param s3KeyPrefix the folder in the bucket under which CloudTrail writes `AWSLogs/`
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-sharing-logs.html
   */
  public static enableCloudTrailLogRead(bucketArn: string, readers: iam.IPrincipal[], s3KeyPrefix?: string): iam.PolicyStatement {
    return statement({
      sid: 'EnableCloudTrailLogRead',
      principals: callers(readers),
      actions: ['s3:GetObject'],
      resources: [`${bucketArn}/${logFolder(s3KeyPrefix)}/*`],
      conditions: {},
    });
  }

  /**
   * Admits readers to list the log and digest files of every account, and nothing beside them.
   *
   * Readers who bring conditions of their own need a statement for each set of equal conditions.
   *
   * Throws on an empty list, on `*` without a condition, on readers with different conditions, on a malformed prefix,
   * and on one who brings the condition of the statement itself.
   *
   * @param s3KeyPrefix the folder in the bucket under which CloudTrail writes `AWSLogs/`
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-sharing-logs.html
   */
  public static enableCloudTrailLogList(bucketArn: string, readers: iam.IPrincipal[], s3KeyPrefix?: string): iam.PolicyStatement {
    return statement({
      sid: 'EnableCloudTrailLogList',
      principals: callers(readers),
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
      conditions: logListing(s3KeyPrefix),
    });
  }

  /**
   * Admits every member account of an organization, the bucket's own excepted, to fetch the log and digest files in its own folder and in no other.
   *
   * The policy that it stands in needs the version 2012-10-17, as every policy of this library has it: an older one does not know the variable.
   *
   * Throws on a malformed organization id or prefix.
   *
   * @param s3KeyPrefix the folder in the bucket under which CloudTrail writes `AWSLogs/`
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
   */
  public static enableMemberAccountLogRead(bucketArn: string, organizationId: string, s3KeyPrefix?: string): iam.PolicyStatement {
    return statement({
      sid: 'EnableMemberAccountLogRead',
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:GetObject'],
      resources: [`${bucketArn}/${memberFolder(organizationId, s3KeyPrefix)}`],
      conditions: memberAccounts(organizationId),
    });
  }

  /**
   * Admits every member account of an organization, the bucket's own excepted, to list the log and digest files in its own folder and in no other.
   *
   * The policy that it stands in needs the version 2012-10-17, as every policy of this library has it: an older one does not know the variable.
   *
   * Throws on a malformed organization id or prefix.
   *
   * @param s3KeyPrefix the folder in the bucket under which CloudTrail writes `AWSLogs/`
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
   */
  public static enableMemberAccountLogList(bucketArn: string, organizationId: string, s3KeyPrefix?: string): iam.PolicyStatement {
    return statement({
      sid: 'EnableMemberAccountLogList',
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
      conditions: merged(memberAccounts(organizationId), { StringLike: { 's3:prefix': memberFolder(organizationId, s3KeyPrefix) } }),
    });
  }

  /**
   * Refuses everybody who does not use TLS.
   *
   * Plain `Bool`, not `BoolIfExists`: AWS removes the key from calls between its services, and those must not be refused.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
   */
  public static denyInsecureTransport(bucketArn: string): iam.PolicyStatement {
    const result = statement({
      sid: 'DenyInsecureTransport',
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:*'],
      resources: [bucketArn, `${bucketArn}/*`],
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    result.effect = iam.Effect.DENY;
    return result;
  }

  /**
   * Admits S3 to write the access logs of one bucket of this account.
   *
   * Throws on a malformed prefix.
   *
   * @param logBucketArn the bucket that receives them, whose policy this is for
   * @param sourceBucketArn the bucket whose accesses are logged
   * @param logFilePrefix the folder that they are written to
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
   */
  public static s3ServerAccessLogs(logBucketArn: string, sourceBucketArn: string, logFilePrefix: string): iam.PolicyStatement {
    const check = new PropsCheck();
    check.required('logFilePrefix', logFilePrefix, OBJECT_KEY_PREFIX);
    check.done('policy statement');
    return statement({
      sid: 'S3ServerAccessLogsPolicy',
      principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [`${logBucketArn}/${logFilePrefix}*`],
      conditions: {
        ArnLike: { 'aws:SourceArn': sourceBucketArn },
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      },
    });
  }
}

function write(
  sid: string, bucketArn: string, trails: TrailIdentity[], ownerOf: (trail: TrailIdentity) => string, s3KeyPrefix?: string,
): iam.PolicyStatement {
  const onBehalf = sourceArns(trails);
  const owners = new Set(trails.map(ownerOf));
  return statement({
    sid,
    principals: [cloudTrail()],
    actions: ['s3:PutObject'],
    resources: [...owners].map(owner => `${bucketArn}/${logFolder(s3KeyPrefix)}/${owner}/*`),
    conditions: merged({ StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } }, onBehalf),
  });
}

function logListing(s3KeyPrefix?: string): Conditions {
  return { StringLike: { 's3:prefix': `${logFolder(s3KeyPrefix)}/*` } };
}

/** All accounts of an organization but the one that owns the policy: there `*` would admit every role, whatever IAM says. */
function memberAccounts(organizationId: string): Conditions {
  const check = new PropsCheck();
  check.required('organizationId', organizationId, ORGANIZATION_ID);
  check.done('policy statement');
  return { StringEquals: { 'aws:PrincipalOrgID': organizationId }, StringNotEquals: { 'aws:PrincipalAccount': Aws.ACCOUNT_ID } };
}
