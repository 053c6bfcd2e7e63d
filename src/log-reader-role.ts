import { Aws, aws_iam as iam, Duration, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { isLogBucket } from './bucket/log-bucket-base';
import type { ITrailLogBucket } from './log-bucket';
import { merged } from './policy/conditions';
import { accountRoot } from './private/account-root';
import { ACCOUNT_ID, ORGANIZATION_ID } from './private/formats';
import { knownToDiffer } from './private/known';
import { TRUST_POLICY_CHARACTERS } from './private/limits';
import { policySize } from './private/policy-size';
import { PropsCheck, shown } from './private/props-check';
import { EXTERNAL_ID, ROLE_DESCRIPTION, ROLE_NAME, SESSION_HOURS } from './private/reader-formats';
import { pseudoParameter } from './private/render';
import type { Conditions } from './private/sorted';
import { warn } from './private/warnings';

/** Properties of a role for readers of logs. */
export interface LogReaderRoleProps {
  /** The bucket whose logs may be read; it must lie in the account of the role. */
  readonly logBucket: ITrailLogBucket;

  /**
   * The accounts whose principals may assume the role, 12 digits each; the role's own account may be among them.
   *
   * Admits whomever the IAM policies of these accounts let assume the role.
   * IAM takes some 50 in one role, unless its quota for trust policies is raised.
   */
  readonly trustedAccounts: string[];

  /**
   * What a caller has to say besides the role's ARN: 2-1224 letters, digits or any of `_+=,.@:/-`.
   *
   * For a third party, which could otherwise be tricked by another of its customers into reading these logs for him.
   *
   * @default - nothing
   * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
   */
  readonly externalId?: string;

  /**
   * Whether only a caller who signed in with a second factor is admitted.
   *
   * Only users of IAM can show one: what federated identities, those of IAM Identity Center included, sign in with is not told to IAM.
   *
   * @default false
   */
  readonly requireMfa?: boolean;

  /**
   * The organization that the caller's account must belong to, as in `o-exampleorg1`.
   *
   * @default - any, or none
   */
  readonly organizationId?: string;

  /**
   * How long a session of the role may last, 1 to 12 hours.
   *
   * @default Duration.hours(1)
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
   */
  readonly maxSessionDuration?: Duration;

  /**
   * The role's name, which readers of other accounts have to know: 1-64 letters, digits or any of `_+=,.@-`.
   *
   * A role outside the stack of the bucket or of its key needs a literal one.
   *
   * @default - a name that CloudFormation makes up
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
   */
  readonly roleName?: string;

  /**
   * What the role is for, 1000 characters of Latin-1 at most.
   *
   * @default - no description
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
   */
  readonly description?: string;
}

/**
 * A role in the account of a log bucket that other accounts may assume to read the logs: to list, fetch and decrypt them, and nothing else.
 *
 * Admits every principal of the trusted accounts that fulfils the conditions and that its own account's IAM lets assume the role:
 * each of these accounts decides by itself which of its principals that are.
 * Throws on wrong props, all of them in one message, before anything is defined.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-sharing-logs.html
 */
export class LogReaderRole extends Construct implements iam.IGrantable {
  /** The role itself, for everything that takes a role. */
  public readonly role: iam.Role;

  /**
   * The role's ARN, which readers assume.
   * @attribute
   */
  public readonly roleArn: string;

  /** The role as a principal, to be granted more. */
  public readonly grantPrincipal: iam.IPrincipal;

  public constructor(scope: Construct, id: string, props: LogReaderRoleProps) {
    checkProps(scope, id, props ?? {});

    super(scope, id);
    this.role = new iam.Role(this, 'Resource', {
      assumedBy: wholeAccounts(props.trustedAccounts, trustConditions(props)),
      maxSessionDuration: props.maxSessionDuration,
      roleName: props.roleName,
      description: props.description,
    });
    this.roleArn = this.role.roleArn;
    this.grantPrincipal = this.role.grantPrincipal;
    props.logBucket.grantRead(this.role);
    warnOfLargeTrustPolicy(this.role);
  }
}

/** Whole accounts in one statement: of a `CompositePrincipal` the CDK makes one or several, depending on a feature flag of the app. */
function wholeAccounts(accountIds: string[], conditions: Conditions): iam.IPrincipal {
  const roots = [...accountIds].sort().flatMap(id => accountRoot(id).policyFragment.principalJson.AWS);
  // a class of the CDK to inherit from is a module of the CDK to load, so it is named here and not above
  return new class extends iam.PrincipalBase {
    public readonly policyFragment = new iam.PrincipalPolicyFragment({ AWS: roots }, conditions);

    public dedupeString(): string | undefined {
      return undefined;
    }
  }();
}

function trustConditions({ externalId, requireMfa, organizationId }: LogReaderRoleProps): Conditions {
  return merged(
    externalId === undefined ? {} : { StringEquals: { 'sts:ExternalId': externalId } },
    organizationId === undefined ? {} : { StringEquals: { 'aws:PrincipalOrgID': organizationId } },
    // not BoolIfExists, which would admit access keys without a second factor
    requireMfa ? { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } : {},
  );
}

/** Warns of a trust policy that IAM takes only where its quota was raised. */
function warnOfLargeTrustPolicy(role: iam.Role): void {
  const stack = Stack.of(role);
  const { min } = policySize(stack.resolve(role.assumeRolePolicy), name => pseudoParameter(name, stack));
  if (min > TRUST_POLICY_CHARACTERS) {
    warn(role, 'LogReaderRole.trustPolicyTooLarge', `the trust policy has ${min} characters or more, of ${TRUST_POLICY_CHARACTERS} that IAM takes by default; `
      + "raise the quota 'Role trust policy length' of the account, or spread 'trustedAccounts' over several roles");
  }
}

function checkProps(scope: Construct, id: string, props: LogReaderRoleProps): void {
  const check = new PropsCheck();
  checkTrustedAccounts(check, scope, props.trustedAccounts);
  check.optional('externalId', props.externalId, EXTERNAL_ID);
  check.flag('requireMfa', props.requireMfa);
  check.optional('organizationId', props.organizationId, ORGANIZATION_ID);
  check.optional('roleName', props.roleName, ROLE_NAME);
  check.optional('description', props.description, ROLE_DESCRIPTION);
  checkSessionDuration(check, props.maxSessionDuration);
  checkLogBucket(check, scope, props);
  check.done(`${scope.node.path}/${id}`);
}

function checkTrustedAccounts(check: PropsCheck, scope: Construct, accountIds: string[]): void {
  if (accountIds === undefined || (Array.isArray(accountIds) && accountIds.length === 0)) {
    check.add(`'trustedAccounts' must have one account at least, got ${shown(accountIds)}; name the accounts whose principals may assume the role`);
    return;
  }
  const seen = new Set<string>();
  check.list('trustedAccounts', accountIds, (element, accountId) => {
    check.required(element, accountId, ACCOUNT_ID);
    const known = accountId === Aws.ACCOUNT_ID ? Stack.of(scope).account : accountId;
    if (seen.has(known)) check.add(`'${element}' must be an account that is not named yet, got ${shown(known)} again; leave it out`);
    seen.add(known);
  });
}

function checkSessionDuration(check: PropsCheck, duration: Duration | undefined): void {
  if (duration === undefined) return;
  const { min, max } = SESSION_HOURS;
  const isDuration = typeof duration?.toSeconds === 'function';
  // the CDK's role takes none that only the deployment knows
  const seconds = isDuration && !duration.isUnresolved() ? duration.toSeconds({ integral: false }) : NaN;
  if (!Number.isInteger(seconds) || seconds < min * 3600 || seconds > max * 3600) {
    const got = isDuration ? duration.toHumanString() : shown(duration);
    check.add(`'maxSessionDuration' must be ${min} to ${max} hours in whole seconds, got ${got}; use Duration.hours()`);
  }
}

/** The bucket and its key must be able to name the role: by a reference in its own stack, by its account and name in another. */
function checkLogBucket(check: PropsCheck, scope: Construct, { logBucket, roleName }: LogReaderRoleProps): void {
  if (!isLogBucket(check, logBucket)) return;
  const own = Stack.of(scope);
  const { bucket, encryptionKey } = logBucket;
  const keyStack = Stack.of(encryptionKey.key);
  // of a key elsewhere, as an organization's may be, only the policy lies in another stack
  const { _policyStack: policyStack = keyStack } = encryptionKey as { readonly _policyStack?: Stack };
  const places = [
    { what: 'the bucket', stack: Stack.of(bucket), account: bucket.env.account, fix: 'define the role in a stack of that account' },
    // a key that is only named may be of any account: the role gets the identity half
    { what: 'the key of the bucket', stack: policyStack, account: keyStack.account, fix: 'name that key by CloudTrailEncryptionKey.fromKeyArn()' },
  ];
  for (const { what, stack, account, fix } of places) {
    if (knownToDiffer(own.account, account)) {
      check.add(`'logBucket' must lie in the account of the role, ${shown(own.account)}, got ${what} of ${shown(account)}; ${fix}`);
    } else if (stack !== own && account !== own.account) {
      check.add(`'logBucket' must lie in the account of the role, ${shown(own.account)}, got ${what} of ${shown(account)}; give both stacks an explicit env, or neither`);
    } else if (stack !== own && (roleName === undefined || Token.isUnresolved(roleName))) {
      check.add(`'roleName' must be literal for a role outside the stack ${shown(stack.node.path)} of ${what}, got ${shown(roleName)}; give it one: `
        + 'the policies there tell it by that, because a reference would make the two stacks depend on each other');
    }
  }
}
