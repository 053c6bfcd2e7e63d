import { App, aws_events as events, aws_events_targets as targets, aws_kms as kms, aws_sns as sns, aws_sqs as sqs, Stack } from 'aws-cdk-lib';
import { pinnedStack, propertiesOf, text } from './stacks';
import { CloudTrailEncryptionKey } from '../src';

const ID = '${Key961B73FD}';
const ARN = '${Key961B73FD.Arn}';
const RISKS = ['DeleteImportedKeyMaterial', 'DisableKey', 'DisableKeyRotation', 'PutKeyPolicy', 'ScheduleKeyDeletion'];
const ruleOf = (stack: Stack) => text(propertiesOf(stack, 'AWS::Events::Rule'));

describe('the rule for a key at risk', () => {
  test('is told of every call that takes the key away or changes who may use it, whether it names the key by id or by ARN', () => {
    const stack = pinnedStack();

    new CloudTrailEncryptionKey(stack, 'Key').onKeyAtRisk('AtRisk');

    expect(ruleOf(stack)).toEqual({
      EventPattern: {
        'source': ['aws.kms'],
        'detail-type': ['AWS API Call via CloudTrail'],
        'detail': { eventSource: ['kms.amazonaws.com'], eventName: RISKS, requestParameters: { keyId: [ID, ARN] } },
      },
      State: 'ENABLED',
    });
  });

  test('is told of what happens to the alias too, and of calls that name the key by it', () => {
    const stack = pinnedStack();

    new CloudTrailEncryptionKey(stack, 'Key', { alias: 'alias/cloudtrail' }).onKeyAtRisk('AtRisk');

    expect(ruleOf(stack).EventPattern.detail).toEqual({
      eventSource: ['kms.amazonaws.com'],
      $or: [
        {
          eventName: RISKS,
          requestParameters: { keyId: [ID, ARN, 'alias/cloudtrail', 'arn:${AWS::Partition}:kms:eu-central-1:111111111111:alias/cloudtrail'] },
        },
        { eventName: ['DeleteAlias', 'UpdateAlias'], requestParameters: { aliasName: ['alias/cloudtrail'] } },
      ],
    });
  });

  test('has the target and whatever else a rule may have', () => {
    const stack = pinnedStack();

    const rule = new CloudTrailEncryptionKey(stack, 'Key').onKeyAtRisk('AtRisk', {
      target: new targets.SqsQueue(new sqs.Queue(stack, 'Queue')),
      ruleName: 'key-at-risk',
      description: 'somebody touched the key',
      eventPattern: { account: ['111111111111'] },
    });

    expect(rule).toBeInstanceOf(events.Rule);
    expect(ruleOf(stack)).toMatchObject({
      Name: 'key-at-risk',
      Description: 'somebody touched the key',
      EventPattern: { account: ['111111111111'], source: ['aws.kms'] },
      Targets: [{ Arn: '${Queue4A7E3555.Arn}' }],
    });
  });

  test('can stand in the scope of another stack', () => {
    const app = new App();
    const [stack, other] = ['Keys', 'Alarms'].map(id => new Stack(app, id, { env: { account: '111111111111', region: 'eu-central-1' } }));

    new CloudTrailEncryptionKey(stack, 'Key').onKeyAtRisk('AtRisk', { crossStackScope: other });

    expect(Object.keys(ruleOf(other))).toEqual(['EventPattern', 'State']);
  });
});

