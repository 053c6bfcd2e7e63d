import {
  App, Aws, aws_cloudtrail as cloudtrail, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sns as sns,
  CfnParameter, DefaultStackSynthesizer, Duration, Environment, LegacyStackSynthesizer, NestedStack, RemovalPolicy, Stack,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { keyPolicyOf, pinnedStack, propertiesOf, text } from './stacks';
import {
  CloudTrailEncryptionKey, EncryptedEventDataStore, EncryptedEventDataStoreProps, EncryptedTrail, EventDataStoreBilling, ICloudTrailEncryptionKey,
  KeyPolicyStatements, TrailIdentity,
} from '../src';
import { evaluate } from '../src/access/evaluate';
import type { Caller, Outcome } from '../src/access/request';

const ENV: Environment = { account: '111111111111', region: 'eu-central-1' };
const storeArn = (id: string, account = '111111111111', region = 'eu-central-1') =>
  `arn:aws:cloudtrail:${region}:${account}:eventdatastore/${id}`;
const OWN = storeArn('11111111-1111-1111-1111-111111111111');
const JOINED = storeArn('22222222-2222-2222-2222-222222222222');
const KEY_ARN = 'arn:aws:kms:eu-central-1:111111111111:key/12345678-1234-1234-1234-123456789012';
const EXECUTION_ROLE = 'arn:${AWS::Partition}:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-central-1';
const ANALYST = 'arn:aws:iam::111111111111:role/Analyst';
const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };
const UNLOCKED = 'CloudTrail may use the key for every account\'s event data stores until they are named; '
  + 'deploy, then pass the store\'s ARN in \'eventDataStoreArns\' and deploy again';

const analyst = new iam.ArnPrincipal(ANALYST);
const store = (scope: Construct, props?: EncryptedEventDataStoreProps) => new EncryptedEventDataStore(scope, 'Store', props);

/** A stack with a store, and with nothing else. */
function stackWith(props?: EncryptedEventDataStoreProps): Stack {
  const stack = pinnedStack();
  store(stack, props);
  return stack;
}

// the newest CDK also prints what it warns of
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

/** The texts of a stack's warnings. */
const warningsOf = (stack: Stack) => Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data).replace(/ \[ack: .*$/, ''));

/** What stops the synthesis, one complaint each. */
function errorsOf(stack: Stack): string[] {
  try {
    (stack.node.root as App).synth();
  } catch (error: any) {
    return error.message.split('\n').slice(1).map((line: string) => line.trim());
  }
  return [];
}

/** Without numbers that say nothing: that of a token depends on what ran before, that behind a class name on how the CDK was bundled. */
function messageOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error: any) {
    return error.message.replace(/ the ([A-Za-z]+)\d+ "/g, ' the $1 "');
  }
  return undefined;
}

describe('an event data store and nothing else', () => {
  test('is a key and a store, both retained', () => {
    const { Resources: resources } = Template.fromStack(stackWith()).toJSON();
    const [key, made, ...others] = Object.entries<any>(resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
    expect(others).toEqual([]);
    const retained = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
    expect(key).toEqual(['StoreKey7A3C02BD', { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, KeyPolicy: expect.anything() }, ...retained }]);
    expect(made).toEqual(['Store1D2A845B', {
      Type: 'AWS::CloudTrail::EventDataStore',
      Properties: {
        Name: 'Audit-Store-6A65F7F9',
        KmsKeyId: { 'Fn::GetAtt': ['StoreKey7A3C02BD', 'Arn'] },
        BillingMode: 'EXTENDABLE_RETENTION_PRICING',
        MultiRegionEnabled: true,
        TerminationProtectionEnabled: true,
      },
      ...retained,
    }]);
  });

  test('has the statements that AWS prescribes for its creation, and those of administrators', () => {
    expect(Object.keys(keyPolicyOf(stackWith()))).toEqual([
      'AllowKeyAdministration', 'AllowCloudTrailEncryptEds', 'AllowCloudTrailDecryptEds', 'AllowCloudTrailAccessEds', 'EnableUserKeyPermissionsEds',
    ]);
  });

  test('warns of nothing but that its key is not locked, and stops nothing', () => {
    const stack = stackWith();
    expect([errorsOf(stack), warningsOf(stack)]).toEqual([[], [UNLOCKED]]);
  });

  test('shows its names, its key and its resource', () => {
    const stack = pinnedStack();
    const made = store(stack);
    expect(made.node.defaultChild).toBe(made.eventDataStore);
    expect(stack.resolve([made.eventDataStoreArn, made.eventDataStoreName, made.encryptionKey.keyArn])).toEqual([
      { 'Fn::GetAtt': ['Store1D2A845B', 'EventDataStoreArn'] }, 'Audit-Store-6A65F7F9', { 'Fn::GetAtt': ['StoreKey7A3C02BD', 'Arn'] },
    ]);
  });

  test('is the same in a stack without an environment, and admits the role that deploys that', () => {
    const stack = new Stack(new App(), 'Audit');
    store(stack);
    expect(propertiesOf(stack, 'AWS::CloudTrail::EventDataStore').Name).toEqual('Audit-Store-6A65F7F9');
    expect(keyPolicyOf(stack).EnableUserKeyPermissionsEds.Principal).toEqual({
      AWS: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/cdk-hnb659fds-cfn-exec-role-${AWS::AccountId}-${AWS::Region}',
    });
    expect([errorsOf(stack), warningsOf(stack)]).toEqual([[], [UNLOCKED]]);
  });

  test('has a name that CloudTrail takes, however long its path is', () => {
    const stack = new Stack(new App(), 'Audit'.repeat(20));
    expect(new EncryptedEventDataStore(stack, 'Store_'.repeat(30)).eventDataStoreName).toMatch(/^[a-zA-Z0-9._-]{3,128}$/);
  });
});

