/** Evaluations to be measured. */
'use strict';

const internal = require('./internal');
const { env } = require('./key-policies');

const { evaluate } = require(internal('access/evaluate'));

/** @returns one evaluation to be repeated, after it was made sure of: an evaluator that is wrong may well be fast */
module.exports = function rightly(policy, { request, outcome }) {
  const actual = evaluate(policy, request, env).outcome;
  if (actual !== outcome) throw new Error(`the outcome of ${JSON.stringify(request)} must be ${outcome}, got ${actual}`);
  return () => evaluate(policy, request, env);
};
