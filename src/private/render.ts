import { Stack, Token } from 'aws-cdk-lib';
import { partitionOfRegion } from './arns';

/**
 * A rendered value as a person reads it: what is known of the stack filled in, every other reference as `${...}`, the way `Fn::Sub` writes it.
 */
export function asSubstitution(value: any, stack: Stack): any {
  if (Array.isArray(value)) return value.map(element => asSubstitution(element, stack));
  if (value === null || typeof value !== 'object') return value;
  const [[name, argument] = []] = Object.entries<any>(value);
  switch (name) {
    case 'Ref': return pseudoParameter(argument, stack) ?? `\${${argument}}`;
    case 'Fn::GetAtt': return `\${${[argument].flat().join('.')}}`;
    case 'Fn::Join': return Array.isArray(argument[1]) ? argument[1].map(part => asText(asSubstitution(part, stack))).join(argument[0]) : value;
    case 'Fn::Sub': return typeof argument === 'string' ? argument : value;
    default: return name?.startsWith('Fn::') ? value : Object.fromEntries(Object.entries(value).map(([key, element]) => [key, asSubstitution(element, stack)]));
  }
}

function asText(value: any): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value of a pseudo parameter in a stack; undefined where only the deployment knows it. */
export function pseudoParameter(name: string, stack: Stack): string | undefined {
  const known: { [name: string]: string | undefined } = {
    'AWS::AccountId': stack.account, 'AWS::Region': stack.region, 'AWS::Partition': partitionOfRegion(stack.region),
  };
  return Token.isUnresolved(known[name]) ? undefined : known[name];
}
