import { App, Aws, aws_iam as iam, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { keyPolicyOf, text } from './stacks';
import {
  CloudTrailEncryptionKey, EncryptedTrail, EncryptedTrailProps, LogReaderPolicy, LogReaderPolicyProps, LogReaderRole, LogReaders, TrailIdentity,
  TrailLogBucket,
} from '../src';
import { evaluate } from '../src/access/evaluate';
import type { AccessRequest, Outcome } from '../src/access/request';

const [ONE, TWO, THREE] = ['111111111111', '222222222222', '333333333333'];
const REGION = 'us-west-2';
const KEY_ARN = `arn:aws:kms:${REGION}:${ONE}:key/11111111-2222-3333-4444-555555555555`;
const BUCKET_NAME = 'audit-logs';
const BUCKET_ARN = `arn:aws:s3:::${BUCKET_NAME}`;
const TRAIL_ARN = `arn:aws:cloudtrail:${REGION}:${ONE}:trail/audit`;

type Policy = { Version: string; Statement: any[] };

/** Everything that decides about reading, as it is deployed: two policies of resources, one of the reader's IAM. */
interface Deployed {
  readonly key: Policy;
  readonly bucket: Policy;
  readonly iam: Policy;
}

/** Who reads what, and the accounts that everything lies in. */
interface Reading {
  readonly reader: string;
  readonly prefix?: string;
  readonly keyAccount?: string;
  readonly bucketAccount?: string;
  /** What KMS knows of the request besides; by default what S3 sends for an object that CloudTrail wrote. */
  readonly context?: { [conditionKey: string]: string | string[] };
}

const NOTHING: Policy = { Version: '2012-10-17', Statement: [] };
const stackIn = (app: App, id: string, account: string) => new Stack(app, id, { env: { account, region: REGION } });

/** The policies of a type in a stack's template with every reference replaced by what CloudFormation makes of it. */
function policiesIn(stack: Stack, type: string, property: string): Policy[] {
  const { Resources: resources } = Template.fromStack(stack).toJSON();
  const made: { [type: string]: (id: string, properties: any) => { [reference: string]: string } } = {
    'AWS::KMS::Key': id => ({ [`${id}.Arn`]: KEY_ARN }),
    'AWS::S3::Bucket': (id, { BucketName = BUCKET_NAME }) => ({ [`${id}.Arn`]: `arn:aws:s3:::${BucketName}`, [id]: BucketName }),
    'AWS::IAM::Role': (id, { RoleName = id }) => ({ [`${id}.Arn`]: `arn:aws:iam::${stack.account}:role/${RoleName}` }),
    'AWS::IAM::User': (id, { UserName = id }) => ({ [`${id}.Arn`]: `arn:aws:iam::${stack.account}:user/${UserName}` }),
  };
  const known: { [reference: string]: string } = { 'AWS::Partition': 'aws', 'AWS::AccountId': stack.account, 'AWS::Region': stack.region };
  for (const [id, { Type, Properties }] of Object.entries<any>(resources)) Object.assign(known, made[Type]?.(id, Properties ?? {}));
  const policies = Object.values<any>(resources).filter(({ Type }) => Type === type).map(({ Properties }) => Properties[property]);
  const deployed = JSON.stringify(text(policies)).replace(/\$\{([^}]+)\}/g, (reference, name) => known[name] ?? reference);
  return JSON.parse(deployed);
}

/** The policy of the only log bucket: the first, before that of the access logs. */
const bucketPolicyIn = (stack: Stack) => policiesIn(stack, 'AWS::S3::BucketPolicy', 'PolicyDocument')[0];
const keyPolicyIn = (stack: Stack) => policiesIn(stack, 'AWS::KMS::Key', 'KeyPolicy')[0];
const managedPolicyIn = (stack: Stack) => policiesIn(stack, 'AWS::IAM::ManagedPolicy', 'PolicyDocument')[0];

/** A policy without one of its statements, which it must have had. */
function without(policy: Policy, sid: string): Policy {
  const rest = policy.Statement.filter(({ Sid }) => Sid !== sid);
  expect(rest).toHaveLength(policy.Statement.length - 1);
  return { ...policy, Statement: rest };
}

/** What a policy of IAM says to whomever it is attached to. */
function inIam({ Statement, Version }: Policy, request: AccessRequest): Outcome {
  const attached = Statement.map(statement => ({ ...statement, Principal: { AWS: request.caller.arn } }));
  return evaluate({ Version, Statement: attached }, request, {}).outcome;
}

