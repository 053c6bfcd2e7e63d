import { readFileSync } from 'fs';
import { join } from 'path';
import { ROOT } from '../../packages/languages';

const PAGE = readFileSync(join(ROOT, 'docs/compliance.md'), 'utf8');

/** The rows of the tables below a heading of docs/compliance.md, up to the next heading. */
export function rowsBelow(heading: string): string[][] {
  const [, rest] = PAGE.split(`\n${heading}\n`);
  const [text] = rest.split(/\n#+ /);
  return [...text.matchAll(/^\| (.*) \|$/gm)].map(([, row]) => row.split(' | ')).filter(([first], i, rows) => first !== '---' && rows[i + 1]?.[0] !== '---');
}

/** The code spans of a cell. */
export function codeOf(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
}
