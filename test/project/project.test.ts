import { execFileSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { text } from '../stacks';

const ROOT = join(__dirname, '../..');
const read = (path: string, root = ROOT) => readFileSync(join(root, path), 'utf8');

// each test starts compilers and tools of its own
jest.setTimeout(300_000);

let scratch: string;
beforeEach(() => { scratch = mkdtempSync(join(tmpdir(), 'project-')); });
afterEach(() => rmSync(scratch, { recursive: true }));

/** Runs a tool of node_modules/.bin and gives what it prints; fails with all of it if the tool fails. */
function run(tool: string, args: string[], options: { cwd?: string; env?: { [name: string]: string } } = {}): string {
  try {
    return execFileSync(join(ROOT, 'node_modules/.bin', tool), args, {
      cwd: options.cwd ?? ROOT, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, CDK_CONTEXT_JSON: '', ...options.env },
    });
  } catch (error: any) {
    throw new Error(`${tool} ${args.join(' ')} failed:\n${error.stdout}\n${error.stderr}`);
  }
}

test('every generated file is what .projenrc.ts says', () => {
  const generated: string[] = [...JSON.parse(read('.projen/files.json')).files, 'package.json', '.npmignore'];
  for (const path of [...generated, '.projenrc.ts', 'package-lock.json']) cpSync(join(ROOT, path), join(scratch, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(scratch, 'node_modules'));
  run('projen', ['default'], { cwd: scratch, env: { PROJEN_DISABLE_POST: 'true' } });
  expect(Object.fromEntries(generated.map(path => [path, read(path, scratch)])))
    .toEqual(Object.fromEntries(generated.map(path => [path, read(path)])));
});

test('API.md is what the docstrings say', () => {
  run('jsii-docgen', ['--output', join(scratch, 'API.md')]);
  expect(read('API.md', scratch)).toEqual(read('API.md'));
});

test('every example in README and docstrings compiles', () => {
  expect(run('jsii-rosetta', ['extract', '--strict'])).not.toMatch(/error/i);
});

test('everything type-checks, tests and examples included', () => {
  expect(run('tsc', ['--noEmit', '-p', 'tsconfig.dev.json'])).toEqual('');
});

test('the linter has nothing to say', () => {
  expect(run('eslint', ['--ext', '.ts', '--max-warnings', '0', 'src', 'test', 'examples', 'packages', '.projenrc.ts'], {
    env: { ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' },
  })).toEqual('');
});

test('the library type-checks against the newest CDK too', () => {
  const inModules = (path: string) => [join(ROOT, 'node_modules', path)];
  writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify({
    extends: join(ROOT, 'tsconfig.dev.json'),
    compilerOptions: {
      rootDir: ROOT,
      typeRoots: inModules('@types'),
      paths: {
        'aws-cdk-lib': inModules('aws-cdk-lib-newest/index.d.ts'),
        'aws-cdk-lib/*': inModules('aws-cdk-lib-newest/*'),
        'constructs': inModules('constructs-newest'),
      },
    },
    include: [join(ROOT, 'src/**/*.ts')],
  }));
  expect(run('tsc', ['--noEmit', '-p', join(scratch, 'tsconfig.json')])).toEqual('');
});

describe('the linter', () => {
  const upwards = [
    ['src/private/sids.ts', '../trail-identity'],
    ['src/trail-identity.ts', './policy/conditions'],
    ['src/policy/statement.ts', '../cloudtrail-encryption-key'],
    ['src/access/evaluate.ts', '../key/key-policy'],
    ['src/key/key-base.ts', '../trail-log-bucket'],
    ['src/bucket/log-bucket-base.ts', '../encrypted-trail'],
    ['src/encrypted-trail.ts', './organization/organization-trail'],
  ];

  let messages: string[];
  beforeAll(() => {
    const lint = `
      const { LegacyESLint } = require('eslint/use-at-your-own-risk');
      const linter = new LegacyESLint();
      const lint = ([path, imported]) => linter.lintText("import { above } from '" + imported + "';\\nexport const x = above;\\n", { filePath: path });
      Promise.all(${JSON.stringify(upwards)}.map(lint))
        .then(results => process.stdout.write(JSON.stringify(results.map(([result]) => result.messages.map(({ message }) => message).join()))));`;
    // where CI is set, the parser would read the files from the disk instead of the texts that it is given
    const env = { ...process.env, ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1', TSESTREE_SINGLE_RUN: 'false' };
    messages = JSON.parse(execFileSync(process.execPath, ['-e', lint], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe', env }));
  });

  test.each(upwards)('refuses %s an import of %s, which lies above it', (path, imported) => {
    expect(messages[upwards.findIndex(([from, to]) => from === path && to === imported)]).toContain('imports point downwards only');
  });
});

test('loading the package loads nothing of the CDK but its entry points', () => {
  const load = `
    require('aws-cdk-lib'); require('constructs');
    const before = new Set(Object.keys(require.cache));
    require('cdk-cloudtrail-encryption');
    const loaded = Object.keys(require.cache).filter(path => !before.has(path) && path.includes('node_modules'));
    process.stdout.write(JSON.stringify(loaded));`;
  expect(JSON.parse(execFileSync(process.execPath, ['-e', load], { cwd: ROOT, encoding: 'utf8' }))).toEqual([]);
});

describe('installing the package', () => {
  const BY_ITSELF = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];

  test('runs nothing of it', () => {
    expect(Object.keys(JSON.parse(read('package.json')).scripts).filter(script => BY_ITSELF.includes(script))).toEqual([]);
  });

  test('runs scripts of two packages only, neither of which a user gets', () => {
    const packages = Object.entries<any>(JSON.parse(read('package-lock.json')).packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(packages.map(([path, { dev }]) => [path, dev])).toEqual([['node_modules/@parcel/watcher', true], ['node_modules/unrs-resolver', true]]);
  });

  test('takes what the committed lockfile says, from whatever registry', () => {
    expect(execFileSync('git', ['ls-files', 'package-lock.json'], { cwd: ROOT, encoding: 'utf8' })).toEqual('package-lock.json\n');
    expect(read('package-lock.json')).not.toContain('"resolved"');
  });
});

/** What the command audits and finds in each example. */
const FOUND: { [example: string]: { keys: string[]; findings: string[] } } = {
  'cross-account-readers': { keys: ['cdk.out/Logs Key'], findings: [] },
  // the first of its two deploys
  'event-data-store': { keys: ['cdk.out/Events StoreKey'], findings: ['warning event-data-store-unlocked', 'info foreign-trail-can-describe'] },
  // the app's own key has the statement that the CDK gives every key
  'existing-bucket-and-trail': { keys: ['cdk.out/Owned Key'], findings: ['info decrypt-delegated-to-iam', 'info missing-sid'] },
  'multi-region': { keys: ['cdk.out/Audit-eu-central-1 Key'], findings: [] },
  'organization': { keys: ['cdk.out/OrganizationLogArchive16C19286 Key'], findings: [] },
  'single-account': { keys: ['cdk.out/Audit TrailKey'], findings: [] },
};

describe('every example', () => {
  // those in other languages are synthesized with the packages that they are for (test/packages)
  const examples = readdirSync(join(ROOT, 'examples')).filter(name => existsSync(join(ROOT, 'examples', name, 'app.ts')));

  test('is one of those that are listed here', () => {
    expect(examples.sort()).toEqual(Object.keys(FOUND));
  });

  test.each(examples)('is synthesized by the CDK command line, and the command of this package finds no error in it: %s', (example) => {
    // the library is compiled already, so the example's own build step is left out
    run('cdk', ['synth', '--quiet', '--build', 'true', '--output', join(scratch, 'cdk.out')], { cwd: join(ROOT, 'examples', example) });
    const report = (format: string) => execFileSync(join(ROOT, 'bin/cdk-cloudtrail-encryption'), ['audit', '--format', format], { cwd: scratch, encoding: 'utf8', stdio: 'pipe' });

    const { keys, resources } = JSON.parse(report('json'));
    const findings = keys.flatMap((key: any) => key.findings).map(({ severity, rule }: any) => `${severity} ${rule}`);
    expect({ keys: keys.map(({ key }: any) => key.replace(/\.template\.json: (.*)[0-9A-F]{8}$/, ' $1')), findings, resources }).toEqual({ ...FOUND[example], resources: [] });
    expect(JSON.parse(report('sarif')).runs[0].results.map(({ ruleId }: any) => ruleId)).toEqual(FOUND[example].findings.map(finding => finding.split(' ')[1]));
    for (const { key } of keys) {
      expect(report('markdown')).toContain(`\n## ${key}\n`);
      expect(report('html')).toContain(`>${key}</h2>`);
    }
  });
});

describe('the example in README', () => {
  /** The resources of the app that README shows first, as `cdk synth` writes them. */
  function synthesized(): { [logicalId: string]: any } {
    const [, shown] = /```ts nofixture\n([^]*?)```/.exec(read('README.md'))!;
    writeFileSync(join(scratch, 'app.ts'), shown);
    mkdirSync(join(scratch, 'node_modules'));
    for (const name of ['aws-cdk-lib', 'constructs']) symlinkSync(join(ROOT, 'node_modules', name), join(scratch, 'node_modules', name));
    symlinkSync(ROOT, join(scratch, 'node_modules/cdk-cloudtrail-encryption'));
    const app = `node ${require.resolve('ts-node/dist/bin')} --transpile-only --project ${join(ROOT, 'tsconfig.dev.json')} app.ts`;
    run('cdk', ['synth', '--quiet', '--app', app, '--output', join(scratch, 'cdk.out')], { cwd: scratch });
    return JSON.parse(read('cdk.out/Audit.template.json', scratch)).Resources;
  }

  test('has the key policy that README shows', () => {
    const key = Object.values(synthesized()).find(({ Type }) => Type === 'AWS::KMS::Key');
    const filled = JSON.stringify(text(key.Properties.KeyPolicy))
      .replaceAll('${AWS::Partition}', 'aws').replaceAll('${AWS::AccountId}', '111111111111').replaceAll('${AWS::Region}', 'eu-central-1');
    const [, shown] = /```json\n([^]*?)```/.exec(read('README.md'))!;
    expect(JSON.parse(shown)).toEqual(JSON.parse(filled));
  });

  test('defines the resources that README lists', () => {
    const resources = Object.entries(synthesized()).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
    expect([...read('README.md').matchAll(/^  (AWS::\S+) +(\S+)$/gm)].map(([, type, logicalId]) => [logicalId, type]))
      .toEqual(resources.map(([logicalId, { Type }]) => [logicalId, Type]));
  });

  test('lets the demo print what README shows', () => {
    const [, shown] = /```text\n([^]*?)```/.exec(read('README.md'))!;
    expect(run('ts-node', ['--transpile-only', '--project', 'tsconfig.dev.json', 'examples/demo.ts'])).toEqual(shown);
  });
});

test('the page about auditing names every question and every rule, with its severity', () => {
  const page = read('docs/auditing.md');
  const rules = ['src/access/rules', 'src/template/rules']
    .flatMap(folder => readdirSync(join(ROOT, folder)).filter(name => name !== 'index.ts').map(name => read(join(folder, name))));
  const rows = rules.map(source => `| \`${/id: '([a-z-]+)'/.exec(source)![1]}\` | ${/severity: '([a-z]+)'/.exec(source)![1]} |`);
  const questions = [...read('src/access/probes.ts').matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map(([, id]) => id).filter(id => !id.startsWith('any-'));
  expect(rows.length).toBe(65);
  expect(new Set(questions).size).toBe(27);
  expect([...rows, ...questions.map(id => `\`${id}\``)].filter(expected => !page.includes(expected))).toEqual([]);
});

test('README names every warning of the library', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts')).map(path => read(join('src', path)));
  const ids = sources.flatMap(source => [...source.matchAll(/'((?:CloudTrailEncryptionKey|TrailLogBucket|EncryptedTrail|EncryptedEventDataStore|OrganizationTrail|LogReaderRole)\.[a-z]\w+)'/g)].map(([, id]) => id));
  expect(new Set(ids).size).toBe(16);
  expect(ids.filter(id => !read('README.md').includes(`\`${id}\``))).toEqual([]);
});
