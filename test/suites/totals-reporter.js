/** Ends a run with the one line that a script can read: what passed and what failed, files that did not even load included. */
module.exports = class TotalsReporter {
  onRunComplete(_contexts, results) {
    process.stdout.write(`${results.numPassedTests} passed, ${results.numFailedTests + results.numRuntimeErrorTestSuites} failed\n`);
  }
};
