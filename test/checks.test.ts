import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import {
  App, aws_cloudtrail as cloudtrail, aws_iam as iam, aws_kms as kms, aws_s3 as s3, CfnResource, NestedStack, RemovalPolicy,
  Stack, Stage, Validations,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Construct } from 'constructs';
import { CloudTrailEncryptionChecks, CloudTrailEncryptionChecksProps, EncryptedTrail } from '../src';

const ENV = { account: '111111111111', region: 'eu-central-1' };
const CLOUDTRAIL = new iam.ServicePrincipal('cloudtrail.amazonaws.com');
const TRAIL_ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';

let exitCode: typeof process.exitCode;
beforeEach(() => {
  exitCode = process.exitCode;
  process.exitCode = undefined;
  jest.spyOn(console, 'error').mockImplementation();
});
afterEach(() => {
  process.exitCode = exitCode;
  jest.restoreAllMocks();
});

function appWith(props?: CloudTrailEncryptionChecksProps): App {
  const app = new App({ context: { 'aws:cdk:enable-asset-metadata': true } });
  Validations.of(app).addPlugins(new CloudTrailEncryptionChecks(props));
  return app;
}

/** What a synthesis ends with: whether it fails, and what the report says, which the two CDKs write differently. */
function synthesize(app: App): { fails: boolean; violations: any[] } {
  let thrown = false;
  try {
    app.synth();
  } catch (error) {
    expect((error as Error).message).toMatch(/A copy of this report/);
    thrown = true;
  }
  const report = ['validation-report.json', 'policy-validation-report.json'].map(file => join(app.outdir, file)).find(file => existsSync(file));
  const reports: any[] = report === undefined ? [] : JSON.parse(readFileSync(report, 'utf8')).pluginReports;
  const violations = reports.flatMap(plugin => plugin.violations.flatMap((violation: any) => violation.violatingConstructs.map((construct: any) => ({
    id: `${plugin.pluginName ?? plugin.summary.pluginName}::${violation.ruleName}`,
    severity: violation.severity,
    fix: violation.fix ?? violation.suggestedFix,
    path: construct.constructPath,
    locations: construct.locations ?? construct.cloudFormationResource?.propertyPaths,
    logicalId: construct.resourceLogicalId ?? construct.cloudFormationResource?.logicalId,
  }))));
  return { fails: thrown || process.exitCode === 1, violations };
}

const idsIn = (app: App) => synthesize(app).violations.map(({ id, severity }) => `${severity} ${id}`);

/** A trail as plain CDK makes it, but for the key policy. */
function plainTrail(scope: Construct, ...statements: iam.PolicyStatement[]): kms.Key {
  const key = new kms.Key(scope, 'Key', {
    enableKeyRotation: true,
    policy: new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({ sid: 'Administration', actions: ['kms:Describe*', 'kms:Get*', 'kms:Put*'], resources: ['*'], principals: [new iam.AccountRootPrincipal()] }),
        ...statements,
      ],
    }),
  });
  const bucket = s3.Bucket.fromBucketName(scope, 'Bucket', 'central-logs');
  new cloudtrail.Trail(scope, 'Trail', { trailName: 'audit', encryptionKey: key, bucket });
  return key;
}

const admit = (sid: string, actions: string[], conditions?: any) =>
  new iam.PolicyStatement({ sid, actions, resources: ['*'], principals: [CLOUDTRAIL], conditions });
const careful = () => admit('AllowCloudTrail', ['kms:GenerateDataKey*', 'kms:DescribeKey'], { StringEquals: { 'aws:SourceArn': TRAIL_ARN } });

