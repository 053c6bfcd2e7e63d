/** Runs one side of a benchmark in a process of its own. */
'use strict';

const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

/**
 * Runs a script of this directory, with a temporary directory to synthesize into.
 *
 * @param inspect is shown that directory before it is removed
 * @returns what the script reported, and as `process` the milliseconds of it all
 */
module.exports = function runChild(script, args = [], inspect = () => {}) {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  try {
    const start = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(__dirname, script), ...args], {
      env: { ...process.env, CDK_OUTDIR: outdir }, encoding: 'utf8',
    });
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    if (status !== 0) throw new Error(`${script} failed\n${stderr}`);
    inspect(outdir);
    return { ...JSON.parse(stdout), process: milliseconds };
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
};
