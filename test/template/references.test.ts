import type { TemplateSource } from '../../src/template/audit-report';
import { References } from '../../src/template/references';
import { Templates } from '../../src/template/templates';

const HERE: TemplateSource = {
  name: 'here',
  account: '111111111111',
  region: 'eu-central-1',
  stackName: 'here-stack',
  template: {
    Parameters: { Name: { Type: 'String', Default: 'audit' } },
    Mappings: { Names: { prod: { bucket: 'logs-prod' } } },
    Resources: {
      Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { TrailName: 'audit' } },
      Unnamed: { Type: 'AWS::CloudTrail::Trail' },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': 'logs-${AWS::AccountId}' } } },
      Key: { Type: 'AWS::KMS::Key' },
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/trail' } },
      Topic: { Type: 'AWS::SNS::Topic' },
      Store: { Type: 'AWS::CloudTrail::EventDataStore' },
      Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Given: { 'Fn::GetAtt': ['Trail', 'Arn'] } } } },
    },
    Outputs: { BucketName: { Value: { Ref: 'Bucket' }, Export: { Name: { 'Fn::Sub': '${AWS::Region}-bucket' } } } },
  },
};
const NESTED: TemplateSource = {
  name: 'nested',
  account: '111111111111',
  region: 'eu-central-1',
  nestedIn: { source: HERE, logicalId: 'Nested' },
  template: { Parameters: { Given: { Type: 'String' } }, Resources: { Key: { Type: 'AWS::KMS::Key' } }, Outputs: { KeyArn: { Value: { 'Fn::GetAtt': 'Key.Arn' } } } },
};
const ELSEWHERE: TemplateSource = { name: 'elsewhere', template: { Resources: { Reader: { Type: 'AWS::IAM::Role' }, Key: { Type: 'AWS::KMS::Key' } } } };

const references = new References(new Templates([HERE, NESTED, ELSEWHERE]));
const KEY_SYMBOL = '\u27E6Ref Key\u27E7';

test.each<[string, any, string]>([
  ['a trail by name', { Ref: 'Trail' }, 'audit'],
  ['the ARN of a trail', { 'Fn::GetAtt': ['Trail', 'Arn'] }, 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit'],
  ['the ARN of a trail in Fn::Sub', { 'Fn::Sub': '${Trail.Arn}' }, 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit'],
  ['a trail that CloudFormation names', { 'Fn::GetAtt': 'Unnamed.Arn' }, 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/\u27E6Ref Unnamed\u27E7'],
  ['a bucket whose name is composed', { 'Fn::Sub': ['${Arn}/*', { Arn: { 'Fn::GetAtt': ['Bucket', 'Arn'] } }] }, 'arn:aws:s3:::logs-111111111111/*'],
  ['a key by id', { Ref: 'Key' }, KEY_SYMBOL],
  ['a key by ARN', { 'Fn::GetAtt': ['Key', 'Arn'] }, `arn:aws:kms:eu-central-1:111111111111:key/${KEY_SYMBOL}`],
  ['a log group by ARN', { 'Fn::GetAtt': ['Group', 'Arn'] }, 'arn:aws:logs:eu-central-1:111111111111:log-group:/trail:*'],
  ['a topic, whose reference is its ARN', { Ref: 'Topic' }, 'arn:aws:sns:eu-central-1:111111111111:\u27E6Ref Topic\u27E7'],
  ['an event data store, whose reference is its ARN', { Ref: 'Store' }, 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/\u27E6Ref Store\u27E7'],
  ['a list of parts', { 'Fn::Join': ['-', ['a', { Ref: 'Trail' }]] }, 'a-audit'],
  ['an escaped variable', { 'Fn::Sub': '${!aws:PrincipalAccount}/${AWS::Region}' }, '${aws:PrincipalAccount}/eu-central-1'],
  ['a part of what is split', { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Key', 'Arn'] }] }] }, KEY_SYMBOL],
  ['an item of a list', { 'Fn::Select': ['1', ['a', { Ref: 'Trail' }]] }, 'audit'],
  ['a value of a mapping', { 'Fn::FindInMap': ['Names', 'prod', 'bucket'] }, 'logs-prod'],
  ['a value that a mapping does not have', { 'Fn::FindInMap': ['Names', 'prod', 'toString'] }, '\u27E6\u27E7'],
  ['a parameter that nobody gave, for its default can be overridden', { Ref: 'Name' }, '\u27E6Ref Name\u27E7'],
  ['an output of a nested stack', { 'Fn::GetAtt': ['Nested', 'Outputs.KeyArn'] }, 'arn:aws:kms:eu-central-1:111111111111:key/\u27E6Ref Key of nested\u27E7'],
])('follows %s', (_, value, expected) => {
  expect(references.text(value, HERE)).toEqual(expected);
});

test.each<[string, any, TemplateSource, string]>([
  ['a parameter of a nested stack', { Ref: 'Given' }, NESTED, 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit'],
  ['an export', { 'Fn::ImportValue': 'eu-central-1-bucket' }, ELSEWHERE, 'logs-111111111111'],
  ['an export that no template has', { 'Fn::ImportValue': 'another' }, ELSEWHERE, '\u27E6ImportValue another\u27E7'],
  ['an output of a stack by name', { 'Fn::GetStackOutput': { StackName: 'here-stack', OutputName: 'BucketName' } }, ELSEWHERE, 'logs-111111111111'],
])('follows %s', (_, value, source, expected) => {
  expect(references.text(value, source)).toEqual(expected);
});

test.each<[string, any, TemplateSource, TemplateSource, string]>([
  ['a name that two templates have', { Ref: 'Key' }, ELSEWHERE, HERE, '\u27E6Ref Key of elsewhere\u27E7'],
  ['a name that one template has', { Ref: 'Reader' }, ELSEWHERE, HERE, '\u27E6Ref Reader\u27E7'],
  ['an account that only the other does not know', { Ref: 'AWS::AccountId' }, ELSEWHERE, HERE, '\u27E6Ref AWS%3a%3aAccountId of elsewhere\u27E7'],
  ['an account that only the other knows', { Ref: 'AWS::AccountId' }, HERE, ELSEWHERE, '111111111111'],
  ['the name of the other stack', { Ref: 'AWS::StackName' }, ELSEWHERE, HERE, '\u27E6Ref AWS%3a%3aStackName of elsewhere\u27E7'],
])('does not take %s for what the reading template calls so', (_, value, source, viewer, expected) => {
  expect(references.text(value, source, viewer)).toEqual(expected);
});

test('ends where templates refer to each other in a circle, or multiply without end', () => {
  const Resources = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`B${i}`, {
    Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': `\${B${(i + 1) % 40}}\${B${(i + 1) % 40}}` } },
  }]));
  const source = { name: 'circle', template: { Resources } };
  const before = Date.now();

  expect(typeof new References(new Templates([source])).text({ Ref: 'B0' }, source)).toEqual('string');
  expect(Date.now() - before).toBeLessThan(5_000);
});
