import { BASE, PLACE, policy } from './policies';

describe('the CDK', () => {
  afterEach(() => {
    jest.dontMock('aws-cdk-lib');
    jest.dontMock('constructs');
  });

  test('is not loaded for the audit of a policy', () => {
    const refuse = (name: string) => () => { throw new Error(`${name} was loaded`); };

    jest.isolateModules(() => {
      jest.doMock('aws-cdk-lib', refuse('aws-cdk-lib'));
      jest.doMock('constructs', refuse('constructs'));
      expect(() => jest.requireMock('aws-cdk-lib')).toThrow('aws-cdk-lib was loaded');
      const { auditPolicy } = require('../../src/access/audit') as typeof import('../../src/access/audit');
      const isolated = jest.requireActual<typeof import('../../src/access/key-policy-audit')>('../../src/access/key-policy-audit');

      expect(auditPolicy(policy(...BASE), PLACE).findings).toEqual([]);
      expect(isolated.KeyPolicyAudit.ofPolicy(policy(...BASE), PLACE).toMarkdown()).toContain('None.');
      expect(() => isolated.KeyPolicyAudit.ofKey({} as any)).toThrow('aws-cdk-lib was loaded');
    });
  });
});
