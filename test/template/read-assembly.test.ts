import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, aws_s3 as s3, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { readAssembly } from '../../src/template/read-assembly';

let directory: string;
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'assembly-')); });
afterEach(() => rmSync(directory, { recursive: true }));

const write = (file: string, content: any) =>
  writeFileSync(join(directory, file), typeof content === 'string' ? content : JSON.stringify(content));

/** An app with a stack of unknown environment, and a stage with a stack that nests another. */
function synthesize(context: { [key: string]: any }): string {
  const app = new App({ outdir: directory, context: { '@aws-cdk/core:newStyleStackSynthesis': true, ...context } });
  new s3.Bucket(new Stack(app, 'Anywhere'), 'Bucket');
  const stage = new Stage(app, 'Prod', { env: { account: '111111111111', region: 'eu-central-1' } });
  const parent = new Stack(stage, 'Logs', { stackName: 'central-logs' });
  new s3.Bucket(new NestedStack(parent, 'Nested'), 'Bucket');
  return app.synth().directory;
}

test('reads stacks, those of stages and nested stacks, with where they are deployed to', () => {
  const sources = readAssembly(synthesize({ 'aws:cdk:enable-asset-metadata': true }));

  expect(sources.map(({ template, nestedIn, ...source }) => ({ ...source, nestedIn: nestedIn?.source.stackName }))).toEqual([
    { name: expect.stringMatching(/ProdLogs\w+\.template\.json$/), account: '111111111111', region: 'eu-central-1', stackName: 'central-logs', nestedIn: undefined },
    { name: expect.stringMatching(/\.nested\.template\.json$/), account: '111111111111', region: 'eu-central-1', stackName: undefined, nestedIn: 'central-logs' },
    { name: expect.stringContaining('Anywhere.template.json'), account: undefined, region: undefined, stackName: 'Anywhere', nestedIn: undefined },
  ]);
  expect(sources.map(({ template }) => Object.values<any>(template.Resources).map(({ Type }) => Type).sort())).toEqual([
    ['AWS::CloudFormation::Stack'], ['AWS::S3::Bucket'], ['AWS::S3::Bucket'],
  ]);
});

test('finds nested stacks by the assets of their parent where the app leaves asset metadata out', () => {
  const sources = readAssembly(synthesize({ 'aws:cdk:enable-asset-metadata': false }));

  expect(sources.map(({ nestedIn }) => nestedIn?.source.stackName)).toEqual([undefined, 'central-logs', undefined]);
});

test('takes an environment that is no text for one that is not known', () => {
  write('manifest.json', { artifacts: { Audit: { type: 'aws:cloudformation:stack', environment: { toString: 1 }, properties: { templateFile: 'Audit.template.json' } } } });
  write('Audit.template.json', {});

  expect(readAssembly(directory)).toEqual([{ name: join(directory, 'Audit.template.json'), template: {}, account: undefined, region: undefined, stackName: 'Audit' }]);
});

test('keeps what is audited as it is, and of other resources that they are there', () => {
  const key = { Type: 'AWS::KMS::Key', DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true }, Metadata: { 'aws:cdk:path': 'Audit/Key' } };
  const resources = { Key: key, Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } }, Odd: { Properties: {} }, Text: 'text' };
  write('manifest.json', { artifacts: { Audit: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Audit.template.json' } } } });
  write('Audit.template.json', { Parameters: { Name: { Type: 'String' } }, Resources: resources });

  expect(readAssembly(directory)[0].template).toEqual({
    Parameters: { Name: { Type: 'String' } },
    Resources: { Key: key, Table: { Type: 'AWS::DynamoDB::Table' }, Odd: { Properties: {} }, Text: 'text' },
  });
});

describe('what cannot be read is named in one line', () => {
  const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'Audit.template.json' } };

  test.each<[string, { [file: string]: any }, RegExp]>([
    ['no manifest', {}, /manifest\.json: cannot be read: ENOENT/],
    ['a manifest that is no JSON', { 'manifest.json': '{\n  "artifacts": \n' }, /manifest\.json: cannot be read: .*JSON/],
    ['a manifest that is a list', { 'manifest.json': [] }, /manifest\.json: must be a JSON object$/],
    ['a manifest without artifacts', { 'manifest.json': {} }, /manifest\.json: 'artifacts' must be an object of objects; name a directory that `cdk synth` wrote$/],
    ['an artifact that is a text', { 'manifest.json': { artifacts: { Audit: 'x' } } }, /manifest\.json: 'artifacts' must be an object of objects/],
    ['a stack without a template file', { 'manifest.json': { artifacts: { Audit: { ...stack, properties: {} } } } }, /manifest\.json: 'templateFile' of an artifact must be a text$/],
    ['a template that is not there', { 'manifest.json': { artifacts: { Audit: stack } } }, /Audit\.template\.json: cannot be read: ENOENT/],
    ['a template that is no object', { 'manifest.json': { artifacts: { Audit: stack } }, 'Audit.template.json': 'null' }, /Audit\.template\.json: must be a JSON object$/],
    ['a nested template that is not there', {
      'manifest.json': { artifacts: { Audit: stack } },
      'Audit.template.json': { Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'Nested.template.json' } } } },
    }, /Nested\.template\.json: cannot be read: ENOENT/],
    ['an assembly in itself', { 'manifest.json': { artifacts: { Stage: { type: 'cdk:cloud-assembly', properties: { directoryName: './' } } } } },
      /manifest\.json: the assembly is inside of itself; run `cdk synth` again$/],
    ['a stack nested in itself', {
      'manifest.json': { artifacts: { Audit: stack } },
      'Audit.template.json': { Resources: { Nested: { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'Audit.template.json' } } } },
    }, /Audit\.template\.json: the stack is nested in itself; run `cdk synth` again$/],
  ])('%s', (_, files, message) => {
    for (const [file, content] of Object.entries(files)) write(file, content);

    expect(() => readAssembly(directory)).toThrow(message);
    expect(() => readAssembly(directory)).not.toThrow(/\n/);
  });
});
