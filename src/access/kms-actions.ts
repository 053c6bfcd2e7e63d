// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
const NAMES = [
  'CancelKeyDeletion', 'ConnectCustomKeyStore', 'CreateAlias', 'CreateCustomKeyStore', 'CreateGrant', 'CreateKey', 'Decrypt', 'DeleteAlias',
  'DeleteCustomKeyStore', 'DeleteImportedKeyMaterial', 'DeriveSharedSecret', 'DescribeCustomKeyStores', 'DescribeKey', 'DisableKey',
  'DisableKeyRotation', 'DisconnectCustomKeyStore', 'EnableKey', 'EnableKeyRotation', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext', 'GenerateDataKeyWithoutPlaintext', 'GenerateMac', 'GenerateRandom', 'GetKeyLastUsage', 'GetKeyPolicy',
  'GetKeyRotationStatus', 'GetParametersForImport', 'GetPublicKey', 'ImportKeyMaterial', 'ListAliases', 'ListGrants', 'ListKeyPolicies',
  'ListKeyRotations', 'ListKeys', 'ListResourceTags', 'ListRetirableGrants', 'PutKeyPolicy', 'ReplicateKey', 'RetireGrant', 'RevokeGrant',
  'RotateKeyOnDemand', 'ScheduleKeyDeletion', 'Sign', 'TagResource', 'UntagResource', 'UpdateAlias', 'UpdateCustomKeyStore',
  'UpdateKeyDescription', 'UpdatePrimaryRegion', 'Verify', 'VerifyMac',
  // permissions that are no operations: re-encryption asks for one on each of its two keys, replicas are kept in step by KMS itself
  'ReEncryptFrom', 'ReEncryptTo', 'SynchronizeMultiRegionKey',
];

/** Every action that a KMS key policy can name. */
export const KMS_ACTIONS: readonly string[] = NAMES.map((name) => `kms:${name}`);

// "Cross-account use: Yes", https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
const ACROSS_ACCOUNTS = new Set([
  'CreateGrant', 'Decrypt', 'DeriveSharedSecret', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext',
  'GenerateDataKeyWithoutPlaintext', 'GenerateMac', 'GetKeyRotationStatus', 'GetPublicKey', 'ListGrants', 'ReEncryptFrom', 'ReEncryptTo', 'RetireGrant',
  'RevokeGrant', 'Sign', 'Verify', 'VerifyMac',
]);

/** The actions that KMS refuses to principals of another account than the key's, whatever the key policy says; in lower case. */
export const ACTIONS_WITHIN_ACCOUNT: ReadonlySet<string> = new Set(NAMES.filter((name) => !ACROSS_ACCOUNTS.has(name)).map((name) => `kms:${name}`.toLowerCase()));

/** What reads a log file: S3 never asks to re-encrypt, but whoever may can have the data keys for another key of his. */
export const READ: readonly string[] = ['kms:Decrypt', 'kms:ReEncryptFrom'];

/** The actions whose requests name an encryption algorithm, in lower case. */
export const ACTIONS_WITH_ALGORITHM: ReadonlySet<string> = new Set(['kms:decrypt', 'kms:encrypt', 'kms:reencryptfrom', 'kms:reencryptto']);

/** The actions whose requests carry an encryption context, in lower case. */
export const ACTIONS_WITH_ENCRYPTION_CONTEXT: ReadonlySet<string> = new Set([
  'kms:creategrant',
  'kms:decrypt',
  'kms:encrypt',
  'kms:generatedatakey',
  'kms:generatedatakeypair',
  'kms:generatedatakeypairwithoutplaintext',
  'kms:generatedatakeywithoutplaintext',
  'kms:reencryptfrom',
  'kms:reencryptto',
]);
