/** The child's half of the benchmark of growth: what one audit and one evaluation cost as policies grow, in CPU milliseconds. */
'use strict';

const { KeyPolicyAudit } = require('cdk-cloudtrail-encryption');
const costs = require('./cost');
const { extended, readerArn, requests, trailArn, written } = require('./key-policies');
const rightly = require('./rightly');

/** Of several rounds the fastest is the one that the machine disturbed least. */
const ROUNDS = 3;

/** What grows, how far, and a request that only the last of it grants. */
const DIMENSIONS = [
  { unit: 'reader', most: 500, make: n => written(1, n), last: n => requests(trailArn(0), readerArn(n - 1)).read },
  { unit: 'trail', most: 120, make: n => written(n, 1), last: n => requests(trailArn(n - 1), readerArn(0)).encrypt },
  { unit: 'statement', most: 400, make: extended, last: n => requests(trailArn(0), readerArn(n)).read },
];

const curves = DIMENSIONS.flatMap(({ unit, most, make, last }) => {
  const sizes = [1, ...[8, 4, 2, 1].map(part => Math.round(most / part))];
  const grown = sizes.map(size => ({ ...make(size), granted: last(size) }));
  const audits = grown.map(({ policy, context }) => () => KeyPolicyAudit.ofPolicy(policy, context));
  const evaluations = grown.map(({ policy, granted }) => rightly(policy, granted));
  return [
    { what: 'audit', unit, sizes, costs: fastest(audits) },
    { what: 'evaluation', unit, sizes, costs: fastest(evaluations) },
  ];
});
console.log(JSON.stringify({ curves }));

function fastest(works) {
  return costs(works, ROUNDS).map(values => Math.min(...values));
}
