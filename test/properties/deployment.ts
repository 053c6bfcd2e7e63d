import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aws, Stack } from 'aws-cdk-lib';
import { arnOf, EncryptionContext } from './expected';
import { Principals } from './principals';
import { Caller, Given, GivenName, leaf, OwnTrail, Place, Setup } from './setup';
import { AccountAccess, CloudTrailEncryptionKey, TrailIdentity } from '../../src';
import { evaluate } from '../../src/access/evaluate';
import type { AccessRequest, Outcome } from '../../src/access/request';

/** A key's stack, and the policy of the key as the template has it and as CloudFormation deploys it. */
export interface Deployment {
  readonly stack: Stack;
  readonly place: Place;
  readonly keyArn: string;
  readonly template: any;
  readonly policy: any;
}

/** Where all apps synthesize to: without it every one makes a directory of its own, and nobody removes that. */
export const OUTDIR = mkdtempSync(join(tmpdir(), 'properties-'));

/** The properties ask about the same setups, for they have one seed. */
const DEPLOYMENTS = new Map<string, Deployment>();

/** Defines the key of a setup, adds what comes later, and has CloudFormation fill in what only the deployment knows. */
export function deploy(setup: Setup): Deployment {
  const id = JSON.stringify(setup);
  const deployment = DEPLOYMENTS.get(id) ?? define(setup);
  DEPLOYMENTS.set(id, deployment);
  return deployment;
}

