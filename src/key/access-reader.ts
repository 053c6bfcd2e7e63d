import { aws_iam as iam, aws_kms as kms, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { CloudTrailKeyAccessProps } from '../cloudtrail-key';
import type { KeyAccess } from './key-policy';
import { checkIdentity, collision, TRAIL_CONTEXT_PRESENT } from '../policy/conditions';
import { parseArn } from '../private/arns';
import { LOGS_CONTEXT, S3_CONTEXT } from '../private/encryption-context';
import { ACCOUNT_ID, BUCKET_NAME, EVENT_DATA_STORE_ARN, LOG_GROUP_NAME } from '../private/formats';
import { isOfAnyStack, knownPartition, knownToDiffer } from '../private/known';
import { definitionOf, PolicyPrincipal, readPrincipal } from '../private/principals';
import { PropsCheck, shown } from '../private/props-check';
import { isMadeOfNames } from '../private/render';
import type { Conditions } from '../private/sorted';
import { readTrailArn } from '../private/trail-arn';
import { TrailIdentity } from '../trail-identity';

/** What the key's statements for readers tell by, with and without a Bucket Key: a reader must not bring the same. */
export const DECRYPT_GUARD: Conditions = { ...TRAIL_CONTEXT_PRESENT, StringEquals: { [S3_CONTEXT]: '' } };

/** What the key's statement for users of a log group tells by. */
export const LOG_GROUP_GUARD: Conditions = { ArnEquals: { [LOGS_CONTEXT]: '' }, StringEquals: { 'kms:ViaService': '' } };

/** What the bucket's statement for readers who list tells by. */
const LIST_GUARD: Conditions = { StringLike: { 's3:prefix': '' } };

/** Reads what comes from outside for the policy of a key or bucket in one stack, and notes everything that is wrong with it. */
export class AccessReader {
  /**
   * @param scope the key or bucket, or where it will be
   * @param asker whoever was given what is read, where that is not the key or bucket itself: what tokens mean in its stack they must mean in that of `scope`
   */
  public constructor(private readonly scope: IConstruct, private readonly check: PropsCheck, private readonly asker = scope) {}

  /** A principal, as one or, if it is a composite, several of the policy. */
  public principals(prop: string, grantable: iam.IGrantable, guard: Conditions = {}): PolicyPrincipal[] {
    const { complaints, principals } = readPrincipal(prop, grantable, this.scope, this.asker);
    this.check.add(...complaints);
    for (const { principal } of principals) {
      const replaced = collision(guard, principal.policyFragment.conditions);
      if (replaced !== undefined) {
        this.check.add(`'${prop}' must not bring the condition ${replaced}, which the statement itself uses and which would be replaced, `
          + `got ${shown(principal.policyFragment.conditions)}; leave it out of the principal`);
      }
    }
    return principals;
  }

  /** A principal who must be named: `*` would admit whole accounts directly, without their IAM having a say. */
  public named(prop: string, grantable: iam.IGrantable): PolicyPrincipal[] {
    const principals = this.principals(prop, grantable);
    if (principals.some(({ isEverybody }) => isEverybody)) {
      this.check.add(`'${prop}' must be a role, a user or an account, got "*" with the conditions ${shown(grantable.grantPrincipal.policyFragment.conditions)}; `
        + 'that admits all their roles directly: name those who need it');
    }
    return principals;
  }

  /** A list of principals that may be left out, each read in one way. */
  public listOf(
    prop: string, grantables: iam.IGrantable[] | undefined, read: (element: string, grantable: iam.IGrantable) => PolicyPrincipal[],
  ): PolicyPrincipal[] {
    const result: PolicyPrincipal[] = [];
    this.check.list(prop, grantables, (element, grantable) => result.push(...read(element, grantable)));
    return result;
  }

  /** A reader of logs, who stands in the bucket's policy and in the key's. */
  public logReader(prop: string, grantable: iam.IGrantable): PolicyPrincipal[] {
    const readers = this.principals(prop, grantable, { ...DECRYPT_GUARD, ...LIST_GUARD });
    for (const { principal } of readers) {
      const { conditions } = principal.policyFragment;
      const keys = Object.values(conditions).flatMap(operands => Object.keys(operands as object));
      if (keys.some(key => key.toLowerCase().startsWith('kms:'))) {
        this.check.add(`'${prop}' must not bring a condition key of KMS, which no request to S3 carries, got ${shown(conditions)}; `
          + 'use aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID');
      }
    }
    return readers;
  }

  /** A trail, which must lie in the partition of the stack. */
  public trail(prop: string, trail: TrailIdentity): void {
    if (!checkIdentity(this.check, prop, trail)) return;
    const { account, region } = Stack.of(this.scope);
    this.check.partition(prop, trail.trailName, knownPartition(trail.partition, trail.region), region);
    if (isOfAnyStack({ account: trail.accountId, region: trail.region }, { account, region })) {
      this.check.add(`'${prop}' must name its account and Region, got the trail ${shown(trail.trailName)} of a stack without an explicit env; `
        + `they would be read as ${shown(account)} and ${shown(region)}: give that stack an env, or use new TrailIdentity()`);
    }
  }

  /** Names stand in policies where a bucket's token would be a cycle. */
  public bucketKeyBucketName(prop: string, bucketName: string): void {
    if (!isMadeOfNames(bucketName, this.scope)) {
      this.check.add(`'${prop}' must be a literal name, got a token: a key policy that waits for a bucket on the key would be a cycle; give the bucket a name`);
    }
    this.check.required(prop, bucketName, BUCKET_NAME);
  }

  /** An event data store, which must lie in the key's Region. */
  public eventDataStoreArn(prop: string, arn: string): void {
    if (!this.check.required(prop, arn, EVENT_DATA_STORE_ARN)) return;
    if (definitionOf(arn)?.cfnResourceType === 'AWS::CloudTrail::EventDataStore') {
      this.check.add(`'${prop}' must be known when the app is synthesized, got the store's own reference: a key policy that waits for a store on the key `
        + 'would be a cycle; deploy, then write the ARN out and deploy again');
    }
    // an imported key may lie in another Region than its stack
    const own = (this.scope as Partial<kms.IKey>).env?.region ?? Stack.of(this.scope).region;
    const parts = parseArn(arn);
    if (knownToDiffer(own, parts?.region)) {
      this.check.add(`'${prop}' must lie in the key's Region, ${shown(own)}, got ${shown(arn)}; an event data store takes a key of its own Region`);
    }
    this.check.partition(prop, arn, parts?.partition, own);
  }

  public logGroupName(prop: string, name: string): void {
    this.check.required(prop, name, LOG_GROUP_NAME);
  }

  /** Everything that says who may use a key. */
  public access(props: CloudTrailKeyAccessProps): KeyAccess {
    this.check.list('trails', props.trails, (element, trail) => this.trail(element, trail));
    this.check.list('trailArns', props.trailArns, (element, arn) => this.trailArn(element, arn));
    this.check.each('trailAccounts', props.trailAccounts, ACCOUNT_ID);
    this.check.each('readerAccounts', props.readerAccounts, ACCOUNT_ID);
    this.check.list('eventDataStoreArns', props.eventDataStoreArns, (element, arn) => this.eventDataStoreArn(element, arn));
    this.check.list('bucketKeyBucketNames', props.bucketKeyBucketNames, (element, name) => this.bucketKeyBucketName(element, name));
    return {
      ...props,
      readers: this.listOf('readers', props.readers, (element, reader) => this.principals(element, reader, DECRYPT_GUARD)),
      eventDataStoreUsers: this.listOf('eventDataStoreUsers', props.eventDataStoreUsers, (element, user) => this.named(element, user)),
    };
  }

  private trailArn(prop: string, arn: string): void {
    const names = readTrailArn(prop, arn, this.check);
    if (names !== undefined) this.check.partition(prop, arn, names.partition, Stack.of(this.scope).region);
  }
}
