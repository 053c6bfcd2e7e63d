const { default: Sequencer } = require('@jest/test-sequencer');

/** Runs files by their names, so that the many small cases of `cases.test.ts` come before what takes its time. */
module.exports = class AlphabeticalSequencer extends Sequencer {
  sort(tests) {
    return [...tests].sort((one, other) => one.path < other.path ? -1 : 1);
  }
};
