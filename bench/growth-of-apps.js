/** The child's half of the benchmark of growing apps: what their synthesis costs on both sides as they grow, in CPU milliseconds. */
'use strict';

const { DIMENSIONS, synthesizeApp } = require('./apps');
const costs = require('./cost');
const { describe, differences } = require('./templates');

/** Of several rounds the fastest is the one that the machine disturbed least. */
const ROUNDS = 3;

const curves = DIMENSIONS.map(({ unit, what, most, library, byHand }) => {
  const sizes = [1, ...[8, 4, 2, 1].map(part => Math.round(most / part))];
  const sides = [library, byHand];
  const descriptions = sides.map(side => {
    let description;
    synthesizeApp(stack => side(stack, most), outdir => { description = describe(outdir); });
    return description;
  });
  const works = sizes.flatMap(size => sides.map(side => () => synthesizeApp(stack => side(stack, size))));
  const fastest = costs(works, ROUNDS).map(values => Math.min(...values));
  const [ofLibrary, ofHand] = [0, 1].map(side => fastest.filter((_, i) => i % 2 === side));
  return { what: `${unit}s ${what}`, unit, sizes, differences: differences(...descriptions), library: ofLibrary, byHand: ofHand };
});
console.log(JSON.stringify({ curves }));
