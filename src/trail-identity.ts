import { Aws, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { hasWildcard } from './private/arns';
import { ORGANIZATION_ID } from './private/formats';
import { PropsCheck } from './private/props-check';
import { checkTrailNames, readTrailArn } from './private/trail-arn';

/** What names a trail. */
export interface TrailIdentityProps {
  /**
   * The trail's name: 3-128 letters, digits, `.`, `_` or `-`.
   *
   * In a policy for trails that are not all known, `*` and `?` may stand in it.
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
   */
  readonly trailName: string;

  /**
   * The account that owns the trail, 12 digits.
   *
   * For an organization trail this is the MANAGEMENT account, even if a delegated administrator created the trail.
   */
  readonly accountId: string;

  /**
   * The trail's home Region: the one that it was created in.
   *
   * In a policy for trails that are not all known, `*` and `?` may stand in it.
   */
  readonly region: string;

  /**
   * The partition of the trail's account.
   *
   * @default - the partition of the stack in which the identity is used
   */
  readonly partition?: string;

  /**
   * The organization whose accounts an organization trail logs, as in `o-exampleorg1`.
   *
   * @default - not an organization trail
   */
  readonly organizationId?: string;
}

/**
 * A trail's identity: the one value from which key policy, bucket policy and trail take everything that must be equal in them.
 *
 * It is made of names alone. A policy can therefore name a trail of another account, or one that does not exist yet, and no stack depends on another for it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export class TrailIdentity {
  /**
   * The identity of the trail with an ARN.
   *
   * Throws if `trailArn` is not the ARN of a trail or is a token as a whole, and if `organizationId` is malformed.
   *
   * @param trailArn `arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME`; `*` and `?` may stand in Region and name
   * @param organizationId the organization whose accounts the trail logs
   */
  public static fromTrailArn(trailArn: string, organizationId?: string): TrailIdentity {
    const check = new PropsCheck();
    const parts = readTrailArn('trailArn', trailArn, check);
    check.optional('organizationId', organizationId, ORGANIZATION_ID);
    check.done('TrailIdentity');
    return new TrailIdentity({ ...parts!, organizationId });
  }

  /**
   * The identity of a trail that is, or will be, in the account and Region of a scope's stack.
   *
   * Throws if `trailName` is malformed.
   */
  public static inStackOf(scope: Construct, trailName: string): TrailIdentity {
    const { account, region } = Stack.of(scope);
    return new TrailIdentity({ trailName, accountId: account, region });
  }

  /** The trail's name. */
  public readonly trailName: string;

  /** The account that owns the trail; for an organization trail the management account. */
  public readonly accountId: string;

  /** The trail's home Region. */
  public readonly region: string;

  /** The partition of the trail's account. */
  public readonly partition: string;

  /** The organization whose accounts the trail logs; undefined if it is not an organization trail. */
  public readonly organizationId?: string;

  /** The trail's ARN: what CloudTrail sends as `aws:SourceArn`. */
  public readonly trailArn: string;

  /** Whether a wildcard stands in the ARN, so that it can match more trails than one. */
  public readonly isPattern: boolean;

  /**
   * The ARN pattern of all trails of the owner, as AWS's guide writes it for the encryption context.
   *
   * The Region is open in it because a multi-Region trail also delivers from the other Regions.
   *
   * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-kms-works-with-cloudtrail.html
   */
  public readonly encryptionContextPattern: string;

  /**
   * The identity of the trail with these names.
   *
   * Throws if any of them is malformed, or if partition and Region do not go together.
   */
  public constructor(props: TrailIdentityProps) {
    const check = new PropsCheck();
    checkTrailNames(part => part, props ?? {}, check);
    check.optional('organizationId', props?.organizationId, ORGANIZATION_ID);
    check.done('TrailIdentity');

    this.trailName = props.trailName;
    this.accountId = props.accountId;
    this.region = props.region;
    // never from the Region: the CDK writes that as a literal or as a reference depending on a feature flag of the app
    this.partition = props.partition ?? Aws.PARTITION;
    this.organizationId = props.organizationId;
    this.trailArn = `arn:${this.partition}:cloudtrail:${this.region}:${this.accountId}:trail/${this.trailName}`;
    this.isPattern = hasWildcard(this.region) || hasWildcard(this.trailName);
    this.encryptionContextPattern = `arn:${this.partition}:cloudtrail:*:${this.accountId}:trail/*`;
  }
}
