/**
 * What the console gives a key's administrators, written out for the kinds of key that CloudTrail takes.
 *
 * Without `kms:CreateGrant`, with which an administrator could give himself `kms:Decrypt`, and without wildcards,
 * which would hand over whatever KMS invents next.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
 */
export const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/** What the administrators of a multi-Region key need besides; https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html */
export const MULTI_REGION_ADMINISTRATION = ['kms:ReplicateKey', 'kms:UpdatePrimaryRegion'];

/** What CloudWatch Logs does with a log group's key; https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
export const LOG_GROUP_USE = ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
