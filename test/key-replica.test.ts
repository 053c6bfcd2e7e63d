import {
  App, aws_events_targets as targets, aws_iam as iam, aws_kms as kms, aws_sns as sns, Duration, RemovalPolicy, Stack, StackProps,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { propertiesOf } from './stacks';
import {
  AccountAccess, CloudTrailEncryptionKey, CloudTrailEncryptionKeyReplica, CloudTrailEncryptionKeyReplicaProps, EncryptedTrail, KeyPolicyAudit,
  TrailLogBucket,
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

  test('takes any Region for another where its own is not known', () => {
    const stack = stackIn();
    replicaIn(stack);

    expect(propertiesOf(stack, 'AWS::KMS::ReplicaKey').PrimaryKeyArn).toEqual(PRIMARY);
  });
});

describe('a replica is refused with', () => {
  const ANY_PRIMARY = (home: Stack, multiRegion?: boolean) => new CloudTrailEncryptionKey(home, 'Key', { multiRegion }).keyArn;

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
      "'primaryKeyArn' must be of a key in another Region than the replica's"],
  ])('%s', (_, props, message) => {
    const stack = stackIn('eu-west-1');
    const given = props(stack);

    expect(() => replicaIn(stack, given)).toThrow(message);
    expect(stack.node.tryFindChild('Replica')).toBeUndefined();
  });

  test('several mistakes, all of which it names', () => {
    expect(() => replicaIn(stackIn('eu-west-1'), { primaryKeyArn: 'x', alias: 'y', readerAccounts: ['z'] }))
      .toThrow(/3 problems\n[^]*'readerAccounts\[0\]'[^]*'alias'[^]*'primaryKeyArn'/);
  });
});
