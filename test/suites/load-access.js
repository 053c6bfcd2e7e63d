/** For mutation testing: what the audit loads when it is first asked is loaded before any test, or its constants would keep the values of the first mutant. */
require('../../src/access/audit');
require('../../src/access/audit-markdown');
