import { Aws, aws_iam as iam, aws_kms as kms, Lazy, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { CloudTrailKeyBase } from './key-base';
import type { ICloudTrailEncryptionKey } from '../cloudtrail-key';
import { KeyPolicy } from './key-policy';
import { validateKeyPolicy } from './key-policy-validation';
import { KeyPolicyStatements } from '../policy/key-policy-statements';
import { parseArn } from '../private/arns';
import { KEY_ARN } from '../private/formats';
import { identityHalf } from '../private/grants';
import { PropsCheck, refuse, shown } from '../private/props-check';
import { asSubstitution } from '../private/render';
import { warn } from '../private/warnings';

/** What KMS gives a key without a policy; https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function kmsDefaultPolicy(): any {
  const root = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:root`;
  return { Statement: [{ Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }], Version: '2012-10-17' };
}

/** A key of the app that was made without this library: the statements are appended to the untouched policy that it has. */
export class ExistingKey extends CloudTrailKeyBase {
  public readonly keyArn: string;

  /** @internal */
  protected readonly _policy = new KeyPolicy();

  /** @internal */
  protected readonly _policyDependable: IConstruct;

  /** @internal */
  protected readonly _reporter: IConstruct;

  public constructor(scope: Construct, id: string, public readonly key: kms.IKey) {
    const where = `${scope.node.path}/${id}`;
    if ((key as Partial<ICloudTrailEncryptionKey> | undefined)?.key !== undefined) {
      refuse(where, `'key' must be a key made without this library, got ${shown(key)}; use that as it is`);
    }
    const resource = definitionOf(key)
      ?? refuse(where, `'key' must be a key that this app defines, got ${shown(key)}; for a key of somebody else use CloudTrailEncryptionKey.fromKeyArn()`);
    super(scope, id);
    this._reporter = new Construct(this, 'Policy');
    this.keyArn = key.keyArn;
    this._policyDependable = resource;

    const original = resource.keyPolicy;
    resource.keyPolicy = Lazy.uncachedAny({
      produce: context => {
        const { Statement: own, ...rest } = context.resolve(original ?? kmsDefaultPolicy());
        const statements = [own ?? []].flat();
        return { ...rest, Statement: [...statements, ...this._policy.statements.json(statements.map(statement => statement.Sid))] };
      },
    });
    validateKeyPolicy(this._reporter, resource, this._policy);
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
    if (check.required('keyArn', keyArn, KEY_ARN)) check.partition('keyArn', keyArn, parseArn(keyArn)?.partition, Stack.of(scope).region);
    check.done(`${scope.node.path}/${id}`);
    super(scope, id);
    this.key = kms.Key.fromKeyArn(this, 'Key', keyArn);
    this._reporter = this.key;
    this.node.addValidation({
      validate: () => {
        const statements = this._policy.statements.json();
        if (statements.length > 0) {
          warn(this._reporter, 'CloudTrailEncryptionKey.notOwned',
            `this app cannot change the policy of ${keyArn}; its owner has to add these statements: ${this.asText(statements)}`);
        }
        return [];
      },
    });
  }

  /** The app cannot add the resource half; the identity half serves keys whose policy delegates to IAM. */
  public grantDecrypt(grantee: iam.IGrantable): iam.Grant {
    return super.grantDecrypt(grantee).combine(identityHalf(grantee, KeyPolicyStatements.enableCloudTrailLogDecryptPermissions, this.keyArn));
  }

  private asText(statements: any[]): string {
    return JSON.stringify(asSubstitution(Stack.of(this).resolve(statements), Stack.of(this)));
  }
}

/** The resource behind a key: the child of a `kms.Key`, or the parent of a view that `kms.Key.fromCfnKey` made. */
function definitionOf(key: kms.IKey): kms.CfnKey | undefined {
  return [key?.node?.defaultChild, key?.node?.scope].find(candidate => kms.CfnKey.isCfnKey(candidate)) as kms.CfnKey | undefined;
}