/**
 * Whether a request is admitted: within an account by either side, but by KMS only with the key policy's consent; from another account by both.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
function isAdmitted(resource: Policy, identity: Policy, account: string, request: AccessRequest): boolean {
  const [there, here] = [evaluate(resource, request, { account, partition: 'aws', region: REGION }).outcome, inIam(identity, request)];
  if (there === 'denied' || here === 'denied') return false;
  const isWithin = request.caller.arn!.split(':')[4] === account;
  if (isWithin) return there === 'direct' || (here === 'direct' && (there === 'delegated' || request.action.startsWith('s3:')));
  return here === 'direct' && (there === 'direct' || there === 'delegated');
}

/** Which of the three steps of reading are admitted. */
function steps(deployed: Deployed, { reader, prefix, keyAccount = ONE, bucketAccount = ONE, context }: Reading): string[] {
  const caller = { arn: reader };
  const folder = prefix === undefined ? 'AWSLogs' : `${prefix}/AWSLogs`;
  const object = `${BUCKET_ARN}/${folder}/${ONE}/CloudTrail/${REGION}/2026/11/21/log.json.gz`;
  const sent = context ?? { 'kms:EncryptionContext:aws:cloudtrail:arn': TRAIL_ARN, 'kms:EncryptionContext:aws:s3:arn': object };
  const admitted: { [step: string]: boolean } = {
    list: isAdmitted(deployed.bucket, deployed.iam, bucketAccount,
      { action: 's3:ListBucket', caller, resource: BUCKET_ARN, context: { 's3:prefix': `${folder}/${ONE}/` } }),
    fetch: isAdmitted(deployed.bucket, deployed.iam, bucketAccount, { action: 's3:GetObject', caller, resource: object }),
    decrypt: isAdmitted(deployed.key, deployed.iam, keyAccount, {
      action: 'kms:Decrypt', caller, resource: KEY_ARN, context: { 'kms:ResourceAliases': ['alias/cloudtrail'], ...sent },
    }),
  };
  return Object.keys(admitted).filter(step => admitted[step]);
}

const ALL = ['list', 'fetch', 'decrypt'];
const all = (...but: string[]) => ALL.filter(step => !but.includes(step));

