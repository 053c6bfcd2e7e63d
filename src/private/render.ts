import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
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
    case 'Fn::Join': return Array.isArray(argument?.[1]) ? argument[1].map(part => asText(asSubstitution(part, stack))).join(argument[0]) : value;
    case 'Fn::Sub': return typeof argument === 'string' ? argument.replace(/\$\{(AWS::\w+)\}/g, (_, known) => pseudoParameter(known, stack) ?? `\${${known}}`) : value;
    default: return name?.startsWith('Fn::') ? value : Object.fromEntries(Object.entries(value).map(([key, element]) => [key, asSubstitution(element, stack)]));
  }
}

/** Whether a value is literal but for pseudo parameters, so that nothing waits for a resource because of it. */
export function isMadeOfNames(value: unknown, scope: IConstruct): boolean {
  if (!Token.isUnresolved(value)) return true;
  const rendered = Stack.of(scope).resolve(value);
  const parts: any[] = rendered?.['Fn::Join']?.[1] ?? [rendered];
  return parts.every(part => typeof part === 'string' || (typeof part?.Ref === 'string' && part.Ref.startsWith('AWS::')));
}

function asText(value: any): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html */
const URL_SUFFIXES: { [partition: string]: string } = { 'aws': 'amazonaws.com', 'aws-cn': 'amazonaws.com.cn', 'aws-us-gov': 'amazonaws.com' };

/** The value of a pseudo parameter in a stack; undefined where only the deployment knows it. */
export function pseudoParameter(name: string, stack: Stack): string | undefined {
  const partition = partitionOfRegion(stack.region);
  const known: { [name: string]: string | undefined } = {
    'AWS::AccountId': stack.account, 'AWS::Region': stack.region, 'AWS::Partition': partition, 'AWS::URLSuffix': partition && URL_SUFFIXES[partition],
  };
  return Token.isUnresolved(known[name]) ? undefined : known[name];
}
