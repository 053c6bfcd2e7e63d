import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as fc from 'fast-check';
import { fuzz } from './fuzz';
import { mutated, oddTexts, oddValues } from './odd-values';
import { parse } from '../../src/cli/parse';
import { Problem } from '../../src/cli/problem';
import { FORMATS, readUsage } from '../../src/cli/usage';
import { readAssembly } from '../../src/template/read-assembly';
import { BASE, policy } from '../access/policies';
import { command } from '../cli/terminals';

let directory: string;
beforeAll(() => { directory = mkdtempSync(join(tmpdir(), 'fuzz-')); });
afterAll(() => rmSync(directory, { recursive: true }));

/** What comes of it, or undefined if it is refused as something that the user can put right. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    expect((error as Error).message).toMatch(/^[^\n\r]+$/);
    return undefined;
  }
}

/** Texts in YAML that hold what templates use of it. */
const yaml = fc.array(fc.tuple(fc.nat(4), fc.constantFrom(
  'a: ', '- ', '? ', ': ', '&a ', '*a', '<<: *a', '<<: ', '!Ref ', '!Sub ', '!GetAtt a.b', '!Join', '!<!Ref> ', '!!binary ', '!!map ', '!!set ', '{', '}', '[', ']', ', ', '"', "'", '|', '>-',
  '# ', '---', '...', '%YAML 1.1', '%TAG ! x', '\t', '0o7', '0x1F', '.inf', '.NaN', '1e400', 'no', '~', '2012-10-17', 'constructor: ', '__proto__: ', '\\u0000', '\ufeff', 'Resources: ', 'x',
)), { maxLength: 20 }).map((lines) => lines.map(([indent, text]) => (indent < 4 ? '\n' + ' '.repeat(indent) : '') + text).join(''));

describe('the command', () => {
  fuzz('reads an object out of any text, or tells what is wrong with it', fc.oneof(yaml, oddTexts, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
    expect(typeof (attempt(() => parse('x', text)) ?? {})).toEqual('object');
  });

  fuzz('reads the same out of JSON that it takes for YAML', fc.dictionary(oddTexts, oddValues, { maxKeys: 3, noNullPrototype: true }).map((value) => JSON.stringify(value)), (text) => {
    expect(parse('x', `# YAML\n${text}`)).toEqual(JSON.parse(text));
  });

  const words = fc.oneof(fc.constantFrom(
    'audit', '--assembly', '--template', '--policy', '--trail-arn', '--organization-id', '--key-account', '--bucket-key', '--format', '--fix-policy', '--output', '--help', '--version', '-h', '--',
    '-', '--no-help', '--format=json', 'json', 'sarif', '111111111111', 'o-exampleorg1', 'x.json', 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit',
  ), oddTexts);

  fuzz('understands its arguments, or tells what is wrong with them', fc.oneof(fc.array(words), fc.array(words).map((args) => ['audit', ...args])), (args) => {
    const usage = attempt(() => readUsage(args)) ?? 'help';

    expect(usage === 'help' || usage === 'version' || usage.input.paths.length > 0).toBe(true);
  });

  const TEMPLATE = {
    Parameters: { Name: { Type: 'String' } },
    Mappings: { Names: { audit: { name: 'audit' } } },
    Resources: {
      Key: { Type: 'AWS::KMS::Key', DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true, KeyPolicy: policy(...BASE) } },
      Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/audit', TargetKeyId: { Ref: 'Key' } } },
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: { 'Fn::Sub': ['logs-${name}', { name: { 'Fn::FindInMap': ['Names', 'audit', 'name'] } }] },
          BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] } } }] },
        },
      },
      BucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Bucket' },
          PolicyDocument: policy({ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } }),
        },
      },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
      TopicPolicy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: policy() } },
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/cloudtrail/audit', KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
      Trail: {
        Type: 'AWS::CloudTrail::Trail',
        Properties: {
          TrailName: { Ref: 'Name' },
          S3BucketName: { Ref: 'Bucket' },
          S3KeyPrefix: 'audit',
          KMSKeyId: { 'Fn::If': ['IsOpen', { Ref: 'Alias' }, { 'Fn::ImportValue': 'Key' }] },
          SnsTopicName: { 'Fn::GetAtt': ['Topic', 'TopicName'] },
          CloudWatchLogsLogGroupArn: { 'Fn::GetAtt': ['Logs', 'Arn'] },
          IsOrganizationTrail: true,
        },
      },
      Store: { Type: 'AWS::CloudTrail::EventDataStore', Properties: { KmsKeyId: { 'Fn::Select': [0, { 'Fn::Split': ['|', { 'Fn::Join': ['|', [{ Ref: 'Key' }, 'x']] }] }] } } },
    },
    Outputs: { Key: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'Key' } } },
  };
  const formats = fc.constantFrom(...FORMATS.map((format) => ['--format', format]), ['--fix-policy'], ['--fix-policy', '--format', 'html']);
  const options = fc.subarray([['--bucket-key'], ['--organization-id', 'o-exampleorg1'], ['--trail-arn', 'arn:aws:cloudtrail:*:111111111111:trail/a*']]).map((chosen) => chosen.flat());

  /** Runs it on a text from its standard input. */
  async function audit(text: string, args: string[]): Promise<void> {
    const { code, out, err } = await command(['audit', ...args], { stdin: [text] });
    expect([0, 1, 2]).toContain(code);
    expect(err).not.toMatch(/internal error|undefined|\[object/);
    expect(out !== '' || code === 2 || args.includes('--fix-policy')).toBe(true);
  }

  fuzz('audits every template, or tells what is wrong with it', fc.tuple(mutated(TEMPLATE), formats, options), async ([template, format, others]) => {
    await audit(JSON.stringify(template), ['--template', '-', ...others, ...format]);
  });

  fuzz('audits every policy, or tells what is wrong with it', fc.tuple(mutated(policy(...BASE)), formats, options), async ([given, format, others]) => {
    await audit(JSON.stringify(given), ['--policy', '-', '--key-account', '111111111111', ...others, ...format]);
  });

  const MANIFEST = {
    version: '53.0.0',
    artifacts: {
      'Audit': { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-central-1', properties: { templateFile: 'Audit.template.json', stackName: 'Audit' } },
      'assembly-Stage': { type: 'cdk:cloud-assembly', properties: { directoryName: 'Stage' } },
    },
  };

  fuzz('reads every assembly, or tells which file is wrong', fc.record({ manifest: mutated(MANIFEST), template: fc.oneof(mutated(TEMPLATE), oddValues) }), ({ manifest, template }) => {
    mkdirSync(join(directory, 'Stage'), { recursive: true });
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
    writeFileSync(join(directory, 'Stage', 'manifest.json'), JSON.stringify({ artifacts: {} }));
    writeFileSync(join(directory, 'Audit.template.json'), JSON.stringify(template));
    try {
      expect(readAssembly(directory).every(({ template: read }) => typeof read === 'object')).toBe(true);
    } catch (error) {
      expect((error as Error).message.replaceAll(directory, '')).toMatch(/^[^]*: (cannot be read|must be|'artifacts' must be|'\w+' of an artifact must be|the assembly is inside of itself)/);
    }
  });
});
