import { rmSync } from 'fs';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { cases } from './properties/arbitraries';
import { ask, askTemplate, callOf, cloudTrailCall, deploy, Deployment, OUTDIR } from './properties/deployment';
import { ACTIONS, arnOf, covers, DEPLOYER, EncryptionContext, expected, mayEncrypt, stands } from './properties/expected';
import { Caller, Case, Principal, Setup, STRANGER, Trail } from './properties/setup';
import { breaking, callersOf, elsewhere, namesakesOf, siblingsOf } from './properties/variations';
import type { AccessRequest, Outcome } from '../src/access/request';

const SEED = 20261123;
const RUNS = 40;

/** A question and its right answer. */
type Question = readonly [request: AccessRequest, outcome: Outcome];

/** What is taken out of the random props, so that the answers are simple. */
type Narrowing = (setup: Setup) => Setup;
const asTheyAre: Narrowing = setup => setup;
const withoutTrailAccounts: Narrowing = setup => ({ ...setup, trailAccounts: [] });
const withReadersOnly: Narrowing = setup => ({
  ...setup, eventDataStoreUsers: [], accountAccess: setup.accountAccess === 'FULL' ? undefined : setup.accountAccess,
});
const withStoreUsersOnly: Narrowing = setup => ({
  ...withReadersOnly(setup), readers: [], readerAccounts: [], eventDataStoreUsers: setup.eventDataStoreUsers,
});
const withAdministratorsOnly: Narrowing = setup => ({ ...setup, readers: [], readerAccounts: [], eventDataStoreUsers: [] });
const withTheAccountOnly: Narrowing = setup => ({ ...withAdministratorsOnly(setup), administrators: [] });

/** Asks about the policies of random keys. Every outcome that is named must be among the right answers, so that no yes goes without its no. */
function always(title: string, outcomes: Outcome[], of: Narrowing, questions: (key: Deployment, on: Case) => Question[], numRuns = RUNS) {
  test(title, () => {
    const answered = new Set<Outcome>();
    fc.assert(fc.property(cases(of), on => {
      const key = deploy(on.setup);
      const answers = questions(key, on).map(([request, outcome]) => ({ request, expected: outcome, outcome: ask(key, request) }));
      answers.forEach(({ outcome }) => answered.add(outcome));
      expect(answers.filter(answer => answer.outcome !== answer.expected)).toEqual([]);
    }), { seed: SEED, numRuns });
    expect([...answered].sort()).toEqual(outcomes);
  });
}

afterAll(() => rmSync(OUTDIR, { recursive: true }));

/** The encryption context of what CloudTrail writes for a trail. */
function logOf(trail: Trail): EncryptionContext {
  return { trailArn: arnOf(trail), s3Arn: `arn:${trail.partition}:s3:::trail-logs/AWSLogs/${trail.account}/CloudTrail/log.json.gz` };
}

/** The encryption context of what lies in a bucket with a Bucket Key. */
function bucketOf({ place: { partition } }: Setup, name: string): EncryptionContext {
  return { s3Arn: `arn:${partition}:s3:::${name}` };
}

/** Whoever stands in the props. */
function namedBy({ place, readers, readerAccounts, administrators, eventDataStoreUsers }: Setup): Caller[] {
  const accounts = readerAccounts.map((account): Principal => ({ is: 'account', account, written: 'ARN' }));
  return [...readers, ...accounts, ...administrators, ...eventDataStoreUsers].flatMap(principal => callersOf(principal, place));
}

/** Who may do what his account's IAM policies allow him: the root user needs none. */
function byAccount(caller: Caller): Outcome {
  return caller.is === 'root' ? 'direct' : 'delegated';
}