function define(setup: Setup): Deployment {
  const { place } = setup;
  const env = place.pinned ? { account: place.account, region: place.region } : undefined;
  const stack = new Stack(new App({ outdir: OUTDIR, stackTraces: false }), 'Audit', { env });
  const principals = new Principals(stack, place);
  const given = (list: Given[], isLater: boolean) => list.filter(({ later }) => later === isLater).map(principal => principals.of(principal));
  const names = (list: GivenName[], isLater: boolean) => list.filter(({ later }) => later === isLater).map(({ name }) => name);
  const accounts = (list: string[]) => list.map(account => account === place.account && !place.pinned ? Aws.ACCOUNT_ID : account);
  const trails = (by: OwnTrail['given']) => setup.trails.filter(trail => trail.given === by);

  const key = new CloudTrailEncryptionKey(stack, 'Key', {
    accountAccess: setup.accountAccess as AccountAccess | undefined,
    multiRegion: setup.multiRegion,
    trails: trails('trails').map(trail => identityOf(trail, stack, place)),
    trailArns: trails('trailArns').map(trail => arnOf({ ...trail, partition: trail.written === 'in full' ? place.partition : Aws.PARTITION })),
    trailAccounts: accounts(setup.trailAccounts),
    readers: given(setup.readers, false),
    readerAccounts: accounts(setup.readerAccounts),
    administrators: given(setup.administrators, false),
    eventDataStoreArns: names(setup.eventDataStores, false),
    eventDataStoreUsers: given(setup.eventDataStoreUsers, false),
    bucketKeyBucketNames: names(setup.bucketKeyBuckets, false),
  });
  const rendered = () => Object.values<any>(stack.resolve((key.node.defaultChild as any)._toCloudFormation()).Resources)[0].Properties.KeyPolicy;
  const additions: (() => unknown)[] = [
    ...trails('addTrail').map(trail => () => key.addTrail(identityOf(trail, stack, place))),
    ...given(setup.readers, true).map(reader => () => key.grantDecrypt(reader)),
    ...given(setup.administrators, true).map(administrator => () => key.grantAdmin(administrator)),
    ...names(setup.eventDataStores, true).map(arn => () => key.addEventDataStore(arn)),
    ...given(setup.eventDataStoreUsers, true).map(user => () => key.grantUseEventDataStore(user)),
    ...names(setup.bucketKeyBuckets, true).map(name => () => key.addBucketKeyBucket(name)),
  ];
  const last = additions.splice(setup.last % additions.length, 1);
  additions.forEach(add => add());
  rendered();
  last.forEach(add => add());

  const template = rendered();
  const keyArn = `arn:${place.partition}:kms:${place.region}:${place.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  return { stack, place, keyArn, template, policy: deployed(template, place, principals.arns) };
}

/** What the deployed policy says about a request. */
export function ask({ policy }: Deployment, request: AccessRequest): Outcome {
  return evaluate(policy, request, {}).outcome;
}

/** What the template alone tells, before CloudFormation fills in the rest. */
export function askTemplate({ template, place }: Deployment, request: AccessRequest): Outcome {
  return evaluate(template, request, place).outcome;
}

/** A call by an IAM principal. */
export function callOf({ keyArn: resource }: Deployment, caller: Caller, action: string, { trailArn, s3Arn }: EncryptionContext = {}): AccessRequest {
  const { is, partition, account, name, session, organizationId, mfa, mfaAge, sourceIp, viaService } = caller;
  const principalArn = `arn:${partition}:iam::${account}:${is === 'root' ? is : `${is}/${name}`}`;
  return {
    action,
    resource,
    caller: { arn: is === 'role' ? `arn:${partition}:sts::${account}:assumed-role/${leaf(name)}/${session}` : principalArn, organizationId },
    context: said({
      'aws:PrincipalArn': principalArn,
      // what is not said is not there
      'aws:MultiFactorAuthPresent': mfa?.toString() ?? [],
      'aws:MultiFactorAuthAge': mfaAge ? '60' : [],
      'aws:SourceIp': sourceIp ?? [],
      'kms:ViaService': viaService,
      'kms:EncryptionContext:aws:cloudtrail:arn': trailArn,
      'kms:EncryptionContext:aws:s3:arn': s3Arn,
    }),
  };
}

/** A call by CloudTrail on behalf of a trail or event data store. */
export function cloudTrailCall(
  { keyArn: resource }: Deployment, action: string, sourceArn: string, { trailArn, s3Arn }: EncryptionContext = {},
): AccessRequest {
  return {
    action,
    resource,
    caller: { service: 'cloudtrail.amazonaws.com' },
    context: said({
      'aws:SourceArn': sourceArn,
      'aws:SourceAccount': sourceArn.split(':')[4],
      'kms:EncryptionContext:aws:cloudtrail:arn': trailArn,
      'kms:EncryptionContext:aws:s3:arn': s3Arn,
    }),
  };
}

function said(context: { [key: string]: string | string[] | undefined }): { [key: string]: string | string[] } {
  return Object.fromEntries(Object.entries(context).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined));
}

function identityOf({ region, account, name, written }: OwnTrail, stack: Stack, { partition }: Place): TrailIdentity {
  return written === 'in the stack' ? TrailIdentity.inStackOf(stack, name)
    : new TrailIdentity({ trailName: name, accountId: account, region, partition: written === 'in full' ? partition : undefined });
}

/** A template value as CloudFormation deploys it; written down here once more, so that the evaluator is not its own witness. */
function deployed(value: any, place: Place, arns: ReadonlyMap<string, string>): any {
  const whole = (part: any): any => deployed(part, place, arns);
  if (Array.isArray(value)) return value.map(whole);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = []] = Object.entries<any>(value);
  switch (name) {
    case 'Ref': return pseudoParameter(argument, place);
    case 'Fn::GetAtt': return known(argument[1] === 'Arn' ? arns.get(argument[0]) : undefined, argument);
    case 'Fn::Join': return argument[1].map(whole).join(argument[0]);
    case 'Fn::Sub': return argument.replace(/\$\{([^}]*)\}/g, (_: string, reference: string) => pseudoParameter(reference, place));
    default: return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, whole(element)]));
  }
}

function pseudoParameter(name: string, { partition, account, region }: Place): string {
  return known(new Map([['AWS::Partition', partition], ['AWS::AccountId', account], ['AWS::Region', region]]).get(name), name);
}

function known(value: string | undefined, reference: unknown): string {
  if (value === undefined) throw new Error(`nobody told what CloudFormation makes of ${JSON.stringify(reference)}`);
  return value;
}
