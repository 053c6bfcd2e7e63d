import type { AuditedStatement, Rule } from '../rule/rule';

/**
 * AWS prescribes the open statement until a store's ARN is known, and to close it then; on a key with trails it is never right.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const EVENT_DATA_STORE_UNLOCKED: Rule = {
  id: 'event-data-store-unlocked',
  severity: 'warning',
  check: (audited) => {
    const { servesEventDataStores, topicTrails, trails } = audited.context;
    const answers = servesEventDataStores ? audited.answered('event-data-store-encrypt', 'direct') : [];
    const open = 'CloudTrail can use the key for the event data stores of every account';
    const fix =
      'once the store is there, put its ARN and account as aws:SourceArn and aws:SourceAccount into the conditions of that statement';
    const servesTrails = trails.length + topicTrails.length > 0 || audited.statements.some(isForTrails);
    return answers.map((answer) =>
      !servesTrails
        ? audited.complaint(open, answer, fix)
        : {
          ...audited.complaint(`${open}, which trails share`, answer, `${fix}, or give the stores a key of their own`),
          severity: 'error',
        },
    );
  },
};

/** Whether a statement lets CloudTrail use the key on behalf of a trail, whatever the key is said to be for. */
function isForTrails(statement: AuditedStatement): boolean {
  return statement.allows && statement.principals('Service').includes('cloudtrail.amazonaws.com') && statement.conditions.some(
    ({ key, values }) => /^(aws:sourcearn|kms:encryptioncontext:aws:cloudtrail:arn)$/i.test(key) && values.some((value) => value.includes(':trail/')));
}