describe('whatever the props of a key, CloudTrail', () => {
  const may = (isAllowed: boolean): Outcome => isAllowed ? 'direct' : 'no';

  always('encrypts, decrypts and describes for its own trails, and does nothing else', ['direct', 'no'], asTheyAre, (key, { setup, trails: [other] }) => {
    const own = [...setup.trails.map(({ example }) => example), ...setup.trailAccounts.map(account => ({ ...other, account }))];
    return own.flatMap((trail): Question[] => {
      const call = (action: string, context = logOf(trail)) => cloudTrailCall(key, action, arnOf(trail), context);
      return [
        [call('kms:GenerateDataKey'), 'direct'],
        [call('kms:GenerateDataKey', logOf({ ...trail, region: 'another-region-1' })), 'direct'],
        [call('kms:Decrypt'), 'direct'],
        [call('kms:DescribeKey', {}), 'direct'],
        ...['kms:Encrypt', 'kms:ReEncryptFrom', 'kms:CreateGrant', 'kms:PutKeyPolicy'].map((action): Question => [call(action), 'no']),
        [{ ...call('kms:GenerateDataKey'), caller: { service: 'config.amazonaws.com' } }, 'no'],
        [{ ...call('kms:GenerateDataKey'), context: { 'kms:EncryptionContext:aws:cloudtrail:arn': arnOf(trail) } }, 'no'],
      ];
    });
  });

  always('does so for no other trail', ['direct', 'no'], asTheyAre, (key, { setup, trails }) =>
    [...trails, ...setup.trails.flatMap(({ example }) => [example, ...siblingsOf(example)])].flatMap((trail): Question[] => {
      const call = (action: string) => cloudTrailCall(key, action, arnOf(trail), logOf(trail));
      const isCovered = trail.account !== STRANGER && covers(setup, trail);
      return [
        [call('kms:GenerateDataKey'), may(isCovered && mayEncrypt(setup, trail, trail))],
        [call('kms:Decrypt'), may(isCovered)],
        [call('kms:DescribeKey'), may(isCovered)],
      ];
    }));

  always('encrypts under the encryption context of its own trails only', ['direct', 'no'], asTheyAre, (key, { setup, trails: [other] }) => {
    // AWS does not document the context behind a Bucket Key
    const isOpen = setup.bucketKeyBuckets.length > 0;
    return setup.trails.flatMap(({ example }): Question[] => {
      const encrypt = (context: EncryptionContext) => cloudTrailCall(key, 'kms:GenerateDataKey', arnOf(example), context);
      return [
        [encrypt(logOf(example)), 'direct'],
        [encrypt(logOf(other)), may(mayEncrypt(setup, example, other))],
        [encrypt(logOf({ ...example, account: STRANGER })), may(isOpen)],
        [encrypt(logOf({ ...example, partition: 'aws-iso' })), may(isOpen)],
        [encrypt({ trailArn: arnOf(example).replace(':trail/', ':eventdatastore/') }), may(isOpen)],
        [encrypt({}), may(isOpen)],
      ];
    });
  });

  // an account all of whose trails are admitted has its event data stores admitted with them, to decrypt
  always('serves its own event data stores, and no other', ['direct', 'no'], withoutTrailAccounts, (key, { setup }) =>
    setup.eventDataStores.flatMap(({ name }) => ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'].flatMap((action): Question[] => [
      [cloudTrailCall(key, action, name), 'direct'],
      [cloudTrailCall(key, action, `${name}0`), 'no'],
      [cloudTrailCall(key, action, name.replace(/\d{12}/, STRANGER)), 'no'],
      [{ ...cloudTrailCall(key, action, name), context: { 'aws:SourceArn': name, 'aws:SourceAccount': STRANGER } }, 'no'],
      [{ ...cloudTrailCall(key, action, name), context: {} }, 'no'],
      [cloudTrailCall(key, 'kms:Encrypt', name), 'no'],
    ])));
});

