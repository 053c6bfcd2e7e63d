import { execFileSync } from 'child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { ModuleKind, transpileModule } from 'typescript';
import { synthesizedStatements } from './documented-statements';
import * as library from '../../src';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const filesIn = (folder: string) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(name => join(folder, name));
const docs = filesIn('docs').filter(path => path.endsWith('.md'));
const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', ...docs];
const sources = filesIn('src').filter(path => path.endsWith('.ts')).map(read).join('\n');

/** The fenced blocks of a page in one language, each with the line above it. */
const blocksOf = (page: string, language: string) => [...read(page).matchAll(new RegExp(`(?:^|\\n)([^\\n]*)\\n *\`\`\`${language}[^\\n]*\\n([^]*?)\`\`\``, 'g'))]
  .map(([, above, code]) => ({ above, code }));
const json = (page: string) => blocksOf(page, 'json').map(({ code }) => JSON.parse(code));

/** The part of a page below a heading, up to the next one of its level. */
function below(page: string, heading: string): string {
  const [level] = /^#+/.exec(heading)!;
  const [, rest] = read(page).split(`\n${heading}\n`);
  return rest.split(new RegExp(`\n#{1,${level.length}} `))[0];
}

/** The code spans in the first column of the tables in a text. */
const firstColumn = (text: string) => [...text.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, span]) => span));

// compilers and parsers are started
jest.setTimeout(300_000);

let scratch: string;
beforeEach(() => { scratch = mkdtempSync(join(tmpdir(), 'docs-')); });
afterEach(() => rmSync(scratch, { recursive: true }));

