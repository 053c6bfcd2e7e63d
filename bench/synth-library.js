/** The library's side of the synthesis benchmark. */
'use strict';

const { EncryptedTrail } = require('cdk-cloudtrail-encryption');
const { surroundings, trailName } = require('./scenario');
const synthesize = require('./synthesize');

synthesize((stack, full) => {
  new EncryptedTrail(stack, 'Trail', full ? { trailName, sendToCloudWatchLogs: true, ...surroundings(stack) } : { trailName });
});
