import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** The role that CloudFormation deploys a stack with; undefined where nobody can tell. */
export function executionRoleArn(scope: Construct): string | undefined {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
  const arn = stack.synthesizer.cloudFormationExecutionRole;
  return arn === undefined ? undefined : arn.includes('${') ? Fn.sub(arn) : arn;
}
