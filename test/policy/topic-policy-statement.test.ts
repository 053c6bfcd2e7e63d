import { App, aws_sns as sns, Stack } from 'aws-cdk-lib';
import { describeStatements, readable, withContext } from './oracle';
import type { AccessRequest } from '../../src/access/request';
import { topicPolicyStatement } from '../../src/policy/topic-policy-statement';
import { TrailIdentity } from '../../src/trail-identity';

const TOPIC = 'arn:aws:sns:eu-central-1:111111111111:trail';
const AUDIT = 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit';
const AUDIT_TRAIL = new TrailIdentity({ trailName: 'audit', accountId: '222222222222', region: 'eu-central-1' });
const TEAM_TRAILS = new TrailIdentity({ trailName: 'team-*', accountId: '222222222222', region: 'eu-*' });

/** What SNS knows of topics. */
const SNS_ACTIONS = [
  'sns:Publish', 'sns:Subscribe', 'sns:Receive', 'sns:ListSubscriptionsByTopic', 'sns:GetTopicAttributes', 'sns:SetTopicAttributes', 'sns:AddPermission',
  'sns:RemovePermission', 'sns:DeleteTopic',
];

const publishes: AccessRequest = {
  action: 'sns:Publish', caller: { service: 'cloudtrail.amazonaws.com' }, resource: TOPIC, context: { 'aws:SourceArn': AUDIT, 'aws:SourceAccount': '222222222222' },
};

describeStatements({ topicPolicyStatement }, SNS_ACTIONS, {
  topicPolicyStatement: {
    written: [
      ['one trail as a single value', () => topicPolicyStatement(TOPIC, [AUDIT_TRAIL]), {
        Sid: 'AWSCloudTrailSNSPolicy20131101',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: TOPIC,
        Condition: { StringEquals: { 'aws:SourceArn': 'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit' } },
      }],
      ['several trails under ArnLike as soon as one has a wildcard', () => topicPolicyStatement(TOPIC, [AUDIT_TRAIL, TEAM_TRAILS]), {
        Sid: 'AWSCloudTrailSNSPolicy20131101',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: TOPIC,
        Condition: {
          ArnLike: {
            'aws:SourceArn': [
              'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit', 'arn:${AWS::Partition}:cloudtrail:eu-*:222222222222:trail/team-*',
            ],
          },
        },
      }],
    ],
    actions: [['admits to publish', () => topicPolicyStatement(TOPIC, [AUDIT_TRAIL]), publishes, ['sns:Publish'], 'direct']],
    answers: [[() => topicPolicyStatement(TOPIC, [AUDIT_TRAIL]), [
      ['admits CloudTrail on behalf of the trail', publishes, 'direct'],
      ['refuses a sibling trail of the same account and Region', withContext(publishes, { 'aws:SourceArn': `${AUDIT}-2` }), 'no'],
      ['refuses the trail of the same name in an unrelated account',
        withContext(publishes, { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-central-1:999999999999:trail/audit' }), 'no'],
      ['refuses CloudTrail without a source ARN, even with the source account', withContext(publishes, { 'aws:SourceArn': undefined }), 'no'],
      ['refuses another service that names the same source', { ...publishes, caller: { service: 's3.amazonaws.com' } }, 'no'],
      ['refuses a role of the account of the topic', { ...publishes, caller: { arn: 'arn:aws:iam::111111111111:role/Admin' } }, 'no'],
      ['refuses another topic', { ...publishes, resource: `${TOPIC}-2` }, 'no'],
    ]]],
  },
});

test('a statement for no trail is refused', () => {
  expect(() => topicPolicyStatement(TOPIC, []))
    .toThrow(new Error("policy statement: 'trails' must have one element at least, got []; leave the statement out"));
});

test('a topic of the app is named by its reference', () => {
  const stack = new Stack(new App(), 'Stack');
  const { ref } = new sns.CfnTopic(stack, 'Topic');

  expect(readable(stack.resolve(topicPolicyStatement(ref, [AUDIT_TRAIL]).toStatementJson())).Resource).toEqual('${Topic}');
});
