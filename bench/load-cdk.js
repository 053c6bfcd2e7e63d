/** The CDK's side of the loading benchmark: what every app loads. */
'use strict';

const report = require('./report');

report(() => {
  require('aws-cdk-lib');
  require('constructs');
});
