import {
  App, Aspects, aws_iam as iam, aws_kms as kms, CfnOutput, CfnParameter, CfnResource, Environment, Fn, NestedStack, Stack, Stage, Token,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import { AccessOutcome, CloudTrailEncryptionKey, FindingSeverity, KeyPolicyAudit, TrailIdentity } from '../src';

const ENV: Environment = { account: '111111111111', region: 'eu-central-1' };
const TRAIL = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
const ROLE = 'arn:aws:iam::111111111111:role/Audit';
const ROOT_ARN = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] };
const DEFAULT_STATEMENT = { Effect: 'Allow', Principal: { AWS: ROOT_ARN }, Action: 'kms:*', Resource: '*' };
const CLOUDTRAIL = new iam.ServicePrincipal('cloudtrail.amazonaws.com');

const pinned = (id = 'Stack', env: Environment = ENV) => new Stack(new App(), id, { env });
const trail = (name: string) => TrailIdentity.fromTrailArn(TRAIL.replace(/audit$/, name));
const ours = (stack: Stack, id = 'Key') => new CloudTrailEncryptionKey(stack, id, { trails: [trail('audit')] });
const resourceOf = (key: { node: IConstruct['node'] }) => key.node.defaultChild as kms.CfnKey;
const statement = (sid: string, props: iam.PolicyStatementProps = {}) => new iam.PolicyStatement({
  sid, actions: ['kms:DescribeKey'], resources: ['*'], principals: [new iam.ArnPrincipal(ROLE)], ...props,
});
const open = (sid = 'Open') => statement(sid, { actions: ['kms:Decrypt'], principals: [CLOUDTRAIL] });
const rulesOf = ({ findings }: KeyPolicyAudit) => findings.map(({ rule }) => rule);
const outcomeOf = ({ probes }: KeyPolicyAudit, id: string) => probes.find((probe) => probe.id === id)?.outcome;
const policyIn = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'))[0].Properties?.KeyPolicy;
const sidsIn = (stack: Stack) => policyIn(stack).Statement.map(({ Sid }: any) => Sid);

// the newest CDK also prints what it warns of
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

test('the answers and severities have the names that reports use', () => {
  expect(Object.values(AccessOutcome)).toEqual(['direct', 'delegated', 'denied', 'no', 'unknown']);
  expect(Object.values(FindingSeverity)).toEqual(['error', 'warning', 'info']);
});

