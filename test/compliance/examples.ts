import { existsSync, readdirSync } from 'fs';
import { join } from 'path';
import { aws_cloudtrail as cloudtrail, aws_kms as kms, aws_s3 as s3, App, Stack } from 'aws-cdk-lib';
import { ROOT } from '../../packages/languages';
import { EncryptedTrail } from '../../src';

/** The examples that are apps of TypeScript, by their folders. */
export const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter(name => existsSync(join(ROOT, 'examples', name, 'app.ts'))).sort();

// as the CDK's command has it: the paths of the constructs tell the resources of a template apart
const SETTINGS = { context: { 'aws:cdk:enable-path-metadata': true }, analyticsReporting: false };

const apps: App[] = [];

// an example keeps its app to itself, so what it takes for the CDK's class hands out what it makes
jest.doMock('aws-cdk-lib', () => {
  class ExampleApp extends App {
    public constructor() {
      super(SETTINGS);
      apps.push(this);
    }
  }
  return Object.create(jest.requireActual('aws-cdk-lib'), { App: { value: ExampleApp } });
});

/** The app of an example. */
export function appOf(example: string): App {
  const made = apps.length;
  jest.requireActual(join(ROOT, 'examples', example, 'app'));
  return apps[made];
}

/** An app in which nothing is as it should be. */
export function badApp(): App {
  const app = new App(SETTINGS);
  const stack = new Stack(app, 'Bad');
  new kms.CfnKey(stack, 'Key', {
    enableKeyRotation: false,
    pendingWindowInDays: 3,
    keyPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }] },
  });
  const bucket = new s3.CfnBucket(stack, 'Bucket');
  new cloudtrail.CfnTrail(stack, 'Trail', { isLogging: true, s3BucketName: bucket.ref });
  return app;
}

/** An app that makes none of the choices that are left to it. */
export function undecidedApp(): App {
  const app = new App(SETTINGS);
  new EncryptedTrail(new Stack(app, 'Undecided'), 'Trail');
  return app;
}
