import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, StringConcat, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { PropsCheck, shown } from './props-check';

/** Complains of a value that takes something from a stack of another account. */
export function checkReferences(check: PropsCheck, prop: string, value: unknown, scope: IConstruct, fix: string): void {
  const stack = foreignStack(value, scope);
  if (stack !== undefined) {
    check.add(`'${prop}' must be free of references to other accounts, got one to the stack ${shown(stack.node.path)}, which is not known to be of the account `
      + `of ${shown(Stack.of(scope).node.path)}; CloudFormation carries none across: ${fix}`);
  }
}

/**
 * A stack that a value refers to and that is not known to be of the account of the scope's own; undefined where there is none.
 *
 * CloudFormation carries no reference there. Older versions of the CDK refuse it at synthesis, newer ones publish it through a role that nobody asked for.
 */
function foreignStack(value: unknown, scope: IConstruct): Stack | undefined {
  const { account } = Stack.of(scope);
  let foreign: Stack | undefined;
  // resolves a value as far as its references; a class of the CDK to inherit from is a module to load, so it is named here and not above
  const resolver = new class extends DefaultTokenResolver {
    public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
      if (!Reference.isReference(token)) return super.resolveToken(token, context, postProcessor);
      const stack = Stack.of(token.target);
      if (stack.account !== account) foreign = stack;
      return '';
    }
  }(new StringConcat());
  Tokenization.resolve(value, { scope, resolver });
  return foreign;
}
