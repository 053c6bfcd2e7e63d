/** The child's half of a measurement: does the work once and prints, for the parent to read, the milliseconds that it took. */
'use strict';

module.exports = function report(work, details = () => ({})) {
  const [start, cpuStart] = [process.hrtime.bigint(), process.cpuUsage()];
  work();
  const [end, { user, system }] = [process.hrtime.bigint(), process.cpuUsage(cpuStart)];
  console.log(JSON.stringify({ work: Number(end - start) / 1e6, cpu: (user + system) / 1e3, ...details() }));
};
