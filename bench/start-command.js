/** The command, started as its `bin` does: `node bench/start-command.js ARGS`. It reports into a file, and fails where it loads the CDK. */
'use strict';

const path = require('path');
require('./whole-process');

process.argv.splice(2, Infinity, 'audit', '--output', path.join(process.env.CDK_OUTDIR, 'report'), ...process.argv.slice(2));
require('../bin/cdk-cloudtrail-encryption');

process.on('exit', () => {
  const fromCdk = Object.keys(require.cache).find(file => file.includes(`${path.sep}aws-cdk-lib${path.sep}`));
  if (fromCdk !== undefined) throw new Error(`the command must not load the CDK, but loaded ${fromCdk}`);
});
