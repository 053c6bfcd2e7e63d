const TotalsReporter = require('./totals-reporter');

/** Prints nothing before the end of a run: what failed and why, a line for each check, and the totals. */
module.exports = class ChecksReporter extends TotalsReporter {
  onRunComplete(contexts, results) {
    for (const { testFilePath, failureMessage, testResults } of results.testResults) {
      if (failureMessage) process.stdout.write(`${failureMessage}\n`);
      if (testResults.length === 0) process.stdout.write(`FAIL  ${testFilePath}\n`);
      for (const { fullName, status } of testResults) process.stdout.write(`${status === 'passed' ? 'pass' : 'FAIL'}  ${fullName}\n`);
    }
    super.onRunComplete(contexts, results);
  }
};
