/**
 * Synthesizes the example in README.md and prints its resources, and who may do what with its key.
 *
 * The answers come from the policy evaluator, asked about the synthesized template.
 */
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { EncryptedTrail } from '../src';
import { evaluate } from '../src/access/evaluate';
import { renderValue } from '../src/access/intrinsics';
import { KeyPolicyAudit } from '../src/access/key-policy-audit';
import type { Caller } from '../src/access/request';

const ACCOUNT = '111111111111';
const OTHER_ACCOUNT = '999999999999';
const REGION = 'eu-central-1';
const ENVIRONMENT = { partition: 'aws', account: ACCOUNT, region: REGION };

interface Resource {
  readonly Type: string;
  readonly Properties: { [name: string]: any };
}

/** Somebody who might use the key, and what stands in the request then. */
interface Row {
  readonly who: string;
  readonly caller: Caller;
  readonly trailArn?: string;
}

const CLOUDTRAIL = { service: 'cloudtrail.amazonaws.com' };
const COLUMNS: { readonly title: string; readonly action: string; readonly context?: boolean }[] = [
  { title: 'encrypt logs', action: 'kms:GenerateDataKey', context: true },
  { title: 'decrypt logs', action: 'kms:Decrypt', context: true },
  { title: 'decrypt else', action: 'kms:Decrypt' },
  { title: 'describe', action: 'kms:DescribeKey' },
  { title: 'administer', action: 'kms:PutKeyPolicy' },
];
const WORDS = { direct: 'yes', delegated: 'if IAM says so', denied: 'no', no: 'no', unknown: 'unknown' };

const resources = synthesize();
printResources();
printAccess();
printFindings();

function synthesize(): { [logicalId: string]: Resource } {
  const outdir = mkdtempSync(join(tmpdir(), 'demo-'));
  try {
    const app = new App({ outdir });
    const stack = new Stack(app, 'Audit');

    const auditor = new iam.Role(stack, 'Auditor', { assumedBy: new iam.AccountRootPrincipal() });
    new EncryptedTrail(stack, 'Trail', { readers: [auditor] });
    return app.synth().getStackByName('Audit').template.Resources;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function printResources(): void {
  console.log('The stack "Audit" of the example in README.md defines\n');
  printTable(Object.entries(resources).map(([logicalId, { Type: type }]) => [type, logicalId]));
}

function printAccess(): void {
  const key = find('AWS::KMS::Key');
  const trailName = find('AWS::CloudTrail::Trail').Properties.TrailName;
  const arnOf = (account: string, name: string) => `arn:aws:cloudtrail:${REGION}:${account}:trail/${name}`;
  const auditor = renderValue({ 'Fn::GetAtt': [Object.keys(resources).find(id => id.startsWith('Auditor')), 'Arn'] }, ENVIRONMENT);
  const rows: Row[] = [
    { who: 'CloudTrail, for this trail', caller: CLOUDTRAIL, trailArn: arnOf(ACCOUNT, trailName) },
    { who: 'CloudTrail, for another trail of this account', caller: CLOUDTRAIL, trailArn: arnOf(ACCOUNT, 'another') },
    { who: 'CloudTrail, for a trail of another account', caller: CLOUDTRAIL, trailArn: arnOf(OTHER_ACCOUNT, 'foreign') },
    { who: 'the role Auditor', caller: { arn: auditor, account: ACCOUNT } },
    { who: 'any other role of this account', caller: { account: ACCOUNT } },
    { who: 'a role of another account', caller: { account: OTHER_ACCOUNT } },
  ];
  console.log('\nWho may do what with the key\n');
  printTable([['', ...COLUMNS.map(({ title }) => title)], ...rows.map(row => [row.who, ...COLUMNS.map(({ action, context }) => {
    const logOf = row.trailArn ?? arnOf(ACCOUNT, trailName);
    const { outcome } = evaluate(key.Properties.KeyPolicy, {
      action,
      caller: row.caller,
      resource: `arn:aws:kms:${REGION}:${ACCOUNT}:key/this`,
      context: {
        ...row.trailArn === undefined ? {} : { 'aws:SourceArn': row.trailArn, 'aws:SourceAccount': row.trailArn.split(':')[4] },
        ...context ? { 'kms:EncryptionContext:aws:cloudtrail:arn': logOf } : {},
      },
    }, ENVIRONMENT);
    return WORDS[outcome];
  })])]);
}

function printFindings(): void {
  const { findings } = KeyPolicyAudit.ofPolicy(find('AWS::KMS::Key').Properties.KeyPolicy, { accountId: ACCOUNT, region: REGION });
  console.log(`\nThe audit of the key policy finds ${findings.length === 0 ? 'nothing' : 'this'}.`);
  findings.forEach(({ severity, rule, message }) => console.log(`  ${severity} ${rule}: ${message}`));
}

function find(type: string): Resource {
  return Object.values(resources).find(resource => resource.Type === type)!;
}

function printTable(rows: string[][]): void {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  for (const row of rows) {
    console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()}`);
  }
}
