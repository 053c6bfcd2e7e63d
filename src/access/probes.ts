import { AuditContext, sampleOf, siblingOf, Trail, trailArn } from './audit-context';
import type { Policy } from './evaluate';
import { renderValue, UNRESOLVED } from './intrinsics';
import { READ } from './kms-actions';
import type { Caller, Evaluation, Outcome, PolicyEnvironment } from './request';
import { notLike } from './strangers';
import { LOGS_CONTEXT, S3_CONTEXT, TRAIL_CONTEXT } from '../private/encryption-context';

type Context = { readonly [conditionKey: string]: string };

/** Where a question is asked. */
type Place = Pick<AuditContext, 'environment'>;

/** Who asks for an action, and what he sends. */
interface Asker {
  readonly caller: Caller;
  readonly context: Context;
}

/** Somebody who calls under a role. */
interface RoleSession {
  readonly caller: Caller;
  readonly role: string;
}

/** Something that is asked of a key policy. */
export interface Question {
  readonly id: string;
  readonly question: string;
  readonly actions: readonly string[];
  /** Each action is asked for by each of these. */
  readonly requests: readonly Asker[];
  /** Whether the answer is that of the request which gets least, or of the one which gets most: for those who must, and for those who must not. */
  readonly answer: 'least' | 'most';
  readonly environment: AuditContext['environment'];
}

/** What was answered to a question, and the request that it is the answer to. */
export interface Answer extends Pick<Question, 'id' | 'question' | 'environment'>, Asker, Pick<Evaluation, 'outcome' | 'statement'> {
  readonly action: string;
}

const RANKS: { readonly [outcome in Outcome]: number } = { denied: 0, no: 1, unknown: 2, delegated: 3, direct: 4 };

const USE = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** What administration KMS takes from other accounts: whoever may create a grant can give himself every use of the key. */
const GRANTS = ['kms:CreateGrant', 'kms:RevokeGrant'];

/** What CloudWatch Logs does under an encryption context; DescribeKey has none. */
const LOG_GROUP_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey'];

const CLOUDTRAIL = { service: 'cloudtrail.amazonaws.com' };

/** Asks a policy; of equal answers the first counts. */
export function answer(policy: Policy, asked: Question, { keyArn, environment: own }: AuditContext): Answer {
  const { id, question, environment } = asked;
  const sign = asked.answer === 'least' ? 1 : -1;
  const requests = asked.requests.map(({ caller, context }) => ({ caller, context: inAccount(environment.account, context, own), resource: keyArn }));
  const evaluators = requests.map((request) => policy.evaluator(request));
  let best: Answer | undefined;
  asked.actions.forEach((action) => evaluators.forEach((evaluate, i) => {
    const { outcome, statement } = evaluate(action);
    if (best !== undefined && sign * (RANKS[outcome] - RANKS[best.outcome]) >= 0) return;
    const { caller, context } = requests[i];
    // written out, for an audit makes dozens of these, and to spread an object is slow until Node optimizes it
    best = { id, question, environment, action, caller, context, outcome, statement };
  }));
  return best!;
}

/** What is sent where the key's account is a certain one: trails and buckets are named by it, too. */
function inAccount(account: string, context: Context, environment: AuditContext['environment']): Context {
  if (account === environment.account) return context;
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key, value.replaceAll(environment.account, account)]));
}

/** Everything that is asked of a key policy; the ids are public contract. */
export function questionsAbout(context: AuditContext): Question[] {
  return [
    ...context.trails.flatMap((trail) => aboutTrail(trail, context)),
    ...context.topicTrails.map((trail) => must(context, 'own-trail-publish', `May CloudTrail publish to a topic on the key for ${trail.arn}?`,
      CLOUDTRAIL, USE, [onBehalfOf(trail)])),
    ...aboutOtherTrails(context),
    ...aboutEventDataStores(context),
    ...aboutReaders(context),
    ...aboutNobodyInParticular(context),
    ...aboutAdministrators(context),
    ...aboutLogGroups(context),
  ];
}

/** A question about somebody who must be allowed everything that he is asked about. */
function must({ environment }: Place, id: string, question: string, caller: Caller, actions: readonly string[], contexts: Context[]): Question {
  return { id, question, actions, requests: contexts.map((context) => ({ caller, context })), answer: 'least', environment };
}

