import * as fc from 'fast-check';
import { fuzz } from './fuzz';
import { mutated, oddTexts, oddValues } from './odd-values';
import { actionPatterns, allows, asTemplate, conditions, denies, deployed, environments, policies, policiesOf, requests, values } from './policies';
import { evaluate } from '../../src/access/evaluate';
import { renderValue } from '../../src/access/intrinsics';
import type { AccessRequest, Outcome, PolicyEnvironment } from '../../src/access/request';

/** From the least access to the most. */
const OUTCOMES: Outcome[] = ['denied', 'no', 'unknown', 'delegated', 'direct'];

const asked = fc.record({ policy: policies.map(deployed), request: requests.map(deployed), environment: environments });
const rank = (policy: any, { request, environment }: { request: AccessRequest; environment: PolicyEnvironment }) =>
  OUTCOMES.indexOf(evaluate(policy, request, environment).outcome);
const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};

const oddPolicies = fc.oneof(oddValues, oddValues.map((Statement) => ({ Version: '2012-10-17', Statement })), policies.chain(mutated));
const oddRequests = fc.oneof(requests, fc.record({
  action: oddTexts,
  caller: fc.record({ service: oddTexts, arn: oddTexts, account: oddTexts, organizationId: oddTexts }, { requiredKeys: [] }),
  resource: oddTexts,
  context: fc.dictionary(oddTexts, fc.oneof(oddTexts, fc.array(oddTexts))),
}, { requiredKeys: ['action', 'caller', 'resource'] }));
const oddEnvironments = fc.oneof(
  environments, fc.record({ partition: oddTexts, account: oddTexts, region: oddTexts, organizationId: oddTexts }, { requiredKeys: [] }),
);
const deployedValues = values.map(deployed);
const deployedValue = deployedValues.filter((value) => typeof value === 'string');
const oddlyAsked = fc.record({ policy: oddPolicies, request: oddRequests, environment: oddEnvironments });

describe('whatever the policy, the evaluator', () => {
  fuzz('gives an answer to whatever is asked, and leaves the policy as it is', oddlyAsked,
    ({ policy, request, environment }) => {
      const { outcome, statement, statementIndex } = evaluate(frozen(policy), frozen(request), frozen(environment));

      expect(OUTCOMES).toContain(outcome);
      const statements = Array.isArray(policy?.Statement) ? policy.Statement : [policy?.Statement];
      expect(statementIndex === undefined || statements[statementIndex] === statement).toBe(true);
    });

  fuzz('allows nothing where a statement denies everybody everything', oddlyAsked,
    ({ policy, request, environment }) => {
      const everything = { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' };
      const denying = { ...policy, Statement: [policy?.Statement, everything].flat() };

      expect(evaluate(denying, request, environment).outcome).toEqual('denied');
    });
});

describe('whatever the policy, nobody gains access', () => {
  fuzz('by an Allow that is removed, or by a Deny that is added', fc.tuple(asked, fc.nat(), denies.map(deployed)), ([{ policy, ...on }, i, deny]) => {
    const position = i % policy.Statement.length;
    const isAllow = policy.Statement[position].Effect === 'Allow';
    const fewer = { ...policy, Statement: policy.Statement.filter((_, other) => other !== position) };
    const more = { ...policy, Statement: [...policy.Statement, deny] };

    expect(rank(isAllow ? fewer : policy, on)).toBeLessThanOrEqual(rank(isAllow ? policy : fewer, on));
    expect(rank(more, on)).toBeLessThanOrEqual(rank(policy, on));
  });

  fuzz('by a condition of an Allow, or by one that a Deny loses', fc.tuple(asked, fc.nat(), conditions.map(deployed)), ([{ policy, ...on }, i, added]) => {
    const position = i % policy.Statement.length;
    const { Effect, Condition = {} } = policy.Statement[position];
    const merged = { ...added, ...Condition };
    for (const [operator, keys] of Object.entries<any>(added)) merged[operator] = { ...keys, ...Condition[operator] };
    const statements = policy.Statement.map((statement, other) => other === position ? { ...statement, Condition: merged } : statement);
    const conditioned = { ...policy, Statement: statements };

    const [less, most] = Effect === 'Allow' ? [conditioned, policy] : [policy, conditioned];
    expect(rank(less, on)).toBeLessThanOrEqual(rank(most, on));
  });

  fuzz('by a condition that nobody can fulfil', fc.tuple(asked, policiesOf(allows).map(deployed), oddTexts, oddTexts),
    ([on, policy, operator, key]) => {
      const unknown = { [`x${operator}`]: { [key]: 'true' } };
      const notSent = { StringLike: { [`aws:x${key}`]: '*' } };
      for (const Condition of [unknown, notSent]) {
        const conditioned = { ...policy, Statement: policy.Statement.map((statement) => ({ ...statement, Condition })) };

        expect(['no', 'unknown']).toContain(evaluate(conditioned, on.request, on.environment).outcome);
      }
    });
});

describe('whatever the policy, it means the same', () => {
  fuzz('whatever the order of its statements', asked, ({ policy, ...on }) => {
    expect(rank({ ...policy, Statement: [...policy.Statement].reverse() }, on)).toEqual(rank(policy, on));
  });

  fuzz('with one statement for each of its actions and principals', asked, ({ policy, ...on }) => {
    const split = policy.Statement.flatMap((statement) => [statement.Action ?? []].flat().length < 2 ? [statement]
      : statement.Action.map((Action: string) => ({ ...statement, Action })))
      .flatMap((statement) => {
        const { AWS: names, Service: service } = statement.Principal ?? {};
        if (!Array.isArray(names) || names.length < 2 || service !== undefined) return [statement];
        return names.map((AWS: string) => ({ ...statement, Principal: { AWS } }));
      });

    expect(rank({ ...policy, Statement: split }, on)).toEqual(rank(policy, on));
  });

  fuzz('with lists in the place of single values', asked, ({ policy, ...on }) => {
    const listed = (value: any, name = ''): any => {
      if (typeof value === 'object' && !Array.isArray(value)) return Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, listed(one, inner)]));
      return typeof value === 'string' && !['Effect', 'Principal', 'NotPrincipal'].includes(name) ? [value] : value;
    };
    const spread = policy.Statement.map((statement) => listed(statement));

    expect(rank({ ...policy, Statement: spread }, on)).toEqual(rank(policy, on));
  });
});

