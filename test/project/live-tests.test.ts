import { spawnSync } from 'child_process';
import { join } from 'path';

jest.setTimeout(300_000);

test('the tests for real accounts synthesize what their snapshots hold', () => {
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'integ'], { cwd: join(__dirname, '../..'), encoding: 'utf8' });
  expect(stderr).toMatch(/UNCHANGED +integ\.encrypted-trail /);
  expect(stderr).toContain('1 passed, 1 total');
  expect(status).toBe(0);
});