/** A question about those who must be allowed nothing of what they are asked about. */
function mustNot({ environment }: Place, id: string, question: string, actions: readonly string[], requests: Asker[]): Question {
  return { id, question, actions, requests, answer: 'most', environment };
}

/** What CloudTrail asks for. */
function byCloudTrail(contexts: Context[]): Asker[] {
  return contexts.map((context) => ({ caller: CLOUDTRAIL, context }));
}

function aboutTrail(trail: Trail, context: AuditContext): Question[] {
  const { arn } = trail;
  const [bare, file] = [onBehalfOf(trail), { ...onBehalfOf(trail), ...logFile(trail, context) }];
  return [
    must(context, 'own-trail-encrypt', `May CloudTrail encrypt log files for ${arn}?`, CLOUDTRAIL, ['kms:GenerateDataKey'], [file]),
    mustNot(context, 'own-trail-encrypt-without-context', `May CloudTrail generate data keys without its encryption context for ${arn}?`,
      ['kms:GenerateDataKey'], byCloudTrail([bare])),
    must(context, 'service-describe-key', `May CloudTrail describe the key for ${arn}?`, CLOUDTRAIL, ['kms:DescribeKey'], [bare]),
    must(context, 'service-decrypt', `May CloudTrail decrypt log files for ${arn}?`, CLOUDTRAIL, ['kms:Decrypt'], [file]),
    ...bucketKeyContexts(context).map((encryptionContext) => must(context, 'own-trail-encrypt-with-bucket-key',
      `May CloudTrail encrypt under the Bucket Key of ${encryptionContext[S3_CONTEXT]} for ${arn}?`, CLOUDTRAIL, USE, [{ ...bare, ...encryptionContext }])),
  ];
}

function aboutOtherTrails(context: AuditContext): Question[] {
  const { environment, sampled, strangers, trailPatterns, trails, isMeantFor } = context;
  const owners = new Map(trails.map((trail) => [`${trail.region} ${trail.account}`, trail]));
  const siblings = [...owners.values()].map((trail) => {
    const other = siblingOf(trail, context);
    const patterns = trailPatterns.filter((pattern) => pattern.split(':')[4] === trail.account);
    const alike = notLike(other.arn, patterns).map((pattern) => sampleOf(pattern, environment));
    return [other, ...alike].filter((sibling) => !isMeantFor(sibling) && !trails.some(({ arn }) => arn === sibling.arn));
  });
  const foreign = [
    ...strangers.accounts.map((account) => trailArn({ ...environment, account }, 'any-trail')),
    ...strangers.arns.filter((arn) => arn.includes(':trail/')),
  ].map((arn) => ({ region: environment.region, account: arn.split(':')[4], arn }));
  const requests = (others: Trail[]) => byCloudTrail(others.flatMap(
    (trail) => [logFile(trail, context), ...bucketKeyContexts(context)].map((file) => ({ ...onBehalfOf(trail), ...file }))));
  const [foreignTrails, foreignRequests] = [named(foreign), requests(foreign)];
  const ofForeign = (id: string, verb: string, action: string) =>
    mustNot({ environment: sampled }, id, `May CloudTrail ${verb} for ${foreignTrails}?`, [action], foreignRequests);
  return [
    ...siblings.filter((others) => others.length > 0).map((others) =>
      mustNot(context, 'sibling-trail-encrypt', `May CloudTrail encrypt for ${named(others)}?`, ['kms:GenerateDataKey'], requests(others))),
    ofForeign('foreign-trail-encrypt', 'encrypt', 'kms:GenerateDataKey'),
    ofForeign('foreign-trail-decrypt', 'decrypt', 'kms:Decrypt'),
    ofForeign('foreign-trail-describe', 'describe the key', 'kms:DescribeKey'),
  ];
}