describe('whatever is asked, a statement or its contrary holds, and not both', () => {
  const all = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  const CONTRARIES = [['StringEquals', 'StringNotEquals'], ['StringLike', 'StringNotLike'], ['ArnLike', 'ArnNotLike'], ['IpAddress', 'NotIpAddress']];

  /** What two statements say about a request of whoever may be asked about: CloudTrail is of no account, so that nothing else keeps it out. */
  const outcomes = (statements: any[], request: Partial<AccessRequest>) => statements.map((statement) => evaluate(
    { Version: '2012-10-17', Statement: [statement] },
    { action: 'kms:Decrypt', caller: { service: 'cloudtrail.amazonaws.com' }, resource: 'arn:aws:s3:::logs', ...request }, {}).outcome);
  // a policy variable without a value equals nothing; what is not equal to it, AWS leaves open
  const contraries = [['direct', 'no'], ['no', 'direct'], ['unknown', 'unknown'], ['no', 'unknown']];

  fuzz('under a condition', fc.tuple(fc.constantFrom(...CONTRARIES), deployedValues, fc.oneof(deployedValue, oddTexts)), ([pair, value, sent]) => {
    const statements = pair.map((operator) => ({ ...all, Condition: { [operator]: { 'aws:SourceArn': value } } }));

    expect(contraries).toContainEqual(outcomes(statements, { context: { 'aws:SourceArn': sent, 'aws:SourceAccount': '111111111111' } }));
  });

  const names = fc.oneof(actionPatterns, oddTexts);

  fuzz('for an action or resource', fc.tuple(fc.array(names, { maxLength: 3 }), names), ([patterns, name]) => {
    const { Action, Resource, ...rest } = all;
    const byAction = [{ ...rest, Resource, Action: patterns }, { ...rest, Resource, NotAction: patterns }];
    const byResource = [{ ...rest, Action, Resource: patterns }, { ...rest, Action, NotResource: patterns }];

    expect(contraries).toContainEqual(outcomes(byAction, { action: name }));
    expect(contraries).toContainEqual(outcomes(byResource, { resource: name }));
  });
});

describe('whatever the template, the evaluator', () => {
  const isAllowed = (outcome: Outcome) => outcome === 'direct' || outcome === 'delegated';
  // whose account is not known is taken for one of the key's own: what KMS refuses to other accounts, it is then said to allow
  const acrossAccounts = requests.filter(({ action }) => action !== 'kms:PutKeyPolicy');

  fuzz('claims nothing that the deployment makes wrong', fc.record({ policy: policies, request: acrossAccounts, environment: environments, isPinned: fc.boolean() }),
    ({ policy, request, environment, isPinned }) => {
      const known: PolicyEnvironment = isPinned ? environment : { organizationId: environment.organizationId };
      const text = (value: string) => renderValue(asTemplate(value), known);
      const caller = Object.fromEntries(Object.entries(request.caller).map(([name, value]) => [name, text(value)]));
      const claimed = evaluate(asTemplate(policy), { ...request, caller, context: asTemplate(request.context) }, known).outcome;
      const outcome = evaluate(deployed(policy), deployed(request), environment).outcome;

      if (claimed !== 'unknown') expect(isAllowed(claimed)).toEqual(isAllowed(outcome));
    });
});
