import type { Answer } from '../probes';
import type { AuditedStatement, Rule } from '../rule/rule';

/** How a request says that no service of AWS asks for the grant, or does not say it. */
const FOR_A_USER: Answer['context'][] = [{}, { 'kms:GrantIsForAWSResource': 'false' }];

/**
 * Whoever may create a grant can give anybody what no condition of the key policy limits; CloudTrail needs none.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export const CREATE_GRANT_ALLOWED: Rule = {
  id: 'create-grant-allowed',
  severity: 'warning',
  check: (audited) => audited.statements
    .filter((statement) => statement.allows && statement.covers('kms:CreateGrant') === true && !statement.delegates)
    .filter((statement) => FOR_A_USER.some((context) => audited.admits(statement, 'kms:CreateGrant', forServices(statement), context)))
    .map((statement) => statement.complaint(
      'admits kms:CreateGrant, by which everything else can be had',
      'take it out, or put the condition "Bool": { "kms:GrantIsForAWSResource": "true" } into the statement',
    )),
};

/** The condition that leaves grants to services of AWS. */
function forServices({ conditions }: AuditedStatement): any {
  const [condition] = conditions.filter(({ name }) => name === 'kms:grantisforawsresource');
  return condition && { [condition.operator]: { [condition.key]: condition.values } };
}
