import { Aws, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { asSubstitution } from './render';

/** Whether a value holds the account or Region of whatever stack it stands in, and the two stacks differ in that. */
export function meansAnother(value: any, asker: IConstruct, scope: IConstruct): boolean {
  const [own, holder] = [Stack.of(asker), Stack.of(scope)];
  if (own.account === holder.account && own.region === holder.region) return false;
  const [here, there] = [own, holder].map(stack => JSON.stringify(stack.resolve(value)));
  return here !== there
    || (own.account !== holder.account && here.includes('AWS::AccountId'))
    || (own.region !== holder.region && here.includes('AWS::Region'));
}

/** A value as a person reads it. */
export function asText(value: any, scope: IConstruct): any {
  return asSubstitution(Stack.of(scope).resolve(value), Stack.of(scope));
}

/** A rendered string whose references are tokens again; undefined where nothing of it is literal. */
export function withPlainTokens(rendered: any): string | undefined {
  if (typeof rendered === 'string') return rendered;
  const substitution = rendered?.['Fn::Sub'];
  // one that begins with a reference may be the whole ARN of anybody
  if (typeof substitution === 'string' && substitution.startsWith('arn:')) {
    return substitution.replace(/\$\{([^!}][^}]*)\}/g, (_, name) => plainToken({ Ref: name }));
  }
  const parts = rendered?.['Fn::Join']?.[1];
  return Array.isArray(parts) ? parts.map(plainToken).join('') : undefined;
}

function plainToken(part: any): string {
  if (typeof part === 'string') return part;
  return part.Ref === 'AWS::AccountId' ? Aws.ACCOUNT_ID : Token.asString(part);
}
