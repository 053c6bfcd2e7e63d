import { main } from './main';

/** Runs the command in this process. */
export function run(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // whoever reads, such as `head`, has read enough
    process.exit(error.code === 'EPIPE' ? process.exitCode ?? 0 : 2);
  });
  void main(process.argv.slice(2), process).then((code) => { process.exitCode = code; });
}
