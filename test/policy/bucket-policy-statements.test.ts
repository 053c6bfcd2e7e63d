import { App, aws_iam as iam, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { MEMBER_ACCOUNT_SUITES } from './member-account-suites';
import { Answers, describeStatements, jsonOf, outcomeOf, readable, Row, stringsOf, withContext, Written } from './oracle';
import type { AccessRequest } from '../../src/access/request';
import { BucketPolicyStatements } from '../../src/policy/bucket-policy-statements';
import { TrailIdentity } from '../../src/trail-identity';

const S = BucketPolicyStatements;
const BUCKET = 'arn:aws:s3:::logs';
const CLOUDTRAIL = { service: 'cloudtrail.amazonaws.com' };
const S3_LOGGING = { service: 'logging.s3.amazonaws.com' };

const AUDIT_TRAIL = new TrailIdentity({ trailName: 'audit', accountId: '222222222222', region: 'eu-central-1' });
const SIBLING_TRAIL = new TrailIdentity({ trailName: 'audit-2', accountId: '222222222222', region: 'eu-central-1' });
const PAYMENTS_TRAIL = new TrailIdentity({ trailName: 'payments', accountId: '333333333333', region: 'us-east-1' });
const TEAM_TRAILS = new TrailIdentity({ trailName: 'team-*', accountId: '222222222222', region: 'eu-*' });
const ORGANIZATION_TRAIL = new TrailIdentity({
  trailName: 'audit', accountId: '222222222222', region: 'eu-central-1', organizationId: 'o-exampleorg1',
});
const OTHER_ORGANIZATION_TRAIL = new TrailIdentity({
  trailName: 'payments', accountId: '333333333333', region: 'us-east-1', organizationId: 'o-secondorg22',
});

const AUDIT = 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit';
const PAYMENTS = 'arn:aws:cloudtrail:us-east-1:333333333333:trail/payments';
const FOREIGN = 'arn:aws:cloudtrail:eu-central-1:999999999999:trail/audit';

const READER = 'arn:aws:iam::222222222222:role/Reader';
const OTHER_READER = 'arn:aws:iam::222222222222:user/Bob';
const reader = () => new iam.ArnPrincipal(READER);
const otherReader = () => new iam.ArnPrincipal(OTHER_READER);

/** What S3 knows of buckets and objects, as far as it could matter to logs. */
const S3_ACTIONS = [
  's3:GetObject', 's3:GetObjectAcl', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:PutObject', 's3:PutObjectAcl', 's3:PutObjectRetention',
  's3:DeleteObject', 's3:DeleteObjectVersion', 's3:AbortMultipartUpload', 's3:BypassGovernanceRetention', 's3:RestoreObject', 's3:ReplicateObject',
  's3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads', 's3:GetBucketAcl', 's3:PutBucketAcl', 's3:GetBucketPolicy',
  's3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:DeleteBucket', 's3:GetBucketLocation', 's3:PutLifecycleConfiguration', 's3:PutBucketLogging',
  's3:PutEncryptionConfiguration', 's3:PutBucketVersioning', 's3:PutBucketPublicAccessBlock',
];

const checksAcl: AccessRequest = {
  action: 's3:GetBucketAcl', caller: CLOUDTRAIL, resource: BUCKET, context: { 'aws:SourceArn': AUDIT, 'aws:SourceAccount': '222222222222' },
};
const writes: AccessRequest = {
  action: 's3:PutObject',
  caller: CLOUDTRAIL,
  resource: `${BUCKET}/AWSLogs/222222222222/CloudTrail/eu-central-1/2026/11/21/x.json.gz`,
  context: { 'aws:SourceArn': AUDIT, 'aws:SourceAccount': '222222222222', 's3:x-amz-acl': 'bucket-owner-full-control' },
};
const writesForOrganization = { ...writes, resource: `${BUCKET}/AWSLogs/o-exampleorg1/444444444444/CloudTrail/eu-central-1/2026/11/21/x.json.gz` };
const reads: AccessRequest = {
  action: 's3:GetObject', caller: { arn: READER }, resource: `${BUCKET}/AWSLogs/222222222222/CloudTrail/eu-central-1/2026/11/21/x.json.gz`,
};
const lists: AccessRequest = { action: 's3:ListBucket', caller: { arn: READER }, resource: BUCKET, context: { 's3:prefix': 'AWSLogs/222222222222/' } };
const logsAccess: AccessRequest = {
  action: 's3:PutObject',
  caller: S3_LOGGING,
  resource: 'arn:aws:s3:::access-logs/cloudtrail/2026-11-21-x',
  context: { 'aws:SourceArn': BUCKET, 'aws:SourceAccount': '111111111111' },
};

const at = (key: string, request: AccessRequest): AccessRequest => ({ ...request, resource: `${BUCKET}/${key}` });
const by = (arn: string, request: AccessRequest): AccessRequest => ({ ...request, caller: { arn } });
const onBehalfOf = (trailArn: string, request: AccessRequest) => withContext(request, {
  'aws:SourceArn': trailArn, 'aws:SourceAccount': trailArn.split(':')[4],
});

/** What a statement for given trails must answer, whatever its action. */
const tiedToTrails = (build: (trails: TrailIdentity[]) => iam.PolicyStatement, request: AccessRequest): Answers[] => [
  [() => build([AUDIT_TRAIL]), [
    ['admits CloudTrail on behalf of the trail', request, 'direct'],
    ['refuses a sibling trail of the same account and Region', onBehalfOf(`${AUDIT}-2`, request), 'no'],
    ['refuses the trail of the same name in another Region', onBehalfOf('arn:aws:cloudtrail:us-east-1:222222222222:trail/audit', request), 'no'],
    ['refuses the trail of the same name in an unrelated account', onBehalfOf(FOREIGN, request), 'no'],
    ['refuses an event data store of the trail owner', onBehalfOf('arn:aws:cloudtrail:eu-central-1:222222222222:eventdatastore/a', request), 'no'],
    ['refuses CloudTrail without a source ARN, even with the source account', withContext(request, { 'aws:SourceArn': undefined }), 'no'],
    ['refuses another service that names the same source', { ...request, caller: { service: 'config.amazonaws.com' } }, 'no'],
    ['refuses a role of the trail owner', by('arn:aws:iam::222222222222:role/Admin', request), 'no'],
    ['refuses a role of the account of the bucket', by('arn:aws:iam::111111111111:role/Admin', request), 'no'],
    ['refuses another bucket', { ...request, resource: request.resource.replace(BUCKET, 'arn:aws:s3:::logs2') }, 'no'],
  ]],
  [() => build([TEAM_TRAILS, AUDIT_TRAIL]), [
    ['admits a trail that matches the wildcards', onBehalfOf('arn:aws:cloudtrail:eu-west-1:222222222222:trail/team-a', request), 'direct'],
    ['admits the literal trail beside the wildcards', request, 'direct'],
    ['refuses a trail that does not match the wildcards', onBehalfOf('arn:aws:cloudtrail:us-east-1:222222222222:trail/team-a', request), 'no'],
    ['refuses a matching name of another account', onBehalfOf('arn:aws:cloudtrail:eu-west-1:999999999999:trail/team-a', request), 'no'],
  ]],
];

/** Writing is tied to the ACL that leaves the bucket owner in control. */
const tiedToAcl = (build: () => iam.PolicyStatement, request: AccessRequest): Answers => [build, [
  ['refuses to write without an ACL', withContext(request, { 's3:x-amz-acl': undefined }), 'no'],
  ['refuses to write with another ACL', withContext(request, { 's3:x-amz-acl': 'public-read' }), 'no'],
]];

interface TrailShape {
  readonly title: string;
  readonly trails: TrailIdentity[];
  readonly operator: 'StringEquals' | 'ArnLike';
  readonly sourceArns: string | string[];
}

const AUDIT_WRITTEN = 'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit';
const PAYMENTS_WRITTEN = 'arn:${AWS::Partition}:cloudtrail:us-east-1:333333333333:trail/payments';

const aclCheckOf = ({ title, trails, operator, sourceArns }: TrailShape): Written => [title, () => S.awsCloudTrailAclCheck(BUCKET, trails), {
  Sid: 'AWSCloudTrailAclCheck20150319',
  Effect: 'Allow',
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action: 's3:GetBucketAcl',
  Resource: BUCKET,
  Condition: { [operator]: { 'aws:SourceArn': sourceArns } },
}];

const WRITE = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject' };
const ACL = { 's3:x-amz-acl': 'bucket-owner-full-control' };

/** Everybody meets the TLS statement beside one that admits. */
const tls = (request: AccessRequest, secureTransport: string | undefined) => withContext(request, { 'aws:SecureTransport': secureTransport });

describeStatements(BucketPolicyStatements, S3_ACTIONS, {
  ...MEMBER_ACCOUNT_SUITES,

  awsCloudTrailAclCheck: {
    written: [
      { title: 'one trail as a single value', trails: [AUDIT_TRAIL], operator: 'StringEquals' as const, sourceArns: AUDIT_WRITTEN },
      {
        title: 'several trails as a list, each of them once, in the order given',
        trails: [PAYMENTS_TRAIL, AUDIT_TRAIL, PAYMENTS_TRAIL],
        operator: 'StringEquals' as const,
        sourceArns: [PAYMENTS_WRITTEN, AUDIT_WRITTEN],
      },
      {
        title: 'the whole list under ArnLike as soon as one trail has a wildcard',
        trails: [AUDIT_TRAIL, TEAM_TRAILS],
        operator: 'ArnLike' as const,
        sourceArns: [AUDIT_WRITTEN, 'arn:${AWS::Partition}:cloudtrail:eu-*:222222222222:trail/team-*'],
      },
      {
        title: 'the partition of a trail that names it',
        trails: [new TrailIdentity({ trailName: 'audit', accountId: '222222222222', region: 'cn-north-1', partition: 'aws-cn' })],
        operator: 'StringEquals' as const,
        sourceArns: 'arn:aws-cn:cloudtrail:cn-north-1:222222222222:trail/audit',
      },
    ].map(aclCheckOf),
    actions: [['admits to read the ACL', () => S.awsCloudTrailAclCheck(BUCKET, [AUDIT_TRAIL]), checksAcl, ['s3:GetBucketAcl'], 'direct']],
    answers: [
      ...tiedToTrails((trails) => S.awsCloudTrailAclCheck(BUCKET, trails), checksAcl),
      [() => S.awsCloudTrailAclCheck(BUCKET, [AUDIT_TRAIL, PAYMENTS_TRAIL]), [
        ['admits the second of several trails', onBehalfOf(PAYMENTS, checksAcl), 'direct'],
      ]],
    ],
  },

  awsCloudTrailWrite: {
    written: [
      ['one trail as single values', () => S.awsCloudTrailWrite(BUCKET, [AUDIT_TRAIL]), {
        ...WRITE,
        Sid: 'AWSCloudTrailWrite20150319',
        Resource: 'arn:aws:s3:::logs/AWSLogs/222222222222/*',
        Condition: { StringEquals: { ...ACL, 'aws:SourceArn': AUDIT_WRITTEN } },
      }],
      ['the folder under which CloudTrail writes', () => S.awsCloudTrailWrite(BUCKET, [AUDIT_TRAIL], 'audit/trails'), {
        ...WRITE,
        Sid: 'AWSCloudTrailWrite20150319',
        Resource: 'arn:aws:s3:::logs/audit/trails/AWSLogs/222222222222/*',
        Condition: { StringEquals: { ...ACL, 'aws:SourceArn': AUDIT_WRITTEN } },
      }],
      ['trails of several accounts as lists', () => S.awsCloudTrailWrite(BUCKET, [PAYMENTS_TRAIL, AUDIT_TRAIL], 'audit'), {
        ...WRITE,
        Sid: 'AWSCloudTrailWrite20150319',
        Resource: ['arn:aws:s3:::logs/audit/AWSLogs/333333333333/*', 'arn:aws:s3:::logs/audit/AWSLogs/222222222222/*'],
        Condition: { StringEquals: { ...ACL, 'aws:SourceArn': [PAYMENTS_WRITTEN, AUDIT_WRITTEN] } },
      }],
      ['several trails of one account with its folder once', () => S.awsCloudTrailWrite(BUCKET, [AUDIT_TRAIL, SIBLING_TRAIL, AUDIT_TRAIL]), {
        ...WRITE,
        Sid: 'AWSCloudTrailWrite20150319',
        Resource: 'arn:aws:s3:::logs/AWSLogs/222222222222/*',
        Condition: { StringEquals: { ...ACL, 'aws:SourceArn': [AUDIT_WRITTEN, `${AUDIT_WRITTEN}-2`] } },
      }],
      ['a wildcard under ArnLike, apart from the ACL', () => S.awsCloudTrailWrite(BUCKET, [TEAM_TRAILS]), {
        ...WRITE,
        Sid: 'AWSCloudTrailWrite20150319',
        Resource: 'arn:aws:s3:::logs/AWSLogs/222222222222/*',
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:${AWS::Partition}:cloudtrail:eu-*:222222222222:trail/team-*' }, StringEquals: ACL },
      }],
      ['the folder of the management account for an organization trail', () => S.awsCloudTrailWrite(BUCKET, [ORGANIZATION_TRAIL]), {
        ...WRITE,
        Sid: 'AWSCloudTrailWrite20150319',
        Resource: 'arn:aws:s3:::logs/AWSLogs/222222222222/*',
        Condition: { StringEquals: { ...ACL, 'aws:SourceArn': AUDIT_WRITTEN } },
      }],
    ],
    actions: [['admits to write objects', () => S.awsCloudTrailWrite(BUCKET, [AUDIT_TRAIL]), writes, ['s3:PutObject'], 'direct']],
    answers: [
      ...tiedToTrails((trails) => S.awsCloudTrailWrite(BUCKET, trails), writes),
      tiedToAcl(() => S.awsCloudTrailWrite(BUCKET, [AUDIT_TRAIL]), writes),
      [() => S.awsCloudTrailWrite(BUCKET, [AUDIT_TRAIL]), [
        ['admits digest files', at('AWSLogs/222222222222/CloudTrail-Digest/eu-central-1/x.json.gz', writes), 'direct'],
        ['admits the empty object that marks the folder', at('AWSLogs/222222222222/', writes), 'direct'],
        ['refuses the folder of another account', at('AWSLogs/333333333333/CloudTrail/x.json.gz', writes), 'no'],
        ['refuses a folder whose name merely begins with the account', at('AWSLogs/2222222222223/CloudTrail/x.json.gz', writes), 'no'],
        ['refuses the folder of an organization', writesForOrganization, 'no'],
        ['refuses the folder of the account below a prefix', at('audit/AWSLogs/222222222222/CloudTrail/x.json.gz', writes), 'no'],
        ['refuses the root of the bucket', at('x.json.gz', writes), 'no'],
        ['refuses the folder of another service', at('Config/222222222222/x.json.gz', writes), 'no'],
      ]],
      [() => S.awsCloudTrailWrite(BUCKET, [AUDIT_TRAIL], 'audit/trails'), [
        ['admits the folder of the account in the prefix', at('audit/trails/AWSLogs/222222222222/CloudTrail/x.json.gz', writes), 'direct'],
        ['refuses the folder of the account without the prefix', writes, 'no'],
        ['refuses the folder of the account in a part of the prefix', at('audit/AWSLogs/222222222222/CloudTrail/x.json.gz', writes), 'no'],
        ['refuses the folder of another account in the prefix', at('audit/trails/AWSLogs/333333333333/CloudTrail/x.json.gz', writes), 'no'],
      ]],
      [() => S.awsCloudTrailWrite(BUCKET, [AUDIT_TRAIL, PAYMENTS_TRAIL]), [
        ['admits the second of several trails to the folder of its account', at('AWSLogs/333333333333/CloudTrail/x.json.gz', onBehalfOf(PAYMENTS, writes)), 'direct'],
        ['refuses the folder of an account that owns none of several trails', at('AWSLogs/444444444444/CloudTrail/x.json.gz', writes), 'no'],
      ]],
    ],
  },

  awsCloudTrailOrganizationWrite: {
    written: [
      ['one organization trail as single values', () => S.awsCloudTrailOrganizationWrite(BUCKET, [ORGANIZATION_TRAIL]), {
        ...WRITE,
        Sid: 'AWSCloudTrailOrganizationWrite20150319',
        Resource: 'arn:aws:s3:::logs/AWSLogs/o-exampleorg1/*',
        Condition: { StringEquals: { ...ACL, 'aws:SourceArn': AUDIT_WRITTEN } },
      }],
      ['the folder under which CloudTrail writes', () => S.awsCloudTrailOrganizationWrite(BUCKET, [ORGANIZATION_TRAIL], 'audit/trails'), {
        ...WRITE,
        Sid: 'AWSCloudTrailOrganizationWrite20150319',
        Resource: 'arn:aws:s3:::logs/audit/trails/AWSLogs/o-exampleorg1/*',
        Condition: { StringEquals: { ...ACL, 'aws:SourceArn': AUDIT_WRITTEN } },
      }],
      ['several organizations as lists, each of them once',
        () => S.awsCloudTrailOrganizationWrite(BUCKET, [OTHER_ORGANIZATION_TRAIL, ORGANIZATION_TRAIL, OTHER_ORGANIZATION_TRAIL]),
        {
          ...WRITE,
          Sid: 'AWSCloudTrailOrganizationWrite20150319',
          Resource: ['arn:aws:s3:::logs/AWSLogs/o-secondorg22/*', 'arn:aws:s3:::logs/AWSLogs/o-exampleorg1/*'],
          Condition: { StringEquals: { ...ACL, 'aws:SourceArn': [PAYMENTS_WRITTEN, AUDIT_WRITTEN] } },
        }],
      ['nothing of a trail without an organization', () => S.awsCloudTrailOrganizationWrite(BUCKET, [PAYMENTS_TRAIL, ORGANIZATION_TRAIL, SIBLING_TRAIL]), {
        ...WRITE,
        Sid: 'AWSCloudTrailOrganizationWrite20150319',
        Resource: 'arn:aws:s3:::logs/AWSLogs/o-exampleorg1/*',
        Condition: { StringEquals: { ...ACL, 'aws:SourceArn': AUDIT_WRITTEN } },
      }],
    ],
    actions: [[
      'admits to write objects', () => S.awsCloudTrailOrganizationWrite(BUCKET, [ORGANIZATION_TRAIL]), writesForOrganization, ['s3:PutObject'], 'direct',
    ]],
    answers: [
      [() => S.awsCloudTrailOrganizationWrite(BUCKET, [ORGANIZATION_TRAIL]), [
        ['admits CloudTrail into the folder of a member account', writesForOrganization, 'direct'],
        ['admits CloudTrail into the folder of the management account', at('AWSLogs/o-exampleorg1/222222222222/CloudTrail/x.json.gz', writes), 'direct'],
        ['refuses the folder of another organization', at('AWSLogs/o-secondorg22/444444444444/CloudTrail/x.json.gz', writes), 'no'],
        ['refuses a folder whose name merely begins with the organization', at('AWSLogs/o-exampleorg12/444444444444/CloudTrail/x.json.gz', writes), 'no'],
        ['refuses the folder of an account outside the organization folder', writes, 'no'],
        ['refuses the folder of the organization below a prefix', at('audit/AWSLogs/o-exampleorg1/444444444444/x.json.gz', writes), 'no'],
        ['refuses a trail of a member account', onBehalfOf('arn:aws:cloudtrail:eu-central-1:444444444444:trail/audit', writesForOrganization), 'no'],
        ['refuses a sibling trail of the management account', onBehalfOf(`${AUDIT}-2`, writesForOrganization), 'no'],
        ['refuses the trail of the same name in another Region', onBehalfOf('arn:aws:cloudtrail:us-east-1:222222222222:trail/audit', writesForOrganization), 'no'],
        ['refuses CloudTrail without a source ARN', withContext(writesForOrganization, { 'aws:SourceArn': undefined }), 'no'],
        ['refuses another service that names the same source', { ...writesForOrganization, caller: { service: 'config.amazonaws.com' } }, 'no'],
        ['refuses a role of the organization', { ...writesForOrganization, caller: { arn: READER, organizationId: 'o-exampleorg1' } }, 'no'],
      ]],
      tiedToAcl(() => S.awsCloudTrailOrganizationWrite(BUCKET, [ORGANIZATION_TRAIL]), writesForOrganization),
      [() => S.awsCloudTrailOrganizationWrite(BUCKET, [ORGANIZATION_TRAIL], 'audit'), [
        ['admits the folder of the organization in the prefix', at('audit/AWSLogs/o-exampleorg1/444444444444/CloudTrail/x.json.gz', writes), 'direct'],
        ['refuses the folder of the organization without the prefix', writesForOrganization, 'no'],
      ]],
    ],
  },

  enableCloudTrailLogRead: {
    written: [
      ['one reader as a single value', () => S.enableCloudTrailLogRead(BUCKET, [reader()]), {
        Sid: 'EnableCloudTrailLogRead',
        Effect: 'Allow',
        Principal: { AWS: READER },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::logs/AWSLogs/*',
      }],
      ['several readers as a list, and the folder under which CloudTrail writes',
        () => S.enableCloudTrailLogRead(BUCKET, [reader(), otherReader()], 'audit/trails'),
        {
          Sid: 'EnableCloudTrailLogRead',
          Effect: 'Allow',
          Principal: { AWS: [READER, OTHER_READER] },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::logs/audit/trails/AWSLogs/*',
        }],
      ['a reader who is given twice once', () => S.enableCloudTrailLogRead(BUCKET, [reader(), otherReader(), reader()]), {
        Sid: 'EnableCloudTrailLogRead',
        Effect: 'Allow',
        Principal: { AWS: [READER, OTHER_READER] },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::logs/AWSLogs/*',
      }],
      ['the condition that a reader brings', () => S.enableCloudTrailLogRead(BUCKET, [new iam.OrganizationPrincipal('o-exampleorg1')]), {
        Sid: 'EnableCloudTrailLogRead',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::logs/AWSLogs/*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
      }],
    ],
    actions: [['admits to fetch objects', () => S.enableCloudTrailLogRead(BUCKET, [reader()]), reads, ['s3:GetObject'], 'direct']],
    answers: [
      [() => S.enableCloudTrailLogRead(BUCKET, [reader(), otherReader()]), [
        ['admits the first reader', reads, 'direct'],
        ['admits the second reader', by(OTHER_READER, reads), 'direct'],
        ['admits the logs of every account', at('AWSLogs/444444444444/CloudTrail/x.json.gz', reads), 'direct'],
        ['admits the logs of an organization', at('AWSLogs/o-exampleorg1/444444444444/CloudTrail/x.json.gz', reads), 'direct'],
        ['refuses what lies outside the logs', at('secrets/x.json', reads), 'no'],
        ['refuses a folder whose name merely begins like that of the logs', at('AWSLogs2/222222222222/x.json.gz', reads), 'no'],
        ['refuses logs below a prefix', at('audit/AWSLogs/222222222222/x.json.gz', reads), 'no'],
        ['refuses another bucket', { ...reads, resource: 'arn:aws:s3:::logs2/AWSLogs/222222222222/x.json.gz' }, 'no'],
        ['refuses another role of the same account', by('arn:aws:iam::222222222222:role/Other', reads), 'no'],
        ['refuses the role of the same name in another account', by('arn:aws:iam::999999999999:role/Reader', reads), 'no'],
        ['refuses CloudTrail', { ...reads, caller: CLOUDTRAIL }, 'no'],
      ]],
      [() => S.enableCloudTrailLogRead(BUCKET, [reader()], 'audit'), [
        ['admits logs in the prefix', at('audit/AWSLogs/222222222222/CloudTrail/x.json.gz', reads), 'direct'],
        ['refuses logs outside the prefix', reads, 'no'],
        ['refuses what lies in the prefix beside the logs', at('audit/secrets/x.json', reads), 'no'],
      ]],
      [() => S.enableCloudTrailLogRead(BUCKET, [new iam.OrganizationPrincipal('o-exampleorg1')]), [
        ['admits a role of the organization', { ...reads, caller: { arn: READER, organizationId: 'o-exampleorg1' } }, 'direct'],
        ['refuses a role of another organization', { ...reads, caller: { arn: READER, organizationId: 'o-secondorg22' } }, 'no'],
        ['refuses a role of no organization', reads, 'no'],
      ]],
    ],
  },

  enableCloudTrailLogList: {
    written: [
      ['one reader as a single value', () => S.enableCloudTrailLogList(BUCKET, [reader()]), {
        Sid: 'EnableCloudTrailLogList',
        Effect: 'Allow',
        Principal: { AWS: READER },
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::logs',
        Condition: { StringLike: { 's3:prefix': 'AWSLogs/*' } },
      }],
      ['several readers as a list, and the folder under which CloudTrail writes',
        () => S.enableCloudTrailLogList(BUCKET, [reader(), otherReader()], 'audit/trails'),
        {
          Sid: 'EnableCloudTrailLogList',
          Effect: 'Allow',
          Principal: { AWS: [READER, OTHER_READER] },
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::logs',
          Condition: { StringLike: { 's3:prefix': 'audit/trails/AWSLogs/*' } },
        }],
      ['the condition that a reader brings beside its own', () => S.enableCloudTrailLogList(BUCKET, [new iam.OrganizationPrincipal('o-exampleorg1')]), {
        Sid: 'EnableCloudTrailLogList',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::logs',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' }, StringLike: { 's3:prefix': 'AWSLogs/*' } },
      }],
    ],
    actions: [['admits to list objects', () => S.enableCloudTrailLogList(BUCKET, [reader()]), lists, ['s3:ListBucket'], 'direct']],
    answers: [
      [() => S.enableCloudTrailLogList(BUCKET, [reader(), otherReader()]), [
        ['admits to list the folder of an account', lists, 'direct'],
        ['admits the second reader', by(OTHER_READER, lists), 'direct'],
        ['admits to list the folder of all logs', withContext(lists, { 's3:prefix': 'AWSLogs/' }), 'direct'],
        ['refuses to list the whole bucket', withContext(lists, { 's3:prefix': undefined }), 'no'],
        ['refuses to list with an empty prefix', withContext(lists, { 's3:prefix': '' }), 'no'],
        ['refuses to list another folder', withContext(lists, { 's3:prefix': 'secrets/' }), 'no'],
        ['refuses to list whatever begins with the name of the folder', withContext(lists, { 's3:prefix': 'AWSLogs' }), 'no'],
        ['refuses a folder whose name merely begins like that of the logs', withContext(lists, { 's3:prefix': 'AWSLogs2/' }), 'no'],
        ['refuses to list logs below a prefix', withContext(lists, { 's3:prefix': 'audit/AWSLogs/' }), 'no'],
        ['refuses another bucket', { ...lists, resource: 'arn:aws:s3:::logs2' }, 'no'],
        ['refuses another role of the same account', by('arn:aws:iam::222222222222:role/Other', lists), 'no'],
        ['refuses the role of the same name in another account', by('arn:aws:iam::999999999999:role/Reader', lists), 'no'],
      ]],
      [() => S.enableCloudTrailLogList(BUCKET, [reader()], 'audit'), [
        ['admits to list logs in the prefix', withContext(lists, { 's3:prefix': 'audit/AWSLogs/222222222222/' }), 'direct'],
        ['refuses to list logs outside the prefix', lists, 'no'],
        ['refuses to list what lies in the prefix beside the logs', withContext(lists, { 's3:prefix': 'audit/' }), 'no'],
      ]],
    ],
  },

  denyInsecureTransport: {
    written: [
      ['the bucket and its objects', () => S.denyInsecureTransport(BUCKET), {
        Sid: 'DenyInsecureTransport',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }],
    ],
    actions: [['denies everything', () => S.denyInsecureTransport(BUCKET), tls(reads, 'false'), S3_ACTIONS, 'denied']],
    answers: [
      [() => S.denyInsecureTransport(BUCKET), [
        ['denies a role without TLS', tls(reads, 'false'), 'denied'],
        ['denies a role of the account of the bucket without TLS', tls(by('arn:aws:iam::111111111111:role/Admin', reads), 'false'), 'denied'],
        ['denies the root user of the account without TLS', tls(by('arn:aws:iam::111111111111:root', reads), 'false'), 'denied'],
        ['denies listing without TLS', tls(lists, 'false'), 'denied'],
        ['says nothing about a call with TLS', tls(reads, 'true'), 'no'],
        ['says nothing about a service whose transport AWS does not tell', tls(writes, undefined), 'no'],
        ['says nothing about another bucket', tls({ ...reads, resource: 'arn:aws:s3:::logs2/x' }, 'false'), 'no'],
      ]],
    ],
  },

  s3ServerAccessLogs: {
    written: [
      ['a folder for the access logs', () => S.s3ServerAccessLogs('arn:aws:s3:::access-logs', BUCKET, 'cloudtrail/'), {
        Sid: 'S3ServerAccessLogsPolicy',
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::access-logs/cloudtrail/*',
        Condition: { ArnLike: { 'aws:SourceArn': BUCKET }, StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' } },
      }],
      ['the whole bucket for access logs without a folder', () => S.s3ServerAccessLogs('arn:aws:s3:::access-logs', BUCKET, ''), {
        Sid: 'S3ServerAccessLogsPolicy',
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::access-logs/*',
        Condition: { ArnLike: { 'aws:SourceArn': BUCKET }, StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' } },
      }],
    ],
    actions: [[
      'admits to write objects', () => S.s3ServerAccessLogs('arn:aws:s3:::access-logs', BUCKET, 'cloudtrail/'), logsAccess, ['s3:PutObject'], 'direct',
    ]],
    answers: [
      [() => S.s3ServerAccessLogs('arn:aws:s3:::access-logs', BUCKET, 'cloudtrail/'), [
        ['admits the access logs of the bucket', logsAccess, 'direct'],
        ['refuses the access logs of another bucket', withContext(logsAccess, { 'aws:SourceArn': 'arn:aws:s3:::logs2' }), 'no'],
        ['refuses the access logs of another account', withContext(logsAccess, { 'aws:SourceAccount': '999999999999' }), 'no'],
        ['refuses S3 without a source bucket', withContext(logsAccess, { 'aws:SourceArn': undefined }), 'no'],
        ['refuses S3 without a source account', withContext(logsAccess, { 'aws:SourceAccount': undefined }), 'no'],
        ['refuses a folder outside the prefix', { ...logsAccess, resource: 'arn:aws:s3:::access-logs/other/x' }, 'no'],
        ['refuses another bucket for the access logs', { ...logsAccess, resource: 'arn:aws:s3:::logs/cloudtrail/x' }, 'no'],
        ['refuses another service', { ...logsAccess, caller: { service: 's3.amazonaws.com' } }, 'no'],
        ['refuses a role of the account of the bucket', by('arn:aws:iam::111111111111:role/Admin', logsAccess), 'no'],
      ]],
    ],
  },
});

describe('TLS beside statements that admit', () => {
  const statements = () => [
    S.awsCloudTrailWrite(BUCKET, [AUDIT_TRAIL]), S.enableCloudTrailLogRead(BUCKET, [reader()]), S.denyInsecureTransport(BUCKET),
  ];

  test.each<Row>([
    ['admits a reader with TLS', tls(reads, 'true'), 'direct'],
    ['denies a reader without TLS', tls(reads, 'false'), 'denied'],
    ['admits CloudTrail, about whose transport AWS says nothing', writes, 'direct'],
    ['denies CloudTrail if AWS did say that it came without TLS', tls(writes, 'false'), 'denied'],
  ])('%s', (_, request, outcome) => {
    expect(outcomeOf(statements(), request)).toEqual(outcome);
  });
});

describe('a reader with a condition that the statement needs for itself', () => {
  const narrowed = (operator: string, key: string) => [reader().withConditions({ [operator]: { [key]: 'AWSLogs/222222222222/*' } })];

  test.each([
    ['StringLike', 's3:prefix'], ['StringLike', 'S3:Prefix'], ['stringlike', 's3:prefix'],
  ])('fails on the folder to list, written %s %s', (operator, key) => {
    expect(() => S.enableCloudTrailLogList(BUCKET, narrowed(operator, key))).toThrow(new Error('EnableCloudTrailLogList: '
      + `a principal brings the condition ${operator} ${key}, which would replace the statement's own; leave it out of the principal`));
  });

  test('is kept under another operator, so that both must hold', () => {
    const statement = S.enableCloudTrailLogList(BUCKET, [reader().withConditions({ StringEquals: { 's3:prefix': 'AWSLogs/222222222222/' } })]);

    expect(outcomeOf([statement], lists)).toEqual('direct');
    expect(outcomeOf([statement], withContext(lists, { 's3:prefix': 'AWSLogs/333333333333/' }))).toEqual('no');
  });
});

describe('a statement for nobody', () => {
  test.each<[string, string, () => iam.PolicyStatement]>([
    ['to check the ACL', 'trails', () => S.awsCloudTrailAclCheck(BUCKET, [])],
    ['to write', 'trails', () => S.awsCloudTrailWrite(BUCKET, [])],
    ['to write for an organization', 'trails', () => S.awsCloudTrailOrganizationWrite(BUCKET, [])],
    ['to read', 'principals', () => S.enableCloudTrailLogRead(BUCKET, [])],
    ['to list', 'principals', () => S.enableCloudTrailLogList(BUCKET, [])],
  ])('is refused: %s', (_, prop, build) => {
    expect(build).toThrow(new Error(`policy statement: '${prop}' must have one element at least, got []; leave the statement out`));
  });

  test('is refused where no trail is that of an organization', () => {
    expect(() => S.awsCloudTrailOrganizationWrite(BUCKET, [AUDIT_TRAIL])).toThrow(/ must have one element at least, .*; leave the statement out$/);
  });
});

describe('a list that is none, or holds what is none', () => {
  const builders: [string, (trails: any) => iam.PolicyStatement, TrailIdentity, AccessRequest][] = [
    ['to check the ACL', trails => S.awsCloudTrailAclCheck(BUCKET, trails), AUDIT_TRAIL, checksAcl],
    ['to write', trails => S.awsCloudTrailWrite(BUCKET, trails), AUDIT_TRAIL, writes],
    ['to write for an organization', trails => S.awsCloudTrailOrganizationWrite(BUCKET, trails), ORGANIZATION_TRAIL, writesForOrganization],
  ];

  test.each(builders)('is refused in place of trails %s', (_, build, trail, request) => {
    expect(() => build(undefined)).toThrow(new Error("policy statement: 'trails' must have one element at least, got undefined; leave the statement out"));
    expect(() => build(AUDIT)).toThrow(new Error(`policy statement: 'trails' must be a list that is known when the app is synthesized, got "${AUDIT}"; write its elements out`));
    expect(() => build([trail, undefined])).toThrow(new Error("policy statement: 'trails[1]' must be a TrailIdentity, got undefined; "
      + 'use TrailIdentity.fromTrailArn() or new TrailIdentity()'));
    expect(outcomeOf([build([trail])], request)).toEqual('direct');
  });

  test('is refused in place of readers', () => {
    expect(() => S.enableCloudTrailLogRead(BUCKET, READER as any)).toThrow(new Error(
      `policy statement: 'principals' must be a list that is known when the app is synthesized, got "${READER}"; write its elements out`));
    expect(() => S.enableCloudTrailLogList(BUCKET, [READER as any])).toThrow(new Error(
      `policy statement: 'principals[0]' must be a principal, got "${READER}"; use new iam.ArnPrincipal(), or the 'grantPrincipal' of what has one`));
  });
});

describe('a folder that CloudTrail would not write to', () => {
  const builders: [string, (s3KeyPrefix: string) => iam.PolicyStatement, (folder: string) => unknown][] = [
    ['to write', prefix => S.awsCloudTrailWrite(BUCKET, [AUDIT_TRAIL], prefix), folder => [`arn:aws:s3:::logs/${folder}/AWSLogs/222222222222/*`, undefined]],
    ['to write for an organization', prefix => S.awsCloudTrailOrganizationWrite(BUCKET, [ORGANIZATION_TRAIL], prefix),
      folder => [`arn:aws:s3:::logs/${folder}/AWSLogs/o-exampleorg1/*`, undefined]],
    ['to read', prefix => S.enableCloudTrailLogRead(BUCKET, [reader()], prefix), folder => [`arn:aws:s3:::logs/${folder}/AWSLogs/*`, undefined]],
    ['to list', prefix => S.enableCloudTrailLogList(BUCKET, [reader()], prefix), folder => ['arn:aws:s3:::logs', `${folder}/AWSLogs/*`]],
  ];
  const folders: [string, string, string][] = [
    ['empty', '', 'a'], ['a wildcard', '*', '!'], ['with a slash at its end', 'audit/', 'audit/x'], ['with a policy variable', '${aws:username}', '(aws-username)'],
  ];

  test.each(builders.flatMap(([title, build, folderOf]) =>
    folders.map(([kind, bad, good]) => [title, kind, bad, good, build, folderOf] as const)))('is refused in a statement %s: %s', (_, __, bad, good, build, folderOf) => {
    const { Resource, Condition } = jsonOf(build(good));

    expect(() => build(bad)).toThrow(new Error("policy statement: 's3KeyPrefix' must be 1-200 letters, digits or any of !-_.'()/, neither beginning nor ending with \"/\", "
      + `no part of it empty or "AWSLogs", got "${bad}"; write the folder alone, as in "audit/trails"; CloudTrail adds "/AWSLogs" itself`));
    expect([Resource, Condition?.StringLike?.['s3:prefix']]).toEqual(folderOf(good));
  });
});

test('a folder for access logs that S3 would not write to is refused', () => {
  const accessLogs = (folder: string) => S.s3ServerAccessLogs('arn:aws:s3:::access-logs', BUCKET, folder);

  expect(() => accessLogs('a*')).toThrow(new Error("policy statement: 'logFilePrefix' must be letters, digits or any of !-_.'()/, 200 characters at most, "
    + 'got "a*"; write it as in "cloudtrail/"'));
  expect(jsonOf(accessLogs('a/')).Resource).toEqual('arn:aws:s3:::access-logs/a/*');
});

describe('the partition', () => {
  const bucket = (partition: string) => `arn:${partition}:s3:::logs`;

  test.each([
    { partition: 'aws', region: 'eu-central-1' },
    { partition: 'aws-cn', region: 'cn-north-1' },
    { partition: 'aws-us-gov', region: 'us-gov-west-1' },
  ])('$partition stands in the ARN of the trail, and services are called the same there', ({ partition, region }) => {
    const trail = new TrailIdentity({ trailName: 'audit', accountId: '222222222222', region });
    const statements = [
      S.awsCloudTrailAclCheck(bucket(partition), [trail]),
      S.awsCloudTrailWrite(bucket(partition), [trail]),
      S.s3ServerAccessLogs(bucket(partition), bucket(partition), ''),
      S.denyInsecureTransport(bucket(partition)),
    ];
    const environment = { partition, account: '111111111111', region };
    const strings = statements.flatMap((statement) => stringsOf(jsonOf(statement, { account: '111111111111', region })));
    const checks = (arnPartition: string): AccessRequest => ({
      ...onBehalfOf(`arn:${arnPartition}:cloudtrail:${region}:222222222222:trail/audit`, checksAcl), resource: bucket(partition),
    });

    expect([...new Set(strings.filter((text) => text.includes('${AWS::')))]).toEqual([
      `arn:\${AWS::Partition}:cloudtrail:${region}:222222222222:trail/audit`, '${AWS::AccountId}',
    ]);
    expect([...new Set(strings.filter((text) => text.includes('amazonaws')))]).toEqual(['cloudtrail.amazonaws.com', 'logging.s3.amazonaws.com']);
    expect(outcomeOf(statements, checks(partition), environment)).toEqual('direct');
    expect(outcomeOf(statements, checks(partition === 'aws' ? 'aws-cn' : 'aws'), environment)).toEqual('no');
  });
});

describe('a bucket of the app', () => {
  test('is named by its attribute, in every resource', () => {
    const stack = new Stack(new App(), 'Stack');
    const { attrArn } = new s3.CfnBucket(stack, 'Logs');
    const resources = [
      S.awsCloudTrailAclCheck(attrArn, [AUDIT_TRAIL]), S.awsCloudTrailWrite(attrArn, [AUDIT_TRAIL], 'audit'), S.denyInsecureTransport(attrArn),
      S.enableCloudTrailLogRead(attrArn, [reader()]), S.enableCloudTrailLogList(attrArn, [reader()]),
    ].map((statement) => readable(stack.resolve(statement.toStatementJson())).Resource);

    expect(resources).toEqual([
      '${Logs.Arn}', '${Logs.Arn}/audit/AWSLogs/222222222222/*', ['${Logs.Arn}', '${Logs.Arn}/*'], '${Logs.Arn}/AWSLogs/*', '${Logs.Arn}',
    ]);
  });
});