describe('an app that uses nothing else of this library', () => {
  test('passes with a key policy that admits its own trail and nobody else', () => {
    const app = appWith();
    plainTrail(new Stack(app, 'Audit', { env: ENV }), careful());

    expect(synthesize(app)).toEqual({ fails: false, violations: [] });
  });

  test('fails with a key policy that does not admit its trail, and says where, and what to do', () => {
    const app = appWith();
    const key = plainTrail(new Stack(app, 'Audit', { env: ENV }));
    const logicalId = Stack.of(key).resolve((key.node.defaultChild as CfnResource).logicalId);

    expect(synthesize(app)).toEqual({
      fails: true,
      violations: [
        {
          id: 'cdk-cloudtrail-encryption::own-trail-cannot-encrypt',
          severity: 'error',
          fix: expect.stringContaining('kms:GenerateDataKey'),
          path: 'Audit/Key/Resource',
          locations: ['Properties.KeyPolicy'],
          logicalId,
        },
        expect.objectContaining({ id: 'cdk-cloudtrail-encryption::own-trail-cannot-describe', severity: 'error' }),
      ],
    });
  });

  test('goes on where something is only doubtful', () => {
    const app = appWith();
    plainTrail(new Stack(app, 'Audit', { env: ENV }), careful()).applyRemovalPolicy(RemovalPolicy.DESTROY);

    expect(synthesize(app)).toEqual({
      fails: false,
      violations: [expect.objectContaining({ id: 'cdk-cloudtrail-encryption::key-not-retained', severity: 'warning', locations: ['DeletionPolicy'] })],
    });
  });

  test('passes without a trail, whatever its keys are', () => {
    const app = appWith();
    new kms.Key(new Stack(app, 'Audit', { env: ENV }), 'Key');

    expect(synthesize(app)).toEqual({ fails: false, violations: [] });
  });

  test('is told of trails and an organization that it does not define', () => {
    const app = appWith({ trailArns: ['arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit'], organizationId: 'o-exampleorg1' });
    new kms.Key(new Stack(app, 'Audit', { env: ENV }), 'Key', { enableKeyRotation: true }).addToResourcePolicy(careful());

    expect(idsIn(app)).toEqual([
      'error cdk-cloudtrail-encryption::own-trail-cannot-encrypt',
      'error cdk-cloudtrail-encryption::own-trail-cannot-describe',
    ]);
  });

  test('fails with options that are malformed', () => {
    const app = appWith({ organizationId: 'example' });
    plainTrail(new Stack(app, 'Audit', { env: ENV }), careful());

    expect(synthesize(app).fails).toEqual(true);
  });
});

describe('what can be acknowledged', () => {
  test('is an error, by the id of the rule', () => {
    const app = appWith();
    const key = plainTrail(new Stack(app, 'Audit', { env: ENV }));
    Validations.of(key).acknowledge(
      { id: 'cdk-cloudtrail-encryption::own-trail-cannot-encrypt', reason: 'admitted by a later deployment' },
      { id: 'cdk-cloudtrail-encryption::own-trail-cannot-describe', reason: 'admitted by a later deployment' },
    );

    expect(synthesize(app)).toEqual({ fails: false, violations: [] });
  });

  test.each([
    ['foreign-trail-can-encrypt', admit('Open', ['kms:GenerateDataKey*'])],
    ['foreign-trail-can-decrypt', admit('Open', ['kms:Decrypt'])],
    ['anyone-can-decrypt', new iam.PolicyStatement({ sid: 'Open', actions: ['kms:Decrypt'], resources: ['*'], principals: [new iam.AnyPrincipal()] })],
    ['anyone-can-administer', new iam.PolicyStatement({ sid: 'Open', actions: ['kms:CreateGrant'], resources: ['*'], principals: [new iam.AnyPrincipal()] })],
  ])('is not %s', (rule, statement) => {
    const app = appWith();
    plainTrail(new Stack(app, 'Audit', { env: ENV }), careful(), statement);
    Validations.of(app).acknowledge({ id: `cdk-cloudtrail-encryption::${rule}`, reason: 'never mind' });

    const { fails, violations } = synthesize(app);

    expect(fails).toEqual(true);
    expect(violations.filter(({ severity }) => severity === 'fatal')).toContainEqual(
      expect.objectContaining({ id: `cdk-cloudtrail-encryption::${rule}`, locations: ['Properties.KeyPolicy.Statement.2'] }));
  });
});

