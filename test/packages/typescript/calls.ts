/** Calls the library, mostly wrongly, and writes what it answers to answers.json. */
import { writeFileSync } from 'fs';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { CloudTrailEncryptionKey, EncryptedTrail, KeyPolicyAudit, TrailIdentity } from 'cdk-cloudtrail-encryption';

const TRAIL_ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
const KEY_OF_ANOTHER_REGION = 'arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012';
const OPEN_POLICY = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }] };

const identity = (trailName: string, accountId: string) => new TrailIdentity({ trailName, accountId, region: 'eu-central-1' });
const service = () => new iam.ServicePrincipal('lambda.amazonaws.com');

const CALLS: { [name: string]: (app: App, stack: Stack) => unknown } = {
  'an account id of 11 digits': () => identity('audit', '11111111111'),
  'two mistakes in one call': () => identity('a', '11111111111'),
  'the ARN of a bucket as that of a trail': () => TrailIdentity.fromTrailArn('arn:aws:s3:::audit-logs'),
  'a service as a reader': (_, stack) => new EncryptedTrail(stack, 'Trail', { readers: [service()] }),
  'a service as a reader, afterwards': (_, stack) => new EncryptedTrail(stack, 'Trail').grantRead(service()),
  'an encryption key of another Region': (_, stack) => new EncryptedTrail(stack, 'Trail', {
    encryptionKey: CloudTrailEncryptionKey.fromKeyArn(stack, 'Key', KEY_OF_ANOTHER_REGION),
  }),
  'a statement id that is taken, at synthesis': (app, stack) => {
    const { encryptionKey } = new EncryptedTrail(stack, 'Trail');
    encryptionKey.key.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AllowCloudTrailAccess',
      actions: ['kms:DescribeKey'],
      resources: ['*'],
      principals: [new iam.AccountPrincipal('222222222222')],
    }));
    return app.synth();
  },
  'an audit of an open policy': () => KeyPolicyAudit
    .ofPolicy(OPEN_POLICY, { accountId: '111111111111', region: 'eu-central-1', trailArns: [TRAIL_ARN] })
    .findings.map(({ rule, message }) => `${rule}: ${message}`).join('\n'),
  'nothing wrong, after all this': () => TrailIdentity.fromTrailArn(TRAIL_ARN).accountId,
};

function answer(call: (app: App, stack: Stack) => unknown): string {
  const app = new App();
  const stack = new Stack(app, 'Audit', { env: { account: '111111111111', region: 'eu-central-1' } });
  try {
    return String(call(app, stack));
  } catch (error) {
    return (error as Error).message;
  }
}

writeFileSync('answers.json', JSON.stringify(Object.fromEntries(Object.entries(CALLS).map(([name, call]) => [name, answer(call)]))));
