import { Stack } from 'aws-cdk-lib';
import { BASE, CLOUDTRAIL, KEY, ofTrail, PLACE, policy, ROLE, ROOT, Statement, STORE, TRAIL, TRAIL_CONTEXT } from './policies';
import { correctedPolicy } from '../../src/access/corrected-policy';
import { KeyPolicyAudit, KeyPolicyAuditContext } from '../../src/access/key-policy-audit';
import { KeyPolicyStatements, TrailIdentity } from '../../src/index';

const ENCRYPT = {
  Sid: 'AllowCloudTrailEncryptLogs',
  Effect: 'Allow',
  Principal: CLOUDTRAIL,
  Action: 'kms:GenerateDataKey*',
  Resource: '*',
  Condition: { ...ofTrail, StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:111111111111:trail/*' } },
};
const DECRYPT = { Sid: 'AllowCloudTrailDecryptTrail', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:Decrypt', Resource: '*', Condition: ofTrail };
const ACCESS = { Sid: 'AllowCloudTrailAccess', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:DescribeKey', Resource: '*', Condition: ofTrail };

const [ADMIN] = BASE;
const READ = BASE[4];
const open = (elements: Statement = {}): Statement => ({ Sid: 'Open', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:*', Resource: '*', ...elements });
const corrected = (given: any, context: KeyPolicyAuditContext = PLACE) => correctedPolicy(given, context)!.policy.Statement;
const sids = (given: any, context?: KeyPolicyAuditContext) => corrected(given, context).map(({ Sid }: Statement) => Sid);
const sources = (given: any, context?: KeyPolicyAuditContext) => corrected(given, context)
  .filter(({ Principal }: Statement) => Principal.Service === CLOUDTRAIL.Service)
  .map(({ Condition: { StringLike, ...condition } }: Statement) => condition);

describe('a corrected policy', () => {
  test('has the least-privilege statements where those for CloudTrail stood, and the others as they are', () => {
    expect(correctedPolicy({ Id: 'mine', ...policy(ADMIN, open(), READ) }, { ...PLACE, trailArns: [TRAIL] })!.policy)
      .toEqual({ Id: 'mine', Version: '2012-10-17', Statement: [ADMIN, ENCRYPT, DECRYPT, ACCESS, READ] });
  });

  test('has them at its end if it has none for CloudTrail', () => {
    expect(corrected(policy(ADMIN), { ...PLACE, trailArns: [TRAIL] })).toEqual([ADMIN, ENCRYPT, DECRYPT, ACCESS]);
  });

  test('tells what does the work of each statement that is gone', () => {
    const [decrypts, publishes] = [open({ Action: ['kms:Decrypt', 'kms:DescribeKey'] }), open({ Sid: 'Signs', Action: 'kms:Sign' })];
    const { replaced } = correctedPolicy(policy(ADMIN, decrypts, publishes), { ...PLACE, trailArns: [TRAIL] })!;

    expect(replaced).toEqual([{ statement: decrypts, by: [DECRYPT, ACCESS] }, { statement: publishes, by: [] }]);
    expect(replaced[0].statement).toBe(decrypts);
  });

  test('leaves the policy that it corrects as it is', () => {
    const given = policy(ADMIN, open({ Principal: { Service: [CLOUDTRAIL.Service, 'sns.amazonaws.com'], AWS: ROLE } }));
    const before = JSON.stringify(given);
    correctedPolicy(given, PLACE);

    expect(JSON.stringify(given)).toEqual(before);
  });

  test.each([
    [{ Service: [CLOUDTRAIL.Service, 'sns.amazonaws.com'] }, { Service: 'sns.amazonaws.com' }],
    [{ Service: ['a.amazonaws.com', CLOUDTRAIL.Service, 'b.amazonaws.com'] }, { Service: ['a.amazonaws.com', 'b.amazonaws.com'] }],
    [{ Service: CLOUDTRAIL.Service, AWS: ROLE }, { AWS: ROLE }],
  ])('keeps the other principals of a statement for CloudTrail: %j', (Principal, left) => {
    expect(corrected(policy(open({ Principal }))).at(-1)).toEqual(open({ Principal: left }));
  });

  test('keeps what denies', () => {
    const deny = open({ Effect: 'Deny', Action: 'kms:Sign' });

    expect(corrected(policy(ADMIN, deny))).toContainEqual(deny);
  });

  test('gives no Sid twice', () => {
    expect(sids(policy({ ...ADMIN, Sid: 'AllowCloudTrailAccess' }, open())))
      .toEqual(['AllowCloudTrailAccess', 'AllowCloudTrailEncryptLogsByAccount', 'AllowCloudTrailDecryptTrailByAccount', 'AllowCloudTrailAccessByAccount']);
    expect(sids(policy({ ...ADMIN, Sid: 'AllowCloudTrailAccess' }, open()), { ...PLACE, trailArns: [TRAIL] }))
      .toEqual(['AllowCloudTrailAccess', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess2']);
  });

  test.each([undefined, [], { Statement: undefined }, { 'Fn::Sub': '{}' }])('is none for what is no policy: %j', (given) => {
    expect(correctedPolicy(given, PLACE)).toBeUndefined();
  });
});

describe('the trails of a corrected policy, if they are not given, are', () => {
  const OTHER = 'arn:aws:cloudtrail:eu-west-1:222222222222:trail/other';

  test('those that the conditions of its statements for CloudTrail name', () => {
    const given = policy(open({ Condition: { ArnLike: { 'AWS:SourceArn': [TRAIL, OTHER] } } }), open({ Sid: 'Other', Condition: { StringLike: { [TRAIL_CONTEXT]: OTHER } } }));

    expect(sources(given)).toEqual(Array(3).fill({ StringEquals: { 'aws:SourceArn': [TRAIL, OTHER] } }));
  });

  test('patterns that say whose trails they are', () => {
    expect(sources(policy(open({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:222222222222:trail/audit-*' } } }))))
      .toEqual(Array(3).fill({ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:222222222222:trail/audit-*' } }));
  });

  test.each([
    ['an account', { StringEquals: { 'aws:SourceAccount': '222222222222' } }, '222222222222'],
    ['all trails of an account', { StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:222222222222:trail/*' } }, '222222222222'],
    ['everybody', { StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:*:trail/*' } }, '111111111111'],
    ['everybody but an account', { StringNotEquals: { 'aws:SourceAccount': '222222222222' } }, '111111111111'],
    ['nobody', undefined, '111111111111'],
  ])('all of an account, where a statement names %s', (_, Condition, account) => {
    expect(sources(policy(open({ Condition })))).toEqual(Array(3).fill({ StringEquals: { 'aws:SourceAccount': account } }));
  });

  test('those of the account of the key beside what names them, and of another one', () => {
    const given = policy(open({ Condition: ofTrail }), open({ Condition: { StringEquals: { 'aws:SourceAccount': ['111111111111', '222222222222'] } } }));

    expect(sids(given)).toEqual([
      'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess',
      'AllowCloudTrailEncryptLogsByAccount', 'AllowCloudTrailDecryptTrailByAccount', 'AllowCloudTrailAccessByAccount',
    ]);
    expect(sources(given)[3]).toEqual({ StringEquals: { 'aws:SourceAccount': '222222222222' } });
  });

  test('written as a template writes them where only the deployment knows the account', () => {
    expect(corrected(policy(open()), {})[0].Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      StringLike: { [TRAIL_CONTEXT]: { 'Fn::Sub': 'arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:trail/*' } },
    });
  });

  test('those of the account of the key where they are given as one reference', () => {
    expect(sources(policy(open()), { ...PLACE, trailArns: [{ 'Fn::GetAtt': ['Trail', 'Arn'] } as any] }))
      .toEqual(Array(3).fill({ StringEquals: { 'aws:SourceAccount': '111111111111' } }));
  });
});

describe('event data stores', () => {
  test('that are given get their statements', () => {
    const eventDataStoreArns = [STORE];

    expect(sids(policy(ADMIN, open()), { ...PLACE, trailArns: [], eventDataStoreArns }))
      .toEqual(['Admin', 'AllowCloudTrailEncryptEds', 'AllowCloudTrailDecryptEds', 'AllowCloudTrailAccessEds']);
  });

  test('that only the policy names keep theirs', () => {
    const stores = open({ Sid: 'Stores', Condition: { StringEquals: { 'aws:SourceArn': STORE } } });

    expect(corrected(policy(ADMIN, stores, open()), { ...PLACE, trailArns: [TRAIL] })).toEqual([ADMIN, stores, ENCRYPT, DECRYPT, ACCESS]);
  });

  test('that are not there yet keep what is open for them', () => {
    expect(corrected(policy(ADMIN, open()), { ...PLACE, eventDataStores: true })).toEqual([ADMIN, open()]);
  });
});

describe('the statements are those of KeyPolicyStatements', () => {
  const rendered = (...statements: any[]) => new Stack().resolve(statements.map((statement) => statement.toStatementJson()));
  const arns = [TRAIL, 'arn:aws-cn:cloudtrail:cn-north-1:222222222222:trail/other'];

  test.each([[arns], [[arns[0]]], [[...arns, 'arn:aws:cloudtrail:*:333333333333:trail/audit-*']]])('for %j', (trailArns) => {
    const trails = trailArns.map((arn) => TrailIdentity.fromTrailArn(arn));

    expect(corrected(policy(open()), { ...PLACE, trailArns, bucketKey: true })).toEqual(rendered(
      KeyPolicyStatements.allowCloudTrailEncryptLogs(trails), KeyPolicyStatements.allowCloudTrailEncryptLogsWithBucketKey(trails),
      KeyPolicyStatements.allowCloudTrailDecryptTrail(trails), KeyPolicyStatements.allowCloudTrailAccess(trails)));
  });

  test('for accounts, stores and topics', () => {
    const accounts = ['111111111111', '222222222222'];
    const topicTrailArns = [TRAIL];
    const place = { accountId: '111111111111' };
    const joined = (value: any) => JSON.parse(JSON.stringify(value).replace(/\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},("[^"]*")\]\]\}/g,
      (_, rest) => `{"Fn::Sub":"arn:\${AWS::Partition}${JSON.parse(rest)}"}`));

    const context = { ...place, trailAccounts: accounts, eventDataStoreArns: [STORE], topicTrailArns, bucketKey: true };

    expect(corrected(policy(open()), context)).toEqual(joined(rendered(
      KeyPolicyStatements.allowCloudTrailEncryptLogsByAccount(accounts),
      KeyPolicyStatements.allowCloudTrailEncryptLogsByAccountWithBucketKey(accounts),
      KeyPolicyStatements.allowCloudTrailDecryptTrailByAccount(accounts), KeyPolicyStatements.allowCloudTrailAccessByAccount(accounts),
      KeyPolicyStatements.allowCloudTrailEncryptEds([STORE]),
      KeyPolicyStatements.allowCloudTrailDecryptEds([STORE]),
      KeyPolicyStatements.allowCloudTrailAccessEds([STORE]),
      KeyPolicyStatements.allowCloudTrailPublish([TrailIdentity.fromTrailArn(TRAIL)]))));
  });
});

describe('a wild policy, once corrected', () => {
  const conditions: [string, any][] = [
    ['no condition', undefined],
    ['the context alone', { StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:111111111111:trail/*' } }],
    ['the context of everybody', { StringLike: { [TRAIL_CONTEXT]: '*' } }],
    ['a wildcard under StringEquals', { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:trail/*' } }],
    ['an optional source', { StringEqualsIfExists: { 'aws:SourceArn': TRAIL } }],
    ['a source of every account', { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*' } }],
    ['another account', { StringEquals: { 'aws:SourceAccount': '222222222222' } }],
    ['a key that services do not send', { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }],
    ['what is not there', { Null: { 'aws:SourceArn': 'true' } }],
    ['an intrinsic', { 'Fn::If': ['Open', { Ref: 'AWS::NoValue' }, ofTrail] }],
    ['a reference', { StringEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Trail', 'Arn'] } } }],
  ];
  const actions = ['kms:*', '*', 'kms:GenerateDataKey*', ['kms:Decrypt', 'kms:GenerateDataKey'], ['kms:Encrypt', 'kms:CreateGrant', 'kms:PutKeyPolicy'], 'kms:Typo'];
  const resources = ['*', KEY, 'arn:aws:s3:::bucket'];
  const contexts: KeyPolicyAuditContext[] = [PLACE, { ...PLACE, trailArns: [TRAIL] }, { ...PLACE, bucketKey: true, logBucketNames: ['trail-logs'] }];
  const cases = conditions.flatMap(([name, Condition]) => actions.map((Action) => ({ name, Condition, Action })));

  test.each(cases)('has no error about CloudTrail: $Action under $name', ({ Condition, Action }) => {
    for (const Resource of resources) {
      for (const context of contexts) {
        const wild = policy({ ...ADMIN, Principal: { AWS: ROOT } }, open({ Condition, Action, Resource }), READ);
        const result = correctedPolicy(wild, context)!.policy;
        const { findings } = KeyPolicyAudit.ofPolicy(result, context);

        expect(findings.filter(({ severity }) => String(severity) === 'error')).toEqual([]);
        expect(correctedPolicy(result, context)!.policy).toEqual(result);
      }
    }
  });
});
