import { Aws, aws_iam as iam, aws_kms as kms, Duration, Fn, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { KeyPolicyAudit } from './access/key-policy-audit';
import type { CloudTrailKeyAccessProps, ICloudTrailEncryptionKey } from './cloudtrail-key';
import { AccessReader } from './key/access-reader';
import { ExistingKey, NamedKey } from './key/existing-keys';
import { CloudTrailKeyBase } from './key/key-base';
import { KeyPolicy } from './key/key-policy';
import { validateKeyPolicy } from './key/key-policy-validation';
import { KeyPolicyStatements } from './policy/key-policy-statements';
import { ALIAS, KEY_DESCRIPTION } from './private/formats';
import { livePolicyOf } from './private/key-definition';
import { PENDING_WINDOW_DAYS, ROTATION_PERIOD_DAYS } from './private/limits';
import type { PolicyPrincipal } from './private/principals';
import { PropsCheck, shown } from './private/props-check';

/** What a key's policy gives the account that owns the key. */
export enum AccountAccess {
  /** The account's IAM policies may let their principals manage the key, but not decrypt with it. */
  ADMINISTRATION = 'ADMINISTRATION',

  /** The account's IAM policies decide about everything, decryption included; whatever this library limits, they can open. */
  FULL = 'FULL',

  /** Only the named administrators and the role with which CloudFormation deploys may manage the key. */
  NONE = 'NONE',
}

/** Properties of a key for CloudTrail. */
export interface CloudTrailEncryptionKeyProps extends CloudTrailKeyAccessProps {
  /**
   * Who may manage the key: change its policy, rotate, disable and delete it.
   *
   * They cannot decrypt, nor create grants; but whoever may change the policy can give himself that.
   *
   * @default - whomever `accountAccess` admits
   */
  readonly administrators?: iam.IPrincipal[];

  /**
   * What the key policy gives the account itself.
   *
   * @default AccountAccess.ADMINISTRATION
   */
  readonly accountAccess?: AccountAccess;

  /**
   * A name for the key, as in `alias/cloudtrail`.
   *
   * @default - no alias
   */
  readonly alias?: string;

  /**
   * What the key is for.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The time between two rotations of the key material, 90 to 2560 whole days. Rotation cannot be turned off.
   *
   * @default Duration.days(365)
   */
  readonly rotationPeriod?: Duration;

  /**
   * The time between the scheduling of the key's deletion and the deletion itself, 7 to 30 whole days.
   *
   * @default Duration.days(30)
   */
  readonly pendingWindow?: Duration;

  /**
   * Whether the key can be replicated into other Regions.
   *
   * CloudFormation refuses to change it later.
   *
   * @default false
   */
  readonly multiRegion?: boolean;

  /**
   * What becomes of the key when it leaves the stack. Without the key nobody can read the logs any more.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A KMS key that CloudTrail encrypts log files with, for the trails that it names and for no other,
 * and that only the readers it names can decrypt with.
 *
 * Throws on wrong props, all of them in one message, before anything is defined.
 * What only the finished app shows stops the synthesis: a key policy that is too large, or from which one of its statements was taken.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export class CloudTrailEncryptionKey extends CloudTrailKeyBase {
  /**
   * A key that this app does not own, and whose policy it therefore cannot change: a warning at synthesis hands out the statements to add to it.
   *
   * Throws if `keyArn` is malformed.
   *
   * @param keyArn `arn:PARTITION:kms:REGION:ACCOUNT:key/ID`
   */
  public static fromKeyArn(scope: Construct, id: string, keyArn: string): ICloudTrailEncryptionKey {
    return new NamedKey(scope, id, keyArn);
  }

  /**
   * A key of this app that was made without this library: the statements are added to those it has.
   *
   * Throws if the app cannot change the key's policy.
   */
  public static fromKey(scope: Construct, id: string, key: kms.IKey): ICloudTrailEncryptionKey {
    return new ExistingKey(scope, id, key);
  }

  /** The key itself, for everything that takes a KMS key; what is granted on it lands in the key policy. */
  public readonly key: kms.IKey;

  /**
   * The key's ARN.
   * @attribute
   */
  public readonly keyArn: string;

  /** The alias's ARN; undefined without an alias. */
  public readonly aliasArn?: string;

  /** @internal */
  protected readonly _policy: KeyPolicy;

  /** @internal */
  protected readonly _policyDependable: IConstruct;

  /** @internal */
  protected readonly _reporter: IConstruct;

  public constructor(scope: Construct, id: string, props: CloudTrailEncryptionKeyProps = {}) {
    const check = new PropsCheck();
    const reader = new AccessReader(scope, check);
    const access = reader.access(props);
    const administrators = reader.listOf('administrators', props.administrators, (element, administrator) => reader.named(element, administrator));
    const accountAccess = props.accountAccess ?? AccountAccess.ADMINISTRATION;
    const deployer = accountAccess === AccountAccess.NONE ? executionRoleArn(scope) : undefined;
    checkKeyProps(check, props, deployer);
    check.done(`${scope.node.path}/${id}`);

    super(scope, id);

    const resource = new kms.CfnKey(this, 'Resource', {
      description: props.description,
      enableKeyRotation: true,
      rotationPeriodInDays: props.rotationPeriod?.toDays(),
      pendingWindowInDays: props.pendingWindow?.toDays(),
      multiRegion: props.multiRegion,
      keyPolicy: { Statement: [] },
    });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);

    this._policy = new KeyPolicy({ full: accountAccess === AccountAccess.FULL, multiRegion: props.multiRegion ?? false });
    this._policyDependable = resource;
    this._reporter = resource;
    this.key = kms.Key.fromCfnKey(resource);
    this.keyArn = resource.attrArn;
    this.renderPolicyInto(resource);

    if (accountAccess === AccountAccess.ADMINISTRATION) this.addAdministrators([named(`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:root`)]);
    if (deployer !== undefined) this.addAdministrators([named(deployer)]);
    this.addAdministrators(administrators);
    this._addAccess(access);

    if (props.alias !== undefined) {
      new kms.CfnAlias(this, 'Alias', { aliasName: props.alias, targetKeyId: this.keyArn });
      const { account, region } = Stack.of(this);
      this.aliasArn = `arn:${Aws.PARTITION}:kms:${region}:${account}:${props.alias}`;
    }
    validateKeyPolicy(resource, resource, this._policy);
    this._register();
  }

  /**
   * Admits CloudTrail to use the key for an event data store.
   *
   * Throws if the ARN is malformed, or if the store lies in another Region.
   *
   * @param eventDataStoreArn `arn:PARTITION:cloudtrail:REGION:ACCOUNT:eventdatastore/ID`
   */
  public addEventDataStore(eventDataStoreArn: string): void {
    this._checked(reader => reader.eventDataStoreArn('eventDataStoreArn', eventDataStoreArn));
    this._addAccess({ eventDataStoreArns: [eventDataStoreArn] });
  }

  /**
   * Admits an administrator to manage the key, but not to decrypt with it.
   *
   * Throws if the grantee cannot stand in a key policy.
   */
  public grantAdmin(grantee: iam.IGrantable): iam.Grant {
    const administrators = this._checked(reader => reader.named('grantee', grantee));
    this.addAdministrators(administrators);
    return this._resourceHalf(grantee, administrators, principals => this._policy.administrationStatement(principals));
  }

  /**
   * Admits a user to create, update and query event data stores on the key.
   *
   * Throws if the grantee cannot stand in a key policy.
   */
  public grantUseEventDataStore(grantee: iam.IGrantable): iam.Grant {
    const eventDataStoreUsers = this._checked(reader => reader.named('grantee', grantee));
    this._addAccess({ eventDataStoreUsers });
    return this._resourceHalf(grantee, eventDataStoreUsers, KeyPolicyStatements.enableUserKeyPermissionsEds);
  }

  /**
   * Who may do what with the key, and what is wrong or doubtful about its policy as it is now.
   *
   * It has no side effect: what is added afterwards still reaches the template. The same audit runs at synthesis, where its errors stop the app.
   */
  public audit(): KeyPolicyAudit {
    return KeyPolicyAudit.ofKey(this.key, this._policy.auditContext);
  }

  /** Has the key's policy rendered anew at each resolution: the derived statements, then what was added to the key by the CDK's own means. */
  private renderPolicyInto(resource: kms.CfnKey): void {
    const added = livePolicyOf(this.key);
    resource.keyPolicy = Lazy.uncachedAny({
      produce: () => {
        const { Statement: statements, Version } = added();
        return { Statement: [...this._policy.statements.json(), ...statements], Version };
      },
    });
  }

  private addAdministrators(administrators: PolicyPrincipal[]): void {
    administrators.forEach(administrator => this._policy.addAdministrator(administrator));
    this._identityHalves(administrators, principals => this._policy.administrationStatement(principals));
  }
}

