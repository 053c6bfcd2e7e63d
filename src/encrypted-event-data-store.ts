import { aws_cloudtrail as cloudtrail, aws_iam as iam, Names, RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CloudTrailEncryptionKey } from './cloudtrail-encryption-key';
import type { ICloudTrailEncryptionKey } from './cloudtrail-key';
import { EncryptedEventDataStoreProps, EventDataStoreBilling } from './encrypted-event-data-store-props';
import { checkEventDataStoreProps, deployerOf } from './event-data-store/event-data-store-checks';
import { validateEventDataStore } from './event-data-store/event-data-store-validation';

/**
 * An event data store of CloudTrail Lake with its key. CloudTrail Lake takes no new customers since 31 May 2026; those who had it before keep it.
 *
 * It takes two deploys. The first admits CloudTrail to use the key for every account's stores, as AWS prescribes while the store's ARN is not known,
 * and warns of that. The second, with the ARN in `eventDataStoreArns`, admits it for the named stores only. Until then no trail can share the key.
 *
 * Throws on wrong props, all of them in one message, before anything is defined.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html#create-kms-key-policy-for-cloudtrail-encrypt-eds
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-lake-service-availability-change.html
 */
export class EncryptedEventDataStore extends Construct {
  /**
   * The store's ARN, for everything but the policy of its own key.
   * @attribute
   */
  public readonly eventDataStoreArn: string;

  /** The store's name. */
  public readonly eventDataStoreName: string;

  /** The key that encrypts the events. */
  public readonly encryptionKey: ICloudTrailEncryptionKey;

  /** The store itself. */
  public readonly eventDataStore: cloudtrail.CfnEventDataStore;

  public constructor(scope: Construct, id: string, props: EncryptedEventDataStoreProps = {}) {
    checkEventDataStoreProps(scope, id, props);

    super(scope, id);
    this.eventDataStoreName = props.eventDataStoreName ?? Names.uniqueResourceName(this, { maxLength: 128, separator: '-' });
    this.encryptionKey = props.encryptionKey ?? new CloudTrailEncryptionKey(this, 'Key');
    this.grantUse(deployerOf(scope, props)!);
    props.users?.forEach(user => this.grantUse(user));
    props.eventDataStoreArns?.forEach(arn => this.encryptionKey.addEventDataStore(arn));

    this.eventDataStore = new cloudtrail.CfnEventDataStore(this, 'Resource', {
      name: this.eventDataStoreName,
      kmsKeyId: this.encryptionKey.keyArn,
      organizationEnabled: props.organizationEnabled,
      multiRegionEnabled: props.isMultiRegion ?? true,
      advancedEventSelectors: props.advancedEventSelectors,
      billingMode: props.billing ?? EventDataStoreBilling.EXTENDABLE_RETENTION_PRICING,
      retentionPeriod: props.retention?.toDays(),
      terminationProtectionEnabled: props.terminationProtectionEnabled ?? true,
    });
    this.eventDataStore.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    this.eventDataStoreArn = this.eventDataStore.attrEventDataStoreArn;

    validateEventDataStore(this.eventDataStore, this.encryptionKey);
  }

  /**
   * Admits a user of the store to its key, to decrypt and to generate data keys. To run queries takes an IAM policy for CloudTrail besides.
   *
   * Throws if the grantee cannot stand in a key policy.
   */
  public grantUse(grantee: iam.IGrantable): iam.Grant {
    return this.encryptionKey.grantUseEventDataStore(grantee);
  }
}
