import { Aws, aws_events as events, aws_iam as iam, aws_kms as kms, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { AccessReader } from './access-reader';
import { CloudTrailKeyBase } from './key-base';
import { KeyPolicyAudit } from '../access/key-policy-audit';
import { AccountAccess, CloudTrailKeyManagementProps } from '../cloudtrail-key-management';
import { KeyPolicy } from './key-policy';
import { validateKeyPolicy } from './key-policy-validation';
import { accountRootArn } from '../private/account-root';
import { executionRoleArn } from '../private/execution-role';
import { ALIAS, KEY_DESCRIPTION } from '../private/formats';
import { KeyResource, renderAnew } from '../private/key-definition';
import { PENDING_WINDOW_DAYS } from '../private/limits';
import type { PolicyPrincipal } from '../private/principals';
import { PropsCheck } from '../private/props-check';

/** What all kinds of keys are defined with. */
export interface CommonKeyProps {
  readonly description?: string;
  readonly keyPolicy: any;
  readonly pendingWindowInDays?: number;
}

/** A KMS key as the rest of an app sees it, and what has been added to its policy through that. */
export interface KeyView {
  readonly key: kms.IKey;
  readonly addedStatements: () => any[];
}

/** What tells one kind of key from another. */
export interface KeyKind<T extends KeyResource> {
  readonly multiRegion: boolean;
  readonly check: (check: PropsCheck) => void;
  readonly define: (scope: Construct, common: CommonKeyProps) => T;
  readonly view: (resource: T) => KeyView;
}

/**
 * What the keys that the app makes have in common, the first of several Regions and its replicas: managers, an alias, a policy of their own.
 *
 * @internal
 */
export abstract class OwnedKeyBase extends CloudTrailKeyBase {
  /** The key itself, for everything that takes a KMS key. */
  public readonly key: kms.IKey;

  /** The key's ARN. */
  public readonly keyArn: string;

  /** The alias's ARN; undefined without an alias. */
  public readonly aliasArn?: string;

  /** @internal */
  protected readonly _policy: KeyPolicy;

  /** @internal */
  protected readonly _policyDependable: IConstruct;

  /** @internal */
  protected readonly _reporter: IConstruct;

  private readonly resource: KeyResource;
  private readonly alias?: string;

  public constructor(scope: Construct, id: string, props: CloudTrailKeyManagementProps, kind: KeyKind<any>) {
    const check = new PropsCheck();
    const reader = new AccessReader(scope, check);
    const access = reader.access(props);
    const administrators = reader.listOf('administrators', props.administrators, (element, administrator) => reader.named(element, administrator));
    const accountAccess = props.accountAccess ?? AccountAccess.ADMINISTRATION;
    // the policy must let the role that writes it change it again
    const deployer = accountAccess === AccountAccess.NONE ? executionRoleArn(scope) : undefined;
    checkManagement(check, props, deployer);
    kind.check(check);
    check.done(`${scope.node.path}/${id}`);

    super(scope, id);

    this.resource = kind.define(this, {
      description: props.description,
      keyPolicy: { Statement: [] },
      pendingWindowInDays: props.pendingWindow?.toDays(),
    });
    this.resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    this._policyDependable = this.resource;
    this._reporter = this.resource;
    this._policy = new KeyPolicy({ full: accountAccess === AccountAccess.FULL, multiRegion: kind.multiRegion });
    const { key, addedStatements } = kind.view(this.resource);
    this.key = key;
    this.keyArn = this.resource.attrArn;
    // rendered anew at each resolution: the derived statements, then what was added to the key by the CDK's own means
    renderAnew(this.resource, () => ({ Statement: [...this._policy.statements.json(), ...addedStatements()], Version: '2012-10-17' }));

    if (accountAccess === AccountAccess.ADMINISTRATION) this.addAdministrators([named(accountRootArn(Aws.ACCOUNT_ID))]);
    if (deployer !== undefined) this.addAdministrators([named(deployer)]);
    this.addAdministrators(administrators);
    this._addAccess(access);

    this.alias = props.alias;
    if (props.alias !== undefined) {
      new kms.CfnAlias(this, 'Alias', { aliasName: props.alias, targetKeyId: this.keyArn });
      const { account, region } = Stack.of(this);
      this.aliasArn = `arn:${Aws.PARTITION}:kms:${region}:${account}:${props.alias}`;
    }
    validateKeyPolicy(this.resource, this.resource, this._policy);
    this._register(this.resource);
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
   * A rule for what puts the key at risk: its deletion, its being disabled, the end of its rotation, another policy, another key under its alias.
   *
   * The calls reach EventBridge through a trail that logs management events in the key's Region.
   * Throws if the target is a topic or queue that this key encrypts, which could not deliver the alarm.
   *
   * @param id the rule's id below this key
   * @param options the target, and whatever else a rule has
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
   */
  public onKeyAtRisk(id: string, options: events.OnEventOptions = {}): events.Rule {
    // loaded when it is needed: a class of the CDK to inherit from is a module of the CDK to load
    const { KeyAtRiskRule } = require('./key-at-risk') as typeof import('./key-at-risk');
    return new KeyAtRiskRule(this, id, { resource: this.resource, alias: this.alias, aliasArn: this.aliasArn }, options);
  }

  /**
   * Who may do what with the key, and what is wrong or doubtful about its policy as it is now.
   *
   * It has no side effect: what is added afterwards still reaches the template. The same audit runs at synthesis, where its errors stop the app.
   * Throws if something that is no policy was put in the place of the key's own.
   */
  public audit(): KeyPolicyAudit {
    return KeyPolicyAudit._ofResource(this.resource, this._policy.auditContext);
  }

  private addAdministrators(administrators: PolicyPrincipal[]): void {
    administrators.forEach(administrator => this._policy.addAdministrator(administrator));
    this._identityHalves(administrators, principals => this._policy.administrationStatement(principals));
  }
}

function named(arn: string): PolicyPrincipal {
  return { principal: new iam.ArnPrincipal(arn), id: arn };
}

function checkManagement(check: PropsCheck, props: CloudTrailKeyManagementProps, deployer?: string): void {
  check.member('accountAccess', props.accountAccess, Object.values(AccountAccess), 'AccountAccess');
  if (props.accountAccess === AccountAccess.NONE && deployer === undefined) {
    check.add("'accountAccess' must be ADMINISTRATION or FULL where the stack's synthesizer does not tell its deployment role, got NONE; "
      + 'KMS refuses a policy that its own author could not change: use the DefaultStackSynthesizer, or another AccountAccess');
  }
  check.optional('alias', props.alias, ALIAS);
  check.optional('description', props.description, KEY_DESCRIPTION);
  check.days('pendingWindow', props.pendingWindow, PENDING_WINDOW_DAYS);
  check.removalPolicy(props.removalPolicy);
}
