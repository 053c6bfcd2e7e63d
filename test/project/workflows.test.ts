import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

const DIRECTORY = join(__dirname, '../../.github/workflows');
const workflows: [string, any, string][] = readdirSync(DIRECTORY)
  .map(file => [file, readFileSync(join(DIRECTORY, file), 'utf-8')])
  .map(([file, text]) => [file, parse(text), text]);
const stepsOf = (workflow: any) => Object.values<any>(workflow.jobs).flatMap(({ steps }) => steps);

test('there are two workflows: one tests, one releases', () => {
  expect(workflows.map(([file]) => file)).toEqual(['ci.yml', 'release.yml']);
});

test.each(workflows)('%s takes every action by its commit, and says its version', (_, workflow, text) => {
  const used = stepsOf(workflow).flatMap(({ uses }) => uses ?? []);
  expect(used.filter(action => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  expect(text.match(/uses: \S+ # v\d+\.\d+\.\d+$/gm)).toHaveLength(used.length);
});

test.each(workflows)('%s may read the repository, and nothing else as a whole', (_, { permissions }) => {
  expect(permissions).toEqual({ contents: 'read' });
});

test('a release writes no more than each job needs', () => {
  const [, { jobs }] = workflows.find(([file]) => file === 'release.yml')!;
  const granted = Object.entries<any>(jobs).flatMap(([name, { permissions }]) => permissions === undefined ? [] : [[name, permissions]]);
  expect(granted).toEqual([['github', { contents: 'write' }], ['npm', { 'id-token': 'write' }], ['pypi', { 'id-token': 'write' }]]);
});

test('a release publishes to four registries what was tested and built before', () => {
  const [, { jobs }] = workflows.find(([file]) => file === 'release.yml')!;
  const { build, ...others } = jobs;
  expect(build.steps.map(({ run }: any) => run)).toContain('bash .ci/run');
  expect(Object.keys(others)).toEqual(['github', 'npm', 'pypi', 'maven', 'go']);
  expect(Object.values<any>(others).map(({ needs }) => needs)).toEqual(['build', 'build', 'build', 'build', 'build']);
});

test.each(workflows)('%s runs no text of strangers: expressions stand in environment variables', (_, workflow) => {
  expect(stepsOf(workflow).flatMap(({ run }) => run ?? []).filter(run => run.includes('${{'))).toEqual([]);
});
