/**
 * Builds packages into dist/: `npm run package`, or `npm run package:LANGUAGE` for one of them, on what is compiled already.
 *
 * The npm package is always built, for the others are generated from it. One that cannot be built stops no other, and is told of at the end.
 */
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { buildNpmPackage, buildPackage } from './build';
import { timed } from './run';

void main(process.argv.slice(2));

async function main(languages: string[]): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'packages-'));
  try {
    const source = await timed('dist/js', buildNpmPackage(scratch));
    const built = await Promise.allSettled(languages.map(language => timed(`dist/${language}`, buildPackage(language, source))));
    built.forEach((result, i) => {
      if (result.status === 'fulfilled') return;
      console.error(`\ndist/${languages[i]} is not built\n${result.reason.message}`);
      process.exitCode = 1;
    });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
