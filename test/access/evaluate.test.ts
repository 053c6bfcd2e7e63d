import * as fc from 'fast-check';
import { evaluate } from '../../src/access/evaluate';
import { ignoredStatements } from '../../src/access/ignored-statements';
import { renderValue } from '../../src/access/intrinsics';
import { isInRange } from '../../src/access/ip-range';
import type { AccessRequest } from '../../src/access/request';
import { matchTokens, sameText, tokenize } from '../../src/access/wildcard';

const KEY = 'arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const READER = 'arn:aws:iam::111111111111:role/Reader';
const ENVIRONMENT = { partition: 'aws', account: '111111111111', region: 'us-east-1' };

const decrypt: AccessRequest = { action: 'kms:Decrypt', caller: { arn: READER }, resource: KEY, context: { 'aws:SourceArn': 'arn:aws:s3:::logs' } };
const allow = { Sid: 'Allow', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*' };
const policy = (...statements: any[]) => ({ Version: '2012-10-17', Statement: statements });
const outcomeOf = (given: any) => evaluate(given, decrypt, ENVIRONMENT).outcome;

const nested = (depth: number, wrap: (inner: any) => any, inner: any = 'x') => {
  let value = inner;
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
};

describe('evaluate', () => {
  test('names the deciding statement by reference and position', () => {
    const given = policy({ ...allow, Action: 's3:*' }, allow);

    const evaluation = evaluate(given, decrypt, ENVIRONMENT);

    expect(evaluation).toEqual({ outcome: 'direct', statement: allow, statementIndex: 1 });
    expect(evaluation.statement).toBe(given.Statement[1]);
  });

  test('counts positions over statements that CloudFormation removes', () => {
    expect(evaluate(policy({ Ref: 'AWS::NoValue' }, allow), decrypt, ENVIRONMENT).statementIndex).toEqual(1);
  });

  test('leaves policy, request and environment as they are', () => {
    const frozen = (value: any): any => {
      if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
      return Object.freeze(value);
    };

    expect(evaluate(frozen(policy(allow)), frozen({ ...decrypt }), frozen({ ...ENVIRONMENT })).outcome).toEqual('direct');
  });

  test.each([
    ['nothing', undefined], ['null', null], ['a text', 'policy'], ['a number', 7], ['true', true], ['a list', [allow]], ['an intrinsic', { Ref: 'Policy' }],
  ])('does not know what %s says', (_, given) => {
    expect(evaluate(given, decrypt, ENVIRONMENT)).toEqual({ outcome: 'unknown' });
  });

  const oddities: [string, any][] = [
    ['null', null], ['a text', 'x'], ['an empty text', ''], ['a number', 0], ['false', false], ['an empty list', []], ['an empty object', {}],
    ['a list of lists', [[['*']]]], ['a list of nulls', [null, null]], ['an object of objects', { a: { b: { c: null } } }],
    ['an intrinsic with an odd argument', { 'Fn::Join': 7 }], ['an intrinsic of null', { Ref: null }], ['two intrinsics', { 'Ref': 'A', 'Fn::Sub': 'B' }],
    ['the names of prototypes', JSON.parse('{"__proto__": {"AWS": "*"}, "constructor": "x", "toString": ["*"]}')],
    ['a lone surrogate', '\ud800'], ['the brackets of symbols', '\u27e6\u27e6\u27e7\u27e7'],
  ];
  const elements = ['Version', 'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

  test.each(oddities)('answers for %s in any place', (_, odd) => {
    const conditions = [odd, { StringEquals: odd }, { StringEquals: { 'aws:SourceArn': odd } }, { Null: { 'aws:SourceArn': odd } }];
    const given = [
      odd, { Statement: odd }, { Statement: [odd] }, { Version: odd, Statement: [allow] },
      ...elements.map((element) => policy({ ...allow, [element]: odd })),
      ...elements.map((element) => policy({ [element]: odd })),
      ...['AWS', 'Service', 'Federated'].map((kind) => policy({ ...allow, Principal: { [kind]: odd } })),
      ...conditions.map((Condition) => policy({ ...allow, Condition })),
      ...['Ref', 'Fn::Join', 'Fn::Sub', 'Fn::GetAtt', 'Fn::ImportValue', 'Fn::GetStackOutput', 'Fn::If']
        .map((intrinsic) => policy({ ...allow, Principal: { AWS: { [intrinsic]: odd } } })),
    ];

    for (const one of given) {
      expect(['direct', 'delegated', 'denied', 'no', 'unknown']).toContain(outcomeOf(one));
      expect(Array.isArray(ignoredStatements(one, ENVIRONMENT))).toBe(true);
    }
  });

  test.each<[string, any]>([
    ['lists for statements', { Statement: nested(100_000, (inner) => [inner], allow) }],
    ['objects for a statement', policy(nested(100_000, (inner) => ({ Statement: inner })), allow)],
    ['lists for a principal', policy({ ...allow, Principal: { AWS: nested(100_000, (inner) => [inner]) } })],
    ['Fn::Join for a principal', policy({ ...allow, Principal: { AWS: nested(100_000, (inner) => ({ 'Fn::Join': ['', [inner]] })) } })],
    ['Fn::Sub for an action', policy({ ...allow, Action: nested(100_000, (inner) => ({ 'Fn::Sub': ['${a}', { a: inner }] })) })],
    ['Fn::ImportValue for a resource', policy({ ...allow, Resource: nested(100_000, (inner) => ({ 'Fn::ImportValue': inner })) })],
    ['objects for a condition value', policy({ ...allow, Condition: { StringEquals: { 'aws:SourceArn': nested(100_000, (inner) => ({ a: inner })) } } })],
    ['conditions', policy({ ...allow, Condition: nested(100_000, (inner) => ({ StringEquals: inner })) })],
  ])('survives 100,000 levels of %s', (_, given) => {
    expect(['unknown', 'no', 'direct']).toContain(outcomeOf(given));
    expect(Array.isArray(ignoredStatements(given, ENVIRONMENT))).toBe(true);
  });

  test('does not know what a value nested beyond reason is', () => {
    const principal = nested(100_000, (inner) => ({ 'Fn::Join': ['', [inner]] }), READER);

    expect(outcomeOf(policy({ ...allow, Principal: { AWS: principal } }))).toEqual('unknown');
  });

  test('does not multiply a value that is shared a million times over', () => {
    const bomb = nested(20, (inner) => ({ 'Fn::Join': ['', Array(10).fill(inner)] }), '*');

    expect(outcomeOf(policy({ ...allow, Resource: bomb }))).toEqual('unknown');
  });

  test('survives a value that holds itself', () => {
    const circle: any = { 'Fn::Join': ['', []] };
    circle['Fn::Join'][1].push(circle);

    expect(outcomeOf(policy({ ...allow, Principal: { AWS: circle } }))).toEqual('unknown');
  });

  const MEGABYTES = 5_000_000;
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
    ['groups of an address', policy({ ...allow, Condition: { IpAddress: { 'aws:SourceArn': ':1'.repeat(MEGABYTES / 2) } } }), 'unknown'],
    ['colons of a principal', policy({ ...allow, Principal: { AWS: ':'.repeat(MEGABYTES) } }), 'no'],
  ])('comes to an end on 5 MB of %s', (_, given, expected) => {
    expect(outcomeOf(given)).toEqual(expected);
  });
});

