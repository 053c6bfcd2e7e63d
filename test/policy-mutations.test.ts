import { aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CloudTrailEncryptionKey, KeyPolicyAudit, TrailIdentity } from '../src';
import { AskedKey, KEYS } from './policy-mutations/keys';
import { mutantsOf } from './policy-mutations/mutants';
import { pinnedStack, propertiesOf } from './stacks';

/** Mutants that admit the same as the policy itself, because a fact or another statement says so too: the key and the change, and why. */
const EQUIVALENT: [mutants: RegExp, reason: string][] = [
  [/ > AllowCloudTrail(EncryptLogs|EncryptLogsWithBucketKey|Access|EncryptEds|DecryptEds|AccessEds): Principal of everybody$/,
    'only CloudTrail sends the ARN of a trail or an event data store as aws:SourceArn'],
  [/ > AllowCloudTrailEncryptLogsByAccount: Principal of everybody$/, 'only CloudTrail encrypts in the context of a trail'],
  [/^(an organization|the members) .* > \w+: Principal of everybody$/, '{ "AWS": "*" } and "*" mean the same'],
  [/ > AllowCloudTrailEncryptLogsByAccount: StringEquals (dropped|becomes StringEqualsIfExists|aws:SourceAccount dropped)$/,
    'the encryption context names the same accounts'],
  [/ > AllowCloudTrail(Encrypt|Decrypt|Access)Eds: StringEquals aws:SourceAccount dropped$/, 'the same accounts stand in aws:SourceArn'],
  [/ > EnableCloudTrailLogDecryptPermissions2?: ArnLike becomes ArnLikeIfExists$/, 'whoever has an account has aws:PrincipalArn'],
  [/^the members .* > \w+: (Null (dropped|kms:\S+ dropped)|StringLike becomes StringLikeIfExists)$/,
    'what CloudTrail wrote into that folder has both contexts, and nobody decrypts without the whole context'],
  [/ > AllowCloudWatchLogs: Principal of everybody$/, 'only CloudWatch Logs encrypts in the context of a log group'],
  [/ > AllowCloudWatchLogs: Action kms:Describe\* (dropped|becomes)/, 'DescribeKey has no encryption context, so that the statement never admits it'],
  [/^buckets with an S3 Bucket Key, .* > AllowCloudTrailEncryptLogs: /, 'AllowCloudTrailEncryptLogsWithBucketKey admits the trail in every context'],
  [/ > AllowCloudTrail(EncryptEds|Publish): Action kms:Decrypt (dropped|becomes)/, 'AllowCloudTrailDecryptEds or AllowCloudTrailDecryptTrail has it too'],
  [/ > AllowCloudTrailDecryptEds: (dropped|Principal (negated|of another account)|Service \S+ becomes .*|Action \S+ becomes .*|StringEquals aws:Source(Arn|Account) (renamed|arn.*|\d.*))$/,
    'AllowCloudTrailEncryptEds lets the same stores decrypt'],
];

/** Mutants that no question is about: only whoever knows the statements that have to be there sees them. */
const NOT_ASKED: [mutants: RegExp, reason: string][] = [
  [/ > AllowLogGroupUse: /, 'nobody asks about the users of log groups'],
  [/^a reader with a condition > /, 'nobody asks about a reader who has to fulfil more than his name says'],
  [/ > EnableMemberAccountLogDecrypt: /, 'nobody asks about folders'],
  [/ > AllowCloudTrail(AccessByAccount|EncryptLogsByAccountWithBucketKey): Principal of everybody$/, 'nobody asks about services that neither log nor deliver logs'],
  [/ > AllowCloudTrailAccessEds: StringEquals aws:SourceArn dropped$/, 'that the stores of an account can read the properties of its key is no secret'],
];

/** What an audit says, in a form in which two audits can be compared. */
const saidBy = ({ probes, findings }: KeyPolicyAudit) => JSON.stringify([
  probes.map(({ id, outcome }) => `${id}: ${outcome}`), findings.map(({ rule, message }) => `${rule}: ${message}`),
]);

/** A rendered policy without references: everything in it is known in a pinned stack. */
const literal = (policy: any) => JSON.parse(JSON.stringify(policy).replaceAll('${AWS::Partition}', 'aws').replaceAll('${AWS::AccountId}', '111111111111')
  .replaceAll('${AWS::Region}', 'eu-central-1').replaceAll('${AWS::URLSuffix}', 'amazonaws.com'));

const madeOf = ({ make }: AskedKey) => {
  const stack = pinnedStack();
  const made = make(stack);
  return { made, policy: literal(propertiesOf(stack, 'AWS::KMS::Key').KeyPolicy) };
};

const POLICIES = new Map(KEYS.map(key => [key, madeOf(key).policy]));

