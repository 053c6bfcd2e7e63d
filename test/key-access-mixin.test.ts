import { App, aws_iam as iam, aws_kms as kms, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { keyPolicyOf, pinnedStack, propertiesOf } from './stacks';
import { CloudTrailEncryptionKey, CloudTrailKeyAccess, KeyPolicyAudit, TrailIdentity } from '../src';

const TRAIL_ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
const AUDITOR = 'arn:aws:iam::111111111111:role/Auditor';
const OWN = { Sid: 'AllowCloudTrailAccess', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'kms:*', Resource: '*' };
const OURS = ['AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess'];
const access = () => new CloudTrailKeyAccess({ trailArns: [TRAIL_ARN], readers: [new iam.ArnPrincipal(AUDITOR)] });
const sidsOf = (stack: Stack) => Object.keys(keyPolicyOf(stack));
const warningsOf = (stack: Stack) => Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data));

describe('a key made with plain CDK that admits CloudTrail by a mixin', () => {
  test('keeps its own statements, and has those for trails and readers behind them', () => {
    const stack = pinnedStack();
    const key = new kms.Key(stack, 'Key');

    key.with(access());

    expect(sidsOf(stack)).toEqual(['#0', ...OURS, 'EnableCloudTrailLogDecryptPermissions']);
    expect(keyPolicyOf(stack).EnableCloudTrailLogDecryptPermissions).toEqual({
      Sid: 'EnableCloudTrailLogDecryptPermissions',
      Effect: 'Allow',
      Principal: { AWS: AUDITOR },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
    });
  });

  test('has what is added to it before and after', () => {
    const stack = pinnedStack();
    const key = new kms.Key(stack, 'Key');
    const statement = (sid: string) => new iam.PolicyStatement({ sid, principals: [new iam.ArnPrincipal(AUDITOR)], actions: ['kms:GetKeyPolicy'], resources: ['*'] });

    key.addToResourcePolicy(statement('Before'));
    key.with(access());
    key.addToResourcePolicy(statement('After'));

    expect(sidsOf(stack)).toEqual(['#0', 'Before', 'After', ...OURS, 'EnableCloudTrailLogDecryptPermissions']);
  });

  test('is found by a topic and a trail as a key of this library, and merges what they add', () => {
    const stack = pinnedStack();
    const key = new kms.Key(stack, 'Key');

    key.with(access(), new CloudTrailKeyAccess({ trailArns: [`${TRAIL_ARN}-2`], trailAccounts: ['222222222222'] }));

    expect(keyPolicyOf(stack).AllowCloudTrailAccess.Condition).toEqual({ StringEquals: { 'aws:SourceArn': [TRAIL_ARN, `${TRAIL_ARN}-2`] } });
    expect(sidsOf(stack)).toContain('AllowCloudTrailAccessByAccount');
    expect(warningsOf(stack)).toEqual([]);
  });

  test('has one policy with its other wrappers, whichever comes first', () => {
    const define = (...wraps: ((stack: Stack, key: kms.Key) => unknown)[]) => {
      const stack = pinnedStack();
      const key = new kms.Key(stack, 'Key');
      wraps.forEach(wrap => wrap(stack, key));
      return [sidsOf(stack), warningsOf(stack)];
    };
    const mixed = (_: Stack, key: kms.Key) => key.with(access());
    const wrapped = (stack: Stack, key: kms.Key) => CloudTrailEncryptionKey.fromKey(stack, 'Wrapped', key).addTrail(TrailIdentity.fromTrailArn(TRAIL_ARN));
    const again = (stack: Stack, key: kms.Key) => CloudTrailEncryptionKey.fromKey(stack, 'Again', key).addTrail(TrailIdentity.fromTrailArn(`${TRAIL_ARN}-2`));

    const once = ['#0', ...OURS, 'EnableCloudTrailLogDecryptPermissions'];
    expect(define(mixed, wrapped, again)).toEqual([once, []]);
    expect(define(again, mixed, wrapped)).toEqual([once, []]);
    expect(define(again, wrapped)).toEqual([['#0', ...OURS], []]);
  });

  test('stops the synthesis if its policy is open to every account', () => {
    const stack = pinnedStack();
    const key = new kms.Key(stack, 'Key');
    key.grantDecrypt(new iam.ServicePrincipal('cloudtrail.amazonaws.com'));

    key.with(access());

    expect(() => Template.fromStack(stack)).toThrow('[Audit/Key/Resource/CloudTrailKeyAccess/Policy] foreign-trail-can-decrypt: ');
  });
});

