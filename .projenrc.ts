import { awscdk, javascript, JsonFile } from 'projen';

/**
 * The lowest CDK that this library runs on, and the one it is compiled against: a floor that the developers do not install is fiction.
 *
 * 2.257.0 is the first with `Validations` and the stable `IPolicyValidationPlugin`; it needs constructs 10.5.1, the first with `node.with()`.
 */
const CDK_FLOOR = '2.257.0';
const CONSTRUCTS_FLOOR = '10.5.1';

/** The newest CDK that was tried: the whole suite runs a second time on it. */
const CDK_NEWEST = '2.276.0';
const CONSTRUCTS_NEWEST = '10.8.1';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-cloudtrail-encryption',
  description: 'CloudTrail keys that work on the first deploy and let nobody else in, and that prove both at synth time',
  author: 'cdk-cloudtrail-encryption contributors',
  authorAddress: 'cdk-cloudtrail-encryption@users.noreply.github.com',
  repositoryUrl: 'https://github.com/cdk-cloudtrail-encryption/cdk-cloudtrail-encryption.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-cloudtrail-encryption contributors',
  keywords: ['aws', 'cdk', 'cloudtrail', 'kms', 'encryption', 'key-policy', 'least-privilege', 'security'],

  defaultReleaseBranch: 'main',
  projenrcTs: true,
  projenVersion: '0.103.25',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  tsconfigDevFile: 'tsconfig.dev.json',

  cdkVersion: CDK_FLOOR,
  constructsVersion: CONSTRUCTS_FLOOR,
  // jsii is not semver since 5.0: a minor version is a major one
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.0',

  publishToPypi: { distName: 'cdk-cloudtrail-encryption', module: 'cdk_cloudtrail_encryption' },
  publishToMaven: {
    javaPackage: 'io.github.cdkcloudtrailencryption',
    mavenGroupId: 'io.github.cdkcloudtrailencryption',
    mavenArtifactId: 'cdk-cloudtrail-encryption',
  },
  publishToGo: {
    moduleName: 'github.com/cdk-cloudtrail-encryption/cdk-cloudtrail-encryption-go',
    packageName: 'cdkcloudtrailencryption',
  },

  // the command reads templates in YAML; npm takes it along inside the package
  bundledDeps: ['yaml@2.9.1'],

  devDeps: [
    // reads assemblies of the lowest CDK, and none of the newest
    '@aws-cdk/integ-runner@2.197.10',
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    // the last that run on Node 20
    '@stryker-mutator/core@9.6.1',
    '@stryker-mutator/mocha-runner@9.6.1',
    // what `cdk synth` and `cdk deploy` run in the examples; the tag `latest` is an old build that cannot read today's assemblies
    'aws-cdk@2.1148.1',
    `aws-cdk-lib-newest@npm:aws-cdk-lib@${CDK_NEWEST}`,
    `constructs-newest@npm:constructs@${CONSTRUCTS_NEWEST}`,
    // version 13 needs Node 22
    'commit-and-tag-version@12.7.3',
    '@cdklabs/cdk-validator-cfnguard@0.0.62',
    'cdk-nag@3.0.2',
    // what Jest is made of, for mutation testing in Mocha
    'expect@30.5.2',
    'jest-each@30.5.2',
    'fast-check@4.10.2',
    'jsii-diff@1.134.0',
    'jsii-docgen@10.12.6',
    'jsii-pacmak@1.140.0',
    'jsii-rosetta@~6.0.17',
    // version 12 needs Node 22
    'mermaid@11.17.2',
    'mocha@11.8.0',
    'playwright-core@1.65.1',
    'ts-jest@29.4.15',
  ],
  bin: { 'cdk-cloudtrail-encryption': 'bin/cdk-cloudtrail-encryption' },

  jestOptions: {
    jestVersion: '^30.0.0',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    configFilePath: 'jest.config.json',
  },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'bench', 'examples', 'packages', 'projenrc'], projectService: false, tsconfigPath: './tsconfig.dev.json' },
  gitignore: ['cdk.out/', '.jsii.tabl.json', '.stryker-tmp/', '/examples/java/target/', '/examples/python/.venv/', '__pycache__/'],

  // the library ships no Lambda functions, so there is nothing to discover
  lambdaAutoDiscover: false,
  integrationTestAutoDiscover: false,
  release: false,
  github: false,
  depsUpgrade: false,
});
project.deps.removeDependency('jest');
project.deps.removeDependency('@types/jest');
project.addDevDeps('jest@30.5.2', '@types/jest@^30.0.0');

