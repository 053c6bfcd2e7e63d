/** Where a module of the library lies that is no part of its API, named as in `access/evaluate`. */
'use strict';

const path = require('path');

const LIBRARY = path.dirname(require.resolve('cdk-cloudtrail-encryption'));

module.exports = name => require.resolve(path.join(LIBRARY, name));
