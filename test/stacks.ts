import { App, Stack, StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** A stack with a pinned environment, in an app of its own. */
export function pinnedStack(id = 'Audit', props: StackProps = {}): Stack {
  return new Stack(new App(), id, { env: { account: '111111111111', region: 'eu-central-1' }, ...props });
}

/** The template of a stack; IAM policies, which the CDK writes, in one order whatever the feature flags. */
export function templateOf(stack: Stack): any {
  const template = Template.fromStack(stack).toJSON();
  for (const { Type, Properties } of Object.values<any>(template.Resources)) {
    if (Type === 'AWS::IAM::Policy') Properties.PolicyDocument.Statement.forEach((statement: any) => Array.isArray(statement.Action) && statement.Action.sort());
  }
  return template;
}

/** The properties of the only resource of a type, with references as `${...}`. */
export function propertiesOf(stack: Stack, type: string): any {
  const resources = Object.values(Template.fromStack(stack).findResources(type));
  expect(resources).toHaveLength(1);
  return text(resources[0].Properties);
}

/** The statements of the stack's only key policy, by Sid. */
export function keyPolicyOf(stack: Stack): { [sid: string]: any } {
  return bySid(propertiesOf(stack, 'AWS::KMS::Key').KeyPolicy);
}

/** The statements of the bucket policy of the bucket whose logical id begins so, by Sid. */
export function bucketPolicyOf(stack: Stack, bucket: string): { [sid: string]: any } {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy')).map(({ Properties }) => text(Properties));
  return bySid(policies.find(({ Bucket }) => new RegExp(`^\\$\\{${bucket}[0-9A-F]{8}\\}$`).test(Bucket)).PolicyDocument);
}

/** A rendered value with its references as `${...}`, the way Fn::Sub writes them. */
export function text(value: any): any {
  if (Array.isArray(value)) return value.map(text);
  if (value === null || typeof value !== 'object') return value;
  if ('Ref' in value) return `\${${value.Ref}}`;
  if ('Fn::GetAtt' in value) return `\${${value['Fn::GetAtt'].join('.')}}`;
  if ('Fn::ImportValue' in value) return `\${${value['Fn::ImportValue']}}`;
  if ('Fn::GetStackOutput' in value) return `\${${value['Fn::GetStackOutput'].StackName}:${value['Fn::GetStackOutput'].OutputName}}`;
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(text).join(value['Fn::Join'][0]);
  if ('Fn::Sub' in value) return value['Fn::Sub'];
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, text(element)]));
}

function bySid(policy: any): { [sid: string]: any } {
  return Object.fromEntries(policy.Statement.map((statement: any, i: number) => [statement.Sid ?? `#${i}`, statement]));
}
