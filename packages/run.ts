import { execFile } from 'child_process';
import { promisify } from 'util';

const execute = promisify(execFile);

/** What the project needs and does not install itself, and how each says its version. */
const TOOLS: { [command: string]: { readonly name: string; readonly version: string } } = {
  python3: { name: 'Python 3', version: '--version' },
  javac: { name: 'a JDK', version: '-version' },
  mvn: { name: 'Maven', version: '--version' },
  go: { name: 'Go', version: 'version' },
};

interface RunOptions {
  readonly cwd?: string;
  /** What the environment has besides that of this process. */
  readonly env?: { [name: string]: string };
  /** What stops the command. */
  readonly signal?: AbortSignal;
  /** Whether what it warns of is wanted too. */
  readonly withWarnings?: boolean;
}

/** Gives what a command prints; fails with all of it if the command fails. */
export async function run(command: string, args: string[], { withWarnings, ...options }: RunOptions = {}): Promise<string> {
  try {
    const { stdout, stderr } = await execute(command, args, { ...options, env: { ...process.env, ...options.env }, maxBuffer: 2 ** 26 });
    return withWarnings ? stdout + stderr : stdout;
  } catch (error: any) {
    throw new Error([`${command} ${args.join(' ')} failed: ${error.code}`, error.stdout, error.stderr].filter(Boolean).join('\n'));
  }
}

/** Fails with the names of the tools that this machine lacks. */
export async function requireTools(...commands: string[]): Promise<void> {
  const answers = await Promise.allSettled(commands.map(command => execute(command, [TOOLS[command].version])));
  const missing = commands.filter((_, i) => answers[i].status === 'rejected');
  if (missing.length > 0) {
    throw new Error(missing.map(command => `${TOOLS[command].name} is missing: install it, so that "${command}" is found on the PATH`).join('\n'));
  }
}

/** Prints how long something took. */
export async function timed<T>(what: string, work: Promise<T>): Promise<T> {
  const start = Date.now();
  const result = await work;
  process.stdout.write(`${what}: ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
  return result;
}