describe('the key of this library', () => {
  test('audits itself for its trails, and nothing is wrong with it', () => {
    const audit = ours(pinned()).audit();

    expect(audit.findings).toEqual([]);
    expect(audit.probes.find(({ id }) => id === 'own-trail-encrypt')).toMatchObject({
      question: `May CloudTrail encrypt log files for ${TRAIL}?`, outcome: 'direct', statement: { Sid: 'AllowCloudTrailEncryptLogs' },
    });
    expect(outcomeOf(audit, 'account-administer')).toEqual('delegated');
  });

  test('asks for what was added after it was made', () => {
    const key = ours(pinned());
    key.addTrail(trail('second'));
    key.grantDecrypt(new iam.ArnPrincipal(ROLE));
    const { probes } = key.audit();

    expect(probes.filter(({ id }) => id === 'own-trail-encrypt').map(({ question, outcome }) => [question, outcome])).toEqual([
      [`May CloudTrail encrypt log files for ${TRAIL}?`, 'direct'],
      ['May CloudTrail encrypt log files for arn:aws:cloudtrail:eu-central-1:111111111111:trail/second?', 'direct'],
    ]);
    expect(probes.find(({ id }) => id === 'reader-decrypt')).toMatchObject({ question: `May ${ROLE} decrypt log files?`, outcome: 'direct' });
  });

  test('asks for its administrators', () => {
    const key = ours(pinned());
    key.grantAdmin(new iam.ArnPrincipal(ROLE));
    const administrator = () => key.audit().probes.find(({ id }) => id === 'administrator-administer');

    expect(administrator()).toMatchObject({ question: `May ${ROLE} change the key policy?`, outcome: 'direct' });
    expect(key.audit().findings).toEqual([]);
    key.key.addToResourcePolicy(statement('Deny', { effect: iam.Effect.DENY, actions: ['kms:PutKeyPolicy'] }));
    expect(administrator()).toMatchObject({ outcome: 'denied', statement: { Sid: 'Deny' } });
    expect(rulesOf(key.audit())).toEqual(['administrator-cannot-administer']);
  });

  test('misses a statement that was changed, and not one that got another Sid', () => {
    const [changed, renamed] = [ours(pinned()), ours(pinned())];
    resourceOf(changed).addPropertyOverride('KeyPolicy.Statement.1.Condition', { StringEquals: { 'aws:SourceAccount': '111111111111' } });
    resourceOf(renamed).addPropertyOverride('KeyPolicy.Statement.1.Sid', 'Renamed');
    const { findings: [finding] } = changed.audit();

    expect(rulesOf(changed.audit())).toEqual(['statement-missing']);
    expect(finding).toMatchObject({
      rule: 'statement-missing',
      message: "statement 'AllowCloudTrailEncryptLogs' is missing from the key policy, which was replaced or changed after it was written",
      statement: { Sid: 'AllowCloudTrailEncryptLogs' },
    });
    expect(rulesOf(renamed.audit())).toEqual([]);
  });

  test('tells its Markdown', () => {
    expect(ours(pinned()).audit().toMarkdown()).toContain(`| May CloudTrail encrypt log files for ${TRAIL}? | direct | \`AllowCloudTrailEncryptLogs\` |\n`);
  });

  test.each<[string, (key: kms.CfnKey, stack: Stack) => void, string[]]>([
    ['an override of one element', (key) => key.addPropertyOverride('KeyPolicy.Statement.1.Action', 'kms:Encrypt'), ['statement-missing', 'own-trail-cannot-encrypt']],
    ['an override of the policy', (key) => key.addPropertyOverride('KeyPolicy', { Statement: [{ ...DEFAULT_STATEMENT, Sid: 'Only' }] }),
      ['statement-missing', 'own-trail-cannot-encrypt', 'own-trail-cannot-describe', 'decrypt-delegated-to-iam']],
    ['an override that takes the policy out', (key) => key.addPropertyDeletionOverride('KeyPolicy'),
      ['statement-missing', 'own-trail-cannot-encrypt', 'own-trail-cannot-describe', 'decrypt-delegated-to-iam', 'missing-sid']],
    ['an override of the whole resource', (key) => key.addOverride('Properties', { KeyPolicy: { Statement: [{ ...DEFAULT_STATEMENT, Sid: 'Only' }] } }),
      ['statement-missing', 'own-trail-cannot-encrypt', 'own-trail-cannot-describe', 'decrypt-delegated-to-iam']],
    ['another policy', (key) => { key.keyPolicy = { Statement: [{ ...DEFAULT_STATEMENT, Sid: 'Only' }] }; },
      ['statement-missing', 'own-trail-cannot-encrypt', 'own-trail-cannot-describe', 'decrypt-delegated-to-iam']],
    ['another policy document', (key) => { key.keyPolicy = new iam.PolicyDocument({ statements: [statement('All', { actions: ['kms:*'], principals: [new iam.AccountRootPrincipal()] })] }); },
      ['statement-missing', 'own-trail-cannot-encrypt', 'own-trail-cannot-describe', 'decrypt-delegated-to-iam']],
  ])('sees %s', (_, change, rules) => {
    const stack = pinned();
    const key = ours(stack);
    change(resourceOf(key), stack);

    expect(rulesOf(key.audit())).toEqual(expect.arrayContaining(rules));
    expect(rulesOf(ours(pinned()).audit())).toEqual([]);
  });

  test('sees what was added to its KMS key', () => {
    const key = ours(pinned());
    key.key.addToResourcePolicy(open());

    expect(rulesOf(key.audit())).toEqual(['foreign-trail-can-decrypt', 'unconditioned-service-statement']);
    expect(key.audit().findings[0].statement).toMatchObject({ Sid: 'Open' });
  });
});

