import { Aws, aws_iam as iam, ResourceEnvironment } from 'aws-cdk-lib';
import type { IDependable } from 'constructs';
import { accountRoot } from './account-root';
import type { PolicyPrincipal } from './principals';
import type { Conditions } from './sorted';

/** A resource with a policy; its dependable is undefined where the app cannot change that policy. */
export interface PolicyHolder {
  readonly arn: string;
  readonly env: ResourceEnvironment;
  readonly policyDependable?: IDependable;
}

/** Builds a statement for some principals. */
export type StatementBuilder = (principals: iam.IPrincipal[]) => iam.PolicyStatement;

/** The grant that a statement of a resource's policy makes. */
export function resourceHalf(grantee: iam.IGrantable, principals: PolicyPrincipal[], build: StatementBuilder, holder: PolicyHolder): iam.Grant {
  const { arn, env, policyDependable } = holder;
  const statement = build(principals.map(({ principal }) => principal));
  return iam.Grant.addStatementToResourcePolicy({
    grantee,
    actions: statement.actions,
    resourceArns: [arn],
    statement,
    resource: {
      env,
      addToResourcePolicy: () => policyDependable === undefined ? { statementAdded: false } : { statementAdded: true, policyDependable },
    },
  });
}

/**
 * Lets IAM admit an identity to what a statement of a resource's policy says, under the conditions of that statement and the identity's own.
 *
 * @param resourceArn in whose place the statement has the asterisk of a key policy
 * @param more conditions that tell the key among those of `resourceArn`
 */
export function identityHalf(identity: iam.IGrantable, build: StatementBuilder, resourceArn: string, more: Conditions = {}): iam.Grant {
  // stands for the identity, whose own conditions the statement takes over
  const standIn = accountRoot(Aws.ACCOUNT_ID).withConditions(identity.grantPrincipal.policyFragment.conditions);
  const { actions, conditions, resources } = build([standIn]);
  const resourceArns = resources.map(resource => resource === '*' ? resourceArn : resource);
  return iam.Grant.addToPrincipal({ grantee: identity, actions, resourceArns, conditions: { ...conditions, ...more } });
}
