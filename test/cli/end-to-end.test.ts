import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { command, scratch } from './terminals';

const CASES = join(__dirname, '../cases/templates');
const CAREFUL = readFileSync(join(CASES, 'careful-trail.template.json'), 'utf8');
const OPEN = join(CASES, 'open-trail.template.yaml');

const OPEN_STATEMENT = { Sid: 'AllowCloudTrailDecryptTrail', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'kms:Decrypt', Resource: '*' };

// a thousand keys are asked about everybody, twice
jest.setTimeout(60_000);

const file = scratch();
const audit = (...args: string[]) => command(['audit', ...args]);

describe('a template in YAML, with the short forms of CloudFormation', () => {
  const EXPECTED = [
    'error foreign-trail-can-decrypt', 'info nobody-can-manage', 'error foreign-trail-can-write-logs', 'warning bucket-policy-without-source-arn',
  ];

  test('is followed through parameters, conditions and merges', async () => {
    const { code, out, err } = await audit('--template', OPEN, '--format', 'json');
    const { keys: [key, ...others], resources } = JSON.parse(out);

    expect({ code, err, others }).toEqual({ code: 1, err: '', others: [] });
    expect([...key.findings, ...resources].map(({ severity, rule }: any) => `${severity} ${rule}`)).toEqual(EXPECTED);
    expect(key.findings[0].statement).toEqual(OPEN_STATEMENT);
    expect(key.probes.filter(({ id }: any) => /^(own-trail-encrypt|sibling-trail-encrypt|service-describe-key)$/.test(id)).map(({ outcome, statement }: any) => `${outcome} ${statement?.Sid}`))
      .toEqual(['direct AllowCloudTrailEncryptLogs', 'direct AllowCloudTrailAccess', 'no undefined']);
  });

  test('is pointed into by SARIF', async () => {
    const { results } = JSON.parse((await audit('--template', OPEN, '--format', 'sarif')).out).runs[0];
    const lines = readFileSync(OPEN, 'utf8').split('\n');

    expect(results.map(({ level, ruleId, locations: [{ physicalLocation: { region: { startLine } } }] }: any) => `${level} ${ruleId}: ${lines[startLine - 1].trim()}`)).toEqual([
      'error foreign-trail-can-decrypt: - Sid: AllowCloudTrailDecryptTrail',
      'note nobody-can-manage: Key:',
      'error foreign-trail-can-write-logs: PolicyDocument:',
      'warning bucket-policy-without-source-arn: PolicyDocument:',
    ]);
  });

  test.each([
    ['markdown', /\n- \*\*error\*\* `foreign-trail-can-decrypt`: CloudTrail can decrypt with the key for the trails of every account/],
    ['html', /<span class="badge error">error<\/span> <code>foreign-trail-can-decrypt<\/code>/],
    ['text', /\n {2}error {4}foreign-trail-can-decrypt {2}AllowCloudTrailDecryptTrail\n/],
  ])('is reported as %s', async (format, expected) => {
    expect(await audit('--template', OPEN, '--format', format)).toMatchObject({ code: 1, err: '', out: expect.stringMatching(expected) });
  });
});

test('in an assembly of 1,000 templates the one that is wrong is found, and every report begins with it', async () => {
  const directory = dirname(file('manifest.json', { artifacts: { stage: { type: 'cdk:cloud-assembly', properties: { directoryName: 'stage' } } } }));
  mkdirSync(join(directory, 'stage'));
  const stacks = Array.from({ length: 1000 }, (_, i) => [`Stack${i}`, {
    type: 'aws:cloudformation:stack', environment: `aws://${100_000_000_000 + i}/eu-central-1`, properties: { templateFile: `${i}.template.json` },
  }]);
  writeFileSync(join(directory, 'stage/manifest.json'), JSON.stringify({ artifacts: Object.fromEntries(stacks) }));
  for (const i of stacks.keys()) writeFileSync(join(directory, 'stage', `${i}.template.json`), CAREFUL);
  const bad = JSON.parse(CAREFUL);
  bad.Resources.Key.Properties.KeyPolicy.Statement.push(OPEN_STATEMENT);
  writeFileSync(join(directory, 'stage/777.template.json'), JSON.stringify(bad));

  const text = await audit('--assembly', directory);
  const html = await audit('--assembly', directory, '--format', 'html');

  expect({ ...text, out: '' }).toEqual({ code: 1, out: '', err: '' });
  expect(text.out).toMatch(/^\S+777\.template\.json: Key {2}1 error, 1 to know\n/);
  expect(text.out).toMatch(/\n1000 keys: 1 error, 1000 to know\n$/);
  expect(/<h2[^>]*>(.*)<\/h2>/.exec(html.out)![1]).toMatch(/777\.template\.json: Key$/);
  expect(html.out.match(/<h2/g)!.length).toBe(1000);
});
