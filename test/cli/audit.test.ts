import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync } from 'fs';
import { dirname, join } from 'path';
import { command, scratch, templateOf } from './terminals';
import { BASE, changed, policy } from '../access/policies';

const GOOD = policy(...BASE);
const BAD = changed('Decrypt', { Condition: undefined });
const ACCOUNT = ['--key-account', '111111111111'];
const problem = (text: string) => ({ code: 2, out: '', err: `cdk-cloudtrail-encryption: ${text}\n` });

const file = scratch();
const audit = (...args: string[]) => command(['audit', ...args]);

describe('the exit code is', () => {
  test('0 where no error was found', async () => {
    expect(await audit('--policy', file('key.json', GOOD), ...ACCOUNT)).toMatchObject({ code: 0, err: '' });
  });

  test('1 where errors were found', async () => {
    const { code, out, err } = await audit('--policy', file('key.json', BAD), ...ACCOUNT);

    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('  error    foreign-trail-can-decrypt  Decrypt\n');
  });

  test('2 where a file could not be read, and the others are judged all the same', async () => {
    const [missing, bad] = ['nowhere.json', file('bad.json', BAD)];
    const { code, out, err } = await audit('--policy', missing, bad, ...ACCOUNT);

    expect({ code, err }).toEqual({ code: 2, err: 'cdk-cloudtrail-encryption: nowhere.json: there is no such file\n' });
    expect(out).toContain('foreign-trail-can-decrypt');
  });
});

describe('input may be', () => {
  test('standard input', async () => {
    const { code, out } = await command(['audit', '--policy', '-', ...ACCOUNT], { stdin: [JSON.stringify(BAD).slice(0, 9), JSON.stringify(BAD).slice(9)] });

    expect(code).toBe(1);
    expect(out).toMatch(/^standard input  1 error/);
  });

  test('templates in JSON and YAML', async () => {
    const yaml = `Resources:
  YamlKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: 2012-10-17
        Statement:
          Sid: Everybody
          Effect: Allow
          Principal: { AWS: !Sub '*' }
          Action: kms:*
          Resource: '*'
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties: { IsLogging: true, S3BucketName: logs, KMSKeyId: !GetAtt YamlKey.Arn }
`;
    const { code, out } = await audit('--template', file('a.json', templateOf(GOOD)), file('b.yaml', yaml), '--format', 'json');

    expect(code).toBe(1);
    expect(JSON.parse(out).keys.map(({ key }: any) => key.replace(/^.*\//, '')).sort()).toEqual(['a.json: TrailKey', 'b.yaml: YamlKey']);
  });
});

describe('input is refused that is', () => {
  test('a directory', async () => {
    const directory = dirname(file('x', ''));

    expect(await audit('--template', directory)).toEqual(problem(`${directory}: is a directory; give a cloud assembly as --assembly`));
  });

  test('an assembly that is not there', async () => {
    expect(await audit('--assembly', 'nowhere'))
      .toEqual(problem('nowhere: there is no such directory; run cdk synth, or give --assembly, --template or --policy'));
  });

  test('too large, before it is read', async () => {
    const path = file('large.json', '{');
    truncateSync(path, 200 * 2 ** 20);

    expect(await audit('--template', path)).toEqual(problem(`${path}: is larger than 10 MB; CloudFormation takes templates of 1 MB`));
  });

  test('endless', async () => {
    expect(await command(['audit', '--template', '-'], { stdin: Array(12).fill(new Uint8Array(2 ** 20)) }))
      .toEqual(problem('standard input: is larger than 10 MB; CloudFormation takes templates of 1 MB'));
    expect(await audit('--template', '/dev/zero')).toEqual(problem('/dev/zero: is larger than 10 MB; CloudFormation takes templates of 1 MB'));
  });

  test('not text', async () => {
    const path = file('key.json', Buffer.from('{"a": "x"}', 'utf16le'));
    const zip = file('key.zip', Buffer.from([0x50, 0x4b, 0xff, 0xfe]));

    expect(await audit('--template', zip)).toEqual(problem(`${zip}: is not text in UTF-8`));
    expect(await audit('--template', path)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^[^\n]+\n$/) });
  });

  test.each([
    ['--template', GOOD, 'is a key policy, not a template; give it as --policy with --key-account'],
    ['--template', {}, 'is not a template: it has no Resources'],
    ['--template', { Resources: null }, 'is not a template: its Resources must be an object, got null'],
    ['--template', { Resources: [] }, 'is not a template: its Resources must be an object, got a list'],
    ['--policy', templateOf(GOOD), 'is a template, not a key policy; give it as --template'],
  ])('something else: %s', async (option, content, reason) => {
    const path = file('x.json', content);

    expect(await audit(option, path, ...ACCOUNT)).toEqual(problem(`${path}: ${reason}`));
  });

  test('no policy', async () => {
    const path = file('x.json', { Version: '2012-10-17' });

    expect(await audit('--policy', path, ...ACCOUNT)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/x\.json: [^\n]*Statement[^\n]*\n$/) });
  });
});

