import { readable, UNRESOLVED } from '../../access/intrinsics';
import { ResourcePolicy } from '../resource-policy';
import { refusal } from '../rule/refusal';
import type { WiringComplaint, WiringRule } from '../rule/wiring-rule';
import type { WiredTrail, Wiring } from '../wiring';

const FIX = 'add a topic policy that admits cloudtrail.amazonaws.com to sns:Publish, with the ARN of the trail as aws:SourceArn';

/**
 * CloudTrail publishes to a topic only if its policy says so.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html
 */
export const TRAIL_CANNOT_PUBLISH: WiringRule = {
  id: 'trail-cannot-publish',
  severity: 'error',
  check: (wiring) => wiring.trails.flatMap((trail) => publishing(trail, wiring)),
};

function publishing(trail: WiredTrail, wiring: Wiring): WiringComplaint[] {
  const { topic, topicPolicies, resource: { source } } = trail;
  if (topic === undefined) return [];
  const message = (arn: string) => `CloudTrail cannot publish to the topic for ${readable(arn)}`;
  if (topicPolicies.length === 0) {
    return [{ resource: topic, propertyPath: 'Properties', message: `${message(wiring.trailArn(trail, source))}: the topic has no policy`, fix: FIX }];
  }
  const policy = new ResourcePolicy(topicPolicies, wiring.references);
  const arn = wiring.trailArn(trail, policy.viewer);
  const context = {
    'aws:SourceArn': arn,
    'aws:SourceAccount': wiring.references.text({ Ref: 'AWS::AccountId' }, source, policy.viewer),
    'aws:SourceOrgID': UNRESOLVED,
    'aws:SourceOrgPaths': UNRESOLVED,
  };
  const request = { action: 'sns:Publish', caller: { service: 'cloudtrail.amazonaws.com' }, resource: wiring.references.arn(topic, policy.viewer), context };
  return refusal({ policy }, policy.evaluate(request), message(arn), FIX);
}
