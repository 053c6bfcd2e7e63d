import type { aws_sns as sns } from 'aws-cdk-lib';
import type { IConstruct, IDependable } from 'constructs';
import type { ICloudTrailEncryptionKey } from '../cloudtrail-key';
import { KeyPolicyStatements } from '../policy/key-policy-statements';
import { topicPolicyStatement } from '../policy/topic-policy-statement';
import { withDistinctSids } from '../private/sids';
import { warn } from '../private/warnings';
import type { TrailIdentity } from '../trail-identity';

/**
 * Lets a trail, and no other, publish to a topic and use the key that encrypts it.
 *
 * @returns what is deployed when the topic's policy holds; undefined where the app cannot change it
 */
export function admitTrailToTopic(
  reporter: IConstruct, topic: sns.ITopic, trail: TrailIdentity, encryptionKey: ICloudTrailEncryptionKey,
): IDependable | undefined {
  const statement = topicPolicyStatement(topic.topicArn, [trail]);
  const policy = topic.node.tryFindChild('Policy') as sns.TopicPolicy | undefined;
  const taken = policy?.document.toJSON()?.Statement.map((other: any) => other.Sid);
  statement.sid = withDistinctSids([statement.toStatementJson()], taken)[0].Sid;
  const { statementAdded, policyDependable } = topic.addToResourcePolicy(statement);
  if (!statementAdded) {
    warn(reporter, 'EncryptedTrail.topicNotOwned',
      `this app cannot change the policy of the topic ${topic.node.path}; its owner has to let CloudTrail publish to it for ${trail.trailArn}`);
  }
  if (topic.masterKey !== undefined) admitTrailToTopicKey(reporter, topic, trail, encryptionKey);
  return policyDependable;
}

function admitTrailToTopicKey(reporter: IConstruct, topic: sns.ITopic, trail: TrailIdentity, encryptionKey: ICloudTrailEncryptionKey): void {
  const topicKey = topic.masterKey!;
  if (topicKey === encryptionKey.key || topicKey.keyArn === encryptionKey.keyArn) {
    encryptionKey.addTopicTrail(trail);
  } else if (!topicKey.addToResourcePolicy(KeyPolicyStatements.allowCloudTrailPublish([trail])).statementAdded) {
    warn(reporter, 'EncryptedTrail.topicKeyNotOwned',
      `this app cannot change the policy of the key ${topicKey.node.path}, which encrypts the topic ${topic.node.path}; `
      + `its owner has to let CloudTrail use it for ${trail.trailArn}`);
  }
}
