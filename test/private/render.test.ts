import { App, Environment, Stack } from 'aws-cdk-lib';
import { asSubstitution } from '../../src/private/render';

const inStack = (env?: Environment) => new Stack(new App(), 'Stack', { env });
const root = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] };

describe('a handed out statement', () => {
  test('has everything filled in that is known of the stack', () => {
    expect(asSubstitution(root, inStack({ account: '111111111111', region: 'cn-north-1' }))).toEqual('arn:aws-cn:iam::111111111111:root');
  });

  test.each([
    ['eu-central-1', 'arn:aws:s3:::logs'], ['us-gov-west-1', 'arn:aws-us-gov:s3:::logs'], ['us-iso-east-1', 'arn:aws-iso:s3:::logs'], ['xy-north-1', 'arn:${AWS::Partition}:s3:::logs'],
  ])('has the partition filled in where the Region %s tells it', (region, arn) => {
    expect(asSubstitution({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::logs']] }, inStack({ account: '111111111111', region }))).toEqual(arn);
  });

  test('has references written as in Fn::Sub where nothing is known', () => {
    expect(asSubstitution(root, inStack())).toEqual('arn:${AWS::Partition}:iam::${AWS::AccountId}:root');
  });

  test.each<[string, unknown, unknown]>([
    ['a text as it is', 'arn:aws:s3:::logs', 'arn:aws:s3:::logs'],
    ['a number as it is', 7, 7],
    ['null as it is', null, null],
    ['an empty object as it is', {}, {}],
    ['a reference', { Ref: 'Parameter' }, '${Parameter}'],
    ['an attribute', { 'Fn::GetAtt': ['Role', 'Arn'] }, '${Role.Arn}'],
    ['an attribute in the short form', { 'Fn::GetAtt': 'Role.Arn' }, '${Role.Arn}'],
    ['the separator of a joined text', { 'Fn::Join': ['/', ['logs', { Ref: 'Folder' }]] }, 'logs/${Folder}'],
    ['a reference in a list in an object', { Principal: { AWS: [{ Ref: 'Role' }, 'x'] } }, { Principal: { AWS: ['${Role}', 'x'] } }],
    ['several elements of an object', { a: { Ref: 'A' }, b: 'b' }, { a: '${A}', b: 'b' }],
    ['a substitution as it is', { 'Fn::Sub': '${A}-b' }, '${A}-b'],
    ['a substitution with variables, which has no shorter form, as it is', { 'Fn::Sub': ['${A}', { A: 'a' }] }, { 'Fn::Sub': ['${A}', { A: 'a' }] }],
    ['a function in a text as JSON', { 'Fn::Join': ['', ['role/', { 'Fn::ImportValue': 'X' }]] }, 'role/{"Fn::ImportValue":"X"}'],
    ['a text joined of an unknown list as it is', { 'Fn::Join': ['', { 'Fn::Split': ['-', 'a-b'] }] }, { 'Fn::Join': ['', { 'Fn::Split': ['-', 'a-b'] }] }],
    ['any other function as it is', { 'Fn::ImportValue': 'Other:Export' }, { 'Fn::ImportValue': 'Other:Export' }],
  ])('has %s', (_, value, expected) => {
    expect(asSubstitution(value, inStack())).toEqual(expected);
  });
});