function aboutEventDataStores(context: AuditContext): Question[] {
  const { environment: { partition, region }, eventDataStores, eventDataStoreUsers, sampled, servesEventDataStores, strangers } = context;
  const store = (arn: string) => onBehalfOf({ arn, region, account: arn.split(':')[4] ?? UNRESOLVED });
  const another = '00000000-0000-0000-0000-000000000000';
  const foreign = [
    ...strangers.accounts.map((account) => `arn:${partition}:cloudtrail:${region}:${account}:eventdatastore/${another}`),
    ...strangers.arns.filter((arn) => arn.includes(':eventdatastore/')),
  ];
  const siblings = new Set(eventDataStores.map((arn) => arn.replace(/:eventdatastore\/.*$/s, `:eventdatastore/${another}`)));
  const use = [...USE, 'kms:DescribeKey'];
  return [
    ...eventDataStores.map((arn) => must(context, 'own-event-data-store-encrypt', `May CloudTrail encrypt for ${arn}?`, CLOUDTRAIL, use, [store(arn)])),
    ...servesEventDataStores && eventDataStores.length === 0
      ? [must(context, 'own-event-data-store-encrypt', 'May CloudTrail encrypt for an event data store that is not there yet?', CLOUDTRAIL, use, [{}])]
      : [],
    ...eventDataStoreUsers.map((arn) => must(context, 'event-data-store-user', `May ${arn} use event data stores on the key?`, person(arn, context), USE, [{}])),
    ...[...siblings].map((arn) => mustNot(context, 'sibling-event-data-store-encrypt', `May CloudTrail encrypt or decrypt for ${arn}?`, USE, byCloudTrail([store(arn)]))),
    mustNot({ environment: sampled }, 'foreign-event-data-store-encrypt', `May CloudTrail encrypt or decrypt for ${foreign.join(' or ')}?`, USE, byCloudTrail(foreign.map(store))),
    mustNot(context, 'event-data-store-encrypt', 'May CloudTrail encrypt or decrypt when it names neither trail nor event data store?', USE, byCloudTrail([{}])),
  ];
}

function aboutReaders(context: AuditContext): Question[] {
  const { environment, readers, trails } = context;
  const through = throughS3(environment);
  const file = { ...through, ...logFile(trails[0], context) };
  const accounts = new Set(readers.map((arn) => arn.split(':')[4]));
  const asAWhole = new Set(readers.filter((arn) => arn.endsWith(':root')).map((arn) => arn.split(':')[4]));
  const others = [...accounts].filter((account) => account !== undefined && account !== environment.account && !asAWhole.has(account));
  return [
    ...readers.flatMap((arn) => [
      must(context, 'reader-decrypt', `May ${arn} decrypt log files?`, person(arn, context), ['kms:Decrypt'], [file]),
      ...bucketKeyContexts(context).map((encryptionContext) => must(context, 'reader-decrypt-with-bucket-key',
        `May ${arn} decrypt what lies under the Bucket Key of ${encryptionContext[S3_CONTEXT]}?`, person(arn, context), ['kms:Decrypt'], [{ ...through, ...encryptionContext }])),
    ]),
    ...others.map((account) => mustNot(context, 'reader-account-decrypt', `May another role of account ${account} decrypt log files?`, READ,
      sending(readings(context, environment), underRoles({ account }, [roleOf(account, context)])))),
  ];
}

function aboutNobodyInParticular(context: AuditContext): Question[] {
  const { otherOrganization, sampled, strangers } = context;
  const { account, organizationId } = sampled;
  const asked = { environment: sampled };
  const [anyAccount] = strangers.accounts;
  const owner = underRoles({ account, organizationId }, [roleOf(account, context)]);
  const member = underRoles({ account: anyAccount, organizationId }, [roleOf(anyAccount, context)]);
  // whoever is in no organization, and whoever is in one of his own; a role there can have any name
  const outsider = [undefined, otherOrganization].flatMap((organization) => strangers.accounts.flatMap(
    (stranger) => underRoles({ account: stranger, organizationId: organization }, rolesOf(stranger, context))));
  const files = readings(context, sampled);
  const withoutS3 = logFile(context.trails[0], context);
  return [
    mustNot(asked, 'account-decrypt', "May any role of the key's account decrypt log files?", READ, sending(files, owner)),
    mustNot(asked, 'organization-decrypt', 'May a role of another account of the organization decrypt log files?', READ, sending(files, member)),
    mustNot(asked, 'outsider-decrypt', 'May a role of an unrelated account decrypt log files?', READ, sending([...files, withoutS3], outsider)),
    mustNot(asked, 'account-administer', "May a role of the key's account change the key policy?", ['kms:PutKeyPolicy'], sending([{}], owner)),
    mustNot(asked, 'organization-administer', 'May a role of another account of the organization create or revoke grants?', GRANTS, sending([{}], member)),
    mustNot(asked, 'outsider-administer', 'May a role of an unrelated account create or revoke grants?', GRANTS, sending([{}], outsider)),
  ];
}