describe('an option of the store', () => {
  const MANAGEMENT_EVENTS: cloudtrail.CfnEventDataStore.AdvancedEventSelectorProperty = {
    name: 'Writes', fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }, { field: 'readOnly', equalTo: ['false'] }],
  };
  const RENDERED = { Name: 'Writes', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, { Field: 'readOnly', Equals: ['false'] }] };

  test.each<[string, EncryptedEventDataStoreProps, any]>([
    ['a name', { eventDataStoreName: 'audit._-2' }, { Name: 'audit._-2' }],
    ['the shortest name', { eventDataStoreName: '-_.' }, { Name: '-_.' }],
    ['the longest name', { eventDataStoreName: 'a'.repeat(128) }, { Name: 'a'.repeat(128) }],
    ['one Region', { isMultiRegion: false }, { MultiRegionEnabled: false }],
    ['an organization', { organizationEnabled: true }, { OrganizationEnabled: true }],
    ['an organization and its management account', { organizationEnabled: true, managementAccountId: '111111111111' }, { OrganizationEnabled: true }],
    ['a selector', { advancedEventSelectors: [MANAGEMENT_EVENTS] }, { AdvancedEventSelectors: [RENDERED] }],
    ['five selectors', { advancedEventSelectors: Array(5).fill(MANAGEMENT_EVENTS) }, { AdvancedEventSelectors: Array(5).fill(RENDERED) }],
    ['the other billing', { billing: EventDataStoreBilling.FIXED_RETENTION_PRICING }, { BillingMode: 'FIXED_RETENTION_PRICING' }],
    ['the shortest retention', { retention: Duration.days(7) }, { RetentionPeriod: 7 }],
    ['the longest retention', { retention: Duration.hours(3653 * 24) }, { RetentionPeriod: 3653 }],
    ['the longest retention of the other billing', { billing: EventDataStoreBilling.FIXED_RETENTION_PRICING, retention: Duration.days(2557) },
      { BillingMode: 'FIXED_RETENTION_PRICING', RetentionPeriod: 2557 }],
    ['no termination protection', { terminationProtectionEnabled: false }, { TerminationProtectionEnabled: false }],
  ])('%s', (_, props, expected) => {
    const stack = stackWith(props);
    expect(propertiesOf(stack, 'AWS::CloudTrail::EventDataStore')).toEqual({
      Name: 'Audit-Store-6A65F7F9',
      KmsKeyId: '${StoreKey7A3C02BD.Arn}',
      BillingMode: 'EXTENDABLE_RETENTION_PRICING',
      MultiRegionEnabled: true,
      TerminationProtectionEnabled: true,
      ...expected,
    });
    expect(errorsOf(stack)).toEqual([]);
  });

  test('removal with the stack, which is warned of', () => {
    const stack = stackWith({ removalPolicy: RemovalPolicy.DESTROY, terminationProtectionEnabled: false, eventDataStoreArns: [OWN] });
    Template.fromStack(stack).hasResource('AWS::CloudTrail::EventDataStore', { DeletionPolicy: 'Delete' });
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ id, entry }) => [id, entry.data])).toEqual([
      ['/Audit/Store/Resource', "the event data store is deleted with the stack, and the events with it; set 'removalPolicy' to RETAIN "
        + '[ack: cdk-cloudtrail-encryption:EncryptedEventDataStore.notRetained]'],
    ]);
  });
});

test.each<[string | undefined, number]>([
  ['cn-north-1', 1], ['cn-northwest-1', 1], ['us-gov-west-1', 0], ['eu-central-1', 0], [undefined, 0],
])('a store in %s has %d warnings that AWS does not list CloudTrail Lake there', (region, times) => {
  const stack = new Stack(new App(), 'Audit', region === undefined ? {} : { env: { account: '111111111111', region } });
  store(stack);
  const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('regionUnsupported'));
  expect(warnings.map(({ id, entry }) => [id, entry.data])).toEqual(Array(times).fill([
    '/Audit/Store/Resource',
    `AWS does not list "${region}" among the Regions of CloudTrail Lake; make sure that it is there, or collect the events with an EncryptedTrail `
      + '[ack: cdk-cloudtrail-encryption:EncryptedEventDataStore.regionUnsupported]',
  ]));
});