describe('whatever the props of a key, a reader', () => {
  const FORBIDDEN = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:CreateGrant'];

  always('decrypts what CloudTrail encrypted, and nothing else', ['delegated', 'direct', 'no'], withReadersOnly, (key, { setup, trails: [trail] }) =>
    namedBy({ ...setup, administrators: [] }).flatMap((caller): Question[] => {
      const decrypt = (context: EncryptionContext) => callOf(key, caller, 'kms:Decrypt', context);
      const outcome = expected(setup, caller, 'kms:Decrypt', logOf(trail));
      expect(['direct', 'delegated']).toContain(outcome);
      return [
        [decrypt(logOf(trail)), outcome],
        ...setup.bucketKeyBuckets.map(({ name }): Question => [decrypt(bucketOf(setup, name)), outcome]),
        [decrypt(bucketOf(setup, 'other-bucket')), 'no'],
        [decrypt(bucketOf(setup, 'trail-logs/AWSLogs/log.json.gz')), 'no'],
        [decrypt({}), 'no'],
        ...FORBIDDEN.map((action): Question => [callOf(key, caller, action, logOf(trail)), 'no']),
        [callOf(key, elsewhere(caller), 'kms:Decrypt', logOf(trail)), 'no'],
      ];
    }));

  always('under conditions decrypts only while all of them hold', ['delegated', 'direct', 'no'], withReadersOnly, (key, { setup, trails: [trail] }) =>
    setup.readers.flatMap(reader => callersOf(reader, setup.place).flatMap(caller => {
      const broken = breaking(reader, caller);
      broken.forEach(by => expect(stands(reader, by, setup.place)).toBe('no'));
      return [caller, ...broken].map((by): Question =>
        [callOf(key, by, 'kms:Decrypt', logOf(trail)), expected(setup, by, 'kms:Decrypt', logOf(trail))]);
    })));

  always('is nobody whom the props do not name', ['delegated', 'direct', 'no'], asTheyAre, (key, { setup, callers, trails: [trail] }) => {
    const named = namedBy(setup);
    const contexts = [logOf(trail), bucketOf(setup, 'trail-logs'), {}];
    const decrypts = (caller: Caller, context = contexts[0]): Question =>
      [callOf(key, caller, 'kms:Decrypt', context), expected(setup, caller, 'kms:Decrypt', context)];
    return [
      ...[...named, ...callers].flatMap(caller => contexts.map(context => decrypts(caller, context))),
      ...named.flatMap(namesakesOf).map(caller => decrypts(caller)),
      ...[...named, ...callers].map((caller): Question => [callOf(key, elsewhere(caller), 'kms:Decrypt', contexts[0]), 'no']),
    ];
  });
});

describe('whatever the props of a key, a user of event data stores', () => {
  always('decrypts and generates data keys in any encryption context, and does nothing else', ['delegated', 'direct', 'no'], withStoreUsersOnly,
    (key, { setup, trails: [trail] }) => setup.eventDataStoreUsers.flatMap(user => callersOf(user, setup.place).flatMap(caller => {
      const outcome = stands(user, caller, setup.place);
      expect(['direct', 'delegated']).toContain(outcome);
      return [logOf(trail), {}].flatMap((context): Question[] => [
        ...['kms:Decrypt', 'kms:GenerateDataKey'].map((action): Question => [callOf(key, caller, action, context), outcome]),
        ...['kms:Encrypt', 'kms:ReEncryptFrom', 'kms:CreateGrant'].map((action): Question => [callOf(key, caller, action, context), 'no']),
        ...[...breaking(user, caller), elsewhere(caller)].map((by): Question => [callOf(key, by, 'kms:Decrypt', context), 'no']),
      ]);
    })));
});

