import { closeSync, fstatSync, openSync, readSync } from 'fs';
import { Problem } from './problem';

/** CloudFormation takes templates of 1 MB; somebody's generated one may be larger before it is split. */
const MEGABYTES = 10;
const LIMIT = MEGABYTES * 2 ** 20;

const REASONS = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'must not be read'],
  ['EPERM', 'must not be read'],
  ['ENOTDIR', 'there is no such file'],
]);

/** What reports call a path. */
export function nameOf(path: string): string {
  return path === '-' ? 'standard input' : path;
}

/** The text of a file, or of standard input. */
export async function readText(path: string, stdin: AsyncIterable<Uint8Array>): Promise<string> {
  return decoded(nameOf(path), path === '-' ? await readStream(stdin) : readFile(path));
}

async function readStream(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LIMIT) throw tooLarge(nameOf('-'));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Not more than the limit is read, for a pipe or a device does not say how much it holds. */
function readFile(path: string): Buffer {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const stats = fstatSync(file);
    if (stats.isDirectory()) throw new Problem(`${path}: is a directory; give a cloud assembly as --assembly`);
    if (stats.size > LIMIT) throw tooLarge(path);
    const chunks: Buffer[] = [];
    for (let size = 0; ;) {
      const chunk = Buffer.alloc(65_536);
      const length = readSync(file, chunk);
      if (length === 0) return Buffer.concat(chunks);
      size += length;
      if (size > LIMIT) throw tooLarge(path);
      chunks.push(chunk.subarray(0, length));
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Problem(`${path}: ${REASONS.get(code ?? '') ?? message}`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function tooLarge(name: string): Problem {
  return new Problem(`${name}: is larger than ${MEGABYTES} MB; CloudFormation takes templates of 1 MB`);
}

function decoded(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(`${name}: is not text in UTF-8`);
  }
}