test('every TypeScript example in docs/ compiles', () => {
  // to jsii-rosetta, each page is the README of a submodule
  const { types: _types, readme: _readme, ...assembly } = JSON.parse(read('.jsii'));
  const submodules = Object.fromEntries(docs.map(page => [`${assembly.name}.${page.replace(/^docs\/|\.md$/g, '')}`, { readme: { markdown: read(page) } }]));
  writeFileSync(join(scratch, '.jsii'), JSON.stringify({ ...assembly, submodules }));
  for (const path of ['package.json', 'rosetta']) cpSync(join(ROOT, path), join(scratch, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(scratch, 'node_modules'));
  try {
    execFileSync(join(ROOT, 'node_modules/.bin/jsii-rosetta'), ['extract', '--strict', '--batch', '100', '--directory', ROOT, scratch], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error: any) {
    throw new Error(`${error.stdout}\n${error.stderr}`);
  }
});

test('every link in a page leads to a file and a heading that are there', () => {
  const slug = (heading: string) => heading.toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-');
  const anchors = (page: string) => [...read(page).replace(/^ *```[^]*?^ *```/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading));
  const broken = pages.flatMap(page => [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link)
    .filter(link => !link.startsWith('https://'))
    .filter(link => {
      const [path, anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      return !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchors(target).includes(anchor));
    })
    .map(link => `${page}: ${link}`));
  expect(broken).toEqual([]);
});

test('README leads to every page', () => {
  expect([...pages.slice(1), 'API.md'].filter(page => !read('README.md').includes(`](${page})`))).toEqual([]);
});

test('every diagram is one that Mermaid can read', () => {
  const diagrams = pages.flatMap(page => blocksOf(page, 'mermaid').map(({ code }) => ({ page, code })));
  const parse = `
    import purify from 'dompurify';
    // outside a browser the purifier has no methods, and there is nothing to clean
    Object.assign(purify, { addHook() {}, removeHook() {}, sanitize: text => text });
    const { default: mermaid } = await import('mermaid');
    const complaints = [];
    for (const { page, code } of JSON.parse(process.argv[1])) await mermaid.parse(code).catch(({ message }) => complaints.push(page + ': ' + message));
    process.stdout.write(JSON.stringify(complaints));`;
  const complaints = execFileSync(process.execPath, ['--input-type=module', '-e', parse, JSON.stringify(diagrams)], { cwd: ROOT, encoding: 'utf8' });
  expect(JSON.parse(complaints)).toEqual([]);
  expect(diagrams.map(({ page }) => page)).toEqual(expect.arrayContaining(['docs/cross-account.md', 'docs/organization.md']));
});

test('every Python and Java example is part of the file that the comment above it names', () => {
  const dedented = (text: string) => {
    const lines = text.split('\n');
    const indent = Math.min(...lines.filter(line => line.trim() !== '').map(line => line.search(/\S/)));
    return lines.map(line => line.slice(indent)).join('\n').trim();
  };
  const occursIn = (file: string, code: string) => {
    const lines = read(file).split('\n');
    const length = code.trimEnd().split('\n').length;
    return lines.some((_, i) => dedented(lines.slice(i, i + length).join('\n')) === code.trim());
  };
  const excerpts = pages.flatMap(page => ['python', 'java'].flatMap(language => blocksOf(page, language)));
  expect(excerpts.length).toBeGreaterThanOrEqual(6);
  expect(excerpts.filter(({ above, code }) => {
    const [, file] = /^<!-- (examples\/(?:python|java)\/\S+): .+ -->$/.exec(above) ?? [];
    return file === undefined || !existsSync(join(ROOT, file)) || !occursIn(file, code);
  })).toEqual([]);
});

describe('the page about policy statements', () => {
  const page = 'docs/policy-statements.md';
  const sections = read(page).split('\n### ').slice(1);
  const { ofResources, ofIam } = synthesizedStatements();

  test('shows every statement as the library synthesizes it', () => {
    const shown = json(page);
    expect(shown.filter(statement => !ofResources.some(synthesized => isEqual(synthesized, statement)))).toEqual([]);
    expect(new Set(shown.map(({ Sid }) => Sid))).toEqual(new Set(ofResources.map(({ Sid }) => Sid)));
  });

  test('has a section for every Sid that the library knows, with its JSON, whom it concerns and a page of AWS', () => {
    const sids = [...sources.matchAll(/(?:sid: |keyStatement\(|return write\()'(\w+)'/g)].map(([, sid]) => sid);
    expect(sections.map(section => /^`(\w+)`/.exec(section)![1]).sort()).toEqual([...new Set(sids)].sort());
    const complete = /^`(\w+)`\n[^]*"Sid": "\1"[^]*\*\*(Admits|Refuses)\*\*[^]*\nAWS: \[[^\]]+\]\(https:\/\/docs\.aws\.amazon\.com\//;
    expect(sections.filter(section => !complete.test(section))).toEqual([]);
  });

  test('and the one about several accounts shows the policy of a reader as the library synthesizes it', () => {
    expect(json('docs/cross-account.md')).toEqual([ofIam.filter(({ Sid }) => Sid !== undefined)]);
  });
});

/** Whether two values are equal, in whatever order their keys are. */
function isEqual(one: any, other: any): boolean {
  const sorted = (value: any): any => value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.keys(value).sort().map(key => [key, sorted(value[key])])) : value;
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

describe('the page about troubleshooting', () => {
  const page = 'docs/troubleshooting.md';
  const rules = filesIn('src/access/rules').filter(path => !path.endsWith('index.ts')).map(read)
    .map(source => ({ id: /id: '([a-z-]+)'/.exec(source)![1], severity: /severity: '([a-z]+)'/.exec(source)![1] }));
  const idsOf = (severity: string) => rules.filter(rule => rule.severity === severity).map(({ id }) => id);
  const inCamelCase = (id: string) => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

  test('has every rule of the audit that is an error, and no other', () => {
    expect(firstColumn(below(page, '### Of the audit')).sort()).toEqual(idsOf('error').sort());
  });

  test('has every warning of the library, and no other', () => {
    const ids = [...sources.matchAll(/'((?:CloudTrailEncryptionKey|TrailLogBucket|EncryptedTrail|EncryptedEventDataStore|OrganizationTrail)\.[a-z]\w+)'/g)].map(([, id]) => id);
    // the key warns of an unlocked store in words of its own, and a store is always among its props
    const ofAudit = idsOf('warning').filter(id => id !== 'event-data-store-unlocked').map(id => `CloudTrailEncryptionKey.${inCamelCase(id)}`);
    const shown = firstColumn(below(page, '## Warnings at synthesis')).filter(id => !id.startsWith('cdk-'));
    expect(shown.sort()).toEqual([...new Set([...ids, ...ofAudit])].sort());
  });

  test.each(['### Of the props', '### Of the finished policy'])('quotes messages as the library has them: %s', (heading) => {
    const quoted = firstColumn(below(page, heading)).filter(span => !['must be', 'got'].includes(span));
    expect(quoted.length).toBeGreaterThan(5);
    // a message may be several strings
    const asWritten = sources.replace(/\\'/g, "'").replace(/['"`]\s*\+ ['"`]/g, '');
    expect(quoted.filter(text => !asWritten.includes(text))).toEqual([]);
  });
});

describe('the page about migrating', () => {
  const page = 'docs/migrating.md';
  const findings = (policy: any, region: string) => library.KeyPolicyAudit.ofPolicy(policy, {
    accountId: '111111111111', region, trailArns: [`arn:aws:cloudtrail:${region}:111111111111:trail/audit`],
  }).findings.map(({ rule, severity }) => `| \`${rule}\` | ${severity} |`);
  const found = (heading: string) => below(page, heading).split('\n').filter(line => /^\| `[a-z-]+` \| (error|warning|info) \|$/.test(line));

  test("lists what the audit finds in the console's default policy", () => {
    expect(found("## From the console's default policy")).toEqual(findings(JSON.parse(read('test/cases/policies/default-trail.json')), 'us-east-1'));
  });

  test('lists what the audit finds in the policy that it shows for Terraform', () => {
    const [policy] = json(page);
    expect(found('## From Terraform')).toEqual(findings(policy, 'eu-central-1'));
  });

  test('leaves key, bucket and trail what they are, and changes their policies', () => {
    const [before, after] = [...below(page, '### Key, bucket and trail').matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => resourcesOf(code));
    expect(before.policies).not.toEqual(after.policies);
    expect(before.others).toEqual(after.others);
    expect(Object.values<any>(before.others).map(({ Type }) => Type).sort()).toEqual([
      'AWS::CloudTrail::Trail', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy',
    ]);
  });
});

/** What an example defines: the policies, and the resources without them. */
function resourcesOf(example: string): { policies: any[]; others: { [logicalId: string]: any } } {
  const stack = new Stack(new App(), 'Audit', { env: { account: '111111111111', region: 'eu-central-1' } });
  const { outputText } = transpileModule(read('rosetta/default.ts-fixture').replace('/// here', example), { compilerOptions: { module: ModuleKind.CommonJS } });
  const load = (name: string) => name === 'cdk-cloudtrail-encryption' ? library : jest.requireActual(name);
  new Function('require', 'exports', 'stack', outputText)(load, {}, stack);
  const { Resources } = JSON.parse(JSON.stringify((stack.node.root as App).synth().getStackByName('Audit').template));
  const resources = Object.entries<any>(Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
  return {
    policies: resources.map(([, { Properties }]) => Properties.KeyPolicy ?? Properties.PolicyDocument),
    others: Object.fromEntries(resources.map(([id, { Properties: { KeyPolicy: _key, PolicyDocument: _bucket, ...Properties }, ...rest }]) => (
      [id, { ...rest, Properties }]))),
  };
}

test('ARCHITECTURE names the layers that the linter keeps apart', () => {
  const { zones } = JSON.parse(read('.eslintrc.json').replace(/^\/\/.*$/gm, '')).rules['import/no-restricted-paths'][1];
  const bare = (path: string) => path.replace(/^\.\/src\//, '');
  const layers: string[][] = zones.map(({ target }: { target: string[] }) => target.map(bare));
  const last: string[] = zones[zones.length - 1].from.map(bare).filter((name: string) => name !== 'index.ts');
  const shown = [...below('ARCHITECTURE.md', '## The layers').matchAll(/^\| \d+ \| (.*?) \|/gm)]
    .map(([, cell]) => [...cell.matchAll(/`([^`]+?)\/?`/g)].map(([, name]) => name));
  expect(shown).toEqual([...layers, last]);
});

test('CONTRIBUTING names commands that there are, and every task that is peculiar to this project', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = [...read('CONTRIBUTING.md').matchAll(/`npm (?:run )?([a-z:-]+)`/g)].map(([, script]) => script).filter(script => script !== 'ci');
  expect(named.filter(script => !(script in scripts))).toEqual([]);
  expect(named).toEqual(expect.arrayContaining(['bench', 'build', 'compile', 'demo', 'docgen', 'eslint', 'mutation', 'package-all', 'rosetta', 'test', 'test:update']));
});
