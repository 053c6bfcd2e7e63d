/** The library's side of the loading benchmark: what every app loads, and then the library. */
'use strict';

const path = require('path');
const report = require('./report');

const LIBRARY = path.dirname(require.resolve('cdk-cloudtrail-encryption'));
let before;

report(() => {
  require('aws-cdk-lib');
  require('constructs');
  before = Object.keys(require.cache).length;
  require('cdk-cloudtrail-encryption');
}, () => {
  const loaded = Object.keys(require.cache).slice(before);
  const within = folder => loaded.filter(file => file.startsWith(folder + path.sep)).length;
  return { modules: { library: within(LIBRARY), cdk: loaded.filter(file => file.includes(`${path.sep}aws-cdk-lib${path.sep}`)).length } };
});
