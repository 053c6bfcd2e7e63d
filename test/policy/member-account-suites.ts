import { StatementSuite, withContext } from './oracle';
import type { AccessRequest } from '../../src/access/request';
import { BucketPolicyStatements } from '../../src/policy/bucket-policy-statements';

const S = BucketPolicyStatements;
const BUCKET = 'arn:aws:s3:::logs';
const MEMBER = 'arn:aws:iam::222222222222:role/Member';
const MEMBERS_OF_ORGANIZATION = {
  StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' },
  StringNotEquals: { 'aws:PrincipalAccount': '${AWS::AccountId}' },
};

const fetches = (key: string): AccessRequest => ({
  action: 's3:GetObject', caller: { arn: MEMBER, organizationId: 'o-exampleorg1' }, resource: `${BUCKET}/${key}`,
});
const lists = (prefix: string): AccessRequest => ({
  action: 's3:ListBucket', caller: { arn: MEMBER, organizationId: 'o-exampleorg1' }, resource: BUCKET, context: { 's3:prefix': prefix },
});
const by = (arn: string, request: AccessRequest, organizationId?: string): AccessRequest => ({ ...request, caller: { arn, organizationId } });
const BUCKETS_OWN = 'arn:aws:iam::111111111111:role/Anybody';

/** The statements that let every member account of an organization read its own logs. */
export const MEMBER_ACCOUNT_SUITES: { [method: string]: StatementSuite } = {
  enableMemberAccountLogRead: {
    written: [
      ['the root of the bucket', () => S.enableMemberAccountLogRead(BUCKET, 'o-exampleorg1'), {
        Sid: 'EnableMemberAccountLogRead',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::logs/AWSLogs/o-exampleorg1/${aws:PrincipalAccount}/*',
        Condition: MEMBERS_OF_ORGANIZATION,
      }],
      ['a folder of the bucket', () => S.enableMemberAccountLogRead(BUCKET, 'o-exampleorg1', 'audit/trails'), {
        Sid: 'EnableMemberAccountLogRead',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::logs/audit/trails/AWSLogs/o-exampleorg1/${aws:PrincipalAccount}/*',
        Condition: MEMBERS_OF_ORGANIZATION,
      }],
    ],
    actions: [
      ['admits to fetch', () => S.enableMemberAccountLogRead(BUCKET, 'o-exampleorg1'), fetches('AWSLogs/o-exampleorg1/222222222222/x'), ['s3:GetObject'], 'direct'],
    ],
    answers: [
      [() => S.enableMemberAccountLogRead(BUCKET, 'o-exampleorg1'), [
        ['admits a member account to its own log files', fetches('AWSLogs/o-exampleorg1/222222222222/CloudTrail/x.json.gz'), 'direct'],
        ['admits a member account to its own digest files', fetches('AWSLogs/o-exampleorg1/222222222222/CloudTrail-Digest/x.json.gz'), 'direct'],
        ['refuses the folder of another member account', fetches('AWSLogs/o-exampleorg1/333333333333/CloudTrail/x.json.gz'), 'no'],
        ['refuses a folder whose name merely begins with the account', fetches('AWSLogs/o-exampleorg1/2222222222223/CloudTrail/x.json.gz'), 'no'],
        ['refuses the folder of the account outside the organization folder', fetches('AWSLogs/222222222222/CloudTrail/x.json.gz'), 'no'],
        ['refuses the folder of another organization', fetches('AWSLogs/o-otherorg999/222222222222/CloudTrail/x.json.gz'), 'no'],
        ['refuses what lies before the prefix', fetches('audit/AWSLogs/o-exampleorg1/222222222222/CloudTrail/x.json.gz'), 'no'],
        ['refuses another bucket', { ...fetches('x'), resource: 'arn:aws:s3:::logs2/AWSLogs/o-exampleorg1/222222222222/x.json.gz' }, 'no'],
        ['refuses an account of another organization', by(MEMBER, fetches('AWSLogs/o-exampleorg1/222222222222/x'), 'o-otherorg999'), 'no'],
        ['refuses an account of no organization', by(MEMBER, fetches('AWSLogs/o-exampleorg1/222222222222/x')), 'no'],
        ['refuses the account of the bucket, even its own folder', by(BUCKETS_OWN, fetches('AWSLogs/o-exampleorg1/111111111111/x'), 'o-exampleorg1'), 'no'],
        ['refuses a service', { ...fetches('AWSLogs/o-exampleorg1/222222222222/x'), caller: { service: 'cloudtrail.amazonaws.com' } }, 'no'],
      ]],
      [() => S.enableMemberAccountLogRead(BUCKET, 'o-exampleorg1', 'audit'), [
        ['admits a member account to its own log files in the prefix', fetches('audit/AWSLogs/o-exampleorg1/222222222222/CloudTrail/x.json.gz'), 'direct'],
        ['refuses its own log files outside the prefix', fetches('AWSLogs/o-exampleorg1/222222222222/CloudTrail/x.json.gz'), 'no'],
      ]],
    ],
  },

  enableMemberAccountLogList: {
    written: [
      ['the root of the bucket', () => S.enableMemberAccountLogList(BUCKET, 'o-exampleorg1'), {
        Sid: 'EnableMemberAccountLogList',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 's3:ListBucket',
        Resource: BUCKET,
        Condition: { ...MEMBERS_OF_ORGANIZATION, StringLike: { 's3:prefix': 'AWSLogs/o-exampleorg1/${aws:PrincipalAccount}/*' } },
      }],
      ['a folder of the bucket', () => S.enableMemberAccountLogList(BUCKET, 'o-exampleorg1', 'audit/trails'), {
        Sid: 'EnableMemberAccountLogList',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 's3:ListBucket',
        Resource: BUCKET,
        Condition: { ...MEMBERS_OF_ORGANIZATION, StringLike: { 's3:prefix': 'audit/trails/AWSLogs/o-exampleorg1/${aws:PrincipalAccount}/*' } },
      }],
    ],
    actions: [
      ['admits to list', () => S.enableMemberAccountLogList(BUCKET, 'o-exampleorg1'), lists('AWSLogs/o-exampleorg1/222222222222/'), ['s3:ListBucket'], 'direct'],
    ],
    answers: [
      [() => S.enableMemberAccountLogList(BUCKET, 'o-exampleorg1'), [
        ['admits a member account to its own folder', lists('AWSLogs/o-exampleorg1/222222222222/'), 'direct'],
        ['admits a member account to what lies in its own folder', lists('AWSLogs/o-exampleorg1/222222222222/CloudTrail/eu-central-1/'), 'direct'],
        ['refuses the folder of another member account', lists('AWSLogs/o-exampleorg1/333333333333/'), 'no'],
        ['refuses the folder of all accounts', lists('AWSLogs/o-exampleorg1/'), 'no'],
        ['refuses accounts that begin like its own', lists('AWSLogs/o-exampleorg1/222222222222'), 'no'],
        ['refuses the whole bucket', withContext(lists('x'), { 's3:prefix': undefined }), 'no'],
        ['refuses an account of another organization', by(MEMBER, lists('AWSLogs/o-exampleorg1/222222222222/'), 'o-otherorg999'), 'no'],
        ['refuses an account of no organization', by(MEMBER, lists('AWSLogs/o-exampleorg1/222222222222/')), 'no'],
        ['refuses the account of the bucket, even its own folder', by(BUCKETS_OWN, lists('AWSLogs/o-exampleorg1/111111111111/'), 'o-exampleorg1'), 'no'],
        ['refuses another bucket', { ...lists('AWSLogs/o-exampleorg1/222222222222/'), resource: 'arn:aws:s3:::logs2' }, 'no'],
      ]],
      [() => S.enableMemberAccountLogList(BUCKET, 'o-exampleorg1', 'audit'), [
        ['admits a member account to its own folder in the prefix', lists('audit/AWSLogs/o-exampleorg1/222222222222/'), 'direct'],
        ['refuses its own folder outside the prefix', lists('AWSLogs/o-exampleorg1/222222222222/'), 'no'],
      ]],
    ],
  },
};
