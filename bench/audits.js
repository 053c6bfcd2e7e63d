/** The child's half of the benchmark of audits: how many policies a core audits in a second, every question and every rule. */
'use strict';

const path = require('path');
const { KeyPolicyAudit } = require('cdk-cloudtrail-encryption');
const costs = require('./cost');
const { consoleDefault, env, written } = require('./key-policies');

const ROUNDS = 5;

/** As many as make a second or so: with few, Node is measured while it still makes the code fast. */
const POLICIES = 1000;

const place = { accountId: env.account, region: env.region };
const cases = [
  { name: '1 trail, 3 readers', audited: [written(1, 3)] },
  { name: '3 trails, 20 readers', audited: [written(3, 20)] },
  { name: "the console's default", audited: [{ policy: consoleDefault(), context: place }] },
  { name: 'kinds in the wild', audited: inTheWild().map(statements => ({ policy: { Version: '2012-10-17', Statement: statements }, context: place })) },
];

const works = cases.map(({ audited }) => () => {
  for (let i = 0; i < POLICIES; i++) {
    const { policy, context } = audited[i % audited.length];
    KeyPolicyAudit.ofPolicy(policy, context);
  }
});
const rates = costs(works, ROUNDS).map((values, i) => ({ name: cases[i].name, perSecond: values.map(value => 1000 * POLICIES / value) }));
console.log(JSON.stringify({ rates }));

function inTheWild() {
  return require(path.join(__dirname, '..', 'test', 'cases', 'policies', 'in-the-wild.json')).map(({ statements }) => statements);
}