describe('the statements are those of AWS\'s guide', () => {
  /** The guide's order of actions is not that of the policy. */
  const inOrder = (statement: any) => ({ ...statement, Action: [statement.Action].flat().sort() });
  const users = { Sid: 'EnableUserKeyPermissionsEds', Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' };

  /** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
  const published = (condition: any) => [
    { Sid: 'AllowCloudTrailEncryptEds', Effect: 'Allow', Principal: CLOUDTRAIL, Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: '*', ...condition },
    { Sid: 'AllowCloudTrailDecryptEds', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:Decrypt', Resource: '*', ...condition },
    { Sid: 'AllowCloudTrailAccessEds', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:DescribeKey', Resource: '*', ...condition },
  ];
  const locked = (arns: string | string[]) => ({ Condition: { StringEquals: { 'aws:SourceAccount': '111111111111', 'aws:SourceArn': arns } } });
  const ROLE = 'arn:aws:iam::111111111111:role/Deployer';
  const deployer = new iam.ArnPrincipal(ROLE);

  test.each<[string, EncryptedEventDataStoreProps, any, any]>([
    ['without conditions until the store is there', {}, {}, { AWS: EXECUTION_ROLE }],
    ['for the named store once it is there', { eventDataStoreArns: [OWN] }, locked(OWN), { AWS: EXECUTION_ROLE }],
    ['for every store of a join', { eventDataStoreArns: [OWN, JOINED] }, locked([OWN, JOINED]), { AWS: EXECUTION_ROLE }],
    ['for a list that is empty like for none', { eventDataStoreArns: [] }, {}, { AWS: EXECUTION_ROLE }],
    ['for users besides', { users: [analyst, new iam.AccountPrincipal('222222222222')] }, {},
      { AWS: [EXECUTION_ROLE, ANALYST, 'arn:${AWS::Partition}:iam::222222222222:root'] }],
    ['for who deploys, in the place of CloudFormation', { deployer, users: [analyst] }, {}, { AWS: [ROLE, ANALYST] }],
    ['for who deploys and uses once', { deployer, users: [deployer] }, {}, { AWS: ROLE }],
  ])('%s', (_, props, condition, principal) => {
    const { AllowKeyAdministration, ...statements } = keyPolicyOf(stackWith(props));
    expect(Object.values(statements).map(inOrder)).toEqual([...published(condition), { ...users, Principal: principal }].map(inOrder));
  });
});

describe('who may use the key', () => {
  const call = (sourceArn?: string): Question => ['cloudtrail', { service: 'cloudtrail.amazonaws.com' }, sourceArn];
  const by = (arn: string): Question => ['caller', { arn }, undefined];
  type Question = [string, Caller, string | undefined];
  const OUTSIDER = 'arn:aws:iam::999999999999:role/Outsider';
  const ANY_ROLE = 'arn:aws:iam::111111111111:role/Any';
  const DEPLOYER = 'arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-central-1';

  /** What the key policy answers to each action. */
  function answers(stack: Stack, [, caller, sourceArn]: Question): { [action: string]: Outcome } {
    const [{ Properties: { KeyPolicy } }] = Object.values<any>(Template.fromStack(stack).findResources('AWS::KMS::Key'));
    return Object.fromEntries(['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'].map(action => [action, evaluate(KeyPolicy, {
      action,
      caller,
      resource: KEY_ARN,
      context: sourceArn === undefined ? {} : { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': sourceArn.split(':')[4] },
    }, { partition: 'aws', account: '111111111111', region: 'eu-central-1' }).outcome]));
  }
  const all = (outcome: Outcome) => ({ 'kms:GenerateDataKey': outcome, 'kms:Decrypt': outcome, 'kms:DescribeKey': outcome });
  const use = { 'kms:GenerateDataKey': 'direct', 'kms:Decrypt': 'direct' };

  test.each<[string, EncryptedEventDataStoreProps, Question, any]>([
    ['unlocked: CloudTrail for the store', {}, call(OWN), all('direct')],
    ['unlocked: CloudTrail that names no store, as when it creates one', {}, call(), all('direct')],
    ['unlocked: also CloudTrail for the store of another account, which the warning is about', {}, call(storeArn('x', '999999999999')), all('direct')],
    ['locked: CloudTrail for the store', { eventDataStoreArns: [OWN] }, call(OWN), all('direct')],
    ['locked: not CloudTrail that names no store', { eventDataStoreArns: [OWN] }, call(), all('no')],
    ['locked: not CloudTrail for another store of the account', { eventDataStoreArns: [OWN] }, call(JOINED), all('no')],
    ['locked: not CloudTrail for the store of another account', { eventDataStoreArns: [OWN] }, call(storeArn('x', '999999999999')), all('no')],
    ['locked: not CloudTrail for a trail of another account', { eventDataStoreArns: [OWN] },
      call('arn:aws:cloudtrail:eu-central-1:999999999999:trail/x'), all('no')],
    ['locked: not CloudTrail for a trail of the account', { eventDataStoreArns: [OWN] },
      call('arn:aws:cloudtrail:eu-central-1:111111111111:trail/x'), all('no')],
    ['locked for a join: CloudTrail for the store', { eventDataStoreArns: [OWN, JOINED] }, call(OWN), all('direct')],
    ['locked for a join: CloudTrail for the other store', { eventDataStoreArns: [OWN, JOINED] }, call(JOINED), all('direct')],
    ['locked for a join: not CloudTrail for a third store', { eventDataStoreArns: [OWN, JOINED] }, call(storeArn('x')), all('no')],
    ['the role that deploys', {}, by(DEPLOYER), { ...use, 'kms:DescribeKey': 'delegated' }],
    ['the role that deploys, also once the key is locked', { eventDataStoreArns: [OWN] }, by(DEPLOYER), use],
    ['a user', { users: [analyst] }, by(ANALYST), use],
    ['a user, also once the key is locked', { users: [analyst], eventDataStoreArns: [OWN] }, by(ANALYST), use],
    ['no other role of the account', { users: [analyst] }, by(ANY_ROLE), { 'kms:GenerateDataKey': 'no', 'kms:Decrypt': 'no' }],
    ['no role of another account', { users: [analyst] }, by(OUTSIDER), all('no')],
  ])('%s', (_, props, question, expected) => {
    expect(answers(stackWith(props), question)).toMatchObject(expected);
  });
});

describe('a user who is admitted later', () => {
  test('stands in the key policy', () => {
    const stack = pinnedStack();
    const grant = store(stack).grantUse(analyst);
    expect(grant.success).toBe(true);
    expect(keyPolicyOf(stack).EnableUserKeyPermissionsEds.Principal).toEqual({ AWS: [EXECUTION_ROLE, ANALYST] });
  });

  test('gets the identity half too, if another stack defines it', () => {
    const stack = pinnedStack();
    const tools = new Stack(stack.node.root as App, 'Tools', { env: ENV });
    const role = new iam.Role(tools, 'Role', { roleName: 'analyst', assumedBy: new iam.AccountRootPrincipal() });
    expect(store(stack).grantUse(role).success).toBe(true);
    expect(keyPolicyOf(stack).EnableUserKeyPermissionsEds2.Condition).toEqual({
      ArnEquals: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::111111111111:role/analyst' },
    });
    const [statement] = propertiesOf(tools, 'AWS::IAM::Policy').PolicyDocument.Statement;
    expect([...statement.Action].sort()).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
  });

  test('must be somebody whom a key policy can name', () => {
    expect(messageOf(() => store(pinnedStack()).grantUse(new iam.OrganizationPrincipal('o-exampleorg1')))).toContain(
      "Audit/Store/Key: 'grantee' must be a role, a user or an account, got \"*\"");
  });
});

describe('who deploys', () => {
  test('is the role of the stack above a nested one', () => {
    const nested = new NestedStack(pinnedStack(), 'Nested');
    store(nested);
    expect(keyPolicyOf(nested).EnableUserKeyPermissionsEds.Principal).toEqual({ AWS: EXECUTION_ROLE });
  });

  test('is the role that the synthesizer was given', () => {
    const stack = pinnedStack('Audit', { synthesizer: new DefaultStackSynthesizer({ cloudFormationExecutionRole: 'arn:aws:iam::111111111111:role/Deployer' }) });
    store(stack);
    expect(keyPolicyOf(stack).EnableUserKeyPermissionsEds.Principal).toEqual({ AWS: 'arn:aws:iam::111111111111:role/Deployer' });
  });

  test('must be named where the synthesizer does not tell', () => {
    const legacy = () => pinnedStack('Audit', { synthesizer: new LegacyStackSynthesizer() });
    expect(messageOf(() => store(legacy()))).toEqual(
      "Audit/Store: 'deployer' must be given where the stack's synthesizer does not tell its deployment role, got undefined; "
      + 'whoever creates the store must be allowed to use its key: name the role or user that deploys, or use the DefaultStackSynthesizer');
    const stack = legacy();
    store(stack, { deployer: analyst });
    expect(keyPolicyOf(stack).EnableUserKeyPermissionsEds.Principal).toEqual({ AWS: ANALYST });
  });

  test('is not checked, which is warned of, if it is a token', () => {
    const stack = pinnedStack();
    store(stack, { deployer: new iam.ArnPrincipal(new CfnParameter(stack, 'Role').valueAsString), eventDataStoreArns: [OWN] });
    expect(warningsOf(stack)).toEqual(["'grantee' is known only when it is deployed: it was not checked whom it admits"]);
  });
});

describe('a key that was there before', () => {
  test('of this library, in another stack, is not made again', () => {
    const stack = pinnedStack();
    const keys = new Stack(stack.node.root as App, 'Keys', { env: ENV });
    const encryptionKey = new CloudTrailEncryptionKey(keys, 'Key');
    store(stack, { encryptionKey, eventDataStoreArns: [OWN] });
    expect(errorsOf(stack)).toEqual([]);
    Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 0);
    expect(keyPolicyOf(keys)).toMatchObject({
      AllowCloudTrailEncryptEds: { Condition: { StringEquals: { 'aws:SourceArn': OWN } } },
      EnableUserKeyPermissionsEds: { Principal: { AWS: EXECUTION_ROLE } },
    });
  });

  test('of plain CDK keeps its statements, has ours appended, and warns until it is locked', () => {
    const define = (eventDataStoreArns?: string[]) => {
      const stack = pinnedStack();
      store(stack, { encryptionKey: CloudTrailEncryptionKey.fromKey(stack, 'StoreKey', new kms.Key(stack, 'Key')), eventDataStoreArns });
      return stack;
    };
    expect(Object.entries(keyPolicyOf(define())).map(([sid, { Action }]) => [sid, Action])).toEqual([
      ['#0', 'kms:*'],
      ['AllowCloudTrailEncryptEds', ['kms:Decrypt', 'kms:GenerateDataKey']],
      ['AllowCloudTrailDecryptEds', 'kms:Decrypt'],
      ['AllowCloudTrailAccessEds', 'kms:DescribeKey'],
      ['EnableUserKeyPermissionsEds', ['kms:Decrypt', 'kms:GenerateDataKey']],
    ]);
    expect(warningsOf(define())).toEqual([UNLOCKED]);
    expect(warningsOf(define([OWN]))).toEqual([]);
  });

  test('of somebody else has its statements handed out, and a user of the app gets the identity half', () => {
    const stack = pinnedStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    store(stack, { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN), users: [role], eventDataStoreArns: [OWN] });

    const condition = { StringEquals: { 'aws:SourceAccount': '111111111111', 'aws:SourceArn': OWN } };
    const statement = (Sid: string, Action: any, Principal: any, Condition?: any) =>
      ({ Action, ...Condition === undefined ? {} : { Condition }, Effect: 'Allow', Principal, Resource: '*', Sid });
    expect(warningsOf(stack)).toEqual([
      `this app cannot change the policy of ${KEY_ARN}; its owner has to add these statements, \${...} replaced by what is deployed: ${JSON.stringify([
        statement('AllowCloudTrailEncryptEds', ['kms:Decrypt', 'kms:GenerateDataKey'], CLOUDTRAIL, condition),
        statement('AllowCloudTrailDecryptEds', 'kms:Decrypt', CLOUDTRAIL, condition),
        statement('AllowCloudTrailAccessEds', 'kms:DescribeKey', CLOUDTRAIL, condition),
        statement('EnableUserKeyPermissionsEds', ['kms:Decrypt', 'kms:GenerateDataKey'], { AWS: ['arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-central-1', '${Role1ABCC5F0.Arn}'] }),
      ])}`,
    ]);
    expect(propertiesOf(stack, 'AWS::CloudTrail::EventDataStore').KmsKeyId).toEqual(KEY_ARN);
    const [onKey] = propertiesOf(stack, 'AWS::IAM::Policy').PolicyDocument.Statement;
    expect([[...onKey.Action].sort(), onKey.Resource]).toEqual([['kms:Decrypt', 'kms:GenerateDataKey'], KEY_ARN]);
  });

  test('of somebody else is warned of until it is locked', () => {
    const stack = pinnedStack();
    store(stack, { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN) });
    expect(warningsOf(stack)).toEqual([
      expect.stringContaining('its owner has to add these statements'),
      "the statements for the key's owner let CloudTrail use it for every account's event data stores until they are named; "
        + "deploy, then pass the store's ARN in 'eventDataStoreArns' and have the owner replace the statements",
    ]);
  });

  test('of somebody else may lie in another Region than the app that names it, and takes the stores of its own', () => {
    const stack = new Stack(new App(), 'Audit', { env: { account: '111111111111', region: 'us-east-1' } });
    const key = CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN);
    key.addEventDataStore(OWN);
    expect(messageOf(() => key.addEventDataStore(storeArn('x', '111111111111', 'us-east-1')))).toEqual(
      'Audit/Key: \'eventDataStoreArn\' must lie in the key\'s Region, "eu-central-1", '
      + 'got "arn:aws:cloudtrail:us-east-1:111111111111:eventdatastore/x"; an event data store takes a key of its own Region');
  });
});

