import type { Rule } from '../rule/rule';

/**
 * AWS prescribes the open statement until a store's ARN is known, and to close it then; on a key with trails it is never right.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const EVENT_DATA_STORE_UNLOCKED: Rule = {
  id: 'event-data-store-unlocked',
  severity: 'warning',
  check: (audited) => audited.context.servesEventDataStores ? audited.answered('event-data-store-encrypt', 'direct').map((answer) => ({
    ...audited.context.trails.length > 0 ? { severity: 'error' as const } : {},
    message: `CloudTrail can use the key for the event data stores of every account: ${audited.labelOf(answer.statement)} admits it`
      + (audited.context.trails.length > 0 ? ', and trails share the key' : ''),
    fix: 'once the store is there, put its ARN and account as aws:SourceArn and aws:SourceAccount into the conditions of that statement'
      + (audited.context.trails.length > 0 ? ', or give the stores a key of their own' : ''),
    statement: answer.statement,
  })) : [],
};
