import type { aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import { Construct, IConstruct, IDependable } from 'constructs';
import type { ICloudTrailEncryptionKey } from '../cloudtrail-key';
import { AccessReader, DECRYPT_GUARD, LOG_GROUP_GUARD } from './access-reader';
import type { KeyAccess, KeyPolicy } from './key-policy';
import { KeyPolicyStatements } from '../policy/key-policy-statements';
import { identityHalf, resourceHalf, StatementBuilder } from '../private/grants';
import { keyDefinitionOf } from '../private/key-definition';
import type { PolicyPrincipal } from '../private/principals';
import { PropsCheck } from '../private/props-check';
import { warn } from '../private/warnings';
import type { TrailIdentity } from '../trail-identity';

/** The keys of this library, by the resource or, where there is none, the view of the KMS key. */
const KEYS = new WeakMap<IConstruct, CloudTrailKeyBase>();

/**
 * What a key that the app makes, one that it has and one that it only names have in common: a policy derived from who may use the key.
 *
 * @internal
 */
export abstract class CloudTrailKeyBase extends Construct implements ICloudTrailEncryptionKey {
  /**
   * The key of this library that a KMS key belongs to; undefined where it was made without.
   *
   * @internal
   */
  public static _ofKey(key: kms.IKey): CloudTrailKeyBase | undefined {
    return CloudTrailKeyBase._ofResource(keyDefinitionOf(key) ?? key);
  }

  /**
   * The key of this library that a resource belongs to; undefined where it was made without.
   *
   * @internal
   */
  public static _ofResource(resource: IConstruct): CloudTrailKeyBase | undefined {
    return KEYS.get(resource);
  }

  public abstract readonly key: kms.IKey;
  public abstract readonly keyArn: string;

  /** @internal */
  protected abstract readonly _policy: KeyPolicy;

  /**
   * What is deployed when the policy holds; undefined where the app cannot change the policy.
   *
   * @internal
   */
  protected abstract readonly _policyDependable?: IDependable;

  /**
   * Whose warnings the key's warnings are.
   *
   * @internal
   */
  protected abstract readonly _reporter: IConstruct;

  /**
   * What the constructs that stand for this KMS key want its policy to be, this one first: one and the same where the app writes the policy.
   *
   * @internal
   */
  public get _policies(): KeyPolicy[] {
    return [this._policy];
  }

  public addTrail(trail: TrailIdentity): void {
    this._checked(reader => reader.trail('trail', trail));
    this._policy.add({ trails: [trail] });
  }

  public addTopicTrail(trail: TrailIdentity): void {
    this._checked(reader => reader.trail('trail', trail));
    this._policy.addTopicTrail(trail);
  }

  public addEventDataStore(eventDataStoreArn: string): void {
    this._checked(reader => reader.eventDataStoreArn('eventDataStoreArn', eventDataStoreArn));
    this._addAccess({ eventDataStoreArns: [eventDataStoreArn] });
  }

  public addBucketKeyBucket(bucketName: string): void {
    this._checked(reader => reader.bucketKeyBucketName('bucketName', bucketName));
    this._addAccess({ bucketKeyBucketNames: [bucketName] });
  }

  public addLogGroup(logGroupName: string): void {
    this._checked(reader => reader.logGroupName('logGroupName', logGroupName));
    this._policy.addLogGroup(logGroupName);
  }

  public grantDecrypt(grantee: iam.IGrantable): iam.Grant {
    const readers = this._delegated(this._checked(reader => reader.principals('grantee', grantee, DECRYPT_GUARD)), grantee);
    const identityHalves = this._addAccess({ readers });
    const onKey = this._resourceHalf(grantee, readers, KeyPolicyStatements.enableCloudTrailLogDecryptPermissions);
    return identityHalves.reduce((grant, half) => grant.combine(half), onKey);
  }

  public grantUseEventDataStore(grantee: iam.IGrantable): iam.Grant {
    const eventDataStoreUsers = this._delegated(this._checked(reader => reader.named('grantee', grantee)), grantee);
    const identityHalves = this._addAccess({ eventDataStoreUsers });
    const onKey = this._resourceHalf(grantee, eventDataStoreUsers, KeyPolicyStatements.enableUserKeyPermissionsEds);
    return identityHalves.reduce((grant, half) => grant.combine(half), onKey);
  }

  public grantLogGroupUse(grantee: iam.IGrantable, logGroupName: string): iam.Grant {
    const users = this._checked(reader => {
      reader.logGroupName('logGroupName', logGroupName);
      return reader.principals('grantee', grantee, LOG_GROUP_GUARD);
    });
    const build: StatementBuilder = principals => KeyPolicyStatements.allowLogGroupUse(principals, [logGroupName]);
    users.forEach(user => this._policy.addLogGroup(logGroupName, user));
    this._identityHalves(users, build);
    return this._resourceHalf(grantee, users, build);
  }

  /**
   * Admits those whom props name; they were found right.
   *
   * @internal
   */
  public _admit(access: KeyAccess): void {
    this._addAccess(access);
  }

  /**
   * Lets the key be found by the KMS key that it has.
   *
   * @internal
   */
  protected _register(resource?: IConstruct): void {
    KEYS.set(resource ?? this.key, this);
  }

  /**
   * Reads what a call was given, and throws if anything of it is wrong.
   *
   * @internal
   */
  protected _checked<T>(read: (reader: AccessReader) => T): T {
    const check = new PropsCheck();
    const result = read(new AccessReader(this.key, check));
    check.done(this.node.path);
    return result;
  }

  /**
   * Adds who may use the key, and gives the identity half to readers for whom the policy only delegates to IAM.
   *
   * @internal
   */
  protected _addAccess(access: KeyAccess): iam.Grant[] {
    const [earlierReaders, earlierBuckets] = [this._policy.readerList, this._policy.bucketKeyBucketNames];
    this._policy.add(access);
    const [readers, buckets] = [access.readers ?? [], access.bucketKeyBucketNames ?? []];
    return [
      ...this._identityHalves(readers, KeyPolicyStatements.enableCloudTrailLogDecryptPermissions),
      ...this._bucketKeyIdentityHalves(readers, [...earlierBuckets, ...buckets]),
      ...this._bucketKeyIdentityHalves(earlierReaders, buckets),
      ...this._identityHalves(access.eventDataStoreUsers ?? [], KeyPolicyStatements.enableUserKeyPermissionsEds),
    ];
  }

  /**
   * The principals, with an identity for each for whom the policy only delegates to IAM.
   *
   * @internal
   */
  protected _delegated(principals: PolicyPrincipal[], _grantee: iam.IGrantable): PolicyPrincipal[] {
    return principals;
  }

  /**
   * The grant that a statement of the policy makes.
   *
   * @internal
   */
  protected _resourceHalf(grantee: iam.IGrantable, principals: PolicyPrincipal[], build: StatementBuilder): iam.Grant {
    return resourceHalf(grantee, principals, build, { arn: this.keyArn, env: this.key.env, policyDependable: this._policyDependable });
  }

  /**
   * Lets IAM admit the principals for whom the key policy only delegates to it, under the conditions of the key policy.
   *
   * @internal
   */
  protected _identityHalves(principals: PolicyPrincipal[], build: StatementBuilder): iam.Grant[] {
    for (const { hiddenAs } of principals) {
      if (hiddenAs !== undefined) {
        warn(this._reporter, 'CloudTrailEncryptionKey.principalUnknown', `'${hiddenAs}' is known only when it is deployed: it was not checked whom it admits`);
      }
    }
    return principals.flatMap(({ identity }) => identity === undefined ? [] : [identityHalf(identity, build, this.keyArn)]);
  }

  private _bucketKeyIdentityHalves(readers: PolicyPrincipal[], bucketNames: string[]): iam.Grant[] {
    return bucketNames.length === 0 ? []
      : this._identityHalves(readers, principals => KeyPolicyStatements.enableCloudTrailLogDecryptPermissionsWithBucketKey(principals, bucketNames));
  }
}
