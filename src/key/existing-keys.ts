import { CfnOutput, aws_iam as iam, aws_kms as kms, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { CloudTrailKeyBase } from './key-base';
import type { ICloudTrailEncryptionKey } from '../cloudtrail-key';
import { KeyPolicy } from './key-policy';
import { validateKeyPolicy } from './key-policy-validation';
import { parseArn } from '../private/arns';
import { KEY_ARN } from '../private/formats';
import { isKeyResource, keyDefinitionOf, KeyResource, kmsDefaultPolicy, livePolicyOf, renderAnew, viewOf } from '../private/key-definition';
import { knownToDiffer } from '../private/known';
import { definitionOf, PolicyPrincipal } from '../private/principals';
import { PropsCheck, refuse, shown } from '../private/props-check';
import { handOut, nameOrPath } from '../private/warnings';

/**
 * A key of the app that was made without this library: the statements are appended to the untouched policy that it has.
 *
 * All that stand for one key add to the same statements.
 */
export class ExistingKey extends CloudTrailKeyBase {
  public readonly keyArn: string;

  /** @internal */
  protected readonly _policy: KeyPolicy;

  /** @internal */
  protected readonly _policyDependable: IConstruct;

  /** @internal */
  protected readonly _reporter: IConstruct;

  /** @param definition the resource behind a key that does not tell it */
  public constructor(scope: Construct, id: string, public readonly key: kms.IKey, definition?: kms.CfnKey) {
    const where = `${scope.node.path}/${id}`;
    if ((key as Partial<ICloudTrailEncryptionKey> | undefined)?.key !== undefined) {
      refuse(where, `'key' must be a key made without this library, got ${shown(key)}; use that as it is`);
    }
    const resource = definition ?? keyDefinitionOf(key)
      ?? refuse(where, `'key' must be a key that this app defines, got ${shown(key)}; for a key of somebody else use CloudTrailEncryptionKey.fromKeyArn()`);
    const { keySpec = 'SYMMETRIC_DEFAULT', keyUsage = 'ENCRYPT_DECRYPT' } = resource as Partial<kms.CfnKey>;
    if (knownToDiffer(keySpec, 'SYMMETRIC_DEFAULT') || knownToDiffer(keyUsage, 'ENCRYPT_DECRYPT')) {
      refuse(where, `'key' must be of spec SYMMETRIC_DEFAULT and usage ENCRYPT_DECRYPT, got ${keySpec} and ${keyUsage}; CloudTrail takes no other: make another key`);
    }
    super(scope, id);
    this._reporter = new Construct(this, 'Policy');
    this.keyArn = key.keyArn;
    this._policyDependable = resource;

    const other = CloudTrailKeyBase._ofResource(resource);
    this._policy = other?._policies[0] ?? new KeyPolicy();
    if (other === undefined) this.appendTo(resource);
  }

  private appendTo(resource: KeyResource): void {
    const view = viewOf(resource);
    const original = view === undefined ? resource.keyPolicy : Lazy.uncachedAny({ produce: livePolicyOf(view) });
    renderAnew(resource, context => {
      const { Statement: own, ...rest } = context.resolve(original ?? kmsDefaultPolicy());
      const statements = [own ?? []].flat();
      return { ...rest, Statement: [...statements, ...this._policy.statements.json(statements.map(statement => statement.Sid))] };
    });
    validateKeyPolicy(this._reporter, resource, this._policy);
    this._register(resource);
  }
}

/** A key that the app only knows by its ARN: what its policy needs is handed out to be added by its owner. */
export class NamedKey extends CloudTrailKeyBase {
  public readonly key: kms.IKey;

  /** @internal */
  protected readonly _policy = new KeyPolicy();

  /** @internal */
  protected readonly _policyDependable = undefined;

  /** @internal */
  protected readonly _reporter: IConstruct;

  public constructor(scope: Construct, id: string, public readonly keyArn: string) {
    const check = new PropsCheck();
    if (check.required('keyArn', keyArn, KEY_ARN)) {
      check.partition('keyArn', keyArn, parseArn(keyArn)?.partition, Stack.of(scope).region);
      const definition = definitionOf(keyArn);
      if (isKeyResource(definition)) {
        check.add(`'keyArn' must be that of a key which this app does not define, got that of ${shown(definition)}; `
          + 'its policy can be changed: pass the key itself, or what CloudTrailEncryptionKey.fromKey() makes of it');
      }
    }
    check.done(`${scope.node.path}/${id}`);
    super(scope, id);
    this.key = kms.Key.fromKeyArn(this, 'Key', keyArn);
    this._reporter = this.key;
    new CfnOutput(this, 'StatementsToAdd', {
      description: 'Statements that the owner of the key has to add to its policy',
      value: Lazy.uncachedString({ produce: () => Stack.of(this).toJsonString(this._policy.statements.json()) }),
    });
    handOut(this.key, 'CloudTrailEncryptionKey.notOwned', `this app cannot change the policy of ${nameOrPath(keyArn, this)}`, () => this._policy.statements.json());
    this._register();
  }

  /**
   * Each stack hands out its own. A literal ARN is that of one key in the whole app, another one in its stack alone, for all that is known.
   *
   * @internal
   */
  public get _policies(): KeyPolicy[] {
    const isLiteral = !Token.isUnresolved(this.keyArn);
    const others = this.node.root.node.findAll().filter(other => other instanceof NamedKey && other !== this
      && other.keyArn === this.keyArn && (isLiteral || Stack.of(other) === Stack.of(this))) as NamedKey[];
    return [this._policy, ...others.map(({ _policy }) => _policy)];
  }

  /**
   * The app cannot add the resource half; the identity half serves keys whose policy delegates to IAM.
   *
   * @internal
   */
  protected _delegated(principals: PolicyPrincipal[], grantee: iam.IGrantable): PolicyPrincipal[] {
    return principals.map(principal => ({ ...principal, identity: grantee.grantPrincipal }));
  }
}
