import {
  App, aws_events_targets as targets, aws_iam as iam, aws_kms as kms, aws_sns as sns, Duration, LegacyStackSynthesizer, RemovalPolicy, Stack,
  StackProps,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { propertiesOf } from './stacks';
import {
  AccountAccess, CloudTrailEncryptionKey, CloudTrailEncryptionKeyProps, CloudTrailEncryptionKeyReplica, CloudTrailEncryptionKeyReplicaProps,
  EncryptedTrail, KeyPolicyAudit, TrailLogBucket,
} from '../src';

const TRAIL_ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
const PRIMARY = 'arn:aws:kms:eu-central-1:111111111111:key/mrk-0123456789abcdef0123456789abcdef';
const AUDITOR = new iam.ArnPrincipal('arn:aws:iam::111111111111:role/Auditor');

const stackIn = (region?: string, props: StackProps = {}, app = new App()) => new Stack(app, `Stack-${region ?? 'any'}`, {
  ...region === undefined ? {} : { env: { account: '111111111111', region } }, ...props,
});
const replicaIn = (stack: Stack, props: Partial<CloudTrailEncryptionKeyReplicaProps> = {}) =>
  new CloudTrailEncryptionKeyReplica(stack, 'Replica', { primaryKeyArn: PRIMARY, ...props });
const policyOf = (stack: Stack): any[] => propertiesOf(stack, 'AWS::KMS::ReplicaKey').KeyPolicy.Statement;
const sidsOf = (stack: Stack) => policyOf(stack).map(({ Sid }) => Sid);

describe('a replica', () => {
  test('has the policy that a multi-Region primary with the same props has', () => {
    const [replica, primary] = [stackIn('eu-west-1'), stackIn('eu-west-1')];
    const access = { trailArns: [TRAIL_ARN], readers: [AUDITOR], readerAccounts: ['222222222222'], administrators: [new iam.ArnPrincipal('arn:aws:iam::111111111111:role/Admin')] };

    replicaIn(replica, access);
    new CloudTrailEncryptionKey(primary, 'Key', { multiRegion: true, ...access });

    expect(policyOf(replica)).toEqual(propertiesOf(primary, 'AWS::KMS::Key').KeyPolicy.Statement);
    expect(sidsOf(replica)).toEqual(['AllowKeyAdministration', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess',
      'EnableCloudTrailLogDecryptPermissions', 'EnableEncryptedCloudTrailLogReadAccess']);
  });

  test('is retained, and has an alias, a description and a pending window of its own, but no rotation', () => {
    const stack = stackIn('eu-west-1');

    const replica = replicaIn(stack, { alias: 'alias/audit', description: 'logs', pendingWindow: Duration.days(7) });

    const { KeyPolicy, ...properties } = propertiesOf(stack, 'AWS::KMS::ReplicaKey');
    expect(properties).toEqual({ PrimaryKeyArn: PRIMARY, Description: 'logs', PendingWindowInDays: 7 });
    expect(Object.values(Template.fromStack(stack).findResources('AWS::KMS::ReplicaKey'))[0]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(propertiesOf(stack, 'AWS::KMS::Alias')).toEqual({ AliasName: 'alias/audit', TargetKeyId: '${ReplicaDDFB2A87.Arn}' });
    expect(stack.resolve(replica.aliasArn)).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:eu-west-1:111111111111:alias/audit']] });
  });

  test('takes later what it takes at first', () => {
    const stack = stackIn('eu-west-1');
    const replica = replicaIn(stack);

    replica.grantDecrypt(AUDITOR);
    replica.grantAdmin(new iam.ArnPrincipal('arn:aws:iam::111111111111:role/Admin'));

    expect(sidsOf(stack)).toEqual(['AllowKeyAdministration', 'EnableCloudTrailLogDecryptPermissions']);
    expect(policyOf(stack)[0].Principal.AWS[1]).toEqual('arn:aws:iam::111111111111:role/Admin');
  });

  test('serves a log bucket, a trail and a topic of its Region', () => {
    const stack = stackIn('eu-west-1');
    const replica = replicaIn(stack);

    new EncryptedTrail(stack, 'Trail', {
      logBucket: new TrailLogBucket(stack, 'Logs', { encryptionKey: replica }),
      readers: [AUDITOR],
      snsTopic: new sns.Topic(stack, 'Topic', { masterKey: replica.key }),
    });

    expect(sidsOf(stack)).toEqual(['AllowKeyAdministration', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess',
      'AllowCloudTrailPublish', 'EnableCloudTrailLogDecryptPermissions']);
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test('can be audited by itself and by the key that it shows', () => {
    const replica = replicaIn(stackIn('eu-west-1'), { trailArns: [TRAIL_ARN], accountAccess: AccountAccess.FULL });
    const rulesOf = ({ findings }: KeyPolicyAudit) => findings.map(({ rule }) => rule);

    expect(rulesOf(replica.audit())).toEqual(['decrypt-delegated-to-iam']);
    expect(rulesOf(KeyPolicyAudit.ofKey(replica.key, { trailArns: [TRAIL_ARN] }))).toEqual(['decrypt-delegated-to-iam']);
  });

  test('stops the synthesis if an override opens its policy', () => {
    const stack = stackIn('eu-west-1');
    (replicaIn(stack, { trailArns: [TRAIL_ARN] }).node.defaultChild as kms.CfnReplicaKey).addPropertyDeletionOverride('KeyPolicy.Statement.2.Condition');

    expect(() => Template.fromStack(stack)).toThrow(/\[Stack-eu-west-1\/Replica\/Resource\] statement-missing: statement 'AllowCloudTrailDecryptTrail'[^]* foreign-trail-can-decrypt: /);
  });

  test('warns if it goes with its stack', () => {
    const stack = stackIn('eu-west-1');
    replicaIn(stack, { removalPolicy: RemovalPolicy.DESTROY });

    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('CloudTrailEncryptionKey.notRetained'))).toHaveLength(1);
  });

  test('can be watched, but not through a topic on itself', () => {
    const stack = stackIn('eu-west-1');
    const replica = replicaIn(stack);
    const topic = new sns.Topic(stack, 'Topic', { masterKey: replica.key });

    replica.onKeyAtRisk('AtRisk');

    expect(propertiesOf(stack, 'AWS::Events::Rule').EventPattern.detail.requestParameters).toEqual({ keyId: ['${ReplicaDDFB2A87}', '${ReplicaDDFB2A87.Arn}'] });
    expect(() => replica.onKeyAtRisk('Deaf', { target: new targets.SnsTopic(topic) })).toThrow('the topic could not deliver the alarm');
  });

  test('takes the ARN of a primary of the same app', () => {
    const app = new App();
    const [home, standby] = ['eu-central-1', 'eu-west-1'].map(region => stackIn(region, { crossRegionReferences: true }, app));

    replicaIn(standby, { primaryKeyArn: new CloudTrailEncryptionKey(home, 'Key', { multiRegion: true }).keyArn });

    expect(Object.keys(propertiesOf(standby, 'AWS::KMS::ReplicaKey'))).toEqual(['KeyPolicy', 'PrimaryKeyArn']);
  });

  test('of each Region is one, of one primary as of others', () => {
    const app = new App();
    const [first, second] = [stackIn('eu-west-1', {}, app), stackIn('eu-west-2', {}, app)];

    replicaIn(first);
    replicaIn(second);
    new CloudTrailEncryptionKeyReplica(first, 'OfAnother', { primaryKeyArn: PRIMARY.replace(/.$/, '0') });

    expect(() => app.synth()).not.toThrow();
  });

  test('takes any Region for another where its own is not known', () => {
    const stack = stackIn();
    replicaIn(stack);

    expect(propertiesOf(stack, 'AWS::KMS::ReplicaKey').PrimaryKeyArn).toEqual(PRIMARY);
  });
});

describe('a replica of a key of the app', () => {
  const DEPLOYER = 'arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-west-1';
  const closed: CloudTrailEncryptionKeyProps = { accountAccess: AccountAccess.NONE, administrators: [new iam.ArnPrincipal('arn:aws:iam::111111111111:role/KeyAdmin')] };
  const replicate = (arn: string) => new iam.PolicyStatement({ actions: ['kms:ReplicateKey'], resources: ['*'], principals: [new iam.ArnPrincipal(arn)] });
  const primaryOf = (home: Stack, props: CloudTrailEncryptionKeyProps = closed) => new CloudTrailEncryptionKey(home, 'Key', { multiRegion: true, ...props });

  /** A primary made with plain CDK, whose policy is for one principal. */
  const plainFor = (arn: string, conditions?: any) => (home: Stack) => kms.Key.fromCfnKey(new kms.CfnKey(home, 'Plain', {
    multiRegion: true,
    keyPolicy: { Version: '2012-10-17', Statement: [{ Sid: 'Own', Effect: 'Allow', Principal: { AWS: arn }, Action: 'kms:*', Resource: '*', Condition: conditions }] },
  }));

  /** What stops the synthesis, one complaint each. */
  const errorsOf = (primary: (home: Stack) => kms.IKey, props: StackProps = {}, regions = ['eu-central-1', 'eu-west-1']) => {
    const app = new App();
    const [home, standby] = regions.map(region => stackIn(region, { crossRegionReferences: true, ...props }, app));
    replicaIn(standby, { primaryKeyArn: primary(home).keyArn });
    try {
      app.synth();
    } catch (error: any) {
      return error.message.split('\n').slice(1).map((line: string) => line.trim());
    }
    return [];
  };
  const notAllowed = (primary: string) => `[Stack-eu-west-1/Replica/Resource] the policy of the primary key "${primary}" does not let the role that deploys its replica, `
    + `${DEPLOYER}, do kms:ReplicateKey; let it, or name it in 'administrators' there: new iam.ArnPrincipal('${DEPLOYER}')`;

  test('stops the synthesis where the policy of that lets nobody replicate it who deploys the replica', () => {
    expect(errorsOf(home => primaryOf(home).key)).toEqual([notAllowed('Stack-eu-central-1/Key/Resource')]);
    expect(errorsOf(home => primaryOf(home, { ...closed, administrators: [new iam.ArnPrincipal(DEPLOYER.replace('west-1', 'west-2'))] }).key))
      .toEqual([notAllowed('Stack-eu-central-1/Key/Resource')]);
    for (const plain of [plainFor('arn:aws:iam::111111111111:role/KeyAdmin'), plainFor(DEPLOYER, { StringEquals: { 'kms:ReplicaRegion': 'eu-west-2' } })]) {
      expect(errorsOf(plain)).toEqual([notAllowed('Stack-eu-central-1/Plain')]);
    }
  });

  test.each<[string, (home: Stack) => kms.IKey]>([
    ['names it as an administrator', home => primaryOf(home, { ...closed, administrators: [new iam.ArnPrincipal(DEPLOYER)] }).key],
    ['lets it do that and nothing else, which was added later', home => {
      const { key } = primaryOf(home);
      key.addToResourcePolicy(replicate(DEPLOYER));
      return key;
    }],
    ['leaves it to the account', home => primaryOf(home, {}).key],
    ['leaves it to the account, made with plain CDK', plainFor('arn:aws:iam::111111111111:root')],
    ['lets it do that for its Region', plainFor(DEPLOYER, { StringEquals: { 'kms:ReplicaRegion': 'eu-west-1', 'kms:MultiRegionKeyType': 'PRIMARY' } })],
  ])('is right where the policy of that %s', (_, primary) => {
    expect(errorsOf(primary)).toEqual([]);
  });

  test('is not judged where nothing tells who deploys it', () => {
    expect(errorsOf(plainFor('arn:aws:iam::111111111111:role/KeyAdmin'), { synthesizer: new LegacyStackSynthesizer() })).toEqual([]);
    // the partition of these Regions does not show in their names
    expect(errorsOf(plainFor('arn:aws:iam::111111111111:role/KeyAdmin'), {}, ['xy-east-1', 'xy-west-1'])).toEqual([]);
  });
});

describe('a replica is refused with', () => {
  const ANY_PRIMARY = (home: Stack, multiRegion?: boolean) => new CloudTrailEncryptionKey(home, 'Key', { multiRegion }).keyArn;
  const appOf = (stack: Stack) => stack.node.root as App;
  const replicaOfPrimary = (stack: Stack) => replicaIn(stackIn('us-east-1', {}, appOf(stack)));
  const NOT_PRIMARY = "'primaryKeyArn' must be of a primary key, got that of the CfnReplicaKey \"Stack-us-east-1/Replica/Resource\", which is a replica itself; "
    + `use the primary key of that, "${PRIMARY}"`;

  test.each<[string, (stack: Stack) => Partial<CloudTrailEncryptionKeyReplicaProps>, string]>([
    ['no primary', () => ({ primaryKeyArn: undefined }),
      "'primaryKeyArn' must be the ARN of a multi-Region key, \"arn:PARTITION:kms:REGION:ACCOUNT:key/mrk-ID\", got undefined; only a key that was made as a multi-Region key can be replicated"],
    ['the attribute of a primary, which is no string', stack => ({ primaryKeyArn: new kms.CfnKey(stack, 'Plain').getAtt('Arn') as any }),
      "'primaryKeyArn' must be a string, or a token that was made one, got a token; wrap it in Token.asString()"],
    ['a removal policy that is none', () => ({ removalPolicy: 'x' as any }),
      "'removalPolicy' must be one of destroy, retain, retain-on-update-or-delete, got \"x\"; use a member of RemovalPolicy"],
    ['a primary of one Region', () => ({ primaryKeyArn: 'arn:aws:kms:eu-central-1:111111111111:key/12345678-1234-1234-1234-123456789012' }),
      "'primaryKeyArn' must be the ARN of a multi-Region key"],
    ['a primary of its own Region', () => ({ primaryKeyArn: PRIMARY.replace('eu-central-1', 'eu-west-1') }),
      "'primaryKeyArn' must be of a key in another Region than the replica's, \"eu-west-1\""],
    ['a primary of another account', () => ({ primaryKeyArn: PRIMARY.replace('111111111111', '222222222222') }),
      "'primaryKeyArn' must be of a key of the replica's account, \"111111111111\""],
    ['a primary of another partition', () => ({ primaryKeyArn: PRIMARY.replace('arn:aws:', 'arn:aws-cn:').replace('eu-central-1', 'cn-north-1') }),
      "'primaryKeyArn' must lie in the partition of the stack, \"aws\""],
    ['a primary of the app that is of one Region', stack => ({ primaryKeyArn: ANY_PRIMARY(stackIn('eu-central-1', {}, stack.node.root as App)) }),
      "'primaryKeyArn' must be of a multi-Region key, got that of the CfnKey \"Stack-eu-central-1/Key/Resource\", which is not; set 'multiRegion' there"],
    ['a primary of its own stack', stack => ({ primaryKeyArn: ANY_PRIMARY(stack, true) }),
      "'primaryKeyArn' must be of a key in another Region than the replica's, \"eu-west-1\", got that of the CfnKey \"Stack-eu-west-1/Key/Resource\"; "
        + 'define the replica in a stack of the other Region'],
    ['the ARN of a replica', stack => ({ primaryKeyArn: replicaOfPrimary(stack).keyArn }), NOT_PRIMARY],
    ['the ARN that the key of a replica shows', stack => ({ primaryKeyArn: replicaOfPrimary(stack).key.keyArn }), NOT_PRIMARY],
    ['the primary of another replica of its Region', stack => {
      new CloudTrailEncryptionKeyReplica(stack, 'First', { primaryKeyArn: PRIMARY });
      return { primaryKeyArn: PRIMARY };
    }, `'primaryKeyArn' must be of a key without another replica in the Region, got "${PRIMARY}", of which the CfnReplicaKey "Stack-eu-west-1/First/Resource" is one; `
        + 'KMS makes one replica in each Region: use that'],
    ['the primary of another replica of its Region, in another stack', stack => {
      const [home, other] = [stackIn('eu-central-1', {}, appOf(stack)), new Stack(appOf(stack), 'Other', { env: { account: '111111111111', region: 'eu-west-1' } })];
      const { key, keyArn } = new CloudTrailEncryptionKey(home, 'Key', { multiRegion: true });
      new kms.CfnReplicaKey(other, 'First', { primaryKeyArn: key.keyArn, keyPolicy: {} });
      return { primaryKeyArn: keyArn };
    }, "'primaryKeyArn' must be of a key without another replica in the Region, got that of the CfnKey \"Stack-eu-central-1/Key/Resource\", "
      + 'of which the CfnReplicaKey "Other/First" is one; KMS makes one replica in each Region: use that'],
  ])('%s', (_, props, message) => {
    const stack = stackIn('eu-west-1');
    const given = props(stack);

    expect(() => replicaIn(stack, given)).toThrow(message);
    expect(stack.node.tryFindChild('Replica')).toBeUndefined();
  });

  test('a primary of an app whose stacks are of any Region', () => {
    const app = new App();
    const [home, standby] = [new Stack(app, 'Home'), new Stack(app, 'Standby')];

    expect(() => replicaIn(standby, { primaryKeyArn: ANY_PRIMARY(home, true) })).toThrow(
      "'primaryKeyArn' must be of a key in another Region than the replica's, got that of the CfnKey \"Home/Key/Resource\", and no Region that is known of either; "
      + 'define each in a stack with an explicit env');
  });

  test('no props', () => {
    expect(() => new CloudTrailEncryptionKeyReplica(stackIn('eu-west-1'), 'Replica', undefined as any)).toThrow(
      "Stack-eu-west-1/Replica: 'primaryKeyArn' must be the ARN of a multi-Region key, \"arn:PARTITION:kms:REGION:ACCOUNT:key/mrk-ID\", got undefined");
  });

  test('several mistakes, all of which it names', () => {
    expect(() => replicaIn(stackIn('eu-west-1'), { primaryKeyArn: 'x', alias: 'y', readerAccounts: ['z'] }))
      .toThrow(/3 problems\n[^]*'readerAccounts\[0\]'[^]*'alias'[^]*'primaryKeyArn'/);
  });
});
