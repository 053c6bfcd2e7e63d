import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { EncryptedTrail } from 'cdk-cloudtrail-encryption';

const app = new App();
const stack = new Stack(app, 'Audit');

const auditor = new iam.Role(stack, 'Auditor', { assumedBy: new iam.AccountRootPrincipal() });
new EncryptedTrail(stack, 'Trail', { readers: [auditor] });