for (const path of [
  '/.cache/', '/.ci/', '/.jsii.tabl.json', '/.npmrc', '/.stryker-tmp/', '/API.md', '/bench/', '/docs/', '/examples/', '/packages/', '/stryker.*.json',
  '/ARCHITECTURE.md', '/CONTRIBUTING.md', '/SECURITY.md',
]) {
  project.addPackageIgnore(path);
}

// 1.13.0 was published without most of the packages it names for other platforms, and `npm ci` refuses a lockfile that lacks them
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

// warnings are errors: jsii warns where a name or a type would be mangled in another language
project.compileTask.reset();
// what was compiled from a file that is gone must not be shipped
project.compileTask.exec('node -e "fs.rmSync(\'lib\', { recursive: true, force: true })"');
project.compileTask.exec('jsii --fail-on-warnings');

// the package's own name must resolve inside the repository too, so that the examples import what a user imports
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
  './.warnings.jsii.js': './.warnings.jsii.js',
});

// every example in README and docstrings must compile: `jsii-rosetta` fails on one that does not, and so does packaging
project.tryFindObjectFile('package.json')!.addOverride('jsii.metadata.jsii.rosetta.strict', true);
project.addTask('rosetta', {
  description: 'Compile the examples in README and docstrings',
  exec: 'jsii-rosetta extract --strict',
});

// all languages on every machine, and one that cannot be built stops no other
const buildPackages = 'ts-node --transpile-only --project tsconfig.dev.json packages/main.ts';
const languages = ['python', 'java', 'go'];
for (const language of languages) project.tasks.tryFind(`package:${language}`)!.reset(`${buildPackages} ${language}`);
project.tasks.tryFind('package:js')!.reset(buildPackages);
project.tasks.tryFind('package-all')!.reset([buildPackages, ...languages].join(' '));
project.packageTask.reset();
for (const task of ['compile', 'rosetta', 'package-all']) project.packageTask.spawn(project.tasks.tryFind(task)!);

new javascript.NpmConfig(project).addConfig('omit-lockfile-registry-resolved', 'true');

/** Suites that need more tools than Node: each is a folder of test/, a project of Jest and a command of its own. */
const SUITES_WITH_TOOLS = {
  packages: 'Build the packages, and compare what they do in Python, Java and Go with what the library does in TypeScript',
  browser: 'Look at the HTML report in a browser: nothing runs, nothing overflows, everything can be read',
  deploy: 'Deploy, update and destroy the examples in an emulator of AWS, and ask the policies that stand there',
  compliance: 'Give the templates of the examples to the scanners of security teams',
};
const foldersWithTools = Object.keys(SUITES_WITH_TOOLS).map(folder => `<rootDir>/test/${folder}/`);

/**
 * One run of the suite: a CDK version with all feature flags off or all recommended ones on.
 *
 * The four share their snapshots: no template may depend on either.
 */
const suite = (displayName: string, cdk: 'floor' | 'newest', flags: 'off' | 'recommended') => ({
  displayName,
  rootDir: '.',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // the evaluator knows nothing of the CDK, and what random and mutated policies admit does not depend on it: one run says all
  testPathIgnorePatterns: ['/node_modules/', ...foldersWithTools, '<rootDir>/test/project/', ...displayName === 'floor' ? [] : [
    '<rootDir>/test/access/', '<rootDir>/test/report/', '<rootDir>/test/cli/', '<rootDir>/test/fuzz/',
    '<rootDir>/test/policy-mutations.test.ts', '<rootDir>/test/properties.test.ts',
  ]],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json' }] },
  setupFiles: [`<rootDir>/test/suites/flags-${flags}.ts`],
  moduleNameMapper: cdk === 'floor' ? {} : {
    '^aws-cdk-lib$': 'aws-cdk-lib-newest',
    '^aws-cdk-lib/(.*)$': 'aws-cdk-lib-newest/$1',
    '^constructs$': 'constructs-newest',
  },
});

