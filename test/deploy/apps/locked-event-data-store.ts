import { App, aws_iam as iam, CfnOutput, Stack } from 'aws-cdk-lib';
import { EncryptedEventDataStore } from 'cdk-cloudtrail-encryption';

// examples/event-data-store, deployed again with the ARN that the first time printed
const app = new App();
const stack = new Stack(app, 'Events');

const analyst = new iam.Role(stack, 'Analyst', { assumedBy: new iam.AccountRootPrincipal() });
const store = new EncryptedEventDataStore(stack, 'Store', { users: [analyst], eventDataStoreArns: [app.node.getContext('eventDataStoreArn')] });
new CfnOutput(stack, 'EventDataStoreArn', { value: store.eventDataStoreArn });
