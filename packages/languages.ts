import { copyFileSync, readFileSync, writeFileSync } from 'fs';
import { basename, join } from 'path';
import { pathToFileURL } from 'url';
import { requireTools, run } from './run';

export const ROOT = join(__dirname, '..');
export const DIST = join(ROOT, 'dist');

/** A Maven repository of the project's own: in the user's, the version 0.0.0 would stay and be taken for the next one. */
export const MAVEN_REPOSITORY = join(ROOT, '.cache/maven');

export const GO_MODULE = 'github.com/cdk-cloudtrail-encryption/cdk-cloudtrail-encryption-go/cdkcloudtrailencryption';

/** Lets jsii-pacmak write the package of a language into a directory, or with `--code-only` its sources. */
export type Generate = (outdir: string, ...options: string[]) => Promise<unknown>;

/** How the package of each language is built into dist/; `scratch` is empty before, and removed afterwards. */
export const LANGUAGES: { [language: string]: (generate: Generate, scratch: string) => Promise<void> } = {
  async python(generate) {
    await requireTools('python3');
    await generate(DIST);
  },

  async java(generate, scratch) {
    await requireTools('javac', 'mvn');
    await generate(scratch, '--code-only');
    const sources = join(scratch, 'java');
    // compiled against the lowest versions, as the library is: of a range, Maven takes the newest
    rewrite(join(sources, 'pom.xml'), pom => pom.replace(/<version>\[([^,]+),.*\)</g, '<version>$1<'));
    await run('mvn', [
      '--batch-mode',
      '--quiet',
      `-Dmaven.repo.local=${MAVEN_REPOSITORY}`,
      '-Dmaven.install.skip',
      `-DaltDeploymentRepository=dist::default::${pathToFileURL(join(DIST, 'java'))}`,
      'deploy',
    ], { cwd: sources });
  },

  async go(generate, scratch) {
    await requireTools('go');
    await generate(DIST, '--code-only');
    const sources = join(DIST, 'go', basename(GO_MODULE));
    // of what aws-cdk-lib brings along, jsii-pacmak asks for the versions that happen to be installed here; what aws-cdk-lib asks for is enough
    rewrite(join(sources, 'go.mod'), mod => mod.replace(/^.*\/\/ indirect\n/gm, ''));
    // compiled as a module of the example, whose go.sum says what is trusted
    for (const file of ['go.mod', 'go.sum']) copyFileSync(join(ROOT, 'examples/go', file), join(scratch, file));
    await run('go', ['mod', 'edit', `-replace=${GO_MODULE}=${sources}`], { cwd: scratch });
    await run('go', ['build', GO_MODULE], { cwd: scratch });
  },
};

function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}
