import * as fc from 'fast-check';
import {
  ACCOUNTS, Caller, Case, Conditions, Given, OWN_ACCOUNT, OwnTrail, Place, Principal, Setup, STRANGE_ORGANIZATION, STRANGER, Trail,
} from './setup';

const ORGANIZATIONS = ['o-exampleorg1', 'o-exampleorg2'];
const REGIONS: { [partition: string]: string[] } = {
  'aws': ['eu-central-1', 'eu-west-1', 'us-east-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
};
const ROLES = ['Auditor', 'audit-eu', 'audit-us', 'security/Inspector'];
const ROLE_PATTERNS = ['Auditor', 'audit-*', 'audit-?s', '*Inspector', 'security/*', 'Auditor?'];
const USERS = ['Alice', 'Bob'];
const SESSIONS = ['alice', 'bob'];
const DEFINED = ['First', 'Second'];
const PERMISSION_SETS = ['Audit', 'Audit_All'];
const SIGNED_IN = PERMISSION_SETS.flatMap(name => ['', 'eu-west-1/'].map(region =>
  `aws-reserved/sso.amazonaws.com/${region}AWSReservedSSO_${name}_0123456789abcdef`));

const { constant, constantFrom: one, record } = fc;
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const few = <T>(arbitrary: fc.Arbitrary<T>, maxLength = 2) => fc.array(arbitrary, { maxLength, size: 'max' });
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 1, maxLength: 3, size: 'max' });
const account = one(...ACCOUNTS);
const fewAccounts = fc.uniqueArray(account, { maxLength: 2 });

const places = record({
  lies: one(['aws', 'eu-central-1'], ['aws', 'us-east-1'], ['aws-cn', 'cn-north-1'], ['aws-us-gov', 'us-gov-west-1']),
  pinned: fc.boolean(),
}).map(({ lies: [partition, region], pinned }): Place => ({ partition, account: OWN_ACCOUNT, region, pinned }));

