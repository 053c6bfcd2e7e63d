import { renderValue } from '../../src/access/intrinsics';

const ENVIRONMENT = { partition: 'aws', account: '111111111111', region: 'us-east-1' };

const nested = (depth: number) => {
  let value: any = 'x';
  for (let i = 0; i < depth; i++) value = { 'Fn::Join': ['', [value]] };
  return value;
};

describe('renderValue', () => {
  test('writes pseudo parameters of the environment', () => {
    expect(renderValue({ 'Fn::Sub': '${AWS::Partition} ${AWS::AccountId} ${AWS::Region} ${AWS::URLSuffix}' }, ENVIRONMENT))
      .toEqual('aws 111111111111 us-east-1 amazonaws.com');
  });

  test.each([
    [{ Ref: 'Role' }, '\u27e6Ref Role\u27e7'],
    [{ Ref: 'AWS::StackId' }, '\u27e6Ref AWS%3a%3aStackId\u27e7'],
    [{ 'Fn::GetAtt': ['Key', 'Arn'] }, '\u27e6GetAtt Key.Arn\u27e7'],
    [{ 'Fn::GetAtt': 'Key.Arn' }, '\u27e6GetAtt Key.Arn\u27e7'],
    [{ 'Fn::ImportValue': { 'Fn::Sub': '${AWS::Region}-key' } }, '\u27e6ImportValue us-east-1-key\u27e7'],
    [{ 'Fn::GetStackOutput': { OutputName: 'Arn', StackName: 'Keys' } }, '\u27e6GetStackOutput OutputName Arn StackName Keys\u27e7'],
    [{ 'Fn::GetStackOutput': { StackName: 'Keys', OutputName: 'Arn' } }, '\u27e6GetStackOutput OutputName Arn StackName Keys\u27e7'],
    [{ 'Fn::Join': ['/', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a/b'],
    [{ 'Fn::Sub': ['${Name}-${!Literal}', { Name: { Ref: 'Role' } }] }, '\u27e6Ref Role\u27e7-${Literal}'],
    [{ 'Fn::ImportValue': { 'Fn::If': ['a', 'b', 'c'] } }, '\u27e6\u27e7'],
    [{ 'Fn::Join': ['', ['a', { 'Fn::If': ['a', 'b', 'c'] }]] }, 'a\u27e6\u27e7'],
    [{ 'Fn::Join': [7, ['a', 'b']] }, '\u27e6\u27e7'],
    [365, '365'],
    [true, 'true'],
    [null, '\u27e6\u27e7'],
  ])('writes %j', (value, expected) => {
    expect(renderValue(value, ENVIRONMENT)).toEqual(expected);
  });

  test('reads what is nested in 50 others, and nothing below', () => {
    expect(renderValue(nested(50), {})).toEqual('x');
    expect(renderValue(nested(51), {})).toEqual('\u27e6\u27e7');
  });

  test.each<[string, (text: string) => any]>([
    ['joined', (text) => ({ 'Fn::Join': ['', [text]] })],
    ['substituted', (text) => ({ 'Fn::Sub': text })],
    ['joined in two halves', (text) => ({ 'Fn::Join': ['', [text.slice(0, 500_000), text.slice(500_000)]] })],
  ])('reads up to a million characters, an intrinsic being one: %s', (_, value) => {
    expect(renderValue(value('x'.repeat(999_999)), {})).toEqual('x'.repeat(999_999));
    expect(renderValue(value('x'.repeat(1_000_000)), {})).not.toEqual('x'.repeat(1_000_000));
  });

  test('takes a text as it is, however long', () => {
    expect(renderValue('x'.repeat(1_000_001), {})).toEqual('x'.repeat(1_000_001));
  });
});
