import type { Rule } from '../rule/rule';

/**
 * AWS prescribes the open statement until a store's ARN is known, and to close it then; on a key with trails it is never right.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const EVENT_DATA_STORE_UNLOCKED: Rule = {
  id: 'event-data-store-unlocked',
  severity: 'warning',
  check: (audited) => {
    const { servesEventDataStores, trails } = audited.context;
    const answers = servesEventDataStores ? audited.answered('event-data-store-encrypt', 'direct') : [];
    const open = 'CloudTrail can use the key for the event data stores of every account';
    const fix =
      'once the store is there, put its ARN and account as aws:SourceArn and aws:SourceAccount into the conditions of that statement';
    return answers.map((answer) =>
      trails.length === 0
        ? audited.complaint(open, answer, fix)
        : {
          ...audited.complaint(`${open}, which trails share`, answer, `${fix}, or give the stores a key of their own`),
          severity: 'error',
        },
    );
  },
};
