import { spawn } from 'child_process';
import { once } from 'events';
import { mkdtempSync, rmdirSync } from 'fs';
import { AddressInfo, createServer } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { setTimeout } from 'timers/promises';
import { Emulator, PYTHON } from './emulator';
import { appOf } from './standing';
import { ROOT } from '../../packages/languages';
import { run } from '../../packages/run';

jest.setTimeout(120_000);

const ACCOUNT = '111111111111';

/** The commands that this process has started, and that run. */
async function running(): Promise<string[]> {
  const processes = (await run('ps', ['-A', '-o', 'ppid=', '-o', 'args='])).split('\n').map((line) => line.trim().split(/\s+/));
  return processes.filter(([parent, command]) => parent === String(process.pid) && command !== 'ps').map(([, ...command]) => command.join(' '));
}

/** Waits until something is so; the limit of the test is that of the waiting. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!await condition()) await setTimeout(100);
}

describe('what would be left out in silence', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await Emulator.start();
    await emulator.bootstrap(ACCOUNT);
  });
  afterAll(() => emulator?.stop());

  test.each([
    ['a type', 'AWS::CloudTrail::Channel', 'Name', 'AWS::CloudTrail::Channel is unknown to test/deploy/models.py'],
    ['a property', 'AWS::CloudTrail::EventDataStore', 'FederationEnabled', "AWS::CloudTrail::EventDataStore of test/deploy/models.py got an unexpected keyword argument 'FederationEnabled'"],
  ])('is refused: %s without a model', async (_, type, property, message) => {
    const deployment = emulator.cdk(ACCOUNT, 'single-account', 'deploy', ...appOf('unknown'), '--context', `type=${type}`, '--context', `property=${property}`);
    await expect(deployment).rejects.toThrow(message);
  });
});

test('leaves nothing running when it is stopped', async () => {
  const emulator = await Emulator.start();
  await emulator.stop();
  expect(await running()).toEqual([]);
  await expect(fetch(emulator.endpoint)).rejects.toThrow('fetch failed');
});

test('fails if the port is taken, and leaves nothing running', async () => {
  const other = createServer().listen(0, 'localhost');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(Emulator.start(port)).rejects.toThrow(`Port ${port} is in use by another program`);
  other.close();
  expect(await running()).toEqual([]);
});

test('fails with the reason if the emulator dies in the middle of a deployment, and leaves nothing running', async () => {
  const emulator = await Emulator.start();
  const deployment = expect(emulator.bootstrap(ACCOUNT)).rejects.toThrow('the emulator of AWS ended with SIGKILL');
  await until(async () => (await running()).some((command) => command.includes('cdk bootstrap')));
  process.kill(emulator.pid, 'SIGKILL');
  await deployment;
  await until(async () => (await running()).length === 0);
  await emulator.stop();
});

test('ends with whoever started it, even if that could not stop it', async () => {
  const server = spawn(PYTHON, [join(__dirname, 'emulator.py'), '0']);
  await once(server.stdout, 'data');
  server.stdin.end();
  expect(await once(server, 'close')).toEqual([0, null]);
});

test('the suite fails with a message if Python is missing', async () => {
  const nowhere = mkdtempSync(join(tmpdir(), 'deploy-'));
  const suite = run(process.execPath, ['node_modules/jest/bin/jest.js', '--selectProjects', 'deploy', '--testPathPatterns', 'event-data-store'], { cwd: ROOT, env: { PATH: nowhere } });
  await expect(suite).rejects.toThrow('Python 3 is missing: install it, so that "python3" is found on the PATH');
  rmdirSync(nowhere);
});
