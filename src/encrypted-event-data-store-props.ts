import type { aws_cloudtrail as cloudtrail, aws_iam as iam, Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ICloudTrailEncryptionKey } from './cloudtrail-key';

/**
 * What CloudTrail charges for an event data store, and how long the store can keep events.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-lake-manage-costs.html
 */
export enum EventDataStoreBilling {
  /** For less than 25 TB a month: events are kept for 7 to 3653 days, 366 by default. A store that has it cannot change to the other. */
  EXTENDABLE_RETENTION_PRICING = 'EXTENDABLE_RETENTION_PRICING',

  /** For more than 25 TB a month: events are kept for 7 to 2557 days, 2557 by default. */
  FIXED_RETENTION_PRICING = 'FIXED_RETENTION_PRICING',
}

/** Properties of an encrypted event data store. */
export interface EncryptedEventDataStoreProps {
  /**
   * The store's name: 3-128 letters, digits, `.`, `_` or `-`.
   *
   * @default - a name unique to this construct
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateEventDataStore.html
   */
  readonly eventDataStoreName?: string;

  /**
   * The key to encrypt with, of the store's Region. A store can never be given another one.
   *
   * @default - a new key
   */
  readonly encryptionKey?: ICloudTrailEncryptionKey;

  /**
   * Who may use the key to update and query the store.
   *
   * Admits them to decrypt and to generate data keys, in any context: AWS documents none for event data stores.
   * Roles and users named by ARN must exist before the key is deployed: KMS refuses a policy that names one that does not.
   *
   * @default - nobody but `deployer`
   */
  readonly users?: iam.IPrincipal[];

  /**
   * Who creates the store, and must be allowed to use its key.
   *
   * Admits it like `users`.
   *
   * @default - the role with which CloudFormation deploys the stack
   */
  readonly deployer?: iam.IPrincipal;

  /**
   * The event data stores that may use the key, by ARN: this one and every other that is joined with it in a query.
   *
   * Admits CloudTrail on behalf of these stores, and of no other. CloudTrail makes up the ARN when it creates the store, so it takes a second deploy.
   *
   * @default - every account's stores, which AWS prescribes until the store is there
   */
  readonly eventDataStoreArns?: string[];

  /**
   * Whether the store collects the events of the whole organization. The stack and the key must be the management account's.
   *
   * @default false
   */
  readonly organizationEnabled?: boolean;

  /**
   * The organization's management account, 12 digits, for a check that the stack is its own.
   *
   * @default - the account of the stack
   */
  readonly managementAccountId?: string;

  /**
   * Whether the store collects the events of every Region.
   *
   * @default true
   */
  readonly isMultiRegion?: boolean;

  /**
   * Which events the store collects, 1 to 5 selectors.
   *
   * @default - all management events
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateEventDataStore.html
   */
  readonly advancedEventSelectors?: cloudtrail.CfnEventDataStore.AdvancedEventSelectorProperty[];

  /**
   * What CloudTrail charges for the store, and how long it can keep events.
   *
   * @default EventDataStoreBilling.EXTENDABLE_RETENTION_PRICING
   */
  readonly billing?: EventDataStoreBilling;

  /**
   * How long the store keeps events, counted from the event itself: 7 to 3653 whole days, to 2557 with `FIXED_RETENTION_PRICING`.
   *
   * @default - 366 days, with `FIXED_RETENTION_PRICING` 2557
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateEventDataStore.html
   */
  readonly retention?: Duration;

  /**
   * Whether CloudTrail refuses to delete the store.
   *
   * @default true
   */
  readonly terminationProtectionEnabled?: boolean;

  /**
   * What becomes of the store when it leaves the stack; CloudFormation can delete it only without termination protection.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
