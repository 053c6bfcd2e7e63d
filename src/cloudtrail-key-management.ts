import type { aws_iam as iam, Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { CloudTrailKeyAccessProps } from './cloudtrail-key';

/**
 * What a key's policy gives the account that owns the key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export enum AccountAccess {
  /** The account's IAM policies may let their principals manage the key, but not decrypt with it. */
  ADMINISTRATION = 'ADMINISTRATION',

  /** The account's IAM policies decide about everything, decryption included; whatever this library limits, they can open. */
  FULL = 'FULL',

  /**
   * Only the named administrators and the role with which CloudFormation deploys may manage the key.
   *
   * The role that deploys a replica in another Region is another one: name that as an administrator too.
   */
  NONE = 'NONE',
}

/** Who may use a key for CloudTrail, and how it is managed. */
export interface CloudTrailKeyManagementProps extends CloudTrailKeyAccessProps {
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
   * A name for the key, as in `alias/cloudtrail`: 256 characters at most.
   *
   * @default - no alias
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html
   */
  readonly alias?: string;

  /**
   * What the key is for, 8192 characters at most.
   *
   * @default - no description
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
   */
  readonly description?: string;

  /**
   * The time between the scheduling of the key's deletion and the deletion itself, 7 to 30 whole days.
   *
   * @default Duration.days(30)
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
   */
  readonly pendingWindow?: Duration;

  /**
   * What becomes of the key when it leaves the stack. Without the key nobody can read the logs any more.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}
