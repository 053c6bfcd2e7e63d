/**
 * Compares the library with plain CDK, and measures its evaluator: `npm run bench`, or `node bench/run.js [ROUNDS]` on what is compiled already.
 *
 * `synth` makes 100 stacks with a trail each, after it made sure that all sides make the same: the library, plain CDK, and for the `self-check` the
 * library without its audit; `load` requires the package. Every run is a process of its own, and the sides take turns. `evaluations` and `growth` ask
 * policies, `apps` and `capacity` synthesize keys and buckets with ever more readers and trails, `audits` gives policies all questions and rules, each
 * in one process. `command` starts the auditor anew for one policy, and for an assembly of many templates. It prints what it found beside the target and fails on none: a busy machine breaks no build. Only sides that do not
 * make the same, which would compare nothing, and wrong outcomes are an error.
 */
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const runChild = require('./child');
const { brief, exponent, median, spread } = require('./figures');
const { env } = require('./scenario');
const { describe, differences } = require('./templates');

const ROUNDS = Number(process.argv[2] ?? 5);
const SYNTH_TARGET = { value: 1.25, unit: 'times' };
const SELF_CHECK_TARGET = { value: 1.1, unit: 'times' };
const LOAD_TARGET = { value: 40, unit: 'ms more' };
const EVALUATIONS_TARGET = 10_000;
const AUDITS_TARGET = 1_000;
const START_TARGET = { value: 80, unit: 'ms more than 1.6 times' };
const ASSEMBLY_TARGET = { value: 3, unit: 'times' };

/** What the command audits: as many stacks as a large organization has, and how many of them have a trail, whose key costs the most. */
const ASSEMBLY_STACKS = 1_000;
const ASSEMBLY_TRAILS = [1, 10, 50];

const CAPACITY_TARGET = 95;

/** A refusal writes no template, and so it cannot take longer than what it refuses; what is more is noise. */
const REFUSAL_TARGET = 1.1;

/** Linear growth has the exponent 1; above this it is clearly more. */
const EXPONENT_TARGET = 1.3;

/** The times of a run: of the work as a clock and as the CPU saw it, and of the whole process. */
const TIMES = ['work', 'cpu', 'process'];

if (!(ROUNDS >= 1)) throw new Error(`ROUNDS must be a number of 1 or more, got ${process.argv[2]}`);
console.log(`node ${process.version}, ${os.cpus().length} CPUs, load ${os.loadavg().map(load => load.toFixed(1)).join(' ')}, ${ROUNDS} rounds, ms`);
benchSynth('plain');
benchSynth('full');
benchLoad();
benchEvaluations();
benchGrowth();
benchApps();
benchCapacity();
benchAudits();
benchCommand();
console.log(`\nload of the machine at the end: ${os.loadavg()[0].toFixed(1)}`);

function benchSynth(variant) {
  const sides = ['synth-library.js', 'synth-by-hand.js', 'synth-unchecked.js'];
  const [library, ...others] = sides.map(side => {
    let description;
    runChild(side, [variant], outdir => { description = describe(outdir); });
    return description;
  });
  others.forEach((other, i) => refuseDifferences(`${variant}, ${sides[i + 1]}`, library, other));
  const rounds = takeTurns(sides.map(side => [side, variant]));
  const timesMore = (one, other) => one / other;
  console.log(`\nsynth, ${variant}: 100 stacks, ${library.length} equal lines in their templates`);
  compare(rounds.map(([one, other]) => [one, other]), ['library', 'by hand'], SYNTH_TARGET, timesMore);
  console.log(`self-check, ${variant}: the same with and without the audit`);
  compare(rounds.map(([one, , other]) => [one, other]), ['library', 'unchecked'], SELF_CHECK_TARGET, timesMore);
}

function benchLoad() {
  const sides = ['load-library.js', 'load-cdk.js'];
  const [{ modules }] = sides.map(side => runChild(side));
  const rounds = takeTurns(sides.map(side => [side]));
  console.log(`\nload: the package loads ${modules.library} modules of its own and ${modules.cdk} more of aws-cdk-lib`);
  compare(rounds, ['library', 'CDK alone'], LOAD_TARGET, (library, cdk) => library - cdk);
}

function benchEvaluations() {
  console.log('\nevaluations in a second of one CPU, of six requests in turn');
  printRates('evaluations.js', EVALUATIONS_TARGET);
}

