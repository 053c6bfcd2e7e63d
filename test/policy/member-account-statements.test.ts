import { aws_iam as iam } from 'aws-cdk-lib';
import { resolve } from './oracle';
import { evaluate } from '../../src/access/evaluate';
import { BucketPolicyStatements } from '../../src/policy/bucket-policy-statements';

const S = BucketPolicyStatements;
const BUCKET = 'arn:aws:s3:::logs';
const BUILDERS: [string, (organizationId: string, s3KeyPrefix?: string) => iam.PolicyStatement][] = [
  ['fetch', (organizationId, s3KeyPrefix) => S.enableMemberAccountLogRead(BUCKET, organizationId, s3KeyPrefix)],
  ['list', (organizationId, s3KeyPrefix) => S.enableMemberAccountLogList(BUCKET, organizationId, s3KeyPrefix)],
];

describe.each(BUILDERS)('the statement for member accounts to %s', (_, build) => {
  test('refuses an organization that is none', () => {
    expect(() => build('o-*')).toThrow(new Error('policy statement: \'organizationId\' must be "o-" and 10 to 32 lower-case letters or digits, got "o-*"; '
      + 'take it from the output of `aws organizations describe-organization`'));
  });

  test('refuses a folder that CloudTrail would not write to', () => {
    expect(() => build('o-exampleorg1', '${aws:username}')).toThrow(new Error("policy statement: 's3KeyPrefix' must be 1-200 letters, digits or any of !-_.'()/, "
      + 'neither beginning nor ending with "/", no part of it empty or "AWSLogs", got "${aws:username}"; write the folder alone, as in "audit/trails"; '
      + 'CloudTrail adds "/AWSLogs" itself'));
  });

  test('admits nobody in a policy of the older version, which does not know the variable', () => {
    const [action, request] = build === BUILDERS[0][1]
      ? ['s3:GetObject', { resource: `${BUCKET}/AWSLogs/o-exampleorg1/222222222222/x` }]
      : ['s3:ListBucket', { resource: BUCKET, context: { 's3:prefix': 'AWSLogs/o-exampleorg1/222222222222/' } }];
    const caller = { arn: 'arn:aws:iam::222222222222:role/Member', organizationId: 'o-exampleorg1' };
    const Statement = [resolve(build('o-exampleorg1').toStatementJson())];
    const outcomeIn = (Version: string) => evaluate({ Version, Statement }, { action, caller, ...request }, { account: '111111111111' }).outcome;

    expect([outcomeIn('2012-10-17'), outcomeIn('2008-10-17')]).toEqual(['direct', 'no']);
  });
});
