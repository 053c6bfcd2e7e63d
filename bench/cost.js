/** What one call costs a core, where it is too short for a process of its own. */
'use strict';

/** In CPU milliseconds: what Node needs to make a piece of work fast, and what is long enough to be measured. */
const WARM_UP = 150;
const BATCH = 40;

/**
 * Measures several pieces of work, which take turns: whatever else the machine does meanwhile then hits all of them.
 *
 * @returns for each the CPU milliseconds of one call, as often as there were rounds
 */
module.exports = function costs(works, rounds) {
  const warm = works.map(work => ({ work, calls: warmUp(work) }));
  const results = Array.from({ length: rounds }, () => warm.map(({ work, calls }) => batch(work, calls) / calls));
  return works.map((_, i) => results.map(round => round[i]));
};

/** @returns how many calls make a batch */
function warmUp(work) {
  let calls = 1;
  for (let spent = 0; ;) {
    const milliseconds = batch(work, calls);
    spent += milliseconds;
    if (milliseconds < BATCH) {
      calls *= 2;
    } else if (spent >= WARM_UP) {
      return calls;
    }
  }
}

/** The time of the CPU, which also holds what Node does on other threads. */
function batch(work, calls) {
  const start = process.cpuUsage();
  for (let i = 0; i < calls; i++) work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e3;
}