describe('ignoredStatements', () => {
  const reasonsOf = (statement: any, keyArn?: string) => {
    return ignoredStatements(policy(statement), ENVIRONMENT, keyArn).map(({ reason, whole }) => `${whole ? 'all' : 'part'}: ${reason}`);
  };

  test('finds nothing in a documented key policy', () => {
    expect(ignoredStatements(policy(
      allow,
      { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'kms:GenerateDataKey*', Resource: '*' },
      { Effect: 'Deny', NotPrincipal: { AWS: READER }, NotAction: ['kms:describekey', 'KMS:ReEncrypt*'], Resource: KEY },
      { Effect: 'Allow', Principal: '*', Action: '*', Resource: 'arn:aws:kms:*:111111111111:key/*' },
      { Effect: 'Allow', Principal: '*', Action: 'kms:SynchronizeMultiRegionKey', Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } },
    ), ENVIRONMENT)).toEqual([]);
  });

  test('names the statement by reference and position', () => {
    const statement = { Sid: 'NoAction', Effect: 'Allow', Principal: '*', Resource: '*' };

    const ignored = ignoredStatements(policy(allow, statement), ENVIRONMENT);

    expect(ignored).toEqual([{ index: 1, statement, reason: 'has neither Action nor NotAction', whole: true }]);
    expect(ignored[0].statement).toBe(statement);
  });

  test.each<[string, object, string[]]>([
    ['no resource', { Resource: undefined }, ['all: has neither Resource nor NotResource']],
    ['no principal', { Principal: undefined }, ['all: has neither Principal nor NotPrincipal']],
    ['no effect', { Effect: undefined }, ['all: has no Effect of "Allow" or "Deny"']],
    ['a misspelled effect', { Effect: 'allow' }, ['all: has no Effect of "Allow" or "Deny"']],
    ['an empty list of actions', { Action: [] }, ['all: has an empty Action']],
    ['an action of another service', { Action: 's3:GetObject' }, ['all: Action "s3:GetObject" is not an action of KMS']],
    ['an action KMS does not know', { Action: 'kms:ReEncrypt' }, ['all: Action "kms:ReEncrypt" is not an action of KMS']],
    ['a pattern that names no action', { Action: 'kms:Foo*' }, ['all: Action "kms:Foo*" is not an action of KMS']],
    ['one unknown action among known ones', { Action: ['kms:Decrypt', 'kms:Foo'] }, ['part: Action "kms:Foo" is not an action of KMS']],
    ['an unknown action in NotAction', { Action: undefined, NotAction: 'kms:Foo' }, ['part: NotAction "kms:Foo" is not an action of KMS']],
    ['an alias', { Resource: 'arn:aws:kms:us-east-1:111111111111:alias/audit' },
      ['all: Resource "arn:aws:kms:us-east-1:111111111111:alias/audit" is neither "*" nor the ARN of the key']],
    ['a key of another Region', { Resource: KEY.replace('us-east-1', 'eu-west-1') },
      [`all: Resource "${KEY.replace('us-east-1', 'eu-west-1')}" is neither "*" nor the ARN of the key`]],
    ['a bucket beside the key', { Resource: ['arn:aws:s3:::logs', KEY] }, ['part: Resource "arn:aws:s3:::logs" is neither "*" nor the ARN of the key']],
    ['several faults', { Action: 's3:*', Resource: undefined }, ['all: Action "s3:*" is not an action of KMS', 'all: has neither Resource nor NotResource']],
    ['values that CloudFormation computes', { Effect: { Ref: 'E' }, Action: { Ref: 'A' }, Resource: { Ref: 'R' } }, []],
  ])('reports %s', (_, elements, expected) => {
    expect(reasonsOf({ ...allow, ...elements })).toEqual(expected);
  });

  test('reports another key when the key is known', () => {
    const other = KEY.replace('1234abcd', 'ffffffff');

    expect(reasonsOf({ ...allow, Resource: other }, KEY)).toEqual([`all: Resource "${other}" is neither "*" nor the ARN of the key`]);
    expect(reasonsOf({ ...allow, Resource: KEY }, KEY)).toEqual([]);
  });

  test('reports what is no statement, and cuts long values', () => {
    expect(reasonsOf('statement')).toEqual(['all: is not an object']);
    expect(reasonsOf({ ...allow, Action: 'x'.repeat(1000) })).toEqual([`all: Action "${'x'.repeat(100)}..." is not an action of KMS`]);
  });

  test('says nothing of what CloudFormation chooses', () => {
    expect(reasonsOf({ 'Fn::If': ['IsProd', {}, {}] })).toEqual([]);
    expect(ignoredStatements({ Ref: 'Policy' }, ENVIRONMENT)).toEqual([]);
    expect(ignoredStatements(undefined, ENVIRONMENT)).toEqual([]);
  });
});

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
    [365, '365'],
    [true, 'true'],
    [null, '\u27e6\u27e7'],
  ])('writes %j', (value, expected) => {
    expect(renderValue(value, ENVIRONMENT)).toEqual(expected);
  });
});