// replaced as a whole: projects take nothing from the settings beside them
const jestConfig = project.tryFindObjectFile('jest.config.json')!;
jestConfig.addOverride('projects', [
  suite('floor', 'floor', 'off'),
  suite('floor, flags on', 'floor', 'recommended'),
  suite('newest', 'newest', 'off'),
  suite('newest, flags on', 'newest', 'recommended'),
  {
    ...suite('project', 'floor', 'off'),
    testMatch: ['<rootDir>/test/project/**/*.test.ts'],
    testPathIgnorePatterns: ['/node_modules/'],
  },
  ...Object.keys(SUITES_WITH_TOOLS).map(name => ({
    ...suite(name, 'floor', 'off'),
    testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
    testPathIgnorePatterns: ['/node_modules/'],
    // apps get their flags from their own settings
    setupFiles: [],
    // once, before the files of the suite run side by side
    ...name === 'deploy' ? { globalSetup: '<rootDir>/test/deploy/setup.ts' } : {},
  })),
]);
jestConfig.addOverride('reporters', ['default', 'summary', '<rootDir>/test/suites/totals-reporter.js']);
for (const setting of [
  'testMatch', 'clearMocks', 'collectCoverage', 'coverageProvider', 'coverageReporters', 'coverageDirectory',
  'coveragePathIgnorePatterns', 'testPathIgnorePatterns', 'watchPathIgnorePatterns', 'transform',
]) {
  jestConfig.addDeletionOverride(setting);
}

const AUDIT_INPUT = ['audit', 'audit-context', 'audit-markdown', 'key-policy-audit', 'policy-texts'].map(name => `src/access/${name}.ts`);
const CORRECTION = ['corrected-policy', 'trail-statements'].map(name => `src/access/${name}.ts`);
const EVALUATION_TESTS = ['cases', 'rules-*', 'strangers', 'probes', 'audit', 'ip-range', 'intrinsics', 'wildcard', 'evaluate'];
/** What is mutated, and the tests that have to notice, in this order: what is cheap before what takes its time. */
const MUTATIONS: { [part: string]: { readonly mutate: string[]; readonly tests: string[] } } = {
  policy: { mutate: ['src/policy/**/*.ts'], tests: ['policy/*', 'log-reader-policy'] },
  evaluation: {
    mutate: ['src/access/**/*.ts', ...[...AUDIT_INPUT, ...CORRECTION].map(path => `!${path}`)],
    tests: EVALUATION_TESTS.map(name => `access/${name}`),
  },
  input: { mutate: AUDIT_INPUT, tests: ['audit', 'probes', ...EVALUATION_TESTS, 'audit-input'].map(name => `access/${name}`) },
  correction: { mutate: CORRECTION, tests: ['access/corrected-policy'] },
};
for (const [part, { mutate, tests }] of Object.entries(MUTATIONS)) {
  new JsonFile(project, `stryker.${part}.json`, {
    // Stryker takes projen's marker for an option that it does not know
    marker: false,
    obj: {
      _comment: '~~ Generated by projen. To modify, edit .projenrc.ts and run "npx projen".',
      mutate,
      // Mocha keeps what it has loaded from one mutant to the next; Jest would load everything anew, and take hours
      testRunner: 'mocha',
      plugins: ['@stryker-mutator/mocha-runner'],
      mochaOptions: {
        'spec': ['test/suites/load-access.js', ...tests.map(test => `test/${test}.test.js`)],
        'require': ['./test/suites/jest-in-mocha.js', './test/suites/flags-off.js'],
        'no-config': true,
        'no-package': true,
        'no-opts': true,
      },
      buildCommand: 'tsc -p tsconfig.dev.json --noCheck --noEmit false --noEmitOnError false --outDir . --declaration false --inlineSourceMap false --inlineSources false',
      coverageAnalysis: 'perTest',
      concurrency: 2,
      // endless loops are counted out long before; a busy machine must not look like one
      timeoutMS: 60_000,
      // what is copied: the sources, the tests and what the compiler reads
      ignorePatterns: ['**', '!src/**', '!test/**', '!*.json'],
      cleanTempDir: 'always',
      reporters: ['clear-text', 'html', 'json'],
      htmlReporter: { fileName: `coverage/mutation-${part}.html` },
      jsonReporter: { fileName: `coverage/mutation-${part}.json` },
      clearTextReporter: { reportTests: false, logTests: false },
      thresholds: { high: 95, low: 90, break: 90 },
    },
  });
}
project.addTask('mutation', {
  description: 'Change the code of src/policy and src/access in every small way, and name the changes that no test notices',
  steps: Object.keys(MUTATIONS).map(part => ({ exec: `stryker run stryker.${part}.json` })),
});