describe('a CfnKey that admits CloudTrail by a mixin', () => {
  test('keeps its literal policy as it is, and a Sid of ours that it has already gets a number', () => {
    const stack = pinnedStack();
    const key = new kms.CfnKey(stack, 'Key', { keyPolicy: { Version: '2012-10-17', Id: 'own', Statement: OWN } });
    key.applyRemovalPolicy(undefined);

    key.with(access());

    const { KeyPolicy } = propertiesOf(stack, 'AWS::KMS::Key');
    expect([KeyPolicy.Version, KeyPolicy.Id, KeyPolicy.Statement[0]]).toEqual(['2012-10-17', 'own', OWN]);
    expect(sidsOf(stack)).toEqual(['AllowCloudTrailAccess', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess2',
      'EnableCloudTrailLogDecryptPermissions']);
  });

  test('has what is added to a view that it had before, also after an audit', () => {
    const stack = pinnedStack();
    const resource = new kms.CfnKey(stack, 'Key', { keyPolicy: { Version: '2012-10-17', Statement: [OWN] } });
    const view = kms.Key.fromCfnKey(resource);
    resource.with(access());
    const rules = () => KeyPolicyAudit.ofKey(view, { trailArns: [TRAIL_ARN] }).findings.map(({ rule }) => rule);

    expect(rules()).not.toContain('foreign-trail-can-decrypt');
    view.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'Late', principals: [new iam.ServicePrincipal('cloudtrail.amazonaws.com')], actions: ['kms:Decrypt'], resources: ['*'],
    }));

    expect(rules()).toContain('foreign-trail-can-decrypt');
    expect(() => Template.fromStack(stack)).toThrow('foreign-trail-can-decrypt: CloudTrail can decrypt with the key for the trails of every account: statement "Late"');
  });

  test('admits once, however often the mixin comes by', () => {
    const stack = pinnedStack();
    const key = new kms.CfnKey(stack, 'Key', { keyPolicy: { Version: '2012-10-17', Statement: OWN } });
    const mixin = access();

    mixin.applyTo(key);
    mixin.applyTo(key);

    expect(sidsOf(stack).filter(sid => sid.startsWith('AllowCloudTrailEncryptLogs'))).toEqual(['AllowCloudTrailEncryptLogs']);
    expect(mixin.supports(key)).toBe(false);
  });
});

test('a key of this library takes the mixin as it takes props', () => {
  const [mixed, plain] = [pinnedStack(), pinnedStack()];

  new CloudTrailEncryptionKey(mixed, 'Key').with(access());
  new CloudTrailEncryptionKey(plain, 'Key', { trailArns: [TRAIL_ARN], readers: [new iam.ArnPrincipal(AUDITOR)] });

  expect(Template.fromStack(mixed).toJSON()).toEqual(Template.fromStack(plain).toJSON());
});

test('the mixin is for keys only, and among these not for replicas and imported keys', () => {
  const stack = pinnedStack();
  const replica = new kms.CfnReplicaKey(stack, 'Replica', { primaryKeyArn: 'arn:aws:kms:us-east-1:111111111111:key/mrk-1', keyPolicy: { Statement: OWN } });
  const imported = kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:eu-central-1:111111111111:key/1');

  expect([stack, new kms.Key(stack, 'Key'), replica, imported, new kms.CfnKey(stack, 'CfnKey')].map(construct => access().supports(construct)))
    .toEqual([false, false, false, false, true]);
});

describe('the mixin refuses', () => {
  test('everything that is wrong with its props at once, and leaves the key as it was', () => {
    const stack = pinnedStack();
    const key = new kms.Key(stack, 'Key');
    const wrong = new CloudTrailKeyAccess({ trailArns: ['arn:aws:s3:::logs'], readerAccounts: ['1'], readers: [new iam.AnyPrincipal()] });

    expect(() => key.with(wrong)).toThrow(/^Audit\/Key\/Resource: 3 problems\n[^]*'trailArns\[0\]'[^]*'readerAccounts\[0\]'[^]*'readers\[0\]'/);
    expect(sidsOf(stack)).toEqual(['#0']);
  });

  test.each([undefined, null])('%s in the place of props', props => {
    expect(() => new CloudTrailKeyAccess(props as any)).toThrow(`CloudTrailKeyAccess: 'props' must be an object, got ${props}; write them as in { ... }`);
  });

  test('a key that CloudTrail does not take', () => {
    const key = new kms.Key(new Stack(new App(), 'Stack'), 'Key', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.SIGN_VERIFY });

    expect(() => key.with(access())).toThrow("'key' must be of spec SYMMETRIC_DEFAULT and usage ENCRYPT_DECRYPT, got RSA_2048 and SIGN_VERIFY");
  });
});