describe('a topic as the target', () => {
  const refusal = 'must be a topic that another key encrypts, or none, got the Topic "Audit/Topic" on the key itself; '
    + 'once the key is disabled or deleted, the topic could not deliver the alarm: give it a key of its own';
  const topicOn = (stack: Stack, masterKey?: kms.IKey) => new targets.SnsTopic(new sns.Topic(stack, 'Topic', { masterKey }));

  test('is refused if the key itself encrypts it', () => {
    const stack = pinnedStack();
    const key = new CloudTrailEncryptionKey(stack, 'Key');

    expect(() => key.onKeyAtRisk('AtRisk', { target: topicOn(stack, key.key) })).toThrow(`Audit/Key/AtRisk: 'target' ${refusal}`);
    expect(key.node.tryFindChild('AtRisk')).toBeUndefined();
  });

  test('is refused if it is added to the rule later', () => {
    const stack = pinnedStack();
    const key = new CloudTrailEncryptionKey(stack, 'Key');
    const rule = key.onKeyAtRisk('AtRisk');

    expect(() => rule.addTarget(topicOn(stack, key.key))).toThrow(`Audit/Key/AtRisk: 'target' ${refusal}`);
  });

  test.each<[string, (stack: Stack, key: CloudTrailEncryptionKey) => kms.IKey]>([
    ['an import of it by its ARN', (stack, { keyArn }) => kms.Key.fromKeyArn(stack, 'Import', keyArn)],
    ['its alias', stack => kms.Alias.fromAliasName(stack, 'Import', 'alias/cloudtrail')],
  ])('is refused if %s encrypts it', (_, masterKey) => {
    const stack = pinnedStack();
    const key = new CloudTrailEncryptionKey(stack, 'Key', { alias: 'alias/cloudtrail' });

    expect(() => key.onKeyAtRisk('AtRisk', { target: topicOn(stack, masterKey(stack, key)) })).toThrow(`Audit/Key/AtRisk: 'target' ${refusal}`);
  });

  test.each<[string, (stack: Stack) => kms.IKey | undefined]>([
    ['the alias of another key', stack => kms.Alias.fromAliasName(stack, 'Import', 'alias/topics')],
    ['nothing', () => undefined],
    ['another key', stack => new kms.Key(stack, 'TopicKey')],
    ['another key of this library', stack => new CloudTrailEncryptionKey(stack, 'TopicKey').key],
  ])('is taken if %s encrypts it', (_, masterKey) => {
    const stack = pinnedStack();

    new CloudTrailEncryptionKey(stack, 'Key').onKeyAtRisk('AtRisk', { target: topicOn(stack, masterKey(stack)) });

    expect(ruleOf(stack).Targets).toEqual([{ Arn: '${TopicBFC7AF6E}', Id: 'Target0' }]);
  });
});

describe('a queue as the target', () => {
  const queueOn = (stack: Stack, encryptionMasterKey: kms.IKey) => new targets.SqsQueue(new sqs.Queue(stack, 'Queue', { encryptionMasterKey }));

  test('is refused if the key itself encrypts it, and taken if another does', () => {
    const [stack, other] = [pinnedStack(), pinnedStack()];
    const key = new CloudTrailEncryptionKey(stack, 'Key');

    expect(() => key.onKeyAtRisk('AtRisk', { target: queueOn(stack, key.key) })).toThrow(
      "Audit/Key/AtRisk: 'target' must be a queue that another key encrypts, or none, got the Queue \"Audit/Queue\" on the key itself; "
      + 'once the key is disabled or deleted, the queue could not deliver the alarm: give it a key of its own');
    new CloudTrailEncryptionKey(other, 'Key').onKeyAtRisk('AtRisk', { target: queueOn(other, new kms.Key(other, 'QueueKey')) });
    expect(ruleOf(other).Targets).toEqual([{ Arn: '${Queue4A7E3555.Arn}', Id: 'Target0' }]);
  });
});

test.each<[string, any]>([['null', null], ['"audit"', 'audit'], ['the Topic "Audit/Topic"', 'topic']])('%s is no target', (got, value) => {
  const stack = pinnedStack();
  const target = value === 'topic' ? new sns.Topic(stack, 'Topic') : value;

  expect(() => new CloudTrailEncryptionKey(stack, 'Key').onKeyAtRisk('AtRisk', { target })).toThrow(
    `Audit/Key/AtRisk: 'target' must be a target of a rule, got ${got}; make one with a class of aws-cdk-lib/aws-events-targets`);
});

test('null for the options is none', () => {
  const stack = pinnedStack();

  new CloudTrailEncryptionKey(stack, 'Key').onKeyAtRisk('AtRisk', null as any);

  expect(Object.keys(ruleOf(stack))).toEqual(['EventPattern', 'State']);
});
