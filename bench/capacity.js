/** The child's half of the benchmark of capacity: how many readers a key takes, and what the last that it takes costs beside the first that it refuses. */
'use strict';

const fs = require('fs');
const path = require('path');
const { DIMENSIONS: [{ library }], READER_BYTES, synthesizeApp } = require('./apps');
const costs = require('./cost');
const internal = require('./internal');
const { env } = require('./scenario');

const { policySize } = require(internal('private/policy-size'));

const ROUNDS = 5;
const KEY_POLICY_BYTES = 32_768;
const PSEUDO_PARAMETERS = { 'AWS::Partition': 'aws', 'AWS::AccountId': env.account, 'AWS::Region': env.region };

const readers = mostThat(takes);
const [accepted, refused] = costs([() => takes(readers), () => takes(readers + 1)], ROUNDS);
// all that a careful author can do is to put the ARNs into one statement: what the policy of the same key without readers leaves is theirs
const bareArns = Math.floor((KEY_POLICY_BYTES - bytesWith(0)) / READER_BYTES);
console.log(JSON.stringify({ readers, bareArns, share: readers * READER_BYTES / bytesWith(readers), accepted, refused }));

function takes(count) {
  try {
    synthesizeApp(stack => library(stack, count));
    return true;
  } catch (error) {
    if (/policy-too-large/.test(error.message)) return false;
    throw error;
  }
}

function mostThat(holds) {
  let [least, tooMany] = [1, 2];
  while (holds(tooMany)) [least, tooMany] = [tooMany, 2 * tooMany];
  while (tooMany - least > 1) {
    const middle = (least + tooMany) >> 1;
    if (holds(middle)) {
      least = middle;
    } else {
      tooMany = middle;
    }
  }
  return least;
}

function bytesWith(count) {
  let bytes;
  synthesizeApp(stack => library(stack, count), outdir => {
    const { Resources: resources } = JSON.parse(fs.readFileSync(path.join(outdir, 'Stack.template.json'), 'utf8'));
    const { KeyPolicy: policy } = Object.values(resources).find(({ Type: type }) => type === 'AWS::KMS::Key').Properties;
    bytes = policySize(policy, name => PSEUDO_PARAMETERS[name]).min;
  });
  return bytes;
}
