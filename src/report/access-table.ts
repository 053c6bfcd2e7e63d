import { fillIn, siblingOf, trailArn } from '../access/audit-context';
import type { AuditContext, Trail } from '../access/audit-context';
import { Policy, statementsOf } from '../access/evaluate';
import { isIntrinsic, isObject, itemsOf, readable, renderValue } from '../access/intrinsics';
import { policyComplaint } from '../access/policy-texts';
import { answer, logFile, onBehalfOf, person, roleOf, throughS3 } from '../access/probes';
import type { Caller, Outcome } from '../access/request';
import type { AuditedKey } from '../template/audit-report';

/** What is asked about everybody. */
export const COLUMNS = ['encrypt', 'decrypt', 'describe', 'administer'] as const;

/** How good or bad an answer is: as it must be, nothing to say, doubtful, bad, IAM decides, not known. */
export type Tone = 'good' | 'neutral' | 'doubtful' | 'bad' | 'iam' | 'unknown';

/** An answer. */
export interface Cell {
  readonly column: typeof COLUMNS[number];
  readonly outcome: Outcome;
  readonly statement?: any;
  readonly tone: Tone;
}

/** The answers about somebody. */
export interface Row {
  readonly who: string;
  readonly cells: Cell[];
}

/** Those for whom the key is, those who are near to it, and those who have nothing to do with it. */
type Relation = 'trail' | 'reader' | 'named' | 'near' | 'stranger';

interface Subject {
  readonly who: string;
  readonly caller: Caller;
  readonly relation: Relation;
  readonly context: { readonly [conditionKey: string]: string };
  /** What is sent with requests for data keys and their decryption. */
  readonly file: { readonly [conditionKey: string]: string };
  readonly environment: AuditContext['environment'];
}

const CLOUDTRAIL = { service: 'cloudtrail.amazonaws.com' };

/** More are in the policy that stands beside the table. */
const MOST_NAMED = 30;

const ACTIONS: { readonly [column in Cell['column']]: readonly string[] } = {
  encrypt: ['kms:GenerateDataKey'],
  decrypt: ['kms:Decrypt'],
  describe: ['kms:DescribeKey'],
  administer: ['kms:PutKeyPolicy', 'kms:CreateGrant', 'kms:ScheduleKeyDeletion'],
};

/** Who may do what with a key; empty for what is no policy. */
export function accessTable({ policy, context: given }: Pick<AuditedKey, 'policy' | 'context'>): Row[] {
  if (policyComplaint(policy) !== undefined || statementsOf(policy).length === 0) return [];
  const context = fillIn(given, policy);
  const policies = new Map([context.environment, context.sampled].map((environment) => [environment, new Policy(policy, environment)]));
  return subjects(policy, context).map((subject) => ({
    who: readable(subject.who),
    cells: COLUMNS.map((column) => {
      const { outcome, statement } = answer(policies.get(subject.environment)!, {
        id: '',
        question: '',
        answer: 'most',
        actions: ACTIONS[column],
        environment: subject.environment,
        requests: [{
          caller: subject.caller,
          context: column === 'encrypt' || column === 'decrypt' ? { ...subject.context, ...subject.file } : subject.context,
        }],
      }, context);
      return { column, outcome, statement, tone: toneOf(subject.relation, column, outcome) };
    }),
  }));
}

function subjects(policy: any, context: AuditContext): Subject[] {
  const { environment, sampled, stranger, trails, isMeantFor } = context;
  const forTrail = (relation: Relation, who: string, trail: Trail, place = environment): Subject =>
    ({ who, relation, caller: CLOUDTRAIL, context: onBehalfOf(trail), file: logFile(trail, context), environment: place });
  const [own] = trails;
  const sibling = own && siblingOf(own, context);
  const foreign = { region: environment.region, account: stranger, arn: trailArn({ ...environment, account: stranger }, 'any-trail') };
  const file = { ...throughS3(environment), ...logFile(own, context) };
  const role = (who: string, relation: Relation, account: string, organizationId?: string): Subject =>
    ({ who, relation, caller: { account, organizationId }, context: { 'aws:PrincipalArn': roleOf(account, context) }, file, environment: sampled });
  return [
    ...trails.map((trail) => forTrail('trail', `CloudTrail, for ${trail.arn}`, trail)),
    ...sibling && !isMeantFor(sibling) ? [forTrail('near', 'CloudTrail, for another trail of that account', sibling)] : [],
    forTrail('stranger', 'CloudTrail, for a trail of an unrelated account', foreign, sampled),
    ...named(policy, context).map((arn): Subject => (
      { who: arn, relation: context.readers.includes(arn) ? 'reader' : 'named', caller: person(arn, context), context: {}, file, environment })),
    role("any other role of the key's account", 'near', sampled.account, sampled.organizationId),
    role('a role of another account of the organization', 'near', stranger, sampled.organizationId),
    role('a role of an unrelated account', 'stranger', stranger),
  ];
}

/** The readers and administrators of the context, and everybody whom the policy names. */
function named(policy: any, { readers, administrators, environment }: AuditContext): string[] {
  const ownAccount = `:iam::${environment.account}:root`;
  const principals = statementsOf(policy).flatMap(({ statement }) => {
    const principal = statement?.Principal;
    return isObject(principal) && !isIntrinsic(principal) ? itemsOf(principal.AWS ?? []).map((arn) => renderValue(arn, environment)) : [];
  });
  const people = principals.filter((arn) => arn.startsWith('arn:') && !arn.endsWith(ownAccount) && !arn.includes('*'));
  return [...new Set([...readers, ...administrators, ...people])].slice(0, MOST_NAMED);
}

function toneOf(relation: Relation, column: Cell['column'], outcome: Outcome): Tone {
  if (outcome === 'unknown') return 'unknown';
  const mayBe = outcome === 'direct' || outcome === 'delegated';
  if (relation === 'trail' && column !== 'administer') return mayBe ? 'good' : 'bad';
  if (relation === 'reader' && column === 'decrypt') return mayBe ? 'good' : 'bad';
  if (outcome === 'delegated') return 'iam';
  if (!mayBe) return 'neutral';
  if (relation === 'named' || relation === 'reader') return 'good';
  return relation === 'near' ? 'doubtful' : 'bad';
}
