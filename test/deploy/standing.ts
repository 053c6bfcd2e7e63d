import type { Emulator } from './emulator';
import { evaluate } from '../../src/access/evaluate';
import { KeyPolicyAudit } from '../../src/access/key-policy-audit';
import type { AccessRequest, PolicyEnvironment } from '../../src/access/request';

/** What runs an app of test/deploy/apps/ in the place of an example. */
export function appOf(name: string): string[] {
  return ['--app', `npx ts-node --transpile-only --project ../../tsconfig.dev.json ../../test/deploy/apps/${name}.ts`];
}

/** The ids of the resources that a stack has, by their types. */
export async function resourcesOf(emulator: Emulator, account: string, stack: string): Promise<{ [type: string]: string[] }> {
  const { StackResources } = await emulator.call(account, 'cloudformation', 'describe_stack_resources', { StackName: stack });
  const ids: { [type: string]: string[] } = {};
  for (const { ResourceType, PhysicalResourceId } of StackResources) (ids[ResourceType] ??= []).push(PhysicalResourceId);
  return ids;
}

/** A key as KMS has it. */
export async function readKey(emulator: Emulator, account: string, keyId: string) {
  const { KeyMetadata } = await emulator.call(account, 'kms', 'describe_key', { KeyId: keyId });
  const { Policy } = await emulator.call(account, 'kms', 'get_key_policy', { KeyId: KeyMetadata.KeyId, PolicyName: 'default' });
  const { KeyRotationEnabled } = await emulator.call(account, 'kms', 'get_key_rotation_status', { KeyId: KeyMetadata.KeyId });
  const { Aliases } = await emulator.call(account, 'kms', 'list_aliases', { KeyId: KeyMetadata.KeyId });
  return {
    arn: KeyMetadata.Arn as string,
    state: KeyMetadata.KeyState as string,
    rotated: KeyRotationEnabled as boolean,
    aliases: Aliases.map(({ AliasName }: any) => AliasName) as string[],
    policy: JSON.parse(Policy),
  };
}

/** A role as IAM has it: who may assume it, and what it may do. */
export async function readRole(emulator: Emulator, account: string, name: string) {
  const { Role } = await emulator.call(account, 'iam', 'get_role', { RoleName: name });
  const { AttachedPolicies } = await emulator.call(account, 'iam', 'list_attached_role_policies', { RoleName: name });
  const { PolicyNames } = await emulator.call(account, 'iam', 'list_role_policies', { RoleName: name });
  const managedPolicies = await Promise.all(AttachedPolicies.map(async ({ PolicyArn }: any) => {
    const { Policy } = await emulator.call(account, 'iam', 'get_policy', { PolicyArn });
    return (await emulator.call(account, 'iam', 'get_policy_version', { PolicyArn, VersionId: Policy.DefaultVersionId })).PolicyVersion.Document;
  }));
  return { arn: Role.Arn as string, trustPolicy: Role.AssumeRolePolicyDocument, managedPolicies, inlinePolicies: PolicyNames as string[] };
}

/** A trail as CloudTrail has it. */
export async function readTrail(emulator: Emulator, account: string, name: string) {
  const { Trail } = await emulator.call(account, 'cloudtrail', 'get_trail', { Name: name });
  const { IsLogging } = await emulator.call(account, 'cloudtrail', 'get_trail_status', { Name: name });
  return { ...Trail, IsLogging };
}

/** A log group as CloudWatch Logs has it. */
export async function readLogGroup(emulator: Emulator, account: string, name: string) {
  const { logGroups: [{ kmsKeyId, retentionInDays }] } = await emulator.call(account, 'logs', 'describe_log_groups', { logGroupNamePrefix: name });
  return { kmsKeyId, retentionInDays };
}

/** The policy of a bucket as S3 has it. */
export async function readBucketPolicy(emulator: Emulator, account: string, bucket: string): Promise<any> {
  return JSON.parse((await emulator.call(account, 's3', 'get_bucket_policy', { Bucket: bucket })).Policy);
}

/** How long a bucket keeps what is in it. */
export async function readRetention(emulator: Emulator, account: string, bucket: string) {
  const { ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode, Days } } } } = await emulator.call(account, 's3', 'get_object_lock_configuration', { Bucket: bucket });
  const { Rules } = await emulator.call(account, 's3', 'get_bucket_lifecycle_configuration', { Bucket: bucket });
  return {
    locked: { mode: Mode, days: Days },
    expired: Rules.map(({ Status, Expiration, NoncurrentVersionExpiration }: any) => (
      { status: Status, days: Expiration.Days, noncurrentDays: NoncurrentVersionExpiration.NoncurrentDays })),
  };
}

/** The settings of a bucket that keep the public and older versions out of reach. */
export async function readBucketSettings(emulator: Emulator, account: string, bucket: string) {
  const { PublicAccessBlockConfiguration } = await emulator.call(account, 's3', 'get_public_access_block', { Bucket: bucket });
  const { ServerSideEncryptionConfiguration } = await emulator.call(account, 's3', 'get_bucket_encryption', { Bucket: bucket });
  const { OwnershipControls } = await emulator.call(account, 's3', 'get_bucket_ownership_controls', { Bucket: bucket });
  const { Status } = await emulator.call(account, 's3', 'get_bucket_versioning', { Bucket: bucket });
  return {
    encryption: ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault,
    ownership: OwnershipControls.Rules[0].ObjectOwnership,
    publicAccessBlocked: Object.values(PublicAccessBlockConfiguration),
    versioning: Status,
  };
}

/** What is left after a stack is destroyed: the key, and all buckets and trails of the accounts that have them. */
export async function readLeft(emulator: Emulator, account: string, keyId: string, trailAccount = account) {
  return {
    key: await readKey(emulator, account, keyId),
    buckets: (await emulator.call(account, 's3', 'list_buckets')).Buckets.map(({ Name }: any) => Name) as string[],
    trails: (await emulator.call(trailAccount, 'cloudtrail', 'describe_trails')).trailList as unknown[],
  };
}

/** The ARN of a log file that CloudTrail delivers. */
export function logFileIn(bucket: string, folder: string): string {
  return `arn:aws:s3:::${bucket}/AWSLogs/${folder}/CloudTrail/eu-central-1/2026/11/29/x.json.gz`;
}

/** The encryption context of a log file. */
export function encryptionContextOf(trailArn: string, logFile: string) {
  return { 'kms:EncryptionContext:aws:cloudtrail:arn': trailArn, 'kms:EncryptionContext:aws:s3:arn': logFile };
}

/** What a key policy answers, by the ids of the probes; those that differ in their subject alone are in one list. */
export function answersOf(policy: any, context: Parameters<typeof KeyPolicyAudit.ofPolicy>[1]): { [probe: string]: string[] } {
  const answers: { [probe: string]: string[] } = {};
  for (const { id, outcome } of KeyPolicyAudit.ofPolicy(policy, context).probes) (answers[id] ??= []).push(outcome);
  return answers;
}

/** What a policy says about CloudTrail delivering a log file for a trail. */
export function mayDeliver(bucketPolicy: any, bucket: string, trailArn: string, folder: string, environment: PolicyEnvironment): string {
  const request: AccessRequest = {
    action: 's3:PutObject',
    caller: { service: 'cloudtrail.amazonaws.com' },
    resource: logFileIn(bucket, folder),
    context: { 'aws:SourceArn': trailArn, 'aws:SourceAccount': trailArn.split(':')[4], 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SecureTransport': 'true' },
  };
  return evaluate(bucketPolicy, request, environment).outcome;
}
