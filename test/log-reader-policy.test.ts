import { App, Aws, aws_iam as iam, aws_kms as kms, aws_s3 as s3, CfnParameter, Environment, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { pinnedStack, propertiesOf, text } from './stacks';
import { CloudTrailEncryptionKey, LogReaderPolicy, LogReaderPolicyProps, TrailLogBucket } from '../src';
import { evaluate } from '../src/access/evaluate';
import type { AccessRequest, Outcome } from '../src/access/request';

const ENV: Environment = { account: '111111111111', region: 'eu-central-1' };
const READERS: Environment = { account: '222222222222', region: 'eu-central-1' };
const KEY_ARN = 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-555555555555';
const ALIAS_ARN = 'arn:aws:kms:eu-central-1:111111111111:alias/cloudtrail';

const readersStack = () => pinnedStack('Readers', { env: READERS });
const policyIn = (stack: Stack, props: Partial<LogReaderPolicyProps> = {}) =>
  new LogReaderPolicy(stack, 'Policy', { bucketName: 'audit-logs', ...'keyAliasArn' in props ? {} : { keyArn: KEY_ARN }, ...props });

/** The rendered policy with these props. */
function documentOf(props: Partial<LogReaderPolicyProps> = {}, stack = readersStack()): any {
  policyIn(stack, props);
  return propertiesOf(stack, 'AWS::IAM::ManagedPolicy').PolicyDocument;
}

const DECRYPT = {
  Sid: 'EnableCloudTrailLogDecryptPermissions',
  Effect: 'Allow',
  Action: 'kms:Decrypt',
  Resource: KEY_ARN,
  Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
};
const FETCH = { Sid: 'EnableCloudTrailLogRead', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:${AWS::Partition}:s3:::audit-logs/AWSLogs/*' };
const LIST = {
  Sid: 'EnableCloudTrailLogList',
  Effect: 'Allow',
  Action: 's3:ListBucket',
  Resource: 'arn:${AWS::Partition}:s3:::audit-logs',
  Condition: { StringLike: { 's3:prefix': 'AWSLogs/*' } },
};

describe('the statements', () => {
  test('decrypt with the key what CloudTrail encrypted, fetch and list the log folder, and nothing else', () => {
    expect(documentOf()).toEqual({ Version: '2012-10-17', Statement: [DECRYPT, FETCH, LIST] });
  });

  test('are the same in a stack without an env', () => {
    expect(documentOf({}, new Stack(new App(), 'Readers'))).toEqual({ Version: '2012-10-17', Statement: [DECRYPT, FETCH, LIST] });
  });

  test('name a key by its alias among the keys of its account and Region', () => {
    const [decrypt, ...others] = documentOf({ keyAliasArn: ALIAS_ARN }).Statement;
    expect(decrypt).toEqual({
      ...DECRYPT,
      Resource: 'arn:aws:kms:eu-central-1:111111111111:key/*',
      Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/cloudtrail' }, 'Null': { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
    });
    expect(others).toEqual([FETCH, LIST]);
  });

  test('keep to the folder of the logs', () => {
    expect(documentOf({ s3KeyPrefix: 'audit/trails' }).Statement).toEqual([
      DECRYPT,
      { ...FETCH, Resource: 'arn:${AWS::Partition}:s3:::audit-logs/audit/trails/AWSLogs/*' },
      { ...LIST, Condition: { StringLike: { 's3:prefix': 'audit/trails/AWSLogs/*' } } },
    ]);
  });

  const BUCKET_CONTEXT = { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': 'arn:${AWS::Partition}:s3:::audit-logs' } };

  test('also decrypt in the context of a bucket that uses an S3 Bucket Key', () => {
    expect(documentOf({ bucketKeyEnabled: true }).Statement).toEqual([
      DECRYPT, { ...DECRYPT, Sid: 'EnableCloudTrailLogDecryptPermissionsWithBucketKey', Condition: BUCKET_CONTEXT }, FETCH, LIST,
    ]);
    expect(documentOf({ bucketKeyEnabled: false }).Statement).toEqual([DECRYPT, FETCH, LIST]);
  });

  test('name the key by its alias in that context too, their conditions in one order', () => {
    const { Resource, Condition } = documentOf({ keyAliasArn: ALIAS_ARN, bucketKeyEnabled: true }).Statement[1];
    expect(Resource).toBe('arn:aws:kms:eu-central-1:111111111111:key/*');
    expect(Condition).toEqual({ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/cloudtrail' }, ...BUCKET_CONTEXT });
    expect(Object.keys(Condition)).toEqual(['ForAnyValue:StringEquals', 'StringEquals']);
  });

  test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('have no partition written into them in %s', (region, partition) => {
    const keyAliasArn = `arn:${partition}:kms:${region}:111111111111:alias/cloudtrail`;
    const stack = pinnedStack('Readers', { env: { account: '222222222222', region } });
    expect(JSON.stringify(documentOf({ keyAliasArn }, stack))).not.toMatch(/arn:aws:/);
  });
});

describe('whom the statements admit to what', () => {
  const OBJECT = 'arn:aws:s3:::audit-logs/AWSLogs/111111111111/CloudTrail/eu-central-1/2026/11/21/log.json.gz';
  const TRAIL = { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit' };
  const OTHER_KEY = 'arn:aws:kms:eu-central-1:111111111111:key/99999999-2222-3333-4444-555555555555';
  const decrypts = (resource: string, context: { [key: string]: string | string[] } = TRAIL) => ({ action: 'kms:Decrypt', resource, context });
  const byAlias = (alias: string) => ({ ...TRAIL, 'kms:ResourceAliases': ['alias/another', alias] });
  const inContext = (arn: string) => ({ 'kms:EncryptionContext:aws:s3:arn': arn });

  test.each<[string, Partial<LogReaderPolicyProps>, Omit<AccessRequest, 'caller'>, Outcome]>([
    ['a log file may be decrypted', {}, decrypts(KEY_ARN), 'direct'],
    ['what CloudTrail did not encrypt may not', {}, decrypts(KEY_ARN, {}), 'no'],
    ['another key may not be used', {}, decrypts(OTHER_KEY), 'no'],
    ['the key may not be used to encrypt', {}, { ...decrypts(KEY_ARN), action: 'kms:GenerateDataKey' }, 'no'],
    ['the key may not be managed', {}, { ...decrypts(KEY_ARN), action: 'kms:PutKeyPolicy' }, 'no'],
    ['the key with the alias may be used', { keyAliasArn: ALIAS_ARN }, decrypts(KEY_ARN, byAlias('alias/cloudtrail')), 'direct'],
    ['a key with another alias may not', { keyAliasArn: ALIAS_ARN }, decrypts(KEY_ARN, byAlias('alias/cloudtrail2')), 'no'],
    ['a key without an alias may not', { keyAliasArn: ALIAS_ARN }, decrypts(KEY_ARN), 'no'],
    ['a key with that alias in another account may not', { keyAliasArn: ALIAS_ARN },
      decrypts(KEY_ARN.replace('111111111111', '333333333333'), byAlias('alias/cloudtrail')), 'no'],
    ['a key with that alias in another Region may not', { keyAliasArn: ALIAS_ARN },
      decrypts(KEY_ARN.replace('eu-central-1', 'us-east-1'), byAlias('alias/cloudtrail')), 'no'],
    ['what the Bucket Key of the bucket encrypted may be decrypted', { bucketKeyEnabled: true }, decrypts(KEY_ARN, inContext('arn:aws:s3:::audit-logs')), 'direct'],
    ['not without its being said', {}, decrypts(KEY_ARN, inContext('arn:aws:s3:::audit-logs')), 'no'],
    ['nor for another bucket', { bucketKeyEnabled: true }, decrypts(KEY_ARN, inContext('arn:aws:s3:::payroll')), 'no'],
    ['a log file may be fetched', {}, { action: 's3:GetObject', resource: OBJECT }, 'direct'],
    ['another object may not', {}, { action: 's3:GetObject', resource: 'arn:aws:s3:::audit-logs/payroll.csv' }, 'no'],
    ['a log file below another prefix may not', { s3KeyPrefix: 'audit' }, { action: 's3:GetObject', resource: OBJECT }, 'no'],
    ['an object of another bucket may not', {}, { action: 's3:GetObject', resource: OBJECT.replace('audit-logs', 'payroll') }, 'no'],
    ['a log file may not be deleted', {}, { action: 's3:DeleteObject', resource: OBJECT }, 'no'],
    ['the log folder may be listed', {}, { action: 's3:ListBucket', resource: 'arn:aws:s3:::audit-logs', context: { 's3:prefix': 'AWSLogs/111111111111/' } }, 'direct'],
    ['all of the bucket may not', {}, { action: 's3:ListBucket', resource: 'arn:aws:s3:::audit-logs' }, 'no'],
    ['another folder may not', {}, { action: 's3:ListBucket', resource: 'arn:aws:s3:::audit-logs', context: { 's3:prefix': 'payroll/' } }, 'no'],
  ])('%s', (_, props, request, outcome) => {
    const caller = { arn: 'arn:aws:iam::222222222222:role/Reader' };
    const { Statement, Version } = JSON.parse(JSON.stringify(documentOf(props)).replaceAll('${AWS::Partition}', 'aws'));
    const policy = { Version, Statement: Statement.map((statement: any) => ({ ...statement, Principal: { AWS: caller.arn } })) };
    expect(evaluate(policy, { ...request, caller }, {}).outcome).toBe(outcome);
  });
});

describe('the policy', () => {
  test('is attached to roles, users and groups, with the name and description that it was given', () => {
    const stack = readersStack();
    const policy = policyIn(stack, {
      managedPolicyName: 'ReadAuditLogs',
      description: 'read the logs of 111111111111',
      roles: [new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }), iam.Role.fromRoleName(stack, 'Auditor', 'Auditor')],
      users: [new iam.User(stack, 'Alice'), iam.User.fromUserArn(stack, 'Bob', 'arn:aws:iam::222222222222:user/Bob')],
      groups: [new iam.Group(stack, 'Auditors'), iam.Group.fromGroupName(stack, 'Others', 'others')],
    });
    policy.managedPolicy.attachToRole(iam.Role.fromRoleName(stack, 'Late', 'Late'));
    expect(propertiesOf(stack, 'AWS::IAM::ManagedPolicy')).toMatchObject({
      ManagedPolicyName: 'ReadAuditLogs',
      Description: 'read the logs of 111111111111',
      Roles: ['${Role1ABCC5F0}', 'Auditor', 'Late'],
      Users: ['${AliceD4D33764}', 'Bob'],
      Groups: ['${Auditors7E7F196B}', 'others'],
    });
  });

  test('stands alone without any', () => {
    const stack = readersStack();
    policyIn(stack);
    expect(Object.keys(propertiesOf(stack, 'AWS::IAM::ManagedPolicy'))).toEqual(['Description', 'Path', 'PolicyDocument']);
    expect(Object.keys(Template.fromStack(stack).toJSON().Resources)).toEqual(['PolicyE08602BD']);
  });
});

describe('names that only the deployment knows', () => {
  test('may come from the own stack and from others of the account', () => {
    const app = new App();
    const [stack, other] = ['Readers', 'Other'].map(id => new Stack(app, id, { env: READERS }));
    const [key, bucket] = [new kms.Key(other, 'Key'), new s3.Bucket(other, 'Bucket')];
    policyIn(stack, { keyArn: key.keyArn, bucketName: bucket.bucketName });
    new LogReaderPolicy(stack, 'Parameters', {
      keyArn: new CfnParameter(stack, 'KeyArn').valueAsString,
      bucketName: new CfnParameter(stack, 'BucketName').valueAsString,
      s3KeyPrefix: Lazy.string({ produce: () => 'audit' }),
      bucketKeyEnabled: true,
    });
    app.synth();
    const [first, second] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy')).map(({ Properties }) => text(Properties));
    expect(first.PolicyDocument.Statement.map(({ Resource }: any) => Resource)).toEqual([
      expect.stringMatching(/^\$\{Other:.*Key/), expect.stringMatching(/^arn:\$\{AWS::Partition\}:s3:::\$\{Other:.*\}\/AWSLogs\/\*$/), expect.anything(),
    ]);
    expect(second.PolicyDocument.Statement.map(({ Resource }: any) => Resource)).toEqual([
      '${KeyArn}', '${KeyArn}', 'arn:${AWS::Partition}:s3:::${BucketName}/audit/AWSLogs/*', 'arn:${AWS::Partition}:s3:::${BucketName}',
    ]);
  });

  /** A key and a bucket with names, of another account, and a stack of the readers. */
  function twoAccounts(env: Environment = ENV) {
    const app = new App();
    const logs = new Stack(app, 'Logs', { env });
    const encryptionKey = new CloudTrailEncryptionKey(logs, 'Key', { alias: 'alias/cloudtrail' });
    const { bucket } = new TrailLogBucket(logs, 'Bucket', { encryptionKey, bucketName: 'audit-logs' });
    return { app, logs, encryptionKey, bucket, readers: new Stack(app, 'Readers', { env: READERS }) };
  }

  test('do not stand in the way of the alias of a key of another account, which is made of names', () => {
    const { app, encryptionKey, readers } = twoAccounts();
    policyIn(readers, { keyAliasArn: encryptionKey.aliasArn });
    const { dependencies, template } = app.synth().getStackByName('Readers');
    expect(dependencies.filter(({ id }) => !id.endsWith('.assets'))).toEqual([]);
    expect(Object.keys(template.Resources)).toEqual(['PolicyE08602BD']);
    const [{ Resource, Condition }] = propertiesOf(readers, 'AWS::IAM::ManagedPolicy').PolicyDocument.Statement;
    expect(Resource).toBe('arn:${AWS::Partition}:kms:eu-central-1:111111111111:key/*');
    expect(Condition['ForAnyValue:StringEquals']).toEqual({ 'kms:ResourceAliases': 'alias/cloudtrail' });
  });

  const foreign = (prop: string, fix: string) => `Readers/Policy: '${prop}' must be free of references to other accounts, got one to the stack "Logs", `
    + `which is not known to be of the account of "Readers"; CloudFormation carries none across: ${fix}`;
  const WRITE_OUT = "write it out, or use 'keyAliasArn' with a literal alias";
  const NAME_BUCKET = 'give the bucket a literal name, and write that here';

  test.each<[string, (from: ReturnType<typeof twoAccounts>) => Partial<LogReaderPolicyProps>, string]>([
    ['the ARN of its key', ({ encryptionKey }) => ({ keyArn: encryptionKey.keyArn }), foreign('keyArn', WRITE_OUT)],
    ['the id of its key in an ARN', ({ encryptionKey }) => ({ keyArn: `arn:aws:kms:eu-central-1:111111111111:key/${encryptionKey.key.keyId}` }), foreign('keyArn', WRITE_OUT)],
    ['a part of the ARN of its key', ({ encryptionKey }) => ({ keyArn: Fn.join(':', ['arn:aws', Fn.select(2, Fn.split(':', encryptionKey.keyArn))]) }),
      foreign('keyArn', WRITE_OUT)],
    ['the name of an alias of it', ({ logs }) => ({
      keyAliasArn: `arn:aws:kms:eu-central-1:111111111111:${new kms.CfnAlias(logs, 'Alias', { aliasName: 'alias/x', targetKeyId: 'x' }).ref}`,
    }), 'Readers/Policy: \'keyAliasArn\' must be the ARN of an alias, "arn:PARTITION:kms:REGION:ACCOUNT:alias/NAME", not one of AWS\'s own ("alias/aws..."), '
      + 'got "arn:aws:kms:eu-central-1:111111111111:${Token}"; write it out, or take the "aliasArn" of a CloudTrailEncryptionKey'],
    ['the name of its bucket', ({ bucket }) => ({ bucketName: bucket.bucketName }), foreign('bucketName', NAME_BUCKET)],
    ['a part of the ARN of its bucket', ({ bucket }) => ({ bucketName: Fn.select(5, Fn.split(':', bucket.bucketArn)) }), foreign('bucketName', NAME_BUCKET)],
  ])('may not come from another account: %s', (_, props, message) => {
    const from = twoAccounts();
    expect(() => policyIn(from.readers, props(from))).toThrow(new Error(message));
    expect(from.readers.node.children).toEqual([]);
  });

  test('may not come from a stack without an env, which could be of any account', () => {
    const { encryptionKey, bucket, readers } = twoAccounts({});
    expect(() => policyIn(readers, { bucketName: bucket.bucketName })).toThrow(new Error(foreign('bucketName', NAME_BUCKET)));
    expect(() => policyIn(readers, { keyAliasArn: encryptionKey.aliasArn })).toThrow(new Error("Readers/Policy: 'keyAliasArn' must name its account and Region, "
      + 'got "arn:${Token}:kms:${Token}:${Token}:alias/cloudtrail" of a stack without an explicit env; '
      + 'they would be read as "222222222222" and "eu-central-1": give that stack an env, or write the ARN out'));
    expect(() => policyIn(readers, { keyAliasArn: `arn:aws:kms:${Aws.REGION}:111111111111:alias/cloudtrail` })).toThrow('must name its account and Region');
    const agnostic = new Stack(new App(), 'Readers');
    policyIn(agnostic, { keyAliasArn: `arn:${Aws.PARTITION}:kms:${Aws.REGION}:${Aws.ACCOUNT_ID}:alias/cloudtrail` });
    expect(propertiesOf(agnostic, 'AWS::IAM::ManagedPolicy').PolicyDocument.Statement[0].Resource)
      .toBe('arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*');
  });
});

