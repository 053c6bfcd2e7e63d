import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { Stage, Stack } from 'aws-cdk-lib';
import { pinnedStack } from './stacks';
import { USE_CASES } from './use-cases';

// since about 2.262 the CDK checks every template against CloudFormation's schemas; the other tests turn that off
let before: string | undefined;
beforeAll(() => {
  before = process.env.CDK_VALIDATION;
  delete process.env.CDK_VALIDATION;
});
afterAll(() => { process.env.CDK_VALIDATION = before; });

/** What the CDK's own validation says of a stack; on the floor, which has none, nothing. */
function violationsIn(stack: Stack): string[] {
  const report = join(Stage.of(stack)!.synth().directory, 'validation-report.json');
  if (!existsSync(report)) return [];
  const { pluginReports } = JSON.parse(readFileSync(report, 'utf8'));
  return pluginReports.filter(({ pluginName }: any) => pluginName === 'CloudFormation Validate').flatMap(({ violations }: any) => violations)
    .map(({ ruleName, description }: any) => `${ruleName} ${description}`);
}

test.each(Object.entries(USE_CASES))('CloudFormation has nothing against %s', (_, define) => {
  const stack = pinnedStack();
  define(stack);
  expect(violationsIn(stack)).toEqual([]);
});
