import { aws_kms as kms, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ICloudTrailEncryptionKey } from './cloudtrail-key';
import type { CloudTrailKeyManagementProps } from './cloudtrail-key-management';
import { ExistingKey, NamedKey } from './key/existing-keys';
import { OwnedKeyBase } from './key/owned-key';
import { livePolicyOf } from './private/key-definition';
import { ROTATION_PERIOD_DAYS } from './private/limits';
import { requireProps } from './private/props-check';

/** Properties of a key for CloudTrail. */
export interface CloudTrailEncryptionKeyProps extends CloudTrailKeyManagementProps {
  /**
   * The time between two rotations of the key material, 90 to 2560 whole days. Rotation cannot be turned off.
   *
   * @default Duration.days(365)
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
   */
  readonly rotationPeriod?: Duration;

  /**
   * Whether the key can be replicated into other Regions.
   *
   * CloudFormation refuses to change it later.
   *
   * @default false
   */
  readonly multiRegion?: boolean;
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
export class CloudTrailEncryptionKey extends OwnedKeyBase {
  /**
   * A key that this app does not own, and whose policy it therefore cannot change: a warning at synthesis hands out the statements to add to it.
   *
   * Throws if `keyArn` is malformed, or if this app defines the key: `fromKey()` is for that.
   *
   * @param keyArn `arn:PARTITION:kms:REGION:ACCOUNT:key/ID`
   */
  public static fromKeyArn(scope: Construct, id: string, keyArn: string): ICloudTrailEncryptionKey {
    return new NamedKey(scope, id, keyArn);
  }

  /**
   * A key of this app that was made without this library: the statements are added to those it has. Whatever stands for one key adds to the same ones.
   *
   * Throws if the app cannot change the key's policy.
   */
  public static fromKey(scope: Construct, id: string, key: kms.IKey): ICloudTrailEncryptionKey {
    return new ExistingKey(scope, id, key);
  }

  public constructor(scope: Construct, id: string, props: CloudTrailEncryptionKeyProps = {}) {
    requireProps(`${scope.node.path}/${id}`, props);
    super(scope, id, props, {
      multiRegion: props.multiRegion ?? false,
      check: check => {
        check.days('rotationPeriod', props.rotationPeriod, ROTATION_PERIOD_DAYS);
        check.flag('multiRegion', props.multiRegion);
      },
      define: (parent, common) => new kms.CfnKey(parent, 'Resource', {
        ...common,
        enableKeyRotation: true,
        rotationPeriodInDays: props.rotationPeriod?.toDays(),
        multiRegion: props.multiRegion,
      }),
      view: resource => {
        const key = kms.Key.fromCfnKey(resource);
        const added = livePolicyOf(key);
        return { key, addedStatements: () => added().Statement };
      },
    });
  }
}
