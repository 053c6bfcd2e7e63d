import * as fc from 'fast-check';
import { fuzz } from './fuzz';
import { mutated, oddTexts, oddValues } from './odd-values';
import { policies } from './policies';
import { KeyPolicyAudit, KeyPolicyAuditContext } from '../../src/access/key-policy-audit';
import { BASE, KEY, PLACE, policy, ROLE, STORE, TRAIL } from '../access/policies';

const CONTEXT: KeyPolicyAuditContext = {
  ...PLACE,
  keyArn: KEY,
  partition: 'aws',
  organizationId: 'o-exampleorg1',
  trailArns: [TRAIL],
  trailAccounts: ['222222222222'],
  readerArns: [ROLE],
  topicTrailArns: [TRAIL],
  administratorArns: [ROLE],
  multiRegion: true,
  logBucketNames: ['logs'],
  bucketKey: true,
  eventDataStores: true,
  eventDataStoreArns: [STORE],
  eventDataStoreUserArns: [ROLE],
  logGroupNames: ['/aws/cloudtrail/audit'],
  expectedStatements: [BASE[0]],
};

const oddPolicies = fc.oneof(mutated(policy(...BASE)), policies.chain(mutated), oddValues, oddValues.map((Statement) => ({ Statement })));
const somePolicies = fc.oneof(mutated(policy(...BASE)), policies);
const contexts = fc.subarray(Object.keys(CONTEXT) as (keyof KeyPolicyAuditContext)[])
  .map((props): KeyPolicyAuditContext => Object.fromEntries(props.map((prop) => [prop, CONTEXT[prop]])));
const oddContexts = fc.oneof(contexts, mutated(CONTEXT), oddValues);

/** The audit, or undefined if it is refused in the way that the docstring tells. */
function auditOf(given: any, context: any): KeyPolicyAudit | undefined {
  try {
    return KeyPolicyAudit.ofPolicy(given, context);
  } catch (error) {
    expect(error).toHaveProperty('message', expect.stringMatching(/^KeyPolicyAudit: '(policy|context|\w+)' must /));
    return undefined;
  }
}

describe('KeyPolicyAudit.ofPolicy', () => {
  fuzz('judges a policy, or refuses it', fc.tuple(oddPolicies, oddContexts), ([given, context]) => {
    const { probes = [], findings = [] } = auditOf(given, context) ?? {};

    expect(probes.filter(({ outcome, question }) => !/^(direct|delegated|denied|no|unknown)$/.test(outcome) || !/^May /.test(question))).toEqual([]);
    expect(findings.filter(({ severity, message, fix }) => !/^(error|warning|info)$/.test(severity) || message === '' || fix === '')).toEqual([]);
  });

  fuzz('writes every answer and every finding in a line of its own, whatever stands in them', fc.tuple(somePolicies, contexts), ([given, context]) => {
    const audit = auditOf(given, context);
    const lines = audit?.toMarkdown().split('\n') ?? [];

    expect(lines.filter((line) => line.startsWith('| May ')).length).toEqual(audit?.probes.length ?? 0);
    expect(lines.filter((line) => line.startsWith('- **')).length).toEqual(audit?.findings.length ?? 0);
    expect(lines.filter((line) => !/^(\| (May|Question|---) .*\||- \*\*.*|## .*|None\.|)$/.test(line))).toEqual([]);
  });

  fuzz('says of nobody that he is allowed anything, where everybody is denied everything', fc.tuple(somePolicies, contexts), ([given, context]) => {
    const everything = { Sid: 'Nobody', Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' };
    const audit = auditOf({ ...given, Statement: [given.Statement, everything].flat() }, context);

    expect((audit?.probes ?? []).filter(({ outcome }) => outcome !== 'denied')).toEqual([]);
    expect((audit?.findings ?? [{ rule: 'nobody-can-administer' }]).map(({ rule }) => rule)).toContain('nobody-can-administer');
  });

  fuzz('sees whom a statement lets in, whatever stands beside it', fc.tuple(fc.array(fc.oneof(fc.constantFrom(...BASE), oddTexts.map((Sid) => ({ ...BASE[1], Sid })))), contexts),
    ([statements, context]) => {
      const open = { Sid: 'Open', Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'kms:GenerateDataKey*', Resource: '*' };
      const audit = auditOf(policy(...statements, open), context);

      expect((audit?.probes ?? []).filter(({ id }) => id === 'foreign-trail-encrypt').map(({ outcome }) => outcome)).toEqual(audit === undefined ? [] : ['direct']);
    });
});
