import { statementsOf } from './evaluate';
import { isIntrinsic, isObject, isPresent, isSymbolic, itemsOf, renderItems, renderValue, UNRESOLVED } from './intrinsics';
import type { KeyPolicyAuditContext } from './key-policy-audit';
import { Texts } from './policy-texts';
import type { PolicyEnvironment } from './request';
import { shown } from './rule/shown';
import { sampleName, Strangers, strangersIn } from './strangers';
import { matchArn, tokenize } from './wildcard';
import { hasWildcard, partitionOfRegion } from '../private/arns';
import {
  ACCOUNT_ID, BUCKET_NAME, EVENT_DATA_STORE_ARN, Format, KEY_ARN, LOG_GROUP_NAME, ORGANIZATION_ID, PARTITION, TRAIL_ARN_PATTERN,
} from '../private/formats';

/** A trail that a question is about. */
export interface Trail {
  readonly arn: string;
  readonly region: string;
  readonly account: string;
}

/** What is asked about a key policy, with everything filled in that was left out. */
export interface AuditContext {
  /** Where the key is; what is not known is the symbol that the policy has for it, too. */
  readonly environment: Required<PolicyEnvironment>;
  /** The environment for questions about other principals of the key's account; where a template leaves that open, it is one that the policy does not name. */
  readonly sampled: Required<PolicyEnvironment>;
  /** Whether the partition is known, and not a symbol. */
  readonly knowsPartition: boolean;
  /** All strings of the policy as they are written, names included. */
  readonly writtenTexts: ReadonlySet<string>;
  /** An account, an organization, a trail's name and a role's name that neither policy nor context names. */
  readonly stranger: string;
  readonly otherOrganization: string;
  readonly otherTrail: string;
  readonly someRole: string;
  readonly strangers: Strangers;
  /** The policy's patterns of trails of some account. */
  readonly trailPatterns: string[];
  readonly keyArn: string;
  /** Trails that must be able to encrypt: for a pattern or an account, one of those that it stands for. */
  readonly trails: Trail[];
  /** Whether a trail is one of those that the key is meant for. */
  readonly isMeantFor: (trail: Trail) => boolean;
  readonly readers: string[];
  readonly buckets: string[];
  readonly bucketKey: boolean;
  readonly topicTrails: Trail[];
  readonly administrators: string[];
  readonly multiRegion: boolean;
  readonly eventDataStores: string[];
  /** Whether event data stores use the key, be they named or not. */
  readonly servesEventDataStores: boolean;
  readonly eventDataStoreUsers: string[];
  readonly logGroups: string[];
  readonly expectedStatements: any[];
}

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/** Partition, Region and account may be symbols. */
const TRAIL_OF_AN_ACCOUNT = /^arn:[^:]+:cloudtrail:[^:]+:[^:*?]+:trail\/.+$/;

const READER_ARN: Format = {
  allowed: 'the ARN of a role, user, session or account, "arn:PARTITION:iam::ACCOUNT:role/NAME", without wildcards',
  fix: 'take it from the output of `aws iam get-role`',
  test: (arn) => /^arn:aws(-[a-z]{1,20}){0,9}:(iam|sts)::\d{12}:(root|(role|user|assumed-role|federated-user)\/[^*?]+)$/.test(arn),
};

const REGION: Format = {
  allowed: 'a Region such as "eu-central-1"',
  fix: 'name the Region of the key',
  test: (region) => /^[a-z]{1,20}(-[a-z]{1,20}){1,9}-\d{1,9}$/.test(region),
};

const FLAGS = ['bucketKey', 'eventDataStores', 'multiRegion'] as const;

const FORMATS: [keyof KeyPolicyAuditContext, Format][] = [
  ['accountId', ACCOUNT_ID], ['region', REGION], ['partition', PARTITION], ['keyArn', KEY_ARN], ['organizationId', ORGANIZATION_ID],
  ['trailArns', TRAIL_ARN_PATTERN], ['trailAccounts', ACCOUNT_ID], ['readerArns', READER_ARN], ['topicTrailArns', TRAIL_ARN_PATTERN], ['administratorArns', READER_ARN],
  ['logBucketNames', BUCKET_NAME],
  ['eventDataStoreArns', EVENT_DATA_STORE_ARN], ['eventDataStoreUserArns', READER_ARN], ['logGroupNames', LOG_GROUP_NAME],
];

