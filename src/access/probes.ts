import { AuditContext, Trail, trailArn } from './audit-context';
import type { Policy } from './evaluate';
import { renderValue, UNRESOLVED } from './intrinsics';
import type { Caller, Evaluation, Outcome, PolicyEnvironment } from './request';
import { LOGS_CONTEXT, S3_CONTEXT, TRAIL_CONTEXT } from '../private/encryption-context';
import { ADMINISTRATION } from '../private/kms-actions';

type Context = { readonly [conditionKey: string]: string };

/** Something that is asked of a key policy. */
export interface Question {
  readonly id: string;
  readonly question: string;
  readonly caller: Caller;
  readonly actions: readonly string[];
  /** Each action is asked for under each of these. */
  readonly contexts: readonly Context[];
  /** Whether the answer is that of the request which gets least, or of the one which gets most: for those who must, and for those who must not. */
  readonly answer: 'least' | 'most';
  readonly environment: AuditContext['environment'];
}

/** A question with its answer, and the request that it is the answer to. */
export interface Answer extends Question, Evaluation {
  readonly action: string;
  readonly context: Context;
}

const RANKS: { readonly [outcome in Outcome]: number } = { denied: 0, no: 1, unknown: 2, delegated: 3, direct: 4 };

/** S3 never asks to re-encrypt, but whoever may can have the data keys for another key of his. */
const READ = ['kms:Decrypt', 'kms:ReEncryptFrom'];
const USE = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** What takes a key over, or away: whoever may create a grant can give himself everything else. */
const TAKE_OVER = ['kms:CreateGrant', ...ADMINISTRATION.filter((action) => !/^kms:(Describe|Get|List)/.test(action))];

/** What CloudWatch Logs does under an encryption context; DescribeKey has none. */
const LOG_GROUP_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey'];

const CLOUDTRAIL = { service: 'cloudtrail.amazonaws.com' };

