/** The other side of the benchmark of an assembly: reads and parses its templates and its manifest, and does nothing with them. */
'use strict';

const fs = require('fs');
const path = require('path');
require('./whole-process');

const directory = process.argv[2];
for (const name of fs.readdirSync(directory)) {
  if (name === 'manifest.json' || name.endsWith('.template.json')) JSON.parse(fs.readFileSync(path.join(directory, name), 'utf8'));
}
