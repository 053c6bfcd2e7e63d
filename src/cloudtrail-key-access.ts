import { aws_kms as kms } from 'aws-cdk-lib';
import { IConstruct, IMixin } from 'constructs';
import type { CloudTrailKeyAccessProps } from './cloudtrail-key';
import { AccessReader } from './key/access-reader';
import { ExistingKey } from './key/existing-keys';
import { CloudTrailKeyBase } from './key/key-base';
import { PropsCheck, requireProps } from './private/props-check';

/**
 * Admits trails, readers and event data stores to a key that was made without this library: `key.with(new CloudTrailKeyAccess({...}))`.
 *
 * It supports `kms.CfnKey`, which `kms.Key` has below itself; to anything else, an imported key or a `kms.CfnReplicaKey`, it does nothing.
 * The statements are appended to those that the key has, of which none is changed;
 * one whose Sid is taken already gets a number. The key's policy is audited at synthesis like that of a `CloudTrailEncryptionKey`.
 * A view of the key by `kms.Key.fromCfnKey` has to be made before: afterwards the CDK cannot read the policy and throws.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export class CloudTrailKeyAccess implements IMixin {
  private readonly applied = new WeakSet<IConstruct>();

  /** @param props who may use the keys that this is applied to; checked for each key, for what is right depends on the key's stack */
  public constructor(private readonly props: CloudTrailKeyAccessProps) {
    requireProps('CloudTrailKeyAccess', props);
  }

  /** Whether this can be applied to a construct: to a `kms.CfnKey`, once. */
  public supports(construct: IConstruct): boolean {
    return kms.CfnKey.isCfnKey(construct) && !this.applied.has(construct);
  }

  /**
   * Adds the statements to a key.
   *
   * Throws on wrong props, all of them in one message, and if the key is not one that CloudTrail takes.
   */
  public applyTo(construct: IConstruct): void {
    if (!this.supports(construct)) return;
    const resource = construct as kms.CfnKey;
    const check = new PropsCheck();
    const access = new AccessReader(resource, check).access(this.props);
    check.done(resource.node.path);
    this.applied.add(resource);
    const key = CloudTrailKeyBase._ofResource(resource) ?? existing(resource);
    key._admit(access);
  }
}

/** Seen through an imported key: `kms.Key.fromCfnKey` would take the key's policy over. */
function existing(resource: kms.CfnKey): CloudTrailKeyBase {
  return new ExistingKey(resource, 'CloudTrailKeyAccess', kms.Key.fromKeyArn(resource, 'CloudTrailKey', resource.attrArn), resource);
}
