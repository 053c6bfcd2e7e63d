import { KeyPolicyAudit, KeyPolicyAuditContext } from '../../src/access/key-policy-audit';

export const TRAIL = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
export const STORE = 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/12345678-1234-1234-1234-123456789012';
export const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/12345678-1234-1234-1234-123456789012';
export const ROLE = 'arn:aws:iam::111111111111:role/Audit';
export const ROOT = 'arn:aws:iam::111111111111:root';
export const TRAIL_CONTEXT = 'kms:EncryptionContext:aws:cloudtrail:arn';
export const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };

/** Where the key of these policies is. */
export const PLACE: KeyPolicyAuditContext = { accountId: '111111111111', region: 'eu-central-1' };

/** Every action of an administrator. */
export const MANAGEMENT = [
  'kms:CancelKeyDeletion', 'kms:CreateAlias', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:DisableKey', 'kms:DisableKeyRotation', 'kms:EnableKey',
  'kms:EnableKeyRotation', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListGrants', 'kms:ListKeyPolicies', 'kms:ListKeyRotations',
  'kms:ListResourceTags', 'kms:PutKeyPolicy', 'kms:RevokeGrant', 'kms:RotateKeyOnDemand', 'kms:ScheduleKeyDeletion', 'kms:TagResource',
  'kms:UntagResource', 'kms:UpdateAlias', 'kms:UpdateKeyDescription',
];

export type Statement = { [element: string]: any };

const allow = (Sid: string, Principal: any, Action: string | string[], Condition?: any): Statement =>
  ({ Sid, Effect: 'Allow', Principal, Action, Resource: '*', ...Condition && { Condition } });

export const ofTrail = { StringEquals: { 'aws:SourceArn': TRAIL } };
export const ofLogFiles = { Null: { [TRAIL_CONTEXT]: 'false' } };

/** A policy with which nothing is wrong. */
export const BASE: readonly Statement[] = [
  allow('Admin', { AWS: ROOT }, MANAGEMENT),
  allow('Encrypt', CLOUDTRAIL, 'kms:GenerateDataKey*', { ...ofTrail, StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:111111111111:trail/*' } }),
  allow('Decrypt', CLOUDTRAIL, 'kms:Decrypt', ofTrail),
  allow('Describe', CLOUDTRAIL, 'kms:DescribeKey', ofTrail),
  allow('Read', { AWS: ROLE }, 'kms:Decrypt', ofLogFiles),
];

/** A key policy of these statements. */
export function policy(...statements: any[]) {
  return { Version: '2012-10-17', Statement: statements };
}

/** The good policy with one statement changed; an element that is `undefined` is left out. */
export function changed(sid: string, elements: Statement, ...more: Statement[]) {
  return policy(...BASE.map((statement) => statement.Sid === sid ? withoutUndefined({ ...statement, ...elements }) : statement), ...more);
}

/** The good policy without one of its statements. */
export function without(sid: string, ...more: any[]) {
  return policy(...BASE.filter(({ Sid }) => Sid !== sid), ...more);
}

/** The good policy with statements added; what they do not say is that of a role which may describe the key. */
export function added(...statements: Statement[]) {
  return policy(...BASE, ...statements.map((elements) => withoutUndefined({ ...allow('Added', { AWS: ROLE }, 'kms:DescribeKey'), ...elements })));
}

/** The rules of all findings, in their order. */
export function rulesOf(given: any, context: KeyPolicyAuditContext = PLACE): string[] {
  return KeyPolicyAudit.ofPolicy(given, context).findings.map(({ rule }) => rule);
}

/** What is expected of one finding: its message, the Sid or position of its statement, and a fix or severity that is not the rule's. */
export interface Expected {
  readonly says: string;
  /** The position of the statement in the policy; the finding is about the whole policy without. */
  readonly of?: number;
  readonly fix?: string;
  readonly severity?: string;
}

/** A policy in which a rule finds something, and the nearest in which it does not. */
export interface Row {
  readonly where: string;
  readonly bad: any;
  readonly finds: Expected[];
  /** The rules that find something in the bad policy besides. */
  readonly besides?: string[];
  readonly context?: KeyPolicyAuditContext;
  readonly unless: string;
  readonly good: any;
  /** What the good policy is for, if it is not for the same. */
  readonly goodContext?: KeyPolicyAuditContext;
  /** The rules that find something in the good policy. */
  readonly goodFinds?: string[];
}

/** Tests of one rule: all that it finds in the bad policies, and all that any rule finds in bad and good ones. */
export function describeRule(rule: string, severity: string, fix: string, rows: Row[]) {
  describe(`${rule} (${severity})`, () => {
    test.each(rows)('where $where, unless $unless', ({ bad, finds, besides = [], context, good, goodContext = context, goodFinds = [] }) => {
      const { findings } = KeyPolicyAudit.ofPolicy(bad, { ...PLACE, ...context });
      const found = findings.filter((finding) => finding.rule === rule);

      expect(found).toEqual(finds.map(({ says, of, ...other }) => (
        { rule, severity, fix, ...other, message: says, statement: of === undefined ? undefined : bad.Statement[of] })));
      found.forEach(({ statement }, i) => expect(statement).toBe(finds[i].of === undefined ? undefined : bad.Statement[finds[i].of]));
      expect(findings.map((finding) => finding.rule).sort()).toEqual([...finds.map(() => rule), ...besides].sort());
      expect(rulesOf(good, { ...PLACE, ...goodContext }).sort()).toEqual([...goodFinds].sort());
    });
  });
}

function withoutUndefined(statement: Statement): Statement {
  return Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined));
}