// lint, generated files, API.md and README examples are tests of their own (test/project), so that one runner counts everything
project.testTask.reset();
project.testTask.spawn(project.compileTask);
project.testTask.exec(`jest --ignoreProjects ${Object.keys(SUITES_WITH_TOOLS).join(' ')} --ci --silent`, { receiveArgs: true });
for (const [name, description] of Object.entries(SUITES_WITH_TOOLS)) {
  project.addTask(`test:${name}`, {
    description,
    steps: [
      { spawn: 'compile' },
      { exec: `jest --selectProjects ${name} --reporters ./test/suites/checks-reporter.js --ci`, receiveArgs: true },
    ],
  });
}

project.addTask('integ', {
  description: 'Compare the tests for real accounts with their snapshots; with `-- --update-on-failed`, run those that changed in the account of your credentials',
  exec: "integ-runner --directory test --language typescript --app 'node --require ts-node/register/transpile-only {filePath}'",
  receiveArgs: true,
});
// of their snapshots, what is compared with nothing
for (const file of ['asset.*', 'tree.json']) project.gitignore.exclude(`/test/integ.*.snapshot/${file}`);

// a package needs no sources inside its JavaScript: they double what Node reads at the start of every app
for (const setting of ['inlineSourceMap', 'inlineSources']) {
  project.tryFindObjectFile('tsconfig.json')!.addDeletionOverride(`compilerOptions.${setting}`);
}

project.tsconfigDev.addInclude('.projenrc.ts');

/** The import direction: a layer may import from those before it, never from one after it. */
const LAYERS = [
  ['private'],
  ['trail-identity.ts'],
  ['policy', 'access'],
  ['template'],
  [
    'cloudtrail-key.ts', 'cloudtrail-key-management.ts', 'log-readers.ts', 'key',
    'cloudtrail-encryption-key.ts', 'cloudtrail-encryption-key-replica.ts', 'cloudtrail-key-access.ts',
  ],
  ['log-bucket.ts', 'bucket', 'trail-log-bucket.ts', 'log-reader-role.ts', 'log-reader-policy.ts'],
  [
    'encrypted-trail-props.ts', 'trail', 'encrypted-trail.ts',
    'encrypted-event-data-store-props.ts', 'event-data-store', 'encrypted-event-data-store.ts',
  ],
  ['organization'],
  ['cloudtrail-encryption-checks.ts'],
  ['report'],
  ['cli'],
];
const zones = LAYERS.slice(0, -1).map((layer, i) => ({
  target: layer.map(name => `./src/${name}`),
  from: [...LAYERS.slice(i + 1).flat(), 'index.ts'].map(name => `./src/${name}`),
  message: 'imports point downwards only (LAYERS in .projenrc.ts)',
}));
project.eslint?.addRules({
  'import/no-restricted-paths': ['error', { zones }],
  'import/no-cycle': ['error'],
  // what few apps need is loaded where it is needed, which only a call of require can do
  '@typescript-eslint/no-require-imports': ['error', {
    allow: [
      '/audit$', '/audit-markdown$', '/read-key$', '/key-at-risk$', '/audit-templates$', '/correction$', '/read-assembly$',
      '^\\./(html|json|markdown|sarif|text|yaml)$', '/package\\.json$',
    ],
  }],
});

project.addTask('demo', {
  description: 'Synthesize the example in README.md and print who may do what with its key',
  steps: [{ spawn: 'compile' }, { exec: 'ts-node --transpile-only --project tsconfig.dev.json examples/demo.ts' }],
});
// the version is that of the newest tag; package.json keeps 0.0.0 until a release is built
new JsonFile(project, '.versionrc.json', { obj: { packageFiles: [], bumpFiles: [] }, marker: false });
project.addTask('release', {
  description: 'Write CHANGELOG.md from the commits since the last release, and commit and tag it; pushing the tag publishes',
  exec: 'commit-and-tag-version',
});
project.addPackageIgnore('/.versionrc.json');
project.addTask('bench', {
  description: 'Measure synthesis, loading, growth, audits and the command, beside what is written by hand',
  steps: [{ spawn: 'compile' }, { exec: 'node bench/run.js' }],
});

project.synth();
