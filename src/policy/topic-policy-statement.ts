import type { aws_iam as iam } from 'aws-cdk-lib';
import { merged, sourceArns } from './conditions';
import { cloudTrail, statement } from './statement';
import type { TrailIdentity } from '../trail-identity';

/**
 * Admits CloudTrail to publish to a topic, on behalf of these trails only.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
 */
export function topicPolicyStatement(topicArn: string, trails: TrailIdentity[]): iam.PolicyStatement {
  return statement({
    sid: 'AWSCloudTrailSNSPolicy20131101',
    principals: [cloudTrail()],
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: merged(sourceArns(trails)),
  });
}