/** What is wrong with what was asked. */
export function contextComplaints(context: KeyPolicyAuditContext): string[] {
  if (!isObject(context)) return [`'context' must be an object, got ${shown(context)}; leave it out, or write it as in { accountId: "111111111111" }`];
  const values = FORMATS.flatMap(([prop, format]) => valuesOf(prop, context[prop])
    .map((value) => ({ value, text: renderValue(value, {}) }))
    .filter(({ text }) => !(isSymbolic(text) ? text !== UNRESOLVED : format.test(text)))
    .map(({ value }) => `'${prop}' must be ${format.allowed}, got ${shown(value)}; ${format.fix}`));
  const flags = FLAGS.filter((prop) => !['boolean', 'undefined'].includes(typeof context[prop]))
    .map((prop) => `'${prop}' must be true or false, got ${shown(context[prop])}; leave it out for the default`);
  const statements = valuesOf('expectedStatements', context.expectedStatements).filter((statement) => !isObject(statement) || isIntrinsic(statement))
    .map((statement) => `'expectedStatements' must hold statements as JSON, got ${shown(statement)}; write them as in { Sid: "AllowCloudTrailAccess", Effect: "Allow", ... }`);
  return [...values, ...flags, ...statements];
}

/** The values of a prop that is a list, or the one value of a prop that is none: there a list is wrong as a whole. */
function valuesOf(prop: keyof KeyPolicyAuditContext, value: any): any[] {
  return prop.endsWith('s') ? itemsOf(value) : [value].filter(isPresent);
}

/** Fills in what was left out, from the policy where it names it. */
export function fillIn(context: KeyPolicyAuditContext, policy: any, policyTexts = Texts.of(policy)!): AuditContext {
  const given = (value: any) => renderValue(value, {});
  const region = given(context.region ?? { Ref: 'AWS::Region' });
  const writtenTexts = policyTexts.written;
  // a template says by a reference what a policy of KMS names; what it writes out nevertheless tells where it is meant for, if nothing else does
  const isTemplate = writtenTexts.has('Ref') || [...writtenTexts].some((text) => text.startsWith('Fn::'));
  const place = {
    partition: given(context.partition ?? partitionOfRegion(region) ?? (isTemplate && !isSymbolic(region) ? undefined : onlyPartition(writtenTexts)) ?? { Ref: 'AWS::Partition' }),
    region,
    account: given(context.accountId ?? (isTemplate ? undefined : ownerIn(policy)) ?? { Ref: 'AWS::AccountId' }),
  };
  const texts = [...policyTexts.in(place)];
  const textPatterns = texts.filter(hasWildcard);
  const environment = { ...place, organizationId: given(context.organizationId ?? organizationIn(texts) ?? 'o-0000000000') };
  // what a template says of a trail may leave open what its policy tells
  const openPartition = renderValue({ Ref: 'AWS::Partition' }, {});
  const list = (values: any) =>
    [...new Set(renderItems(values, environment).map((value) => value.replaceAll(openPartition, environment.partition)))];
  const [trailArns, accounts, readers] = [list(context.trailArns), list(context.trailAccounts), list(context.readerArns)];
  const eventDataStores = list(context.eventDataStoreArns);
  const servesEventDataStores = context.eventDataStores ?? eventDataStores.length > 0;
  const isForTrails = context.trailArns !== undefined || accounts.length > 0;
  const patterns = isForTrails ? trailArns : trailsIn(policy, place, servesEventDataStores ? [] : [trailArn(environment, 'any-trail')]);
  const all = [...texts, ...patterns, ...accounts, ...readers, environment.account].join('\n');
  const [stranger, sampleAccount] = unnamedAccounts(all);
  return {
    environment,
    sampled: isTemplate && isSymbolic(environment.account) ? { ...environment, account: sampleAccount } : environment,
    knowsPartition: !isSymbolic(environment.partition),
    writtenTexts,
    stranger,
    otherOrganization: unused('o-unrelated0', all),
    strangers: strangersIn(textPatterns, environment, stranger, (account) => all.includes(account)),
    trailPatterns: textPatterns.filter((pattern) => TRAIL_OF_AN_ACCOUNT.test(pattern)),
    otherTrail: unused('another-trail', all),
    someRole: unused('SomeRole', all),
    keyArn: given(context.keyArn ?? keyIn(texts, environment)),
    trails: [...patterns, ...accounts.map((account) => trailArn({ ...environment, account }, 'any-trail'))].map((arn) => sampleOf(arn, environment)),
    isMeantFor: ({ arn, account }) => accounts.includes(account)
      || (isForTrails ? trailArns : sourceArnsIn(policy, place)).some((pattern) => hasWildcard(pattern) && isOneOf(arn, pattern)),
    readers,
    buckets: list(context.logBucketNames),
    bucketKey: context.bucketKey ?? false,
    topicTrails: list(context.topicTrailArns).map((arn) => sampleOf(arn, environment)),
    administrators: list(context.administratorArns),
    multiRegion: context.multiRegion ?? false,
    eventDataStores,
    servesEventDataStores,
    eventDataStoreUsers: list(context.eventDataStoreUserArns),
    logGroups: list(context.logGroupNames),
    expectedStatements: itemsOf(context.expectedStatements ?? []),
  };
}

/** The ARN of a trail of the environment's account. */
export function trailArn({ partition, region, account }: PolicyEnvironment, name: string): string {
  return `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`;
}

