import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { APPS, built, Outcome, outcomeOf } from './apps';
import { buildNpmPackage, buildPackage } from '../../packages/build';
import { LANGUAGES, ROOT } from '../../packages/languages';
import { run } from '../../packages/run';

// everything is built and installed anew, from what has to be downloaded first
jest.setTimeout(1_800_000);

const TEMPLATES = ['Audit', 'Events', 'Logs', 'Readers'].map(stack => `${stack}.template.json`);

/** Calls that every language can make. */
const CALLS = [
  'an account id of 11 digits',
  'two mistakes in one call',
  'the ARN of a bucket as that of a trail',
  'a service as a reader',
  'a service as a reader, afterwards',
  'an encryption key of another Region',
  'a statement id that is taken, at synthesis',
  'an audit of an open policy',
  'nothing wrong, after all this',
];

const NO_PRINCIPAL = 'Unable to deserialize value as aws-cdk-lib.aws_iam.IPrincipal';
const STACK_AS_READER = 'Audit/Trail: \'readers[0]\' must be a role, a user, an account, or an organization or other "*" with a condition that says who, '
  + 'got the Stack "Audit"; pass a principal, as in new iam.ArnPrincipal()';

/** Calls that only the type system of TypeScript and, as far as it goes, that of the language refuse: what jsii says of them, or the library. */
const WRONG_TYPES: { [language: string]: { [call: string]: string } } = {
  python: {
    'a number as a name': 'type of argument trail_name must be str; got int instead',
    'a text as readers': 'Value is not an array',
    'a text as a reader': NO_PRINCIPAL,
    'nothing as a reader': 'A value is required (type is non-optional)',
    'a stack as a reader': STACK_AS_READER,
    'a stack as a key': 'Audit/Trail: \'encryptionKey\' must be a CloudTrailEncryptionKey, got the Stack "Audit"; for a kms.Key use CloudTrailEncryptionKey.fromKey()',
  },
  java: {
    'a name left out': 'trailName is required',
    'a text as a reader': NO_PRINCIPAL,
    'nothing as a reader': 'A value is required (type is non-optional)',
    'a stack as a reader': STACK_AS_READER,
  },
  go: {
    'a name left out': 'Field *string.TrailName is required, but has nil value',
    'nothing as a reader': 'A value is required (type is non-optional)',
  },
};

let scratch: string;
const outcomes: { [language: string]: PromiseSettledResult<Outcome> } = {};

/** What the apps of a language did. Why there is none is told once, by a test of its own. */
function outcome(language: string): Outcome {
  const settled = outcomes[language];
  if (settled.status === 'rejected') throw new Error(`nothing to compare: see the first failure of ${language}`);
  return settled.value;
}

