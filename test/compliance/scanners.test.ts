import { aws_iam as iam, aws_s3 as s3, App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { appOf, badApp, EXAMPLES, undecidedApp } from './examples';
import { codeOf, rowsBelow } from './page';
import { Finding, pathOf, SCANNERS } from './scanners';
import { CloudTrailEncryptionKey, LogReaderPolicy, OrganizationTrail, TrailLogBucket } from '../../src';
import { matchTokens, tokenize } from '../../src/access/wildcard';

// scanners are installed, which have to be downloaded first
jest.setTimeout(600_000);

/** Some of what each scanner must find where nothing is as it should be: one that finds nothing there has looked at nothing. */
const CONTROLS: { [scanner: string]: Finding[] } = {
  'cdk-nag': [
    { rule: 'AwsSolutions-KMS5', construct: 'Bad/Key' },
    { rule: 'HIPAA.Security-CloudTrailEncryptionEnabled', construct: 'Bad/Trail' },
    { rule: 'NIST.800.53.R4-CloudTrailEncryptionEnabled', construct: 'Bad/Trail' },
    { rule: 'NIST.800.53.R5-CloudTrailEncryptionEnabled', construct: 'Bad/Trail' },
    { rule: 'PCI.DSS.321-CloudTrailEncryptionEnabled', construct: 'Bad/Trail' },
  ],
  'cfn-lint': [{ rule: 'E3034', construct: 'Bad/Key' }],
  'cfn-guard': [{ rule: 'kms_key_rotation_enabled_check', construct: 'Bad/Key' }, { rule: 'cloud_trail_encryption_enabled_check', construct: 'Bad/Trail' }],
  'checkov': [{ rule: 'CKV_AWS_7', construct: 'Bad/Key' }, { rule: 'CKV_AWS_35', construct: 'Bad/Trail' }],
};

/** What each scanner finds in trail and bucket where the app has made no choice: the library acknowledges nothing that the app has to decide. */
const UNDECIDED: { [scanner: string]: { trail: string[]; bucket: string[] } } = {
  'cdk-nag': {
    trail: ['HIPAA.Security', 'NIST.800.53.R4', 'NIST.800.53.R5', 'PCI.DSS.321'].map(pack => `${pack}-CloudTrailCloudWatchLogsEnabled`),
    bucket: ['NIST.800.53.R4-S3BucketDefaultLockEnabled'],
  },
  'cfn-lint': { trail: [], bucket: [] },
  'cfn-guard': {
    trail: ['cloud_trail_cloud_watch_logs_enabled_check'],
    bucket: ['s3_bucket_object_lock_enabled_check', 's3_event_notifications_enabled_check', 's3_lifecycle_policy_check', 's3_version_lifecycle_policy_check'],
  },
  'checkov': { trail: [], bucket: [] },
};

/** A row of docs/compliance.md, taken apart: rules and constructs may have a `*` for anything. */
interface Explanation {
  readonly scanner: string;
  readonly rule: string;
  readonly construct: string;
  readonly reason: string;
}

const explanationsBelow = (heading: string): Explanation[] => rowsBelow(heading).flatMap(([scanner, rules, constructs, reason]) => (
  codeOf(rules).flatMap(rule => codeOf(constructs).map(construct => ({ scanner, rule, construct, reason })))));
const REPORTED = explanationsBelow('### Reported');
const ACKNOWLEDGED = ['### Acknowledged by the library', '### Acknowledged by an example'].flatMap(explanationsBelow);

const isExplained = (finding: Finding, explanation: Explanation) => (
  matches(explanation.rule, finding.rule) && matches(explanation.construct, finding.construct));
const matches = (pattern: string, text: string) => (
  matchTokens(tokenize(pattern, { wildcards: true })!, tokenize(text)!) === true);

const apps = EXAMPLES.map(appOf);
const assemblies = (scanned: App[]) => scanned.flatMap(app => app.synth().stacks);

test('the stacks of all examples are scanned', () => {
  expect(assemblies(apps).map(({ displayName }) => displayName).sort()).toEqual([
    'Audit', 'Audit-eu-central-1', 'Audit-eu-west-1', 'Events', 'Logs', 'MemberReaders', 'Named', 'Organization/LogArchive', 'Organization/Management',
    'Owned', 'Readers',
  ]);
});

describe.each(Object.keys(SCANNERS))('%s', scanner => {
  const explanations = REPORTED.filter(explanation => explanation.scanner === scanner);
  let findings: Finding[];
  /** What it finds in the examples. */
  const found = () => findings.filter(({ construct }) => !/^(Bad|Undecided)\//.test(construct));
  beforeAll(async () => {
    const scanned = [badApp(), undecidedApp(), ...apps];
    findings = await SCANNERS[scanner](scanned, assemblies(scanned).map(({ templateFullPath }) => templateFullPath));
  });

  test('finds what is wrong where nothing is as it should be', () => {
    expect(findings).toEqual(expect.arrayContaining(CONTROLS[scanner]));
  });

  test('finds what the app has to decide, where it has not', () => {
    const rulesOf = (path: string) => findings.filter(({ construct }) => construct === path).map(({ rule }) => rule).sort();
    expect({ trail: rulesOf('Undecided/Trail/Trail'), bucket: rulesOf('Undecided/Trail/LogBucket') }).toEqual(UNDECIDED[scanner]);
  });

  test('finds nothing that docs/compliance.md does not explain', () => {
    expect(found().filter(finding => !explanations.some(explanation => isExplained(finding, explanation)))).toEqual([]);
  });

  test('finds everything that docs/compliance.md explains', () => {
    expect(explanations.filter(explanation => !found().some(finding => isExplained(finding, explanation)))).toEqual([]);
  });
});

describe('what is acknowledged', () => {
  const constructs = apps.flatMap(app => app.node.findAll());
  const acknowledged = [
    ...constructs.flatMap(({ node }) => node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data).map(([id, reason]) => (
        { scanner: 'cdk-nag', rule: id.replace(/^annotation::/i, ''), construct: pathOf(node.path), reason })))),
    ...constructs.filter(CfnResource.isCfnResource).flatMap(resource => (resource.getMetadata('checkov')?.skip ?? [])
      .map(({ id, comment }: any) => ({ scanner: 'checkov', rule: id, construct: pathOf(resource.node.path), reason: comment }))),
    // which has no place for a reason
    ...constructs.filter(CfnResource.isCfnResource).flatMap(resource => (resource.getMetadata('cfn-lint')?.config.ignore_checks ?? [])
      .map((id: string) => ({ scanner: 'cfn-lint', rule: id, construct: pathOf(resource.node.path) }))),
  ];
  const isListed = ({ reason, ...acknowledgement }: Finding & { scanner: string; reason?: string }, row: Explanation) => (
    acknowledgement.scanner === row.scanner && [row.reason, undefined].includes(reason) && isExplained(acknowledgement, row));

  test('is nothing but what docs/compliance.md lists, for the reasons that stand there', () => {
    expect(acknowledged.filter(acknowledgement => !ACKNOWLEDGED.some(row => isListed(acknowledgement, row)))).toEqual([]);
  });

  test('is everything that docs/compliance.md lists', () => {
    expect(ACKNOWLEDGED.filter(row => !acknowledged.some(acknowledgement => isListed(acknowledgement, row)))).toEqual([]);
  });

  test('is nothing of the buckets beside those of the library', async () => {
    const stack = new Stack(new App(), 'Audit');
    new TrailLogBucket(stack, 'Logs', { encryptionKey: new CloudTrailEncryptionKey(stack, 'Key') });
    new s3.Bucket(stack, 'Other');
    const findings = await SCANNERS['cdk-nag']([stack.node.root as App], []);
    const rules = findings.filter(({ construct }) => construct === 'Audit/Other').map(({ rule }) => rule);
    expect(rules.filter(rule => /-S3(DefaultEncryptionKMS|BucketDefaultLockEnabled|BucketReplicationEnabled)$/.test(rule)).sort()).toEqual([
      'HIPAA.Security-S3BucketReplicationEnabled',
      'HIPAA.Security-S3DefaultEncryptionKMS',
      'NIST.800.53.R4-S3BucketDefaultLockEnabled',
      'NIST.800.53.R4-S3BucketReplicationEnabled',
      'NIST.800.53.R5-S3BucketReplicationEnabled',
      'NIST.800.53.R5-S3DefaultEncryptionKMS',
      'PCI.DSS.321-S3BucketReplicationEnabled',
      'PCI.DSS.321-S3DefaultEncryptionKMS',
    ]);
  });

  test('are the wildcards that a LogReaderPolicy writes, and no others of the same policy or beside it', async () => {
    const stack = new Stack(new App(), 'Readers', { env: { account: '222222222222', region: 'eu-central-1' } });
    const { managedPolicy } = new LogReaderPolicy(stack, 'ReadLogs', {
      keyAliasArn: 'arn:aws:kms:eu-central-1:111111111111:alias/cloudtrail', bucketName: 'audit-logs', s3KeyPrefix: 'audit',
    });
    managedPolicy.addStatements(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::audit-logs/*'] }));
    new iam.ManagedPolicy(stack, 'Other', {
      statements: [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: ['arn:aws:kms:eu-central-1:111111111111:key/*'] })],
    });
    const findings = await SCANNERS['cdk-nag']([stack.node.root as App], []);
    expect(findings.filter(({ rule }) => rule.startsWith('AwsSolutions-IAM5'))).toEqual([
      { rule: 'AwsSolutions-IAM5[Resource::arn:aws:s3:::audit-logs/*]', construct: 'Readers/ReadLogs' },
      { rule: 'AwsSolutions-IAM5[Resource::arn:aws:kms:eu-central-1:111111111111:key/*]', construct: 'Readers/Other' },
    ]);
  });

  test('is no missing log group of an organization trail whose key is where the log group would be', async () => {
    const app = new App();
    const management = { account: '111111111111', region: 'eu-central-1' };
    new OrganizationTrail(app, 'Organization', {
      organizationId: 'o-exampleorg1',
      trailName: 'organization',
      management,
      logArchive: { account: '222222222222', region: 'eu-central-1' },
      key: management,
      logBucketName: 'example-organization-logs',
      keyAlias: 'alias/organization-trail',
    });
    const findings = await SCANNERS['cdk-nag']([app], []);
    expect(findings.filter(({ rule }) => rule.endsWith('-CloudTrailCloudWatchLogsEnabled'))).toEqual(
      ['HIPAA.Security', 'NIST.800.53.R4', 'NIST.800.53.R5', 'PCI.DSS.321'].map(pack => (
        { rule: `${pack}-CloudTrailCloudWatchLogsEnabled`, construct: 'Organization/Management/Trail/Trail' })));
  });
});
