/** The key policies that are evaluated and audited: those that the library writes, and the one that CloudTrail's console does. */
'use strict';

const fs = require('fs');
const path = require('path');
const { App, Stack, aws_iam: iam } = require('aws-cdk-lib');
const { CloudTrailEncryptionKey } = require('cdk-cloudtrail-encryption');

const env = { partition: 'aws', account: '111111111111', region: 'us-east-1' };
const DEFAULT_POLICY = path.join(__dirname, '..', 'test', 'cases', 'policies', 'default-trail.json');

const trailArn = (number, account = env.account) => `arn:aws:cloudtrail:${env.region}:${account}:trail/audit${number || ''}`;
const readerArn = number => `arn:aws:iam::${env.account}:role/logs/Auditor${number}`;
const userArn = name => `arn:aws:iam::${env.account}:user/${name}`;
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** A policy that the library writes, with its intrinsics, and what an audit is told about it; the names are numbered from 0. */
function written(trails, readers) {
  const stack = new Stack(new App(), 'Stack', { env: { account: env.account, region: env.region } });
  const [trailArns, readerArns] = [times(trails, trailArn), times(readers, readerArn)];
  const key = new CloudTrailEncryptionKey(stack, 'Key', { trailArns, readers: readerArns.map(arn => new iam.ArnPrincipal(arn)) });
  const policy = stack.resolve(key.node.defaultChild.keyPolicy);
  return { policy, context: { accountId: env.account, region: env.region, trailArns, readerArns } };
}

/** The policy for one trail and one reader, and as many statements more, each for a reader of its own. */
function extended(statements) {
  const { policy, context } = written(1, 1);
  const added = times(statements, i => ({
    Sid: `Reader${i + 1}`,
    Effect: 'Allow',
    Principal: { AWS: readerArn(i + 1) },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
  }));
  return { policy: { ...policy, Statement: [...policy.Statement, ...added] }, context };
}

/** What CloudTrail's console writes for the trail `audit` and the user Bob; undefined where the tests are not there. */
function consoleDefault() {
  return fs.existsSync(DEFAULT_POLICY) ? JSON.parse(fs.readFileSync(DEFAULT_POLICY, 'utf8')) : undefined;
}

/** Requests by name, each with its outcome under a policy for this trail and this reader. */
function requests(trail, reader) {
  const resource = `arn:aws:kms:${env.region}:${env.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const logFile = arn => ({
    'kms:EncryptionContext:aws:cloudtrail:arn': arn, 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::logs/AWSLogs/file.json.gz',
  });
  const byCloudTrail = (action, arn, context) => ({
    action,
    resource,
    caller: { service: 'cloudtrail.amazonaws.com' },
    context: { 'aws:SourceArn': arn, 'aws:SourceAccount': arn.split(':')[4], ...context },
  });
  const byReader = arn => ({
    action: 'kms:Decrypt', resource, caller: { arn }, context: { 'kms:ViaService': `s3.${env.region}.amazonaws.com`, ...logFile(trail) },
  });
  const foreign = trailArn(0, '999999999999');
  return {
    encrypt: { request: byCloudTrail('kms:GenerateDataKey', trail, logFile(trail)), outcome: 'direct' },
    encryptForOthers: { request: byCloudTrail('kms:GenerateDataKey', foreign, logFile(foreign)), outcome: 'no' },
    describe: { request: byCloudTrail('kms:DescribeKey', trail, {}), outcome: 'direct' },
    read: { request: byReader(reader), outcome: 'direct' },
    readByOthers: { request: byReader('arn:aws:iam::999999999999:role/Other'), outcome: 'no' },
    administer: { request: { action: 'kms:PutKeyPolicy', resource, caller: { account: env.account } }, outcome: 'delegated' },
  };
}

module.exports = { env, trailArn, readerArn, userArn, written, extended, consoleDefault, requests };