describe('a reader of another account', () => {
  const reader = `arn:aws:iam::${TWO}:role/Reader`;

  /** The log account, and the reader's with its policy, in two stacks that know nothing of each other. */
  function deploy(trail: EncryptedTrailProps = {}, policy: Partial<LogReaderPolicyProps> = {}, bucketKeyEnabled = false): Deployed {
    const app = new App();
    const logs = stackIn(app, 'Logs', ONE);
    const encryptionKey = new CloudTrailEncryptionKey(logs, 'Key', { alias: 'alias/cloudtrail' });
    const logBucket = new TrailLogBucket(logs, 'Bucket', { encryptionKey, bucketName: BUCKET_NAME, s3KeyPrefix: policy.s3KeyPrefix, bucketKeyEnabled });
    new EncryptedTrail(logs, 'Trail', { trailName: 'audit', logBucket, readerAccounts: [TWO], ...trail });

    const readers = stackIn(app, 'Readers', TWO);
    const role = new iam.Role(readers, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
    new LogReaderPolicy(readers, 'Policy', { keyAliasArn: encryptionKey.aliasArn, bucketName: BUCKET_NAME, roles: [role], ...policy });

    const assembly = app.synth();
    for (const stack of assembly.stacks) expect(JSON.stringify(stack.template)).not.toMatch(/Fn::(ImportValue|GetStackOutput)/);
    expect(assembly.stacks.flatMap(({ dependencies }) => dependencies).filter(({ manifest }) => manifest.type === 'aws:cloudformation:stack')).toEqual([]);
    return { key: keyPolicyIn(logs), bucket: bucketPolicyIn(logs), iam: managedPolicyIn(readers) };
  }

  const deployments: [string, () => Deployed, Partial<Reading>][] = [
    ['by the alias of the key', () => deploy(), {}],
    ['by the ARN of the key', () => deploy({}, { keyAliasArn: undefined, keyArn: KEY_ARN }), {}],
    ['below a prefix', () => deploy({}, { s3KeyPrefix: 'audit/trails' }), { prefix: 'audit/trails' }],
    ['who is named himself', () => deploy({ readerAccounts: [], readers: [new iam.ArnPrincipal(reader)] }), {}],
  ];

  describe.each(deployments)('%s', (_, define, more) => {
    const reading = { reader, ...more };
    let deployed: Deployed;
    beforeAll(() => { deployed = define(); });

    test('lists, fetches and decrypts, and does nothing with one account alone', () => {
      expect(steps(deployed, reading)).toEqual(ALL);
      expect(steps({ ...deployed, iam: NOTHING }, reading)).toEqual([]);
      expect(steps({ key: NOTHING, bucket: NOTHING, iam: deployed.iam }, reading)).toEqual([]);
    });

    test('misses one step without one statement of the bucket or of IAM', () => {
      const after = (part: 'bucket' | 'iam', sid: string) => steps({ ...deployed, [part]: without(deployed[part], sid) }, reading);
      expect(after('bucket', 'EnableCloudTrailLogList')).toEqual(all('list'));
      expect(after('bucket', 'EnableCloudTrailLogRead')).toEqual(all('fetch'));
      expect(after('iam', 'EnableCloudTrailLogList')).toEqual(all('list'));
      expect(after('iam', 'EnableCloudTrailLogRead')).toEqual(all('fetch'));
      expect(after('iam', 'EnableCloudTrailLogDecryptPermissions')).toEqual(all('decrypt'));
    });

    test('cannot decrypt without the statement of the key', () => {
      const { Statement } = deployed.key;
      const decrypting = Statement.filter(({ Principal }) => JSON.stringify(Principal).includes(TWO));
      expect(decrypting.map(({ Action }) => Action)).toEqual(['kms:Decrypt']);
      expect(steps({ ...deployed, key: without(deployed.key, decrypting[0].Sid) }, reading)).toEqual(all('decrypt'));
    });

    test('decrypts nothing but what CloudTrail encrypted', () => {
      expect(steps(deployed, { ...reading, context: {} })).toEqual(all('decrypt'));
      expect(steps(deployed, { ...reading, context: { 'kms:EncryptionContext:aws:s3:arn': `${BUCKET_ARN}/payroll.csv` } })).toEqual(all('decrypt'));
    });

    test('reads no other folder', () => {
      expect(steps(deployed, { ...reading, prefix: 'payroll' })).toEqual(['decrypt']);
    });

    test('shares nothing with a reader of a third account who has the same policy', () => {
      expect(steps(deployed, { ...reading, reader: `arn:aws:iam::${THREE}:role/Reader` })).toEqual([]);
    });
  });

  test('is admitted with his account, or alone', () => {
    const another = { reader: `arn:aws:iam::${TWO}:role/Another` };
    expect(steps(deploy(), another)).toEqual(ALL);
    expect(steps(deploy({ readerAccounts: [], readers: [new iam.ArnPrincipal(reader)] }), another)).toEqual([]);
  });

  test('loses the key with its alias, if that is all that he knows of it', () => {
    const moved = { 'kms:EncryptionContext:aws:cloudtrail:arn': TRAIL_ARN, 'kms:ResourceAliases': ['alias/another'] };
    expect(steps(deploy(), { reader, context: moved })).toEqual(all('decrypt'));
    expect(steps(deploy({}, { keyAliasArn: undefined, keyArn: KEY_ARN }), { reader, context: moved })).toEqual(ALL);
  });

  describe('of a bucket with an S3 Bucket Key', () => {
    const withBucketKey = (policy: Partial<LogReaderPolicyProps> = {}) => deploy({}, { bucketKeyEnabled: true, ...policy }, true);
    const onlyBucket = (arn = BUCKET_ARN) => ({ reader, context: { 'kms:EncryptionContext:aws:s3:arn': arn } });

    test('decrypts whether or not the context of CloudTrail survives there', () => {
      expect(steps(withBucketKey(), { reader })).toEqual(ALL);
      expect(steps(withBucketKey(), onlyBucket())).toEqual(ALL);
    });

    test('decrypts in the context of the bucket only if key and IAM both say so, and of no other bucket', () => {
      const deployed = withBucketKey();
      expect(steps(withBucketKey({ bucketKeyEnabled: false }), onlyBucket())).toEqual(all('decrypt'));
      expect(steps({ ...deployed, iam: without(deployed.iam, 'EnableCloudTrailLogDecryptPermissionsWithBucketKey') }, onlyBucket())).toEqual(all('decrypt'));
      expect(steps({ ...deployed, key: without(deployed.key, 'EnableEncryptedCloudTrailLogReadAccessWithBucketKey') }, onlyBucket())).toEqual(all('decrypt'));
      expect(steps(deployed, onlyBucket('arn:aws:s3:::payroll'))).toEqual(all('decrypt'));
    });
  });
});

describe('two stages of an app, each with its logs and a reader in another account', () => {
  const STAGES: [stage: string, account: string][] = [['Test', TWO], ['Prod', THREE]];

  /** The policies of each stage: those of its log account, and that of its reader. */
  function deploy(): Deployed[] {
    const app = new App();
    return STAGES.map(([id, account]) => {
      const stage = new Stage(app, id);
      const logs = new Stack(stage, 'Logs', { env: { account: ONE, region: REGION } });
      const encryptionKey = new CloudTrailEncryptionKey(logs, 'Key', { alias: 'alias/cloudtrail' });
      const logBucket = new TrailLogBucket(logs, 'Bucket', { encryptionKey, bucketName: BUCKET_NAME });
      new EncryptedTrail(logs, 'Trail', { trailName: 'audit', logBucket, readerAccounts: [account] });
      const readers = new Stack(stage, 'Readers', { env: { account, region: REGION } });
      new LogReaderPolicy(readers, 'Policy', { keyAliasArn: encryptionKey.aliasArn, bucketName: BUCKET_NAME });
      return { key: keyPolicyIn(logs), bucket: bucketPolicyIn(logs), iam: managedPolicyIn(readers) };
    });
  }

  const readerOf = (account: string) => `arn:aws:iam::${account}:role/Reader`;

  test('let the reader of their own read, and not that of the other, who has the same policy', () => {
    const [test, prod] = deploy();

    expect(test.iam).toEqual(prod.iam);
    expect([steps(test, { reader: readerOf(TWO) }), steps(prod, { reader: readerOf(THREE) })]).toEqual([ALL, ALL]);
    expect([steps(test, { reader: readerOf(THREE) }), steps(prod, { reader: readerOf(TWO) })]).toEqual([[], []]);
  });
});

describe('a role that readers of other accounts assume', () => {
  const role = `arn:aws:iam::${ONE}:role/CloudTrailReadRole`;

  interface DeployedRole extends Deployed {
    readonly trust: Policy;
  }

  function deploy(inOtherStack = false): DeployedRole {
    const app = new App();
    const logs = stackIn(app, 'Logs', ONE);
    const readers = inOtherStack ? stackIn(app, 'Readers', ONE) : logs;
    const logBucket = new TrailLogBucket(logs, 'Bucket', { encryptionKey: new CloudTrailEncryptionKey(logs, 'Key'), bucketName: BUCKET_NAME });
    new EncryptedTrail(logs, 'Trail', { trailName: 'audit', logBucket });
    new LogReaderRole(readers, 'Role', { logBucket, trustedAccounts: [TWO], roleName: 'CloudTrailReadRole', externalId: 'fox' });
    app.synth();
    const [own = NOTHING] = policiesIn(readers, 'AWS::IAM::Policy', 'PolicyDocument');
    const imported = [[/\$\{[^}]*Key[^}]*Arn[^}]*\}/g, KEY_ARN], [/\$\{[^}]*Bucket[^}]*Arn[^}]*\}/g, BUCKET_ARN]] as const;
    return {
      key: keyPolicyIn(logs),
      bucket: bucketPolicyIn(logs),
      iam: JSON.parse(imported.reduce((json, [reference, arn]) => json.replace(reference, arn), JSON.stringify(own))),
      trust: policiesIn(readers, 'AWS::IAM::Role', 'AssumeRolePolicyDocument')[0],
    };
  }

  /** Whether a caller whose own account lets him assume the role gets it. */
  function mayAssume({ trust }: DeployedRole, arn: string, externalId?: string): boolean {
    const lets = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role }] };
    // a trust policy says nothing of its resource, which is the role
    const resource = { ...trust, Statement: trust.Statement.map(statement => ({ ...statement, Resource: role })) };
    const context: AccessRequest['context'] = externalId === undefined ? {} : { 'sts:ExternalId': externalId };
    return isAdmitted(resource, lets, ONE, { action: 'sts:AssumeRole', caller: { arn }, resource: role, context });
  }

  test('is assumed by whom its trust policy admits, and by nobody else', () => {
    const deployed = deploy();
    expect(mayAssume(deployed, `arn:aws:iam::${TWO}:role/Reader`, 'fox')).toBe(true);
    expect(mayAssume(deployed, `arn:aws:iam::${TWO}:role/Reader`)).toBe(false);
    expect(mayAssume(deployed, `arn:aws:iam::${THREE}:role/Reader`, 'fox')).toBe(false);
    expect(mayAssume(deployed, `arn:aws:iam::${ONE}:role/Reader`, 'fox')).toBe(false);
  });

  test('reads by the policies of key and bucket alone, and does nothing without a statement of theirs', () => {
    const deployed = deploy();
    expect(deployed.iam).toEqual(NOTHING);
    expect(steps(deployed, { reader: role })).toEqual(ALL);
    expect(steps({ ...deployed, key: without(deployed.key, 'EnableCloudTrailLogDecryptPermissions') }, { reader: role })).toEqual(all('decrypt'));
    expect(steps({ ...deployed, bucket: without(deployed.bucket, 'EnableCloudTrailLogRead') }, { reader: role })).toEqual(all('fetch'));
    expect(steps({ ...deployed, bucket: without(deployed.bucket, 'EnableCloudTrailLogList') }, { reader: role })).toEqual(all('list'));
    expect(steps(deployed, { reader: role, context: {} })).toEqual(all('decrypt'));
    expect(steps(deployed, { reader: role, prefix: 'payroll' })).toEqual(['decrypt']);
  });

  test('of another stack reads with both halves, and cannot decrypt with either missing', () => {
    const deployed = deploy(true);
    expect(steps(deployed, { reader: role })).toEqual(ALL);
    expect(steps({ ...deployed, iam: NOTHING }, { reader: role })).toEqual([]);
    expect(steps({ ...deployed, key: without(deployed.key, 'EnableCloudTrailLogDecryptPermissions') }, { reader: role })).toEqual(all('decrypt'));
    expect(steps(deployed, { reader: `arn:aws:iam::${ONE}:role/Another` })).toEqual(all('decrypt'));
  });

  test('leaves whoever assumes it without anything of his own', () => {
    expect(steps(deploy(), { reader: `arn:aws:iam::${TWO}:role/Reader` })).toEqual([]);
  });
});

