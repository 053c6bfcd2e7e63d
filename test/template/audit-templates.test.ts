import { execFileSync } from 'child_process';
import { join } from 'path';
import { templateWith } from './templates';
import { auditBarePolicy, auditTemplates } from '../../src/template/audit-templates';

const TRAIL_ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
const OPEN = { Sid: 'Open', Effect: 'Allow', Principal: { Service: { 'Fn::Sub': 'cloudtrail.amazonaws.com' } }, Action: 'kms:*', Resource: '*' };
/** Cannot be made a text. */
const ODD = { toString: 'x', valueOf: 7 };

const ADMINISTRATION = { Sid: 'Administration', Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'kms:Put*', Resource: '*' };

test.each([['a list', [ADMINISTRATION, OPEN]], ['one', OPEN]])('says which statement it is about, as it is written: %s', (_, statements: any) => {
  const { keys: [{ policy, findings, probes, key, template, logicalId }] } = auditTemplates([templateWith({ statements })], {});

  expect({ key, template, logicalId }).toEqual({ key: 'audit.template.json: Key', template: 'audit.template.json', logicalId: 'Key' });
  expect(policy).toEqual({ Version: '2012-10-17', Statement: statements });
  expect(findings.find(({ rule }) => rule === 'foreign-trail-can-encrypt')!.statement).toBe(OPEN);
  expect(probes.find(({ id }) => id === 'own-trail-encrypt')).toMatchObject({ outcome: 'direct', question: `May CloudTrail encrypt log files for ${TRAIL_ARN}?` });
  expect(probes.find(({ id }) => id === 'own-trail-encrypt')!.statement).toBe(OPEN);
});

test('lists what is wrong with resources from the worst', () => {
  const source = templateWith({ statements: [ADMINISTRATION, OPEN], trail: { S3KeyPrefix: 'logs' } });
  delete source.template.Resources.Key.DeletionPolicy;

  expect(auditTemplates([source], {}).resources).toEqual([
    {
      rule: 'bucket-policy-misses-prefix',
      severity: 'error',
      message: `CloudTrail can write log files for ${TRAIL_ARN} only without the S3KeyPrefix "logs" that the trail has`,
      fix: 'let the resource of the statement begin with BUCKET_ARN/logs/AWSLogs/',
      template: 'audit.template.json',
      logicalId: 'BucketPolicy',
      propertyPath: 'Properties.PolicyDocument.Statement.1',
      statement: source.template.Resources.BucketPolicy.Properties.PolicyDocument.Statement[1],
    },
    {
      rule: 'key-not-retained',
      severity: 'warning',
      message: 'the key is deleted with the stack, and with it every log file becomes unreadable',
      fix: 'set DeletionPolicy to Retain',
      template: 'audit.template.json',
      logicalId: 'Key',
      propertyPath: 'DeletionPolicy',
    },
  ]);
});

test.each<[string, any]>([
  ['an empty template', {}],
  ['sections that are none', { Resources: [], Parameters: 'x', Outputs: 3 }],
  ['a resource that is none', { Resources: { Trail: null, Key: 'x' } }],
  ['a resource without type and properties', { Resources: { Trail: {} } }],
  ['a type that is none', { Resources: { Trail: { Type: [{ toString: 'x' }] } } }],
  ['flags that are none', {
    Resources: {
      Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsOrganizationTrail: ODD, EnableLogFileValidation: ODD, S3BucketName: { Ref: 'Bucket' }, KMSKeyId: { Ref: 'Key' } } },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Select': [ODD, ['x']] }, BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: ODD }] } } },
      BucketPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' } } },
      Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: ODD, MultiRegion: ODD, KeyPolicy: 'x' } },
    },
  }],
  ['an attribute that is none', {
    Resources: {
      Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { KMSKeyId: { 'Fn::GetAtt': ['Key', ODD] }, S3BucketName: { 'Fn::GetAtt': [ODD] } } },
      Key: { Type: 'AWS::KMS::Key' },
    },
  }],
  ['an export under a name that is imported', {
    Resources: { Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { KMSKeyId: { 'Fn::ImportValue': 'Key' } } } },
    Outputs: { A: { Value: 'x', Export: { Name: { 'Fn::ImportValue': 'B' } } }, B: { Value: 'x', Export: { Name: { 'Fn::ImportValue': 'A' } } } },
  }],
  ['a trail without properties', { Resources: { Trail: { Type: 'AWS::CloudTrail::Trail' } } }],
  ['properties of the wrong kind', {
    Resources: {
      Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { TrailName: [], S3BucketName: { Ref: 'Bucket' }, KMSKeyId: { 'Fn::GetAtt': 'Key' }, SnsTopicName: { Ref: 7 } } },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Join': 3 }, BucketEncryption: 'x' } },
      BucketPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' } } },
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: 'x' } },
      Alias: { Type: 'AWS::KMS::Alias' },
      Topic: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: { 'Fn::Sub': 7 } } },
      Type: { Type: 'toString' },
    },
  }],
])('does not stumble over %s', (_, template) => {
  expect(auditTemplates([{ name: 'odd', template }], {}).keys).toEqual([]);
});

test('does not take two names for one that only the deployment knows', () => {
  const chosen = { 'Fn::If': ['Prod', 'one', 'two'] };
  const Resources = {
    Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { S3BucketName: { 'Fn::ImportValue': chosen }, KMSKeyId: 'alias/aws/s3' } },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::ImportValue': chosen } } },
    BucketPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { 'Fn::ImportValue': chosen }, PolicyDocument: { Statement: [] } } },
  };

  expect(auditTemplates([{ name: 'unknown', template: { Resources } }], {}).resources).toEqual([]);
});