function aboutAdministrators(context: AuditContext): Question[] {
  return context.administrators.map((arn) => must(context, 'administrator-administer', `May ${arn} change the key policy?`, person(arn, context), ['kms:PutKeyPolicy'], [{}]));
}

function aboutLogGroups(context: AuditContext): Question[] {
  const { environment, logGroups, sampled, strangers } = context;
  const { partition, region, account } = environment;
  const service = { service: `logs.${region}.${renderValue({ Ref: 'AWS::URLSuffix' }, environment)}` };
  const group = (owner: string, name: string) => ({ [LOGS_CONTEXT]: `arn:${partition}:logs:${region}:${owner}:log-group:${name}` });
  return [
    ...logGroups.map((name) => must(context, 'log-group-encrypt', `May CloudWatch Logs encrypt the log group ${name}?`, service, LOG_GROUP_ACTIONS, [group(account, name)])),
    mustNot({ environment: sampled }, 'foreign-log-group-encrypt', 'May CloudWatch Logs encrypt a log group of an unrelated account?', LOG_GROUP_ACTIONS, [
      ...strangers.accounts.map((owner) => group(owner, 'any-log-group')),
      {},
      ...strangers.arns.filter((arn) => arn.includes(':log-group:')).map((arn) => ({ [LOGS_CONTEXT]: arn })),
    ].map((sent) => ({ caller: service, context: sent }))),
  ];
}

/** Somebody by name, of the key's organization if he is of its account: of another account nobody knows. */
export function person(arn: string, { environment }: AuditContext): Caller {
  return { arn, organizationId: arn.split(':')[4] === environment.account ? environment.organizationId : UNRESOLVED };
}

/** What CloudTrail sends; AWS does not document whether the organization is among it. */
export function onBehalfOf({ arn, account }: Trail): Context {
  return { 'aws:SourceArn': arn, 'aws:SourceAccount': account, 'aws:SourceOrgID': UNRESOLVED, 'aws:SourceOrgPaths': UNRESOLVED };
}

/** The encryption context of a log file. */
export function logFile(trail: Trail | undefined, { buckets: [bucket = UNRESOLVED], environment }: AuditContext): Context {
  return { [TRAIL_CONTEXT]: trail?.arn ?? UNRESOLVED, [S3_CONTEXT]: `arn:${environment.partition}:s3:::${bucket}/${UNRESOLVED}` };
}

/** The encryption contexts under Bucket Keys: AWS does not document whether CloudTrail's own is left there. */
function bucketKeyContexts({ bucketKey, buckets, environment }: AuditContext): Context[] {
  return bucketKey ? buckets.map((bucket) => ({ [S3_CONTEXT]: `arn:${environment.partition}:s3:::${bucket}` })) : [];
}

/** How log files are read. */
function readings(context: AuditContext, environment: PolicyEnvironment): Context[] {
  return [logFile(context.trails[0], context), ...bucketKeyContexts(context)].map((file) => ({ ...throughS3(environment), ...file }));
}

/** A role that no policy names. */
export function roleOf(account: string, { environment: { partition }, someRole }: AuditContext): string {
  return `arn:${partition}:iam::${account}:role/${someRole}`;
}

/** The roles that somebody of an unrelated account can make: any, and those whose names the policy asks for. */
function rolesOf(account: string, context: AuditContext): string[] {
  return [roleOf(account, context), ...context.strangers.arns.filter((arn) => arn.includes(`:iam::${account}:`))];
}

/** A caller who calls under each of these roles. */
function underRoles(caller: Caller, roles: string[]): RoleSession[] {
  return roles.map((role) => ({ caller, role }));
}

/** What each of them asks for in each of these contexts. */
function sending(contexts: Context[], sessions: RoleSession[]): Asker[] {
  return sessions.flatMap(({ caller, role }) => contexts.map((context) => ({ caller, context: { 'aws:PrincipalArn': role, ...context } })));
}

function named(trails: Trail[]): string {
  return trails.map(({ arn }) => arn).join(' or ');
}

/** Log files are read through S3, which calls KMS for the reader; the name has this suffix in every partition. */
export function throughS3({ region }: PolicyEnvironment): Context {
  return { 'kms:ViaService': `s3.${region}.amazonaws.com` };
}
