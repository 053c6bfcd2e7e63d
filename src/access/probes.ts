import { AuditContext, Trail, trailArn } from './audit-context';
import { evaluate } from './evaluate';
import { renderValue, UNRESOLVED } from './intrinsics';
import type { Caller, Evaluation, Outcome, PolicyEnvironment } from './request';
import { LOGS_CONTEXT, S3_CONTEXT, TRAIL_CONTEXT } from '../private/encryption-context';

/** Something that is asked of a key policy. */
export interface Question {
  readonly id: string;
  readonly question: string;
  /** Several actions are one answer: that of the action which gets least. */
  readonly actions: readonly string[];
  readonly caller: Caller;
  readonly context: { readonly [conditionKey: string]: string };
  readonly environment: PolicyEnvironment;
}

/** A question with its answer. */
export interface Answer extends Question, Evaluation {}

type Context = Question['context'];

/** A role that no policy names, for a caller who is nobody in particular. */
const SOME_ROLE = 'role/SomeRole';
const FROM_LEAST_TO_MOST: readonly Outcome[] = ['denied', 'no', 'unknown', 'delegated', 'direct'];

/** Asks a policy. */
export function answer(policy: any, question: Question, { keyArn }: AuditContext): Answer {
  const { actions, caller, context, environment } = question;
  const [least] = actions
    .map((action) => evaluate(policy, { action, caller, context, resource: keyArn }, environment))
    .sort((one, other) => FROM_LEAST_TO_MOST.indexOf(one.outcome) - FROM_LEAST_TO_MOST.indexOf(other.outcome));
  return { ...question, ...least };
}

/** Everything that is asked of a key policy; the ids are public contract. */
export function questionsAbout(context: AuditContext): Question[] {
  return [
    ...context.trails.flatMap((trail) => aboutTrail(trail, context)),
    ...aboutOtherTrails(context),
    ...aboutEventDataStores(context),
    ...context.readers.flatMap((reader) => aboutReader(reader, context)),
    ...aboutNobodyInParticular(context),
    ...context.logGroups.map((name) => aboutLogGroup(name, context)),
  ];
}

function aboutTrail(trail: Trail, context: AuditContext): Question[] {
  const { environment, buckets, bucketKey } = context;
  const ask = (id: string, action: string | string[], question: string, encryptionContext: Context): Question => ({
    id, question: `May CloudTrail ${question} for ${trail.arn}?`, actions: [action].flat(), environment, ...onBehalfOf(trail, encryptionContext),
  });
  return [
    ask('own-trail-encrypt', 'kms:GenerateDataKey', 'encrypt log files', logFile(trail, context)),
    ask('own-trail-encrypt-without-context', 'kms:GenerateDataKey', 'generate data keys without its encryption context', {}),
    ask('service-describe-key', 'kms:DescribeKey', 'describe the key', {}),
    ask('service-decrypt', 'kms:Decrypt', 'decrypt log files', logFile(trail, context)),
    ask('service-create-grant', 'kms:CreateGrant', 'create grants', logFile(trail, context)),
    ...bucketKey ? buckets.map((bucket) => ask('own-trail-encrypt-with-bucket-key', ['kms:GenerateDataKey', 'kms:Decrypt'],
      `encrypt under the Bucket Key of ${bucket}`, bucketItself(bucket, environment))) : [],
  ];
}

function aboutOtherTrails(context: AuditContext): Question[] {
  const { environment, stranger, trails, isMeantFor } = context;
  const owners = new Map(trails.map((trail) => [`${trail.region} ${trail.account}`, trail]));
  const siblings = [...owners.values()]
    .map(({ arn, region, account }) => ({ region, account, arn: arn.replace(/:trail\/.*$/s, ':trail/another-trail') }))
    .filter((sibling) => !isMeantFor(sibling));
  const foreign = { region: environment.region, account: stranger, arn: trailArn({ ...environment, account: stranger }, 'any-trail') };
  const ask = (id: string, action: string, verb: string, trail: Trail): Question => ({
    id, question: `May CloudTrail ${verb} for ${trail.arn}?`, actions: [action], environment, ...onBehalfOf(trail, logFile(trail, context)),
  });
  return [
    ...siblings.map((trail) => ask('sibling-trail-encrypt', 'kms:GenerateDataKey', 'encrypt', trail)),
    ask('foreign-trail-encrypt', 'kms:GenerateDataKey', 'encrypt', foreign),
    ask('foreign-trail-decrypt', 'kms:Decrypt', 'decrypt', foreign),
  ];
}

