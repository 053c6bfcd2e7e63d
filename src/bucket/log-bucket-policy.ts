import type { aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { BucketPolicyStatements } from '../policy/bucket-policy-statements';
import { DerivedStatements } from '../private/derived-statements';
import { PrincipalSet } from '../private/principal-set';
import type { PolicyPrincipal } from '../private/principals';
import type { TrailIdentity } from '../trail-identity';

/** How a log bucket is used. */
export interface LogBucketPolicyOptions {
  /** The folder under which CloudTrail writes; the root without it. */
  readonly s3KeyPrefix?: string;
  /** Whether TLS is demanded of everybody, which is for the owner of the bucket to say. */
  readonly tlsOnly: boolean;
}

/** Who may write logs into one bucket and read them there, and the statements that say so. */
export class LogBucketPolicy {
  /** The statements, to be put into the policy of the bucket. */
  public readonly statements = new DerivedStatements(() => this.build());

  private readonly trails = new Map<string, TrailIdentity>();
  private readonly readers = new PrincipalSet();
  private readonly memberOrganizations = new Set<string>();

  public constructor(private readonly bucket: s3.IBucket, private readonly options: LogBucketPolicyOptions) {}

  public addTrail(trail: TrailIdentity): void {
    this.statements.changed();
    // an identity that knows its organization says more than the same trail without
    const earlier = this.trails.get(trail.trailArn);
    this.trails.set(trail.trailArn, trail.organizationId === undefined ? earlier ?? trail : trail);
  }

  public addReader(reader: PolicyPrincipal): void {
    this.statements.changed();
    this.readers.add(reader);
  }

  /** Lets every member account of an organization read its own logs. */
  public addMemberAccounts(organizationId: string): void {
    this.statements.changed();
    this.memberOrganizations.add(organizationId);
  }

  private build(): iam.PolicyStatement[] {
    const { bucketArn } = this.bucket;
    const { s3KeyPrefix, tlsOnly } = this.options;
    const trails = [...this.trails.values()];
    const organizationTrails = trails.filter(trail => trail.organizationId !== undefined);
    return [
      ...tlsOnly ? [BucketPolicyStatements.denyInsecureTransport(bucketArn)] : [],
      ...trails.length === 0 ? [] : [
        BucketPolicyStatements.awsCloudTrailAclCheck(bucketArn, trails),
        BucketPolicyStatements.awsCloudTrailWrite(bucketArn, trails, s3KeyPrefix),
      ],
      ...organizationTrails.length === 0 ? [] : [
        BucketPolicyStatements.awsCloudTrailOrganizationWrite(bucketArn, organizationTrails, s3KeyPrefix),
      ],
      ...this.readers.statements(readers => BucketPolicyStatements.enableCloudTrailLogRead(bucketArn, readers, s3KeyPrefix)),
      ...this.readers.statements(readers => BucketPolicyStatements.enableCloudTrailLogList(bucketArn, readers, s3KeyPrefix)),
      ...[...this.memberOrganizations].flatMap(organizationId => [
        BucketPolicyStatements.enableMemberAccountLogRead(bucketArn, organizationId, s3KeyPrefix),
        BucketPolicyStatements.enableMemberAccountLogList(bucketArn, organizationId, s3KeyPrefix),
      ]),
    ];
  }
}
