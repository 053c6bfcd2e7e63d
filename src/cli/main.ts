import { HELP } from './help';
import { Problem, reasonOf } from './problem';
import type { Terminal } from './terminal';
import { readUsage } from './usage';

/** Runs the command and gives its exit code: 0 no error found, 1 errors found, 2 unreadable input or bad usage. */
export async function main(args: string[], terminal: Terminal): Promise<number> {
  try {
    const usage = readUsage(args);
    if (usage === 'help') {
      terminal.stdout.write(HELP);
      return 0;
    }
    if (usage === 'version') {
      terminal.stdout.write(`${version()}\n`);
      return 0;
    }
    const { audit } = require('./audit') as typeof import('./audit');
    return await audit(usage, terminal, version());
  } catch (error) {
    const hint = error instanceof Problem ? '' : 'internal error: ';
    terminal.stderr.write(`cdk-cloudtrail-encryption: ${hint}${reasonOf(error)}\n`);
    return 2;
  }
}

function version(): string {
  return (require('../../package.json') as { version: string }).version;
}