/** What the library answered, without the class of the error that jsii puts before some messages. */
const answer = (language: string, call: string) => outcome(language).answers[call].replace(/^\w+Errors?: /, '');

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'packages-'));
  const source = await buildNpmPackage(scratch);
  await Promise.all(Object.keys(APPS).map(async language => {
    const work = language in LANGUAGES ? buildPackage(language, source) : Promise.resolve();
    [outcomes[language]] = await Promise.allSettled([work.then(() => outcomeOf(language, join(scratch, 'apps', language)))]);
  }));
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe('the npm package', () => {
  const installed = () => join(scratch, 'apps/typescript/node_modules/cdk-cloudtrail-encryption');
  const files = () => readdirSync(installed(), { recursive: true, encoding: 'utf8' }).filter(path => statSync(join(installed(), path)).isFile());
  const own = () => files().filter(path => !path.startsWith('node_modules/')).sort();

  test('holds the compiled library, its command and what describes them, and nothing else of its own', () => {
    expect(own().filter(path => !/^lib\/.*\.(js|d\.ts)$/.test(path)))
      .toEqual(['.jsii', 'LICENSE', 'README.md', 'bin/cdk-cloudtrail-encryption', 'package.json', 'rosetta/default.ts-fixture']);
    const compiled = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts'));
    expect(own().filter(path => path.startsWith('lib/')))
      .toEqual(compiled.flatMap(path => ['.js', '.d.ts'].map(ending => `lib/${path.replace(/\.ts$/, ending)}`)).sort());
  });

  test('brings along what the command reads YAML with, and its licence', () => {
    const bundled = files().filter(path => /^node_modules\/(?!\.)/.test(path));
    expect([...new Set(bundled.map(path => path.split('/')[1]))]).toEqual(['yaml']);
    expect(bundled).toContain('node_modules/yaml/LICENSE');
  });

  test('is smaller than 400 kB without that', async () => {
    await run('tar', ['-czf', join(scratch, 'own.tgz'), '--directory', installed(), ...own()]);
    expect(statSync(join(scratch, 'own.tgz')).size).toBeLessThan(400_000);
  });

  test('needs nothing else at run time but its peers', () => {
    const { dependencies, optionalDependencies, bundledDependencies, peerDependencies } = JSON.parse(readFileSync(join(installed(), 'package.json'), 'utf8'));
    expect({ dependencies, optionalDependencies, bundledDependencies })
      .toEqual({ dependencies: { yaml: '2.9.1' }, optionalDependencies: undefined, bundledDependencies: ['yaml'] });
    expect(Object.keys(peerDependencies).sort()).toEqual(['aws-cdk-lib', 'constructs']);
  });

  test('has a command, which audits a template in YAML', async () => {
    const template = join(scratch, 'logs.yaml');
    writeFileSync(template, [
      'Resources:',
      '  Key:',
      '    Type: AWS::KMS::Key',
      '    Properties:',
      '      KeyPolicy:',
      '        Statement: [{ Effect: Allow, Principal: { AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" }, Action: kms:*, Resource: "*" }]',
      '  Trail: { Type: AWS::CloudTrail::Trail, Properties: { S3BucketName: logs-of-111111111111, IsLogging: true, KMSKeyId: !GetAtt Key.Arn } }',
    ].join('\n'));
    const command = join(installed(), '../.bin/cdk-cloudtrail-encryption');
    expect(await run(command, ['--version'])).toBe('0.0.0\n');
    // the exit code 1 of errors found, and what was found
    await expect(run(command, ['audit', '--template', template, '--key-account', '111111111111']))
      .rejects.toThrow(/ failed: 1\n[^]* own-trail-cannot-encrypt\b/);
  });
});

test.each(Object.keys(APPS))('%s: the package is built and installed, and the apps run', language => {
  const settled = outcomes[language];
  if (settled.status === 'rejected') throw settled.reason;
});

test('the wheel has no scripts', async () => {
  const listing = await run('python3', ['-m', 'zipfile', '--list', built('python', '.whl')]);
  expect(listing).toContain('cdk_cloudtrail_encryption/__init__.py');
  expect(listing).not.toMatch(/\.data\/scripts|entry_points\.txt|\/bin\//);
});

describe('the CDK that the library is compiled against', () => {
  const { 'aws-cdk-lib': cdk, constructs } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).devDependencies;

  test('is what the jar asks for, and not the newest', () => {
    const pom = readFileSync(built('java', '.pom'), 'utf8');
    expect([...pom.matchAll(/<artifactId>(aws-cdk-lib|constructs)<\/artifactId>\s*<version>(.*)</g)].map(([, name, version]) => [name, version]))
      .toEqual([['aws-cdk-lib', cdk], ['constructs', constructs]]);
  });

  test.each(['python/requirements.txt', 'java/pom.xml', 'go/go.mod'])('is what examples/%s asks for', file => {
    const text = readFileSync(join(ROOT, 'examples', file), 'utf8');
    expect([cdk, constructs].filter(version => !text.includes(version))).toEqual([]);
  });
});

test('the TypeScript apps synthesize their stacks, which say where each resource is defined and nothing of versions', () => {
  const { templates } = outcome('typescript');
  expect(Object.keys(templates).sort()).toEqual(TEMPLATES);
  for (const template of Object.values(templates)) {
    expect(template).toContain('"aws:cdk:path"');
    expect(template).not.toContain('AWS::CDK::Metadata');
  }
});

describe.each(Object.keys(LANGUAGES))('%s', language => {
  test.each(TEMPLATES)('synthesizes %s to the byte as TypeScript does', file => {
    expect(outcome(language).templates[file]).toEqual(outcome('typescript').templates[file]);
  });

  test('synthesizes nothing else', () => {
    expect(Object.keys(outcome(language).templates).sort()).toEqual(TEMPLATES);
  });

  test.each(CALLS)('answers as TypeScript does: %s', call => {
    expect(answer(language, call)).toEqual(answer('typescript', call));
  });

  test.each(Object.entries(WRONG_TYPES[language]))('refuses what has a wrong type: %s', (call, message) => {
    expect(answer(language, call)).toContain(message);
  });
});
