import { App, Environment, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { MemberAccess, OrganizationTrailProps } from './organization-trail-props';
import { checkRetention } from '../bucket/log-bucket-base';
import { accountRoot } from '../private/account-root';
import { hasWildcard, parseArn, partitionOfRegion } from '../private/arns';
import { ACCOUNT_ID, ALIAS, BUCKET_NAME, Format, KEY_ARN, ORGANIZATION_ID, REGION_PATTERN, S3_KEY_PREFIX, TRAIL_NAME } from '../private/formats';
import { knownToDiffer } from '../private/known';
import { PropsCheck, shown } from '../private/props-check';
import { checkEvents, checkReader } from '../trail/encrypted-trail-checks';

const REGION: Format = {
  allowed: 'a Region such as "eu-central-1"',
  fix: 'write it out: the stacks of other accounts name what lies there',
  test: region => !hasWildcard(region) && REGION_PATTERN.test(region),
};

const STACKS = ['key', 'logArchive', 'management'];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
const STACK_NAME: Format = {
  allowed: '1-128 letters, digits or "-", beginning with a letter',
  fix: 'choose another name',
  test: name => /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(name),
};

/** Throws everything that is wrong with the props of an organization trail. */
export function checkOrganizationTrailProps(scope: Construct, id: string, props: OrganizationTrailProps): void {
  const check = new PropsCheck();
  const stack = scope.node.scopes.find(Stack.isStack);
  if (stack !== undefined) {
    check.add(`'scope' must be an App, a Stage, or a construct of one that is in no stack, got the stack ${shown(stack.node.path)}; `
      + 'stacks of several accounts are defined here, so define it beside that stack');
  }
  checkNames(check, props);
  checkEnvironments(check, props);
  checkReaders(check, props);
  checkEvents(check, props);
  checkRetention(check, props.objectLockRetention, props.lifecycleRules);
  check.done([scope.node.path, id].filter(part => part !== '').join('/'));
}

function checkNames(check: PropsCheck, props: OrganizationTrailProps): void {
  const { key, memberAccess, s3KeyPrefix, stackNames = {} } = props;
  check.literal('organizationId', props.organizationId, ORGANIZATION_ID);
  check.literal('trailName', props.trailName, TRAIL_NAME);
  check.literal('logBucketName', props.logBucketName, BUCKET_NAME);
  check.literal('keyAlias', props.keyAlias, ALIAS);
  if (s3KeyPrefix !== undefined) check.literal('s3KeyPrefix', s3KeyPrefix, S3_KEY_PREFIX);
  const isStruct = check.kind('stackNames', stackNames, Object(stackNames) === stackNames, 'an object with the names of stacks', 'leave it out for names made of the path');
  for (const [stack, name] of Object.entries(isStruct ? stackNames : {})) {
    if (!STACKS.includes(stack)) {
      check.add(`'stackNames' must name none but the stacks ${STACKS.join(', ')}, got ${shown(stack)}; use one of these`);
    } else if (name !== undefined) {
      check.literal(`stackNames.${stack}`, name, STACK_NAME);
    }
  }
  if (stackNames?.key !== undefined && !liesElsewhere(key, props.logArchive)) {
    check.add(`'stackNames.key' goes with a 'key' in another environment than 'logArchive', got ${shown(stackNames.key)} for no stack; leave it out`);
  }
  if (stackNames?.key !== undefined && stackNames.key === stackNames.management && !liesElsewhere(key, props.management)) {
    check.add(`'stackNames.management' must be another name than 'stackNames.key' in the same account and Region, got ${shown(stackNames.key)} for both; `
      + 'choose another name');
  }
  check.member('memberAccess', memberAccess, Object.values(MemberAccess), 'MemberAccess');
}

function checkEnvironments(check: PropsCheck, props: OrganizationTrailProps): void {
  const { management, logArchive, key = logArchive, keyArn } = props;
  for (const [prop, env] of Object.entries({ management, logArchive, ...props.key === undefined ? {} : { key } })) {
    check.literal(`${prop}.account`, env?.account, ACCOUNT_ID);
    check.literal(`${prop}.region`, env?.region, REGION);
  }
  if (isWritten(management) && isWritten(logArchive)) {
    checkPartition(check, management.region!, logArchive.region!);
    if (management.account === logArchive.account) {
      check.add(`'management' and 'logArchive' must be of different accounts, got ${shown(management.account)} for both; to log into the management account itself `
        + "use EncryptedTrail with 'organizationId'; the account of a delegated administrator can be 'logArchive' alone, because CloudFormation creates "
        + "an organization trail only in the management account: name that one in 'management'");
    }
  }
  if (isWritten(key) && isWritten(logArchive) && key.region !== logArchive.region) {
    check.add(`'key.region' must be that of the bucket, ${shown(logArchive.region)}, got ${shown(key.region)}; S3 takes only keys of the bucket's own Region: use it here`);
  }
  if (keyArn === undefined) return;
  check.literal('keyArn', keyArn, KEY_ARN);
  if (!isWritten(key) || !KEY_ARN.test(String(keyArn))) return;
  const { partition, account, region } = parseArn(keyArn)!;
  check.partition('keyArn', keyArn, partition, key.region!);
  if (account !== key.account || region !== key.region) {
    check.add(`'keyArn' must lie in the account and Region of the key, ${shown(key.account)} and ${shown(key.region)}, got ${shown(keyArn)}; `
      + `take the "KeyMetadata.Arn" of \`aws kms describe-key --key-id ${props.keyAlias}\` there`);
  }
}

function checkPartition(check: PropsCheck, region: string, bucketRegion: string): void {
  const [partition, own] = [partitionOfRegion(region), partitionOfRegion(bucketRegion)];
  if (knownToDiffer(partition, own)) {
    check.add(`'management.region' must lie in the partition of 'logArchive', ${shown(own)}, got ${shown(region)} of ${shown(partition)}; `
      + 'an organization is of one partition: define an OrganizationTrail in each');
  }
}

/** Readers stand in the policies of the bucket and of the key; for the stacks of these, which do not exist yet, others stand in. */
function checkReaders(check: PropsCheck, props: OrganizationTrailProps): void {
  const { logArchive, key } = props;
  const holders = [logArchive, ...liesElsewhere(key, logArchive) ? [key] : []].filter(isWritten)
    .map((env, i) => new Stack(new App({ autoSynth: false, treeMetadata: false }), ['LogArchive', 'Key'][i], { env }));
  check.list('readers', props.readers, (element, reader) => checkReader(check, element, reader, holders, holders[0]));
  check.list('readerAccounts', props.readerAccounts, (element, accountId) => {
    if (check.required(element, accountId, ACCOUNT_ID)) checkReader(check, element, accountRoot(accountId), holders, holders[0]);
  });
}

/** Whether an environment is given, and another than the second one. */
export function liesElsewhere(env: Environment | undefined, other: Environment | undefined): boolean {
  return env !== undefined && (env?.account !== other?.account || env?.region !== other?.region);
}

function isWritten(env: Environment | undefined): env is Environment {
  return ACCOUNT_ID.test(String(env?.account)) && REGION.test(String(env?.region));
}
