const { TestEnvironment } = require('jest-environment-node');

/** The mutant that a test has found already; this module lives as long as Stryker's process. */
let found;

/** Skips what is left once a test has failed, in this file and in those after it: Stryker asks no more, but cannot tell Jest so. */
module.exports = class BailEnvironment extends TestEnvironment {
  async handleTestEvent(event) {
    const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
    if (mutant === undefined) return;
    if (event.name === 'test_fn_failure') found = mutant;
    if (event.name === 'test_start' && found === mutant) event.test.mode = 'skip';
  }
};