describe('ofKey takes', () => {
  test('a kms.Key', () => {
    const key = new kms.Key(pinned(), 'Key');
    key.addToResourcePolicy(open());

    expect(rulesOf(KeyPolicyAudit.ofKey(key, { trailArns: [] }))).toEqual(['foreign-trail-can-decrypt', 'decrypt-delegated-to-iam', 'missing-sid']);
    expect(rulesOf(KeyPolicyAudit.ofKey(resourceOf(key), { trailArns: [] }))).toEqual(['foreign-trail-can-decrypt', 'decrypt-delegated-to-iam', 'missing-sid']);
  });

  test('a CfnKey, and a view of it', () => {
    const resource = new kms.CfnKey(pinned(), 'Key', { keyPolicy: { Statement: [{ ...DEFAULT_STATEMENT, Sid: 'All' }] } });
    const view = kms.Key.fromCfnKey(resource);
    view.addToResourcePolicy(open());

    expect(rulesOf(KeyPolicyAudit.ofKey(view, { trailArns: [] }))).toEqual(['foreign-trail-can-decrypt', 'decrypt-delegated-to-iam']);
    expect(rulesOf(KeyPolicyAudit.ofKey(resource, { trailArns: [] }))).toEqual(['foreign-trail-can-decrypt', 'decrypt-delegated-to-iam']);
  });

  test.each<[string, (resource: kms.CfnKey, view: kms.IKey) => unknown]>([
    ['a view', (_, view) => KeyPolicyAudit.ofKey(view)], ['a CfnKey', (resource) => KeyPolicyAudit.ofKey(resource)],
  ])('%s once more after a statement was added to the view', (_, audit) => {
    const resource = new kms.CfnKey(pinned(), 'Key', { keyPolicy: { Statement: [{ ...DEFAULT_STATEMENT, Sid: 'All' }] } });
    const view = kms.Key.fromCfnKey(resource);
    const before = audit(resource, view) as KeyPolicyAudit;
    view.addToResourcePolicy(open());

    expect(rulesOf(before)).not.toContain('foreign-trail-can-decrypt');
    expect(rulesOf(audit(resource, view) as KeyPolicyAudit)).toContain('foreign-trail-can-decrypt');
  });

  test('a key without a policy, which gets the default of KMS', () => {
    const audit = KeyPolicyAudit.ofKey(new kms.CfnKey(pinned(), 'Key'), { trailArns: [] });

    expect(audit.findings.map(({ rule, statement: found }) => [rule, found])).toEqual([
      ['decrypt-delegated-to-iam', DEFAULT_STATEMENT], ['missing-sid', DEFAULT_STATEMENT],
    ]);
  });

  test('statements that the CDK renders once however often they are added', () => {
    const stack = pinned();
    const key = new kms.Key(stack, 'Key');
    [1, 2].forEach(() => key.addToResourcePolicy(statement('Same')));
    const rules = rulesOf(KeyPolicyAudit.ofKey(key, { trailArns: [] }));

    expect(sidsIn(stack)).toEqual([undefined, 'Same']);
    expect(rules).toEqual(['decrypt-delegated-to-iam', 'missing-sid']);
  });

  test.each<[string, (stack: Stack) => any, string]>([
    ['an imported key', (stack) => kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:eu-central-1:111111111111:key/12345678-1234-1234-1234-123456789012'), 'Stack/Imported'],
    ['an alias', (stack) => kms.Alias.fromAliasName(stack, 'Alias', 'alias/audit'), 'Stack/Alias'],
    ['a role', (stack) => new iam.Role(stack, 'Role', { assumedBy: CLOUDTRAIL }), 'Stack/Role'],
    ['nothing', () => undefined, 'undefined'],
    ['null', () => null, 'null'],
    ['a text', () => 'alias/audit', 'alias/audit'],
  ])('a key, and not %s', (_, make, got) => {
    expect(() => KeyPolicyAudit.ofKey(make(pinned())))
      .toThrow(new Error(`KeyPolicyAudit: 'key' must be a key that this app defines, got ${got}; pass its policy to KeyPolicyAudit.ofPolicy()`));
  });

  test('a policy, and not one that only the deployment knows', () => {
    expect(() => KeyPolicyAudit.ofKey(new kms.CfnKey(pinned(), 'Key', { keyPolicy: Fn.importValue('Policy') })))
      .toThrow(/^KeyPolicyAudit: 'policy' must be known, got the intrinsic Fn::ImportValue; /);
  });

  test('a context, and not a malformed one', () => {
    expect(() => KeyPolicyAudit.ofKey(new kms.Key(pinned(), 'Key'), { trailArns: ['audit'], accountId: '1' }))
      .toThrow(/^KeyPolicyAudit: 'accountId' must be .*, got "1"; .*\n {2}- 'trailArns' must be .*, got "audit"; /);
  });
});

/** What adds to a key's policy, and the Sid or action by which it is found in the template. */
const doors: [string, (key: CloudTrailEncryptionKey, stack: Stack) => void, string][] = [
  ['addTrail', (key) => key.addTrail(trail('late-trail')), 'late-trail'],
  ['addEventDataStore', (key) => key.addEventDataStore('arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/12345678-1234-1234-1234-123456789012'), 'AllowCloudTrailEncryptEds'],
  ['grantDecrypt', (key) => void key.grantDecrypt(new iam.ArnPrincipal('arn:aws:iam::111111111111:role/LateReader')), 'role/LateReader'],
  ['grantAdmin', (key) => void key.grantAdmin(new iam.ArnPrincipal('arn:aws:iam::111111111111:role/LateAdmin')), 'role/LateAdmin'],
  ['addToResourcePolicy', (key) => void key.key.addToResourcePolicy(statement('LateStatement')), 'LateStatement'],
  ['a grant of the CDK', (key) => void key.key.grantEncrypt(new iam.ArnPrincipal('arn:aws:iam::111111111111:role/LateWriter')), 'role/LateWriter'],
  ['an Aspect', (key, stack) => Aspects.of(stack).add({ visit: (node) => void (node === key && key.addTrail(trail('aspect-trail'))) }), 'aspect-trail'],
  ['an override', (key) => resourceOf(key).addPropertyOverride('KeyPolicy.Statement.3.Sid', 'LateSid'), 'LateSid'],
  ['another policy', (key) => { resourceOf(key).keyPolicy = { Statement: [{ ...DEFAULT_STATEMENT, Sid: 'LatePolicy' }] }; }, 'LatePolicy'],
];

describe('an audit has no side effect:', () => {
  /** The policy that a key gets, with and without an audit before and after the change. */
  type Change<T> = (key: T, stack: Stack) => void;
  const policies = <T>(make: (stack: Stack) => T, change: Change<T>, audit: (key: T) => unknown) => [true, false].map((audited): any => {
    const stack = pinned();
    const key = make(stack);
    if (audited) audit(key);
    change(key, stack);
    if (audited) audit(key);
    return Object.values((stack.node.root as App).synth({ skipValidation: true }).getStackByName('Stack').template.Resources as any)
      .find(({ Type }: any) => Type === 'AWS::KMS::Key');
  });

  test.each(doors)('what %s adds still reaches the template', (_, change, mark) => {
    const [audited, plain] = policies((stack) => ours(stack), change, (key) => key.audit());

    expect(JSON.stringify(audited)).toContain(mark);
    expect(audited).toEqual(plain);
  });

  test.each<[string, (key: kms.Key) => void, string]>([
    ['addToResourcePolicy', (key) => void key.addToResourcePolicy(statement('Late')), 'Late'],
    ['a grant', (key) => void key.grantDecrypt(new iam.ArnPrincipal('arn:aws:iam::222222222222:role/Late')), 'role/Late'],
    ['an override', (key) => resourceOf(key).addPropertyOverride('KeyPolicy.Statement.0.Sid', 'Late'), 'Late'],
  ])('what %s adds to a kms.Key still reaches the template', (_, change, mark) => {
    const [audited, plain] = policies((stack) => new kms.Key(stack, 'Key'), change, (key) => KeyPolicyAudit.ofKey(key));

    expect(JSON.stringify(audited)).toContain(mark);
    expect(audited).toEqual(plain);
  });

  test.each<[string, (key: kms.IKey, resource: kms.CfnKey) => unknown]>([
    ['a view', (key) => KeyPolicyAudit.ofKey(key)],
    ['the resource below a view', (_, resource) => KeyPolicyAudit.ofKey(resource)],
  ])('what is added to %s of a CfnKey still reaches the template', (_, audit) => {
    const make = (stack: Stack) => {
      const resource = new kms.CfnKey(stack, 'Key', { keyPolicy: { Statement: [DEFAULT_STATEMENT] } });
      return { resource, view: kms.Key.fromCfnKey(resource) };
    };
    const [audited, plain] = policies(make, ({ view }) => void view.addToResourcePolicy(statement('Late')), ({ view, resource }) => audit(view, resource));

    expect(JSON.stringify(audited)).toContain('Late');
    expect(audited).toEqual(plain);
  });

  test.each<[string, (stack: Stack) => kms.IKey]>([
    ['the key of this library', (stack) => ours(stack).key],
    ['a kms.Key', (stack) => new kms.Key(stack, 'Key')],
  ])('a statement that was added to %s can still be changed', (_, make) => {
    const added = statement('Added');
    const change = (key: kms.IKey) => {
      key.addToResourcePolicy(added.copy());
      const changed = statement('Changed');
      key.addToResourcePolicy(changed);
      KeyPolicyAudit.ofKey(key);
      changed.addActions('kms:ListGrants');
    };
    const [audited] = policies(make, change, (key) => KeyPolicyAudit.ofKey(key));

    expect(audited.Properties.KeyPolicy.Statement.find(({ Sid }: any) => Sid === 'Changed').Action).toEqual(['kms:DescribeKey', 'kms:ListGrants']);
  });

  test('the policy document of a kms.Key stays the one that it has', () => {
    const key = new kms.Key(pinned(), 'Key');
    const before = resourceOf(key).keyPolicy;
    KeyPolicyAudit.ofKey(key);

    expect(before).toBeInstanceOf(iam.PolicyDocument);
    expect(resourceOf(key).keyPolicy).toBe(before);
  });

  test('a policy that cannot be rendered stays the one that it has', () => {
    const key = new kms.Key(pinned(), 'Key');
    const before = resourceOf(key).keyPolicy;
    resourceOf(key).description = Token.asString({ toString: () => '', creationStack: [], resolve: () => { throw new Error('not yet'); } });

    expect(() => KeyPolicyAudit.ofKey(key)).toThrow('not yet');
    expect(resourceOf(key).keyPolicy).toBe(before);
  });
});

describe('a principal that only the deployment knows', () => {
  const reading = (stack: Stack, principal: any) => {
    const resource = new kms.CfnKey(stack, 'Key', {
      keyPolicy: {
        Statement: [{ ...DEFAULT_STATEMENT, Action: 'kms:PutKeyPolicy' }, {
          Sid: 'Read', Effect: 'Allow', Principal: { AWS: principal }, Action: 'kms:Decrypt', Resource: '*', Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
        }],
      },
    });
    return (reader: any) => outcomeOf(KeyPolicyAudit.ofKey(resource, { trailArns: [], readerArns: [reader] }), 'reader-decrypt');
  };

  test.each<[string, (stack: Stack, name: string) => any]>([
    ['Fn::ImportValue', (_, name) => Fn.importValue(`${name}:role/arn`)],
    ['Fn::GetStackOutput', (_, name) => Token.asString({ 'Fn::GetStackOutput': { StackName: 'Readers', OutputName: name, Region: 'eu-west-1' } })],
    ['a parameter', (stack, name) => new CfnParameter(stack, name).valueAsString],
    ['a role of the stack', (stack, name) => new iam.Role(stack, name, { assumedBy: CLOUDTRAIL }).roleArn],
    ['a role of another stack', (stack, name) => new iam.Role(Stack.of(stack).node.root.node.tryFindChild('Other') as Stack ?? new Stack(stack.node.root as App, 'Other', { env: ENV }), name, { assumedBy: CLOUDTRAIL }).roleArn],
  ])('is the same as itself, and perhaps another: %s', (_, make) => {
    const stack = pinned();
    const [one, other] = [make(stack, 'One'), make(stack, 'Other1')];
    const ask = reading(stack, one);

    expect(ask(one)).toEqual('direct');
    expect(ask(other)).toEqual('unknown');
    expect(ask(ROLE)).toEqual('unknown');
  });

  test('is warned of where it decides', () => {
    const stack = pinned();
    const key = ours(stack);
    key.key.addToResourcePolicy(statement('Read', { actions: ['kms:Decrypt'], principals: [new iam.ArnPrincipal(new CfnParameter(stack, 'Reader').valueAsString)] }));
    const { findings } = key.audit();

    expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['decrypt-without-context', 'answer-unknown']));
    expect(findings.find(({ rule }) => rule === 'answer-unknown')?.message)
      .toEqual('May a role of an unrelated account decrypt log files? That depends on something in statement "Read" that is known only when it is deployed');
  });
});

