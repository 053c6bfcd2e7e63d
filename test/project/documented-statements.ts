import { App, aws_iam as iam, aws_sns as sns, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AccountAccess, CloudTrailEncryptionKey, EncryptedTrail, LogReaderPolicy, MemberAccess, OrganizationTrail, TrailIdentity, TrailLogBucket,
} from '../../src';
import { text } from '../stacks';

const ENV = { account: '111111111111', region: 'eu-central-1' };
const STORE = 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/11111111-2222-3333-4444-555555555555';

/** What the pages have in the place of references to resources. */
const NAMES: [RegExp, string][] = [
  [/\$\{TrailLogsRole\w+\.Arn\}/g, 'arn:aws:iam::111111111111:role/Audit-TrailLogsRole'],
  [/\$\{BucketServerAccessLogs\w+\.Arn\}/g, 'arn:aws:s3:::access-logs'],
  [/\$\{Bucket\w+\.Arn\}/g, 'arn:aws:s3:::audit-logs'],
  [/\$\{LogBucket\w+\.Arn\}/g, 'arn:aws:s3:::organization-logs'],
  [/\$\{Topic\w+\}/g, 'arn:aws:sns:eu-central-1:111111111111:audit-topic'],
];

/** The statements that the library writes in an app which uses all of it, with names in the place of references: those of resources and those of IAM. */
export function synthesizedStatements(): { ofResources: any[]; ofIam: any[] } {
  const statements = stacks().flatMap(stack => Object.values<any>(Template.fromStack(stack).toJSON().Resources)
    .flatMap(({ Properties }) => (Properties?.KeyPolicy ?? Properties?.PolicyDocument)?.Statement ?? [])
    .map(statement => named(statement, stack)));
  return {
    ofResources: statements.filter(({ Principal }) => Principal !== undefined),
    ofIam: statements.filter(({ Principal }) => Principal === undefined),
  };
}

function named(statement: any, { account, region }: Stack): any {
  const names: [RegExp, string][] = [
    [/\$\{AWS::Partition\}/g, 'aws'], [/\$\{AWS::AccountId\}/g, account], [/\$\{AWS::Region\}/g, region], [/\$\{AWS::URLSuffix\}/g, 'amazonaws.com'], ...NAMES,
  ];
  return JSON.parse(names.reduce((json, [reference, name]) => json.replace(reference, name), JSON.stringify(text(statement))));
}

function stacks(): Stack[] {
  const app = new App();
  const audit = new Stack(app, 'Audit', { env: ENV });
  defineTrail(audit);
  const keys = new Stack(app, 'Keys', { env: ENV });
  defineKeys(keys);
  const reader = new Stack(app, 'Reader', { env: { account: '333333333333', region: 'eu-central-1' } });
  new LogReaderPolicy(reader, 'ReadLogs', { keyArn: 'arn:aws:kms:eu-central-1:111111111111:key/11111111-2222-3333-4444-555555555555', bucketName: 'audit-logs' });
  const { logArchiveStack } = new OrganizationTrail(app, 'Organization', {
    organizationId: 'o-exampleorg1',
    trailName: 'organization',
    management: ENV,
    logArchive: { account: '444444444444', region: 'eu-central-1' },
    logBucketName: 'organization-logs',
    keyAlias: 'alias/organization-trail',
    memberAccess: MemberAccess.OWN_LOGS,
  });
  return [audit, keys, reader, logArchiveStack];
}

function role(name: string): iam.IPrincipal {
  return new iam.ArnPrincipal(`arn:aws:iam::111111111111:role/${name}`);
}

function defineTrail(stack: Stack): void {
  const encryptionKey = new CloudTrailEncryptionKey(stack, 'Key', { administrators: [role('KeyAdministrator')] });
  new EncryptedTrail(stack, 'Trail', {
    trailName: 'audit',
    logBucket: new TrailLogBucket(stack, 'Bucket', { encryptionKey, serverAccessLogsPrefix: 'cloudtrail/' }),
    readers: [role('Auditor')],
    readerAccounts: ['333333333333'],
    sendToCloudWatchLogs: true,
    snsTopic: new sns.Topic(stack, 'Topic', { masterKey: encryptionKey.key }),
  });
}

function defineKeys(stack: Stack): void {
  new CloudTrailEncryptionKey(stack, 'Full', { accountAccess: AccountAccess.FULL });
  new CloudTrailEncryptionKey(stack, 'SeveralTrails', {
    trails: [TrailIdentity.inStackOf(stack, 'audit')],
    trailArns: ['arn:aws:cloudtrail:*:333333333333:trail/audit-*'],
  });
  new CloudTrailEncryptionKey(stack, 'BucketKey', {
    trails: [TrailIdentity.inStackOf(stack, 'audit')],
    trailAccounts: ['222222222222'],
    readers: [role('Auditor')],
    readerAccounts: ['333333333333'],
    bucketKeyBucketNames: ['audit-logs'],
  });
  new CloudTrailEncryptionKey(stack, 'EventDataStore', { eventDataStoreArns: [STORE], eventDataStoreUsers: [role('Analyst')] });
}