function aboutEventDataStores({ environment, eventDataStores, stranger }: AuditContext): Question[] {
  const { partition, region } = environment;
  const use = ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'];
  const ask = (id: string, arn: string, actions: string[]): Question => ({
    id, question: `May CloudTrail encrypt for ${arn}?`, actions, environment, ...onBehalfOf({ arn, account: arn.split(':')[4] ?? UNRESOLVED, region }, {}),
  });
  const foreign = `arn:${partition}:cloudtrail:${region}:${stranger}:eventdatastore/00000000-0000-0000-0000-000000000000`;
  return [
    ...eventDataStores.map((arn) => ask('own-event-data-store-encrypt', arn, use)),
    ask('foreign-event-data-store-encrypt', foreign, ['kms:GenerateDataKey']),
    {
      id: 'event-data-store-encrypt',
      question: 'May CloudTrail encrypt when it names neither trail nor event data store?',
      actions: ['kms:GenerateDataKey'],
      caller: { service: 'cloudtrail.amazonaws.com' },
      context: {},
      environment,
    },
  ];
}

function aboutReader(arn: string, context: AuditContext): Question[] {
  const { environment, buckets, bucketKey } = context;
  const caller = { arn };
  const ask = (id: string, question: string, encryptionContext: Context): Question => ({
    id, question: `May ${arn} decrypt ${question}?`, actions: ['kms:Decrypt'], environment, caller, context: { ...throughS3(environment), ...encryptionContext },
  });
  return [
    ask('reader-decrypt', 'log files', logFile(context.trails[0], context)),
    ...bucketKey ? buckets.map((bucket) => ask('reader-decrypt-with-bucket-key', `what lies under the Bucket Key of ${bucket}`,
      bucketItself(bucket, environment))) : [],
  ];
}

function aboutNobodyInParticular(context: AuditContext): Question[] {
  const { sampled, stranger, trails } = context;
  const { organizationId } = sampled;
  const role = (account: string) => ({ 'aws:PrincipalArn': `arn:${sampled.partition}:iam::${account}:${SOME_ROLE}` });
  const ask = (id: string, action: string, question: string, caller: Caller, forAction: Context): Question => ({
    id, question, actions: [action], caller, context: { ...role(caller.account!), ...forAction }, environment: sampled,
  });
  const read = { ...throughS3(sampled), ...logFile(trails[0], context) };
  const ownRole = { account: sampled.account, organizationId };
  return [
    ask('account-decrypt', 'kms:Decrypt', "May any role of the key's account decrypt log files?", ownRole, read),
    ask('organization-decrypt', 'kms:Decrypt', 'May a role of another account of the organization decrypt log files?', { account: stranger, organizationId }, read),
    ask('outsider-decrypt', 'kms:Decrypt', 'May a role of an unrelated account decrypt log files?', { account: stranger }, read),
    ask('outsider-administer', 'kms:PutKeyPolicy', 'May a role of an unrelated account change the key policy?', { account: stranger }, {}),
    ask('account-administer', 'kms:PutKeyPolicy', "May a role of the key's account change the key policy?", ownRole, {}),
  ];
}

function aboutLogGroup(name: string, { environment }: AuditContext): Question {
  const { partition, region, account } = environment;
  return {
    id: 'log-group-encrypt',
    question: `May CloudWatch Logs encrypt the log group ${name}?`,
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey'],
    caller: { service: `logs.${region}.${renderValue({ Ref: 'AWS::URLSuffix' }, environment)}` },
    context: { [LOGS_CONTEXT]: `arn:${partition}:logs:${region}:${account}:log-group:${name}` },
    environment,
  };
}

/** What CloudTrail sends; AWS does not document whether the organization is among it. */
function onBehalfOf({ arn, account }: Trail, encryptionContext: Context): Pick<Question, 'caller' | 'context'> {
  return {
    caller: { service: 'cloudtrail.amazonaws.com' },
    context: {
      'aws:SourceArn': arn, 'aws:SourceAccount': account, 'aws:SourceOrgID': UNRESOLVED, 'aws:SourceOrgPaths': UNRESOLVED, ...encryptionContext,
    },
  };
}

/** The encryption context of a log file. */
function logFile(trail: Trail | undefined, { buckets: [bucket = UNRESOLVED], environment }: AuditContext): Context {
  return { [TRAIL_CONTEXT]: trail?.arn ?? UNRESOLVED, [S3_CONTEXT]: `arn:${environment.partition}:s3:::${bucket}/${UNRESOLVED}` };
}

/** The encryption context under a Bucket Key: AWS does not document whether CloudTrail's own is left there. */
function bucketItself(bucket: string, { partition }: PolicyEnvironment): Context {
  return { [S3_CONTEXT]: `arn:${partition}:s3:::${bucket}` };
}

/** Log files are read through S3, which calls KMS for the reader; the name has this suffix in every partition. */
function throughS3({ region }: PolicyEnvironment): Context {
  return { 'kms:ViaService': `s3.${region}.amazonaws.com` };
}
