import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { asSubstitution } from './render';

/**
 * Warns of something that works but is doubtful.
 *
 * @param scope below the construct that the user made: up to CDK 2.257, a warning can be acknowledged above the construct that raises it, not on it
 * @param condition what the warning is about; with the package's name before it, the id by which it is acknowledged: public contract
 */
export function warn(scope: IConstruct, condition: string, message: string): void {
  Annotations.of(scope).addWarningV2(`cdk-cloudtrail-encryption:${condition}`, message);
}

/** What a warning calls something: its name or, where only the deployment knows that, the path of its construct. */
export function nameOrPath(name: string, construct: IConstruct): string {
  return Token.isUnresolved(name) ? construct.node.path : name;
}

/** Hands out, when the tree is finished, the statements that somebody else has to add to a policy; nothing, where there are none. */
export function handOut(reporter: IConstruct, condition: string, reason: string, statements: () => any[]): void {
  reporter.node.addValidation({
    validate: () => {
      const toAdd = statements();
      if (toAdd.length > 0) {
        const stack = Stack.of(reporter);
        warn(reporter, condition, `${reason}; its owner has to add these statements, \${...} replaced by what is deployed: `
          + JSON.stringify(asSubstitution(stack.resolve(toAdd), stack)));
      }
      return [];
    },
  });
}
