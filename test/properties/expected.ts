import type { Caller, Conditions, Place, Principal, Setup, Trail } from './setup';
import type { Outcome } from '../../src/access/request';

/** What is encrypted, as the encryption context tells it. */
export interface EncryptionContext {
  readonly trailArn?: string;
  readonly s3Arn?: string;
}

/** The role that CloudFormation deploys with, in an account that was bootstrapped without options. */
export const DEPLOYER = 'cdk-hnb659fds-cfn-exec-role-';

const MANAGE = [
  'kms:CancelKeyDeletion', 'kms:CreateAlias', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:DisableKey', 'kms:DisableKeyRotation', 'kms:EnableKey',
  'kms:EnableKeyRotation', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListGrants', 'kms:ListKeyPolicies', 'kms:ListKeyRotations',
  'kms:ListResourceTags', 'kms:PutKeyPolicy', 'kms:RevokeGrant', 'kms:RotateKeyOnDemand', 'kms:ScheduleKeyDeletion', 'kms:TagResource',
  'kms:UntagResource', 'kms:UpdateAlias', 'kms:UpdateKeyDescription',
];
const REPLICATE = ['kms:ReplicateKey', 'kms:UpdatePrimaryRegion'];

/** Every action that a symmetric key knows. */
export const ACTIONS = [
  ...MANAGE, ...REPLICATE, 'kms:CreateGrant', 'kms:Decrypt', 'kms:DeleteImportedKeyMaterial', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyPair',
  'kms:GenerateDataKeyPairWithoutPlaintext', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ImportKeyMaterial', 'kms:ReEncryptFrom', 'kms:ReEncryptTo',
  'kms:RetireGrant', 'kms:SynchronizeMultiRegionKey',
];

/** What KMS lets other accounts do. */
const ACROSS_ACCOUNTS = [
  'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext',
  'kms:GenerateDataKeyWithoutPlaintext', 'kms:GetKeyRotationStatus', 'kms:ListGrants', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:RetireGrant', 'kms:RevokeGrant',
];

/** The ARN of a trail. */
export function arnOf({ partition, region, account, name }: Trail): string {
  return `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`;
}

/** Whether the props cover a trail by its name, wildcards included, or by its account. */
export function covers(setup: Setup, trail: Trail): boolean {
  return isNamed(setup, trail) || setup.trailAccounts.includes(trail.account);
}

/** Whether CloudTrail may encrypt on behalf of a trail, with the encryption context of this or another one. */
export function mayEncrypt(setup: Setup, trail: Trail, context?: Trail): boolean {
  if (setup.bucketKeyBuckets.length > 0) return covers(setup, trail);
  if (context?.partition !== setup.place.partition) return false;
  return (isNamed(setup, trail) && setup.trails.some(({ account }) => account === context.account))
    || (setup.trailAccounts.includes(trail.account) && setup.trailAccounts.includes(context.account));
}

/** What the props say about a call by an IAM principal. */
export function expected(setup: Setup, caller: Caller, action: string, context: EncryptionContext): Outcome {
  if (caller.account !== setup.place.account && !ACROSS_ACCOUNTS.includes(action)) return 'no';
  const outcomes = rightsOf(setup, context).filter(({ actions }) => actions.includes(action)).flatMap(({ principals }) => principals)
    .map(principal => stands(principal, caller, setup.place));
  return (['direct', 'delegated'] as const).find(outcome => outcomes.includes(outcome)) ?? 'no';
}

/** Whether a principal stands for the caller itself, for the account that must decide, or for neither. */
export function stands(principal: Principal, caller: Caller, place: Place): Outcome {
  return holds(principal, caller) ? standsWithoutConditions(principal, caller, place) : 'no';
}

function isNamed({ place, trails }: Setup, trail: Trail): boolean {
  return trail.partition === place.partition
    && trails.some(({ region, account, name }) => like(region, trail.region) && account === trail.account && like(name, trail.name));
}

function rightsOf(setup: Setup, { trailArn, s3Arn }: EncryptionContext): { actions: string[]; principals: Principal[] }[] {
  const { place: { partition, account, region }, accountAccess = 'ADMINISTRATION', administrators, readers, readerAccounts, eventDataStoreUsers } = setup;
  const deployer: Principal = { is: 'role', account, name: `${DEPLOYER}${account}-${region}`, written: 'ARN' };
  const isLog = trailArn !== undefined || setup.bucketKeyBuckets.some(({ name }) => s3Arn === `arn:${partition}:s3:::${name}`);
  return [
    { actions: accountAccess === 'FULL' ? ACTIONS : [], principals: [whole(account)] },
    {
      actions: setup.multiRegion ? [...MANAGE, ...REPLICATE] : MANAGE,
      principals: [...accountAccess === 'ADMINISTRATION' ? [whole(account)] : [], ...accountAccess === 'NONE' ? [deployer] : [], ...administrators],
    },
    { actions: isLog ? ['kms:Decrypt'] : [], principals: [...readers, ...readerAccounts.map(whole)] },
    { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], principals: eventDataStoreUsers },
  ];
}

function whole(account: string): Principal {
  return { is: 'account', account, written: 'ARN' };
}

function standsWithoutConditions(principal: Principal, caller: Caller, place: Place): Outcome {
  const isOf = (account: string) => caller.partition === place.partition && caller.account === account;
  const isRole = (account: string, pattern: string) => isOf(account) && caller.is === 'role' && like(pattern, caller.name);
  const itself = (stand: boolean): Outcome => stand ? 'direct' : 'no';
  const throughAccount = (stand: boolean): Outcome => stand ? 'delegated' : 'no';
  switch (principal.is) {
    case 'role': return itself(isRole(principal.account, principal.name));
    case 'user': return itself(isOf(principal.account) && caller.is === 'user' && caller.name === principal.name);
    case 'session': return itself(isRole(principal.account, principal.name) && caller.session === principal.session);
    case 'account': return caller.is === 'root' ? itself(isOf(principal.account)) : throughAccount(isOf(principal.account));
    case 'organization': return itself(caller.organizationId === principal.id);
    case 'everybody of the account': return itself(caller.account === principal.account);
    case 'everybody like': return itself(isRole(principal.account, principal.pattern));
    case 'roles like': return throughAccount(isRole(principal.account, principal.pattern));
    case 'permission set': return throughAccount(isOf(principal.account) && caller.is === 'role'
      && new RegExp(`^aws-reserved/sso\\.amazonaws\\.com/([a-z0-9-]+/)?AWSReservedSSO_${principal.name}_[0-9a-f]{16}$`).test(caller.name));
    case 'role of the stack': return itself(isRole(place.account, `Audit-${principal.name}`));
    case 'user of the stack': return itself(isOf(place.account) && caller.is === 'user' && caller.name === `Audit-${principal.name}`);
    case 'role of another stack': return throughAccount(isRole(place.account, principal.name));
    case 'composite': {
      const outcomes = principal.parts.map(part => standsWithoutConditions(part, caller, place));
      return (['direct', 'delegated'] as const).find(outcome => outcomes.includes(outcome)) ?? 'no';
    }
  }
}

function holds(conditions: Conditions, call: Conditions): boolean {
  return (conditions.organizationId === undefined || call.organizationId === conditions.organizationId)
    && (!conditions.mfa || call.mfa === true)
    && (!conditions.mfaAge || call.mfaAge === true)
    && (conditions.sourceIp === undefined || call.sourceIp === conditions.sourceIp)
    && (conditions.viaService === undefined || call.viaService === conditions.viaService);
}

function like(pattern: string, text: string): boolean {
  const expression = pattern.replace(/[.+]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${expression}$`).test(text);
}
