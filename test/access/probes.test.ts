import { BASE, CLOUDTRAIL, policy, ROLE, ROOT, STORE, TRAIL, TRAIL_CONTEXT } from './policies';
import { KeyPolicyAudit, KeyPolicyAuditContext } from '../../src/access/key-policy-audit';

const ADMINISTRATOR = 'arn:aws:iam::111111111111:user/Admin';
const FAR_READER = 'arn:aws:iam::222222222222:role/Reader';
const STORE_USER = 'arn:aws:iam::111111111111:role/Lake';
const OTHER_STORE = STORE.replace(/[^/]+$/, '00000000-0000-0000-0000-000000000000');
const FOREIGN_STORE = OTHER_STORE.replace('111111111111', '000000000000');

const CONTEXT: KeyPolicyAuditContext = {
  accountId: '111111111111',
  region: 'eu-central-1',
  organizationId: 'o-exampleorg1',
  trailArns: [TRAIL],
  topicTrailArns: [TRAIL],
  readerArns: [ROLE, FAR_READER],
  administratorArns: [ADMINISTRATOR],
  logBucketNames: ['trail-logs'],
  bucketKey: true,
  eventDataStoreArns: [STORE],
  eventDataStoreUserArns: [STORE_USER],
  logGroupNames: ['/aws/cloudtrail/audit'],
};

/** Everything that is asked in this context, in order. */
const QUESTIONS: [id: string, question: string][] = [
  ['own-trail-encrypt', `May CloudTrail encrypt log files for ${TRAIL}?`],
  ['own-trail-encrypt-without-context', `May CloudTrail generate data keys without its encryption context for ${TRAIL}?`],
  ['service-describe-key', `May CloudTrail describe the key for ${TRAIL}?`],
  ['service-decrypt', `May CloudTrail decrypt log files for ${TRAIL}?`],
  ['own-trail-encrypt-with-bucket-key', `May CloudTrail encrypt under the Bucket Key of arn:aws:s3:::trail-logs for ${TRAIL}?`],
  ['own-trail-publish', `May CloudTrail publish to a topic on the key for ${TRAIL}?`],
  ['sibling-trail-encrypt', 'May CloudTrail encrypt for arn:aws:cloudtrail:eu-central-1:111111111111:trail/another-trail?'],
  ['foreign-trail-encrypt', 'May CloudTrail encrypt for arn:aws:cloudtrail:eu-central-1:000000000000:trail/any-trail?'],
  ['foreign-trail-decrypt', 'May CloudTrail decrypt for arn:aws:cloudtrail:eu-central-1:000000000000:trail/any-trail?'],
  ['foreign-trail-describe', 'May CloudTrail describe the key for arn:aws:cloudtrail:eu-central-1:000000000000:trail/any-trail?'],
  ['own-event-data-store-encrypt', `May CloudTrail encrypt for ${STORE}?`],
  ['event-data-store-user', `May ${STORE_USER} use event data stores on the key?`],
  ['sibling-event-data-store-encrypt', `May CloudTrail encrypt or decrypt for ${OTHER_STORE}?`],
  ['foreign-event-data-store-encrypt', `May CloudTrail encrypt or decrypt for ${FOREIGN_STORE}?`],
  ['event-data-store-encrypt', 'May CloudTrail encrypt or decrypt when it names neither trail nor event data store?'],
  ['reader-decrypt', `May ${ROLE} decrypt log files?`],
  ['reader-decrypt-with-bucket-key', `May ${ROLE} decrypt what lies under the Bucket Key of arn:aws:s3:::trail-logs?`],
  ['reader-decrypt', `May ${FAR_READER} decrypt log files?`],
  ['reader-decrypt-with-bucket-key', `May ${FAR_READER} decrypt what lies under the Bucket Key of arn:aws:s3:::trail-logs?`],
  ['reader-account-decrypt', 'May another role of account 222222222222 decrypt log files?'],
  ['account-decrypt', "May any role of the key's account decrypt log files?"],
  ['organization-decrypt', 'May a role of another account of the organization decrypt log files?'],
  ['outsider-decrypt', 'May a role of an unrelated account decrypt log files?'],
  ['account-administer', "May a role of the key's account change the key policy?"],
  ['organization-administer', 'May a role of another account of the organization create or revoke grants?'],
  ['outsider-administer', 'May a role of an unrelated account create or revoke grants?'],
  ['administrator-administer', `May ${ADMINISTRATOR} change the key policy?`],
  ['log-group-encrypt', 'May CloudWatch Logs encrypt the log group /aws/cloudtrail/audit?'],
  ['foreign-log-group-encrypt', 'May CloudWatch Logs encrypt a log group of an unrelated account?'],
];

