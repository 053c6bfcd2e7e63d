import { App, aws_iam as iam, CfnOutput, Stack } from 'aws-cdk-lib';
import { EncryptedEventDataStore } from 'cdk-cloudtrail-encryption';

const app = new App();
const stack = new Stack(app, 'Events');

const analyst = new iam.Role(stack, 'Analyst', { assumedBy: new iam.AccountRootPrincipal() });
const store = new EncryptedEventDataStore(stack, 'Store', {
  users: [analyst],
  // second deploy: the ARN that the first one printed, so that only this store can use the key
  // eventDataStoreArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/11111111-2222-3333-4444-555555555555'],
});
new CfnOutput(stack, 'EventDataStoreArn', { value: store.eventDataStoreArn });
