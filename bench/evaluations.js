/** The child's half of the benchmark of evaluations: how many of them a core does in a second, policy by policy. */
'use strict';

const costs = require('./cost');
const { consoleDefault, readerArn, requests, trailArn, userArn, written } = require('./key-policies');
const rightly = require('./rightly');

const ROUNDS = 15;

const cases = [
  { name: '1 trail, 1 reader', policy: written(1, 1).policy, asked: requests(trailArn(0), readerArn(0)) },
  { name: '10 trails, 50 readers', policy: written(10, 50).policy, asked: requests(trailArn(9), readerArn(49)) },
  { name: "the console's default", policy: consoleDefault(), asked: requests(trailArn(0), userArn('Bob')) },
].filter(({ policy }) => policy !== undefined);

const works = cases.map(({ policy, asked }) => {
  const evaluations = Object.values(asked).map(request => rightly(policy, request));
  return () => evaluations.forEach(evaluation => evaluation());
});
const rates = costs(works, ROUNDS).map((values, i) => {
  const { name, asked } = cases[i];
  return { name, perSecond: values.map(value => 1000 * Object.keys(asked).length / value) };
});
console.log(JSON.stringify({ rates }));
