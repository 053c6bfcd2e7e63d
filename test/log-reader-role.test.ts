import { Annotations as Acknowledged, App, Aws, aws_s3 as s3, aws_sns as sns, CfnParameter, Duration, Environment, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { bucketPolicyOf, keyPolicyOf, pinnedStack, propertiesOf, text } from './stacks';
import { CloudTrailEncryptionKey, EncryptedTrail, ITrailLogBucket, LogReaderRole, LogReaderRoleProps, TrailLogBucket } from '../src';
import { evaluate } from '../src/access/evaluate';
import type { AccessRequest, Outcome } from '../src/access/request';

const ENV: Environment = { account: '111111111111', region: 'eu-central-1' };
const READERS = 'arn:${AWS::Partition}:iam::222222222222:root';

/** A role for readers of a new bucket in the stack, trusted by one account. */
function roleIn(stack: Stack, props: Partial<LogReaderRoleProps> = {}): LogReaderRole {
  const logBucket = 'logBucket' in props ? props.logBucket! : bucketIn(stack);
  return new LogReaderRole(stack, 'Role', { trustedAccounts: ['222222222222'], ...props, logBucket });
}

function bucketIn(stack: Stack): TrailLogBucket {
  return new TrailLogBucket(stack, 'Bucket', { encryptionKey: new CloudTrailEncryptionKey(stack, 'Key') });
}

/** The trust policy that a role with these props has. */
function trustPolicy(props: Partial<LogReaderRoleProps> = {}): any {
  const stack = pinnedStack();
  roleIn(stack, props);
  return propertiesOf(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument;
}

describe('the trust policy', () => {
  test('admits the trusted account, and asks for nothing that was not asked for', () => {
    expect(trustPolicy()).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: READERS }, Action: 'sts:AssumeRole' }],
    });
  });

  test('has one statement for all accounts and conditions, in one order', () => {
    const policy = trustPolicy({
      trustedAccounts: ['333333333333', '111111111111', '222222222222'], externalId: 'Fox=1+1,.@:/-_', requireMfa: true, organizationId: 'o-exampleorg1',
    });
    expect(policy.Statement).toEqual([{
      Effect: 'Allow',
      Principal: {
        AWS: ['arn:${AWS::Partition}:iam::111111111111:root', 'arn:${AWS::Partition}:iam::222222222222:root', 'arn:${AWS::Partition}:iam::333333333333:root'],
      },
      Action: 'sts:AssumeRole',
      Condition: {
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
        StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1', 'sts:ExternalId': 'Fox=1+1,.@:/-_' },
      },
    }]);
    expect(Object.keys(policy.Statement[0].Condition)).toEqual(['Bool', 'StringEquals']);
    expect(Object.keys(policy.Statement[0].Condition.StringEquals)).toEqual(['aws:PrincipalOrgID', 'sts:ExternalId']);
  });

  test.each<[string, Partial<LogReaderRoleProps>, any]>([
    ['an external id', { externalId: 'ab' }, { StringEquals: { 'sts:ExternalId': 'ab' } }],
    ['a second factor', { requireMfa: true }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }],
    ['no second factor', { requireMfa: false }, undefined],
    ['an organization', { organizationId: 'o-exampleorg1' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }],
  ])('can ask for %s alone', (_, props, condition) => {
    expect(trustPolicy(props).Statement[0].Condition).toEqual(condition);
  });

  test('can name the account of the stack by a pseudo parameter, and another by a parameter', () => {
    const stack = pinnedStack();
    roleIn(stack, { trustedAccounts: [Aws.ACCOUNT_ID, new CfnParameter(stack, 'Readers').valueAsString] });
    expect(propertiesOf(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement[0].Principal.AWS.sort()).toEqual([
      'arn:${AWS::Partition}:iam::${AWS::AccountId}:root', 'arn:${AWS::Partition}:iam::${Readers}:root',
    ]);
  });
});