describe('glob matching', () => {
  const SEED = 20261121;
  const matches = (pattern: string, text: string) => matchTokens(tokenize(pattern, { wildcards: true })!, tokenize(text)!);

  /** Reads the definition aloud: exponential, and fit for small texts only. */
  const naive = (pattern: string, text: string): boolean => {
    if (pattern === '') return text === '';
    if (pattern[0] === '*') return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)));
    return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && naive(pattern.slice(1), text.slice(1));
  };
  const word = (letters: string[], maxLength: number) => fc.array(fc.constantFrom(...letters), { maxLength }).map((parts) => parts.join(''));

  test('agrees with the naive definition', () => {
    fc.assert(fc.property(word(['a', 'b', '*', '?'], 8), word(['a', 'b', ':'], 10), (pattern, text) => {
      expect(matches(pattern, text)).toEqual(naive(pattern, text));
    }), { seed: SEED, numRuns: 5000 });
  });

  test('never excludes what a symbol could stand for, nor promises what it could break', () => {
    const symbol = renderValue({ Ref: 'X' }, {});
    const put = (text: string, value: string) => text.replaceAll('X', value);
    fc.assert(fc.property(
      word(['a', 'b', '*', '?', 'X'], 5), word(['a', 'b', 'X'], 5), word(['a', 'b'], 3),
      (pattern, text, value) => {
        const truth = matches(put(pattern, symbol), put(text, symbol));
        const instance = naive(put(pattern, value), put(text, value));
        expect([instance, 'unknown']).toContain(truth);
      },
    ), { seed: SEED, numRuns: 5000 });
  });

  test('takes an unresolved text for equal to nothing, and a symbol for equal to itself', () => {
    const unresolved = renderValue({ 'Fn::Select': [0, []] }, {});
    const symbol = renderValue({ Ref: 'X' }, {});

    expect(sameText(unresolved, unresolved)).toEqual('unknown');
    expect(sameText(symbol, symbol)).toEqual(true);
    expect(sameText(`a${symbol}`, `b${symbol}`)).toEqual(false);
  });
});

describe('address ranges', () => {
  test.each<[string, string, boolean | undefined]>([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '0.0.0.0/0', true],
    ['10.1.2.3', '10.1.2.3/32', true],
    ['10.1.2.4', '10.1.2.3/32', false],
    ['2001:db8:ffff::1', '2001:db8::/32', true],
    ['2001:db8::1', '2001:db8:0:0:0:0:0:1', true],
    ['::', '::/0', true],
    ['10.1.2', '10.0.0.0/8', undefined],
    ['10.1.2.256', '10.0.0.0/8', undefined],
    ['10.1.2.3', '10.0.0.0/8/9', undefined],
    ['10.1.2.3', '10.0.0.0/', undefined],
    ['1::2::3', '::/0', undefined],
    ['1:2:3:4:5:6:7:8:9', '::/0', undefined],
    ['1:2:3:4:5:6:7::8', '::/0', undefined],
    ['g::1', '::/0', undefined],
  ])('%s in %s: %s', (address, range, expected) => {
    expect(isInRange(address, range)).toEqual(expected);
  });
});
