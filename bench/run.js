/**
 * Compares the library with plain CDK: `npm run bench`, or `node bench/run.js [ROUNDS]` on what is compiled already.
 *
 * `synth` makes 100 stacks with a trail each, after it made sure that both sides make the same; `load` requires the package.
 * Every run is a process of its own, and the two sides take turns. It prints what it found beside the target and fails on none:
 * a busy machine breaks no build. Only two sides that do not make the same, which would compare nothing, are an error.
 */
'use strict';

const os = require('os');
const runChild = require('./child');
const { describe, differences } = require('./templates');

const ROUNDS = Number(process.argv[2] ?? 7);
const SYNTH_TARGET = { value: 1.25, unit: 'times' };
const LOAD_TARGET = { value: 40, unit: 'ms more' };

/** The times of a run: of the work as a clock and as the CPU saw it, and of the whole process. */
const TIMES = ['work', 'cpu', 'process'];

if (!(ROUNDS >= 1)) throw new Error(`ROUNDS must be a number of 1 or more, got ${process.argv[2]}`);
console.log(`node ${process.version}, ${os.cpus().length} CPUs, load ${os.loadavg().map(load => load.toFixed(1)).join(' ')}, ${ROUNDS} rounds, ms`);
benchSynth('plain');
benchSynth('full');
benchLoad();
console.log(`\nload of the machine at the end: ${os.loadavg()[0].toFixed(1)}`);

function benchSynth(variant) {
  const sides = ['synth-library.js', 'synth-by-hand.js'];
  const descriptions = sides.map(side => {
    let description;
    runChild(side, [variant], outdir => { description = describe(outdir); });
    return description;
  });
  refuseDifferences(variant, ...descriptions);
  const rounds = takeTurns(sides, [variant]);
  console.log(`\nsynth, ${variant}: 100 stacks, ${descriptions[0].length} equal lines in their templates`);
  compare(rounds, ['library', 'by hand'], SYNTH_TARGET, (library, byHand) => library / byHand);
}

function benchLoad() {
  const sides = ['load-library.js', 'load-cdk.js'];
  const [{ modules }] = sides.map(side => runChild(side));
  const rounds = takeTurns(sides);
  console.log(`\nload: the package loads ${modules.library} modules of its own and ${modules.cdk} more of aws-cdk-lib`);
  compare(rounds, ['library', 'CDK alone'], LOAD_TARGET, (library, cdk) => library - cdk);
}

function refuseDifferences(variant, library, byHand) {
  const lines = differences(library, byHand);
  if (library.length > 0 && lines.length === 0) return;
  console.error(`\nsynth, ${variant}: the two sides do not make the same (- library, + by hand)`);
  console.error([...lines.slice(0, 30), `${lines.length} lines differ`].join('\n'));
  process.exit(1);
}

/** A B A B ...: whatever else the machine does meanwhile then hits both. */
function takeTurns(sides, args) {
  return Array.from({ length: ROUNDS }, () => sides.map(side => runChild(side, args)));
}

function compare(rounds, names, target, relation) {
  for (const time of TIMES) {
    const [one, other] = [0, 1].map(side => rounds.map(round => round[side][time]));
    const ofMedians = relation(median(one), median(other));
    const ofPairs = median(one.map((value, i) => relation(value, other[i])));
    console.log(`  ${time.padEnd(8)}${row(names[0], one)}${row(names[1], other)}`
      + `medians ${ofMedians.toFixed(2)}, pairs ${ofPairs.toFixed(2)} ${target.unit} (target ${target.value}${ofMedians > target.value ? ', MISSED' : ''})`);
  }
}

/** Least, median and greatest. */
function row(name, values) {
  return `${name} ${[Math.min(...values), median(values), Math.max(...values)].map(value => value.toFixed(0)).join(' / ')}`.padEnd(32);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