describe('the size of the trust policy', () => {
  const warningsWith = (externalId: string, settle: (role: LogReaderRole) => void = () => {}) => {
    const stack = pinnedStack();
    settle(roleIn(stack, { trustedAccounts: Array.from({ length: 57 }, (_, i) => String(300000000000 + i)), externalId }));
    return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ id, entry }) => [id, entry.data]);
  };
  const ID = 'cdk-cloudtrail-encryption:LogReaderRole.trustPolicyTooLarge';

  test('is warned of beyond what IAM takes by default', () => {
    expect(warningsWith('x'.repeat(12))).toEqual([['/Audit/Role/Resource', 'the trust policy has 2049 characters or more, of 2048 that IAM takes by default; '
      + `raise the quota 'Role trust policy length' of the account, or spread 'trustedAccounts' over several roles [ack: ${ID}]`]]);
    expect(warningsWith('x'.repeat(11))).toEqual([]);
  });

  test('is not warned of where that is acknowledged', () => {
    expect(warningsWith('x'.repeat(12), role => Acknowledged.of(role).acknowledgeWarning(ID))).toEqual([]);
  });
});

describe('whom the trust policy admits', () => {
  const READER = 'arn:aws:iam::222222222222:role/Reader';
  const assumes = (arn: string, context: AccessRequest['context'] = {}, organizationId?: string): AccessRequest => ({
    action: 'sts:AssumeRole', caller: { arn, organizationId }, resource: 'arn:aws:iam::111111111111:role/CloudTrailReadRole', context,
  });
  const EVERYTHING = { externalId: 'fox', requireMfa: true, organizationId: 'o-exampleorg1' };
  const fulfilled = { 'sts:ExternalId': 'fox', 'aws:MultiFactorAuthPresent': 'true' };

  test.each<[string, Partial<LogReaderRoleProps>, AccessRequest, Outcome]>([
    ['a role of the trusted account, if its IAM lets it', {}, assumes(READER), 'delegated'],
    ['a user of the trusted account, if its IAM lets him', {}, assumes('arn:aws:iam::222222222222:user/Alice'), 'delegated'],
    ['nobody of another account', {}, assumes('arn:aws:iam::333333333333:role/Reader'), 'no'],
    ['nobody of the own account, unless it is trusted', {}, assumes('arn:aws:iam::111111111111:role/Reader'), 'no'],
    ['a role of the own account where it is trusted', { trustedAccounts: ['111111111111'] }, assumes('arn:aws:iam::111111111111:role/Reader'), 'delegated'],
    ['a role of the second of two accounts', { trustedAccounts: ['333333333333', '222222222222'] }, assumes(READER), 'delegated'],
    ['whoever fulfils all conditions', EVERYTHING, assumes(READER, fulfilled, 'o-exampleorg1'), 'delegated'],
    ['nobody with another external id', EVERYTHING, assumes(READER, { ...fulfilled, 'sts:ExternalId': 'wolf' }, 'o-exampleorg1'), 'no'],
    ['nobody without an external id', EVERYTHING, assumes(READER, { 'aws:MultiFactorAuthPresent': 'true' }, 'o-exampleorg1'), 'no'],
    ['nobody who signed in without a second factor', EVERYTHING, assumes(READER, { ...fulfilled, 'aws:MultiFactorAuthPresent': 'false' }, 'o-exampleorg1'), 'no'],
    ['nobody with an access key alone', EVERYTHING, assumes(READER, { 'sts:ExternalId': 'fox', 'aws:MultiFactorAuthPresent': [] }, 'o-exampleorg1'), 'no'],
    ['nobody of another organization', EVERYTHING, assumes(READER, fulfilled, 'o-strangers1'), 'no'],
    ['nobody without an organization', EVERYTHING, assumes(READER, fulfilled), 'no'],
    ['nobody with tags for the session', {}, { ...assumes(READER), action: 'sts:TagSession' }, 'no'],
  ])('%s', (_, props, request, outcome) => {
    const [{ Principal: { AWS }, ...statement }] = trustPolicy(props).Statement;
    const deployed = { ...statement, Principal: { AWS: [AWS].flat().map((arn: string) => arn.replace('${AWS::Partition}', 'aws')) }, Resource: '*' };
    expect(evaluate({ Version: '2012-10-17', Statement: [deployed] }, request, {}).outcome).toBe(outcome);
  });
});