test('takes what a template defines before what others call the same', () => {
  const OWN = { Sid: 'Own', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: ['kms:GenerateDataKey*', 'kms:DescribeKey'], Resource: '*' };
  const of = (stage: string) => {
    const source = templateWith({
      statements: [ADMINISTRATION, { ...OWN, Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN.replace('audit', stage) } } }],
      trail: { TrailName: stage, KMSKeyId: 'alias/cloudtrail', S3KeyPrefix: stage },
      account: null,
    });
    source.template.Resources.Alias = { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/cloudtrail', TargetKeyId: { Ref: 'Key' } } };
    const [, write] = source.template.Resources.BucketPolicy.Properties.PolicyDocument.Statement;
    for (const statement of source.template.Resources.BucketPolicy.Properties.PolicyDocument.Statement) statement.Condition = { StringEquals: { 'aws:SourceArn': TRAIL_ARN.replace('audit', stage) } };
    write.Resource = { 'Fn::Sub': `\${Bucket.Arn}/${stage}/AWSLogs/*` };
    return { ...source, name: stage };
  };

  const { keys, resources } = auditTemplates([of('test'), of('prod')], { keyAccount: '111111111111' });

  expect(keys.map(({ key, context: { trailArns } }) => ({ key, trailArns }))).toEqual([
    { key: 'test: Key', trailArns: [TRAIL_ARN.replace('audit', 'test')] }, { key: 'prod: Key', trailArns: [TRAIL_ARN.replace('audit', 'prod')] },
  ]);
  expect([...keys.flatMap(({ findings }) => findings), ...resources].filter(({ severity }) => String(severity) === 'error')).toEqual([]);
});

describe('in a template that may be deployed to any account', () => {
  const found = (statements: any[], trail?: any) => {
    const source = templateWith({ statements: [ADMINISTRATION, ...statements], trail, account: null, region: null });
    return auditTemplates([source], {}).keys[0].findings.filter(({ severity }) => String(severity) !== 'info').map(({ rule, statement }) => `${rule} ${statement?.Sid}`);
  };
  const trails = (name: any) => ({ 'Fn::Sub': ['arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/${Name}', { Name: name }] });
  const forTrail = (Sid: string, Action: string, name: any) => ({
    Sid, Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action, Resource: '*', Condition: { StringEquals: { 'aws:SourceArn': trails(name) } },
  });

  test('every role of that account is seen to read the logs of the trails of that account', () => {
    const ofLogs = { 'kms:EncryptionContext:aws:cloudtrail:arn': { 'Fn::Sub': 'arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:trail/*' } };
    const readers = (caller: any) => ({
      Sid: 'Readers', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:CallerAccount': caller }, StringLike: ofLogs },
    });
    const own = [forTrail('Encrypt', 'kms:GenerateDataKey*', 'audit'), forTrail('Describe', 'kms:DescribeKey', 'audit')];

    expect(found([...own, readers({ Ref: 'AWS::AccountId' })])).toEqual(['account-can-decrypt Readers']);
    expect(found([...own, readers('222222222222')])).toEqual([]);
  });

  test('a trail whose name is a parameter is seen to be one, and no other', () => {
    const rules = (name: any) => found([forTrail('Encrypt', 'kms:GenerateDataKey*', name), forTrail('Describe', 'kms:DescribeKey', { Ref: 'Name' })], { TrailName: { Ref: 'Name' } });

    expect(rules({ Ref: 'Name' })).toEqual([]);
    expect(rules({ Ref: 'Other' })).toEqual(['answer-unknown Encrypt']);
  });
});

test('fails with options that are malformed', () => {
  expect(() => auditTemplates([], { keyAccount: '1', organizationId: 'example', trailArns: ['audit'] })).toThrow(
    /^auditTemplates: 'accountId' must be .*; 'organizationId' must be .*; 'trailArns' must be .*$/);
});

describe('a bare policy', () => {
  test('is audited under its name, for what it is said to be for', () => {
    const policy = { Version: '2012-10-17', Statement: [ADMINISTRATION, OPEN] };

    const context = { accountId: '111111111111', region: 'eu-central-1', trailArns: [TRAIL_ARN] };
    const { findings, ...audited } = auditBarePolicy('policy.json', policy, context);

    expect(audited).toEqual({ key: 'policy.json', policy, context, probes: expect.any(Array) });
    expect(findings[0]).toMatchObject({ rule: 'foreign-trail-can-encrypt', severity: 'error', statement: OPEN });
    expect(findings[0].statement).toBe(OPEN);
  });

  test('fails if it is none, or if what it is for is malformed', () => {
    expect(() => auditBarePolicy('policy.json', [], {})).toThrow("'policy' must be an object with a Statement, got a list");
    expect(() => auditBarePolicy('policy.json', { Statement: [] }, { accountId: '1' })).toThrow("'accountId' must be");
  });
});

test('loads nothing of the CDK', () => {
  const script = `
    require('./src/template/audit-templates');
    require('./src/template/read-assembly');
    process.stdout.write(JSON.stringify(Object.keys(require.cache).filter((path) => /aws-cdk|constructs/.test(path))));
  `;
  const root = join(__dirname, '..', '..');
  const loaded = execFileSync(process.execPath, ['-r', 'ts-node/register/transpile-only', '-e', script], {
    cwd: root, encoding: 'utf8', env: { ...process.env, TS_NODE_PROJECT: 'tsconfig.dev.json' },
  });

  expect(JSON.parse(loaded)).toEqual([]);
});
