/** What many measurements say. */
'use strict';

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** Least, median and greatest. */
function spread(values) {
  return [Math.min(...values), median(values), Math.max(...values)].map(value => value.toFixed(0)).join(' / ');
}

/** Two digits that count, or all before the point. */
function brief(value) {
  return value < 10 ? value.toPrecision(2) : value.toFixed(0);
}

/** The power of the sizes with which the costs grow: the slope of the line that fits their logarithms best. */
function exponent(sizes, costs) {
  const [xs, ys] = [sizes, costs].map(values => values.map(Math.log)).map(logs => logs.map(log => log - mean(logs)));
  return sum(xs.map((x, i) => x * ys[i])) / sum(xs.map(x => x * x));
}

function mean(values) {
  return sum(values) / values.length;
}

function sum(values) {
  return values.reduce((one, other) => one + other, 0);
}

module.exports = { brief, exponent, median, spread };