function named(arn: string): PolicyPrincipal {
  return { principal: new iam.ArnPrincipal(arn), id: arn };
}

/** The role that CloudFormation deploys a stack with, for the key policy must let it change the policy again; undefined where nobody can tell. */
function executionRoleArn(scope: Construct): string | undefined {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
  const arn = stack.synthesizer.cloudFormationExecutionRole;
  return arn === undefined ? undefined : arn.includes('${') ? Fn.sub(arn) : arn;
}

function checkKeyProps(check: PropsCheck, props: CloudTrailEncryptionKeyProps, deployer?: string): void {
  const allowed = Object.values(AccountAccess);
  if (props.accountAccess !== undefined && !allowed.includes(props.accountAccess)) {
    check.add(`'accountAccess' must be one of ${allowed.join(', ')}, got ${shown(props.accountAccess)}; use a member of AccountAccess`);
  }
  if (props.accountAccess === AccountAccess.NONE && deployer === undefined) {
    check.add("'accountAccess' must be ADMINISTRATION or FULL where the stack's synthesizer does not tell its deployment role, got NONE; "
      + 'KMS refuses a policy that its own author could not change: use the DefaultStackSynthesizer, or another AccountAccess');
  }
  check.optional('alias', props.alias, ALIAS);
  check.optional('description', props.description, KEY_DESCRIPTION);
  check.days('rotationPeriod', props.rotationPeriod, ROTATION_PERIOD_DAYS);
  check.days('pendingWindow', props.pendingWindow, PENDING_WINDOW_DAYS);
}
