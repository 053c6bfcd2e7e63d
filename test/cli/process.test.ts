import { spawnSync } from 'child_process';
import { join } from 'path';
import { scratch, templateOf } from './terminals';
import { BASE, changed, policy } from '../access/policies';

const COMMAND = join(__dirname, '../../bin/cdk-cloudtrail-encryption');

// each test starts Node
jest.setTimeout(60_000);

const file = scratch();

/** Runs the compiled command in a process of its own. */
function command(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** The modules that the command loads, of the package or of others. */
function loaded(...args: string[]): string[] {
  const script = `
    process.argv.splice(1, 0, '${COMMAND}');
    process.on('exit', () => { process.stderr.write(JSON.stringify(Object.keys(require.cache))); });
    require('${COMMAND}');`;
  return JSON.parse(spawnSync(process.execPath, ['-e', script, '--', ...args], { encoding: 'utf8' }).stderr);
}

test('the command prints its report and ends with its code', () => {
  const path = file('key.json', changed('Decrypt', { Condition: undefined }));

  expect(command('audit', '--policy', path, '--key-account', '111111111111')).toMatchObject({
    status: 1, stderr: '', stdout: expect.stringContaining('\n1 key: 1 error\n'),
  });
});

test('the command says in one line what is wrong with how it was called', () => {
  expect(command('audit', '--frob')).toEqual({ status: 2, stdout: '', stderr: "cdk-cloudtrail-encryption: Unknown option '--frob'; see --help\n" });
});

test('the command knows its version and its options', () => {
  expect(command('--version')).toEqual({ status: 0, stderr: '', stdout: '0.0.0\n' });
  expect(command('--help').stdout).toMatch(/^Usage: cdk-cloudtrail-encryption audit \[options\]\n/);
});

describe('the command loads', () => {
  const policyFile = () => ['audit', '--policy', file('key.json', policy(...BASE)), '--key-account', '111111111111'];

  test.each(['text', 'html', 'sarif'])('nothing of other packages for JSON, and of the reports only the one in %s', (format) => {
    const modules = loaded(...policyFile(), '--format', format);

    expect(modules.length).toBeGreaterThan(20);
    expect(modules.filter((path) => /node_modules/.test(path))).toEqual([]);
    expect(['text', 'json', 'markdown', 'html', 'sarif'].filter((name) => modules.some((path) => path.endsWith(`/report/${name}.js`)))).toEqual([format]);
  });

  test('the parser of YAML for YAML, and nothing of the CDK', () => {
    const yaml = JSON.stringify(templateOf(policy(...BASE))).replace('{', 'Description: x\n').slice(0, -1).replace('"Resources":', 'Resources: ');
    const modules = loaded('audit', '--template', file('key.yaml', yaml));

    expect(modules.some((path) => /\/yaml\/dist\//.test(path))).toBe(true);
    expect(modules.filter((path) => /aws-cdk-lib|constructs/.test(path))).toEqual([]);
  });

  test('next to nothing to say what it can do', () => {
    expect(loaded('--help').map((path) => path.replace(/^.*\/(bin|lib)\//, '')).filter((path) => !path.startsWith('private/')))
      .toEqual(['cdk-cloudtrail-encryption', 'cli/run.js', 'cli/main.js', 'cli/help.js', 'cli/problem.js', 'cli/usage.js']);
  });
});
