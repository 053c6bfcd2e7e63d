/** The words of Jest in Mocha, for mutation testing. */
const { expect } = require('expect');
const { bind } = require('jest-each');
const { interfaces } = require('mocha');

const { bdd } = interfaces;
interfaces.bdd = (suite) => {
  bdd(suite);
  suite.on('pre-require', (context) => {
    const { after, before, describe, it } = context;
    Object.assign(context, { afterAll: after, beforeAll: before, expect, test: it });
    it.each = bind(it);
    describe.each = bind(describe, false);
  });
};
