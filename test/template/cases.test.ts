import { readFileSync } from 'fs';
import { join } from 'path';
import { templateWith, Variation } from './templates';
import type { AuditReport, TemplateSource } from '../../src/template/audit-report';
import { auditTemplates, TemplateAuditOptions } from '../../src/template/audit-templates';

/** A key policy in an otherwise faultless template, and the rules that find something in it, but for what is only good to know. */
interface PolicyCase extends Variation {
  readonly name: string;
  readonly expected: string[];
}

/** A template: the faultless one with other resources, or resources of its own. */
interface CaseSource {
  readonly name?: string;
  readonly account?: string | null;
  readonly region?: string | null;
  readonly stackName?: string;
  readonly changes?: { [logicalId: string]: any };
  readonly resources?: any;
  readonly Parameters?: any;
  readonly Outputs?: any;
}

interface TemplateCase {
  readonly name: string;
  readonly sources: CaseSource[];
  /** Where a template is nested, as the name of the other and the resource in it. */
  readonly nest?: { [name: string]: [string, string] };
  readonly options?: TemplateAuditOptions;
  readonly keys: { [key: string]: string[] };
  readonly resources: string[];
}

const CASES = join(__dirname, '..', 'cases');
const read = (file: string) => JSON.parse(readFileSync(join(CASES, file), 'utf8'));
const CAREFUL = read('templates/careful-trail.template.json');

const rulesIn = (findings: AuditReport['keys'][0]['findings']) => findings
  .filter(({ severity }) => severity !== 'info')
  .map(({ rule, severity }) => `${severity} ${rule}`);

function sourcesOf({ sources, nest = {} }: TemplateCase): TemplateSource[] {
  const made: any[] = sources.map(({ name = 'audit.template.json', account = '111111111111', region = 'eu-central-1', ...source }) => {
    const { stackName, changes, resources, ...sections } = source;
    const all = Object.entries(resources ?? { ...CAREFUL.Resources, ...changes }).filter(([, resource]) => resource !== null);
    const template = { Resources: Object.fromEntries(all), ...sections };
    return { name, account: account ?? undefined, region: region ?? undefined, stackName, template };
  });
  for (const [nested, [parent, logicalId]] of Object.entries(nest)) {
    made.find(({ name }) => name === nested).nestedIn = { source: made.find(({ name }) => name === parent), logicalId };
  }
  return made;
}

describe('key policies as they are written in the wild', () => {
  const cases: PolicyCase[] = read('policies/in-the-wild.json');

  test('there are at least 40', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBeGreaterThanOrEqual(40);
  });

  test.each(cases)('$name: $expected', (given) => {
    const { keys, resources } = auditTemplates([templateWith(given)], {});

    expect(keys.map(({ key }) => key)).toEqual(['audit.template.json: Key']);
    expect(rulesIn(keys[0].findings)).toEqual(given.expected);
    expect(resources).toEqual([]);
  });
});

describe.each(['wiring', 'references'])('templates: %s', (file) => {
  const cases: TemplateCase[] = read(`templates/${file}.json`);

  test.each(cases)('$name', (given) => {
    const { keys, resources } = auditTemplates(sourcesOf(given), given.options ?? {});

    expect(Object.fromEntries(keys.map(({ key, findings }) => [key, rulesIn(findings)]))).toEqual(given.keys);
    expect(resources.map(({ rule, severity, template, logicalId, propertyPath }) => `${severity} ${rule} ${template}: ${logicalId} ${propertyPath}`))
      .toEqual(given.resources);
  });

  test('says what is wrong and what to do in one line each, without symbols of its own', () => {
    const findings = cases.flatMap((given) => {
      const { keys, resources } = auditTemplates(sourcesOf(given), given.options ?? {});
      return [...resources, ...keys.flatMap((key) => key.findings)];
    });

    expect(findings.flatMap(({ message, fix }) => [message, fix]).filter((text) => /[\n\u27E6\u27E7]|undefined|\[object|\.$/.test(text))).toEqual([]);
  });
});
