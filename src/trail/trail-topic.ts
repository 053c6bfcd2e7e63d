import { aws_iam as iam, aws_sns as sns, Stack } from 'aws-cdk-lib';
import type { IConstruct, IDependable } from 'constructs';
import { CloudTrailKeyBase } from '../key/key-base';
import { KeyPolicyStatements } from '../policy/key-policy-statements';
import { topicPolicyStatement } from '../policy/topic-policy-statement';
import { keyDefinitionOf, unfreeze } from '../private/key-definition';
import { withDistinctSids } from '../private/sids';
import { handOut } from '../private/warnings';
import type { TrailIdentity } from '../trail-identity';

/**
 * Lets a trail, and no other, publish to a topic and use the key that encrypts it.
 *
 * @returns what is deployed when the topic's policy holds; undefined where the app cannot change it
 */
export function admitTrailToTopic(reporter: IConstruct, topic: sns.ITopic, trail: TrailIdentity): IDependable | undefined {
  if (topic.masterKey !== undefined) admitTrailToTopicKey(reporter, topic, trail);
  const policy = topic.node.tryFindChild('Policy') as sns.TopicPolicy | undefined;
  const statement = distinct(topicPolicyStatement(topic.topicArn, [trail]), policy?.document.toJSON());
  const { statementAdded, policyDependable } = topic.addToResourcePolicy(statement);
  if (!statementAdded) {
    handOut(reporter, 'EncryptedTrail.topicNotOwned', `this app cannot change the policy of the topic ${topic.node.path}`, () => [statement.toStatementJson()]);
  }
  return policyDependable;
}

function admitTrailToTopicKey(reporter: IConstruct, topic: sns.ITopic, trail: TrailIdentity): void {
  const topicKey = topic.masterKey!;
  const ours = CloudTrailKeyBase._ofKey(topicKey);
  if (ours !== undefined) {
    ours.addTopicTrail(trail);
    return;
  }
  const definition = keyDefinitionOf(topicKey);
  if (definition !== undefined) unfreeze(definition);
  const existing = Stack.of(topicKey).resolve(definition?.keyPolicy);
  const statement = distinct(KeyPolicyStatements.allowCloudTrailPublish([trail]), existing);
  if (!topicKey.addToResourcePolicy(statement).statementAdded) {
    handOut(reporter, 'EncryptedTrail.topicKeyNotOwned',
      `this app cannot change the policy of the key ${topicKey.node.path}, which encrypts the topic ${topic.node.path}`, () => [statement.toStatementJson()]);
  }
}

/** A statement whose Sid does not stand in a policy yet. */
function distinct(statement: iam.PolicyStatement, policy: any): iam.PolicyStatement {
  const taken = [policy?.Statement ?? []].flat().map((other: any) => other.Sid);
  statement.sid = withDistinctSids([statement.toStatementJson()], taken)[0].Sid;
  return statement;
}
