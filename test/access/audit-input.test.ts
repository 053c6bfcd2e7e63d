import * as fc from 'fast-check';
import { BASE, changed, CLOUDTRAIL, PLACE, policy, ROLE } from './policies';
import { KeyPolicyAudit } from '../../src/access/key-policy-audit';

const SEED = 20261124;
const FIX = 'pass the parsed JSON of a key policy, as in { "Version": "2012-10-17", "Statement": [...] }';
const TOO_MUCH = `'policy' must have at most 131072 characters and 50 levels, got more; KMS takes 32768 bytes: ${FIX}`;

/** What an audit throws, class and message; undefined where it throws nothing. */
const thrownBy = (given: any, context: any = PLACE): [unknown, string] | undefined => {
  try {
    KeyPolicyAudit.ofPolicy(given, context).toMarkdown();
  } catch (error: any) {
    return [error.constructor, error.message];
  }
  return undefined;
};

const nested = (depth: number, wrap: (inner: any) => any, inner: any = 'x') => {
  let value = inner;
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
};

const circle: any = {};
circle.Statement = [circle];

describe('what is no policy is refused in one sentence:', () => {
  test.each<[string, any, string]>([
    ['null', null, 'an object with a Statement, got null'],
    ['nothing', undefined, 'an object with a Statement, got undefined'],
    ['a text', '{"Statement":[]}', 'an object with a Statement, got a string'],
    ['1 MB of text', 'x'.repeat(1_000_000), 'an object with a Statement, got a string'],
    ['a number', 7, 'an object with a Statement, got a number'],
    ['true', true, 'an object with a Statement, got a boolean'],
    ['a list', [...BASE], 'an object with a Statement, got a list'],
    ['a function', () => policy(), 'an object with a Statement, got a function'],
    ['a resource', { Ref: 'Policy' }, 'known, got the intrinsic Ref'],
    ['an import', { 'Fn::ImportValue': 'Policy' }, 'known, got the intrinsic Fn::ImportValue'],
    ['an empty object', {}, 'have a Statement, got an object without'],
    ['a statement', BASE[0], 'have a Statement, got an object without'],
    ['a Statement that CloudFormation takes out', { Statement: { Ref: 'AWS::NoValue' } }, 'have a Statement, got an object without'],
  ])('%s', (_, given, complaint) => {
    const must = complaint.startsWith('have') ? complaint : `be ${complaint}`;
    expect(thrownBy(given)).toEqual([Error, `KeyPolicyAudit: 'policy' must ${must}; ${FIX}`]);
  });

  test.each<[string, any]>([
    ['a Sid of 1 MB', changed('Read', { Sid: 'x'.repeat(1_000_000) })],
    ['1 MB of statements', policy(...Array(5000).fill(BASE[1]))],
    ['a name of 1 MB', changed('Read', { Condition: { StringEquals: { ['x'.repeat(1_000_000)]: 'x' } } })],
    ['a text of more than the API of KMS takes', { Id: 'x'.repeat(131_073), Statement: [] }],
    ['100,000 levels of lists', { Statement: nested(100_000, (inner) => [inner], BASE[0]) }],
    ['100,000 levels of objects', policy(nested(100_000, (inner) => ({ Statement: inner })))],
    ['100,000 levels of a function', changed('Read', { Principal: { AWS: nested(100_000, (inner) => ({ 'Fn::Join': ['', [inner]] })) } })],
    ['an object that holds itself', circle],
    ['a list that holds itself', (() => { const list: any[] = []; list.push(list); return { Statement: list }; })()],
    ['aliases that multiply 60 times over', changed('Read', { Principal: { AWS: nested(60, (inner) => [inner, inner], ROLE) } })],
    ['aliases that multiply 40 times over', changed('Read', { Condition: nested(40, (inner) => ({ a: inner, b: inner })) })],
    ['aliases that multiply a list tenfold 10 times over', changed('Read', { Action: nested(10, (inner) => Array(10).fill(inner), 'kms:Decrypt') })],
  ])('%s', (_, given) => {
    expect(thrownBy(given)).toEqual([Error, `KeyPolicyAudit: ${TOO_MUCH}`]);
  });
});

