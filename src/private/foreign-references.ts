import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, StringConcat, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * A stack that a value refers to and that is not known to be of the account of the scope's own; undefined where there is none.
 *
 * CloudFormation carries no reference there. Older versions of the CDK refuse it at synthesis, newer ones publish it through a role that nobody asked for.
 */
export function foreignStack(value: unknown, scope: IConstruct): Stack | undefined {
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