const trailNames = fc.oneof(
  one('audit', 'audit-eu', 'audit-eu-2', 'payments'),
  fc.array(fc.array(one(...'abAB01'), { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 })
    .map(words => words.map(letters => letters.join('')).join('-')),
);

const trailsIn = ({ partition }: Place, accounts: string[]): fc.Arbitrary<Trail> =>
  record({ partition: constant(partition), region: one(...REGIONS[partition]), account: one(...accounts), name: trailNames });

/** Puts a wildcard in the place of a part of a text, or leaves it as it is. */
const loosening = record({ from: fc.nat(20), length: fc.nat(20), wildcard: one('', '?', '*') }).map(({ from, length, wildcard }) => (text: string) => {
  if (wildcard === '') return text;
  const start = from % text.length;
  return text.slice(0, start) + wildcard + text.slice(start + (wildcard === '?' ? 1 : length));
});

const ownTrailsIn = (place: Place): fc.Arbitrary<OwnTrail> => record({
  example: trailsIn(place, ACCOUNTS),
  looseRegion: loosening,
  looseName: loosening,
  given: one('trails', 'trailArns', 'addTrail'),
  written: one('in full', 'by pseudo parameters', 'in the stack'),
}).map(({ example, looseRegion, looseName, given, written }) => {
  if (written !== 'in the stack' || given === 'trailArns') {
    return { ...example, region: looseRegion(example.region), name: looseName(example.name), given, written, example };
  }
  const { name, partition } = example;
  const here = { partition, region: place.region, account: place.account, name };
  return { ...here, given, written, example: here };
});

const conditions: fc.Arbitrary<Conditions> = fc.oneof({ withCrossShrink: true },
  { arbitrary: constant<Conditions>({}), weight: 4 },
  { arbitrary: constant<Conditions>({ mfa: true }), weight: 1 },
  { arbitrary: constant<Conditions>({ mfaAge: true }), weight: 1 },
  { arbitrary: constant<Conditions>({ sourceIp: '192.0.2.7' }), weight: 1 },
  { arbitrary: record({ organizationId: one(...ORGANIZATIONS), viaService: maybe(constant('s3.eu-central-1.amazonaws.com')) }), weight: 1 },
);

/** A principal without its conditions. */
type Bare = Principal extends infer P ? Omit<P, keyof Conditions> : never;

const roles = record({ is: constant('role'), account, name: one(...ROLES), written: one('ARN', 'by pseudo parameters', 'imported') });
const users = record({ is: constant('user'), account, name: one(...USERS), written: one('ARN', 'by pseudo parameters', 'imported') });
const wholeAccounts = record({ is: constant('account'), account, written: one('ARN', 'by pseudo parameters', 'AccountPrincipal') });
const ofTheStack = record({ is: one('role of the stack', 'user of the stack'), name: one(...DEFINED) });

const named = [
  roles,
  users,
  wholeAccounts,
  ofTheStack,
  record({ is: constant('role of another stack'), name: one(...DEFINED) }),
  record({ is: constant('session'), account, name: one('Auditor', 'security/Inspector'), session: one(...SESSIONS) }),
  record({ is: constant('roles like'), account, pattern: one(...ROLE_PATTERNS) }),
  record({ is: constant('permission set'), account, name: one(...PERMISSION_SETS) }),
  record({ is: constant('composite'), parts: some(fc.oneof(roles, users, wholeAccounts, ofTheStack)) }),
] as fc.Arbitrary<Bare>[];

const unnamed = [
  record({ is: constant('organization'), id: one(...ORGANIZATIONS) }),
  record({ is: constant('everybody of the account'), account }),
  record({ is: constant('everybody like'), account, pattern: one(...ROLE_PATTERNS) }),
] as fc.Arbitrary<Bare>[];

const given = (kinds: fc.Arbitrary<Bare>[]): fc.Arbitrary<Given> =>
  record({ bare: fc.oneof({ withCrossShrink: true }, ...kinds), brings: conditions, later: fc.boolean() }).map(({ bare, brings, later }) => {
    const { organizationId, ...others } = brings;
    // an OrganizationPrincipal is that very condition
    const ownConditions = bare.is === 'organization' ? others : brings;
    return { ...bare, ...ownConditions, later } as Given;
  });

const setupsIn = (place: Place): fc.Arbitrary<Setup> => record({
  place: constant(place),
  accountAccess: one(undefined, 'ADMINISTRATION', 'NONE', 'FULL'),
  multiRegion: fc.boolean(),
  trails: few(ownTrailsIn(place)),
  trailAccounts: fewAccounts,
  readers: few(given([...named, ...unnamed]), 4),
  readerAccounts: fewAccounts,
  administrators: few(given(named)),
  eventDataStores: few(record({ owner: account, id: one('aaaaaaaa-1111', 'bbbbbbbb-2222'), later: fc.boolean() }).map(({ owner, id, later }) =>
    ({ name: `arn:${place.partition}:cloudtrail:${place.region}:${owner}:eventdatastore/${id}`, later }))),
  eventDataStoreUsers: few(given(named), 1),
  bucketKeyBuckets: few(record({ name: one('trail-logs', 'more.logs'), later: fc.boolean() })),
  last: fc.nat(11),
  // with users and without stores the key is open to the stores of every account, which a key with trails refuses
}).map(setup => setup.eventDataStores.length === 0 ? { ...setup, eventDataStoreUsers: [] } : setup);

const callersIn = ({ partition }: Place): fc.Arbitrary<Caller> => record({
  who: fc.oneof(
    one(...ROLES, ...SIGNED_IN, ...DEFINED, ...DEFINED.map(name => `Audit-${name}`), 'Nobody').map(name => ({ is: 'role' as const, name })),
    one(...USERS, ...ROLES, ...DEFINED.map(name => `Audit-${name}`), 'Nobody').map(name => ({ is: 'user' as const, name })),
    constant({ is: 'root' as const, name: '' }),
  ),
  account: one(...ACCOUNTS, STRANGER),
  partition: fc.oneof({ arbitrary: constant(partition), weight: 9 }, { arbitrary: one(...Object.keys(REGIONS)), weight: 1 }),
  session: one(...SESSIONS),
  organizationId: maybe(one(...ORGANIZATIONS, STRANGE_ORGANIZATION)),
  mfa: maybe(fc.boolean()),
  mfaAge: fc.boolean(),
  sourceIp: maybe(one('192.0.2.7', '203.0.113.7')),
  viaService: maybe(one('s3.eu-central-1.amazonaws.com', 'sns.eu-central-1.amazonaws.com')),
}).map(({ who, ...call }) => ({ ...who, ...call }));

/** Keys everywhere, with somebody to ask about each; of the setups, what a function leaves. */
export function cases(of: (setup: Setup) => Setup): fc.Arbitrary<Case> {
  return places.chain(place => record({
    setup: setupsIn(place).map(of), callers: some(callersIn(place)), trails: some(trailsIn(place, [...ACCOUNTS, STRANGER])),
  })).map(on => ({ ...on, [fc.toStringMethod]: () => brief(on) }));
}

/** A case without what it leaves out, one line for each prop. */
function brief({ setup, callers, trails }: Case): string {
  const isSaid = (value: any) => value !== undefined && value !== false && value?.length !== 0;
  const said = (value: unknown) => JSON.stringify(value, (_, part) => isSaid(part) ? part : undefined);
  return Object.entries({ ...setup, callers, trails }).filter(([, value]) => isSaid(value)).map(([prop, value]) => `\n  ${prop}: ${said(value)}`).join('');
}
