import { App, aws_iam as iam, Environment, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { text } from './stacks';
import { LogReaderPolicy, LogReaders, MemberAccess, OrganizationTrail, OrganizationTrailProps } from '../src';
import { evaluate } from '../src/access/evaluate';
import type { AccessRequest, Caller, Outcome } from '../src/access/request';

const MANAGEMENT: Environment = { account: '111111111111', region: 'us-east-1' };
const LOG_ARCHIVE: Environment = { account: '222222222222', region: 'eu-central-1' };
const AUDIT: Environment = { account: '333333333333', region: 'eu-central-1' };
const BUCKET = 'arn:aws:s3:::example-organization-logs';
const TRAIL = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/organization';
const AUDITOR = 'arn:aws:iam::444444444444:role/Auditor';

/** The policies of bucket and key as they are deployed: every reference is what it becomes. */
interface Deployment {
  readonly bucket: any;
  readonly key: any;
  readonly keyArn: string;
  /** The folder of the organization, and what lies before it. */
  readonly prefix: string;
}

function deployed(props: Partial<OrganizationTrailProps>): Deployment {
  const organization = new OrganizationTrail(new App(), 'Organization', {
    organizationId: 'o-exampleorg1',
    trailName: 'organization',
    management: MANAGEMENT,
    logArchive: LOG_ARCHIVE,
    logBucketName: 'example-organization-logs',
    keyAlias: 'alias/organization-trail',
    readers: [new iam.ArnPrincipal(AUDITOR), LogReaders.rolePattern('444444444444', 'audit-*')],
    readerAccounts: ['555555555555'],
    ...props,
  });
  const keyStack = organization.keyStack ?? organization.logArchiveStack;
  return {
    bucket: policyIn(organization.logArchiveStack, 'AWS::S3::BucketPolicy', /^LogBucketPolicy/, 'PolicyDocument'),
    key: policyIn(keyStack, 'AWS::KMS::Key', /^Key/, 'KeyPolicy'),
    keyArn: `arn:aws:kms:eu-central-1:${keyStack.account}:key/11111111-2222-3333-4444-555555555555`,
    prefix: props.s3KeyPrefix === undefined ? '' : `${props.s3KeyPrefix}/`,
  };
}

function policyIn(stack: Stack, type: string, logicalId: RegExp, property: string): any {
  const [, { Properties }] = Object.entries<any>(Template.fromStack(stack).findResources(type)).find(([id]) => logicalId.test(id))!;
  const policy = JSON.stringify(text(Properties[property]))
    .replaceAll('${AWS::Partition}', 'aws').replaceAll('${AWS::AccountId}', stack.account).replaceAll(/\$\{LogBucket[0-9A-F]{8}\.Arn\}/g, BUCKET);
  if (policy.replaceAll('${aws:PrincipalAccount}', '').includes('${')) throw new Error(`nobody told what CloudFormation makes of ${policy}`);
  return JSON.parse(policy);
}

/** What the policies of bucket and key say about the reading of one log file. */
function reads({ bucket, key, keyArn, prefix }: Deployment, caller: Caller, file: string): [Outcome, Outcome] {
  const resource = `${BUCKET}/${prefix}AWSLogs/${file}`;
  const context = {
    'kms:ViaService': 's3.eu-central-1.amazonaws.com',
    'kms:ResourceAliases': ['alias/organization-trail'],
    'kms:EncryptionContext:aws:cloudtrail:arn': TRAIL,
    'kms:EncryptionContext:aws:s3:arn': resource,
  };
  return [
    evaluate(bucket, { action: 's3:GetObject', caller, resource }, {}).outcome,
    evaluate(key, { action: 'kms:Decrypt', caller, resource: keyArn, context }, {}).outcome,
  ];
}

/** What the bucket policy says about the listing of one folder. */
function lists({ bucket, prefix }: Deployment, caller: Caller, folder: string): Outcome {
  const context = { 's3:prefix': `${prefix}AWSLogs/${folder}` };
  return evaluate(bucket, { action: 's3:ListBucket', caller, resource: BUCKET, context }, {}).outcome;
}

/** What CloudTrail asks for on behalf of a trail. */
function onBehalfOf(trailArn: string, request: Pick<AccessRequest, 'action' | 'resource' | 'context'>): AccessRequest {
  const source = { 'aws:SourceArn': trailArn, 'aws:SourceAccount': trailArn.split(':')[4] };
  return { ...request, caller: { service: 'cloudtrail.amazonaws.com' }, context: { ...request.context, ...source } };
}

/** What the policies of bucket and key say about the delivery of one log file, and of the questions that come before: ACL, properties of the key, Decrypt. */
function delivers({ bucket, key, keyArn, prefix }: Deployment, trailArn: string, file: string): Outcome[] {
  const object = `${BUCKET}/${prefix}AWSLogs/${file}`;
  const context = { 'kms:EncryptionContext:aws:cloudtrail:arn': trailArn, 'kms:EncryptionContext:aws:s3:arn': object };
  return [
    evaluate(bucket, onBehalfOf(trailArn, { action: 's3:GetBucketAcl', resource: BUCKET }), {}),
    evaluate(bucket, onBehalfOf(trailArn, { action: 's3:PutObject', resource: object, context: { 's3:x-amz-acl': 'bucket-owner-full-control' } }), {}),
    evaluate(key, onBehalfOf(trailArn, { action: 'kms:GenerateDataKey', resource: keyArn, context }), {}),
    evaluate(key, onBehalfOf(trailArn, { action: 'kms:Decrypt', resource: keyArn, context }), {}),
    evaluate(key, onBehalfOf(trailArn, { action: 'kms:DescribeKey', resource: keyArn }), {}),
  ].map(({ outcome }) => outcome);
}

const member = (account: string, organizationId: string | undefined = 'o-exampleorg1'): Caller => ({ arn: `arn:aws:iam::${account}:role/Member`, organizationId });
const folderOf = (account: string) => `o-exampleorg1/${account}/`;
const fileOf = (account: string) => `${folderOf(account)}CloudTrail/eu-central-1/2026/11/21/x.json.gz`;

const NOBODY: [Outcome, Outcome] = ['no', 'no'];

describe.each<[string, Partial<OrganizationTrailProps>]>([
  ['the key beside the bucket', {}],
  ['the key beside the bucket and logs below a prefix', { s3KeyPrefix: 'audit/trails' }],
  ['the key in a third account', { key: AUDIT, s3KeyPrefix: 'audit' }],
])('with %s', (_, props) => {
  const closed = deployed(props);
  const open = deployed({ ...props, memberAccess: MemberAccess.OWN_LOGS });

  describe.each([['member accounts read nothing', closed], ['member accounts read their own logs', open]])('where %s', (__, deployment) => {
    test.each([
      ['of the organization', fileOf('777777777777')],
      ['of the management account, in the folder of the organization', fileOf('111111111111')],
      ['of the management account, in its own folder', '111111111111/CloudTrail/us-east-1/2026/11/21/x.json.gz'],
      ['with digests', 'o-exampleorg1/777777777777/CloudTrail-Digest/us-east-1/2026/11/21/x.json.gz'],
    ])('the organization\'s trail delivers the files %s', (___, file) => {
      expect(delivers(deployment, TRAIL, file)).toEqual(['direct', 'direct', 'direct', 'direct', 'direct']);
    });

    test.each([
      ['another trail of the management account', 'arn:aws:cloudtrail:us-east-1:111111111111:trail/other'],
      ['the trail of that name in another Region', 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/organization'],
      ['the trail of that name in a member account', 'arn:aws:cloudtrail:us-east-1:777777777777:trail/organization'],
      ['the trail of that name in the log-archive account', 'arn:aws:cloudtrail:us-east-1:222222222222:trail/organization'],
      ['the trail of that name in an unrelated account', 'arn:aws:cloudtrail:us-east-1:999999999999:trail/organization'],
    ])('%s delivers nothing', (___, trailArn) => {
      expect(delivers(deployment, trailArn, fileOf('111111111111'))).toEqual(['no', 'no', 'no', 'no', 'no']);
    });

    test('the trail delivers nothing into a folder of another organization or account', () => {
      expect(delivers(deployment, TRAIL, 'o-otherorg999/777777777777/x')[1]).toEqual('no');
      expect(delivers(deployment, TRAIL, '777777777777/CloudTrail/x')[1]).toEqual('no');
    });

    test.each<[string, Caller, Outcome]>([
      ['a reader by name', { arn: AUDITOR }, 'direct'],
      ['a reader by pattern', { arn: 'arn:aws:iam::444444444444:role/audit-team' }, 'delegated'],
      ['an account, as far as its IAM says so', { arn: 'arn:aws:iam::555555555555:role/Any' }, 'delegated'],
    ])('%s lists, fetches and decrypts the files of all accounts', (___, caller, outcome) => {
      for (const account of ['111111111111', '777777777777']) {
        expect(reads(deployment, caller, fileOf(account))).toEqual([outcome, outcome]);
        expect(lists(deployment, caller, folderOf(account))).toEqual(outcome);
      }
    });

    test('a role of the reader\'s account that is not named reads nothing', () => {
      expect(reads(deployment, { arn: 'arn:aws:iam::444444444444:role/Other' }, fileOf('777777777777'))).toEqual(NOBODY);
    });

    test.each<[string, Caller]>([
      ['the organization\'s own folder of an account that is in no organization', { arn: 'arn:aws:iam::777777777777:role/Member' }],
      ['a foreign organization', member('777777777777', 'o-otherorg999')],
    ])('nothing is read by %s', (___, caller) => {
      expect(reads(deployment, caller, fileOf('777777777777'))).toEqual(NOBODY);
      expect(reads(deployment, caller, fileOf('111111111111'))).toEqual(NOBODY);
      expect(lists(deployment, caller, folderOf('777777777777'))).toEqual('no');
    });

    test('no role of the accounts of bucket and key reads its own folder without a word of IAM', () => {
      for (const account of ['222222222222', deployment.keyArn.split(':')[4]]) {
        expect(reads(deployment, member(account), fileOf(account))).toContain('no');
      }
    });

    test('member accounts change nothing and write nothing', () => {
      for (const action of ['s3:PutObject', 's3:DeleteObject', 's3:GetObjectVersion', 's3:PutObjectRetention']) {
        expect(evaluate(deployment.bucket, { action, caller: member('777777777777'), resource: `${BUCKET}/${deployment.prefix}AWSLogs/${fileOf('777777777777')}` }, {}).outcome)
          .toEqual('no');
      }
      for (const action of ['kms:GenerateDataKey', 'kms:Encrypt', 'kms:DescribeKey', 'kms:CreateGrant', 'kms:PutKeyPolicy']) {
        expect(evaluate(deployment.key, { action, caller: member('777777777777'), resource: deployment.keyArn }, {}).outcome).toEqual('no');
      }
    });
  });

  test('a member account reads nothing unless it is let', () => {
    expect(reads(closed, member('777777777777'), fileOf('777777777777'))).toEqual(NOBODY);
    expect(lists(closed, member('777777777777'), folderOf('777777777777'))).toEqual('no');
  });

  test('a member account reads its own folder, once it is let', () => {
    expect(reads(open, member('777777777777'), fileOf('777777777777'))).toEqual(['direct', 'direct']);
    expect(reads(open, member('777777777777'), 'o-exampleorg1/777777777777/CloudTrail-Digest/x.json.gz')).toEqual(['direct', 'direct']);
    expect(lists(open, member('777777777777'), folderOf('777777777777'))).toEqual('direct');
    expect(lists(open, member('777777777777'), `${folderOf('777777777777')}CloudTrail/eu-central-1/`)).toEqual('direct');
  });

  test.each([
    ['its neighbour\'s', fileOf('888888888888'), folderOf('888888888888')],
    ['the management account\'s', fileOf('111111111111'), folderOf('111111111111')],
    ['that of a neighbour whose number begins like its own', 'o-exampleorg1/7777777777771/x', 'o-exampleorg1/7777777777771/'],
    ['the management account\'s own folder', '111111111111/CloudTrail/x', '111111111111/'],
    ['that of all accounts', 'o-exampleorg1/x', 'o-exampleorg1/'],
    ['its own outside the organization\'s', '777777777777/CloudTrail/x', '777777777777/'],
  ])('a member account reads no other folder: %s', (__, file, folder) => {
    expect(reads(open, member('777777777777'), file)).toEqual(NOBODY);
    expect(lists(open, member('777777777777'), folder)).toEqual('no');
  });

  test('the accounts of bucket and key are excepted, each in its own policy', () => {
    const keyAccount = open.keyArn.split(':')[4];
    const isOneAccount = keyAccount === '222222222222';
    expect(reads(open, member('222222222222'), fileOf('222222222222'))).toEqual(['no', isOneAccount ? 'no' : 'direct']);
    expect(reads(open, member(keyAccount), fileOf(keyAccount))).toEqual([isOneAccount ? 'no' : 'direct', 'no']);
    expect(reads(open, member('222222222222'), fileOf('777777777777'))).toEqual(NOBODY);
  });

  test('a member account decrypts nothing that CloudTrail did not encrypt', () => {
    const resource = `${BUCKET}/${open.prefix}AWSLogs/${fileOf('777777777777')}`;
    const decrypt = (context: { [key: string]: string }) =>
      evaluate(open.key, { action: 'kms:Decrypt', caller: member('777777777777'), resource: open.keyArn, context }, {}).outcome;

    expect(decrypt({ 'kms:EncryptionContext:aws:cloudtrail:arn': TRAIL, 'kms:EncryptionContext:aws:s3:arn': resource })).toEqual('direct');
    expect(decrypt({ 'kms:EncryptionContext:aws:s3:arn': resource })).toEqual('no');
    expect(decrypt({ 'kms:EncryptionContext:aws:cloudtrail:arn': TRAIL })).toEqual('no');
    expect(decrypt({})).toEqual('no');
  });

  describe('both halves are needed by a role of a member account', () => {
    const role = 'arn:aws:iam::777777777777:role/Member';
    const key = open.keyArn.split(':')[4];

    /** What IAM of the member account says, where the role has the policy for readers: the same requests put to the statements of the identity. */
    const iamSays = (file: string): [Outcome, Outcome] => {
      const stack = new Stack(new App(), 'Member', { env: { account: '777777777777', region: 'eu-central-1' } });
      new LogReaderPolicy(stack, 'Policy', {
        keyAliasArn: `arn:aws:kms:eu-central-1:${key}:alias/organization-trail`,
        bucketName: 'example-organization-logs',
        s3KeyPrefix: props.s3KeyPrefix,
      });
      const { Statement, Version } = policyIn(stack, 'AWS::IAM::ManagedPolicy', /^Policy/, 'PolicyDocument');
      const bucket = { Version, Statement: Statement.map((statement: any) => ({ ...statement, Principal: { AWS: role } })) };
      return reads({ ...open, bucket, key: bucket }, { arn: role }, file);
    };

    test('which reads its own folder with them', () => {
      expect(iamSays(fileOf('777777777777'))).toEqual(['direct', 'direct']);
      expect(reads(open, member('777777777777'), fileOf('777777777777'))).toEqual(['direct', 'direct']);
    });

    test('whose IAM alone opens no folder', () => {
      expect(iamSays(fileOf('888888888888'))).toEqual(['direct', 'direct']);
      expect(reads(open, member('777777777777'), fileOf('888888888888'))).toEqual(NOBODY);
      expect(reads(closed, member('777777777777'), fileOf('777777777777'))).toEqual(NOBODY);
    });
  });
});
