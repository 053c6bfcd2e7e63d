import { readUsage } from '../../src/cli/usage';

const TRAIL = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
const audit = (...args: string[]) => readUsage(['audit', ...args]);
const refused = (...args: string[]) => () => audit(...args);

describe('the usage', () => {
  test('without options is an audit of cdk.out', () => {
    expect(audit()).toEqual({
      input: { kind: 'assembly', paths: ['cdk.out'] },
      bucketKey: false,
      fixPolicy: false,
      format: undefined,
      trailArns: undefined,
      organizationId: undefined,
      keyAccount: undefined,
      output: undefined,
    });
  });

  test('has every option', () => {
    expect(audit('--policy', 'key.json', '--key-account', '111111111111', '--trail-arn', TRAIL, '--trail-arn', `${TRAIL}-2`, '--organization-id', 'o-exampleorg1',
      '--bucket-key', '--format', 'html', '--fix-policy', '--output', 'report.html')).toEqual({
      input: { kind: 'policy', paths: ['key.json'] },
      keyAccount: '111111111111',
      trailArns: [TRAIL, `${TRAIL}-2`],
      organizationId: 'o-exampleorg1',
      bucketKey: true,
      format: 'html',
      fixPolicy: true,
      output: 'report.html',
    });
  });

  test('takes many files, as a shell that expands a pattern writes them', () => {
    expect(audit('--template', 'a.json', 'b.yaml', '-')).toMatchObject({ input: { kind: 'template', paths: ['a.json', 'b.yaml', '-'] } });
    expect(audit('--template', 'a.json', '--template', 'b.json')).toMatchObject({ input: { kind: 'template', paths: ['a.json', 'b.json'] } });
    expect(audit('--assembly', 'out')).toMatchObject({ input: { kind: 'assembly', paths: ['out'] } });
  });

  test.each([[[]], [['--help']], [['audit', '-h']]])('is the help for %j', (args) => {
    expect(readUsage(args)).toEqual('help');
  });

  test.each([
    [['--frob'], "Unknown option '--frob'; see --help"],
    [['file.json'], 'unexpected argument "file.json"; write --template or --policy in front of files'],
    [['--assembly', 'a', '--template', 'b'], '--assembly and --template exclude each other; run the command once for each'],
    [['--template', 'b', '--policy', 'c'], '--template and --policy exclude each other; run the command once for each'],
    [['--template', 'a', 'a'], 'a is given twice'],
    [['--template', '-', '-'], 'standard input is given twice'],
    [['--template', 'a', ''], '--template must not be empty'],
    [['--policy', 'a'], '--policy needs --key-account: a key policy does not say which account the key belongs to'],
    [['--format', 'pdf'], '--format must be one of text, json, markdown, html, sarif, got "pdf"'],
    [['--format', 'json', '--format', 'html'], '--format can be given once, got "json" and "html"'],
    [['--output', ''], '--output must not be empty'],
    [['--key-account', '1'], '--key-account must be an account id of 12 digits, as a string, got "1"; write it in full, as in "111111111111"; accounts have no wildcard'],
    [['--organization-id', 'x'], '--organization-id must be "o-" and 10 to 32 lower-case letters or digits, got "x"; '
      + 'take it from the output of `aws organizations describe-organization`'],
    [['--trail-arn', 'audit'], '--trail-arn must be the ARN of a trail, "arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME"; * and ? may stand in Region and name, '
      + 'got "audit"; take it from the output of `aws cloudtrail describe-trails`'],
    [['--fix-policy', '--format', 'sarif'], '--fix-policy and --format sarif exclude each other: SARIF has no place for a policy; use json, markdown or html'],
  ])('refuses %j', (args, message) => {
    expect(refused(...args)).toThrow(new Error(message));
  });

  test('refuses another command', () => {
    expect(() => readUsage(['frob'])).toThrow(new Error('unknown command "frob"; the only one is audit, see --help'));
  });
});
