import { Aws, aws_iam as iam, Fn } from 'aws-cdk-lib';
import { Answers, describeStatements, jsonOf, outcomeOf, PINNED, policyOf, Row, stringsOf, withContext, Written } from './oracle';
import type { AccessRequest } from '../../src/access/request';
import { KeyPolicyStatements } from '../../src/policy/key-policy-statements';
import { TrailIdentity } from '../../src/trail-identity';

const KEY = 'arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const CLOUDTRAIL = { service: 'cloudtrail.amazonaws.com' };
const CONTEXT = 'kms:EncryptionContext:aws:cloudtrail:arn';
const S3_CONTEXT = 'kms:EncryptionContext:aws:s3:arn';
const LOGS_CONTEXT = 'kms:EncryptionContext:aws:logs:arn';

const AUDIT_TRAIL = new TrailIdentity({ trailName: 'audit', accountId: '222222222222', region: 'eu-central-1' });
const SIBLING_TRAIL = new TrailIdentity({ trailName: 'audit-2', accountId: '222222222222', region: 'eu-central-1' });
const PAYMENTS_TRAIL = new TrailIdentity({ trailName: 'payments', accountId: '333333333333', region: 'us-east-1' });
const TEAM_TRAILS = new TrailIdentity({ trailName: 'team-*', accountId: '222222222222', region: 'eu-*' });

const AUDIT = 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit';
const PAYMENTS = 'arn:aws:cloudtrail:us-east-1:333333333333:trail/payments';
const FOREIGN = 'arn:aws:cloudtrail:eu-central-1:999999999999:trail/audit';

const STORE = 'arn:aws:cloudtrail:eu-central-1:222222222222:eventdatastore/aaaaaaaa-1111';
const OTHER_STORE = 'arn:aws:cloudtrail:eu-central-1:222222222222:eventdatastore/bbbbbbbb-2222';
const STORE_ELSEWHERE = 'arn:aws:cloudtrail:eu-central-1:333333333333:eventdatastore/cccccccc-3333';

const READER = 'arn:aws:iam::222222222222:role/Reader';
const OTHER_READER = 'arn:aws:iam::222222222222:user/Bob';
const reader = () => new iam.ArnPrincipal(READER);
const otherReader = () => new iam.ArnPrincipal(OTHER_READER);
const throughS3 = () => reader().withConditions({ StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } });

/** Every action that a symmetric key knows. */
const KEY_ACTIONS = [
  'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:GenerateDataKeyPair',
  'kms:GenerateDataKeyPairWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant',
  'kms:RetireGrant', 'kms:DescribeKey', 'kms:PutKeyPolicy', 'kms:GetKeyPolicy', 'kms:ListKeyPolicies', 'kms:EnableKey', 'kms:DisableKey',
  'kms:EnableKeyRotation', 'kms:DisableKeyRotation', 'kms:GetKeyRotationStatus', 'kms:ListKeyRotations', 'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion', 'kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias', 'kms:UpdateKeyDescription',
  'kms:TagResource', 'kms:UntagResource', 'kms:ListResourceTags', 'kms:ReplicateKey', 'kms:UpdatePrimaryRegion', 'kms:DeleteImportedKeyMaterial',
  'kms:ImportKeyMaterial',
];

const DATA_KEYS = [
  'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext',
];

const admitsTrail = { action: 'kms:DescribeKey', caller: CLOUDTRAIL, resource: KEY, context: { 'aws:SourceArn': AUDIT, 'aws:SourceAccount': '222222222222' } };
const decryptForTrail = { ...withContext(admitsTrail, { [CONTEXT]: AUDIT }), action: 'kms:Decrypt' };
const encryptForTrail = { ...decryptForTrail, action: 'kms:GenerateDataKey' };

/** The same call on behalf of another trail, which brings its own encryption context. */
const onBehalfOf = (trailArn: string, request: AccessRequest) => withContext(request, {
  'aws:SourceArn': trailArn,
  'aws:SourceAccount': trailArn.split(':')[4],
  ...request.context?.[CONTEXT] === undefined ? {} : { [CONTEXT]: trailArn },
});

/** The callers that no statement for CloudTrail may admit, whatever they say about themselves. */
const otherCallers = (request: AccessRequest): Row[] => [
  ['refuses another service that names the same source', { ...request, caller: { service: 'config.amazonaws.com' } }, 'no'],
  ['refuses the service name with the suffix of another partition', { ...request, caller: { service: 'cloudtrail.amazonaws.com.cn' } }, 'no'],
  ['refuses a role of the trail owner', { ...request, caller: { arn: 'arn:aws:iam::222222222222:role/Admin' } }, 'no'],
  ['refuses a role of the account of the key', { ...request, caller: { arn: 'arn:aws:iam::111111111111:role/Admin' } }, 'no'],
  ['refuses a role of an unrelated account', { ...request, caller: { arn: 'arn:aws:iam::999999999999:role/Admin' } }, 'no'],
];

/** What a statement for given trails must answer, whatever its action. */
const tiedToTrails = (build: (trails: TrailIdentity[]) => iam.PolicyStatement, request: AccessRequest): Answers[] => [
  [() => build([AUDIT_TRAIL]), [
    ['admits CloudTrail on behalf of the trail', request, 'direct'],
    ['refuses a sibling trail of the same account and Region', onBehalfOf(`${AUDIT}-2`, request), 'no'],
    ['refuses the trail of the same name in another Region', onBehalfOf('arn:aws:cloudtrail:us-east-1:222222222222:trail/audit', request), 'no'],
    ['refuses the trail of the same name in an unrelated account', onBehalfOf(FOREIGN, request), 'no'],
    ['refuses the trail of the same name in another partition', onBehalfOf('arn:aws-cn:cloudtrail:eu-central-1:222222222222:trail/audit', request), 'no'],
    ['refuses an event data store of the trail owner', onBehalfOf(STORE, request), 'no'],
    ['refuses CloudTrail without a source ARN, even with the source account', withContext(request, { 'aws:SourceArn': undefined }), 'no'],
    ['refuses CloudTrail without any source', withContext(request, { 'aws:SourceArn': undefined, 'aws:SourceAccount': undefined }), 'no'],
    ...otherCallers(request),
  ]],
  [() => build([AUDIT_TRAIL, PAYMENTS_TRAIL]), [
    ['admits the first of several trails', request, 'direct'],
    ['admits the second of several trails', onBehalfOf(PAYMENTS, request), 'direct'],
    ['refuses a trail that mixes the names of two that are admitted', onBehalfOf('arn:aws:cloudtrail:us-east-1:333333333333:trail/audit', request), 'no'],
  ]],
  [() => build([TEAM_TRAILS, PAYMENTS_TRAIL]), [
    ['admits a trail that matches the wildcards', onBehalfOf('arn:aws:cloudtrail:eu-west-1:222222222222:trail/team-a', request), 'direct'],
    ['admits the literal trail beside the wildcards', onBehalfOf(PAYMENTS, request), 'direct'],
    ['refuses a trail whose name does not match the wildcards', onBehalfOf('arn:aws:cloudtrail:eu-west-1:222222222222:trail/audit', request), 'no'],
    ['refuses a trail whose Region does not match the wildcards', onBehalfOf('arn:aws:cloudtrail:us-east-1:222222222222:trail/team-a', request), 'no'],
    ['refuses a matching name of another account', onBehalfOf('arn:aws:cloudtrail:eu-west-1:333333333333:trail/team-a', request), 'no'],
  ]],
];

/** What a statement for given owner accounts must answer, whatever its action. */
const tiedToAccounts = (build: (accountIds: string[]) => iam.PolicyStatement, request: AccessRequest): Answers[] => [
  [() => build(['222222222222']), [
    ['admits a trail of the account', request, 'direct'],
    ['admits another trail of the account, in another Region', onBehalfOf('arn:aws:cloudtrail:us-east-1:222222222222:trail/other', request), 'direct'],
    ['admits a trail of the account that CloudTrail names by its account alone', withContext(request, { 'aws:SourceArn': undefined }), 'direct'],
    ['refuses a trail of another account', onBehalfOf(FOREIGN, request), 'no'],
    ['refuses a trail of the account of the key', onBehalfOf('arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit', request), 'no'],
    ['refuses CloudTrail without a source account, even with the source ARN', withContext(request, { 'aws:SourceAccount': undefined }), 'no'],
    ...otherCallers(request),
  ]],
  [() => build(['222222222222', '333333333333']), [
    ['admits a trail of the second of several accounts', onBehalfOf(PAYMENTS, request), 'direct'],
    ['refuses a trail of an account that is not among several', onBehalfOf(FOREIGN, request), 'no'],
  ]],
];