/** What somebody does who takes a key over. */
const GRANTS = ['kms:CreateGrant', 'kms:RevokeGrant'];
const USE = ['kms:GenerateDataKey', 'kms:Decrypt'];
const READ = ['kms:Decrypt', 'kms:ReEncryptFrom'];
const LOG_GROUP_ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey'];

const allow = (elements: object = {}) => ({ Sid: 'Allow', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*', ...elements });
const deny = (elements: object = {}) => allow({ Sid: 'Deny', Effect: 'Deny', Principal: '*', ...elements });
const probesOf = (given: any, context = CONTEXT) => KeyPolicyAudit.ofPolicy(given, context).probes;
/** The ids with this answer. */
const answered = (outcome: string, given: any, context = CONTEXT) =>
  probesOf(given, context).filter((probe) => probe.outcome === outcome).map(({ id }) => id);

describe('every question is asked in words, and answered', () => {
  test.each<[string, string, any, number | undefined]>([
    ['direct, where everybody may do everything', 'direct', policy(deny({ Principal: { AWS: 'arn:aws:iam::333333333333:role/Other' } }), allow()), 1],
    ['denied, where that is denied to everybody', 'denied', policy(allow(), deny()), 1],
    ['no, where nobody may do anything', 'no', policy(allow({ Principal: { Service: 'config.amazonaws.com' } })), undefined],
    ['no, where a statement asks for what nobody sends', 'no', policy(allow({ Condition: { StringEquals: { 'aws:RequestTag/team': 'audit' } } })), undefined],
    ['unknown, where CloudFormation chooses a condition', 'unknown', policy(allow({ Condition: { 'Fn::If': ['IsProd', {}, {}] } })), 0],
    ['unknown, where CloudFormation chooses a statement', 'unknown', policy({ 'Fn::If': ['IsProd', allow(), deny()] }), 0],
    ['unknown, where what is allowed may be denied', 'unknown', policy(allow(), deny({ Condition: { NoOperator: { 'aws:SourceArn': 'x' } } })), 1],
  ])('%s', (_, outcome, given, decidedBy) => {
    const probes = probesOf(given);

    expect(probes).toEqual(QUESTIONS.map(([id, question]) => (
      { id, question, outcome, statement: decidedBy === undefined ? undefined : given.Statement[decidedBy] })));
    probes.forEach(({ statement }) => expect(statement).toBe(decidedBy === undefined ? undefined : given.Statement[decidedBy]));
  });

  test("delegated, of the account's principals, where the account may do everything", () => {
    const delegated = ['event-data-store-user', 'reader-decrypt', 'reader-decrypt-with-bucket-key', 'account-decrypt', 'account-administer', 'administrator-administer'];
    const probes = probesOf(policy(allow({ Principal: { AWS: ROOT } })));

    expect(probes.map(({ question, outcome }) => [question, outcome])).toEqual(
      QUESTIONS.map(([id, question]) => [question, delegated.includes(id) && !question.includes(FAR_READER) ? 'delegated' : 'no']));
  });
});

/**
 * A question, and the narrowest statement that admits what is asked; what else that statement admits.
 *
 * Of those who must be allowed everything every action is asked, of those who must be allowed nothing any.
 */
type Asked = [id: string, answer: 'every' | 'any', actions: string[], condition: object, principal?: object, also?: string[]];

function expectAsked([subject, answer, actions, Condition, Principal = CLOUDTRAIL, also = []]: Asked, context = CONTEXT) {
  const admitted = (elements: object) => answered('direct', policy(allow({ Principal, Condition, ...elements })), context);

  expect(admitted({ Action: actions }).sort()).toEqual([subject, ...also].sort());
  expect(admitted({ Action: actions, Principal: { Service: 'config.amazonaws.com' } })).toEqual([]);
  expect(answered('direct', policy(allow({ Principal, Action: actions, Condition }), deny({ Action: actions, Condition })), context)).toEqual([]);
  expect(admitted({ NotAction: actions, Action: undefined })).not.toContain(subject);
  actions.forEach((action) => {
    const others = actions.filter((other) => other !== action);
    if (answer === 'any') expect(admitted({ Action: action })).toContain(subject);
    if (answer === 'every' && others.length > 0) expect(admitted({ Action: others })).not.toContain(subject);
  });
}

describe('a request is what CloudTrail sends', () => {
  const BUCKET = 'kms:EncryptionContext:aws:s3:arn';
  const object = { [BUCKET]: 'arn:aws:s3:::trail-logs/*' };
  const logFile = { [TRAIL_CONTEXT]: TRAIL, ...object };
  const ofTrail = { 'aws:SourceArn': TRAIL, 'aws:SourceAccount': '111111111111', 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' };
  const sibling = TRAIL.replace('audit', 'another-*');
  const ofSibling = { 'aws:SourceArn': sibling, 'aws:SourceAccount': '111111111111' };
  const ofForeign = { 'aws:SourceArn': '*:00000000000?:trail/*', 'aws:SourceAccount': '00000000000?' };
  const foreignFile = { ...ofForeign, [TRAIL_CONTEXT]: '*:00000000000?:trail/*', ...object };
  const bucketItself = { [BUCKET]: 'arn:aws:s3:::trail-logs' };
  const like = (keys: object, absent: string[] = []) => ({ StringLike: keys, ...absent.length > 0 && { Null: Object.fromEntries(absent.map((key) => [key, 'true'])) } });
  const NO_CONTEXT = [TRAIL_CONTEXT, BUCKET];
  const NOBODY = ['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID'];

  test.each<Asked>([
    ['own-trail-encrypt', 'every', ['kms:GenerateDataKey'], like({ ...ofTrail, ...logFile })],
    ['own-trail-encrypt-without-context', 'any', ['kms:GenerateDataKey'], like(ofTrail, NO_CONTEXT)],
    ['service-describe-key', 'every', ['kms:DescribeKey'], like(ofTrail, NO_CONTEXT)],
    ['service-decrypt', 'every', ['kms:Decrypt'], like({ ...ofTrail, ...logFile })],
    ['own-trail-encrypt-with-bucket-key', 'every', USE, like({ ...ofTrail, ...bucketItself }, [TRAIL_CONTEXT])],
    ['own-trail-publish', 'every', USE, like(ofTrail, NO_CONTEXT), CLOUDTRAIL, ['own-trail-encrypt-without-context']],
    ['sibling-trail-encrypt', 'any', ['kms:GenerateDataKey'], like({ ...ofSibling, [TRAIL_CONTEXT]: sibling, ...object })],
    ['sibling-trail-encrypt', 'any', ['kms:GenerateDataKey'], like({ ...ofSibling, ...bucketItself }, [TRAIL_CONTEXT])],
    ['foreign-trail-encrypt', 'any', ['kms:GenerateDataKey'], like(foreignFile)],
    ['foreign-trail-encrypt', 'any', ['kms:GenerateDataKey'], like({ ...ofForeign, ...bucketItself }, [TRAIL_CONTEXT])],
    ['foreign-trail-decrypt', 'any', ['kms:Decrypt'], like(foreignFile)],
    ['foreign-trail-decrypt', 'any', ['kms:Decrypt'], like({ ...ofForeign, ...bucketItself }, [TRAIL_CONTEXT])],
    ['foreign-trail-describe', 'any', ['kms:DescribeKey'], like(ofForeign, NO_CONTEXT)],
    ['own-event-data-store-encrypt', 'every', [...USE, 'kms:DescribeKey'], like({ 'aws:SourceArn': STORE, 'aws:SourceAccount': '111111111111' }, NO_CONTEXT)],
    ['sibling-event-data-store-encrypt', 'any', USE, like({ 'aws:SourceArn': OTHER_STORE, 'aws:SourceAccount': '111111111111' }, NO_CONTEXT)],
    ['foreign-event-data-store-encrypt', 'any', USE, like({ 'aws:SourceArn': '*:00000000000?:eventdatastore/*', 'aws:SourceAccount': '00000000000?' }, NO_CONTEXT)],
    ['event-data-store-encrypt', 'any', USE, like({}, [...NO_CONTEXT, ...NOBODY])],
  ])('of %s: %s of %j', (...asked) => expectAsked(asked));

  test('of an event data store that is not there yet', () => {
    const context = { ...CONTEXT, eventDataStoreArns: [], eventDataStores: true };

    expectAsked(['own-event-data-store-encrypt', 'every', [...USE, 'kms:DescribeKey'], like({}, [...NO_CONTEXT, ...NOBODY]), CLOUDTRAIL, ['event-data-store-encrypt']], context);
    expect(probesOf(policy(...BASE), context).find(({ id }) => id === 'own-event-data-store-encrypt')?.question)
      .toEqual('May CloudTrail encrypt for an event data store that is not there yet?');
    expect(probesOf(policy(...BASE), { ...context, eventDataStores: false }).map(({ id }) => id)).not.toContain('own-event-data-store-encrypt');
  });

  test('of whose organization nobody knows whether it is told', () => {
    expect(answered('unknown', policy(allow({ Principal: CLOUDTRAIL, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-exampleorg1' } } })))).toEqual([
      'own-trail-encrypt', 'own-trail-encrypt-without-context', 'service-describe-key', 'service-decrypt', 'own-trail-encrypt-with-bucket-key', 'own-trail-publish',
      'sibling-trail-encrypt', 'foreign-trail-encrypt', 'foreign-trail-decrypt', 'foreign-trail-describe',
      'own-event-data-store-encrypt', 'sibling-event-data-store-encrypt', 'foreign-event-data-store-encrypt',
    ]);
  });
});

describe('the answer to several requests', () => {
  const [encrypt, decrypt] = USE;
  const asked = (id: string) => (...statements: any[]) => {
    const { outcome, statement } = probesOf(policy(...statements)).find((probe) => probe.id === id)!;
    return [outcome, statement?.Sid];
  };
  const perhaps = (elements: object) => allow({ Sid: 'Perhaps', Effect: { Ref: 'Effect' }, ...elements });

  test('is that to the one which gets least, where somebody must be allowed them all', () => {
    const outcome = asked('own-trail-encrypt-with-bucket-key');

    expect(outcome(allow({ Action: USE }))).toEqual(['direct', 'Allow']);
    expect(outcome(allow({ Action: encrypt }))).toEqual(['no', undefined]);
    expect(outcome(allow({ Action: decrypt }))).toEqual(['no', undefined]);
    expect(outcome(allow({ Action: encrypt }), deny({ Action: decrypt }))).toEqual(['denied', 'Deny']);
    expect(outcome(deny({ Action: decrypt }))).toEqual(['denied', 'Deny']);
    expect(outcome(allow({ Action: encrypt }), perhaps({ Action: decrypt }))).toEqual(['unknown', 'Perhaps']);
    expect(outcome(perhaps({ Action: decrypt }))).toEqual(['no', undefined]);
  });

  test('is delegated, where one of them is, and all the others are allowed', () => {
    const outcome = asked('event-data-store-user');

    expect(outcome(allow({ Action: encrypt }), allow({ Sid: 'Account', Principal: { AWS: ROOT }, Action: decrypt }))).toEqual(['delegated', 'Account']);
    expect(outcome(perhaps({ Action: encrypt }), allow({ Sid: 'Account', Principal: { AWS: ROOT }, Action: decrypt }))).toEqual(['unknown', 'Perhaps']);
  });

  test('is that to the one which gets most, where somebody must be allowed none of them', () => {
    const outcome = asked('foreign-event-data-store-encrypt');

    expect(outcome(allow({ Action: encrypt }))).toEqual(['direct', 'Allow']);
    expect(outcome(allow({ Action: decrypt }))).toEqual(['direct', 'Allow']);
    expect(outcome(allow(), deny({ Action: decrypt }))).toEqual(['direct', 'Allow']);
    expect(outcome(deny({ Action: decrypt }))).toEqual(['no', undefined]);
    expect(outcome(deny({ Action: USE }))).toEqual(['denied', 'Deny']);
    expect(outcome(deny({ Action: encrypt }), perhaps({ Action: decrypt }))).toEqual(['unknown', 'Perhaps']);
    expect(outcome(allow({ Action: encrypt }), perhaps({ Action: decrypt }))).toEqual(['direct', 'Allow']);
  });

  test('is delegated rather than unknown to those who must not', () => {
    const account = (elements: object) => allow({ Sid: 'Account', Principal: { AWS: ROOT }, ...elements });

    expect(asked('account-decrypt')(account({ Action: decrypt }), perhaps({ Action: 'kms:ReEncryptFrom' }))).toEqual(['delegated', 'Account']);
    expect(asked('account-decrypt')(account({ Action: decrypt }), allow({ Action: 'kms:ReEncryptFrom' }))).toEqual(['direct', 'Allow']);
  });
});

describe('a request is what people send', () => {
  const throughS3 = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::trail-logs/*', [TRAIL_CONTEXT]: TRAIL };
  const underBucketKey = { 'kms:ViaService': 's3.eu-central-1.amazonaws.com', 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::trail-logs' };
  const everybody = { AWS: '*' };
  const bare = { Null: { 'kms:ViaService': 'true', [TRAIL_CONTEXT]: 'true', 'kms:EncryptionContext:aws:s3:arn': 'true' } };
  const outsiders = { 'kms:CallerAccount': '00000000000?' };
  const members = { StringLike: { ...outsiders, 'aws:PrincipalOrgID': 'o-exampleorg1' } };

  test.each<Asked>([
    ['reader-decrypt', 'every', ['kms:Decrypt'], { StringLike: { ...throughS3, 'aws:PrincipalArn': ROLE } }, everybody],
    ['reader-decrypt', 'every', ['kms:Decrypt'], { StringLike: { ...throughS3, 'aws:PrincipalArn': FAR_READER } }, everybody],
    ['reader-decrypt-with-bucket-key', 'every', ['kms:Decrypt'],
      { StringEquals: { ...underBucketKey, 'aws:PrincipalArn': ROLE }, Null: { [TRAIL_CONTEXT]: 'true' } }, everybody],
    ['reader-account-decrypt', 'any', READ, { StringLike: { ...throughS3, 'kms:CallerAccount': '222222222222' }, ArnNotEquals: { 'aws:PrincipalArn': FAR_READER } }, everybody],
    ['reader-account-decrypt', 'any', READ, { StringLike: { ...underBucketKey, 'kms:CallerAccount': '222222222222' }, ArnNotEquals: { 'aws:PrincipalArn': FAR_READER } }, everybody],
    ['account-decrypt', 'any', READ, {
      StringLike: { ...throughS3, 'aws:PrincipalOrgID': 'o-exampleorg1', 'aws:PrincipalAccount': '111111111111' }, ArnNotEquals: { 'aws:PrincipalArn': ROLE },
    }, everybody],
    ['organization-decrypt', 'any', READ, { StringLike: { ...throughS3, ...members.StringLike } }, everybody],
    ['organization-decrypt', 'any', READ, { StringLike: { ...underBucketKey, ...members.StringLike }, Null: { [TRAIL_CONTEXT]: 'true' } }, everybody],
    ['outsider-decrypt', 'any', READ, { StringLike: { ...throughS3, ...outsiders }, Null: { 'aws:PrincipalOrgID': 'true' } }, everybody],
    ['account-administer', 'any', ['kms:PutKeyPolicy'],
      { StringEquals: { 'kms:CallerAccount': '111111111111', 'aws:PrincipalOrgID': 'o-exampleorg1' }, ArnNotEquals: { 'aws:PrincipalArn': ADMINISTRATOR } }, everybody],
    ['organization-administer', 'any', GRANTS, { ...members, ...bare }, everybody],
    ['outsider-administer', 'any', GRANTS, { StringLike: outsiders, Null: { ...bare.Null, 'aws:PrincipalOrgID': 'true' } }, everybody],
    ['administrator-administer', 'every', ['kms:PutKeyPolicy'], { StringEquals: { 'aws:PrincipalArn': ADMINISTRATOR }, ...bare }, everybody],
    ['event-data-store-user', 'every', USE, { StringEquals: { 'aws:PrincipalArn': STORE_USER }, ...bare }, everybody],
  ])('of %s: %s of %j', (...asked) => expectAsked(asked));

  test('of whoever takes the key over, who does more than what nobody may of another account, and than reading about it', () => {
    expect(answered('direct', policy(allow({ Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:Sign', 'kms:Schedule*', 'kms:Update*'] })))).toEqual(['service-describe-key', 'foreign-trail-describe']);
  });

  test.each([[ROLE, 'direct'], [FAR_READER, 'unknown']])('of a reader whose organization is that of the key, or perhaps: %s', (reader, outcome) => {
    const given = policy(allow({ Action: 'kms:Decrypt', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } }));

    expect(probesOf(given, { ...CONTEXT, readerArns: [reader] }).find(({ id }) => id === 'reader-decrypt')?.outcome).toEqual(outcome);
  });

  test('of a role of the account, any role of which no statement names', () => {
    const pattern = (arn: string) => answered('direct', policy(allow({ Action: 'kms:PutKeyPolicy', Condition: { ArnLike: { 'aws:PrincipalArn': arn } } })), { ...CONTEXT, administratorArns: [] });

    expect(pattern('arn:aws:iam::111111111111:role/*')).toEqual(['account-administer']);
    expect(pattern('arn:aws:iam::111111111111:role/audit-*')).toEqual([]);
    expect(pattern('arn:aws:iam::111111111111:user/*')).toEqual([]);
  });
});

describe('a request is what CloudWatch Logs sends', () => {
  const group = (arn: string, operator = 'StringEquals') => ({ [operator]: { 'kms:EncryptionContext:aws:logs:arn': arn } });
  const service = (name = 'logs.eu-central-1.amazonaws.com') => ({ Service: name });

  test.each<Asked>([
    ['log-group-encrypt', 'every', LOG_GROUP_ACTIONS, group('arn:aws:logs:eu-central-1:111111111111:log-group:/aws/cloudtrail/audit'), service()],
    ['foreign-log-group-encrypt', 'any', LOG_GROUP_ACTIONS, group('arn:aws:logs:eu-central-1:00000000000?:log-group:*', 'StringLike'), service()],
    ['foreign-log-group-encrypt', 'any', LOG_GROUP_ACTIONS, { Null: { 'kms:EncryptionContext:aws:logs:arn': 'true' } }, service()],
  ])('of %s: %s of %j', (...asked) => expectAsked(asked));

  test('in the Region and partition of the key', () => {
    const context = { ...CONTEXT, region: 'cn-north-1' };
    const asked: Asked = ['log-group-encrypt', 'every', LOG_GROUP_ACTIONS, group('arn:aws-cn:logs:cn-north-1:111111111111:log-group:/aws/cloudtrail/audit'), service('logs.cn-north-1.amazonaws.com.cn')];

    expectAsked(asked, context);
    expect(answered('direct', policy(allow({ Principal: service('logs.cn-north-1.amazonaws.com') })), context)).toEqual([]);
  });
});

describe('how often a question is asked', () => {
  const second = 'arn:aws:cloudtrail:eu-west-1:222222222222:trail/second';
  const asked = (id: string, context: object) =>
    probesOf(policy(...BASE), { ...CONTEXT, ...context }).filter((probe) => probe.id === id).map(({ question }) => question);

  test('is once for each trail, and once for the siblings of each account and Region', () => {
    const trailArns = [TRAIL, `${TRAIL}-2`, second, TRAIL];

    expect(asked('own-trail-encrypt', { trailArns })).toEqual([TRAIL, `${TRAIL}-2`, second].map((arn) => `May CloudTrail encrypt log files for ${arn}?`));
    expect(asked('sibling-trail-encrypt', { trailArns })).toEqual([
      'May CloudTrail encrypt for arn:aws:cloudtrail:eu-central-1:111111111111:trail/another-trail?',
      'May CloudTrail encrypt for arn:aws:cloudtrail:eu-west-1:222222222222:trail/another-trail?',
    ]);
    expect(asked('foreign-trail-encrypt', { trailArns })).toHaveLength(1);
    expect(asked('own-trail-publish', { topicTrailArns: trailArns })).toEqual([TRAIL, `${TRAIL}-2`, second].map((arn) => `May CloudTrail publish to a topic on the key for ${arn}?`));
    expect(asked('own-trail-publish', { topicTrailArns: undefined })).toEqual([]);
  });

  test('is once for each reader, store and log group', () => {
    const other = 'arn:aws:iam::222222222222:root';

    expect(asked('reader-decrypt', { readerArns: [ROLE, other] })).toEqual([`May ${ROLE} decrypt log files?`, `May ${other} decrypt log files?`]);
    expect(asked('own-event-data-store-encrypt', { eventDataStoreArns: [STORE, `${STORE}-2`] })).toEqual([`May CloudTrail encrypt for ${STORE}?`, `May CloudTrail encrypt for ${STORE}-2?`]);
    expect(asked('log-group-encrypt', { logGroupNames: ['a', 'b'] })).toHaveLength(2);
    expect(asked('foreign-log-group-encrypt', { logGroupNames: ['a', 'b'] })).toHaveLength(1);
    expect(asked('foreign-log-group-encrypt', { logGroupNames: undefined })).toHaveLength(1);
    expect(asked('administrator-administer', { administratorArns: [ADMINISTRATOR, other] })).toEqual([`May ${ADMINISTRATOR} change the key policy?`, `May ${other} change the key policy?`]);
    expect(asked('administrator-administer', { administratorArns: undefined })).toEqual([]);
    expect(asked('event-data-store-user', { eventDataStoreUserArns: [ROLE, STORE_USER] })).toHaveLength(2);
    expect(asked('event-data-store-user', { eventDataStoreUserArns: undefined })).toEqual([]);
  });

  test('is once for the siblings of all stores of an account and Region', () => {
    const far = STORE.replace('111111111111', '222222222222');

    expect(asked('sibling-event-data-store-encrypt', { eventDataStoreArns: [STORE, `${STORE}-2`, far] })).toEqual([
      `May CloudTrail encrypt or decrypt for ${OTHER_STORE}?`, `May CloudTrail encrypt or decrypt for ${OTHER_STORE.replace('111111111111', '222222222222')}?`,
    ]);
    expect(asked('sibling-event-data-store-encrypt', { eventDataStoreArns: [] })).toEqual([]);
    expect(asked('foreign-event-data-store-encrypt', { eventDataStoreArns: [] })).toHaveLength(1);
  });

  test.each<[string, string[], string[]]>([
    ['once for each other account with readers', [FAR_READER, `${FAR_READER}2`, 'arn:aws:iam::333333333333:user/Alice'], ['222222222222', '333333333333']],
    ["never for the key's own account", [ROLE], []],
    ['never for an account that is a reader as a whole', [FAR_READER, 'arn:aws:iam::222222222222:root'], []],
  ])('is %s', (_, readerArns, accounts) => {
    expect(asked('reader-account-decrypt', { readerArns })).toEqual(accounts.map((account) => `May another role of account ${account} decrypt log files?`));
  });

  test('is once for each bucket with a Bucket Key, and never without', () => {
    const logBucketNames = ['log-a', 'log-b'];

    expect(asked('own-trail-encrypt-with-bucket-key', { logBucketNames })).toHaveLength(2);
    expect(asked('reader-decrypt-with-bucket-key', { logBucketNames, readerArns: [ROLE] })).toHaveLength(2);
    expect(asked('own-trail-encrypt-with-bucket-key', { logBucketNames, bucketKey: false })).toEqual([]);
    expect(asked('reader-decrypt-with-bucket-key', { logBucketNames, bucketKey: undefined })).toEqual([]);
  });
});