describe('what is odd about a policy is found, and nothing is thrown:', () => {
  const first = (given: any, rule: string) => KeyPolicyAudit.ofPolicy(given, PLACE).findings.find((finding) => finding.rule === rule)?.message;

  test.each<[string, any, string, string]>([
    ['a text for the Statement', { Statement: 'Allow' }, 'incomplete-statement', 'statement 1 is not an object'],
    ['a number for the Statement', { Statement: 7 }, 'incomplete-statement', 'statement 1 is not an object'],
    ['null for the Statement', { Statement: null }, 'incomplete-statement', 'statement 1 is not an object'],
    ['an empty Statement', { Statement: [] }, 'nobody-can-administer', 'nobody can change the key policy any more, which KMS refuses'],
    ['one statement instead of a list', { Statement: { ...BASE[0], Effect: 'No' } }, 'incomplete-statement', 'statement "Admin" has no Effect of "Allow" or "Deny"'],
    ['a number for the Action', changed('Encrypt', { Action: 7 }), 'unknown-action', 'statement "Encrypt" names "7", which is no action of KMS'],
    ['a text for the Principal', changed('Encrypt', { Principal: 'Bob' }), 'invalid-principal', 'statement "Encrypt" has the Principal "Bob", which is neither "*" nor an object'],
    ['a list of statements that are none', { Statement: [null, 7, 'x', []] }, 'incomplete-statement', 'statement 1 is not an object'],
    ['a computed Statement', { Statement: { Ref: 'Statement' } }, 'answer-unknown',
      'May a role of an unrelated account decrypt log files? That depends on something in statement 1 that is known only when it is deployed'],
    ['a function of a function', changed('Describe', { Principal: { Service: { 'Fn::Join': ['', [{ 'Fn::Join': 7 }]] } } }), 'answer-unknown',
      'May CloudTrail describe the key for arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit? That depends on something in statement "Describe" that is known only when it is deployed'],
  ])('%s', (_, given, rule, message) => {
    expect(thrownBy(given)).toBeUndefined();
    expect(first(given, rule)).toEqual(message);
  });

  test('as many characters as the API of KMS takes', () => {
    const rest = 'Id'.length + 'Statement'.length + 2 * 2 + 10;

    expect(first({ Id: 'x'.repeat(131_072 - rest), Statement: [] }, 'policy-too-large')).toMatch(/^the key policy has 131\d{3} bytes or more, of 32768 at most$/);
  });

  const oddities: [string, any][] = [
    ['null', null], ['a text', 'x'], ['an empty text', ''], ['a number', 7], ['false', false], ['an empty list', []], ['an empty object', {}],
    ['a list of lists', [[['*']]]], ['a list of nulls', [null, null]], ['an object of objects', { a: { b: { c: null } } }],
    ['an intrinsic', { Ref: 'X' }], ['an intrinsic with an odd argument', { 'Fn::Join': 7 }], ['a removed value', { Ref: 'AWS::NoValue' }],
    ['the names of prototypes', JSON.parse('{"__proto__": {"AWS": "*"}, "constructor": "x", "toString": ["*"]}')],
    ['a lone surrogate', '\ud800'], ['the brackets of symbols', '\u27e6\u27e6Ref %zz\u27e7\u27e7'],
  ];
  const elements = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

  test.each(oddities)('%s in any place', (_, odd) => {
    const given = [
      { Statement: odd }, { Statement: [odd] }, { ...policy(...BASE), Version: odd }, { ...policy(...BASE), Id: odd },
      ...elements.map((element) => changed('Read', { [element]: odd })),
      ...elements.map((element) => policy({ [element]: odd })),
      ...['AWS', 'Service', 'Federated'].map((kind) => changed('Read', { Principal: { [kind]: odd } })),
      ...[{ StringEquals: odd }, { StringEquals: { 'kms:ViaService': odd } }, { Null: { 'kms:EncryptionContext:aws:s3:arn': odd } }].map((Condition) => changed('Read', { Condition })),
    ];

    // a Statement that CloudFormation removes is refused, and nothing else
    expect(given.map((one) => thrownBy(one)).filter((thrown) => thrown !== undefined))
      .toEqual(odd?.Ref === 'AWS::NoValue' ? [[Error, `KeyPolicyAudit: 'policy' must have a Statement, got an object without; ${FIX}`]] : []);
  });

  test('names of what every object has, where the account is told by nothing else', () => {
    const odd = { toString: 'x', valueOf: 7 };
    const given = [{ Action: odd }, { Principal: { AWS: odd } }, { Principal: { AWS: [odd] } }, { Condition: { StringEquals: { 'kms:CallerAccount': odd } } }];

    expect(given.map((odder) => thrownBy(changed('Admin', odder), {}))).toEqual([undefined, undefined, undefined, undefined]);
  });

  test.each<[string, any]>([
    ['Sids', { Statement: Array.from({ length: 1000 }, (_, i) => ({ Sid: `${'s'.repeat(30)}${i}` })) }],
    ['unknown actions', changed('Read', { Action: Array.from({ length: 4000 }, (_, i) => `x:${i}`) })],
    ['trails', changed('Encrypt', { Condition: { StringEquals: { 'aws:SourceArn': Array.from({ length: 300 }, (_, i) => `arn:aws:cloudtrail:eu-central-1:111111111111:trail/${'t'.repeat(60)}${i}`) } } })],
    ['principals', changed('Read', { Principal: { AWS: Array.from({ length: 1000 }, (_, i) => `${ROLE}${i}`) } })],
    ['openings of symbols', changed('Read', { Sid: '\u27e6'.repeat(20_000) })],
    ['openings of variables', changed('Read', { Resource: '${'.repeat(50_000) })],
    ['wildcards', changed('Read', { Resource: '*a'.repeat(50_000) })],
    ['parts with a long separator', changed('Read', { Principal: { AWS: { 'Fn::Join': ['x'.repeat(1000), Array(1000).fill({ Ref: 'A' })] } } })],
  ])('very many %s', (_, given) => {
    expect(KeyPolicyAudit.ofPolicy(given, PLACE).findings.map(({ rule }) => rule)).toContain('policy-too-large');
  });
});

