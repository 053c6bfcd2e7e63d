import { evaluate } from '../../src/access/evaluate';
import type { AccessRequest } from '../../src/access/request';

const READER = 'arn:aws:iam::111111111111:role/Reader';
const ENVIRONMENT = { partition: 'aws', account: '111111111111', region: 'us-east-1' };
const decrypt: AccessRequest = {
  action: 'kms:Decrypt',
  caller: { arn: READER },
  resource: 'arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  context: { 'aws:SourceArn': 'arn:aws:s3:::logs' },
};
const allow = { Sid: 'Allow', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*' };
const policy = (...statements: any[]) => ({ Version: '2012-10-17', Statement: statements });

/** Far beyond the 32 KB of a key policy. */
const MEGABYTES = 5_000_000;

describe('evaluate', () => {
  test.each<[string, any, string]>([
    ['statements', policy(...Array(25_000).fill({ ...allow, Principal: { AWS: 'arn:aws:iam::222222222222:role/Reader' } }), allow), 'direct'],
    ['principals', policy({ ...allow, Principal: { AWS: [...Array(120_000).fill('arn:aws:iam::222222222222:role/Reader'), READER] } }), 'direct'],
    ['condition values', policy({ ...allow, Condition: { ArnLike: { 'aws:SourceArn': Array(200_000).fill('arn:aws:sns:*:*:*topic*') } } }), 'no'],
    ['stars in an action', policy({ ...allow, Action: '*'.repeat(MEGABYTES) }), 'direct'],
    ['stars that do not match', policy({ ...allow, Action: `${'*t'.repeat(MEGABYTES / 2)}x` }), 'no'],
    ['characters in a resource', policy({ ...allow, Resource: `arn${'a'.repeat(MEGABYTES)}*` }), 'no'],
    ['openings of variables', policy({ ...allow, Resource: '${'.repeat(MEGABYTES / 2) }), 'no'],
    ['openings of Fn::Sub', policy({ ...allow, Resource: { 'Fn::Sub': '${'.repeat(MEGABYTES / 2) } }), 'unknown'],
    ['resources in Fn::Sub', policy({ ...allow, Resource: { 'Fn::Sub': '${a}'.repeat(MEGABYTES / 4) } }), 'unknown'],
    ['openings of symbols', policy({ ...allow, Resource: '\u27e6'.repeat(MEGABYTES) }), 'no'],
    ['symbols', policy({ ...allow, Resource: '\u27e6a\u27e7'.repeat(MEGABYTES / 3) }), 'unknown'],
    ['characters in an operator', policy({ ...allow, Condition: { ['IfExists'.repeat(MEGABYTES / 8)]: { a: 'b' } } }), 'unknown'],
    ['digits of a number', policy({ ...allow, Condition: { NumericEquals: { 'aws:SourceArn': '1'.repeat(MEGABYTES) } } }), 'unknown'],
    ['digits of a date', policy({ ...allow, Condition: { DateEquals: { 'aws:SourceArn': '1'.repeat(MEGABYTES) } } }), 'unknown'],
    ['groups of an address', policy({ ...allow, Condition: { IpAddress: { 'aws:SourceArn': ':1'.repeat(MEGABYTES / 2) } } }), 'unknown'],
    ['colons of a principal', policy({ ...allow, Principal: { AWS: ':'.repeat(MEGABYTES) } }), 'no'],
  ])('comes to an end on 5 MB of %s', (_, given, expected) => {
    expect(evaluate(given, decrypt, ENVIRONMENT).outcome).toEqual(expected);
  });

  test('does not multiply a value that is shared a million times over', () => {
    let bomb: any = '*';
    for (let i = 0; i < 20; i++) bomb = { 'Fn::Join': ['', Array(10).fill(bomb)] };

    expect(evaluate(policy({ ...allow, Resource: bomb }), decrypt, ENVIRONMENT).outcome).toEqual('unknown');
  });
});
