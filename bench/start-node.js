/** The other side of the benchmark of the command's start: nothing, as `node -e 0` does. */
'use strict';

require('./whole-process');
