import type { TemplateSource } from './audit-report';
import { environmentOf } from './references';
import { ResourcePolicy } from './resource-policy';
import { says } from './templates';
import type { WiredTrail, Wiring } from './wiring';
import { isPresent, readable, renderValue, UNRESOLVED } from '../access/intrinsics';
import type { Evaluation } from '../access/request';

const CLOUDTRAIL = { service: 'cloudtrail.amazonaws.com' };

/** An organization that no policy names. */
const ANY_ORGANIZATION = 'o-0000000000';

/** How CloudTrail asks that a file be encrypted. */
type Encryption = { readonly [header: string]: string };

/** What a trail asks of the policy of its bucket when it is created, and when it delivers. */
export class Delivery {
  /** An account that the policy does not name. */
  public readonly stranger: string;
  private readonly viewer: TemplateSource;
  private readonly bucketArn: string;
  private readonly trailArn: string;
  private readonly account: string;

  public constructor(public readonly trail: WiredTrail, public readonly policy: ResourcePolicy, private readonly wiring: Wiring) {
    const { references } = wiring;
    const { source, properties } = trail.resource;
    this.viewer = policy.viewer;
    this.stranger = policy.unnamedAccount;
    this.trailArn = wiring.trailArn(trail, this.viewer);
    this.account = references.text({ Ref: 'AWS::AccountId' }, source, this.viewer);
    this.bucketArn = `arn:${renderValue({ Ref: 'AWS::Partition' }, environmentOf(this.viewer))}:s3:::${references.text(properties.S3BucketName, source, this.viewer)}`;
  }

  /** The folder that the trail writes to, with the slash that ends it; empty where it writes to the root. */
  public get prefix(): string {
    const { properties, source } = this.trail.resource;
    const prefix = isPresent(properties.S3KeyPrefix) ? this.wiring.references.text(properties.S3KeyPrefix, source, this.viewer) : '';
    return prefix === '' ? '' : `${prefix}/`;
  }

  public get isOfOrganization(): boolean {
    return says(this.trail.resource.properties.IsOrganizationTrail, true);
  }

  /** Where the logs of the trail's own account go, below the prefix. */
  public get ownFolder(): string {
    return `AWSLogs/${this.account}`;
  }

  /** Where the logs of the accounts of the organization go, below the prefix. */
  public get organizationFolder(): string {
    return `AWSLogs/${this.wiring.options.organizationId ?? this.policy.organization ?? ANY_ORGANIZATION}/${this.stranger}`;
  }

  /** How messages call the trail. */
  public get trailName(): string {
    return readable(this.trailArn);
  }

  /** Whether CloudTrail may read the ACL of the bucket, as it does before it accepts it. */
  public checksBucket(): Evaluation {
    return this.policy.evaluate({ action: 's3:GetBucketAcl', caller: CLOUDTRAIL, resource: this.bucketArn, context: this.behalf(this.trailArn, this.account) });
  }

  /** Whether CloudTrail may write a log file into a folder; where it is not known what it asks for, the most favourable answer. */
  public writes(folder: string, prefix = this.prefix, encryptions = this.encryptions): Evaluation {
    const answers = encryptions.map((encryption) => this.write(prefix + folder, this.behalf(this.trailArn, this.account), encryption));
    return answers.find(({ outcome }) => outcome === 'direct') ?? answers.find(({ outcome }) => outcome === 'unknown') ?? answers[0];
  }

  /** Whether the policy admits the trail to a folder, but not below the prefix that the trail has. */
  public lacksPrefix(folder: string): boolean {
    return this.prefix !== '' && this.writes(folder).outcome === 'no' && this.writes(folder, '').outcome === 'direct';
  }

  /** Whether CloudTrail may write on behalf of a trail of an account that nobody named. */
  public writesForStranger(folder: string): Evaluation {
    return this.write(this.prefix + folder, this.behalfOfStranger, this.encryptions[0]);
  }

  /** Whether CloudTrail may read the ACL on behalf of a trail that nobody named. */
  public checksForStranger(): Evaluation {
    return this.policy.evaluate({ action: 's3:GetBucketAcl', caller: CLOUDTRAIL, resource: this.bucketArn, context: this.behalfOfStranger });
  }

  /** The headers of files that are encrypted by the trail's key; without a key it is not documented whether S3 or CloudTrail names the algorithm. */
  private get encryptions(): Encryption[] {
    return this.trail.hasKey
      ? [{ 's3:x-amz-server-side-encryption': 'aws:kms', 's3:x-amz-server-side-encryption-aws-kms-key-id': this.keyArn }]
      : [{}, { 's3:x-amz-server-side-encryption': 'AES256' }];
  }

  private get keyArn(): string {
    const [key] = this.trail.keys;
    const { properties, source } = this.trail.resource;
    if (key !== undefined) return this.wiring.references.arn(key, this.viewer);
    const text = this.wiring.references.text(properties.KMSKeyId, source, this.viewer);
    return text.includes(':key/') ? text : UNRESOLVED;
  }

  private get behalfOfStranger() {
    const { region = UNRESOLVED, partition = UNRESOLVED } = environmentOf(this.viewer);
    return this.behalf(`arn:${partition}:cloudtrail:${region}:${this.stranger}:trail/any-trail`, this.stranger);
  }

  /** What CloudTrail says of whom it works for; AWS does not document whether the organization is among it. */
  private behalf(arn: string, account: string) {
    return { 'aws:SourceArn': arn, 'aws:SourceAccount': account, 'aws:SourceOrgID': UNRESOLVED, 'aws:SourceOrgPaths': UNRESOLVED };
  }

  private write(folder: string, behalf: { [key: string]: string }, encryption: Encryption): Evaluation {
    return this.policy.evaluate({
      action: 's3:PutObject',
      caller: CLOUDTRAIL,
      resource: `${this.bucketArn}/${folder}/CloudTrail/${UNRESOLVED}`,
      context: { ...behalf, 's3:x-amz-acl': 'bucket-owner-full-control', ...encryption },
    });
  }
}

/** What was read already: many rules ask for it. */
const DELIVERIES = new WeakMap<Wiring, readonly Delivery[]>();

/** The deliveries of all trails whose buckets have a policy in the templates. */
export function deliveriesOf(wiring: Wiring): readonly Delivery[] {
  const deliveries = DELIVERIES.get(wiring) ?? readDeliveries(wiring);
  DELIVERIES.set(wiring, deliveries);
  return deliveries;
}

function readDeliveries(wiring: Wiring): Delivery[] {
  return wiring.trails.flatMap((trail) => trail.bucketPolicies.length === 0 ? [] : [
    new Delivery(trail, new ResourcePolicy(trail.bucketPolicies, wiring.references), wiring),
  ]);
}

/** Whether an answer is certainly no. */
export function isRefused({ outcome }: Evaluation): boolean {
  return outcome === 'no' || outcome === 'denied';
}