describe('what is refused, and the nearest that is not', () => {
  const keyArn = (got: string) => `'keyArn' must be the ARN of a KMS key, "arn:PARTITION:kms:REGION:ACCOUNT:key/ID", got ${got}; `
    + 'an alias or a bare key id does not name the account: use the "KeyMetadata.Arn" of `aws kms describe-key`';
  const aliasArn = (got: string) => '\'keyAliasArn\' must be the ARN of an alias, "arn:PARTITION:kms:REGION:ACCOUNT:alias/NAME", '
    + `not one of AWS's own ("alias/aws..."), got ${got}; write it out, or take the "aliasArn" of a CloudTrailEncryptionKey`;
  const bucketName = (got: string) => '\'bucketName\' must be 3-63 lower-case letters, digits, "." or "-", beginning and ending with a letter or digit, '
    + `without "..", ".-" or "-.", not an IP address, without the prefixes and suffixes that S3 reserves, got ${got}; choose another name`;
  const prefix = (got: string) => "'s3KeyPrefix' must be 1-200 letters, digits or any of !-_.'()/, neither beginning nor ending with \"/\", "
    + `no part of it empty or "AWSLogs", got ${got}; write the folder alone, as in "audit/trails"; CloudTrail adds "/AWSLogs" itself`;
  const name = (got: string) => `'managedPolicyName' must be 1-128 letters, digits or any of _+=,.@-, got ${got}; choose another name`;
  const description = (got: string) => `'description' must be 1000 characters at most, got ${got}; shorten it`;
  const neither = "'keyArn' or 'keyAliasArn' must be given, got neither; name the key by its ARN, or by that of its alias where only that is known";
  const alias = (resource: string) => `arn:aws:kms:eu-central-1:111111111111:${resource}`;
  const partition = (prop: string, arn: string) => `'${prop}' must lie in the partition of the stack, "aws", got "${arn}" of "aws-cn"; `
    + 'nothing reaches across partitions: make a stack in each';
  const notA = (element: string, what: string, got: string) => `'${element}' must be ${what}, got ${got}; for one that the app only names use its static from methods`;

  test.each<[string, any, string, Partial<LogReaderPolicyProps>]>([
    ['no key', { keyArn: undefined }, neither, { keyArn: KEY_ARN }],
    ['a key twice', { keyArn: KEY_ARN, keyAliasArn: ALIAS_ARN },
      `'keyArn' must be without 'keyAliasArn', got "${KEY_ARN}" beside "${ALIAS_ARN}"; leave the alias out: the ARN says more`, { keyAliasArn: ALIAS_ARN }],
    ['a text for the Bucket Key', { keyArn: KEY_ARN, bucketKeyEnabled: 'false' },
      "'bucketKeyEnabled' must be true or false, got \"false\"; leave it out for the default", { bucketKeyEnabled: false }],
    ['an alias for a key', { keyArn: ALIAS_ARN }, keyArn(`"${ALIAS_ARN}"`), { keyAliasArn: ALIAS_ARN }],
    ['the id of a key', { keyArn: '11111111-2222-3333-4444-555555555555' }, keyArn('"11111111-2222-3333-4444-555555555555"'), {}],
    ['every key', { keyArn: alias('key/*') }, keyArn(`"${alias('key/*')}"`), { keyArn: alias(`key/mrk-${'a'.repeat(32)}`) }],
    ['an alias with a token for a key', { keyArn: `arn:${Aws.PARTITION}:kms:eu-central-1:111111111111:alias/x` },
      keyArn('"arn:${Token}:kms:eu-central-1:111111111111:alias/x"'), { keyArn: KEY_ARN.replace('aws', Aws.PARTITION) }],
    ['a key of another partition', { keyArn: KEY_ARN.replace('aws', 'aws-cn').replace('eu-central-1', 'cn-north-1') },
      partition('keyArn', 'arn:aws-cn:kms:cn-north-1:111111111111:key/11111111-2222-3333-4444-555555555555'), {}],
    ['a key for an alias', { keyAliasArn: KEY_ARN }, aliasArn(`"${KEY_ARN}"`), { keyAliasArn: ALIAS_ARN }],
    ['the name of an alias', { keyAliasArn: 'alias/cloudtrail' }, aliasArn('"alias/cloudtrail"'), {}],
    ['an alias pattern', { keyAliasArn: alias('alias/cloud*') }, aliasArn(`"${alias('alias/cloud*')}"`), { keyAliasArn: alias('alias/cloud') }],
    ['a variable behind a colon in an alias', { keyAliasArn: alias('alias/a:${aws:PrincipalTag/x}*') }, aliasArn(`"${alias('alias/a:${aws:PrincipalTag/x}*')}"`), {}],
    ['an attribute for a key', { keyArn: new kms.CfnKey(new Stack(), 'Key').getAtt('Arn') },
      "'keyArn' must be a string, or a token that was made one, got a token; wrap it in Token.asString()", { keyArn: Lazy.string({ produce: () => KEY_ARN }) }],
    ['an alias of AWS', { keyAliasArn: alias('alias/aws/s3') }, aliasArn(`"${alias('alias/aws/s3')}"`), { keyAliasArn: alias('alias/our/s3') }],
    ['an alias of any Region', { keyAliasArn: alias('alias/x').replace('eu-central-1', '*') }, aliasArn('"arn:aws:kms:*:111111111111:alias/x"'), {}],
    ['an alias that is not known', { keyAliasArn: Lazy.string({ produce: () => ALIAS_ARN }) }, aliasArn('a token'), {}],
    ['an alias of another service', { keyAliasArn: `arn:${Aws.PARTITION}:iam:eu-central-1:111111111111:alias/x` },
      aliasArn('"arn:${Token}:iam:eu-central-1:111111111111:alias/x"'), {}],
    ['an alias of another partition', { keyAliasArn: ALIAS_ARN.replace('aws', 'aws-cn').replace('eu-central-1', 'cn-north-1') },
      partition('keyAliasArn', 'arn:aws-cn:kms:cn-north-1:111111111111:alias/cloudtrail'), {}],
    ['no bucket', { bucketName: undefined }, bucketName('undefined'), {}],
    ['the ARN of a bucket', { bucketName: 'arn:aws:s3:::audit-logs' }, bucketName('"arn:aws:s3:::audit-logs"'), { bucketName: 'audit.logs' }],
    ['a bucket pattern', { bucketName: 'audit-*' }, bucketName('"audit-*"'), {}],
    ['a bucket pattern beside a token', { bucketName: `audit-*-${Aws.REGION}` }, bucketName('"audit-*-${Token}"'), { bucketName: `audit-${Aws.REGION}` }],
    ['a prefix with a slash at its end', { s3KeyPrefix: 'audit/' }, prefix('"audit/"'), { s3KeyPrefix: 'audit' }],
    ['a name with a slash', { managedPolicyName: 'a/b' }, name('"a/b"'), { managedPolicyName: 'a.b' }],
    ['a name that is too long', { managedPolicyName: 'n'.repeat(129) }, name(`"${'n'.repeat(129)}"`), { managedPolicyName: 'n'.repeat(128) }],
    ['a description that is too long', { description: 'd'.repeat(1001) }, description(`"${'d'.repeat(199)}...`), { description: 'd'.repeat(1000) }],
    ['a role by its name', { roles: ['Auditor'] }, notA('roles[0]', 'a role', '"Auditor"'), { roles: [] }],
    ['nothing for a user', { users: [undefined] }, notA('users[0]', 'a user', 'undefined'), { users: [] }],
    ['a number for a group', { groups: [5] }, notA('groups[0]', 'a group', '5'), { groups: [] }],
    ['one role for the list', { roles: 'Auditor' }, "'roles' must be a list that is known when the app is synthesized, got \"Auditor\"; write its elements out", {}],
  ])('%s', (_, props, complaint, good) => {
    const [wrong, right] = [readersStack(), readersStack()];
    expect(() => policyIn(wrong, props)).toThrow(new Error(`Readers/Policy: ${complaint}`));
    expect(wrong.node.children).toEqual([]);
    policyIn(right, good);
    Template.fromStack(right).resourceCountIs('AWS::IAM::ManagedPolicy', 1);
  });

  const foreign = (element: string, got = '"333333333333"') => `'${element}' must be of the account of the stack, "222222222222", got one of ${got}; `
    + 'define the policy in a stack of that account';

  test.each<[string, (stack: Stack, account: string) => Partial<LogReaderPolicyProps>, string]>([
    ['a role', (stack, id) => ({ roles: [iam.Role.fromRoleArn(stack, 'Imported', `arn:aws:iam::${id}:role/Auditor`)] }), foreign('roles[0]')],
    ['a user', (stack, id) => ({ users: [iam.User.fromUserArn(stack, 'Imported', `arn:aws:iam::${id}:user/Alice`)] }), foreign('users[0]')],
    ['a group', (stack, id) => ({ groups: [iam.Group.fromGroupArn(stack, 'Imported', `arn:aws:iam::${id}:group/auditors`)] }), foreign('groups[0]')],
  ])('%s of another account', (_, props, complaint) => {
    const [wrong, right] = [readersStack(), readersStack()];
    expect(() => policyIn(wrong, props(wrong, '333333333333'))).toThrow(new Error(`Readers/Policy: ${complaint}`));
    policyIn(right, props(right, '222222222222'));
    Template.fromStack(right).resourceCountIs('AWS::IAM::ManagedPolicy', 1);
  });

  test('a role of a stack of another account', () => {
    const app = new App();
    const [stack, other] = [new Stack(app, 'Readers', { env: READERS }), new Stack(app, 'Other', { env: ENV })];
    const role = new iam.Role(other, 'Role', { assumedBy: new iam.AccountRootPrincipal(), roleName: 'reader' });
    expect(() => policyIn(stack, { roles: [role] })).toThrow(new Error(`Readers/Policy: ${foreign('roles[0]', '"111111111111"')}`));
  });

  test.each<[string, string, (stack: Stack, name?: string) => Partial<LogReaderPolicyProps>]>([
    ['role', 'Role', (stack, roleName) => ({ roles: [new iam.Role(stack, 'It', { assumedBy: new iam.AccountRootPrincipal(), roleName })] })],
    ['user', 'User', (stack, userName) => ({ users: [new iam.User(stack, 'It', { userName })] })],
    ['group', 'Group', (stack, groupName) => ({ groups: [new iam.Group(stack, 'It', { groupName })] })],
  ])('a %s without a literal name, of a stack without an env', (kind, type, props) => {
    const app = new App();
    const [stack, unnamed, named] = [new Stack(app, 'Readers', { env: READERS }), new Stack(app, 'Unnamed'), new Stack(app, 'Named')];
    expect(() => policyIn(stack, props(unnamed))).toThrow(new Error(`Readers/Policy: '${kind}s[0]' must be of a stack with an explicit env, or have a literal '${kind}Name', `
      + `got the ${type} "Unnamed/It" without either; give that stack the env of the policy's: the policy is attached by the ${kind}'s name, `
      + 'of which CloudFormation carries no reference across'));
    policyIn(stack, props(named, 'Analysts'));
    expect(propertiesOf(stack, 'AWS::IAM::ManagedPolicy')[`${type}s`]).toEqual(['Analysts']);
  });

  test('everything at once', () => {
    const stack = readersStack();
    const props = { bucketName: 'A', s3KeyPrefix: '/', managedPolicyName: '', description: 5, roles: [5], users: [5], groups: [5] } as any;
    expect(() => new LogReaderPolicy(stack, 'Policy', props)).toThrow(new Error(['Readers/Policy: 8 problems',
      neither, bucketName('"A"'), prefix('"/"'), name('""'), description('5'),
      notA('roles[0]', 'a role', '5'), notA('users[0]', 'a user', '5'), notA('groups[0]', 'a group', '5')].join('\n  - ')));
    expect(() => new LogReaderPolicy(stack, 'Policy', undefined as any)).toThrow(new Error(`Readers/Policy: 2 problems\n  - ${neither}\n  - ${bucketName('undefined')}`));
    expect(stack.node.children).toEqual([]);
  });
});
