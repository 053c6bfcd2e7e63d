const CONTEXT = 3;

/** Beyond that, comparing every line with every other takes too much memory. */
const MAX_PAIRS = 4_000_000;

type Line = readonly [mark: ' ' | '-' | '+', text: string];

/** The difference between two texts as a unified diff; empty where there is none. */
export function unifiedDiff(before: string, after: string, names: { readonly before: string; readonly after: string }): string {
  const lines = compared(before.split('\n'), after.split('\n'));
  const shown = lines.map((_, i) => lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(([mark]) => mark !== ' '));
  const hunks: string[] = [];
  let [old, now] = [1, 1];
  for (let i = 0; i < lines.length;) {
    let end = i;
    while (end < lines.length && shown[end] === shown[i]) end++;
    const part = lines.slice(i, end);
    const [olds, news] = [part.filter(([mark]) => mark !== '+').length, part.filter(([mark]) => mark !== '-').length];
    if (shown[i]) hunks.push(`@@ -${old},${olds} +${now},${news} @@`, ...part.map(([mark, text]) => mark + text));
    [old, now, i] = [old + olds, now + news, end];
  }
  return hunks.length === 0 ? '' : [`--- ${names.before}`, `+++ ${names.after}`, ...hunks, ''].join('\n');
}

/** The lines of both, the longest common subsequence once. */
function compared(before: string[], after: string[]): Line[] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const [a, b] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const same = (lines: string[]) => lines.map((text): Line => [' ', text]);
  return [...same(before.slice(0, start)), ...changed(a, b), ...same(before.slice(before.length - end))];
}

function changed(a: string[], b: string[]): Line[] {
  if (a.length * b.length > MAX_PAIRS) return [...a.map((text): Line => ['-', text]), ...b.map((text): Line => ['+', text])];
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push([' ', a[i++]]);
      j++;
    } else if (i < a.length && (j === b.length || common[i + 1][j] >= common[i][j + 1])) {
      lines.push(['-', a[i++]]);
    } else {
      lines.push(['+', b[j++]]);
    }
  }
  return lines;
}