function benchAudits() {
  console.log('\naudits in a second of one CPU, every question and every rule');
  printRates('audits.js', AUDITS_TARGET);
}

function benchCommand() {
  const policy = path.join(__dirname, '..', 'test', 'cases', 'policies', 'default-trail.json');
  console.log('\nstart of the command: an audit of one policy, from the start of the process to its end');
  compare(takeTurns([['start-command.js', '--policy', policy, '--key-account', env.account], ['start-node.js']]), ['command', 'node alone'],
    START_TARGET, (command, node) => command - 1.6 * node);

  ASSEMBLY_TRAILS.forEach(benchAssembly);
}

function benchAssembly(trails) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  try {
    runChild('write-assembly.js', [directory, ASSEMBLY_STACKS, ASSEMBLY_STACKS / trails]);
    console.log(`\nassembly of ${ASSEMBLY_STACKS} templates, those with a trail: ${trails}, audited by the command, or only read and parsed`);
    compare(takeTurns([['start-command.js', '--assembly', directory], ['read-assembly.js', directory]]), ['command', 'reading'],
      ASSEMBLY_TARGET, (command, reading) => command / reading);
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

function printRates(script, target) {
  for (const { name, perSecond } of runChild(script).rates) {
    const missed = median(perSecond) < target ? ', MISSED' : '';
    console.log(`  ${name.padEnd(26)}${spread(perSecond).padEnd(26)}(target ${target}${missed})`);
  }
}

function benchGrowth() {
  console.log(`\ngrowth: CPU ms by size of the policy; the exponent is that from the third size on (target 1, flagged above ${EXPONENT_TARGET})`);
  for (const { what, unit, sizes, costs } of runChild('growth.js').curves) printCurve(what, unit, sizes, costs);
}

function benchApps() {
  console.log('\ngrowth of apps: CPU ms of their synthesis; both sides make the same');
  for (const { what, unit, sizes, differences: lines, library, byHand } of runChild('growth-of-apps.js').curves) {
    if (lines.length > 0) refuse(what, lines);
    console.log(`  ${what}`);
    printCurve('  library', unit, sizes, library);
    printCurve('  by hand', unit, sizes, byHand);
  }
}

function benchCapacity() {
  const { readers, bareArns, share, accepted, refused } = runChild('capacity.js');
  const percent = 100 * readers / bareArns;
  console.log(`\ncapacity: a key takes ${readers} readers, whose ARNs are ${(100 * share).toFixed(1)} % of its policy; `
    + `of bare ARNs in their place there were room for ${bareArns}: ${percent.toFixed(1)} % (target ${CAPACITY_TARGET}${percent < CAPACITY_TARGET ? ', MISSED' : ''})`);
  const times = median(refused) / median(accepted);
  console.log(`  CPU ms  ${row('accepted', accepted)}${row('one more, refused', refused)}`
    + `medians ${times.toFixed(2)} times (target ${REFUSAL_TARGET}${times > REFUSAL_TARGET ? ', MISSED' : ''})`);
}

function printCurve(what, unit, sizes, costs) {
  const [size, cost] = [sizes, costs].map(values => values[values.length - 1]);
  const power = exponent(sizes.slice(2), costs.slice(2));
  console.log(`  ${what.padEnd(11)}${sizes.map((n, i) => `${n}: ${brief(costs[i])}`).join('  ').padEnd(58)}`
    + `${brief(1000 * cost / size)} us per ${unit}, exponent ${power.toFixed(2)}${power > EXPONENT_TARGET ? ', ABOVE LINEAR' : ''}`);
}

function refuseDifferences(what, library, other) {
  const lines = differences(library, other);
  if (library.length === 0 || lines.length > 0) refuse(`synth, ${what}`, lines);
}

function refuse(what, lines) {
  console.error(`\n${what}: the two sides do not make the same (- library, + the other)`);
  console.error([...lines.slice(0, 30), `${lines.length} lines differ`].join('\n'));
  process.exit(1);
}

/** A B A B ...: whatever else the machine does meanwhile then hits all of them. */
function takeTurns(sides) {
  return Array.from({ length: ROUNDS }, () => sides.map(([side, ...args]) => runChild(side, args)));
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

function row(name, values) {
  return `${name} ${spread(values)}`.padEnd(32);
}
