import { aws_s3 as s3, App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { appOf, badApp, decidedApp, EXAMPLES } from './examples';
import { codeOf, rowsBelow } from './page';
import { Finding, pathOf, SCANNERS } from './scanners';
import { CloudTrailEncryptionKey, TrailLogBucket } from '../../src';
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

/** What each scanner still finds in trail and bucket where the app makes every choice that it has. */
const DECIDED: { [scanner: string]: Finding[] } = {
  'cdk-nag': [],
  'cfn-lint': [{ rule: 'W3005', construct: 'Decided/Trail/Trail' }],
  'cfn-guard': [{ rule: 's3_event_notifications_enabled_check', construct: 'Decided/LogBucket' }],
  'checkov': [],
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
const ACKNOWLEDGED = explanationsBelow('### Acknowledged by the library');

const isExplained = (finding: Finding, explanation: Explanation) => (
  matches(explanation.rule, finding.rule) && matches(explanation.construct, finding.construct));
const matches = (pattern: string, text: string) => (
  matchTokens(tokenize(pattern, { wildcards: true })!, tokenize(text)!) === true);

const apps = [decidedApp(), ...EXAMPLES.map(appOf)];
const assemblies = (scanned: App[]) => scanned.flatMap(app => app.synth().stacks);

test('the stacks of all examples are scanned', () => {
  expect(assemblies(apps).map(({ displayName }) => displayName).sort()).toEqual([
    'Audit', 'Audit-eu-central-1', 'Audit-eu-west-1', 'Decided', 'Events', 'Logs', 'MemberReaders', 'Named', 'Organization/LogArchive', 'Organization/Management',
    'Owned', 'Readers',
  ]);
});

describe.each(Object.keys(SCANNERS))('%s', scanner => {
  const explanations = REPORTED.filter(explanation => explanation.scanner === scanner);
  let findings: Finding[];
  beforeAll(async () => {
    const scanned = [badApp(), ...apps];
    findings = await SCANNERS[scanner](scanned, assemblies(scanned).map(({ templateFullPath }) => templateFullPath));
  });

  test('finds what is wrong where nothing is as it should be', () => {
    expect(findings).toEqual(expect.arrayContaining(CONTROLS[scanner]));
  });

  test('finds in trail and bucket no more of what the app has to decide, once it has', () => {
    expect(findings.filter(({ construct }) => ['Decided/Trail/Trail', 'Decided/LogBucket'].includes(construct))).toEqual(DECIDED[scanner]);
  });

  test('finds nothing that docs/compliance.md does not explain', () => {
    expect(findings.filter(finding => !finding.construct.startsWith('Bad/') && !explanations.some(explanation => isExplained(finding, explanation)))).toEqual([]);
  });

  test('finds everything that docs/compliance.md explains', () => {
    expect(explanations.filter(explanation => !findings.some(finding => isExplained(finding, explanation)))).toEqual([]);
  });
});

describe('the library', () => {
  const constructs = apps.flatMap(app => app.node.findAll());
  const acknowledged = [
    ...constructs.flatMap(({ node }) => node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data).map(([id, reason]) => (
        { scanner: 'cdk-nag', rule: id.replace('annotation::', ''), construct: pathOf(node.path), reason })))),
    ...constructs.filter(CfnResource.isCfnResource).flatMap(resource => (resource.getMetadata('checkov')?.skip ?? [])
      .map(({ id, comment }: any) => ({ scanner: 'checkov', rule: id, construct: pathOf(resource.node.path), reason: comment }))),
  ];
  const isListed = (acknowledgement: Explanation, row: Explanation) => (
    acknowledgement.scanner === row.scanner && acknowledgement.reason === row.reason && isExplained(acknowledgement, row));

  test('acknowledges nothing but what docs/compliance.md lists, for the reasons that stand there', () => {
    expect(acknowledged.filter(acknowledgement => !ACKNOWLEDGED.some(row => isListed(acknowledgement, row)))).toEqual([]);
  });

  test('acknowledges everything that docs/compliance.md lists', () => {
    expect(ACKNOWLEDGED.filter(row => !acknowledged.some(acknowledgement => isListed(acknowledgement, row)))).toEqual([]);
  });

  test('acknowledges nothing for the buckets beside its own', async () => {
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
});
