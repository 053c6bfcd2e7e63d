import { AuditContext, fillIn } from './audit-context';
import { statementsOf } from './evaluate';
import { isIntrinsic, isObject, isPresent, isSymbolic, itemsOf, readable, renderItems, renderValue } from './intrinsics';
import type { KeyPolicyAuditContext } from './key-policy-audit';
import { policyComplaint } from './policy-texts';
import { readActionElement } from './statement';
import { trailStatements, eventDataStoreStatements, topicStatements } from './trail-statements';
import { withDistinctSids } from '../private/sids';

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/** Operators under which a value of a condition is somebody who is admitted. */
const POSITIVE = /^(for(any|all)values:)?(string(equals|equalsignorecase|like)|arn(equals|like))(ifexists)?$/i;

/** A trail's ARN, of which partition, Region and account may be symbols; whose trail it is has to be said. */
const TRAIL = /^arn:[^:]+:cloudtrail:[^:]+:([^:*?]+):trail\/(.+)$/;

/** A policy with its statements for CloudTrail replaced. */
export interface Correction {
  readonly policy: { [key: string]: any };

  /** The statements that are gone, as they stood in the policy, and those that do their work now. */
  readonly replaced: readonly Replacement[];
}

/** A statement that is gone, and those that do its work now; none where nobody needs it. */
export interface Replacement {
  readonly statement: any;
  readonly by: any[];
}

/** Whom CloudTrail acts for. */
interface Owners {
  readonly trailArns: string[];
  readonly accounts: string[];
}

/**
 * The policy with least-privilege statements for CloudTrail in the place of those that it has: for the trails of the context, else for those that it names,
 * else for those of the key's account. What it says about anybody else stays as it is, and so do Denys.
 *
 * Undefined for what is no policy.
 */
export function correctedPolicy(policy: any, given: KeyPolicyAuditContext): Correction | undefined {
  if (policyComplaint(policy) !== undefined) return undefined;
  const context = fillIn(given, policy);
  const statements = statementsOf(policy).map(({ statement }) => statement);
  const outdated = statements.filter((statement) => isForCloudTrail(statement, context) && !isKept(statement, context, given));
  const kept = statements.map((statement) => outdated.includes(statement) ? withoutCloudTrail(statement, context) : statement);
  const taken = kept.flatMap((statement) => typeof statement?.Sid === 'string' ? [statement.Sid] : []);
  const added = withDistinctSids(needed(outdated, context, given), taken);
  const place = outdated.length > 0 ? statements.indexOf(outdated[0]) : statements.length;
  return {
    policy: { ...policy, Statement: [...kept.slice(0, place), ...added, ...kept.slice(place)].filter((statement) => statement !== undefined) },
    replaced: outdated.map((statement) => (
      { statement, by: added.filter(({ Action }) => itemsOf(Action).some((action) => allows(statement, action, context))) })),
  };
}

/** Whether it admits CloudTrail by name. */
function isForCloudTrail(statement: any, context: AuditContext): boolean {
  return statement?.Effect === 'Allow' && services(statement, context).includes(CLOUDTRAIL);
}

/** Event data stores that nobody named are left alone: their statements would be taken from them with nothing in return. */
function isKept(statement: any, context: AuditContext, { eventDataStoreArns = [] }: KeyPolicyAuditContext): boolean {
  if (eventDataStoreArns.length > 0) return false;
  const sources = conditionValues(statement, 'aws:sourcearn', context);
  return sources.length > 0 ? sources.every((arn) => arn.includes(':eventdatastore/')) : context.servesEventDataStores;
}

/** What is left of a statement for CloudTrail: that for other principals, if it has any. */
function withoutCloudTrail(statement: any, context: AuditContext): any {
  const { Service, ...others } = statement.Principal;
  const left = itemsOf(Service).filter((service) => renderValue(service, context.environment) !== CLOUDTRAIL);
  const principal = left.length === 0 ? others : { ...others, Service: left.length === 1 ? left[0] : left };
  return Object.keys(principal).length === 0 ? undefined : { ...statement, Principal: principal };
}