/** Asks a policy; of equal answers the first counts. */
export function answer(policy: Policy, question: Question, { keyArn }: AuditContext): Answer {
  const { actions, contexts, caller } = question;
  const sign = question.answer === 'least' ? 1 : -1;
  const asked = contexts.map((context) => ({ context, evaluate: policy.evaluator({ caller, context, resource: keyArn }) }));
  const [first, ...others] = actions.flatMap((action) => asked.map(({ context, evaluate }) => ({ action, context, ...evaluate(action) })));
  const decisive = others.reduce((best, other) => sign * (RANKS[other.outcome] - RANKS[best.outcome]) < 0 ? other : best, first);
  return { ...question, ...decisive };
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
function must({ environment }: AuditContext, id: string, question: string, caller: Caller, actions: string[], contexts: Context[]): Question {
  return { id, question, caller, actions, contexts, answer: 'least', environment };
}

/** A question about somebody who must be allowed nothing of what he is asked about. */
function mustNot({ environment }: AuditContext, id: string, question: string, caller: Caller, actions: string[], contexts: Context[]): Question {
  return { id, question, caller, actions, contexts, answer: 'most', environment };
}

function aboutTrail(trail: Trail, context: AuditContext): Question[] {
  const { arn } = trail;
  const [bare, file] = [onBehalfOf(trail), { ...onBehalfOf(trail), ...logFile(trail, context) }];
  return [
    must(context, 'own-trail-encrypt', `May CloudTrail encrypt log files for ${arn}?`, CLOUDTRAIL, ['kms:GenerateDataKey'], [file]),
    mustNot(context, 'own-trail-encrypt-without-context', `May CloudTrail generate data keys without its encryption context for ${arn}?`,
      CLOUDTRAIL, ['kms:GenerateDataKey'], [bare]),
    must(context, 'service-describe-key', `May CloudTrail describe the key for ${arn}?`, CLOUDTRAIL, ['kms:DescribeKey'], [bare]),
    must(context, 'service-decrypt', `May CloudTrail decrypt log files for ${arn}?`, CLOUDTRAIL, ['kms:Decrypt'], [file]),
    ...bucketKeyContexts(context).map((encryptionContext) => must(context, 'own-trail-encrypt-with-bucket-key',
      `May CloudTrail encrypt under the Bucket Key of ${encryptionContext[S3_CONTEXT]} for ${arn}?`, CLOUDTRAIL, USE, [{ ...bare, ...encryptionContext }])),
  ];
}

function aboutOtherTrails(context: AuditContext): Question[] {
  const { environment, stranger, otherTrail, trails, isMeantFor } = context;
  const owners = new Map(trails.map((trail) => [`${trail.region} ${trail.account}`, trail]));
  const siblings = [...owners.values()]
    .map(({ arn, region, account }) => ({ region, account, arn: arn.replace(/:trail\/.*$/s, `:trail/${otherTrail}`) }))
    .filter((sibling) => !isMeantFor(sibling));
  const foreign = { region: environment.region, account: stranger, arn: trailArn({ ...environment, account: stranger }, 'any-trail') };
  const ask = (id: string, verb: string, action: string, trail: Trail) => mustNot(context, id, `May CloudTrail ${verb} for ${trail.arn}?`,
    CLOUDTRAIL, [action], [logFile(trail, context), ...bucketKeyContexts(context)].map((file) => ({ ...onBehalfOf(trail), ...file })));
  return [
    ...siblings.map((trail) => ask('sibling-trail-encrypt', 'encrypt', 'kms:GenerateDataKey', trail)),
    ask('foreign-trail-encrypt', 'encrypt', 'kms:GenerateDataKey', foreign),
    ask('foreign-trail-decrypt', 'decrypt', 'kms:Decrypt', foreign),
    ask('foreign-trail-describe', 'describe the key', 'kms:DescribeKey', foreign),
  ];
}

function aboutEventDataStores(context: AuditContext): Question[] {
  const { environment: { partition, region }, eventDataStores, eventDataStoreUsers, servesEventDataStores, stranger } = context;
  const store = (arn: string) => onBehalfOf({ arn, region, account: arn.split(':')[4] ?? UNRESOLVED });
  const another = '00000000-0000-0000-0000-000000000000';
  const foreign = `arn:${partition}:cloudtrail:${region}:${stranger}:eventdatastore/${another}`;
  const siblings = new Set(eventDataStores.map((arn) => arn.replace(/:eventdatastore\/.*$/s, `:eventdatastore/${another}`)));
  const use = [...USE, 'kms:DescribeKey'];
  return [
    ...eventDataStores.map((arn) => must(context, 'own-event-data-store-encrypt', `May CloudTrail encrypt for ${arn}?`, CLOUDTRAIL, use, [store(arn)])),
    ...servesEventDataStores && eventDataStores.length === 0
      ? [must(context, 'own-event-data-store-encrypt', 'May CloudTrail encrypt for an event data store that is not there yet?', CLOUDTRAIL, use, [{}])]
      : [],
    ...eventDataStoreUsers.map((arn) => must(context, 'event-data-store-user', `May ${arn} use event data stores on the key?`, person(arn, context), USE, [{}])),
    ...[...siblings].map((arn) => mustNot(context, 'sibling-event-data-store-encrypt', `May CloudTrail encrypt or decrypt for ${arn}?`, CLOUDTRAIL, USE, [store(arn)])),
    mustNot(context, 'foreign-event-data-store-encrypt', `May CloudTrail encrypt or decrypt for ${foreign}?`, CLOUDTRAIL, USE, [store(foreign)]),
    mustNot(context, 'event-data-store-encrypt', 'May CloudTrail encrypt when it names neither trail nor event data store?', CLOUDTRAIL, ['kms:GenerateDataKey'], [{}]),
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
    ...others.map((account) => mustNot(context, 'reader-account-decrypt', `May another role of account ${account} decrypt log files?`, { account }, READ,
      readings(context, environment, account))),
  ];
}

function aboutNobodyInParticular(context: AuditContext): Question[] {
  const { sampled, stranger } = context;
  const { organizationId } = sampled;
  const asked = { ...context, environment: sampled };
  const read = (id: string, who: string, caller: Caller) => mustNot(asked, id, `May ${who} decrypt log files?`, caller, READ, readings(context, sampled, caller.account!));
  const manage = (id: string, who: string, caller: Caller, actions: string[]) => mustNot(asked, id, `May ${who} change the key policy${actions.length > 1 ? ' or the key' : ''}?`,
    caller, actions, [roleOf(caller.account!, context)]);
  const own = { account: sampled.account, organizationId };
  const member = { account: stranger, organizationId };
  const outsider = { account: stranger };
  return [
    read('account-decrypt', "any role of the key's account", own),
    read('organization-decrypt', 'a role of another account of the organization', member),
    read('outsider-decrypt', 'a role of an unrelated account', outsider),
    manage('account-administer', "a role of the key's account", own, ['kms:PutKeyPolicy']),
    manage('organization-administer', 'a role of another account of the organization', member, TAKE_OVER),
    manage('outsider-administer', 'a role of an unrelated account', outsider, TAKE_OVER),
  ];
}

function aboutAdministrators(context: AuditContext): Question[] {
  return context.administrators.map((arn) => must(context, 'administrator-administer', `May ${arn} change the key policy?`, person(arn, context), ['kms:PutKeyPolicy'], [{}]));
}

function aboutLogGroups(context: AuditContext): Question[] {
  const { environment, logGroups, stranger } = context;
  const { partition, region, account } = environment;
  const service = { service: `logs.${region}.${renderValue({ Ref: 'AWS::URLSuffix' }, environment)}` };
  const group = (owner: string, name: string) => ({ [LOGS_CONTEXT]: `arn:${partition}:logs:${region}:${owner}:log-group:${name}` });
  return [
    ...logGroups.map((name) => must(context, 'log-group-encrypt', `May CloudWatch Logs encrypt the log group ${name}?`, service, LOG_GROUP_ACTIONS, [group(account, name)])),
    mustNot(context, 'foreign-log-group-encrypt', 'May CloudWatch Logs encrypt a log group of an unrelated account?', service, LOG_GROUP_ACTIONS,
      [group(stranger, 'any-log-group'), {}]),
  ];
}

/** Somebody by name, of the key's organization if he is of its account: of another account nobody knows. */
function person(arn: string, { environment }: AuditContext): Caller {
  return { arn, organizationId: arn.split(':')[4] === environment.account ? environment.organizationId : UNRESOLVED };
}

/** What CloudTrail sends; AWS does not document whether the organization is among it. */
function onBehalfOf({ arn, account }: Trail): Context {
  return { 'aws:SourceArn': arn, 'aws:SourceAccount': account, 'aws:SourceOrgID': UNRESOLVED, 'aws:SourceOrgPaths': UNRESOLVED };
}

/** The encryption context of a log file. */
function logFile(trail: Trail | undefined, { buckets: [bucket = UNRESOLVED], environment }: AuditContext): Context {
  return { [TRAIL_CONTEXT]: trail?.arn ?? UNRESOLVED, [S3_CONTEXT]: `arn:${environment.partition}:s3:::${bucket}/${UNRESOLVED}` };
}

/** The encryption contexts under Bucket Keys: AWS does not document whether CloudTrail's own is left there. */
function bucketKeyContexts({ bucketKey, buckets, environment }: AuditContext): Context[] {
  return bucketKey ? buckets.map((bucket) => ({ [S3_CONTEXT]: `arn:${environment.partition}:s3:::${bucket}` })) : [];
}

/** How a role of an account reads logs. */
function readings(context: AuditContext, environment: PolicyEnvironment, account: string): Context[] {
  const role = roleOf(account, context);
  return [logFile(context.trails[0], context), ...bucketKeyContexts(context)].map((file) => ({ ...role, ...throughS3(environment), ...file }));
}

/** A role that no policy names. */
function roleOf(account: string, { environment: { partition }, someRole }: AuditContext): Context {
  return { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/${someRole}` };
}

/** Log files are read through S3, which calls KMS for the reader; the name has this suffix in every partition. */
function throughS3({ region }: PolicyEnvironment): Context {
  return { 'kms:ViaService': `s3.${region}.amazonaws.com` };
}
