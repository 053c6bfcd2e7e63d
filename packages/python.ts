import { cpSync, existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { requireTools, run } from './run';

/** Makes a virtual environment of Python in a folder and installs packages there; gives the folder of its commands. */
export async function virtualEnvironment(folder: string, ...packages: string[]): Promise<string> {
  await requireTools('python3');
  const bin = join(folder, 'bin');
  await run('python3', ['-m', 'venv', '--clear', folder]);
  await run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages]);
  return bin;
}

/** Makes sure that a folder holds a virtual environment with what a file requires; one that was made from the same file stays. */
export async function keptEnvironment(folder: string, requirements: string): Promise<void> {
  await requireTools('python3');
  const installed = join(folder, 'requirements.txt');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(requirements, 'utf8')) return;
  await virtualEnvironment(folder, '--requirement', requirements);
  cpSync(requirements, installed);
}