test('a random object is audited, or refused in one sentence', () => {
  const leaf = fc.constantFrom<any>('*', 'Allow', 'Deny', 'kms:*', 'kms:Decrypt', '111111111111', ROLE, 'cloudtrail.amazonaws.com', 'false', '${aws:x}', 'o-exampleorg1', '\u27e6x\u27e7',
    null, 0, 7, true, undefined, [], {}, { Ref: 'X' }, { Ref: 'AWS::NoValue' }, { 'Fn::Sub': 'a${B}' }, { 'Fn::Join': ['', ['a', { Ref: 'B' }]] }, 'arn:aws:cloudtrail:*:111111111111:trail/*');
  const name = fc.constantFrom('Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition', 'AWS', 'Service', 'Federated', 'StringEquals',
    'StringLike', 'Null', 'ForAllValues:ArnLike', 'BoolIfExists', 'aws:SourceArn', 'kms:ViaService', 'kms:EncryptionContext:aws:cloudtrail:arn', 'Ref', 'Fn::Join', '__proto__', 'x');
  const { value } = fc.letrec<{ value: any }>((tie) => ({
    value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, leaf, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(name, tie('value'), { maxKeys: 5 })),
  }));
  const statement = fc.record({
    Sid: fc.oneof(leaf, value),
    Effect: fc.constantFrom<any>('Allow', 'Deny', { Ref: 'E' }, 'x'),
    Principal: fc.oneof(fc.constant<any>(CLOUDTRAIL), value),
    Action: value,
    Resource: fc.oneof(fc.constant<any>('*'), value),
    Condition: value,
  }, { requiredKeys: [] });
  const statements = fc.oneof(value, fc.array(fc.oneof(statement, value), { maxLength: 4 }));
  const given = fc.oneof(value, fc.record({ Version: leaf, Statement: statements }, { requiredKeys: [] }));
  const outcomes = new Set<string>();

  fc.assert(fc.property(given, (one) => {
    const thrown = thrownBy(one);
    outcomes.add(thrown === undefined ? 'audited' : 'refused');
    expect(thrown ?? [Error, "KeyPolicyAudit: 'policy' must"]).toEqual([Error, expect.stringMatching(/^KeyPolicyAudit: 'policy' must/)]);
  }), { seed: SEED, numRuns: 300 });
  expect([...outcomes].sort()).toEqual(['audited', 'refused']);
});

