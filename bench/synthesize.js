/**
 * The child's half of the synthesis benchmark: defines 100 stacks, synthesizes them and reports how long that took.
 *
 * One stack is made beforehand and thrown away, so that what Node loads on first use is in nobody's time; the benchmark `load` looks at that.
 */
'use strict';

const path = require('path');
const { App, Stack } = require('aws-cdk-lib');
const flags = require('aws-cdk-lib/recommended-feature-flags.json');
const report = require('./report');
const { env } = require('./scenario');

const STACKS = 100;

/** @param define puts a trail into a stack; it is told whether to make the full variant of it */
module.exports = function synthesize(define) {
  const full = process.argv[2] === 'full';
  const app = (stacks, outdir) => {
    // the flags that `cdk init` writes
    const result = new App({ context: flags, outdir });
    for (let i = 1; i <= stacks; i++) define(new Stack(result, `Stack${i}`, { env }), full);
    result.synth();
  };
  app(1, path.join(process.env.CDK_OUTDIR, 'beforehand'));
  report(() => app(STACKS, process.env.CDK_OUTDIR));
};
