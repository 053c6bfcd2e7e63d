import { unifiedDiff } from '../../src/report/diff';

const names = { before: 'a', after: 'b' };
const lines = (...all: (string | number)[]) => all.join('\n');

describe('a unified diff', () => {
  test('is empty where nothing differs', () => {
    expect(unifiedDiff('x\ny', 'x\ny', names)).toEqual('');
  });

  test('has three lines around a change, and their numbers', () => {
    expect(unifiedDiff(lines(1, 2, 3, 4, 5, 6, 7, 8, 9), lines(1, 2, 3, 4, 'five', 6, 7, 8, 9), names))
      .toEqual('--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n');
  });

  test('has a hunk for each of two changes that are far from each other', () => {
    expect(unifiedDiff(lines(1, 2, 3, 4, 5, 6, 7, 8, 9), lines(2, 3, 4, 5, 6, 7, 8, 9, 10), names))
      .toEqual('--- a\n+++ b\n@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n@@ -7,3 +6,4 @@\n 7\n 8\n 9\n+10\n');
  });

  test('keeps what both have between changes', () => {
    expect(unifiedDiff(lines('a', 'b', 'c'), lines('x', 'b', 'y'), names)).toEqual('--- a\n+++ b\n@@ -1,3 +1,3 @@\n-a\n+x\n b\n-c\n+y\n');
  });

  test('replaces everything where comparing every line with every other would take too long', () => {
    const many = (prefix: string) => ['same', ...Array.from({ length: 3000 }, (_, i) => `${prefix}${i % 7}`)].join('\n');
    const diff = unifiedDiff(many('a'), many('b'), names);

    expect(diff.split('\n').slice(2, 5)).toEqual(['@@ -1,3001 +1,3001 @@', ' same', '-a0']);
    expect(diff.split('\n').length).toBe(6005);
  });
});
