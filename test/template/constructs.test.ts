import { App, aws_iam as iam, Stage } from 'aws-cdk-lib';
import { OrganizationTrail } from '../../src';
import type { AuditReport } from '../../src/template/audit-report';
import { auditTemplates } from '../../src/template/audit-templates';
import { readAssembly } from '../../src/template/read-assembly';
import { pinnedStack } from '../stacks';
import { USE_CASES } from '../use-cases';

/** What is meant so and documented, or is in what plain CDK made. */
const EXPECTED: { [useCase: string]: string[] } = {
  'readers of every kind': ['warning organization-can-decrypt'],
  'a key and a bucket made with plain CDK': ['warning key-rotation-off'],
  'an event data store, before its ARN is known': ['warning event-data-store-unlocked'],
};

/** Where a trail or event data store and its key stand in one template. */
const WITH_A_KEY = [
  'an encrypted trail and nothing else',
  'readers of every kind',
  'CloudWatch Logs and a topic on the same key',
  'a trail whose bucket keeps log files for a year and no longer than seven',
  'an organization trail below a prefix',
  'a key and a bucket made with plain CDK',
  'a bucket with an S3 Bucket Key',
  'a locked bucket whose accesses another bucket logs',
  'a role that another account may assume to read the logs',
  'an event data store, before its ARN is known',
  'an event data store of an organization, locked to its ARN',
];

// the newest CDK also prints what it warns of
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

function complaintsIn({ keys, resources }: AuditReport): string[] {
  return [...keys.flatMap(({ findings }) => findings), ...resources].filter(({ severity }) => severity !== 'info').map(({ severity, rule }) => `${severity} ${rule}`);
}

test.each(Object.entries(USE_CASES))('nothing but what is documented is found in %s', (name, define) => {
  const stack = pinnedStack();
  define(stack);

  const report = auditTemplates(readAssembly(Stage.of(stack)!.synth().directory), {});

  expect(report.keys).toHaveLength(WITH_A_KEY.includes(name) ? 1 : 0);
  expect(complaintsIn(report)).toEqual(EXPECTED[name] ?? []);
});

test('follows an organization trail through its stacks to a key in a third account, and finds nothing', () => {
  const app = new App();
  new OrganizationTrail(app, 'Organization', {
    organizationId: 'o-exampleorg1',
    trailName: 'organization',
    management: { account: '111111111111', region: 'us-east-1' },
    logArchive: { account: '222222222222', region: 'eu-central-1' },
    key: { account: '333333333333', region: 'eu-central-1' },
    logBucketName: 'example-organization-logs',
    keyAlias: 'alias/organization-trail',
    readers: [new iam.ArnPrincipal('arn:aws:iam::333333333333:role/Auditor')],
  });

  const report = auditTemplates(readAssembly(app.synth().directory), {});

  expect(report.keys.map(({ key, probes }) => [
    key.replace(/^.*\/|\w{8}$/g, ''),
    probes.filter(({ id }) => id === 'own-trail-encrypt').map(({ question, outcome }) => `${question} ${outcome}`),
  ])).toEqual([[
    expect.stringMatching(/^Organization.*Key/),
    ['May CloudTrail encrypt log files for arn:aws:cloudtrail:us-east-1:111111111111:trail/organization? direct'],
  ]]);
  expect(complaintsIn(report)).toEqual([]);
});
