import { byForeignTrails, foreignTrailsUse } from '../rule/foreign-trails';
import type { Rule } from '../rule/rule';

/**
 * CloudTrail would use the key on behalf of anybody's event data store, although it tells trails apart.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export const FOREIGN_EVENT_DATA_STORE_CAN_ENCRYPT: Rule = {
  id: 'foreign-event-data-store-can-encrypt',
  severity: 'error',
  check: (audited) =>
    byForeignTrails('foreign-event-data-store-encrypt', audited)
      .filter(({ statement }) => !foreignTrailsUse(statement, audited))
      .map((answer) =>
        audited.complaint(
          'CloudTrail can encrypt with the key for the event data stores of every account',
          answer,
          'name your own stores in the condition on aws:SourceArn of that statement',
        ),
      ),
};
