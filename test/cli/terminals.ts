import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { main } from '../../src/cli/main';

/** What a run of the command left behind. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a run is given besides its arguments. */
export interface Surroundings {
  readonly stdin?: (string | Uint8Array)[];
  readonly isTTY?: boolean;
  readonly env?: { readonly [name: string]: string };
}

/** Runs the command in this process. */
export async function command(args: string[], { stdin = [], isTTY = false, env = {} }: Surroundings = {}): Promise<Run> {
  const written = { out: '', err: '' };
  const output = (name: 'out' | 'err') => ({ isTTY, columns: 100, write: (text: string) => { written[name] += text; } });
  async function* chunks() {
    for (const chunk of stdin) yield Buffer.from(chunk);
  }
  const code = await main(args, { stdin: chunks(), stdout: output('out'), stderr: output('err'), env });
  return { code, ...written };
}

/** A directory of its own for each test, and how to write files into it. */
export function scratch(): (name: string, content: any) => string {
  let directory: string;
  beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'command-')); });
  afterEach(() => rmSync(directory, { recursive: true }));
  return (name, content) => {
    const path = join(directory, name);
    writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
    return path;
  };
}

/** A template with a key of this policy. */
export function templateOf(KeyPolicy: any) {
  return {
    Resources: {
      TrailKey: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy, EnableKeyRotation: true }, DeletionPolicy: 'Retain' },
      Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, S3BucketName: 'logs', KMSKeyId: { 'Fn::GetAtt': ['TrailKey', 'Arn'] } } },
    },
  };
}
