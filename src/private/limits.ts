/** The largest key policy that KMS takes, in bytes; https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
export const KEY_POLICY_BYTES = 32_768;

/** How a key policy gets smaller. */
export const KEY_SIZE_ADVICE = 'name roles by one pattern (LogReaders.rolePattern()), a team by one role, many accounts by their organization '
  + '(OrganizationPrincipal) or a path in it (aws:PrincipalOrgPaths), and trails by trailAccounts or one organization trail';

/** The largest bucket policy that S3 takes, in bytes; https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-management.html */
export const BUCKET_POLICY_BYTES = 20_480;

/** How a bucket policy gets smaller. */
export const BUCKET_SIZE_ADVICE = 'use one organization trail, spread the trails over several buckets, name readers by one pattern (LogReaders.rolePattern()), '
  + 'a team by one role, and many accounts by their organization (OrganizationPrincipal) or a path in it (aws:PrincipalOrgPaths)';

/** Days between two rotations; https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html */
export const ROTATION_PERIOD_DAYS = { min: 90, max: 2560 };

/** Days between a key's deletion being scheduled and done; same page. */
export const PENDING_WINDOW_DAYS = { min: 7, max: 30 };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html */
export const S3_KEY_PREFIX_LENGTH = 200;

/** The largest trust policy that IAM takes by default, without white space; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const TRUST_POLICY_CHARACTERS = 2048;