/** Encrypting is tied to CloudTrail's encryption context besides. */
const tiedToContext = (build: () => iam.PolicyStatement): Answers => [build, [
  ['admits an encryption context of another Region, as a multi-Region trail sends it',
    withContext(encryptForTrail, { [CONTEXT]: 'arn:aws:cloudtrail:ap-south-1:222222222222:trail/audit' }), 'direct'],
  ['refuses a call without encryption context', withContext(encryptForTrail, { [CONTEXT]: undefined }), 'no'],
  ['refuses the encryption context of another account', withContext(encryptForTrail, { [CONTEXT]: FOREIGN }), 'no'],
  ['refuses the encryption context of the account of the key',
    withContext(encryptForTrail, { [CONTEXT]: 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit' }), 'no'],
  ['refuses the encryption context of another partition',
    withContext(encryptForTrail, { [CONTEXT]: 'arn:aws-cn:cloudtrail:eu-central-1:222222222222:trail/audit' }), 'no'],
  ['refuses an encryption context that is no trail', withContext(encryptForTrail, { [CONTEXT]: STORE }), 'no'],
  ['refuses the encryption context of S3 in place of that of CloudTrail',
    withContext(encryptForTrail, { [CONTEXT]: undefined, [S3_CONTEXT]: AUDIT }), 'no'],
]];

/** Without the condition on the encryption context, calls with and without one are the same. */
const freeOfContext = (build: () => iam.PolicyStatement, request: AccessRequest): Answers => [build, [
  ['admits a call without encryption context', withContext(request, { [CONTEXT]: undefined }), 'direct'],
  ['admits the context that S3 sends for a Bucket Key', withContext(request, { [CONTEXT]: undefined, [S3_CONTEXT]: 'arn:aws:s3:::logs' }), 'direct'],
]];

/** DescribeKey never carries an encryption context. */
const describesWithoutContext = (build: () => iam.PolicyStatement, request: AccessRequest): Answers => [build, [
  ['admits DescribeKey without encryption context', withContext(request, { [CONTEXT]: undefined }), 'direct'],
]];

interface TrailShape {
  readonly title: string;
  readonly trails: TrailIdentity[];
  readonly sourceArns: object;
  readonly contexts: string | string[];
}

const AUDIT_OWNER = 'arn:${AWS::Partition}:cloudtrail:*:222222222222:trail/*';
const PAYMENTS_OWNER = 'arn:${AWS::Partition}:cloudtrail:*:333333333333:trail/*';

/** How the conditions of a statement for trails change with the trails. */
const TRAIL_SHAPES: TrailShape[] = [
  {
    title: 'one trail as a single value',
    trails: [AUDIT_TRAIL],
    sourceArns: { StringEquals: { 'aws:SourceArn': 'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit' } },
    contexts: AUDIT_OWNER,
  },
  {
    title: 'trails of several accounts as lists, in the order given',
    trails: [PAYMENTS_TRAIL, AUDIT_TRAIL],
    sourceArns: {
      StringEquals: {
        'aws:SourceArn': [
          'arn:${AWS::Partition}:cloudtrail:us-east-1:333333333333:trail/payments',
          'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit',
        ],
      },
    },
    contexts: [PAYMENTS_OWNER, AUDIT_OWNER],
  },
  {
    title: 'several trails of one account with that account once',
    trails: [AUDIT_TRAIL, SIBLING_TRAIL],
    sourceArns: {
      StringEquals: {
        'aws:SourceArn': [
          'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit',
          'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit-2',
        ],
      },
    },
    contexts: AUDIT_OWNER,
  },
  {
    title: 'a trail that is given twice as a single value',
    trails: [AUDIT_TRAIL, new TrailIdentity({ trailName: 'audit', accountId: '222222222222', region: 'eu-central-1' })],
    sourceArns: { StringEquals: { 'aws:SourceArn': 'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit' } },
    contexts: AUDIT_OWNER,
  },
  {
    title: 'the whole list under ArnLike as soon as one trail has a wildcard',
    trails: [AUDIT_TRAIL, TEAM_TRAILS, PAYMENTS_TRAIL],
    sourceArns: {
      ArnLike: {
        'aws:SourceArn': [
          'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit',
          'arn:${AWS::Partition}:cloudtrail:eu-*:222222222222:trail/team-*',
          'arn:${AWS::Partition}:cloudtrail:us-east-1:333333333333:trail/payments',
        ],
      },
    },
    contexts: [AUDIT_OWNER, PAYMENTS_OWNER],
  },
  {
    title: 'one trail with a wildcard under ArnLike',
    trails: [TEAM_TRAILS],
    sourceArns: { ArnLike: { 'aws:SourceArn': 'arn:${AWS::Partition}:cloudtrail:eu-*:222222222222:trail/team-*' } },
    contexts: AUDIT_OWNER,
  },
  {
    title: 'the partition of a trail that names it',
    trails: [new TrailIdentity({ trailName: 'audit', accountId: '222222222222', region: 'cn-north-1', partition: 'aws-cn' })],
    sourceArns: { StringEquals: { 'aws:SourceArn': 'arn:aws-cn:cloudtrail:cn-north-1:222222222222:trail/audit' } },
    contexts: 'arn:aws-cn:cloudtrail:*:222222222222:trail/*',
  },
];

const CLOUDTRAIL_ONLY = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Resource: '*' };
const WITH_TRAIL_CONTEXT = { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } };

const writtenForTrails = (build: (trails: TrailIdentity[]) => iam.PolicyStatement, json: object): Written[] =>
  TRAIL_SHAPES.map(({ title, trails, sourceArns }) => [title, () => build(trails), { ...CLOUDTRAIL_ONLY, ...json, Condition: sourceArns }]);

const writtenForAccounts = (build: (accountIds: string[]) => iam.PolicyStatement, json: object): Written[] => [
  ['one account as a single value', () => build(['222222222222']),
    { ...CLOUDTRAIL_ONLY, ...json, Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } } }],
  ['several accounts as a list, each of them once', () => build(['333333333333', '222222222222', '333333333333']),
    { ...CLOUDTRAIL_ONLY, ...json, Condition: { StringEquals: { 'aws:SourceAccount': ['333333333333', '222222222222'] } } }],
  ['the account of the stack as a reference', () => build([Aws.ACCOUNT_ID]),
    { ...CLOUDTRAIL_ONLY, ...json, Condition: { StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' } } }],
];

const writtenForStores = (build: (arns: string[]) => iam.PolicyStatement, json: object): Written[] => [
  ['no condition as long as no store is known', () => build([]), { ...CLOUDTRAIL_ONLY, ...json }],
  ['one store and its account as single values', () => build([STORE]),
    { ...CLOUDTRAIL_ONLY, ...json, Condition: { StringEquals: { 'aws:SourceAccount': '222222222222', 'aws:SourceArn': STORE } } }],
  ['several stores of one account with that account once', () => build([STORE, OTHER_STORE]),
    { ...CLOUDTRAIL_ONLY, ...json, Condition: { StringEquals: { 'aws:SourceAccount': '222222222222', 'aws:SourceArn': [STORE, OTHER_STORE] } } }],
  ['stores of several accounts as lists, each of them once', () => build([STORE, STORE_ELSEWHERE, STORE]),
    {
      ...CLOUDTRAIL_ONLY,
      ...json,
      Condition: { StringEquals: { 'aws:SourceAccount': ['222222222222', '333333333333'], 'aws:SourceArn': [STORE, STORE_ELSEWHERE] } },
    }],
  ['a store of the account of the stack with references',
    () => build([`arn:${Aws.PARTITION}:cloudtrail:${Aws.REGION}:${Aws.ACCOUNT_ID}:eventdatastore/aaaaaaaa-1111`]),
    {
      ...CLOUDTRAIL_ONLY,
      ...json,
      Condition: {
        StringEquals: {
          'aws:SourceAccount': '${AWS::AccountId}',
          'aws:SourceArn': 'arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:eventdatastore/aaaaaaaa-1111',
        },
      },
    }],
  ['a store that is a reference as a whole with the account that stands in it, beside a literal one', () => build([Fn.ref('Store'), STORE_ELSEWHERE]),
    {
      ...CLOUDTRAIL_ONLY,
      ...json,
      Condition: {
        StringEquals: {
          'aws:SourceAccount': [{ 'Fn::Select': [4, { 'Fn::Split': [':', '${Store}'] }] }, '333333333333'],
          'aws:SourceArn': ['${Store}', STORE_ELSEWHERE],
        },
      },
    }],
];

/** What a statement for event data stores must answer, whatever its actions. */
const tiedToStores = (build: (arns: string[]) => iam.PolicyStatement, action: string): Answers[] => {
  const request = withContext({ ...admitsTrail, action }, { 'aws:SourceArn': STORE });
  return [
    [() => build([]), [
      ['admits a store that has no ARN yet', withContext(request, { 'aws:SourceArn': undefined, 'aws:SourceAccount': undefined }), 'direct'],
      ['admits every store while none is known', onBehalfOf(STORE_ELSEWHERE, request), 'direct'],
      ...otherCallers(request),
    ]],
    [() => build([STORE]), [
      ['admits the store', request, 'direct'],
      ['admits the store without encryption context, of which AWS documents none', withContext(request, { [CONTEXT]: undefined }), 'direct'],
      ['refuses another store of the same account', onBehalfOf(OTHER_STORE, request), 'no'],
      ['refuses a store of another account', onBehalfOf(STORE_ELSEWHERE, request), 'no'],
      ['refuses a trail of the same account', onBehalfOf(AUDIT, request), 'no'],
      ['refuses the store with the source account of another', withContext(request, { 'aws:SourceAccount': '333333333333' }), 'no'],
      ['refuses the store without a source account', withContext(request, { 'aws:SourceAccount': undefined }), 'no'],
      ['refuses CloudTrail without a source ARN once a store is known', withContext(request, { 'aws:SourceArn': undefined }), 'no'],
      ...otherCallers(request),
    ]],
    [() => build([STORE, STORE_ELSEWHERE]), [
      ['admits the first store of a join', request, 'direct'],
      ['admits the second store of a join', onBehalfOf(STORE_ELSEWHERE, request), 'direct'],
      ['refuses a store that takes no part in the join', onBehalfOf(OTHER_STORE, request), 'no'],
    ]],
  ];
};

const readerReads: AccessRequest = { action: 'kms:Decrypt', caller: { arn: READER }, resource: KEY, context: { [CONTEXT]: AUDIT } };
const readerReadsBucketKey: AccessRequest = { ...readerReads, context: { [S3_CONTEXT]: 'arn:aws:s3:::logs' } };
const by = (arn: string, request: AccessRequest, organizationId?: string): AccessRequest => ({ ...request, caller: { arn, organizationId } });

/** The principals next door to the role "Reader" of account 222222222222. */
const otherReaders = (request: AccessRequest): Row[] => [
  ['admits a session of the role', by('arn:aws:sts::222222222222:assumed-role/Reader/alice', request), 'direct'],
  ['refuses another role of the same account', by('arn:aws:iam::222222222222:role/Other', request), 'no'],
  ['refuses a role whose name merely begins like it', by('arn:aws:iam::222222222222:role/Reader2', request), 'no'],
  ['refuses a user of the same name', by('arn:aws:iam::222222222222:user/Reader', request), 'no'],
  ['refuses the role of the same name in another account', by('arn:aws:iam::999999999999:role/Reader', request), 'no'],
  ['refuses a role of the account of the key', by('arn:aws:iam::111111111111:role/Admin', request), 'no'],
  ['refuses CloudTrail itself', { ...request, caller: CLOUDTRAIL }, 'no'],
];

/** What a statement with the principals of accounts must answer. */
const delegatedTo222 = (request: AccessRequest): Row[] => [
  ['leaves a role of the account to its IAM policies', request, 'delegated'],
  ['leaves a user of the account to its IAM policies', by(OTHER_READER, request), 'delegated'],
  ['refuses a role of another account', by('arn:aws:iam::999999999999:role/Reader', request), 'no'],
  ['refuses a role of the account of the key', by('arn:aws:iam::111111111111:role/Admin', request), 'no'],
  ['refuses an account of the same number in another partition', by('arn:aws-cn:iam::222222222222:role/Reader', request), 'no'],
  ['refuses CloudTrail itself', { ...request, caller: CLOUDTRAIL }, 'no'],
];

/** Readers see what carries CloudTrail's encryption context, whoever's trail it was. */
const TRAIL_CONTEXT_NEEDED = (outcome: Row[2]): Row[] => [
  ['admits to decrypt the logs of a trail of any account', withContext(readerReads, { [CONTEXT]: PAYMENTS }), outcome],
  ['refuses to decrypt without encryption context', withContext(readerReads, { [CONTEXT]: undefined }), 'no'],
  ['refuses to decrypt what S3 alone encrypted', withContext(readerReads, { [CONTEXT]: undefined, [S3_CONTEXT]: 'arn:aws:s3:::logs/x' }), 'no'],
];

/** With a Bucket Key the context is the ARN of the bucket. */
const BUCKET_CONTEXT_NEEDED: Row[] = [
  ['refuses the context of another bucket', withContext(readerReadsBucketKey, { [S3_CONTEXT]: 'arn:aws:s3:::logs2' }), 'no'],
  ['refuses the context of an object in the bucket', withContext(readerReadsBucketKey, { [S3_CONTEXT]: 'arn:aws:s3:::logs/AWSLogs/x.json.gz' }), 'no'],
  ['refuses a bucket of another partition', withContext(readerReadsBucketKey, { [S3_CONTEXT]: 'arn:aws-cn:s3:::logs' }), 'no'],
  ['refuses to decrypt without encryption context', withContext(readerReadsBucketKey, { [S3_CONTEXT]: undefined }), 'no'],
  ['refuses the context of CloudTrail in place of that of the bucket', readerReads, 'no'],
];

const LOG_GROUP = 'arn:aws:logs:eu-central-1:111111111111:log-group:/aws/cloudtrail/audit';
const LOG_GROUP_ACTIONS = ['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', ...DATA_KEYS];
const logsEncrypts: AccessRequest = {
  action: 'kms:GenerateDataKey', caller: { service: 'logs.eu-central-1.amazonaws.com' }, resource: KEY, context: { [LOGS_CONTEXT]: LOG_GROUP },
};
const roleWritesLogs: AccessRequest = {
  ...by('arn:aws:iam::111111111111:role/Delivery', logsEncrypts),
  context: { [LOGS_CONTEXT]: LOG_GROUP, 'kms:ViaService': 'logs.eu-central-1.amazonaws.com' },
};

/** The log groups next door to "/aws/cloudtrail/audit" of the key's account and Region. */
const otherLogGroups = (request: AccessRequest): Row[] => [
  ['refuses another log group', withContext(request, { [LOGS_CONTEXT]: LOG_GROUP.replace('audit', 'other') }), 'no'],
  ['refuses a log group whose name merely begins like it', withContext(request, { [LOGS_CONTEXT]: `${LOG_GROUP}-2` }), 'no'],
  ['refuses the log group of the same name in another account', withContext(request, { [LOGS_CONTEXT]: LOG_GROUP.replace('111111111111', '999999999999') }), 'no'],
  ['refuses the log group of the same name in another Region', withContext(request, { [LOGS_CONTEXT]: LOG_GROUP.replace('eu-central-1', 'us-east-1') }), 'no'],
  ['refuses a call without the context of a log group', withContext(request, { [LOGS_CONTEXT]: undefined }), 'no'],
  ['refuses DescribeKey, which carries no encryption context', { ...request, action: 'kms:DescribeKey' }, 'no'],
];

const member: AccessRequest = {
  action: 'kms:Decrypt',
  caller: { arn: 'arn:aws:iam::222222222222:role/Member', organizationId: 'o-exampleorg1' },
  resource: KEY,
  context: {
    [CONTEXT]: 'arn:aws:cloudtrail:eu-central-1:444444444444:trail/org',
    [S3_CONTEXT]: 'arn:aws:s3:::logs/AWSLogs/o-exampleorg1/222222222222/CloudTrail/eu-central-1/2026/11/21/x.json.gz',
  },
};
const memberReads = (object: string) => withContext(member, { [S3_CONTEXT]: `arn:aws:s3:::${object}` });

const S = KeyPolicyStatements;

const ADMIN_ACTIONS = [
  'kms:CancelKeyDeletion', 'kms:CreateAlias', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:DisableKey', 'kms:DisableKeyRotation', 'kms:EnableKey',
  'kms:EnableKeyRotation', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListGrants', 'kms:ListKeyPolicies', 'kms:ListKeyRotations',
  'kms:ListResourceTags', 'kms:PutKeyPolicy', 'kms:RevokeGrant', 'kms:RotateKeyOnDemand', 'kms:ScheduleKeyDeletion', 'kms:TagResource',
  'kms:UntagResource', 'kms:UpdateAlias', 'kms:UpdateKeyDescription',
];
const MULTI_REGION_ADMIN_ACTIONS = [
  'kms:CancelKeyDeletion', 'kms:CreateAlias', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:DisableKey', 'kms:DisableKeyRotation', 'kms:EnableKey',
  'kms:EnableKeyRotation', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListGrants', 'kms:ListKeyPolicies', 'kms:ListKeyRotations',
  'kms:ListResourceTags', 'kms:PutKeyPolicy', 'kms:ReplicateKey', 'kms:RevokeGrant', 'kms:RotateKeyOnDemand', 'kms:ScheduleKeyDeletion',
  'kms:TagResource', 'kms:UntagResource', 'kms:UpdateAlias', 'kms:UpdateKeyDescription', 'kms:UpdatePrimaryRegion',
];
const ADMIN = 'arn:aws:iam::111111111111:role/KeyAdmin';
const admin = () => new iam.ArnPrincipal(ADMIN);
const root = (accountId: string) => new iam.ArnPrincipal(`arn:${Aws.PARTITION}:iam::${accountId}:root`);
const administers: AccessRequest = { action: 'kms:PutKeyPolicy', caller: { arn: ADMIN }, resource: KEY };
const anyRoleAdministers: AccessRequest = { ...administers, caller: { arn: 'arn:aws:iam::111111111111:role/Anybody' } };

describeStatements(KeyPolicyStatements, KEY_ACTIONS, {
  allowKeyAdministration: {
    written: [
      ['one administrator as a single value', () => S.allowKeyAdministration([admin()]),
        { Sid: 'AllowKeyAdministration', Effect: 'Allow', Principal: { AWS: ADMIN }, Action: ADMIN_ACTIONS, Resource: '*' }],
      ['several administrators as a list', () => S.allowKeyAdministration([root(Aws.ACCOUNT_ID), admin()]),
        {
          Sid: 'AllowKeyAdministration',
          Effect: 'Allow',
          Principal: { AWS: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:root', ADMIN] },
          Action: ADMIN_ACTIONS,
          Resource: '*',
        }],
      ['the actions on replicas for a multi-Region key', () => S.allowKeyAdministration([admin()], true),
        { Sid: 'AllowKeyAdministration', Effect: 'Allow', Principal: { AWS: ADMIN }, Action: MULTI_REGION_ADMIN_ACTIONS, Resource: '*' }],
      ['no action on replicas when told that the key has none', () => S.allowKeyAdministration([admin()], false),
        { Sid: 'AllowKeyAdministration', Effect: 'Allow', Principal: { AWS: ADMIN }, Action: ADMIN_ACTIONS, Resource: '*' }],
      ['the condition that an administrator brings',
        () => S.allowKeyAdministration([admin().withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })]),
        {
          Sid: 'AllowKeyAdministration',
          Effect: 'Allow',
          Principal: { AWS: ADMIN },
          Action: ADMIN_ACTIONS,
          Resource: '*',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        }],
    ],
    actions: [
      ['admits to manage the key', () => S.allowKeyAdministration([admin()]), administers, ADMIN_ACTIONS, 'direct'],
      ['admits to manage a multi-Region key and its replicas', () => S.allowKeyAdministration([admin()], true), administers, MULTI_REGION_ADMIN_ACTIONS, 'direct'],
    ],
    answers: [
      [() => S.allowKeyAdministration([admin()]), [
        ['refuses another role of the same account', anyRoleAdministers, 'no'],
        ['refuses the role of the same name in another account', { ...administers, caller: { arn: 'arn:aws:iam::999999999999:role/KeyAdmin' } }, 'no'],
        ['refuses a service', { ...administers, caller: CLOUDTRAIL }, 'no'],
      ]],
      [() => S.allowKeyAdministration([root(Aws.ACCOUNT_ID)]), [
        ['leaves a role of the account to its IAM policies', anyRoleAdministers, 'delegated'],
        ['refuses to leave decryption to the IAM policies of the account', { ...anyRoleAdministers, action: 'kms:Decrypt' }, 'no'],
        ['refuses to leave grants to the IAM policies of the account', { ...anyRoleAdministers, action: 'kms:CreateGrant' }, 'no'],
        ['refuses a role of another account', { ...administers, caller: { arn: 'arn:aws:iam::222222222222:role/Admin' } }, 'no'],
      ]],
    ],
  },

  enableIamUserPermissions: {
    written: [
      ['the account of the key', () => S.enableIamUserPermissions(),
        {
          Sid: 'EnableIAMUserPermissions',
          Effect: 'Allow',
          Principal: { AWS: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' },
          Action: 'kms:*',
          Resource: '*',
        }],
    ],
    actions: [['leaves all actions to the account', () => S.enableIamUserPermissions(), anyRoleAdministers, KEY_ACTIONS, 'delegated']],
    answers: [[() => S.enableIamUserPermissions(), [
      ['leaves every role of the account to its IAM policies, decryption included', { ...anyRoleAdministers, action: 'kms:Decrypt' }, 'delegated'],
      ['refuses a role of another account', { ...administers, caller: { arn: 'arn:aws:iam::222222222222:role/Admin' } }, 'no'],
      ['refuses CloudTrail', encryptForTrail, 'no'],
    ]]],
  },

  allowCloudTrailEncryptLogs: {
    written: TRAIL_SHAPES.map(({ title, trails, sourceArns, contexts }) => [title, () => S.allowCloudTrailEncryptLogs(trails), {
      ...CLOUDTRAIL_ONLY,
      Sid: 'AllowCloudTrailEncryptLogs',
      Action: 'kms:GenerateDataKey*',
      Condition: { ...sourceArns, StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': contexts } },
    }]),
    actions: [['admits to make data keys', () => S.allowCloudTrailEncryptLogs([AUDIT_TRAIL]), encryptForTrail, DATA_KEYS, 'direct']],
    answers: [
      ...tiedToTrails((trails) => S.allowCloudTrailEncryptLogs(trails), encryptForTrail),
      tiedToContext(() => S.allowCloudTrailEncryptLogs([AUDIT_TRAIL])),
    ],
  },

  allowCloudTrailDecryptTrail: {
    written: writtenForTrails((trails) => S.allowCloudTrailDecryptTrail(trails), { Sid: 'AllowCloudTrailDecryptTrail', Action: 'kms:Decrypt' }),
    actions: [['admits to decrypt', () => S.allowCloudTrailDecryptTrail([AUDIT_TRAIL]), decryptForTrail, ['kms:Decrypt'], 'direct']],
    answers: [
      ...tiedToTrails((trails) => S.allowCloudTrailDecryptTrail(trails), decryptForTrail),
      freeOfContext(() => S.allowCloudTrailDecryptTrail([AUDIT_TRAIL]), decryptForTrail),
    ],
  },

  allowCloudTrailAccess: {
    written: writtenForTrails((trails) => S.allowCloudTrailAccess(trails), { Sid: 'AllowCloudTrailAccess', Action: 'kms:DescribeKey' }),
    actions: [['admits to describe the key', () => S.allowCloudTrailAccess([AUDIT_TRAIL]), admitsTrail, ['kms:DescribeKey'], 'direct']],
    answers: [
      ...tiedToTrails((trails) => S.allowCloudTrailAccess(trails), admitsTrail),
      describesWithoutContext(() => S.allowCloudTrailAccess([AUDIT_TRAIL]), admitsTrail),
    ],
  },

  allowCloudTrailEncryptLogsByAccount: {
    written: [
      ['one account as single values', () => S.allowCloudTrailEncryptLogsByAccount(['222222222222']), {
        ...CLOUDTRAIL_ONLY,
        Sid: 'AllowCloudTrailEncryptLogsByAccount',
        Action: 'kms:GenerateDataKey*',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '222222222222' },
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': AUDIT_OWNER },
        },
      }],
      ['several accounts as lists, each of them once', () => S.allowCloudTrailEncryptLogsByAccount(['333333333333', '222222222222', '333333333333']), {
        ...CLOUDTRAIL_ONLY,
        Sid: 'AllowCloudTrailEncryptLogsByAccount',
        Action: 'kms:GenerateDataKey*',
        Condition: {
          StringEquals: { 'aws:SourceAccount': ['333333333333', '222222222222'] },
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': [PAYMENTS_OWNER, AUDIT_OWNER] },
        },
      }],
      ['the account of the stack as references', () => S.allowCloudTrailEncryptLogsByAccount([Aws.ACCOUNT_ID]), {
        ...CLOUDTRAIL_ONLY,
        Sid: 'AllowCloudTrailEncryptLogsByAccount',
        Action: 'kms:GenerateDataKey*',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' },
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:trail/*' },
        },
      }],
    ],
    actions: [['admits to make data keys', () => S.allowCloudTrailEncryptLogsByAccount(['222222222222']), encryptForTrail, DATA_KEYS, 'direct']],
    answers: [
      ...tiedToAccounts((accountIds) => S.allowCloudTrailEncryptLogsByAccount(accountIds), encryptForTrail),
      tiedToContext(() => S.allowCloudTrailEncryptLogsByAccount(['222222222222'])),
    ],
  },

  allowCloudTrailDecryptTrailByAccount: {
    written: writtenForAccounts((ids) => S.allowCloudTrailDecryptTrailByAccount(ids), { Sid: 'AllowCloudTrailDecryptTrailByAccount', Action: 'kms:Decrypt' }),
    actions: [['admits to decrypt', () => S.allowCloudTrailDecryptTrailByAccount(['222222222222']), decryptForTrail, ['kms:Decrypt'], 'direct']],
    answers: [
      ...tiedToAccounts((accountIds) => S.allowCloudTrailDecryptTrailByAccount(accountIds), decryptForTrail),
      freeOfContext(() => S.allowCloudTrailDecryptTrailByAccount(['222222222222']), decryptForTrail),
    ],
  },

  allowCloudTrailAccessByAccount: {
    written: writtenForAccounts((ids) => S.allowCloudTrailAccessByAccount(ids), { Sid: 'AllowCloudTrailAccessByAccount', Action: 'kms:DescribeKey' }),
    actions: [['admits to describe the key', () => S.allowCloudTrailAccessByAccount(['222222222222']), admitsTrail, ['kms:DescribeKey'], 'direct']],
    answers: [
      ...tiedToAccounts((accountIds) => S.allowCloudTrailAccessByAccount(accountIds), admitsTrail),
      describesWithoutContext(() => S.allowCloudTrailAccessByAccount(['222222222222']), admitsTrail),
    ],
  },

  allowCloudTrailEncryptLogsWithBucketKey: {
    written: writtenForTrails((trails) => S.allowCloudTrailEncryptLogsWithBucketKey(trails),
      { Sid: 'AllowCloudTrailEncryptLogsWithBucketKey', Action: 'kms:GenerateDataKey*' }),
    actions: [['admits to make data keys', () => S.allowCloudTrailEncryptLogsWithBucketKey([AUDIT_TRAIL]), encryptForTrail, DATA_KEYS, 'direct']],
    answers: [
      ...tiedToTrails((trails) => S.allowCloudTrailEncryptLogsWithBucketKey(trails), encryptForTrail),
      freeOfContext(() => S.allowCloudTrailEncryptLogsWithBucketKey([AUDIT_TRAIL]), encryptForTrail),
    ],
  },

  allowCloudTrailEncryptLogsByAccountWithBucketKey: {
    written: writtenForAccounts((ids) => S.allowCloudTrailEncryptLogsByAccountWithBucketKey(ids),
      { Sid: 'AllowCloudTrailEncryptLogsByAccountWithBucketKey', Action: 'kms:GenerateDataKey*' }),
    actions: [
      ['admits to make data keys', () => S.allowCloudTrailEncryptLogsByAccountWithBucketKey(['222222222222']), encryptForTrail, DATA_KEYS, 'direct'],
    ],
    answers: [
      ...tiedToAccounts((accountIds) => S.allowCloudTrailEncryptLogsByAccountWithBucketKey(accountIds), encryptForTrail),
      freeOfContext(() => S.allowCloudTrailEncryptLogsByAccountWithBucketKey(['222222222222']), encryptForTrail),
    ],
  },

  enableCloudTrailLogDecryptPermissions: {
    written: [
      ['one reader as a single value', () => S.enableCloudTrailLogDecryptPermissions([reader()]), {
        Sid: 'EnableCloudTrailLogDecryptPermissions',
        Effect: 'Allow',
        Principal: { AWS: READER },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: WITH_TRAIL_CONTEXT,
      }],
      ['several readers as a list', () => S.enableCloudTrailLogDecryptPermissions([reader(), otherReader()]), {
        Sid: 'EnableCloudTrailLogDecryptPermissions',
        Effect: 'Allow',
        Principal: { AWS: [READER, OTHER_READER] },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: WITH_TRAIL_CONTEXT,
      }],
      ['a reader who is given twice once', () => S.enableCloudTrailLogDecryptPermissions([reader(), otherReader(), new iam.ArnPrincipal(READER)]), {
        Sid: 'EnableCloudTrailLogDecryptPermissions',
        Effect: 'Allow',
        Principal: { AWS: [READER, OTHER_READER] },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: WITH_TRAIL_CONTEXT,
      }],
      ['a reader who is given twice with the same condition once', () => S.enableCloudTrailLogDecryptPermissions([throughS3(), throughS3()]), {
        Sid: 'EnableCloudTrailLogDecryptPermissions',
        Effect: 'Allow',
        Principal: { AWS: READER },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { Null: { [CONTEXT]: 'false' }, StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
      }],
      ['the condition that a reader brings beside its own', () => S.enableCloudTrailLogDecryptPermissions([throughS3()]), {
        Sid: 'EnableCloudTrailLogDecryptPermissions',
        Effect: 'Allow',
        Principal: { AWS: READER },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { Null: { [CONTEXT]: 'false' }, StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
      }],
      ['a condition that a reader brings under the operator of its own',
        () => S.enableCloudTrailLogDecryptPermissions([reader().withConditions({ Null: { 'aws:TokenIssueTime': 'false' } })]),
        {
          Sid: 'EnableCloudTrailLogDecryptPermissions',
          Effect: 'Allow',
          Principal: { AWS: READER },
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { Null: { 'aws:TokenIssueTime': 'false', [CONTEXT]: 'false' } },
        }],
      ['an organization by its condition', () => S.enableCloudTrailLogDecryptPermissions([new iam.OrganizationPrincipal('o-exampleorg1')]), {
        Sid: 'EnableCloudTrailLogDecryptPermissions',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { Null: { [CONTEXT]: 'false' }, StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
      }],
    ],
    actions: [
      ['admits to decrypt', () => S.enableCloudTrailLogDecryptPermissions([reader(), otherReader()]), readerReads, ['kms:Decrypt'], 'direct'],
    ],
    answers: [
      [() => S.enableCloudTrailLogDecryptPermissions([reader(), otherReader()]), [
        ['admits the second of several readers', by(OTHER_READER, readerReads), 'direct'],
        ...otherReaders(readerReads),
        ...TRAIL_CONTEXT_NEEDED('direct'),
      ]],
      [() => S.enableCloudTrailLogDecryptPermissions([throughS3()]), [
        ['admits a reader who meets the condition that it brings', withContext(readerReads, { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' }), 'direct'],
        ['refuses a reader who does not meet the condition that it brings', readerReads, 'no'],
      ]],
      [() => S.enableCloudTrailLogDecryptPermissions([new iam.OrganizationPrincipal('o-exampleorg1')]), [
        ['admits a role of the organization', by(READER, readerReads, 'o-exampleorg1'), 'direct'],
        ['refuses a role of another organization', by(READER, readerReads, 'o-otherorg999'), 'no'],
        ['refuses a role of no organization', readerReads, 'no'],
        ['refuses a role of the organization without encryption context',
          withContext(by(READER, readerReads, 'o-exampleorg1'), { [CONTEXT]: undefined }), 'no'],
        ['refuses a service', { ...readerReads, caller: { service: 's3.amazonaws.com' } }, 'no'],
      ]],
    ],
  },

  enableCloudTrailLogDecryptPermissionsWithBucketKey: {
    written: [
      ['one reader and one bucket as single values', () => S.enableCloudTrailLogDecryptPermissionsWithBucketKey([reader()], ['logs']), {
        Sid: 'EnableCloudTrailLogDecryptPermissionsWithBucketKey',
        Effect: 'Allow',
        Principal: { AWS: READER },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringEquals: { [S3_CONTEXT]: 'arn:${AWS::Partition}:s3:::logs' } },
      }],
      ['several readers and buckets as lists, each bucket once',
        () => S.enableCloudTrailLogDecryptPermissionsWithBucketKey([reader(), otherReader()], ['logs', 'archive', 'logs']),
        {
          Sid: 'EnableCloudTrailLogDecryptPermissionsWithBucketKey',
          Effect: 'Allow',
          Principal: { AWS: [READER, OTHER_READER] },
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { StringEquals: { [S3_CONTEXT]: ['arn:${AWS::Partition}:s3:::logs', 'arn:${AWS::Partition}:s3:::archive'] } },
        }],
      ['the condition that a reader brings under the operator of its own',
        () => S.enableCloudTrailLogDecryptPermissionsWithBucketKey([throughS3()], ['logs']),
        {
          Sid: 'EnableCloudTrailLogDecryptPermissionsWithBucketKey',
          Effect: 'Allow',
          Principal: { AWS: READER },
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { StringEquals: { [S3_CONTEXT]: 'arn:${AWS::Partition}:s3:::logs', 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
        }],
    ],
    actions: [
      ['admits to decrypt', () => S.enableCloudTrailLogDecryptPermissionsWithBucketKey([reader()], ['logs']), readerReadsBucketKey, ['kms:Decrypt'], 'direct'],
    ],
    answers: [
      [() => S.enableCloudTrailLogDecryptPermissionsWithBucketKey([reader()], ['logs']), [
        ...otherReaders(readerReadsBucketKey),
        ...BUCKET_CONTEXT_NEEDED,
      ]],
      [() => S.enableCloudTrailLogDecryptPermissionsWithBucketKey([reader()], ['logs', 'archive']), [
        ['admits the context of the second of several buckets', withContext(readerReadsBucketKey, { [S3_CONTEXT]: 'arn:aws:s3:::archive' }), 'direct'],
      ]],
    ],
  },

  enableEncryptedCloudTrailLogReadAccess: {
    written: [
      ['one account as a single value', () => S.enableEncryptedCloudTrailLogReadAccess(['222222222222']), {
        Sid: 'EnableEncryptedCloudTrailLogReadAccess',
        Effect: 'Allow',
        Principal: { AWS: 'arn:${AWS::Partition}:iam::222222222222:root' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: WITH_TRAIL_CONTEXT,
      }],
      ['several accounts as a list', () => S.enableEncryptedCloudTrailLogReadAccess(['333333333333', '222222222222']), {
        Sid: 'EnableEncryptedCloudTrailLogReadAccess',
        Effect: 'Allow',
        Principal: { AWS: ['arn:${AWS::Partition}:iam::333333333333:root', 'arn:${AWS::Partition}:iam::222222222222:root'] },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: WITH_TRAIL_CONTEXT,
      }],
    ],
    actions: [['admits to decrypt', () => S.enableEncryptedCloudTrailLogReadAccess(['222222222222']), readerReads, ['kms:Decrypt'], 'delegated']],
    answers: [
      [() => S.enableEncryptedCloudTrailLogReadAccess(['222222222222']), [
        ...delegatedTo222(readerReads),
        ...TRAIL_CONTEXT_NEEDED('delegated'),
      ]],
      [() => S.enableEncryptedCloudTrailLogReadAccess(['222222222222', '333333333333']), [
        ['leaves a role of the second account to its IAM policies', by('arn:aws:iam::333333333333:role/Reader', readerReads), 'delegated'],
      ]],
    ],
  },

  enableEncryptedCloudTrailLogReadAccessWithBucketKey: {
    written: [
      ['one account and one bucket as single values', () => S.enableEncryptedCloudTrailLogReadAccessWithBucketKey(['222222222222'], ['logs']), {
        Sid: 'EnableEncryptedCloudTrailLogReadAccessWithBucketKey',
        Effect: 'Allow',
        Principal: { AWS: 'arn:${AWS::Partition}:iam::222222222222:root' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringEquals: { [S3_CONTEXT]: 'arn:${AWS::Partition}:s3:::logs' } },
      }],
      ['several accounts and buckets as lists, each bucket once',
        () => S.enableEncryptedCloudTrailLogReadAccessWithBucketKey(['222222222222', '333333333333'], ['logs', 'archive', 'logs']),
        {
          Sid: 'EnableEncryptedCloudTrailLogReadAccessWithBucketKey',
          Effect: 'Allow',
          Principal: { AWS: ['arn:${AWS::Partition}:iam::222222222222:root', 'arn:${AWS::Partition}:iam::333333333333:root'] },
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { StringEquals: { [S3_CONTEXT]: ['arn:${AWS::Partition}:s3:::logs', 'arn:${AWS::Partition}:s3:::archive'] } },
        }],
    ],
    actions: [
      ['admits to decrypt', () => S.enableEncryptedCloudTrailLogReadAccessWithBucketKey(['222222222222'], ['logs']), readerReadsBucketKey, ['kms:Decrypt'], 'delegated'],
    ],
    answers: [
      [() => S.enableEncryptedCloudTrailLogReadAccessWithBucketKey(['222222222222'], ['logs']), [
        ...delegatedTo222(readerReadsBucketKey),
        ...BUCKET_CONTEXT_NEEDED,
      ]],
    ],
  },

  enableMemberAccountLogDecrypt: {
    written: [
      ['the root of the bucket', () => S.enableMemberAccountLogDecrypt({ organizationId: 'o-exampleorg1', bucketName: 'logs' }), {
        Sid: 'EnableMemberAccountLogDecrypt',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: {
          Null: { [CONTEXT]: 'false' },
          StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
          StringLike: { [S3_CONTEXT]: 'arn:${AWS::Partition}:s3:::logs/AWSLogs/o-exampleorg1/${aws:PrincipalAccount}/*' },
          StringNotEquals: { 'aws:PrincipalAccount': '${AWS::AccountId}' },
        },
      }],
      ['a folder of the bucket',
        () => S.enableMemberAccountLogDecrypt({ organizationId: 'o-exampleorg1', bucketName: 'logs', s3KeyPrefix: 'audit/trails' }),
        {
          Sid: 'EnableMemberAccountLogDecrypt',
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: {
            Null: { [CONTEXT]: 'false' },
            StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
            StringLike: { [S3_CONTEXT]: 'arn:${AWS::Partition}:s3:::logs/audit/trails/AWSLogs/o-exampleorg1/${aws:PrincipalAccount}/*' },
            StringNotEquals: { 'aws:PrincipalAccount': '${AWS::AccountId}' },
          },
        }],
    ],
    actions: [
      ['admits to decrypt', () => S.enableMemberAccountLogDecrypt({ organizationId: 'o-exampleorg1', bucketName: 'logs' }), member, ['kms:Decrypt'], 'direct'],
    ],
    answers: [
      [() => S.enableMemberAccountLogDecrypt({ organizationId: 'o-exampleorg1', bucketName: 'logs' }), [
        ['admits a member account to its own log files', member, 'direct'],
        ['admits a member account to its own digest files', memberReads('logs/AWSLogs/o-exampleorg1/222222222222/CloudTrail-Digest/x.json.gz'), 'direct'],
        ['refuses the folder of another member account', memberReads('logs/AWSLogs/o-exampleorg1/333333333333/CloudTrail/x.json.gz'), 'no'],
        ['refuses a folder whose name merely begins with the account', memberReads('logs/AWSLogs/o-exampleorg1/2222222222223/CloudTrail/x.json.gz'), 'no'],
        ['refuses the folder of the account outside the organization folder', memberReads('logs/AWSLogs/222222222222/CloudTrail/x.json.gz'), 'no'],
        ['refuses the folder of another organization', memberReads('logs/AWSLogs/o-otherorg999/222222222222/CloudTrail/x.json.gz'), 'no'],
        ['refuses another bucket', memberReads('logs2/AWSLogs/o-exampleorg1/222222222222/CloudTrail/x.json.gz'), 'no'],
        ['refuses the context of a Bucket Key, which names no folder', memberReads('logs'), 'no'],
        ['refuses a member account without the encryption context of CloudTrail', withContext(member, { [CONTEXT]: undefined }), 'no'],
        ['refuses a member account without the encryption context of S3', withContext(member, { [S3_CONTEXT]: undefined }), 'no'],
        ['refuses an account of another organization', by('arn:aws:iam::222222222222:role/Member', member, 'o-otherorg999'), 'no'],
        ['refuses an account of no organization', by('arn:aws:iam::222222222222:role/Member', member), 'no'],
        ['refuses the account of the key, even its own folder',
          by('arn:aws:iam::111111111111:role/Anybody', memberReads('logs/AWSLogs/o-exampleorg1/111111111111/CloudTrail/x.json.gz'), 'o-exampleorg1'), 'no'],
        ['refuses a service', { ...member, caller: CLOUDTRAIL }, 'no'],
      ]],
      [() => S.enableMemberAccountLogDecrypt({ organizationId: 'o-exampleorg1', bucketName: 'logs', s3KeyPrefix: 'audit' }), [
        ['admits a member account to its own log files in the prefix',
          memberReads('logs/audit/AWSLogs/o-exampleorg1/222222222222/CloudTrail/x.json.gz'), 'direct'],
        ['refuses its own log files outside the prefix', member, 'no'],
      ]],
    ],
  },

  allowCloudTrailEncryptEds: {
    written: writtenForStores((arns) => S.allowCloudTrailEncryptEds(arns),
      { Sid: 'AllowCloudTrailEncryptEds', Action: ['kms:Decrypt', 'kms:GenerateDataKey'] }),
    actions: [
      ['admits to make data keys, to decrypt', () => S.allowCloudTrailEncryptEds([STORE]), onBehalfOf(STORE, admitsTrail), ['kms:Decrypt', 'kms:GenerateDataKey'], 'direct'],
    ],
    answers: [
      ...tiedToStores((arns) => S.allowCloudTrailEncryptEds(arns), 'kms:GenerateDataKey'),
    ],
  },

  allowCloudTrailDecryptEds: {
    written: writtenForStores((arns) => S.allowCloudTrailDecryptEds(arns), { Sid: 'AllowCloudTrailDecryptEds', Action: 'kms:Decrypt' }),
    actions: [['admits to decrypt', () => S.allowCloudTrailDecryptEds([STORE]), onBehalfOf(STORE, admitsTrail), ['kms:Decrypt'], 'direct']],
    answers: [
      ...tiedToStores((arns) => S.allowCloudTrailDecryptEds(arns), 'kms:Decrypt'),
    ],
  },

  allowCloudTrailAccessEds: {
    written: writtenForStores((arns) => S.allowCloudTrailAccessEds(arns), { Sid: 'AllowCloudTrailAccessEds', Action: 'kms:DescribeKey' }),
    actions: [
      ['admits to describe the key', () => S.allowCloudTrailAccessEds([STORE]), onBehalfOf(STORE, admitsTrail), ['kms:DescribeKey'], 'direct'],
    ],
    answers: [
      ...tiedToStores((arns) => S.allowCloudTrailAccessEds(arns), 'kms:DescribeKey'),
      describesWithoutContext(() => S.allowCloudTrailAccessEds([STORE]), onBehalfOf(STORE, admitsTrail)),
    ],
  },

  enableUserKeyPermissionsEds: {
    written: [
      ['one user as a single value', () => S.enableUserKeyPermissionsEds([otherReader()]), {
        Sid: 'EnableUserKeyPermissionsEds',
        Effect: 'Allow',
        Principal: { AWS: OTHER_READER },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
      }],
      ['several users as a list', () => S.enableUserKeyPermissionsEds([otherReader(), reader()]), {
        Sid: 'EnableUserKeyPermissionsEds',
        Effect: 'Allow',
        Principal: { AWS: [OTHER_READER, READER] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
      }],
      ['the condition that a user brings', () => S.enableUserKeyPermissionsEds([throughS3()]), {
        Sid: 'EnableUserKeyPermissionsEds',
        Effect: 'Allow',
        Principal: { AWS: READER },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
        Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
      }],
    ],
    actions: [
      ['admits to make data keys, to decrypt', () => S.enableUserKeyPermissionsEds([reader()]), withContext(readerReads, { [CONTEXT]: undefined }), ['kms:Decrypt', 'kms:GenerateDataKey'], 'direct'],
    ],
    answers: [
      [() => S.enableUserKeyPermissionsEds([reader()]), [
        ...otherReaders(withContext(readerReads, { [CONTEXT]: undefined })),
      ]],
    ],
  },

  allowCloudWatchLogs: {
    written: [
      ['one log group as a single value', () => S.allowCloudWatchLogs(['/aws/cloudtrail/audit']), {
        Sid: 'AllowCloudWatchLogs',
        Effect: 'Allow',
        Principal: { Service: 'logs.${AWS::Region}.${AWS::URLSuffix}' },
        Action: ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        Resource: '*',
        Condition: { ArnEquals: { [LOGS_CONTEXT]: 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/cloudtrail/audit' } },
      }],
      ['several log groups as a list, each of them once', () => S.allowCloudWatchLogs(['/aws/cloudtrail/audit', 'payments', 'payments']), {
        Sid: 'AllowCloudWatchLogs',
        Effect: 'Allow',
        Principal: { Service: 'logs.${AWS::Region}.${AWS::URLSuffix}' },
        Action: ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        Resource: '*',
        Condition: {
          ArnEquals: {
            [LOGS_CONTEXT]: [
              'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/cloudtrail/audit',
              'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:payments',
            ],
          },
        },
      }],
    ],
    actions: [['admits to encrypt, to decrypt', () => S.allowCloudWatchLogs(['/aws/cloudtrail/audit']), logsEncrypts, LOG_GROUP_ACTIONS, 'direct']],
    answers: [
      [() => S.allowCloudWatchLogs(['/aws/cloudtrail/audit']), [
        ...otherLogGroups(logsEncrypts),
        ['refuses the service without its Region', { ...logsEncrypts, caller: { service: 'logs.amazonaws.com' } }, 'no'],
        ['refuses the service of another Region', { ...logsEncrypts, caller: { service: 'logs.us-east-1.amazonaws.com' } }, 'no'],
        ['refuses CloudTrail', { ...logsEncrypts, caller: CLOUDTRAIL }, 'no'],
        ['refuses a role that calls through CloudWatch Logs', roleWritesLogs, 'no'],
      ]],
      [() => S.allowCloudWatchLogs(['/aws/cloudtrail/audit', 'payments']), [
        ['admits the second of several log groups', withContext(logsEncrypts, { [LOGS_CONTEXT]: LOG_GROUP.replace('/aws/cloudtrail/audit', 'payments') }), 'direct'],
      ]],
    ],
  },

  allowLogGroupUse: {
    written: [
      ['one user and one log group as single values', () => S.allowLogGroupUse([reader()], ['/aws/cloudtrail/audit']), {
        Sid: 'AllowLogGroupUse',
        Effect: 'Allow',
        Principal: { AWS: READER },
        Action: ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        Resource: '*',
        Condition: {
          ArnEquals: { [LOGS_CONTEXT]: 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/cloudtrail/audit' },
          StringEquals: { 'kms:ViaService': 'logs.${AWS::Region}.amazonaws.com' },
        },
      }],
      ['several users and log groups as lists, each log group once',
        () => S.allowLogGroupUse([reader(), otherReader()], ['payments', '/aws/cloudtrail/audit', 'payments']),
        {
          Sid: 'AllowLogGroupUse',
          Effect: 'Allow',
          Principal: { AWS: [READER, OTHER_READER] },
          Action: ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
          Resource: '*',
          Condition: {
            ArnEquals: {
              [LOGS_CONTEXT]: [
                'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:payments',
                'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/cloudtrail/audit',
              ],
            },
            StringEquals: { 'kms:ViaService': 'logs.${AWS::Region}.amazonaws.com' },
          },
        }],
      ['the condition that a user brings beside its own',
        () => S.allowLogGroupUse([reader().withConditions({ StringEquals: { 'aws:PrincipalTag/team': 'audit' } })], ['payments']),
        {
          Sid: 'AllowLogGroupUse',
          Effect: 'Allow',
          Principal: { AWS: READER },
          Action: ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
          Resource: '*',
          Condition: {
            ArnEquals: { [LOGS_CONTEXT]: 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:payments' },
            StringEquals: { 'aws:PrincipalTag/team': 'audit', 'kms:ViaService': 'logs.${AWS::Region}.amazonaws.com' },
          },
        }],
    ],
    actions: [
      ['admits to encrypt, to decrypt', () => S.allowLogGroupUse([new iam.ArnPrincipal('arn:aws:iam::111111111111:role/Delivery')], ['/aws/cloudtrail/audit']), roleWritesLogs, LOG_GROUP_ACTIONS, 'direct'],
    ],
    answers: [
      [() => S.allowLogGroupUse([new iam.ArnPrincipal('arn:aws:iam::111111111111:role/Delivery')], ['/aws/cloudtrail/audit']), [
        ...otherLogGroups(roleWritesLogs),
        ['refuses a call that does not come through a service', withContext(roleWritesLogs, { 'kms:ViaService': undefined }), 'no'],
        ['refuses a call through another service', withContext(roleWritesLogs, { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' }), 'no'],
        ['refuses a call through CloudWatch Logs of another Region', withContext(roleWritesLogs, { 'kms:ViaService': 'logs.us-east-1.amazonaws.com' }), 'no'],
        ['refuses another role of the same account', by('arn:aws:iam::111111111111:role/Other', roleWritesLogs), 'no'],
        ['refuses the role of the same name in another account', by('arn:aws:iam::222222222222:role/Delivery', roleWritesLogs), 'no'],
        ['refuses CloudWatch Logs itself', logsEncrypts, 'no'],
      ]],
    ],
  },

  allowCloudTrailPublish: {
    written: writtenForTrails((trails) => S.allowCloudTrailPublish(trails),
      { Sid: 'AllowCloudTrailPublish', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] }),
    actions: [
      ['admits to make data keys, to decrypt', () => S.allowCloudTrailPublish([AUDIT_TRAIL]), admitsTrail, ['kms:Decrypt', ...DATA_KEYS], 'direct'],
    ],
    answers: [
      ...tiedToTrails((trails) => S.allowCloudTrailPublish(trails), { ...admitsTrail, action: 'kms:GenerateDataKey' }),
      [() => S.allowCloudTrailPublish([AUDIT_TRAIL]), [
        ['admits the encryption context of a topic, which is not that of CloudTrail',
          { ...withContext(admitsTrail, { 'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:eu-central-1:111111111111:trail' }), action: 'kms:Decrypt' }, 'direct'],
      ]],
    ],
  },
});

describe('a principal with a condition that the statement needs for itself', () => {
  const refusal = (sid: string, condition: string) =>
    `${sid}: a principal brings the condition ${condition}, which would replace the statement's own; leave it out of the principal`;
  const bringing = (conditions: iam.Conditions) => [reader().withConditions(conditions)];

  test.each<[string, () => iam.PolicyStatement, string]>([
    ['the presence of the encryption context', () => S.enableCloudTrailLogDecryptPermissions(bringing({ Null: { [CONTEXT]: 'true' } })),
      refusal('EnableCloudTrailLogDecryptPermissions', `Null ${CONTEXT}`)],
    ['the same key in another case', () => S.enableCloudTrailLogDecryptPermissions(bringing({ Null: { 'KMS:encryptioncontext:AWS:CloudTrail:ARN': 'true' } })),
      refusal('EnableCloudTrailLogDecryptPermissions', 'Null KMS:encryptioncontext:AWS:CloudTrail:ARN')],
    ['the same operator in another case', () => S.enableCloudTrailLogDecryptPermissions(bringing({ nULL: { [CONTEXT]: 'true' } })),
      refusal('EnableCloudTrailLogDecryptPermissions', `nULL ${CONTEXT}`)],
    ['the bucket', () => S.enableCloudTrailLogDecryptPermissionsWithBucketKey(bringing({ StringEquals: { [S3_CONTEXT]: 'arn:aws:s3:::mine' } }), ['logs']),
      refusal('EnableCloudTrailLogDecryptPermissionsWithBucketKey', `StringEquals ${S3_CONTEXT}`)],
    ['the service that it calls through', () => S.allowLogGroupUse(bringing({ StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } }), ['payments']),
      refusal('AllowLogGroupUse', 'StringEquals kms:ViaService')],
    ['the log group', () => S.allowLogGroupUse(bringing({ ArnEquals: { [LOGS_CONTEXT]: 'arn:aws:logs:*:*:*' } }), ['payments']),
      refusal('AllowLogGroupUse', `ArnEquals ${LOGS_CONTEXT}`)],
  ])('fails on %s', (_, build, message) => {
    expect(build).toThrow(new Error(message));
  });

  test('is kept where it uses the key under another operator, so that both must hold', () => {
    const statement = S.enableCloudTrailLogDecryptPermissions(bringing({ StringLike: { [CONTEXT]: PAYMENTS } }));

    expect(outcomeOf([statement], withContext(readerReads, { [CONTEXT]: PAYMENTS }))).toEqual('direct');
    expect(outcomeOf([statement], readerReads)).toEqual('no');
  });

  test('fails beside one with other conditions', () => {
    expect(() => S.enableCloudTrailLogDecryptPermissions([reader(), throughS3()])).toThrow('All principals in a PolicyStatement must have the same Conditions');
    expect(() => S.enableCloudTrailLogDecryptPermissions([throughS3(), reader()])).toThrow('All principals in a PolicyStatement must have the same Conditions');
  });
});

describe('a statement for nobody', () => {
  test.each<[string, string, () => iam.PolicyStatement]>([
    ['trail to encrypt for', 'trails', () => S.allowCloudTrailEncryptLogs([])],
    ['trail to encrypt for with a Bucket Key', 'trails', () => S.allowCloudTrailEncryptLogsWithBucketKey([])],
    ['trail to decrypt for', 'trails', () => S.allowCloudTrailDecryptTrail([])],
    ['trail', 'trails', () => S.allowCloudTrailAccess([])],
    ['trail of a topic', 'trails', () => S.allowCloudTrailPublish([])],
    ['account to encrypt for', 'accountIds', () => S.allowCloudTrailEncryptLogsByAccount([])],
    ['account to encrypt for with a Bucket Key', 'accountIds', () => S.allowCloudTrailEncryptLogsByAccountWithBucketKey([])],
    ['account to decrypt for', 'accountIds', () => S.allowCloudTrailDecryptTrailByAccount([])],
    ['account', 'accountIds', () => S.allowCloudTrailAccessByAccount([])],
    ['reader', 'principals', () => S.enableCloudTrailLogDecryptPermissions([])],
    ['reader of a bucket', 'principals', () => S.enableCloudTrailLogDecryptPermissionsWithBucketKey([], ['logs'])],
    ['bucket', 'bucketNames', () => S.enableCloudTrailLogDecryptPermissionsWithBucketKey([reader()], [])],
    ['reader account', 'accountIds', () => S.enableEncryptedCloudTrailLogReadAccess([])],
    ['reader account of a bucket', 'accountIds', () => S.enableEncryptedCloudTrailLogReadAccessWithBucketKey([], ['logs'])],
    ['bucket of a reader account', 'bucketNames', () => S.enableEncryptedCloudTrailLogReadAccessWithBucketKey(['222222222222'], [])],
    ['user of event data stores', 'principals', () => S.enableUserKeyPermissionsEds([])],
    ['log group', 'logGroupNames', () => S.allowCloudWatchLogs([])],
    ['user of a log group', 'principals', () => S.allowLogGroupUse([], ['payments'])],
    ['log group of a user', 'logGroupNames', () => S.allowLogGroupUse([reader()], [])],
    ['administrator', 'principals', () => S.allowKeyAdministration([])],
  ])('is refused: no %s', (_, prop, build) => {
    expect(build).toThrow(new Error(`policy statement: '${prop}' must have one element at least, got []; leave the statement out`));
  });
});

describe('a list that is left out', () => {
  const none = undefined as any;

  test.each<[string, string, () => iam.PolicyStatement]>([
    ['trails', 'trails', () => S.allowCloudTrailEncryptLogs(none)],
    ['accounts', 'accountIds', () => S.allowCloudTrailAccessByAccount(none)],
    ['readers', 'principals', () => S.enableCloudTrailLogDecryptPermissions(none)],
    ['buckets', 'bucketNames', () => S.enableCloudTrailLogDecryptPermissionsWithBucketKey([reader()], none)],
    ['log groups', 'logGroupNames', () => S.allowCloudWatchLogs(none)],
    ['event data stores, for a statement open to every store must be asked for', 'eventDataStoreArns', () => S.allowCloudTrailAccessEds(none)],
  ])('is refused: %s', (_, prop, build) => {
    expect(build).toThrow(new Error(`policy statement: '${prop}' must have one element at least, got undefined; leave the statement out`));
  });
});

describe('a trail that is none', () => {
  test.each<[string, any, string]>([
    ['its ARN', AUDIT, '"arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit"'],
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
    ['its names', { trailName: 'audit', accountId: '222222222222' }, '{"trailName":"audit","accountId":"222222222222"}'],
  ])('is refused, also beside one: %s', (_, trail, received) => {
    const refusal = (i: number) => new Error(`policy statement: 'trails[${i}]' must be a TrailIdentity, got ${received}; `
      + 'use TrailIdentity.fromTrailArn() or new TrailIdentity()');

    expect(() => S.allowCloudTrailAccess([trail])).toThrow(refusal(0));
    expect(() => S.allowCloudTrailAccess([AUDIT_TRAIL, trail])).toThrow(refusal(1));
    expect(jsonOf(S.allowCloudTrailAccess([AUDIT_TRAIL])).Condition.StringEquals['aws:SourceArn']).toContain('trail/audit');
  });
});

describe('a principal that is none', () => {
  test.each<[string, any, string]>([
    ['its ARN', READER, '"arn:aws:iam::222222222222:role/Reader"'],
    ['undefined', undefined, 'undefined'],
    ['what has a principal', { grantPrincipal: reader() }, '{"grantPrincipal":{'],
  ])('is refused, also beside one: %s', (_, principal, received) => {
    const refusal = (i: number) => `policy statement: 'principals[${i}]' must be a principal, got ${received}`;

    expect(() => S.enableUserKeyPermissionsEds([principal])).toThrow(refusal(0));
    expect(() => S.enableUserKeyPermissionsEds([reader(), principal])).toThrow(refusal(1));
    expect(() => S.enableUserKeyPermissionsEds([principal])).toThrow("; use new iam.ArnPrincipal(), or the 'grantPrincipal' of what has one");
    expect(jsonOf(S.enableUserKeyPermissionsEds([reader()])).Principal).toEqual({ AWS: READER });
  });
});

describe('one alone in place of a list', () => {
  test.each<[string, string, () => iam.PolicyStatement, string]>([
    ['trail', 'trails', () => S.allowCloudTrailEncryptLogs(AUDIT as any), `"${AUDIT}"`],
    ['reader', 'principals', () => S.enableCloudTrailLogDecryptPermissions(READER as any), `"${READER}"`],
    ['account', 'accountIds', () => S.allowCloudTrailAccessByAccount('222222222222' as any), '"222222222222"'],
    ['event data store', 'eventDataStoreArns', () => S.allowCloudTrailAccessEds(STORE as any), `"${STORE}"`],
  ])('is refused: %s', (_, prop, build, received) => {
    expect(build).toThrow(new Error(`policy statement: '${prop}' must be a list that is known when the app is synthesized, got ${received}; write its elements out`));
  });

  test('is refused: an empty text for event data stores, for a statement open to every store must be asked for', () => {
    expect(() => S.allowCloudTrailAccessEds('' as any)).toThrow("policy statement: 2 problems\n  - 'eventDataStoreArns' must have one element at least, got \"\"");
    expect(jsonOf(S.allowCloudTrailAccessEds([])).Condition).toBeUndefined();
  });
});

test.each([undefined, null])('what member accounts may read is not left out as %p', (options: any) => {
  expect(() => S.enableMemberAccountLogDecrypt(options)).toThrow(/^policy statement: 2 problems\n {2}- 'organizationId' must be .*, got undefined;.*\n {2}- 'bucketName' must be .*, got undefined;/);
  expect(jsonOf(S.enableMemberAccountLogDecrypt({ organizationId: 'o-exampleorg1', bucketName: 'logs' })).Condition.StringLike)
    .toEqual({ [S3_CONTEXT]: 'arn:${AWS::Partition}:s3:::logs/AWSLogs/o-exampleorg1/${aws:PrincipalAccount}/*' });
});

describe('everybody', () => {
  const builders: [string, (principals: iam.IPrincipal[]) => iam.PolicyStatement][] = [
    ['to administer', principals => S.allowKeyAdministration(principals)],
    ['to decrypt', principals => S.enableCloudTrailLogDecryptPermissions(principals)],
    ['to decrypt with a Bucket Key', principals => S.enableCloudTrailLogDecryptPermissionsWithBucketKey(principals, ['logs'])],
    ['to use event data stores', principals => S.enableUserKeyPermissionsEds(principals)],
    ['to use a log group', principals => S.allowLogGroupUse(principals, ['payments'])],
  ];

  test.each(builders)('is refused %s', (_, build) => {
    const refusal = new Error('policy statement: \'principals\' must not hold "*" without a condition, got it; that is everybody: use an OrganizationPrincipal');

    expect(() => build([new iam.AnyPrincipal()])).toThrow(refusal);
    expect(() => build([new iam.StarPrincipal()])).toThrow(refusal);
    expect(() => build([reader(), new iam.ArnPrincipal('*')])).toThrow(refusal);
  });

  test.each(builders)('is admitted %s with a condition', (_, build) => {
    const { Principal, Condition } = jsonOf(build([new iam.AnyPrincipal().withConditions({ StringLike: { 'aws:PrincipalOrgPaths': 'o-exampleorg1/*' } })]));

    expect([Principal, Condition.StringLike]).toEqual([{ AWS: '*' }, { 'aws:PrincipalOrgPaths': 'o-exampleorg1/*' }]);
  });
});

describe('a malformed name', () => {
  const account = "'accountIds[0]' must be an account id of 12 digits, as a string, got \"*\"; write it in full, as in \"111111111111\"; accounts have no wildcard";
  const bucketName = (prop: string) => `'${prop}' must be 3-63 lower-case letters, digits, "." or "-", beginning and ending with a letter or digit, without "..", ".-" or "-.", `
    + 'not an IP address, without the prefixes and suffixes that S3 reserves, got "*"; choose another name';
  const logGroup = "'logGroupNames[0]' must be 1-512 letters, digits or any of _-/.#, got \"*\"; name one log group, without wildcards";
  const members = { organizationId: 'o-exampleorg1', bucketName: 'logs', s3KeyPrefix: 'audit' };

  test.each<[string, () => iam.PolicyStatement, string, () => iam.PolicyStatement, unknown]>([
    ['account of trails', () => S.allowCloudTrailAccessByAccount(['*']), account,
      () => S.allowCloudTrailAccessByAccount(['222222222222']), { StringEquals: { 'aws:SourceAccount': '222222222222' } }],
    ['account of readers', () => S.enableEncryptedCloudTrailLogReadAccess(['*']), account,
      () => S.enableEncryptedCloudTrailLogReadAccess(['222222222222']), WITH_TRAIL_CONTEXT],
    ['bucket of readers', () => S.enableCloudTrailLogDecryptPermissionsWithBucketKey([reader()], ['*']), bucketName('bucketNames[0]'),
      () => S.enableCloudTrailLogDecryptPermissionsWithBucketKey([reader()], ['logs']), { StringEquals: { [S3_CONTEXT]: 'arn:${AWS::Partition}:s3:::logs' } }],
    ['bucket of reader accounts', () => S.enableEncryptedCloudTrailLogReadAccessWithBucketKey(['222222222222'], ['*']), bucketName('bucketNames[0]'),
      () => S.enableEncryptedCloudTrailLogReadAccessWithBucketKey(['222222222222'], ['logs']), { StringEquals: { [S3_CONTEXT]: 'arn:${AWS::Partition}:s3:::logs' } }],
    ['log group', () => S.allowCloudWatchLogs(['*']), logGroup,
      () => S.allowCloudWatchLogs(['payments']), { ArnEquals: { [LOGS_CONTEXT]: 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:payments' } }],
    ['log group of a user', () => S.allowLogGroupUse([reader()], ['*']), logGroup,
      () => S.allowLogGroupUse([reader()], ['payments']), {
        ArnEquals: { [LOGS_CONTEXT]: 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:payments' },
        StringEquals: { 'kms:ViaService': 'logs.${AWS::Region}.amazonaws.com' },
      }],
    ['event data store', () => S.allowCloudTrailAccessEds(['arn:aws:cloudtrail:eu-central-1:222222222222:eventdatastore/*']),
      "'eventDataStoreArns[0]' must be the ARN of an event data store, \"arn:PARTITION:cloudtrail:REGION:ACCOUNT:eventdatastore/ID\", without wildcards, "
        + 'got "arn:aws:cloudtrail:eu-central-1:222222222222:eventdatastore/*"; take it from the output of `aws cloudtrail list-event-data-stores`',
      () => S.allowCloudTrailAccessEds([STORE]), { StringEquals: { 'aws:SourceAccount': '222222222222', 'aws:SourceArn': STORE } }],
    ['organization of members', () => S.enableMemberAccountLogDecrypt({ ...members, organizationId: 'o-*' }),
      '\'organizationId\' must be "o-" and 10 to 32 lower-case letters or digits, got "o-*"; take it from the output of `aws organizations describe-organization`',
      () => S.enableMemberAccountLogDecrypt(members), expect.objectContaining({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } })],
    ['bucket of members', () => S.enableMemberAccountLogDecrypt({ ...members, bucketName: '*' }), bucketName('bucketName'),
      () => S.enableMemberAccountLogDecrypt(members), expect.objectContaining({
        StringLike: { [S3_CONTEXT]: 'arn:${AWS::Partition}:s3:::logs/audit/AWSLogs/o-exampleorg1/${aws:PrincipalAccount}/*' },
      })],
    ['folder of members', () => S.enableMemberAccountLogDecrypt({ ...members, s3KeyPrefix: '' }),
      "'s3KeyPrefix' must be 1-200 letters, digits or any of !-_.'()/, neither beginning nor ending with \"/\", no part of it empty or \"AWSLogs\", got \"\"; "
        + 'write the folder alone, as in "audit/trails"; CloudTrail adds "/AWSLogs" itself',
      () => S.enableMemberAccountLogDecrypt({ organizationId: 'o-exampleorg1', bucketName: 'logs' }), expect.objectContaining({
        StringLike: { [S3_CONTEXT]: 'arn:${AWS::Partition}:s3:::logs/AWSLogs/o-exampleorg1/${aws:PrincipalAccount}/*' },
      })],
  ])('is refused: %s', (_, bad, complaint, good, conditions) => {
    expect(bad).toThrow(new Error(`policy statement: ${complaint}`));
    expect(jsonOf(good()).Condition).toEqual(conditions);
  });
});

describe('the partition', () => {
  const everyStatement = () => [
    S.allowKeyAdministration([root(Aws.ACCOUNT_ID)]),
    S.enableIamUserPermissions(),
    S.allowCloudTrailEncryptLogs([AUDIT_TRAIL]),
    S.allowCloudTrailEncryptLogsByAccount(['333333333333']),
    S.enableEncryptedCloudTrailLogReadAccess(['222222222222']),
    S.enableCloudTrailLogDecryptPermissionsWithBucketKey([reader()], ['logs']),
    S.enableMemberAccountLogDecrypt({ organizationId: 'o-exampleorg1', bucketName: 'logs' }),
    S.allowCloudWatchLogs(['payments']),
    S.allowLogGroupUse([reader()], ['payments']),
  ];
  const PARTITIONS = [
    { partition: 'aws', region: 'eu-central-1', suffix: 'amazonaws.com', logs: 'logs.eu-central-1.amazonaws.com', viaLogs: 'logs.eu-central-1.amazonaws.com' },
    { partition: 'aws-cn', region: 'cn-north-1', suffix: 'amazonaws.com.cn', logs: 'logs.cn-north-1.amazonaws.com.cn', viaLogs: 'logs.cn-north-1.amazonaws.com' },
    { partition: 'aws-us-gov', region: 'us-gov-west-1', suffix: 'amazonaws.com', logs: 'logs.us-gov-west-1.amazonaws.com', viaLogs: 'logs.us-gov-west-1.amazonaws.com' },
  ];

  test.each(PARTITIONS)('$partition stands in every ARN, and services are called by their names there', ({ partition, region, suffix, logs, viaLogs }) => {
    const references: { [name: string]: string } = {
      '${AWS::Partition}': partition, '${AWS::AccountId}': '111111111111', '${AWS::Region}': region, '${AWS::URLSuffix}': suffix,
    };
    const strings = everyStatement().flatMap((statement) => stringsOf(jsonOf(statement, { account: '111111111111', region })));
    const filledIn = strings.filter((text) => text.includes('${AWS::')).map((text) => text.replace(/\$\{AWS::\w+\}/g, (name) => references[name]));
    const services = strings.filter((text) => /amazonaws/.test(text) && !text.includes('${AWS::'));

    expect([...new Set(filledIn)].sort()).toEqual([
      '111111111111',
      `arn:${partition}:cloudtrail:*:222222222222:trail/*`,
      `arn:${partition}:cloudtrail:*:333333333333:trail/*`,
      `arn:${partition}:cloudtrail:eu-central-1:222222222222:trail/audit`,
      `arn:${partition}:iam::111111111111:root`,
      `arn:${partition}:iam::222222222222:root`,
      `arn:${partition}:logs:${region}:111111111111:log-group:payments`,
      `arn:${partition}:s3:::logs`,
      `arn:${partition}:s3:::logs/AWSLogs/o-exampleorg1/\${aws:PrincipalAccount}/*`,
      ...new Set([logs, viaLogs]),
    ].sort());
    expect([...new Set(services)]).toEqual(['cloudtrail.amazonaws.com']);
  });

  test.each(PARTITIONS)('$partition admits its own trail, log service and callers, and those of no other', ({ partition, region, logs, viaLogs }) => {
    const environment = { partition, account: '111111111111', region };
    const trail = new TrailIdentity({ trailName: 'audit', accountId: '222222222222', region });
    const statements = [S.allowCloudTrailEncryptLogs([trail]), S.allowCloudWatchLogs(['payments']), S.allowLogGroupUse([root('222222222222')], ['payments'])];
    const outcome = (request: AccessRequest) => outcomeOf(statements, request, environment);
    const elsewhere = partition === 'aws' ? 'aws-cn' : 'aws';
    const logGroup = { [LOGS_CONTEXT]: `arn:${partition}:logs:${region}:111111111111:log-group:payments` };
    const key = `arn:${partition}:kms:${region}:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    const trailEncrypts = (arnPartition: string) => ({
      ...onBehalfOf(`arn:${arnPartition}:cloudtrail:${region}:222222222222:trail/audit`, encryptForTrail), resource: key,
    });
    const roleEncrypts = (arnPartition: string, viaService: string) => ({
      action: 'kms:Encrypt',
      caller: { arn: `arn:${arnPartition}:iam::222222222222:role/Reader` },
      resource: key,
      context: { ...logGroup, 'kms:ViaService': viaService },
    });

    expect(outcome(trailEncrypts(partition))).toEqual('direct');
    expect(outcome(trailEncrypts(elsewhere))).toEqual('no');
    expect(outcome({ action: 'kms:Encrypt', caller: { service: logs }, resource: key, context: logGroup })).toEqual('direct');
    expect(outcome({ action: 'kms:Encrypt', caller: { service: `${logs}.example` }, resource: key, context: logGroup })).toEqual('no');
    expect(outcome(roleEncrypts(partition, viaLogs))).toEqual('delegated');
    expect(outcome(roleEncrypts(elsewhere, viaLogs))).toEqual('no');
    expect(outcome(roleEncrypts(partition, `${viaLogs}.cn`))).toEqual('no');
  });
});

describe('an assembled policy', () => {
  test('keeps statements apart and untouched, whatever the app minimizes', () => {
    const statements = [
      S.allowCloudTrailEncryptLogs([AUDIT_TRAIL]),
      S.allowCloudTrailEncryptLogsWithBucketKey([AUDIT_TRAIL]),
      S.allowCloudTrailDecryptTrail([AUDIT_TRAIL]),
    ];

    expect(policyOf(statements, PINNED).Statement.map(({ Sid, Action }: any) => [Sid, Action])).toEqual([
      ['AllowCloudTrailEncryptLogs', 'kms:GenerateDataKey*'],
      ['AllowCloudTrailEncryptLogsWithBucketKey', 'kms:GenerateDataKey*'],
      ['AllowCloudTrailDecryptTrail', 'kms:Decrypt'],
    ]);
  });

  test('leaves open whom an imported account stands for until it is deployed', () => {
    const statement = S.enableEncryptedCloudTrailLogReadAccess([Fn.importValue('ReaderAccount')]);

    expect(outcomeOf([statement], readerReads)).toEqual('unknown');
    expect(outcomeOf([statement], withContext(readerReads, { [CONTEXT]: undefined }))).toEqual('no');
  });
});