/** The mutants of a key's policy of which an audit says the same as of the policy itself. */
const survivorsOf = (key: AskedKey) => {
  const policy = POLICIES.get(key);
  const said = saidBy(KeyPolicyAudit.ofPolicy(policy, key.context));
  return mutantsOf(policy, key.sids)
    .filter(mutant => saidBy(KeyPolicyAudit.ofPolicy(mutant.policy, key.context)) === said)
    .map(({ what, policy: mutated }) => ({ what: `${key.title} > ${what}`, rules: rulesFor(key, mutated) }));
};

/** What an audit finds in a policy if it knows the statements that have to be there. */
const rulesFor = (key: AskedKey, policy: any) =>
  KeyPolicyAudit.ofPolicy(policy, { ...key.context, expectedStatements: POLICIES.get(key).Statement }).findings.map(({ rule }) => rule);

const SURVIVORS = new Map<AskedKey, ReturnType<typeof survivorsOf>>();
const explanations = [...EQUIVALENT, ...NOT_ASKED].map(([mutants]) => mutants);

describe('an audit tells from the policy of a key with', () => {
  test.each(KEYS)('$title every policy that differs in one element', (key) => {
    SURVIVORS.set(key, survivorsOf(key));

    expect(SURVIVORS.get(key)!.map(({ what }) => what).filter(what => !explanations.some(mutants => mutants.test(what)))).toEqual([]);
  });

  test.each(KEYS)('$title even those that mean the same, where it knows the statements that have to be there', (key) => {
    const survivors = SURVIVORS.get(key) ?? survivorsOf(key);

    expect(survivors.filter(({ rules }) => !rules.includes('statement-missing')).map(({ what }) => what)).toEqual([]);
  });

  test('all of these, except for those that mean the same, each of which is there', () => {
    const survivors = KEYS.flatMap(key => SURVIVORS.get(key) ?? survivorsOf(key));

    expect(explanations.filter(mutants => !survivors.some(({ what }) => mutants.test(what)))).toEqual([]);
  });
});

test.each(KEYS)('the policy of a key with $title is audited by the key itself for what the key was asked for', (key) => {
  const { made, policy } = madeOf(key);
  const audit = made.audit();

  expect(saidBy(audit)).toEqual(saidBy(KeyPolicyAudit.ofPolicy(policy, key.context)));
  expect(audit.findings.map(({ rule }) => rule)).toEqual(key.broken ?? []);
});

test('every statement of a key policy is mutated', () => {
  const sids = (all: string[]) => [...new Set(all.map(sid => sid.replace(/\d$/, '')))].sort();
  const all = [
    'AllowCloudTrailAccess', 'AllowCloudTrailAccessByAccount', 'AllowCloudTrailAccessEds', 'AllowCloudTrailDecryptEds', 'AllowCloudTrailDecryptTrail',
    'AllowCloudTrailDecryptTrailByAccount', 'AllowCloudTrailEncryptEds', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailEncryptLogsByAccount',
    'AllowCloudTrailEncryptLogsByAccountWithBucketKey', 'AllowCloudTrailEncryptLogsWithBucketKey', 'AllowCloudTrailPublish', 'AllowCloudWatchLogs',
    'AllowKeyAdministration', 'AllowLogGroupUse', 'EnableCloudTrailLogDecryptPermissions', 'EnableCloudTrailLogDecryptPermissionsWithBucketKey',
    'EnableEncryptedCloudTrailLogReadAccess', 'EnableEncryptedCloudTrailLogReadAccessWithBucketKey', 'EnableIAMUserPermissions', 'EnableMemberAccountLogDecrypt',
    'EnableUserKeyPermissionsEds',
  ];

  const written = (key: AskedKey): string[] => POLICIES.get(key).Statement.map(({ Sid }: any) => Sid);

  expect(sids(KEYS.flatMap(written))).toEqual(all);
  expect(sids(KEYS.flatMap(key => key.sids))).toEqual(all);
  KEYS.forEach(key => expect(written(key)).toEqual(expect.arrayContaining(key.sids)));
});