describe('apps of every shape', () => {
  test('a trail and its key in different stacks', () => {
    const app = appWith();
    const key = new kms.Key(new Stack(app, 'Keys', { env: ENV }), 'Key', { enableKeyRotation: true });
    const stack = new Stack(app, 'Audit', { env: ENV });
    new cloudtrail.CfnTrail(stack, 'Trail', { isLogging: true, trailName: 'audit', s3BucketName: 'central-logs', kmsKeyId: key.keyArn });

    expect(synthesize(app).violations.map(({ id, path }) => `${path} ${id}`)).toEqual([
      'Keys/Key/Resource cdk-cloudtrail-encryption::own-trail-cannot-encrypt',
      'Keys/Key/Resource cdk-cloudtrail-encryption::own-trail-cannot-describe',
    ]);
  });

  test('a nested stack in a stage', () => {
    const app = appWith();
    const stack = new Stack(new Stage(app, 'Prod', { env: ENV }), 'Audit');
    plainTrail(new NestedStack(stack, 'Nested'));

    const { fails, violations } = synthesize(app);

    expect(fails).toEqual(true);
    expect(violations.map(({ id, path }) => `${path} ${id}`)).toEqual([
      'Prod/Audit/Nested/Key/Resource cdk-cloudtrail-encryption::own-trail-cannot-encrypt',
      'Prod/Audit/Nested/Key/Resource cdk-cloudtrail-encryption::own-trail-cannot-describe',
    ]);
  });

  test('a key that a nested stack is given by its parent', () => {
    const app = appWith();
    const stack = new Stack(app, 'Audit', { env: ENV });
    const key = new kms.Key(stack, 'Key', { enableKeyRotation: true });
    new cloudtrail.CfnTrail(new NestedStack(stack, 'Nested'), 'Trail', { isLogging: true, trailName: 'audit', s3BucketName: 'central-logs', kmsKeyId: key.keyArn });

    expect(synthesize(app).violations.map(({ path }) => path)).toEqual(['Audit/Key/Resource', 'Audit/Key/Resource']);
  });

  test('the checks on one stage only', () => {
    const app = new App();
    const [checked, other] = ['Checked', 'Other'].map(id => new Stage(app, id, { env: ENV }));
    for (const stage of [checked, other]) plainTrail(new Stack(stage, 'Audit'));
    Validations.of(checked).addPlugins(new CloudTrailEncryptionChecks());

    expect(synthesize(app).violations.map(({ path }) => path)).toEqual(['Checked/Audit/Key/Resource', 'Checked/Audit/Key/Resource']);
  });
});

describe('beside cdk-nag', () => {
  function appOfBoth() {
    const app = appWith();
    const nag = new AwsSolutionsChecks(app);
    // cdk-nag asks for the construct tree, which older CDKs do not hand over
    Validations.of(app).addPlugins({ name: nag.name, validate: context => nag.validate({ appConstruct: app, ...context } as typeof context) });
    return { app, nested: new NestedStack(new Stack(new Stage(app, 'Prod', { env: ENV }), 'Audit'), 'Nested') };
  }
  const told = ({ fails, violations }: ReturnType<typeof synthesize>) => ({ fails, told: violations.map(({ id, path }) => `${path} ${id}`).sort() });

  test('each tells what it finds, as it does alone', () => {
    const { app, nested } = appOfBoth();
    plainTrail(nested);
    new s3.Bucket(nested, 'Open', { enforceSSL: true });

    expect(told(synthesize(app))).toEqual({
      fails: true,
      told: [
        'Prod/Audit/Nested/Key/Resource cdk-cloudtrail-encryption::own-trail-cannot-describe',
        'Prod/Audit/Nested/Key/Resource cdk-cloudtrail-encryption::own-trail-cannot-encrypt',
        'Prod/Audit/Nested/Open/Resource AwsSolutions::AwsSolutions-S1',
      ],
    });
  });

  test('each is acknowledged by its own ids', () => {
    const { app, nested } = appOfBoth();
    const key = plainTrail(nested);
    const bucket = new s3.Bucket(nested, 'Open', { enforceSSL: true });
    Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: 'holds no logs' });
    Validations.of(key).acknowledge(
      { id: 'cdk-cloudtrail-encryption::own-trail-cannot-encrypt', reason: 'admitted by a later deployment' },
      { id: 'cdk-cloudtrail-encryption::own-trail-cannot-describe', reason: 'admitted by a later deployment' },
    );

    expect(told(synthesize(app))).toEqual({ fails: false, told: [] });
  });

  test('an acknowledgement without the name of the plugin does not hide who else uses the key', () => {
    const { app, nested } = appOfBoth();
    plainTrail(nested, careful(), admit('Open', ['kms:Decrypt']));
    Validations.of(app).acknowledge({ id: 'foreign-trail-can-decrypt', reason: 'never mind' });

    expect(told(synthesize(app))).toEqual({ fails: true, told: ['Prod/Audit/Nested/Key/Resource cdk-cloudtrail-encryption::foreign-trail-can-decrypt'] });
  });
});

test('a trail of this library passes, in an environment that is known and in one that is not', () => {
  const app = appWith();
  new EncryptedTrail(new Stack(app, 'Known', { env: ENV }), 'Trail', { trailName: 'audit' });
  new EncryptedTrail(new Stack(app, 'Unknown'), 'Trail', { trailName: 'audit' });

  expect(synthesize(app)).toEqual({ fails: false, violations: [] });
});
