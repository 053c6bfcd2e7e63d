/** Apps of any size, in two kinds that synthesize to the same: with the library, and written by hand. */
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const { Annotations, App, Stack, aws_iam: iam } = require('aws-cdk-lib');
const flags = require('aws-cdk-lib/recommended-feature-flags.json');
const { CloudTrailEncryptionKey, TrailIdentity, TrailLogBucket } = require('cdk-cloudtrail-encryption');
const { allowDecrypt, conditionsOf, defineBucket, defineKey } = require('./by-hand');
const { env } = require('./scenario');

/** The bytes that a reader takes in a list of readers. */
const READER_BYTES = `"arn:aws:iam::${env.account}:role/logs/Auditor1000",`.length;

const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));
/** Trails of distinct accounts, which share no part of a policy. */
const trailArns = count => times(count, i => `arn:aws:cloudtrail:${env.region}:${222222222222 + i}:trail/audit`);
const readers = count => times(count, i => new iam.ArnPrincipal(`arn:aws:iam::${env.account}:role/logs/Auditor${1000 + i}`));

/** What grows, how far, and how both sides define it in a stack. */
const DIMENSIONS = [
  {
    unit: 'reader',
    what: 'of a key',
    most: 500,
    library: (stack, n) => new CloudTrailEncryptionKey(stack, 'Key', { trailArns: trailArns(1), readers: readers(n) }),
    byHand: (stack, n) => allowDecrypt(defineKey(stack, conditionsOf(trailArns(1))), 'EnableCloudTrailLogDecryptPermissions', readers(n)),
  },
  {
    unit: 'trail',
    what: 'on a key',
    most: 120,
    library: (stack, n) => new CloudTrailEncryptionKey(stack, 'Key', { trailArns: trailArns(n) }),
    byHand: (stack, n) => defineKey(stack, conditionsOf(trailArns(n))),
  },
  {
    unit: 'trail',
    what: 'in a bucket',
    most: 90,
    library: (stack, n) => new TrailLogBucket(stack, 'Bucket', {
      encryptionKey: new CloudTrailEncryptionKey(stack, 'Key'), trails: trailArns(n).map(arn => TrailIdentity.fromTrailArn(arn)),
    }),
    byHand: (stack, n) => {
      const trails = conditionsOf(trailArns(n));
      return defineBucket(stack, defineKey(stack, trails), trails);
    },
  },
  {
    unit: 'key',
    what: 'in an app',
    most: 400,
    library: (stack, n) => times(n, i => new CloudTrailEncryptionKey(stack, `Key${i}`, { trailArns: trailArns(1) })),
    byHand: (stack, n) => times(n, i => defineKey(stack, conditionsOf(trailArns(1)), `Key${i}`)),
  },
];

/** Synthesizes an app of one stack; what it wrote is shown before it is removed. */
function synthesizeApp(define, inspect = () => {}) {
  const outdir = fs.mkdtempSync(path.join(process.env.CDK_OUTDIR ?? os.tmpdir(), 'app-'));
  try {
    const app = new App({ context: flags, outdir, autoSynth: false });
    // with indentation, 400 keys are more than CloudFormation takes
    const stack = new Stack(app, 'Stack', { env, suppressTemplateIndentation: true });
    Annotations.of(stack).acknowledgeWarning('cdk-cloudtrail-encryption:TrailLogBucket.policySizeUnknown', 'the name of the bucket is short');
    define(stack);
    app.synth();
    inspect(outdir);
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

module.exports = { DIMENSIONS, READER_BYTES, synthesizeApp };