describe('a malformed context is refused:', () => {
  const rows: [prop: string, value: any, allowed: string, fix: string, good: any][] = [
    ['accountId', '1111', 'an account id of 12 digits, as a string', 'write it in full, as in "111111111111"; accounts have no wildcard', '222222222222'],
    ['accountId', null, 'an account id of 12 digits, as a string', 'write it in full, as in "111111111111"; accounts have no wildcard', { Ref: 'AWS::AccountId' }],
    ['partition', 'azure', 'a partition such as "aws", "aws-cn" or "aws-us-gov"', 'leave it out to take the partition of the stack', 'aws-iso-b'],
    ['keyArn', 'alias/audit', 'the ARN of a KMS key, "arn:PARTITION:kms:REGION:ACCOUNT:key/ID"',
      'an alias or a bare key id does not name the account: use the "KeyMetadata.Arn" of `aws kms describe-key`', 'arn:aws:kms:eu-central-1:111111111111:key/mrk-1234abcd12ab34cd56ef1234567890ab'],
    ['organizationId', 'r-exampleroot1', '"o-" and 10 to 32 lower-case letters or digits', 'take it from the output of `aws organizations describe-organization`', 'o-exampleorg1'],
    ['trailArns', ['arn:aws:cloudtrail:eu-central-1:*:trail/audit'], 'the ARN of a trail, "arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME"; * and ? may stand in Region and name',
      'take it from the output of `aws cloudtrail describe-trails`', ['arn:aws:cloudtrail:*:111111111111:trail/audit-*']],
    ['trailAccounts', ['*'], 'an account id of 12 digits, as a string', 'write it in full, as in "111111111111"; accounts have no wildcard', ['222222222222']],
    ['readerArns', ['arn:aws:iam::111111111111:role/*'], 'the ARN of a role, user, session or account, "arn:PARTITION:iam::ACCOUNT:role/NAME", without wildcards',
      'take it from the output of `aws iam get-role`', [ROLE, 'arn:aws:sts::111111111111:assumed-role/Audit/Alice', { 'Fn::GetAtt': ['Role', 'Arn'] }]],
    ['logBucketNames', ['Trail_Logs'], '3-63 lower-case letters, digits, "." or "-", beginning and ending with a letter or digit, without "..", ".-" or "-.", '
      + 'not an IP address, without the prefixes and suffixes that S3 reserves', 'choose another name', ['trail-logs']],
    ['topicTrailArns', ['audit'], 'the ARN of a trail, "arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME"; * and ? may stand in Region and name',
      'take it from the output of `aws cloudtrail describe-trails`', ['arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit']],
    ...['administratorArns', 'eventDataStoreUserArns'].map((prop): [string, any, string, string, any] => [
      prop, ['arn:aws:iam::111111111111:group/Admins'], 'the ARN of a role, user, session or account, "arn:PARTITION:iam::ACCOUNT:role/NAME", without wildcards',
      'take it from the output of `aws iam get-role`', [ROLE, 'arn:aws:iam::111111111111:user/Admin'],
    ]),
    ['eventDataStoreArns', ['arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit'],
      'the ARN of an event data store, "arn:PARTITION:cloudtrail:REGION:ACCOUNT:eventdatastore/ID", without wildcards', 'take it from the output of `aws cloudtrail list-event-data-stores`',
      ['arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/12345678-1234-1234-1234-123456789012']],
    ['logGroupNames', ['audit*'], '1-512 letters, digits or any of _-/.#', 'name one log group, without wildcards', ['/aws/cloudtrail/audit']],
  ];

  test.each(rows)('%s of %j', (prop, value, allowed, fix, good) => {
    expect(thrownBy(policy(...BASE), { ...PLACE, [prop]: value }))
      .toEqual([Error, `KeyPolicyAudit: '${prop}' must be ${allowed}, got ${JSON.stringify([value].flat()[0])}; ${fix}`]);
    expect(thrownBy(policy(...BASE), { ...PLACE, [prop]: good })).toBeUndefined();
  });

  test.each([['eu'], ['eu-*'], ['EU-CENTRAL-1'], ['eu-central-1a'], ['in eu-central-1'], [7]])('region of %j', (region) => {
    expect(thrownBy(policy(...BASE), { ...PLACE, region }))
      .toEqual([Error, `KeyPolicyAudit: 'region' must be a Region such as "eu-central-1", got ${JSON.stringify(region)}; name the Region of the key`]);
    expect(thrownBy(policy(...BASE), { ...PLACE, region: 'us-gov-west-12' })).toBeUndefined();
  });

  test.each<[any, string]>([
    ['AllowCloudTrailAccess', '"AllowCloudTrailAccess"'], [7, '7'], [{ Ref: 'Statement' }, 'an object'],
  ])('expectedStatements of %j', (statement, shown) => {
    expect(thrownBy(policy(...BASE), { ...PLACE, expectedStatements: [statement] })).toEqual([Error,
      `KeyPolicyAudit: 'expectedStatements' must hold statements as JSON, got ${shown}; write them as in { Sid: "AllowCloudTrailAccess", Effect: "Allow", ... }`]);
    expect(thrownBy(policy(...BASE), { ...PLACE, expectedStatements: [BASE[0]] })).toBeUndefined();
  });

  test('with the policy, all complaints at once', () => {
    const [error, message] = thrownBy('policy', Object.fromEntries(rows.map(([prop, value]) => [prop, value])))!;

    expect(error).toBe(Error);
    expect(message.split('\n  - ').map((line) => line.replace(/ must .*/s, ''))).toEqual([
      "KeyPolicyAudit: 'policy'", "'accountId'", "'partition'", "'keyArn'", "'organizationId'", "'trailArns'", "'trailAccounts'", "'readerArns'",
      "'topicTrailArns'", "'administratorArns'", "'logBucketNames'", "'eventDataStoreArns'", "'eventDataStoreUserArns'", "'logGroupNames'",
    ]);
  });

  test('every wrong element of a list by itself', () => {
    const [, message] = thrownBy(policy(...BASE), { trailAccounts: ['1', '111111111111', '2'] })!;

    expect(message.split('\n').map((line) => line.replace(/.*got/, 'got'))).toEqual([
      'got "1"; write it in full, as in "111111111111"; accounts have no wildcard', 'got "2"; write it in full, as in "111111111111"; accounts have no wildcard',
    ]);
  });

  const own: any = {};
  own.self = own;

  test.each<[string, any]>([
    ['a list for an account', ['111111111111', '222222222222']], ['an object', {}], ['an object that holds itself', own], ['a large integer', BigInt(7)], ['a function', () => 7],
    ['a symbol', Symbol('x')], ['a list of lists', [['111111111111']]], ['1 MB', 'x'.repeat(1_000_000)],
  ])('%s', (_, accountId) => {
    expect(thrownBy(policy(...BASE), { ...PLACE, accountId })).toEqual([Error, expect.stringMatching(/^KeyPolicyAudit: 'accountId' must be an account id of 12 digits, as a string, got /)]);
    expect(thrownBy(policy(...BASE), { ...PLACE, accountId })![1].length).toBeLessThan(1000);
  });

  test('null for the whole context', () => {
    expect([undefined, [Error, expect.stringMatching(/^KeyPolicyAudit: 'context' must /)]]).toContainEqual(thrownBy(policy(...BASE), null));
  });

  test.each([['eventDataStores', {}, 'an object'], ['multiRegion', ['true'], 'a list'], ['bucketKey', null, 'null']])('%s of %j, which is named by its kind', (prop, value, shown) => {
    expect(thrownBy(policy(...BASE), { ...PLACE, [prop]: value })).toEqual([Error, expect.stringMatching(`^KeyPolicyAudit: '${prop}' must be true or false, got ${shown}; `)]);
  });

  test.each([['bucketKey', 'no'], ['eventDataStores', 7], ['multiRegion', 'true']])('%s of %j', (prop, value) => {
    expect(thrownBy(policy(...BASE), { ...PLACE, [prop]: value })).toEqual([Error, expect.stringMatching(`^KeyPolicyAudit: '${prop}' must be true or false, got ${JSON.stringify(value)}`)]);
  });
});
