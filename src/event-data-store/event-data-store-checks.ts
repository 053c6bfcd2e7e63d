import { aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { EncryptedEventDataStoreProps, EventDataStoreBilling } from '../encrypted-event-data-store-props';
import { AccessReader } from '../key/access-reader';
import { parseArn } from '../private/arns';
import { executionRoleArn } from '../private/execution-role';
import { checkReferences } from '../private/foreign-references';
import { ACCOUNT_ID, EVENT_DATA_STORE_ARN, Format } from '../private/formats';
import { knownToDiffer } from '../private/known';
import { PropsCheck, requireProps, shown } from '../private/props-check';

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateEventDataStore.html */
const EVENT_DATA_STORE_NAME: Format = {
  allowed: "3-128 letters, digits, '.', '_' or '-'",
  fix: 'rename the event data store',
  test: name => /^[a-zA-Z0-9._-]{3,128}$/.test(name),
};

/** Days that a store can keep events, by its billing; same page. */
const RETENTION_DAYS = {
  [EventDataStoreBilling.EXTENDABLE_RETENTION_PRICING]: { min: 7, max: 3653 },
  [EventDataStoreBilling.FIXED_RETENTION_PRICING]: { min: 7, max: 2557 },
};

/** How many selectors a store takes; same page. */
const SELECTORS = 5;

/** Who owns the store: of an organization, the management account, where that is named. */
function ownerOf(scope: Construct, { managementAccountId }: EncryptedEventDataStoreProps): string {
  return managementAccountId ?? Stack.of(scope).account;
}

/** Who creates the store: the one named, or the role with which CloudFormation deploys; undefined where nobody can tell. */
export function deployerOf(scope: Construct, { deployer }: EncryptedEventDataStoreProps): iam.IPrincipal | undefined {
  const roleArn = executionRoleArn(scope);
  return deployer ?? (roleArn === undefined ? undefined : new iam.ArnPrincipal(roleArn));
}

/** Throws everything that is wrong with the props of an event data store. */
export function checkEventDataStoreProps(scope: Construct, id: string, props: EncryptedEventDataStoreProps): void {
  requireProps(`${scope.node.path}/${id}`, props);
  const check = new PropsCheck();
  check.optional('eventDataStoreName', props.eventDataStoreName, EVENT_DATA_STORE_NAME);
  checkBilling(check, props);
  check.removalPolicy(props.removalPolicy);
  check.list('advancedEventSelectors', props.advancedEventSelectors, (element, selector) => {
    if (selector?.fieldSelectors !== undefined || Token.isUnresolved(selector)) return;
    check.add(`'${element}' must be an AdvancedEventSelectorProperty, got ${shown(selector)}; `
      + "write it as in { fieldSelectors: [{ field: 'eventCategory', equalTo: ['Data'] }] }");
  });
  const selectors = props.advancedEventSelectors?.length;
  if (selectors === 0 || selectors! > SELECTORS) {
    check.add(`'advancedEventSelectors' must be 1 to ${SELECTORS} selectors, got ${selectors}; leave it out to collect all management events`);
  }
  checkOrganization(check, scope, props);
  checkKey(check, scope, props);
  checkAccess(check, scope, props);
  check.done(`${scope.node.path}/${id}`);
}

function checkBilling(check: PropsCheck, { billing, retention }: EncryptedEventDataStoreProps): void {
  check.member('billing', billing, Object.values(EventDataStoreBilling), 'EventDataStoreBilling');
  const { EXTENDABLE_RETENTION_PRICING: extendable, FIXED_RETENTION_PRICING: fixed } = RETENTION_DAYS;
  const days = typeof retention?.toDays !== 'function' || retention.isUnresolved() ? 0 : retention.toDays({ integral: false });
  if (billing === EventDataStoreBilling.FIXED_RETENTION_PRICING && days > fixed.max) {
    check.add(`'retention' must be ${fixed.min} to ${fixed.max} whole days with FIXED_RETENTION_PRICING, got ${retention!.toHumanString()}; `
      + `shorten it, or use EXTENDABLE_RETENTION_PRICING, which takes up to ${extendable.max}`);
  } else {
    check.days('retention', retention, extendable);
  }
}

function checkOrganization(check: PropsCheck, scope: Construct, { organizationEnabled, managementAccountId }: EncryptedEventDataStoreProps): void {
  const { account } = Stack.of(scope);
  check.flag('organizationEnabled', organizationEnabled);
  if (!check.optional('managementAccountId', managementAccountId, ACCOUNT_ID) || managementAccountId === undefined) return;
  if (!organizationEnabled) {
    check.add(`'managementAccountId' goes with 'organizationEnabled', got ${shown(managementAccountId)} alone; turn that on, or leave it out`);
  }
  if (knownToDiffer(managementAccountId, account)) {
    check.add(`'managementAccountId' must be the account of the stack, ${shown(account)}, got ${shown(managementAccountId)}; `
      + "an organization's event data store and its key are the management account's, whoever creates them: deploy this stack there");
  }
}

function checkKey(check: PropsCheck, scope: Construct, props: EncryptedEventDataStoreProps): void {
  const { encryptionKey, organizationEnabled } = props;
  if (encryptionKey === undefined) return;
  if (encryptionKey?.key?.env === undefined) {
    check.add(`'encryptionKey' must be a CloudTrailEncryptionKey, got ${shown(encryptionKey)}; for a kms.Key use CloudTrailEncryptionKey.fromKey()`);
    return;
  }
  const { region } = Stack.of(scope);
  const { env } = encryptionKey.key;
  if (knownToDiffer(env.region, region)) {
    check.add(`'encryptionKey' must lie in the store's Region, ${shown(region)}, got a key of ${shown(env.region)}; use a key there`);
  }
  const owner = ownerOf(scope, props);
  if (organizationEnabled && knownToDiffer(env.account, owner)) {
    check.add(`'encryptionKey' must be of the management account, ${shown(owner)}, for an organization's store, got a key of ${shown(env.account)}; `
      + 'use a key there');
  }
  checkReferences(check, 'encryptionKey', encryptionKey.keyArn, scope, 'name that key by CloudTrailEncryptionKey.fromKeyArn()');
}

function checkAccess(check: PropsCheck, scope: Construct, props: EncryptedEventDataStoreProps): void {
  const reader = new AccessReader(props.encryptionKey?.key ?? scope, check, scope);
  check.list('users', props.users, (element, user) => reader.named(element, user));
  const deployer = deployerOf(scope, props);
  if (deployer === undefined) {
    check.add("'deployer' must be given where the stack's synthesizer does not tell its deployment role, got undefined; "
      + 'whoever creates the store must be allowed to use its key: name the role or user that deploys, or use the DefaultStackSynthesizer');
  } else {
    reader.named('deployer', deployer);
  }

  const owner = ownerOf(scope, props);
  const arns = props.eventDataStoreArns;
  check.list('eventDataStoreArns', arns, (element, arn) => reader.eventDataStoreArn(element, arn));
  const isOfOthers = (arn: unknown) => typeof arn === 'string' && knownToDiffer(owner, parseArn(arn)?.account);
  if (Array.isArray(arns) && arns.length > 0 && arns.every(isOfOthers)) {
    check.add(`'eventDataStoreArns' must hold the ARN of this store, which is of account ${shown(owner)}, got ${shown(arns)}; `
      + `the key would be shut to it: ${EVENT_DATA_STORE_ARN.fix}`);
  }
}