describe('whatever the props of a key, an administrator', () => {
  const FORBIDDEN = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:CreateGrant'];

  always('changes its policy, but neither decrypts nor encrypts nor creates grants', ['delegated', 'direct', 'no'], withAdministratorsOnly,
    (key, { setup, trails: [trail] }) => {
      const { accountAccess, multiRegion, administrators, place } = setup;
      const deployer: Principal = { is: 'role', account: place.account, name: `${DEPLOYER}${place.account}-${place.region}`, written: 'ARN' };
      const all = [...administrators, ...accountAccess === 'NONE' ? [deployer] : []];
      const callers = all.flatMap(administrator => callersOf(administrator, place)).filter(({ account }) => account === place.account);
      return callers.flatMap((caller): Question[] => {
        const outcome = expected(setup, caller, 'kms:PutKeyPolicy', {});
        expect(['direct', 'delegated']).toContain(outcome);
        const otherwise = accountAccess === 'FULL' && caller.account === place.account ? byAccount(caller) : 'no';
        return [
          ...['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'].map((action): Question => [callOf(key, caller, action), outcome]),
          ...['kms:ReplicateKey', 'kms:UpdatePrimaryRegion'].map((action): Question => [callOf(key, caller, action), multiRegion ? outcome : otherwise]),
          ...FORBIDDEN.flatMap(action => [logOf(trail), {}].map((context): Question => [callOf(key, caller, action, context), otherwise])),
          [callOf(key, elsewhere(caller), 'kms:PutKeyPolicy'), 'no'],
        ];
      });
    });

  always('is nobody whom the props do not name', ['delegated', 'direct', 'no'], asTheyAre, (key, { setup, callers }) => {
    const named = namedBy(setup);
    const others = named.flatMap(caller => [...namesakesOf(caller), ...breaking(caller, caller)]);
    return [
      ...[...named, ...others, ...callers].map((caller): Question =>
        [callOf(key, caller, 'kms:PutKeyPolicy'), expected(setup, caller, 'kms:PutKeyPolicy', {})]),
      ...[...named, ...callers].map((caller): Question => [callOf(key, elsewhere(caller), 'kms:PutKeyPolicy'), 'no']),
    ];
  });
});

describe('whatever the props of a key, its account', () => {
  always('manages it unless it may do nothing, and uses it only if it may do everything', ['delegated', 'direct', 'no'], withTheAccountOnly,
    (key, { setup: { accountAccess, place: { partition, account } }, trails: [trail] }) => (['role', 'root'] as const).flatMap((is): Question[] => {
      const caller: Caller = { is, partition, account, name: 'Nobody', session: 'dave' };
      const uses = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:CreateGrant'];
      return [
        [callOf(key, caller, 'kms:PutKeyPolicy'), accountAccess === 'NONE' ? 'no' : byAccount(caller)],
        ...uses.flatMap(action => [logOf(trail), {}].map((context): Question =>
          [callOf(key, caller, action, context), accountAccess === 'FULL' ? byAccount(caller) : 'no'])),
        ...['kms:PutKeyPolicy', 'kms:Decrypt'].map((action): Question => [callOf(key, elsewhere(caller), action, logOf(trail)), 'no']),
      ];
    }));
});

describe('whatever the props of a key, its policy', () => {
  always('says about every action what the props say', ['delegated', 'direct', 'no'], asTheyAre, (key, { setup, callers, trails: [trail] }) => {
    const contexts = [logOf(trail), {}, bucketOf(setup, 'more.logs')];
    return [...namedBy(setup), ...callers].flatMap((caller, i) => ACTIONS.map((action, j): Question => {
      const context = contexts[(i + j) % contexts.length];
      return [callOf(key, caller, action, context), expected(setup, caller, action, context)];
    }));
  }, RUNS / 2);

  test('says nothing else as long as it is a template', () => {
    fc.assert(fc.property(cases(asTheyAre), ({ setup, callers, trails }) => {
      const key = deploy(setup);
      const answers = [
        ...[...namedBy(setup), ...callers].flatMap(caller => ['kms:Decrypt', 'kms:PutKeyPolicy'].map(action => callOf(key, caller, action, logOf(trails[0])))),
        ...trails.map(trail => cloudTrailCall(key, 'kms:GenerateDataKey', arnOf(trail), logOf(trail))),
      ].map(request => ({ request, template: askTemplate(key, request), deployed: ask(key, request) }));
      expect(answers.filter(({ template, deployed }) => {
        // that the caller is a role of the stack itself, only the deployment can tell
        const isOpen = template === 'unknown' || (template === 'delegated' && deployed === 'direct');
        return template !== deployed && !isOpen;
      })).toEqual([]);
    }), { seed: SEED, numRuns: RUNS });
  });

  test('passes the checks of the synthesis as it is', () => {
    fc.assert(fc.property(cases(asTheyAre), ({ setup }) => {
      const { stack, template } = deploy(setup);
      const [key] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
      expect(key.Properties.KeyPolicy).toEqual(template);
    }), { seed: SEED, numRuns: RUNS / 5 });
  });
});
