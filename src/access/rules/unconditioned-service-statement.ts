import type { AuditedPolicy, AuditedStatement, Rule } from '../rule/rule';

const CLOUDTRAIL = { service: 'cloudtrail.amazonaws.com' };

/**
 * A careful statement is of no use beside a careless one.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export const UNCONDITIONED_SERVICE_STATEMENT: Rule = {
  id: 'unconditioned-service-statement',
  severity: 'error',
  check: (audited) => {
    // AWS prescribes such statements for event data stores; that trails share the key is the finding of another rule
    if (audited.context.servesEventDataStores || !audited.statements.some(mayBeCareless)) return [];
    const cancelled = ['kms:GenerateDataKey', 'kms:Decrypt'].flatMap((action) => cancellations(action, audited));
    const careless = new Set(cancelled.map((cancellation) => cancellation.careless));
    return [...careless].map((statement) => {
      const [{ careful }] = cancelled.filter((cancellation) => cancellation.careless === statement);
      return statement.complaint(
        `lets CloudTrail use the key without a condition${statement.isUnconditioned ? '' : ' that keeps others out'}, so that those of ${careful.label} have no effect`,
        'put the same conditions into it, or remove it',
      );
    });
  },
};

/** Whether a statement for CloudTrail asks for nothing that only a request on behalf of somebody has. */
function mayBeCareless(statement: AuditedStatement): boolean {
  return statement.allows && statement.principals('Service').includes(CLOUDTRAIL.service)
    && !statement.conditions.some(({ name, asksForKey }) => asksForKey && /^(aws:source|kms:encryptioncontext:)/.test(name));
}

/** The statements that let CloudTrail do something without a condition, each with one that has conditions on the same. */
function cancellations(action: string, audited: AuditedPolicy): { careless: AuditedStatement; careful: AuditedStatement }[] {
  const bare = { action, caller: CLOUDTRAIL, context: {}, environment: audited.context.environment };
  const admits = (json: any) => audited.ask(bare, [json]).outcome === 'direct';
  const forCloudTrail = audited.statements.filter(
    (statement) =>
      statement.allows &&
      statement.principals('Service').includes(CLOUDTRAIL.service) &&
      admits({ ...statement.json, Condition: undefined }),
  );
  const careful = forCloudTrail.find(({ json }) => !admits(json));
  return careful === undefined ? [] : forCloudTrail.filter(({ json }) => admits(json)).map((careless) => ({ careless, careful }));
}
