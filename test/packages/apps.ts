import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { basename, join } from 'path';
import { DIST, GO_MODULE, MAVEN_REPOSITORY, ROOT } from '../../packages/languages';
import { virtualEnvironment } from '../../packages/python';
import { run, timed } from '../../packages/run';

/** The apps of a language, and how they get hold of the package. */
interface Apps {
  /** The folders of examples/ that each hold an app. */
  readonly examples: string[];
  /** The folder of the project that the apps belong to. */
  readonly project: string;
  /** The program in test/packages/LANGUAGE that calls the library, and where in the project it is put. */
  readonly calls: string;
  /** What runs that program. */
  readonly command: [command: string, ...args: string[]];
  /** Installs the built package in a project, and gives what else its environment must have. */
  readonly install: (project: string) => Promise<{ [name: string]: string }>;
}

/** What the apps of a language synthesize, by the names of the files, and what the library answers its calls. */
export interface Outcome {
  readonly templates: { [file: string]: string };
  readonly answers: { [call: string]: string };
}

export const APPS: { [language: string]: Apps } = {
  typescript: {
    examples: ['single-account', 'cross-account-readers', 'event-data-store'],
    project: '.',
    calls: 'calls.ts',
    command: ['npx', 'ts-node', '--transpile-only', '--project', 'tsconfig.dev.json', 'calls.ts'],
    async install(project) {
      writeFileSync(join(project, 'package.json'), '{}');
      await run('npm', [
        // the peers are those that the library was compiled against, so nothing has to be fetched
        'install', '--offline', '--legacy-peer-deps', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', built('js', '.tgz'),
      ], { cwd: project });
      mkdirSync(join(project, 'node_modules/.bin'), { recursive: true });
      for (const name of ['.bin/ts-node', 'aws-cdk-lib', 'constructs', 'typescript']) {
        symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), 'junction');
      }
      for (const name of ['tsconfig.json', 'tsconfig.dev.json']) cpSync(join(ROOT, name), join(project, name));
      return {};
    },
  },

  python: {
    examples: ['python'],
    project: 'examples/python',
    calls: 'calls.py',
    command: ['python3', 'calls.py'],
    async install(project) {
      const bin = await virtualEnvironment(join(project, '.venv'), built('python', '.whl'), '--requirement', join(project, 'requirements.txt'));
      return { PATH: `${bin}:${process.env.PATH}` };
    },
  },

  java: {
    examples: ['java'],
    project: 'examples/java',
    calls: 'src/main/java/com/example/Calls.java',
    command: ['mvn', '--quiet', 'exec:java', '-Dexec.mainClass=com.example.Calls'],
    async install(project) {
      mkdirSync(join(project, '.mvn'));
      writeFileSync(join(project, '.mvn/maven.config'), `--batch-mode\n-Dmaven.repo.local=${MAVEN_REPOSITORY}\n`);
      await run('mvn', ['--quiet', 'install:install-file', `-Dfile=${built('java', '0.0.0.jar')}`, `-DpomFile=${built('java', '.pom')}`], { cwd: project });
      return {};
    },
  },

  go: {
    examples: ['go'],
    project: 'examples/go',
    calls: 'calls/calls.go',
    command: ['go', 'run', './calls'],
    async install(project) {
      await run('go', ['mod', 'edit', `-replace=${GO_MODULE}=${join(DIST, 'go', basename(GO_MODULE))}`], { cwd: project });
      return {};
    },
  },
};

/** Installs the package of a language in an empty directory, as its users do, and lets the apps do their work. */
export async function outcomeOf(language: string, place: string): Promise<Outcome> {
  const { examples, project: folder, calls, command: [command, ...args], install } = APPS[language];
  const project = join(place, folder);
  for (const example of examples) cpSync(join(ROOT, 'examples', example), join(place, 'examples', example), { recursive: true, filter: isSource });
  cpSync(join(ROOT, 'test/packages', language, basename(calls)), join(project, calls));
  const env = { CDK_DISABLE_CLI_TELEMETRY: 'true', ...await timed(`${language}: installing`, install(project)) };

  const templates: { [file: string]: string } = {};
  for (const example of examples) {
    const outdir = join(place, 'cdk.out', example);
    // no build step: that of the TypeScript examples compiles the library
    const synth = run(join(ROOT, 'node_modules/.bin/cdk'), ['synth', '--quiet', '--no-notices', '--build', 'true', '--output', outdir], {
      cwd: join(place, 'examples', example), env,
    });
    await timed(`${language}: synthesizing examples/${example}`, synth);
    for (const file of readdirSync(outdir).filter(name => name.endsWith('.template.json'))) templates[file] = readFileSync(join(outdir, file), 'utf8');
  }

  await timed(`${language}: calling`, run(command, args, { cwd: project, env }));
  return { templates, answers: JSON.parse(readFileSync(join(project, 'answers.json'), 'utf8')) };
}

/** The only file of a package in dist/ whose name ends so. */
export function built(language: string, ending: string): string {
  const [file, ...others] = readdirSync(join(DIST, language), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith(ending));
  if (file === undefined || others.length > 0) throw new Error(`dist/${language} must have one file *${ending}, got ${[file, ...others].join(', ')}`);
  return join(DIST, language, file);
}

/** Not what an earlier run of an example left in its folder. */
function isSource(path: string): boolean {
  return !['.venv', '__pycache__', 'cdk.out', 'target'].includes(basename(path));
}