describe('the role', () => {
  test('has no policy of its own: key and bucket name it', () => {
    const stack = pinnedStack();
    roleIn(stack);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
    expect(Object.keys(propertiesOf(stack, 'AWS::IAM::Role'))).toEqual(['AssumeRolePolicyDocument']);
    expect(keyPolicyOf(stack).EnableCloudTrailLogDecryptPermissions).toEqual({
      Sid: 'EnableCloudTrailLogDecryptPermissions',
      Effect: 'Allow',
      Principal: { AWS: '${Role11E5256C.Arn}' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
    });
    const { EnableCloudTrailLogRead, EnableCloudTrailLogList, ...others } = bucketPolicyOf(stack, 'Bucket');
    expect(EnableCloudTrailLogRead).toMatchObject({
      Principal: { AWS: '${Role11E5256C.Arn}' }, Action: 's3:GetObject', Resource: '${BucketE75EA64C.Arn}/AWSLogs/*',
    });
    expect(EnableCloudTrailLogList).toMatchObject({
      Principal: { AWS: '${Role11E5256C.Arn}' }, Action: 's3:ListBucket', Condition: { StringLike: { 's3:prefix': 'AWSLogs/*' } },
    });
    expect(JSON.stringify(others)).not.toContain('Role11E5256C');
  });

  test('has the name, the description and the session length that it was given', () => {
    const stack = pinnedStack();
    roleIn(stack, { roleName: 'CloudTrailReadRole', description: 'für Prüfer', maxSessionDuration: Duration.hours(2) });
    expect(propertiesOf(stack, 'AWS::IAM::Role')).toMatchObject({
      RoleName: 'CloudTrailReadRole', Description: 'für Prüfer', MaxSessionDuration: 7200,
    });
  });

  test('can be granted more, and waited for', () => {
    const stack = pinnedStack();
    const role = roleIn(stack);
    new sns.Topic(stack, 'Topic').grantPublish(role);
    expect(text(stack.resolve(role.roleArn))).toBe('${Role11E5256C.Arn}');
    expect(role.role.roleArn).toBe(role.roleArn);
    expect(propertiesOf(stack, 'AWS::IAM::Policy').Roles).toEqual(['${Role11E5256C}']);
  });

  test('names no partition, account or Region in a stack without an env', () => {
    const stack = new Stack(new App(), 'Logs');
    roleIn(stack);
    expect(propertiesOf(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement[0].Principal).toEqual({ AWS: READERS });
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/arn:aws/);
  });

  test('may read a bucket with an S3 Bucket Key too', () => {
    const stack = pinnedStack();
    const encryptionKey = new CloudTrailEncryptionKey(stack, 'Key');
    roleIn(stack, { logBucket: new TrailLogBucket(stack, 'Bucket', { encryptionKey, bucketName: 'audit-logs', bucketKeyEnabled: true }) });
    expect(keyPolicyOf(stack).EnableCloudTrailLogDecryptPermissionsWithBucketKey).toMatchObject({ Principal: { AWS: '${Role11E5256C.Arn}' } });
  });
});

describe('in another stack than the bucket', () => {
  function twoStacks(env: Environment = ENV) {
    const app = new App();
    const [logs, readers] = ['Logs', 'Readers'].map(id => new Stack(app, id, { env }));
    return { app, logs, readers, logBucket: new EncryptedTrail(logs, 'Trail', { trailName: 'audit' }).logBucket };
  }

  test('key and bucket name the role by its account and name, and it has their permissions in IAM too', () => {
    const { app, logs, readers, logBucket } = twoStacks();
    new LogReaderRole(readers, 'Role', { logBucket, trustedAccounts: ['222222222222'], roleName: 'CloudTrailReadRole' });
    app.synth();
    const named = {
      Principal: { AWS: 'arn:${AWS::Partition}:iam::111111111111:root' },
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/CloudTrailReadRole' } },
    };
    expect(keyPolicyOf(logs).EnableCloudTrailLogDecryptPermissions).toMatchObject(named);
    expect(bucketPolicyOf(logs, 'TrailLogBucket')).toMatchObject({ EnableCloudTrailLogRead: named, EnableCloudTrailLogList: named });
    expect(propertiesOf(readers, 'AWS::IAM::Policy').PolicyDocument.Statement.map(({ Action }: any) => Action)).toEqual(['kms:Decrypt', 's3:GetObject', 's3:ListBucket']);
    expect(logs.dependencies).toEqual([]);
  });

  const literal = (stack: string, what: string, got: string) => `'roleName' must be literal for a role outside the stack "${stack}" of ${what}, got ${got}; give it one: `
    + 'the policies there tell it by that, because a reference would make the two stacks depend on each other';

  test.each<[string, (stack: Stack) => string | undefined, string]>([
    ['without a name', () => undefined, 'undefined'],
    ['with a name that only the deployment knows', stack => new CfnParameter(stack, 'Name').valueAsString, 'a token'],
  ])('a role %s is refused, and nothing is defined', (_, nameIn, got) => {
    const { readers, logBucket } = twoStacks();
    const roleName = nameIn(readers);
    expect(() => new LogReaderRole(readers, 'Role', { logBucket, trustedAccounts: ['222222222222'], roleName })).toThrow(new Error(
      `Readers/Role: 2 problems\n  - ${literal('Logs', 'the bucket', got)}\n  - ${literal('Logs', 'the key of the bucket', got)}`));
    expect(readers.node.tryFindChild('Role')).toBeUndefined();
  });

  test('a role of the stack of the bucket needs a literal name for a key of another', () => {
    const app = new App();
    const [keys, logs] = ['Keys', 'Logs'].map(id => new Stack(app, id, { env: ENV }));
    const logBucket = new TrailLogBucket(logs, 'Bucket', { encryptionKey: new CloudTrailEncryptionKey(keys, 'Key') });
    const props = { logBucket, trustedAccounts: ['222222222222'] };
    expect(() => new LogReaderRole(logs, 'Role', props)).toThrow(new Error(`Logs/Role: ${literal('Keys', 'the key of the bucket', 'undefined')}`));
    new LogReaderRole(logs, 'Role', { ...props, roleName: 'reader' });
    expect(keyPolicyOf(keys).EnableCloudTrailLogDecryptPermissions.Condition.ArnEquals).toEqual({
      'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/reader',
    });
  });

  test('a nested stack is another stack', () => {
    const { logs, logBucket } = twoStacks();
    const nested = new NestedStack(logs, 'Nested');
    expect(() => new LogReaderRole(nested, 'Role', { logBucket, trustedAccounts: ['222222222222'] })).toThrow(literal('Logs', 'the bucket', 'undefined'));
    new LogReaderRole(nested, 'Role', { logBucket, trustedAccounts: ['222222222222'], roleName: 'reader' });
    expect(() => Template.fromStack(logs)).not.toThrow();
  });

  test('of another account the role is refused, with the bucket and with its key', () => {
    const { app, logBucket } = twoStacks();
    const other = new Stack(app, 'Other', { env: { account: '222222222222', region: 'eu-central-1' } });
    const props = { logBucket, trustedAccounts: ['222222222222'], roleName: 'reader' };
    const within = '\'logBucket\' must lie in the account of the role, "222222222222", got';
    expect(() => new LogReaderRole(other, 'Role', props)).toThrow(new Error('Other/Role: 2 problems\n'
      + `  - ${within} the bucket of "111111111111"; define the role in a stack of that account\n`
      + `  - ${within} the key of the bucket of "111111111111"; name that key by CloudTrailEncryptionKey.fromKeyArn()`));
    expect(other.node.tryFindChild('Role')).toBeUndefined();
    const sameAccount = new Stack(app, 'Same', { env: { account: '111111111111', region: 'us-east-1' }, crossRegionReferences: true });
    expect(() => new LogReaderRole(sameAccount, 'Role', props)).not.toThrow();
  });

  test('of a stack without an env the role is refused for a bucket of one with an env, and taken for one without', () => {
    const { app, logBucket } = twoStacks();
    const agnostic = new Stack(app, 'Agnostic');
    const props = { logBucket, trustedAccounts: ['222222222222'], roleName: 'reader' };
    const within = "'logBucket' must lie in the account of the role, a token, got";
    expect(() => new LogReaderRole(agnostic, 'Role', props)).toThrow(new Error('Agnostic/Role: 2 problems\n'
      + `  - ${within} the bucket of "111111111111"; give both stacks an explicit env, or neither\n`
      + `  - ${within} the key of the bucket of "111111111111"; give both stacks an explicit env, or neither`));
    const both = twoStacks({});
    new LogReaderRole(both.readers, 'Role', { ...props, logBucket: both.logBucket });
    expect(keyPolicyOf(both.logs).EnableCloudTrailLogDecryptPermissions.Condition.ArnEquals).toEqual({
      'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/reader',
    });
  });
});

describe('for a bucket and a key that the app only names', () => {
  const existing = (stack: Stack, account?: string): ITrailLogBucket => TrailLogBucket.fromBucket(
    stack, 'Bucket', s3.Bucket.fromBucketAttributes(stack, 'Imported', { bucketArn: 'arn:aws:s3:::central-logs', region: 'eu-central-1', account }),
    { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555') },
  );

  test('the role has what it needs in IAM, and the owners are told what to add', () => {
    const stack = pinnedStack();
    roleIn(stack, { logBucket: existing(stack) });
    const warnings = Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data));
    expect(propertiesOf(stack, 'AWS::IAM::Policy').PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: 'arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555',
        Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
      },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::central-logs/AWSLogs/*' },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::central-logs', Condition: { StringLike: { 's3:prefix': 'AWSLogs/*' } } },
    ]);
    expect(warnings).toEqual([expect.stringContaining('${Role11E5256C.Arn}'), expect.stringContaining('${Role11E5256C.Arn}')]);
  });

  test('the role is refused where the bucket is known to be of another account', () => {
    const stack = pinnedStack();
    expect(() => roleIn(stack, { logBucket: existing(stack, '444444444444') })).toThrow(new Error('Audit/Role: \'logBucket\' must lie in the account of the role, '
      + '"111111111111", got the bucket of "444444444444"; define the role in a stack of that account'));
    const agnostic = new Stack(new App(), 'Audit');
    expect(() => roleIn(agnostic, { logBucket: existing(agnostic, '444444444444') })).not.toThrow();
  });
});

describe('what is refused, and the nearest that is not', () => {
  const account = (i: number, got: string) => `'trustedAccounts[${i}]' must be an account id of 12 digits, as a string, got ${got}; `
    + 'write it in full, as in "111111111111"; accounts have no wildcard';
  const again = (i: number, got: string) => `'trustedAccounts[${i}]' must be an account that is not named yet, got ${got} again; leave it out`;
  const none = (got: string) => `'trustedAccounts' must have one account at least, got ${got}; name the accounts whose principals may assume the role`;
  const externalId = (got: string) => `'externalId' must be 2-1224 letters, digits or any of _+=,.@:/-, got ${got}; `
    + 'take the one that the readers were given; it is no secret, but unique to them';
  const session = (got: string) => `'maxSessionDuration' must be 1 to 12 hours in whole seconds, got ${got}; use Duration.hours()`;
  const name = (got: string) => `'roleName' must be 1-64 letters, digits or any of _+=,.@-, got ${got}; choose another name`;
  const description = (got: string) => `'description' must be 1000 characters of Latin-1 at most, got ${got}; shorten it, or write it without other characters`;
  const bucket = (got: string) => `'logBucket' must be a TrailLogBucket, got ${got}; for an s3.Bucket use TrailLogBucket.fromBucket(), of an EncryptedTrail its 'logBucket'`;

  test.each<[string, any, string, Partial<LogReaderRoleProps>]>([
    ['no account', { trustedAccounts: [] }, none('[]'), { trustedAccounts: ['111111111111'] }],
    ['accounts left out', { trustedAccounts: undefined }, none('undefined'), { trustedAccounts: ['111111111111'] }],
    ['an account for the list', { trustedAccounts: '222222222222' },
      "'trustedAccounts' must be a list that is known when the app is synthesized, got \"222222222222\"; write its elements out", { trustedAccounts: ['222222222222'] }],
    ['an account of 11 digits', { trustedAccounts: ['22222222222'] }, account(0, '"22222222222"'), { trustedAccounts: ['222222222222'] }],
    ['an account of 13 digits', { trustedAccounts: ['222222222222', '3333333333333'] }, account(1, '"3333333333333"'), {}],
    ['a number for an account', { trustedAccounts: [222222222222] }, account(0, '222222222222'), {}],
    ['everybody', { trustedAccounts: ['*'] }, account(0, '"*"'), {}],
    ['an account twice', { trustedAccounts: ['222222222222', '333333333333', '222222222222'] }, again(2, '"222222222222"'),
      { trustedAccounts: ['222222222222', '333333333333'] }],
    ['the own account twice', { trustedAccounts: ['111111111111', Aws.ACCOUNT_ID] }, again(1, '"111111111111"'), { trustedAccounts: [Aws.ACCOUNT_ID] }],
    ['null for the second factor', { requireMfa: null }, "'requireMfa' must be true or false, got null; leave it out for the default", { requireMfa: undefined }],
    ['a text for the second factor', { requireMfa: 'yes' }, "'requireMfa' must be true or false, got \"yes\"; leave it out for the default", { requireMfa: true }],
    ['an external id of one character', { externalId: 'a' }, externalId('"a"'), { externalId: 'ab' }],
    ['an external id that is too long', { externalId: 'a'.repeat(1225) }, externalId(`"${'a'.repeat(199)}...`), { externalId: 'a'.repeat(1224) }],
    ['an empty external id', { externalId: '' }, externalId('""'), {}],
    ['an external id with a wildcard', { externalId: 'fox*' }, externalId('"fox*"'), { externalId: 'fox' }],
    ['an external id with a variable', { externalId: '${aws:userid}' }, externalId('"${aws:userid}"'), { externalId: 'aws:userid' }],
    ['a malformed organization', { organizationId: 'r-exampleorg1' }, '\'organizationId\' must be "o-" and 10 to 32 lower-case letters or digits, got "r-exampleorg1"; '
      + 'take it from the output of `aws organizations describe-organization`', { organizationId: 'o-exampleorg1' }],
    ['a session below an hour', { maxSessionDuration: Duration.seconds(3599) }, session('59 minutes 59 seconds'), { maxSessionDuration: Duration.hours(1) }],
    ['a session above twelve hours', { maxSessionDuration: Duration.seconds(43201) }, session('12 hours 1 second'), { maxSessionDuration: Duration.hours(12) }],
    ['a session of broken seconds', { maxSessionDuration: Duration.millis(3600500) }, session('1 hour 500 millis'), { maxSessionDuration: Duration.millis(3601000) }],
    ['a session that only the deployment knows', { maxSessionDuration: Duration.hours(Lazy.number({ produce: () => 1 })) }, session('<token> hours'), {}],
    ['a number for a session', { maxSessionDuration: 7200 }, session('7200'), { maxSessionDuration: Duration.seconds(7200) }],
    ['a role name with a slash', { roleName: 'audit/reader' }, name('"audit/reader"'), { roleName: 'audit.reader' }],
    ['a role name that is too long', { roleName: 'r'.repeat(65) }, name(`"${'r'.repeat(65)}"`), { roleName: 'r'.repeat(64) }],
    ['a description that is too long', { description: 'd'.repeat(1001) }, description(`"${'d'.repeat(199)}...`), { description: 'd'.repeat(1000) }],
    ['a description of other letters', { description: 'чтение' }, description('"чтение"'), { description: 'ü' }],
    ['no bucket', { logBucket: undefined }, bucket('undefined'), {}],
  ])('%s', (_, props, complaint, good) => {
    const [wrong, right] = [pinnedStack(), pinnedStack()];
    expect(() => roleIn(wrong, props)).toThrow(new Error(`Audit/Role: ${complaint}`));
    expect(wrong.node.tryFindChild('Role')).toBeUndefined();
    roleIn(right, good);
    Template.fromStack(right).resourceCountIs('AWS::IAM::Role', 1);
  });

  test('a bucket that was made without this library', () => {
    const stack = pinnedStack();
    const plain = new s3.Bucket(stack, 'Plain');
    expect(() => roleIn(stack, { logBucket: plain as any })).toThrow(new Error(`Audit/Role: ${bucket('the Bucket "Audit/Plain"')}`));
    const logBucket = TrailLogBucket.fromBucket(stack, 'Logs', plain, { encryptionKey: new CloudTrailEncryptionKey(stack, 'LogsKey') });
    expect(() => new LogReaderRole(stack, 'Role', { logBucket, trustedAccounts: ['222222222222'] })).not.toThrow();
  });

  test('an encrypted trail in place of its bucket', () => {
    const stack = pinnedStack();
    const trail = new EncryptedTrail(stack, 'Trail');
    expect(() => roleIn(stack, { logBucket: trail as any })).toThrow(new Error(`Audit/Role: ${bucket('the EncryptedTrail "Audit/Trail"')}`));
    expect(() => roleIn(stack, { logBucket: trail.logBucket })).not.toThrow();
  });

  test('everything at once', () => {
    const stack = pinnedStack();
    const props = { trustedAccounts: [], externalId: 'a', organizationId: 'o', roleName: '', description: 5, maxSessionDuration: Duration.minutes(5) } as any;
    expect(() => new LogReaderRole(stack, 'Role', props)).toThrow(new Error(['Audit/Role: 7 problems',
      none('[]'), externalId('"a"'),
      "'organizationId' must be \"o-\" and 10 to 32 lower-case letters or digits, got \"o\"; take it from the output of `aws organizations describe-organization`",
      name('""'), description('5'), session('5 minutes'), bucket('undefined')].join('\n  - ')));
    expect(() => new LogReaderRole(stack, 'Role', undefined as any)).toThrow(new Error(`Audit/Role: 2 problems\n  - ${none('undefined')}\n  - ${bucket('undefined')}`));
    expect(stack.node.children).toEqual([]);
  });

  test('but not what only the deployment knows', () => {
    const stack = pinnedStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    roleIn(stack, {
      trustedAccounts: [parameter('A'), parameter('B')],
      externalId: parameter('C'),
      organizationId: parameter('D'),
      roleName: parameter('E'),
      description: parameter('F'),
    });
    expect(propertiesOf(stack, 'AWS::IAM::Role')).toMatchObject({ RoleName: '${E}', Description: '${F}' });
  });
});
