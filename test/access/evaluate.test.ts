import { evaluate, Policy } from '../../src/access/evaluate';
import type { AccessRequest } from '../../src/access/request';

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

  test('does not know whether a role of an account that only the deployment knows is one that is named in full', () => {
    const arn = { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/Reader' };
    const outcome = (principal: any, caller: string) =>
      evaluate(policy({ ...allow, Principal: { AWS: principal } }), { ...decrypt, caller: { arn: caller } }, { partition: 'aws' }).outcome;

    expect(outcome(READER, '\u27e6GetAtt Reader.Arn\u27e7')).toEqual('unknown');
    expect(outcome(READER, 'arn:aws:iam::\u27e6Ref AWS%3a%3aAccountId\u27e7:role/Reader')).toEqual('unknown');
    expect(outcome(READER, 'arn:aws:iam::\u27e6Ref AWS%3a%3aAccountId\u27e7:role/Other')).toEqual('no');
    expect(outcome(arn, 'arn:aws:iam::\u27e6Ref AWS%3a%3aAccountId\u27e7:role/Reader')).toEqual('direct');
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
    }
  });

  test('finds each of 500 readers among 500 names that only the deployment knows in less than a second', () => {
    const names = Array.from({ length: 500 }, (_, i) => `role/Reader${i}`);
    const asked = new Policy(policy({ ...allow, Principal: { AWS: names.map((name) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:iam::111111111111:${name}` })) } }), {});
    const callers = names.map((name) => `arn:\u27e6Ref AWS%3a%3aPartition\u27e7:iam::111111111111:${name}`);
    const start = process.cpuUsage();

    const outcomes = [...callers, 'arn:aws:iam::111111111111:role/Reader499', 'arn:aws:iam::111111111111:role/Reader500']
      .map((arn) => asked.evaluate({ ...decrypt, caller: { arn } }).outcome);

    expect(outcomes).toEqual([...names.map(() => 'direct'), 'unknown', 'no']);
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
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
  });

  test('does not know what a value nested beyond reason is', () => {
    const principal = nested(100_000, (inner) => ({ 'Fn::Join': ['', [inner]] }), READER);

    expect(outcomeOf(policy({ ...allow, Principal: { AWS: principal } }))).toEqual('unknown');
  });

  test('does not know what a value of more than a million characters is', () => {
    const stars = '*'.repeat(400_000);
    const resource = (...parts: string[]) => policy({ ...allow, Resource: { 'Fn::Join': ['', parts] } });

    expect(outcomeOf(resource(stars, stars))).toEqual('direct');
    expect(outcomeOf(resource(stars, stars, stars))).toEqual('unknown');
    expect(outcomeOf(policy({ ...allow, Resource: { 'Fn::Sub': stars + stars } }))).toEqual('direct');
    expect(outcomeOf(policy({ ...allow, Resource: { 'Fn::Sub': stars + stars + stars } }))).toEqual('unknown');
  });

  test('survives a value that holds itself', () => {
    const circle: any = { 'Fn::Join': ['', []] };
    circle['Fn::Join'][1].push(circle);

    expect(outcomeOf(policy({ ...allow, Principal: { AWS: circle } }))).toEqual('unknown');
  });
});