/** Another trail of the same account and Region, of a name that nobody names: where only the deployment knows the name of the one, it is one that goes on. */
export function siblingOf(trail: Trail, { otherTrail }: AuditContext): Trail {
  return { ...trail, arn: trail.arn.replace(/:trail\/(.*)$/s, (_, name) => `:trail/${isSymbolic(name) ? `${name}-2` : otherTrail}`) };
}

/** One of the trails that an ARN pattern stands for. */
export function sampleOf(pattern: string, environment: PolicyEnvironment): Trail {
  const [scheme, partition, service, region, account = UNRESOLVED, name] = pattern.split(':');
  if (name === undefined) return { arn: pattern, region: UNRESOLVED, account };
  const sampleRegion = region === '*' ? environment.region! : sampleName(region);
  return { arn: [scheme, partition, service, sampleRegion, account, sampleName(name)].join(':'), region: sampleRegion, account };
}

function isOneOf(arn: string, pattern: string): boolean {
  return matchArn(tokenize(pattern, { wildcards: true })!, tokenize(arn)!) === true;
}

/** The trails that the policy lets CloudTrail encrypt for; else one of an account whose trails it names. */
function trailsIn(policy: any, place: PolicyEnvironment, otherwise: string[]): string[] {
  const texts = [...Texts.of(conditionsForCloudTrail(policy))!.in(place)];
  const named = texts.filter((text) => TRAIL_OF_AN_ACCOUNT.test(text) && !text.includes(UNRESOLVED));
  const literal = named.filter((arn) => !hasWildcard(arn));
  if (literal.length > 0) return literal;
  return named.length > 0 ? named : otherwise;
}

/** The trails that the policy names as those on whose behalf CloudTrail calls; an encryption context is only what a trail sends, always with wildcards. */
function sourceArnsIn(policy: any, place: PolicyEnvironment): string[] {
  const values = conditionsForCloudTrail(policy).flatMap((condition) => Object.values<any>(condition ?? {}))
    .flatMap((keys) => Object.entries(keys ?? {}).filter(([key]) => key.toLowerCase() === 'aws:sourcearn').map(([, value]) => value));
  return [...Texts.of(values)!.in(place)];
}

function conditionsForCloudTrail(policy: any): any[] {
  return statementsOf(policy)
    .filter(({ statement }) => statement?.Effect === 'Allow' && itemsOf(statement.Principal?.Service).includes(CLOUDTRAIL))
    .map(({ statement }) => statement.Condition);
}

/** The partition of all literal ARNs of the policy, if it is one. */
function onlyPartition(texts: ReadonlySet<string>): string | undefined {
  return onlyOne([...texts].flatMap((text) => /^arn:(aws(?:-[a-z]{1,20}){0,9}):/.exec(text)?.[1] ?? []));
}

/** The account that owns the key: the only one that the policy lets change it, or by which callers are told. */
function ownerIn(policy: any): string | undefined {
  const allowed = statementsOf(policy).map(({ statement }) => statement).filter((statement) => statement?.Effect === 'Allow');
  const roots = allowed
    .filter(({ Action: actions }) => renderItems(actions, {}).some((action) => /^kms:(\*|Put\*|PutKeyPolicy)$/i.test(action)))
    .flatMap(({ Principal: principal }) => renderItems(principal?.AWS, {}))
    .flatMap((name) => /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1] ?? []);
  return onlyOne(roots) ?? onlyOne(allowed.flatMap(({ Condition: condition }) => renderItems(condition?.StringEquals?.['kms:CallerAccount'], {})).filter(ACCOUNT_ID.test));
}

function onlyOne(values: string[]): string | undefined {
  const distinct = new Set(values);
  return distinct.size === 1 ? values[0] : undefined;
}

function organizationIn(texts: string[]): string | undefined {
  return texts.filter((text) => text.startsWith('o-')).map((text) => text.split('/')[0]).find(ORGANIZATION_ID.test);
}

/** The key that the policy names, for a key policy can mean no other than its own; else a key that is not known. */
function keyIn(texts: string[], { partition, region, account }: PolicyEnvironment): string {
  const own = `arn:${partition}:kms:${region}:${account}:key/`;
  const named = texts.filter((text) => text.startsWith(own) && KEY_ARN.test(text));
  return named.length === 1 ? named[0] : own + UNRESOLVED;
}

/** Two accounts that some texts do not name. */
export function unnamedAccounts(texts: string): string[] {
  const unnamed: string[] = [];
  for (let n = 0; unnamed.length < 2; n++) {
    const account = String(n).padStart(12, '0');
    if (!texts.includes(account)) unnamed.push(account);
  }
  return unnamed;
}

/** The name, or the first number behind it, that no text holds. */
function unused(name: string, texts: string): string {
  let free = name;
  for (let n = 2; texts.includes(free); n++) free = `${name}-${n}`;
  return free;
}
