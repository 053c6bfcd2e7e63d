import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { DIST, LANGUAGES, ROOT } from './languages';
import { run } from './run';

/** The examples of docstrings and README in other languages, if `npm run rosetta` was run. */
const TRANSLATIONS = join(ROOT, '.jsii.tabl.json');

/**
 * Packs for npm, which is all that jsii-pacmak does for JavaScript.
 *
 * @returns what the packages of the other languages are generated from, laid out in `scratch`
 */
export async function buildNpmPackage(scratch: string): Promise<string> {
  emptied('js');
  const [{ files }] = JSON.parse(await run('npm', ['pack', '--json', '--pack-destination', join(DIST, 'js')], { cwd: ROOT }));
  const source = join(scratch, 'source');
  for (const { path } of files) cpSync(join(ROOT, path), join(source, path));
  // the command is npm's: a script in a package of another language could not load the CDK's modules for JavaScript
  for (const name of ['package.json', '.jsii']) {
    const { bin, ...rest } = JSON.parse(readFileSync(join(source, name), 'utf8'));
    writeFileSync(join(source, name), JSON.stringify(rest));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(scratch, 'node_modules'), 'junction');
  return source;
}

/** Builds the package of another language, from what `buildNpmPackage` laid out. */
export async function buildPackage(language: string, source: string): Promise<void> {
  emptied(language);
  const scratch = join(source, '..', language);
  mkdirSync(scratch);
  const translations = existsSync(TRANSLATIONS) ? ['--rosetta-tablet', TRANSLATIONS] : [];
  await LANGUAGES[language]((outdir, ...options) => run(join(ROOT, 'node_modules/.bin/jsii-pacmak'), [
    source, '--target', language, '--outdir', outdir, ...translations, ...options,
  ]), scratch);
}

/** Makes sure that what an earlier build left does not pass for the result of this one. */
function emptied(language: string): void {
  rmSync(join(DIST, language), { recursive: true, force: true });
  mkdirSync(join(DIST, language), { recursive: true });
}