describe('a report', () => {
  test.each([['text', 'key.json  1 error'], ['json', '{\n  "keys": ['], ['markdown', '# Audit of'], ['html', '<!DOCTYPE html>'], ['sarif', '"version": "2.1.0"']])(
    'is written as %s', async (format, part) => {
      const { code, out } = await audit('--policy', file('key.json', BAD), ...ACCOUNT, '--format', format);

      expect(code).toBe(1);
      expect(out).toContain(part);
    });

  test('is written into a file', async () => {
    const output = file('report.md', 'old');

    expect(await audit('--policy', file('key.json', BAD), ...ACCOUNT, '--format', 'markdown', '--output', output)).toEqual({ code: 1, out: '', err: '' });
    expect(readFileSync(output, 'utf8')).toMatch(/^# Audit of CloudTrail keys\n/);
  });

  test('is never written over what is audited, by whatever name', async () => {
    const path = file('key.json', BAD);
    const link = join(dirname(path), 'link.json');
    symlinkSync(path, link);

    expect(await audit('--policy', path, ...ACCOUNT, '--output', link))
      .toEqual(problem(`--output ${link} is one of the files to be audited, and no input is ever changed; name another file`));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(BAD)));
  });

  test('that cannot be written is a problem', async () => {
    const directory = file('reports', '');
    rmSync(directory);
    mkdirSync(directory);

    expect(await audit('--policy', file('key.json', BAD), ...ACCOUNT, '--output', directory))
      .toMatchObject({ code: 2, err: expect.stringMatching(/^cdk-cloudtrail-encryption: [^\n]*reports: cannot be written: [^\n]*\n$/) });
  });

  test.each([
    [{ isTTY: true }, true],
    [{ isTTY: false }, false],
    [{ isTTY: true, env: { NO_COLOR: '1' } }, false],
    [{ isTTY: true, env: { TERM: 'dumb' } }, false],
  ])('has colours on a terminal, unless somebody does not want them: %j', async (surroundings, colours) => {
    const { out } = await command(['audit', '--policy', file('key.json', BAD), ...ACCOUNT], surroundings);

    expect(out.includes('\u001b[31m')).toBe(colours);
  });

  test('of many files says on a terminal how far it is, and clears that line', async () => {
    const paths = Array.from({ length: 12 }, (_, i) => file(`key-${i}.json`, GOOD));
    const args = ['audit', '--policy', ...paths, ...ACCOUNT];

    expect((await command(args)).err).toEqual('');
    expect((await command(args, { isTTY: true })).err)
      .toEqual('\r\u001b[Kreading 11 of 12 files\r\u001b[Kreading 12 of 12 files\r\u001b[Kauditing 12 files\r\u001b[K');
  });
});

describe('--fix-policy', () => {
  test('prints the corrected policy alone, and what it changes on standard error', async () => {
    const { code, out, err } = await audit('--policy', file('key.json', BAD), ...ACCOUNT, '--fix-policy');

    expect(code).toBe(1);
    expect(JSON.parse(out).Statement.map(({ Sid }: any) => Sid))
      .toEqual(['Admin', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess', 'Read']);
    expect(err).toMatch(/^--- .*key\.json\n\+\+\+ .*key\.json \(corrected\)\n@@ /);
    expect((await audit('--policy', file('fixed.json', out), ...ACCOUNT)).code).toBe(0);
  });

  test('prints the policies of several keys under their names', async () => {
    const { out } = await audit('--policy', file('a.json', BAD), file('b.json', GOOD), ...ACCOUNT, '--fix-policy');

    expect(Object.keys(JSON.parse(out)).map((name) => name.replace(/^.*\//, ''))).toEqual(['a.json', 'b.json']);
  });

  test('is part of a report whose format is given', async () => {
    const { out, err } = await audit('--policy', file('key.json', BAD), ...ACCOUNT, '--fix-policy', '--format', 'json');

    expect(err).toEqual('');
    expect(JSON.parse(out).keys[0].correctedPolicy.Version).toEqual('2012-10-17');
  });

  test('takes the trails that are given', async () => {
    const trail = 'arn:aws:cloudtrail:eu-west-1:222222222222:trail/other';
    const { out } = await audit('--policy', file('key.json', GOOD), ...ACCOUNT, '--fix-policy', '--trail-arn', trail);

    expect(JSON.parse(out).Statement[2].Condition).toEqual({ StringEquals: { 'aws:SourceArn': trail } });
  });
});
