import { readFileSync } from 'fs';
import { join } from 'path';

const assembly = JSON.parse(readFileSync(join(__dirname, '../../.jsii'), 'utf8'));
const types: any[] = Object.values(assembly.types);

/** Every member of the public API by its full name, with what its docstring says; an implementation says what its interface says. */
const members: [string, any][] = types.flatMap(type => [...type.members ?? [], ...type.properties ?? [], ...type.methods ?? []]
  .map((member: any): [string, any] => [`${type.name}.${member.name}`, { ...member, isProp: type.datatype === true }]));
const methods = members.filter(([name]) => types.some(type => type.methods?.some((method: any) => name === `${type.name}.${method.name}`)));

const namesOf = (found: [string, any][]) => found.map(([name]) => name);
const saysWhatItThrowsOn = (docs: any) => /\bThrows\b/.test(`${docs?.summary} ${docs?.remarks}`);

test('the public API is what these tests read', () => {
  expect(types.length).toBeGreaterThan(35);
  expect(namesOf(methods)).toContain('ICloudTrailEncryptionKey.grantDecrypt');
  expect(namesOf(members)).toEqual(expect.arrayContaining(['AccountAccess.NONE', 'EncryptedTrailProps.trailName', 'EncryptedTrail.identity']));
});

test('every public type has a summary', () => {
  expect(types.filter(type => !type.docs?.summary).map(type => type.name)).toEqual([]);
});

test('every public member has a summary of one sentence; what a constructor does, its class says', () => {
  expect(namesOf(members.filter(([, { docs }]) => !/[.:;?]$/.test(docs?.summary ?? '')))).toEqual([]);
});

test('every optional prop says what happens without it', () => {
  const optional = members.filter(([, { isProp, optional: isOptional }]) => isProp && isOptional);
  expect(optional.length).toBeGreaterThan(80);
  expect(namesOf(optional.filter(([, { docs }]) => !docs?.default || /^(- )?(undefined|none|n\/a)\.?$/i.test(docs.default)))
    .filter(name => !NOTHING_WITHOUT_IT.includes(name))).toEqual([]);
});

/** Props of which there is nothing where they are left out, so that `none` says it all. */
const NOTHING_WITHOUT_IT = [
  'EncryptedTrailProps.insightTypes', 'OrganizationTrailProps.insightTypes', 'KeyPolicyAuditContext.topicTrailArns', 'KeyPolicyAuditContext.expectedStatements',
];

test('no required prop claims to have a default', () => {
  expect(namesOf(members.filter(([, { isProp, optional, docs }]) => isProp && !optional && docs?.default !== undefined))).toEqual([]);
});

test('every method says what it throws on, but for those that take anything', () => {
  expect(namesOf(methods.filter(([, { docs }]) => !saysWhatItThrowsOn(docs))).sort()).toEqual([
    'BucketPolicyStatements.denyInsecureTransport',
    'CloudTrailKeyAccess.supports',
    'KeyPolicyAudit.toMarkdown',
    'KeyPolicyStatements.enableIamUserPermissions',
  ]);
});

test('every class says what its constructor throws on, but for one that checks its props where it is applied', () => {
  const constructed = types.filter(({ initializer }) => initializer?.parameters !== undefined);
  const silent = constructed.filter(({ initializer, docs }) => !saysWhatItThrowsOn(docs) && !saysWhatItThrowsOn(initializer.docs));
  expect(silent.map(type => type.name)).toEqual(['CloudTrailKeyAccess']);
});

test('every statement builder names the page of AWS that the statement comes from', () => {
  const builders = methods.filter(([name]) => /^\w+PolicyStatements\./.test(name));
  expect(builders.length).toBeGreaterThan(30);
  expect(namesOf(builders.filter(([, { docs }]) => !docs?.see?.startsWith('https://docs.aws.amazon.com/')))).toEqual([]);
});

test('every prop with a number for its limit names the page of AWS that sets it', () => {
  const limited = members.filter(([, { isProp, docs }]) => isProp && /\d+ characters|\d-\d+ (lower-case )?letters|\d+ to \d+/.test(docs?.summary ?? ''));
  expect(limited.length).toBeGreaterThan(15);
  expect(namesOf(limited.filter(([, { docs }]) => !docs?.see?.startsWith('https://docs.aws.amazon.com/')))).toEqual([]);
});