describe('a reader of whatever account the stack has', () => {
  const inTwoAccounts = () => {
    const app = new App();
    const [logs, trails] = [stackIn(app, 'Logs', ONE), stackIn(app, 'Trails', TWO)];
    const encryptionKey = CloudTrailEncryptionKey.fromKeyArn(logs, 'Key', KEY_ARN);
    return { logs, trails, logBucket: new TrailLogBucket(logs, 'Bucket', { encryptionKey, bucketName: BUCKET_NAME }) };
  };
  const complaintOf = (action: () => unknown) => {
    try {
      action();
    } catch (error: any) {
      return error.message;
    }
  };
  const unclear = (where: string, prop: string) => `${where}: '${prop}' must name its account, got "arn:aws:iam::${TWO}:root" of the stack "Trails", `
    + `which is "arn:aws:iam::${ONE}:root" in a policy of the stack "Logs"; write the 12 digits out, or give both stacks an explicit env`;

  test.each<[string, string, EncryptedTrailProps]>([
    ['an account root', 'readers[0]', { readers: [new iam.AccountRootPrincipal()] }],
    ['an account of the stack', 'readerAccounts[0]', { readerAccounts: [Aws.ACCOUNT_ID] }],
  ])('is refused where a bucket of another account would read it as its own: %s', (_, prop, props) => {
    const { logBucket, trails } = inTwoAccounts();
    expect(complaintOf(() => new EncryptedTrail(trails, 'Trail', { trailName: 'audit', logBucket, ...props }))).toEqual(unclear('Trails/Trail', prop));
  });

  test('is refused by a pattern, too', () => {
    const { logBucket, trails } = inTwoAccounts();
    const readers = [LogReaders.rolePattern(Aws.ACCOUNT_ID, 'audit-*')];
    expect(complaintOf(() => new EncryptedTrail(trails, 'Trail', { trailName: 'audit', logBucket, readers })))
      .toContain("'readers[0]' must name its account, got");
  });

  test('is refused when it is granted later', () => {
    const { logBucket, trails } = inTwoAccounts();
    const trail = new EncryptedTrail(trails, 'Trail', { trailName: 'audit', logBucket });
    expect(complaintOf(() => trail.grantRead(new iam.AccountRootPrincipal()))).toEqual(unclear('Trails/Trail', 'grantee'));
  });

  test('is admitted with its account written out, and where bucket and trail have one account', () => {
    const { logBucket, logs, trails } = inTwoAccounts();
    new EncryptedTrail(trails, 'Trail', { trailName: 'audit', logBucket, readerAccounts: [TWO] });
    new EncryptedTrail(logs, 'Trail', { trailName: 'own', logBucket, readers: [new iam.AccountRootPrincipal()] });

    const reading = bucketPolicyIn(logs).Statement.find(({ Sid }) => Sid === 'EnableCloudTrailLogRead');
    expect(reading.Principal.AWS).toEqual([`arn:aws:iam::${TWO}:root`, `arn:aws:iam::${ONE}:root`]);
  });
});