describe('a key whose rendered policy is overridden by one that differs in one element', () => {
  const TRAIL = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
  const ROLE = 'arn:aws:iam::111111111111:role/Auditor';
  const made = () => {
    const stack = pinnedStack();
    const key = new CloudTrailEncryptionKey(stack, 'Key', { trails: [TrailIdentity.fromTrailArn(TRAIL)], readers: [new iam.ArnPrincipal(ROLE)] });
    return { stack, resource: key.node.defaultChild as kms.CfnKey };
  };
  /** What stops the synthesis when the statements are changed, each complaint up to the fix. */
  const complaintsAbout = (change: (statements: { [sid: string]: any }) => unknown) => {
    const [original, overridden] = [made(), made()];
    const [{ Properties }] = Object.values<any>(Template.fromStack(original.stack).findResources('AWS::KMS::Key'));
    const statements = Object.fromEntries(Properties.KeyPolicy.Statement.map((statement: any) => [statement.Sid, statement]));
    change(statements);
    overridden.resource.addPropertyOverride('KeyPolicy.Statement', Object.values(statements));
    try {
      (overridden.stack.node.root as any).synth();
    } catch (error: any) {
      return error.message.split('\n').slice(1).map((line: string) => line.trim().split(/;|, which was/)[0]);
    }
    return [];
  };
  const missing = (sid: string) => `[Audit/Key/Resource] statement-missing: statement '${sid}' is missing from the key policy`;
  const found = (text: string) => `[Audit/Key/Resource] ${text}`;

  test.each<[string, (statements: { [sid: string]: any }) => unknown, string[]]>([
    ['lacks a statement', (statements) => delete statements.AllowCloudTrailEncryptLogs, [
      missing('AllowCloudTrailEncryptLogs'),
      found(`own-trail-cannot-encrypt: CloudTrail cannot encrypt with the key for ${TRAIL}: no statement allows it`),
    ]],
    ['denies what it allowed', ({ AllowCloudTrailAccess }) => (AllowCloudTrailAccess.Effect = 'Deny'), [
      missing('AllowCloudTrailAccess'),
      found(`own-trail-cannot-describe: CloudTrail cannot describe the key for ${TRAIL}: statement "AllowCloudTrailAccess" denies it`),
    ]],
    ['admits everybody', ({ AllowCloudTrailDecryptTrail }) => (AllowCloudTrailDecryptTrail.Principal = '*'), [missing('AllowCloudTrailDecryptTrail')]],
    ['admits another account to administer', ({ AllowKeyAdministration }) => (AllowKeyAdministration.Principal = { AWS: '999999999999' }), [
      missing('AllowKeyAdministration'),
      found('nobody-can-administer: nobody can change the key policy any more, which KMS refuses'),
    ]],
    ['lacks an action', ({ AllowKeyAdministration }) => AllowKeyAdministration.Action.splice(0, 1), [missing('AllowKeyAdministration')]],
    ['names another reader', ({ EnableCloudTrailLogDecryptPermissions }) => (EnableCloudTrailLogDecryptPermissions.Principal = { AWS: `${ROLE}-other` }), [
      missing('EnableCloudTrailLogDecryptPermissions'),
      found(`reader-cannot-decrypt: ${ROLE} cannot decrypt log files: no statement allows it`),
    ]],
    ['names another key', ({ AllowCloudTrailAccess }) => (AllowCloudTrailAccess.Resource = 'arn:aws:kms:eu-central-1:999999999999:key/x'), [
      missing('AllowCloudTrailAccess'),
      found(`own-trail-cannot-describe: CloudTrail cannot describe the key for ${TRAIL}: no statement allows it`),
      found('resource-not-asterisk: statement "AllowCloudTrailAccess" has the Resource "arn:aws:kms:eu-central-1:999999999999:key/x"'),
    ]],
    ['lacks its conditions', ({ AllowCloudTrailDecryptTrail }) => delete AllowCloudTrailDecryptTrail.Condition, [
      missing('AllowCloudTrailDecryptTrail'),
      found('foreign-trail-can-decrypt: CloudTrail can decrypt with the key for the trails of every account: statement "AllowCloudTrailDecryptTrail" admits it'),
    ]],
    ['lacks the condition on the encryption context', ({ AllowCloudTrailEncryptLogs }) => delete AllowCloudTrailEncryptLogs.Condition.StringLike, [
      missing('AllowCloudTrailEncryptLogs'),
    ]],
    ['has a condition that is optional', ({ AllowCloudTrailDecryptTrail }) => {
      AllowCloudTrailDecryptTrail.Condition = { StringEqualsIfExists: AllowCloudTrailDecryptTrail.Condition.StringEquals };
    }, [missing('AllowCloudTrailDecryptTrail')]],
  ])('stops the synthesis where that %s', (_, change, complaints) => {
    expect(complaintsAbout(change)).toEqual(complaints);
  });

  test.each<[string, (statements: { [sid: string]: any }) => unknown]>([
    ['a Sid', ({ AllowCloudTrailAccess }) => (AllowCloudTrailAccess.Sid = 'Audit')],
    ['the order', (statements) => {
      const { AllowKeyAdministration: first } = statements;
      delete statements.AllowKeyAdministration;
      statements.AllowKeyAdministration = first;
    }],
  ])('does not where it is only %s', (_, change) => {
    expect(complaintsAbout(change)).toEqual([]);
  });
});