describe('several users of one key', () => {
  /** A key that is shared by a trail and a store. */
  const withTrail = (eventDataStoreArns?: string[]) => {
    const stack = pinnedStack();
    const encryptionKey = new CloudTrailEncryptionKey(stack, 'Key');
    new EncryptedTrail(stack, 'Trail', { encryptionKey });
    store(stack, { encryptionKey, eventDataStoreArns });
    return stack;
  };

  test('a trail and a store stop the synthesis until the key is locked', () => {
    expect(errorsOf(withTrail())).toEqual([expect.stringContaining('[Audit/Key/Resource] event-data-store-unlocked: '
      + 'CloudTrail can use the key for the event data stores of every account, which trails share: statement "AllowCloudTrailEncryptEds" admits it')]);
    expect(errorsOf(withTrail([OWN]))).toEqual([]);
  });

  test('a trail and a store stop the synthesis on the key of somebody else too', () => {
    const shared = (props: EncryptedEventDataStoreProps, share: (key: ICloudTrailEncryptionKey) => void = () => {}) => {
      const stack = pinnedStack();
      const encryptionKey = CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN);
      store(stack, { encryptionKey, ...props });
      share(encryptionKey);
      return errorsOf(stack);
    };
    const addTrail = (key: ICloudTrailEncryptionKey) => key.addTrail(TrailIdentity.fromTrailArn('arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit'));
    expect(shared({}, addTrail)).toEqual(["[Audit/Store/Resource] the statements for the key's owner let CloudTrail use it for every account's event data stores, "
      + 'and trails share it; give the store a key of its own']);
    expect(shared({ eventDataStoreArns: [OWN] }, addTrail)).toEqual([]);
    expect(shared({})).toEqual([]);
  });

  const OPEN_BESIDE_TRAILS = "[Audit/Store/Resource] the statements for the key's owner let CloudTrail use it for every account's event data stores, "
    + 'and trails share it; give the store a key of its own';

  test.each<[string, string, string, string[] | undefined, string[]]>([
    ['is one key', KEY_ARN, KEY_ARN, undefined, [OPEN_BESIDE_TRAILS]],
    ['is one key, which is locked', KEY_ARN, KEY_ARN, [OWN], []],
    ['is two keys', KEY_ARN, KEY_ARN.replace('12345678', '87654321'), undefined, []],
    ['is one key of each stack, for all that is known', `arn:aws:kms:${Aws.REGION}:111111111111:key/mrk-1234`, `arn:aws:kms:${Aws.REGION}:111111111111:key/mrk-1234`,
      undefined, []],
  ])('a trail and a store of two stacks on what %s', (_, ofStore, ofTrail, eventDataStoreArns, errors) => {
    const stack = pinnedStack();
    const trails = new Stack(stack.node.root as App, 'Trails', { env: ENV });
    store(stack, { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', ofStore), eventDataStoreArns });
    CloudTrailEncryptionKey.fromKeyArn(trails, 'Key', ofTrail).addTrail(TrailIdentity.fromTrailArn('arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit'));
    expect(errorsOf(stack)).toEqual(errors);
  });

  test('a trail and a store of one stack stop the synthesis on the key of somebody else that is named twice', () => {
    const stack = pinnedStack();
    const arn = `arn:aws:kms:${Aws.REGION}:111111111111:key/12345678-1234-1234-1234-123456789012`;
    store(stack, { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', arn) });
    CloudTrailEncryptionKey.fromKeyArn(stack, 'Again', arn).addTrail(TrailIdentity.inStackOf(stack, 'audit'));
    expect(errorsOf(stack)).toEqual([OPEN_BESIDE_TRAILS]);
  });

  test('a store stops the synthesis until the key is locked if a trail publishes to a topic on it', () => {
    const publishing = (encryptionKey: (stack: Stack) => ICloudTrailEncryptionKey, eventDataStoreArns?: string[]) => {
      const stack = pinnedStack();
      const shared = store(stack, { encryptionKey: encryptionKey(stack), eventDataStoreArns }).encryptionKey;
      new EncryptedTrail(stack, 'Trail', { snsTopic: new sns.Topic(stack, 'Topic', { masterKey: shared.key }) });
      return errorsOf(stack);
    };
    const own = (stack: Stack) => new CloudTrailEncryptionKey(stack, 'Key');
    const named = (stack: Stack) => CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN);
    expect(publishing(own)).toEqual([expect.stringContaining('[Audit/Key/Resource] event-data-store-unlocked: '
      + 'CloudTrail can use the key for the event data stores of every account, which trails share: statement "AllowCloudTrailEncryptEds" admits it')]);
    expect(publishing(named)).toEqual([OPEN_BESIDE_TRAILS]);
    expect([publishing(own, [OWN]), publishing(named, [OWN])]).toEqual([[], []]);
  });

  test('a store stops the synthesis until the key is locked if a statement that somebody added is for a trail', () => {
    const added = (statement: (stack: Stack) => iam.PolicyStatement, eventDataStoreArns?: string[]) => {
      const stack = pinnedStack();
      const { encryptionKey } = store(stack, { eventDataStoreArns });
      encryptionKey.key.addToResourcePolicy(statement(stack));
      return errorsOf(stack);
    };
    const forTrail = (stack: Stack) => KeyPolicyStatements.allowCloudTrailEncryptLogs([TrailIdentity.inStackOf(stack, 'audit')]);
    const forReader = () => KeyPolicyStatements.enableCloudTrailLogDecryptPermissions([analyst]);
    expect(added(forTrail)).toEqual([expect.stringContaining('[Audit/Store/Key/Resource] event-data-store-unlocked: '
      + 'CloudTrail can use the key for the event data stores of every account, which trails share: statement "AllowCloudTrailEncryptEds" admits it')]);
    expect([added(forTrail, [OWN]), added(forReader)]).toEqual([[], []]);
  });

  /** A key that is shared by two stores. */
  const two = (first?: string[], second?: string[], onKey?: string[]) => {
    const stack = pinnedStack();
    const encryptionKey = new CloudTrailEncryptionKey(stack, 'Key', { eventDataStoreArns: onKey });
    store(stack, { encryptionKey, eventDataStoreArns: first });
    new EncryptedEventDataStore(stack, 'Other', { encryptionKey, eventDataStoreArns: second });
    return errorsOf(stack);
  };
  const shut = (path: string) => `[${path}/Resource] the key is shut to all event data stores but the 1 that it names, and 2 of this app use it; `
    + "name all of them in 'eventDataStoreArns', and give a store that is not there yet a key of its own";

  test.each<[string, string[] | undefined, string[] | undefined, string[] | undefined]>([
    ['one is named by itself', [OWN], undefined, undefined],
    ['one is named by both', [OWN], [OWN], undefined],
    ['one is named by the key', undefined, undefined, [OWN]],
  ])('two stores stop the synthesis where %s', (_, first, second, onKey) => {
    expect(two(first, second, onKey)).toEqual([shut('Audit/Store'), shut('Audit/Other')]);
  });

  test('two stores stop the synthesis too where each has the key in another way', () => {
    const shared = (wrap: (stack: Stack, id: string) => ICloudTrailEncryptionKey, second?: string[]) => {
      const stack = pinnedStack();
      new kms.Key(stack, 'Plain');
      store(stack, { encryptionKey: wrap(stack, 'One'), eventDataStoreArns: [OWN] });
      new EncryptedEventDataStore(stack, 'Other', { encryptionKey: wrap(stack, 'Two'), eventDataStoreArns: second });
      return errorsOf(stack);
    };
    const plain = (stack: Stack, id: string) => CloudTrailEncryptionKey.fromKey(stack, id, stack.node.findChild('Plain') as kms.Key);
    const named = (stack: Stack, id: string) => CloudTrailEncryptionKey.fromKeyArn(stack, id, KEY_ARN);
    for (const wrap of [plain, named]) {
      expect([shared(wrap, [OWN]), shared(wrap)]).toEqual(Array(2).fill([shut('Audit/Store'), shut('Audit/Other')]));
      expect(shared(wrap, [JOINED])).toEqual([]);
    }
  });

  test.each<[string, string[] | undefined, string[] | undefined, string[] | undefined]>([
    ['none is named', undefined, undefined, undefined],
    ['each is named by itself', [OWN], [JOINED], undefined],
    ['one names both', undefined, [OWN, JOINED], undefined],
    ['the key names both', undefined, undefined, [OWN, JOINED]],
  ])('two stores are right where %s', (_, first, second, onKey) => {
    expect(two(first, second, onKey)).toEqual([]);
  });
});

describe('what is refused', () => {
  const js = (value: unknown) => value as any;
  const another = (stack: Stack, env?: Environment) => new Stack(stack.node.root as App, 'Other', { env });
  const DAYS = 'use Duration.days()';
  const A_NAME = "'eventDataStoreName' must be 3-128 letters, digits, '.', '_' or '-'";
  const A_STORE_ARN = 'must be the ARN of an event data store, "arn:PARTITION:cloudtrail:REGION:ACCOUNT:eventdatastore/ID", without wildcards';
  const LIST_STORES = 'take it from the output of `aws cloudtrail list-event-data-stores`';
  const A_PRINCIPAL = 'must be a role, a user, an account, or an organization or other "*" with a condition that says who';
  const A_LIST = 'must be a list that is known when the app is synthesized';
  const A_SELECTOR = "'advancedEventSelectors[1]' must be an AdvancedEventSelectorProperty";
  const LIKE_THAT = "write it as in { fieldSelectors: [{ field: 'eventCategory', equalTo: ['Data'] }] }";
  const selector = { fieldSelectors: [] };

  test.each<[string, (stack: Stack) => EncryptedEventDataStoreProps, string]>([
    ['a name that is too short', () => ({ eventDataStoreName: 'ab' }), `${A_NAME}, got "ab"; rename the event data store`],
    ['a name that is too long', () => ({ eventDataStoreName: 'a'.repeat(129) }), `${A_NAME}, got "${'a'.repeat(129)}"; rename the event data store`],
    ['a name with a space', () => ({ eventDataStoreName: 'audit store' }), `${A_NAME}, got "audit store"; rename the event data store`],
    ['a text for a flag', () => ({ organizationEnabled: js('false') }), "'organizationEnabled' must be true or false, got \"false\"; leave it out for the default"],
    ['a kms.Key', stack => ({ encryptionKey: js(new kms.Key(stack, 'Plain')) }),
      "'encryptionKey' must be a CloudTrailEncryptionKey, got the Key \"Audit/Plain\"; for a kms.Key use CloudTrailEncryptionKey.fromKey()"],
    ['a key of another Region', stack => ({ encryptionKey: new CloudTrailEncryptionKey(another(stack, { ...ENV, region: 'us-east-1' }), 'Key') }),
      "'encryptionKey' must lie in the store's Region, \"eu-central-1\", got a key of \"us-east-1\"; use a key there"],
    ['an imported key of another Region',
      stack => ({ encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN.replace('eu-central-1', 'us-east-1')) }),
      "'encryptionKey' must lie in the store's Region, \"eu-central-1\", got a key of \"us-east-1\"; use a key there"],
    ['a key of another account for an organization', stack => ({
      organizationEnabled: true, encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN.replace('111111111111', '222222222222')),
    }), "'encryptionKey' must be of the management account, \"111111111111\", for an organization's store, got a key of \"222222222222\"; use a key there"],
    ['a management account without an organization', () => ({ managementAccountId: '111111111111' }),
      "'managementAccountId' goes with 'organizationEnabled', got \"111111111111\" alone; turn that on, or leave it out"],
    ['the stack of a delegated administrator', () => ({ organizationEnabled: true, managementAccountId: '222222222222' }),
      "'managementAccountId' must be the account of the stack, \"111111111111\", got \"222222222222\"; "
      + "an organization's event data store and its key are the management account's, whoever creates them: deploy this stack there"],
    ['a management account that is none', () => ({ organizationEnabled: true, managementAccountId: '1234' }),
      "'managementAccountId' must be an account id of 12 digits, as a string, got \"1234\"; write it in full, as in \"111111111111\"; accounts have no wildcard"],
    ['a retention that is too short', () => ({ retention: Duration.days(6) }), `'retention' must be 7 to 3653 whole days, got 6 days; ${DAYS}`],
    ['a retention that is too long', () => ({ retention: Duration.days(3654) }), `'retention' must be 7 to 3653 whole days, got 3654 days; ${DAYS}`],
    ['a retention of half days', () => ({ retention: Duration.hours(180) }), `'retention' must be 7 to 3653 whole days, got 7 days 12 hours; ${DAYS}`],
    ['a number for a retention', () => ({ retention: js(90) }), `'retention' must be 7 to 3653 whole days, got 90; ${DAYS}`],
    ['a retention that is too long for its billing', () => ({ billing: EventDataStoreBilling.FIXED_RETENTION_PRICING, retention: Duration.days(2558) }),
      "'retention' must be 7 to 2557 whole days with FIXED_RETENTION_PRICING, got 2558 days; shorten it, or use EXTENDABLE_RETENTION_PRICING, which takes up to 3653"],
    ['a billing that is none', () => ({ billing: js('fixed') }),
      "'billing' must be one of EXTENDABLE_RETENTION_PRICING, FIXED_RETENTION_PRICING, got \"fixed\"; use a member of EventDataStoreBilling"],
    ['a removal policy that is none', () => ({ removalPolicy: js('Retain') }),
      "'removalPolicy' must be one of destroy, retain, retain-on-update-or-delete, got \"Retain\"; use a member of RemovalPolicy"],
    ['no selector in a list', () => ({ advancedEventSelectors: [] }),
      "'advancedEventSelectors' must be 1 to 5 selectors, got 0; leave it out to collect all management events"],
    ['six selectors', () => ({ advancedEventSelectors: Array(6).fill(selector) }),
      "'advancedEventSelectors' must be 1 to 5 selectors, got 6; leave it out to collect all management events"],
    ['one selector alone', () => ({ advancedEventSelectors: js(selector) }),
      `'advancedEventSelectors' ${A_LIST}, got {"fieldSelectors":[]}; write its elements out`],
    ['null among selectors', () => ({ advancedEventSelectors: [selector, js(null)] }), `${A_SELECTOR}, got null; ${LIKE_THAT}`],
    ['a text among selectors', () => ({ advancedEventSelectors: [selector, js('Data')] }), `${A_SELECTOR}, got "Data"; ${LIKE_THAT}`],
    ['a selector of no fields', () => ({ advancedEventSelectors: [selector, js({ name: 'Data' })] }), `${A_SELECTOR}, got {"name":"Data"}; ${LIKE_THAT}`],
    ['a service as user', () => ({ users: [new iam.ServicePrincipal('lambda.amazonaws.com')] }),
      `'users[0]' ${A_PRINCIPAL}, got {"Service":["lambda.amazonaws.com"]}; name the role or user itself`],
    ['a whole organization as user', () => ({ users: [analyst, new iam.OrganizationPrincipal('o-exampleorg1')] }),
      "'users[1]' must be a role, a user or an account, got \"*\" with the conditions {\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-exampleorg1\"}}; "
      + 'that admits all their roles directly: name those who need it'],
    ['one user alone', () => ({ users: js(analyst) }), `'users' ${A_LIST}, got a ArnPrincipal; write its elements out`],
    ['a group as deployer', () => ({ deployer: new iam.ArnPrincipal('arn:aws:iam::111111111111:group/Admins') }),
      `'deployer' ${A_PRINCIPAL}, got the group "arn:aws:iam::111111111111:group/Admins"; `
      + 'the policy of a resource cannot name a group: name the role that its members assume'],
    ['the ARN of a trail', () => ({ eventDataStoreArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit'] }),
      `'eventDataStoreArns[0]' ${A_STORE_ARN}, got "arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit"; ${LIST_STORES}`],
    ['a pattern of stores', () => ({ eventDataStoreArns: [storeArn('*')] }), `'eventDataStoreArns[0]' ${A_STORE_ARN}, got "${storeArn('*')}"; ${LIST_STORES}`],
    ['a store of another Region', () => ({ eventDataStoreArns: [OWN, storeArn('x', '111111111111', 'us-east-1')] }),
      "'eventDataStoreArns[1]' must lie in the key's Region, \"eu-central-1\", got \"arn:aws:cloudtrail:us-east-1:111111111111:eventdatastore/x\"; "
      + 'an event data store takes a key of its own Region'],
    ['only stores of other accounts', () => ({ eventDataStoreArns: [storeArn('x', '222222222222')] }),
      "'eventDataStoreArns' must hold the ARN of this store, which is of account \"111111111111\", got [\"arn:aws:cloudtrail:eu-central-1:222222222222:eventdatastore/x\"]; "
      + `the key would be shut to it: ${LIST_STORES}`],
    ['a store\'s own reference', stack => ({ eventDataStoreArns: [new EncryptedEventDataStore(stack, 'First').eventDataStoreArn] }),
      "'eventDataStoreArns[0]' must be known when the app is synthesized, got the store's own reference: a key policy that waits for a store on the key "
      + 'would be a cycle; deploy, then write the ARN out and deploy again'],
  ])('%s', (_, props, message) => {
    const stack = pinnedStack();
    const wrong = props(stack);
    const before = stack.node.findAll().length;
    const told = messageOf(() => store(stack, wrong));
    expect(told?.slice(0, 13)).toEqual('Audit/Store: ');
    expect(told?.slice(13)).toEqual(message);
    expect(stack.node.findAll()).toHaveLength(before);
  });

  test('a key whose stack would read the deploying role as its own, unless the role is named', () => {
    const app = new App();
    const [pinned, agnostic] = [new Stack(app, 'Pinned', { env: ENV }), new Stack(app, 'Agnostic')];
    const encryptionKey = CloudTrailEncryptionKey.fromKeyArn(pinned, 'Key', KEY_ARN);
    expect(messageOf(() => store(agnostic, { encryptionKey }))).toEqual("Agnostic/Store: 'deployer' must name its account, "
      + 'got "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/cdk-hnb659fds-cfn-exec-role-${AWS::AccountId}-${AWS::Region}" of the stack "Agnostic", '
      + 'which is "arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-central-1" in a policy of the stack "Pinned"; '
      + 'write the 12 digits out, or give both stacks an explicit env');
    expect(messageOf(() => store(agnostic, { encryptionKey, deployer: analyst }))).toBeUndefined();
  });

  test('a key by a reference into another account, unless its ARN is written out', () => {
    const app = new App();
    const encryptionKey = new CloudTrailEncryptionKey(new Stack(app, 'Keys', { env: { ...ENV, account: '222222222222' } }), 'Key');
    const own = new Stack(app, 'Own', { env: ENV });
    expect(messageOf(() => store(own, { encryptionKey }))).toEqual("Own/Store: 'encryptionKey' must be free of references to other accounts, "
      + 'got one to the stack "Keys", which is not known to be of the account of "Own"; CloudFormation carries none across: '
      + 'name that key by CloudTrailEncryptionKey.fromKeyArn()');
    expect(messageOf(() => store(own, { encryptionKey: CloudTrailEncryptionKey.fromKeyArn(own, 'Key', KEY_ARN) }))).toBeUndefined();
  });

  test('a key or a store of another account than the management account, in a stack of any account', () => {
    const inAnyAccount = (props: (stack: Stack) => EncryptedEventDataStoreProps) => messageOf(() => {
      const stack = new Stack(new App(), 'Audit');
      store(stack, { organizationEnabled: true, deployer: analyst, ...props(stack) });
    });
    const keyOf = (accountId: string) => (stack: Stack) =>
      ({ managementAccountId: accountId, encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_ARN) });
    const storeOf = (accountId: string) => () => ({ managementAccountId: accountId, eventDataStoreArns: [OWN] });
    expect(inAnyAccount(keyOf('999999999999'))).toEqual("Audit/Store: 'encryptionKey' must be of the management account, \"999999999999\", "
      + 'for an organization\'s store, got a key of "111111111111"; use a key there');
    expect(inAnyAccount(storeOf('999999999999'))).toEqual("Audit/Store: 'eventDataStoreArns' must hold the ARN of this store, which is of account \"999999999999\", "
      + `got ["${OWN}"]; the key would be shut to it: ${LIST_STORES}`);
    expect([inAnyAccount(keyOf('111111111111')), inAnyAccount(storeOf('111111111111'))]).toEqual([undefined, undefined]);
  });

  test.each<[string, unknown, string]>([['null', null, 'null'], ['a name', 'audit', '"audit"']])('%s for props', (_, props, got) => {
    const stack = pinnedStack();
    expect(messageOf(() => store(stack, js(props)))).toEqual(
      `Audit/Store: 'props' must be an object, got ${got}; write them as in { ... }, or leave them out if none is required`);
    expect(stack.node.children).toEqual([]);
  });

  test('everything at once', () => {
    const stack = pinnedStack();
    expect(messageOf(() => store(stack, {
      eventDataStoreName: 'a b',
      encryptionKey: js(new s3.Bucket(stack, 'Bucket')),
      users: [js('Bob')],
      deployer: js({}),
      eventDataStoreArns: ['arn'],
      managementAccountId: '222222222222',
      advancedEventSelectors: [],
      billing: js('free'),
      retention: Duration.days(1),
    }))?.split('\n  - ').map(complaint => complaint.split(',')[0])).toEqual([
      'Audit/Store: 10 problems',
      "'eventDataStoreName' must be 3-128 letters",
      "'billing' must be one of EXTENDABLE_RETENTION_PRICING",
      "'retention' must be 7 to 3653 whole days",
      "'advancedEventSelectors' must be 1 to 5 selectors",
      "'managementAccountId' goes with 'organizationEnabled'",
      "'managementAccountId' must be the account of the stack",
      "'encryptionKey' must be a CloudTrailEncryptionKey",
      "'users[0]' must be a role",
      "'deployer' must be a role",
      "'eventDataStoreArns[0]' must be the ARN of an event data store",
    ]);
    stack.node.tryRemoveChild('Bucket');
    expect(stack.node.children).toEqual([]);
  });

  test('not what is known only when it is deployed', () => {
    const stack = pinnedStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    store(stack, { eventDataStoreName: parameter('Name'), organizationEnabled: true, managementAccountId: parameter('Account'), eventDataStoreArns: [parameter('Arn')] });
    expect(text(keyPolicyOf(stack).AllowCloudTrailEncryptEds.Condition.StringEquals['aws:SourceArn'])).toEqual('${Arn}');
    expect(errorsOf(stack)).toEqual([]);
  });
});