/** The statements that CloudTrail needs. */
function needed(outdated: any[], context: AuditContext, given: KeyPolicyAuditContext): any[] {
  const { trailArns, accounts } = owners(outdated, context, given);
  const stores = renderItems(given.eventDataStoreArns, context.environment);
  const topicTrails = renderItems(given.topicTrailArns, context.environment);
  return [
    ...trailStatements({ trailArns, accounts, bucketKey: context.bucketKey, partition: context.environment.partition }),
    ...stores.length > 0 ? eventDataStoreStatements(stores) : [],
    ...topicTrails.length > 0 ? topicStatements(topicTrails) : [],
  ].map(written);
}

function owners(outdated: any[], context: AuditContext, given: KeyPolicyAuditContext): Owners {
  const all = (values: any[] | undefined) => renderItems(values, context.environment);
  const own = context.environment.account;
  if (given.trailArns !== undefined || given.trailAccounts !== undefined) {
    const arns = all(given.trailArns);
    const opaque = arns.filter((arn) => !isTrail(arn));
    // an ARN that is one reference does not tell its account, and a policy that waits for its own trail would be a cycle
    return distinct(arns.filter(isTrail), [...all(given.trailAccounts), ...opaque.map(() => own)]);
  }
  const found = outdated.map((statement) => ownersIn(statement, context));
  const trailArns = found.flatMap((one) => one.trailArns);
  const named = new Set(trailArns.map((arn) => TRAIL.exec(arn)![1]));
  const accounts = found.flatMap((one) => one.accounts).filter((account) => !named.has(account));
  const nobody = trailArns.length + accounts.length === 0 && !context.servesEventDataStores;
  return distinct(trailArns, nobody ? [own] : accounts);
}

/** Whom a statement was meant for: its trails, else the accounts whose trails it admits. */
function ownersIn(statement: any, context: AuditContext): Owners {
  const sources = conditionValues(statement, 'aws:sourcearn', context);
  const contexts = conditionValues(statement, 'kms:encryptioncontext:aws:cloudtrail:arn', context);
  const trails = [...sources, ...contexts].filter(isTrail);
  const specific = trails.filter((arn) => TRAIL.exec(arn)![2] !== '*');
  const accounts = conditionValues(statement, 'aws:sourceaccount', context).filter((account) => /^\d{12}$/.test(account) || (isSymbolic(account) && isWritable(account)));
  return { trailArns: specific, accounts: [...accounts, ...trails.filter((arn) => !specific.includes(arn)).map((arn) => TRAIL.exec(arn)![1])] };
}

function distinct(trailArns: string[], accounts: string[]): Owners {
  return { trailArns: [...new Set(trailArns)], accounts: [...new Set(accounts)] };
}

function isTrail(arn: string): boolean {
  return TRAIL.test(arn) && isWritable(arn);
}

/** Whether `Fn::Sub` can say it: references and attributes, but no imports and nothing that is not known at all. */
function isWritable(text: string): boolean {
  return !/\u27E6(?!Ref |GetAtt )/.test(text);
}

/** The values of a condition key, given in lower case, for which a statement admits. */
function conditionValues(statement: any, name: string, context: AuditContext): string[] {
  const blocks = isObject(statement.Condition) && !isIntrinsic(statement.Condition) ? Object.entries<any>(statement.Condition) : [];
  return blocks
    .filter(([operator, keys]) => POSITIVE.test(operator) && isObject(keys) && !isIntrinsic(keys))
    .flatMap(([, keys]) => Object.entries<any>(keys))
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => renderItems(value, context.environment));
}

function services({ Principal }: any, context: AuditContext): string[] {
  if (!isObject(Principal) || isIntrinsic(Principal) || !isPresent(Principal.Service)) return [];
  return renderItems(Principal.Service, context.environment);
}

function allows(statement: any, action: string, context: AuditContext): boolean {
  return readActionElement(statement, (element) => renderItems(statement[element], context.environment))({ action: action.replace('*', '').toLowerCase() }) !== false;
}

/** A statement as JSON, with what only the deployment knows as `Ref` or `Fn::Sub`. */
function written(value: any): any {
  if (typeof value === 'string') return isSymbolic(value) ? reference(readable(value)) : value;
  if (Array.isArray(value)) return value.map(written);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, written(item)])) : value;
}

function reference(text: string): any {
  const [, name] = /^\$\{([^{}.]+)\}$/.exec(text) ?? [];
  return name === undefined ? { 'Fn::Sub': text } : { Ref: name };
}