describe('where the key is:', () => {
  test('an environment that is not known', () => {
    const stack = new Stack(new App(), 'Stack');
    const key = new CloudTrailEncryptionKey(stack, 'Key', { trails: [TrailIdentity.inStackOf(stack, 'audit')] });
    const audit = key.audit();

    expect(audit.findings).toEqual([]);
    expect(outcomeOf(audit, 'own-trail-encrypt')).toEqual('direct');
    expect(audit.probes[0].question).toEqual('May CloudTrail encrypt log files for arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/audit?');
  });

  test('the CDK names the key in an environment that is not known', () => {
    const audit = KeyPolicyAudit.ofKey(new kms.Key(new Stack(new App(), 'Stack'), 'Key'), { trailArns: [] });

    expect(outcomeOf(audit, 'account-decrypt')).toEqual('delegated');
    expect(outcomeOf(audit, 'outsider-decrypt')).toEqual('no');
  });

  test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov'], ['eu-central-1', 'aws']])('%s, which is in %s', (region, partition) => {
    const stack = pinned('Stack', { account: '111111111111', region });
    const key = new CloudTrailEncryptionKey(stack, 'Key', { trails: [TrailIdentity.inStackOf(stack, 'audit')] });
    const audit = key.audit();

    expect(audit.findings).toEqual([]);
    expect(audit.probes[0]).toMatchObject({ question: `May CloudTrail encrypt log files for arn:${partition}:cloudtrail:${region}:111111111111:trail/audit?`, outcome: 'direct' });
    key.key.addToResourcePolicy(statement('Foreign', { principals: [new iam.ArnPrincipal('arn:aws-iso:iam::111111111111:role/Audit')] }));
    expect(rulesOf(key.audit())).toEqual(['foreign-partition']);
  });

  test.each<[string, (app: App) => Stack]>([
    ['a Stage', (app) => new Stack(new Stage(app, 'Stage', { env: ENV }), 'Stack')],
    ['a nested stack', (app) => new NestedStack(new Stack(app, 'Stack', { env: ENV }), 'Nested')],
  ])('%s', (_, make) => {
    const key = ours(make(new App()));

    expect(key.audit().findings).toEqual([]);
    resourceOf(key).addPropertyDeletionOverride('KeyPolicy.Statement.1');
    key.key.addToResourcePolicy(open());
    expect(rulesOf(key.audit())).toEqual(expect.arrayContaining(['own-trail-cannot-encrypt', 'foreign-trail-can-decrypt']));
  });

  test('a context that says otherwise', () => {
    const audit = KeyPolicyAudit.ofKey(new kms.Key(pinned(), 'Key'), { accountId: '222222222222', region: 'us-east-1', trailArns: [] });

    expect(audit.probes.map(({ question }) => question)).toContain('May CloudTrail encrypt for arn:aws:cloudtrail:us-east-1:000000000000:trail/any-trail?');
    expect(rulesOf(audit)).toEqual(expect.arrayContaining(['other-account-can-administer', 'decrypt-without-context']));
  });
});

test('an audit in the middle of an app leaves outputs and references as they are', () => {
  const templates = [true, false].map((audited) => {
    const app = new App();
    const [stack, other] = [new Stack(app, 'Stack', { env: ENV }), new Stack(app, 'Other', { env: ENV })];
    const key = ours(stack);
    key.grantDecrypt(new iam.ArnPrincipal(ROLE));
    new CfnOutput(other, 'KeyArn', { value: key.keyArn });
    new CfnResource(other, 'Topic', { type: 'AWS::SNS::Topic', properties: { KmsMasterKeyId: key.keyArn } });
    if (audited) key.audit();
    const assembly = app.synth();
    return [stack, other].map(({ artifactId }) => assembly.getStackArtifact(artifactId).template);
  });

  expect(templates[0]).toEqual(templates[1]);
});
