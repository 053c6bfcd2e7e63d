/**
 * Writes an assembly of many stacks: `node bench/write-assembly.js DIRECTORY STACKS STACKS_PER_TRAIL`.
 *
 * The first stack of so many has a trail of its own, with all that belongs to it; the others are what most stacks are, functions and their tables.
 */
'use strict';

const { App, Stack, aws_dynamodb: dynamodb, aws_iam: iam, aws_lambda: lambda } = require('aws-cdk-lib');
const { EncryptedTrail } = require('cdk-cloudtrail-encryption');
const { env, trailName } = require('./scenario');

const [outdir, stacks, stacksPerTrail] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const FUNCTIONS = 5;

const app = new App({ outdir, autoSynth: false });
for (let i = 0; i < stacks; i++) {
  const stack = new Stack(app, `Stack${i}`, { env: { ...env, account: String(111111111111 + i) } });
  if (i % stacksPerTrail === 0) {
    defineTrail(stack);
  } else {
    for (let n = 1; n <= FUNCTIONS; n++) defineFunction(stack, n);
  }
}
app.synth();
console.log('{}');

function defineTrail(stack) {
  const reader = new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
  new EncryptedTrail(stack, 'Trail', { trailName, sendToCloudWatchLogs: true, readers: [reader], readerAccounts: ['222222222222'] });
}

function defineFunction(stack, n) {
  const table = new dynamodb.Table(stack, `Table${n}`, { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const reader = new lambda.Function(stack, `Function${n}`, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    environment: { TABLE: table.tableName },
  });
  table.grantReadData(reader);
}
