import { spawn } from 'child_process';
import { once } from 'events';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ROOT } from '../../packages/languages';
import { run } from '../../packages/run';

export const PYTHON_ENVIRONMENT = join(ROOT, '.cache/deploy/python');
export const PYTHON = join(PYTHON_ENVIRONMENT, 'bin/python');

export const REGION = 'eu-central-1';

/** Variables of the environment. */
type Variables = { [name: string]: string };

// what is meant for a real account reaches nothing that runs here
for (const name of Object.keys(process.env).filter((variable) => variable.startsWith('AWS_'))) delete process.env[name];

/** An AWS of its own, in which nothing is yet. */
export class Emulator {
  /** Starts one on a port, or on any that is free. */
  public static async start(port = 0): Promise<Emulator> {
    const server = spawn(PYTHON, [join(__dirname, 'emulator.py'), String(port)], { stdio: 'pipe' });
    const errors: string[] = [];
    server.stderr.on('data', (text) => errors.push(String(text)));
    const ended = new AbortController();
    server.once('close', (code, signal) => ended.abort(new Error(`the emulator of AWS ended with ${[code ?? signal, ...errors].join('\n')}`)));
    const [line] = await once(server.stdout, 'data', { signal: ended.signal }).catch(() => { throw ended.signal.reason; });
    return new Emulator(server.pid!, `http://localhost:${Number(line)}`, ended.signal, errors);
  }

  private readonly environments: { [account: string]: Promise<Variables> } = {};
  private readonly scratch = mkdtempSync(join(tmpdir(), 'deploy-'));

  private constructor(
    public readonly pid: number,
    public readonly endpoint: string,
    /** Aborted when it ends, for whatever reason. */
    public readonly ended: AbortSignal,
    /** What it died of, or a request. */
    private readonly errors: readonly string[],
  ) {}

  /** Stops it, by its id. */
  public async stop(): Promise<void> {
    rmSync(this.scratch, { recursive: true });
    if (this.ended.aborted) return;
    process.kill(this.pid);
    await once(this.ended, 'abort');
  }

  /** Runs a command of the CDK in the folder of an app, with the credentials of an account; gives all that it prints. */
  public async cdk(account: string, app: string, ...args: string[]): Promise<string> {
    // no build step: that of the examples compiles the library
    const options = ['--build', 'true', '--output', join(this.scratch, 'cdk.out'), '--no-notices', '--ci'];
    return this.whileItRuns(run(join(ROOT, 'node_modules/.bin/cdk'), [...args, ...options], {
      cwd: join(ROOT, 'examples', app), env: await this.environmentOf(account), signal: this.ended, withWarnings: true,
    }));
  }

  /** Prepares an account for the CDK, and lets others deploy into it. */
  public async bootstrap(account: string, ...trusted: string[]): Promise<string> {
    const trust = trusted.flatMap((other) => ['--trust', other]);
    const policies = ['--cloudformation-execution-policies', 'arn:aws:iam::aws:policy/AdministratorAccess'];
    return this.cdk(account, 'single-account', 'bootstrap', `aws://${account}/${REGION}`, ...trust, ...policies);
  }

  /** Calls an operation of a service with the credentials of an account, both under the names of the AWS SDK for Python. */
  public async call(account: string, service: string, operation: string, parameters: object = {}): Promise<any> {
    return this.callWith(await this.environmentOf(account), service, operation, parameters);
  }

  /** The credentials of an account: moto gives them for every role that is asked for. */
  private async environmentOf(account: string): Promise<Variables> {
    return this.environments[account] ??= this.assumeRole(`arn:aws:iam::${account}:role/Administrator`);
  }

  private async assumeRole(RoleArn: string): Promise<Variables> {
    const variables = { AWS_ENDPOINT_URL: this.endpoint, AWS_REGION: REGION, AWS_DEFAULT_REGION: REGION, AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' };
    const { Credentials } = await this.callWith(variables, 'sts', 'assume_role', { RoleArn, RoleSessionName: 'deploy' });
    return {
      ...variables,
      AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials.SessionToken,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      // where the CLI remembers to which account which credentials belong
      CDK_HOME: this.scratch,
    };
  }

  private async callWith(env: Variables, service: string, operation: string, parameters: object): Promise<any> {
    const answer = run(PYTHON, [join(__dirname, 'call.py'), service, operation, JSON.stringify(parameters)], { env, signal: this.ended });
    return JSON.parse(await this.whileItRuns(answer));
  }

  /** Says why, where something fails because of the emulator. */
  private async whileItRuns<T>(work: Promise<T>): Promise<T> {
    return work.catch((error) => { throw this.ended.reason ?? new Error([error.message, ...this.errors].join('\n')); });
  }
}
