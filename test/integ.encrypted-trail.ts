/**
 * A trail that is deployed into a real account, whose log files a reader can read and nobody else.
 *
 * `npm run integ -- --update-on-failed` deploys it into the account and Region of the current credentials, waits for CloudTrail's first
 * log file, and destroys the stack. The account must be bootstrapped, and must have room for one more trail in the Region (there are five). The credentials
 * must let the CDK's command deploy (`sts:AssumeRole` on the roles of the bootstrap stack), the role with which CloudFormation executes must be able to make
 * keys, buckets, trails, roles, functions and state machines. It takes up to 20 minutes. Key and bucket are retained, as they are for every user:
 * schedule the deletion of the key, and empty and delete the bucket, by hand.
 */
import { ExpectedResult, IntegTest, InvocationType } from '@aws-cdk/integ-tests-alpha';
import { App, aws_iam as iam, aws_lambda as lambda, Duration, Stack } from 'aws-cdk-lib';
import { EncryptedTrail } from '../src';

/** Reads the newest log file as the role of the function, and answers with what stood in the way. */
const READ = `
const { GetObjectCommand, ListObjectsV2Command, S3Client } = require('@aws-sdk/client-s3');
const { gunzipSync } = require('zlib');
const s3 = new S3Client();
exports.handler = async () => {
  const Bucket = process.env.BUCKET;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: process.env.PREFIX }));
  const file = Contents.find(({ Key }) => Key.endsWith('.json.gz'));
  if (file === undefined) return 'no log file yet';
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: file.Key }));
    const { Records } = JSON.parse(gunzipSync(await Body.transformToByteArray()).toString());
    return Records.length > 0 ? 'read' : 'empty';
  } catch (error) {
    return /kms:Decrypt/.test(error.message) ? 'kms:Decrypt refused' : error.name;
  }
};`;

// a snapshot says nothing of the machine that it was made on
const app = new App({ postCliContext: { 'aws:cdk:disable-stack-trace': true, 'aws:cdk:disable-creation-stack-traces': true } });
const stack = new Stack(app, 'EncryptedTrailOfOneAccount');

const readerRole = roleOfFunction('ReaderRole');
const { logBucket } = new EncryptedTrail(stack, 'Trail', { readers: [readerRole] });
const reader = readAs('Reader', readerRole);

// has all that IAM can give: only the key policy stands in the way
const strangerRole = roleOfFunction('StrangerRole');
strangerRole.addToPolicy(new iam.PolicyStatement({
  actions: ['s3:GetObject', 's3:ListBucket', 'kms:Decrypt'],
  resources: ['*'],
}));
const stranger = readAs('Stranger', strangerRole);

const test = new IntegTest(app, 'EncryptedTrail', { testCases: [stack] });
const answerOf = (functionName: string) => test.assertions.invokeFunction({ functionName, invocationType: InvocationType.REQUEST_RESPONSE });

answerOf(reader.functionName)
  .expect(ExpectedResult.objectLike({ Payload: '"read"' }))
  .waitForAssertions({ totalTimeout: Duration.minutes(20), interval: Duration.minutes(1) })
  .next(answerOf(stranger.functionName).expect(ExpectedResult.objectLike({ Payload: '"kms:Decrypt refused"' })));

function roleOfFunction(id: string): iam.Role {
  return new iam.Role(stack, id, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')],
  });
}

function readAs(id: string, role: iam.IRole): lambda.Function {
  return new lambda.Function(stack, id, {
    role,
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline(READ),
    timeout: Duration.minutes(1),
    environment: { BUCKET: logBucket.bucket.bucketName, PREFIX: `AWSLogs/${stack.account}/CloudTrail/` },
  });
}