test('a trail takes no key by a reference into another account, but its ARN', () => {
  const app = new App();
  const [keys, trails] = [stackIn(app, 'Keys', ONE), stackIn(app, 'Trails', TWO)];
  const encryptionKey = new CloudTrailEncryptionKey(keys, 'Key');
  const complaint = (prop: string) => `'${prop}' must be free of references to other accounts, got one to the stack "Keys", `
    + 'which is not known to be of the account of "Trails"; CloudFormation carries none across: name ';
  expect(() => new EncryptedTrail(trails, 'Trail', { encryptionKey })).toThrow(complaint('encryptionKey'));
  expect(() => new TrailLogBucket(trails, 'Bucket', { encryptionKey })).toThrow(complaint('encryptionKey'));

  new EncryptedTrail(trails, 'Trail', { trailName: 'audit', encryptionKey: CloudTrailEncryptionKey.fromKeyArn(trails, 'Key', KEY_ARN) });
  Template.fromStack(trails).hasResourceProperties('AWS::CloudTrail::Trail', { KMSKeyId: KEY_ARN });
});

/**
 * The scenarios of the guide, statement by statement.
 *
 * It writes the ARN of the key for `Resource`; KMS takes nothing but `*` there, which means the key, so that is what is compared.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
describe('the guide', () => {
  const PRESENT = { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } };

  /** The guide's statement with which a key of account 111111111111 lets somebody read. */
  const readAccess = (sid: string, principal: string | string[]) => ({
    Sid: sid, Effect: 'Allow', Principal: { AWS: principal }, Action: 'kms:Decrypt', Resource: '*', Condition: PRESENT,
  });

  /** An account as the guide writes it in a list of one. */
  const listed = (statement: any) => ({ ...statement, Principal: { AWS: [statement.Principal.AWS].flat() } });

  test('Bob: key, bucket and reader in one account', () => {
    const stack = stackIn(new App(), 'Logs', ONE);
    const bob = `arn:aws:iam::${ONE}:user/Bob`;
    const encryptionKey = new CloudTrailEncryptionKey(stack, 'Key');
    const logBucket = new TrailLogBucket(stack, 'Bucket', { encryptionKey, bucketName: BUCKET_NAME });
    new EncryptedTrail(stack, 'Trail', { trailName: 'audit', logBucket, readers: [new iam.ArnPrincipal(bob)] });

    expect(keyPolicyOf(stack).EnableCloudTrailLogDecryptPermissions).toEqual(readAccess('EnableCloudTrailLogDecryptPermissions', bob));
    const deployed = { key: keyPolicyIn(stack), bucket: bucketPolicyIn(stack), iam: NOTHING };
    expect(steps(deployed, { reader: bob })).toEqual(ALL);
    expect(steps(deployed, { reader: `arn:aws:iam::${ONE}:user/Alice` })).toEqual([]);
  });

  test('Alice: bucket and reader in another account than the key', () => {
    const app = new App();
    const keys = stackIn(app, 'Keys', ONE);
    new CloudTrailEncryptionKey(keys, 'Key', {
      trails: [new TrailIdentity({ trailName: 'audit', accountId: TWO, region: REGION })], readerAccounts: [TWO],
    });
    const logs = stackIn(app, 'Logs', TWO);
    const encryptionKey = CloudTrailEncryptionKey.fromKeyArn(logs, 'Key', KEY_ARN);
    const logBucket = new TrailLogBucket(logs, 'Bucket', { encryptionKey, bucketName: BUCKET_NAME });
    new EncryptedTrail(logs, 'Trail', { trailName: 'audit', logBucket });
    new LogReaderPolicy(logs, 'Policy', { keyArn: KEY_ARN, bucketName: BUCKET_NAME, users: [new iam.User(logs, 'Alice')] });

    const key = keyPolicyIn(keys);
    expect(listed(key.Statement.find(({ Sid }) => Sid === 'EnableEncryptedCloudTrailLogReadAccess')))
      .toEqual(readAccess('EnableEncryptedCloudTrailLogReadAccess', [`arn:aws:iam::${TWO}:root`]));

    const policy = managedPolicyIn(logs);
    const guide = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY_ARN };
    // what the guide asks of the key policy alone, hers asks as well
    expect(policy.Statement[0]).toEqual({ ...guide, Sid: 'EnableCloudTrailLogDecryptPermissions', Condition: PRESENT });

    const alice = { reader: `arn:aws:iam::${TWO}:user/Alice`, bucketAccount: TWO };
    const deployed = { key, bucket: bucketPolicyIn(logs), iam: policy };
    expect(steps(deployed, alice)).toEqual(ALL);
    expect(steps({ ...deployed, iam: NOTHING }, alice)).toEqual([]);
    expect(steps({ ...deployed, key: without(key, 'EnableEncryptedCloudTrailLogReadAccess') }, alice)).toEqual(all('decrypt'));
    expect(steps({ ...deployed, iam: { ...policy, Statement: [guide, ...policy.Statement.slice(1)] } }, alice)).toEqual(ALL);
  });

  test('CloudTrailReadRole: key and bucket here, the reader in another account', () => {
    const stack = stackIn(new App(), 'Logs', ONE);
    const { logBucket } = new EncryptedTrail(stack, 'Trail', { trailName: 'audit' });
    new LogReaderRole(stack, 'Role', { logBucket, trustedAccounts: [TWO], roleName: 'CloudTrailReadRole' });

    // its Sid there is the one for accounts; a role has that for readers
    expect(keyPolicyIn(stack).Statement.find(({ Sid }) => Sid === 'EnableCloudTrailLogDecryptPermissions'))
      .toEqual(readAccess('EnableCloudTrailLogDecryptPermissions', `arn:aws:iam::${ONE}:role/CloudTrailReadRole`));
    expect(policiesIn(stack, 'AWS::IAM::Role', 'AssumeRolePolicyDocument')).toEqual([{
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${TWO}:root` }, Action: 'sts:AssumeRole' }],
    }]);
  });

  test('two accounts encrypt: both contexts as there, and both trails, for with one alone the other account could not', () => {
    const stack = stackIn(new App(), 'Logs', ONE);
    const trailArns = [ONE, TWO].map(account => `arn:aws:cloudtrail:${REGION}:${account}:trail/audit`);
    new CloudTrailEncryptionKey(stack, 'Key', { trailArns });

    const guide = {
      Sid: 'EnableCloudTrailEncryptPermissions',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:GenerateDataKey*',
      Resource: '*',
      Condition: {
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': [`arn:aws:cloudtrail:*:${ONE}:trail/*`, `arn:aws:cloudtrail:*:${TWO}:trail/*`] },
        StringEquals: { 'aws:SourceArn': trailArns[0] },
      },
    };
    const policy = keyPolicyIn(stack);
    expect(policy.Statement.find(({ Sid }) => Sid === 'AllowCloudTrailEncryptLogs')).toEqual({
      ...guide, Sid: 'AllowCloudTrailEncryptLogs', Condition: { ...guide.Condition, StringEquals: { 'aws:SourceArn': trailArns } },
    });

    const encrypts = (key: any, trailArn: string) => evaluate(key, {
      action: 'kms:GenerateDataKey',
      caller: { service: 'cloudtrail.amazonaws.com' },
      resource: KEY_ARN,
      context: { 'aws:SourceArn': trailArn, 'aws:SourceAccount': trailArn.split(':')[4], 'kms:EncryptionContext:aws:cloudtrail:arn': trailArn },
    }, {}).outcome;
    expect(trailArns.map(arn => encrypts(policy, arn))).toEqual(['direct', 'direct']);
    expect(trailArns.map(arn => encrypts({ ...policy, Statement: [guide] }, arn))).toEqual(['direct', 'no']);
    expect(encrypts(policy, `arn:aws:cloudtrail:${REGION}:${THREE}:trail/audit`)).toBe('no');
  });
});
