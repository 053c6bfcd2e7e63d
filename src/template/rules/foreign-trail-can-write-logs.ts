import { deliveriesOf } from '../delivery';
import type { WiringRule } from '../rule/wiring-rule';

/**
 * Anybody could let his trail fill the bucket.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export const FOREIGN_TRAIL_CAN_WRITE_LOGS: WiringRule = {
  id: 'foreign-trail-can-write-logs',
  severity: 'error',
  check: (wiring) => deliveriesOf(wiring).flatMap((delivery) => {
    const { outcome, statement } = delivery.writesForStranger(`AWSLogs/${delivery.stranger}`);
    return outcome !== 'direct' ? [] : [{
      ...delivery.policy.placeOf(statement),
      message: `CloudTrail can write into the bucket for a trail of any account: ${delivery.policy.labelOf(statement)} admits it`,
      fix: 'put the ARN of your trail as aws:SourceArn into the conditions of that statement, and your account into its resource',
      statement,
    }];
  }),
};
