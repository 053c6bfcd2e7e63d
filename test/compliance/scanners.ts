import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import type { App, IPolicyValidationContext, PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R4Checks, NIST80053R5Checks, PCIDSS321Checks } from 'cdk-nag';
import { ROOT } from '../../packages/languages';
import { keptEnvironment } from '../../packages/python';
import { run } from '../../packages/run';

const PYTHON_ENVIRONMENT = join(ROOT, '.cache/compliance/python');

/** What a scanner complains of, and in which construct. */
export interface Finding {
  readonly rule: string;
  readonly construct: string;
}

/** What each scanner says of apps, or of the files that they are synthesized to, all in one run. */
export const SCANNERS: { [name: string]: (apps: App[], templates: string[]) => Promise<Finding[]> } = {
  // of the constructs, where what the library acknowledges is written
  async 'cdk-nag'(apps) {
    const packs = [new AwsSolutionsChecks(), new HIPAASecurityChecks(), new NIST80053R4Checks(), new NIST80053R5Checks(), new PCIDSS321Checks()];
    return apps.flatMap(app => packs.flatMap(pack => findingsOf(pack.validateScope(app).violations, ({ constructPath }) => pathOf(constructPath!))));
  },

  async 'cfn-lint'(_apps, templates) {
    const output = await runPython('cfn-lint', '--format', 'json', '--non-zero-exit-code', 'none', ...templates);
    return JSON.parse(output).map(({ Rule, Filename, Location }: any) => ({ rule: Rule.Id, construct: constructOf(Filename, Location.Path[1]) }));
  },

  async 'cfn-guard'(_apps, templates) {
    const { violations } = new CfnGuardValidator().validate({ templatePaths: templates } as IPolicyValidationContext);
    // beside the resources, cfn-guard lists the literals that its rules compare with, as a resource without a name
    const named = violations.map(violation => ({
      ...violation,
      violatingResources: violation.violatingResources
        .filter(({ resourceLogicalId }, _i, { length }) => resourceLogicalId !== undefined || length === 1),
    }));
    return findingsOf(named, ({ templatePath, resourceLogicalId }) => constructOf(templatePath!, resourceLogicalId));
  },

  async checkov(_apps, templates) {
    const output = await runPython('checkov',
      '--framework', 'cloudformation', '--output', 'json', '--quiet', '--soft-fail', '--skip-download', '--file', ...templates);
    return JSON.parse(output).results.failed_checks.map(({ check_id: rule, file_abs_path: template, resource }: any) => (
      { rule, construct: constructOf(template, resource.split('.')[1]) }));
  },
};

/** Runs a command of the Python packages that requirements.txt pins, which are installed when that was changed. */
async function runPython(command: string, ...args: string[]): Promise<string> {
  await keptEnvironment(PYTHON_ENVIRONMENT, join(__dirname, 'requirements.txt'));
  return run(join(PYTHON_ENVIRONMENT, 'bin', command), args);
}

function findingsOf(violations: PolicyViolation[], constructOfResource: (resource: PolicyViolatingResource) => string): Finding[] {
  return violations.flatMap(({ ruleName, violatingResources }) => violatingResources.map(resource => (
    { rule: ruleName, construct: constructOfResource(resource) })));
}

/** The path of the construct that a resource of a template comes from; of what is no resource, the template. */
function constructOf(template: string, logicalId?: string): string {
  const resource = JSON.parse(readFileSync(template, 'utf8')).Resources[logicalId ?? ''];
  return resource === undefined ? template : pathOf(resource.Metadata['aws:cdk:path']);
}

/** The path of a construct, without what the resource of every construct is called. */
export function pathOf(path: string): string {
  return path.replace(/(\/Resource)+$/, '');
}
