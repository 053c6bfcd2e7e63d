import { added, BASE, changed, CLOUDTRAIL, describeRule, KEY, MANAGEMENT, ofLogFiles, ofTrail, PLACE, policy, ROLE, ROOT, rulesOf, TRAIL, without } from './policies';
import { KeyPolicyAudit } from '../../src/access/key-policy-audit';

const ELEMENTS = 'give it Effect, Principal, Action and Resource';
const deny = (elements: object) => ({ Sid: 'Deny', Effect: 'Deny', Principal: { AWS: ROLE }, Action: 'kms:Encrypt', ...elements });
const incomplete = (title: string, bad: object, says: string[], unless: string, good: object, goodFinds: string[] = [], besides: string[] = []) => (
  { where: title, bad: added(bad), finds: says.map((message) => ({ says: `statement "Added" ${message}`, of: 5 })), besides, unless, good: added(good), goodFinds });

describeRule('incomplete-statement', 'error', ELEMENTS, [
  incomplete('it has no Effect', { Effect: undefined }, ['has no Effect of "Allow" or "Deny"'], 'it denies', deny({})),
  incomplete('the Effect is misspelt', { Effect: 'allow' }, ['has no Effect of "Allow" or "Deny"'], 'it is known at deployment only',
    { Effect: { Ref: 'Effect' }, Action: 'kms:ListGrants' }),
  incomplete('it has no Principal', { Principal: undefined }, ['has neither Principal nor NotPrincipal'], 'it has NotPrincipal',
    deny({ Principal: undefined, NotPrincipal: { AWS: ROLE }, Action: 'kms:Encrypt' })),
  incomplete('it has no Action', { Action: undefined }, ['has neither Action nor NotAction'], 'it has NotAction', deny({ Action: undefined, NotAction: 'kms:Decrypt*' })),
  incomplete('it has no Resource', { Resource: undefined }, ['has neither Resource nor NotResource'], 'it has one', { Resource: ['*'] }),
  incomplete('its Resource is taken out by CloudFormation', { Resource: { Ref: 'AWS::NoValue' } }, ['has neither Resource nor NotResource'],
    'CloudFormation computes it', { Resource: { Ref: 'Resource' } }, ['resource-not-asterisk']),
  incomplete('its lists are empty', { Principal: [], Action: [], Resource: [] },
    ['has an empty Principal', 'has an empty Action', 'has an empty Resource'], 'each has an item', { Action: ['kms:ListGrants'], Resource: ['*'] }, [],
    ['invalid-principal']),
  incomplete('its Principal names nobody', { Principal: {} }, ['has an empty Principal'], 'it names a role', { Principal: { AWS: ROLE } }),
  incomplete('its Principal has an empty list', { Principal: { AWS: [] } }, ['has an empty Principal'], 'one of its lists has an item',
    { Principal: { AWS: [ROLE], Service: [] } }),
  incomplete('it has nothing at all', { Effect: undefined, Principal: undefined, Action: undefined, Resource: undefined }, [
    'has no Effect of "Allow" or "Deny"', 'has neither Principal nor NotPrincipal', 'has neither Action nor NotAction', 'has neither Resource nor NotResource',
  ], 'it has everything', {}),
]);

test.each<[string, any]>([['a text', 'Allow'], ['a number', 7], ['null', null], ['a list', [BASE[0]]]])('incomplete-statement is found for %s', (_, statement) => {
  const given = policy(...BASE, statement);
  const { findings } = KeyPolicyAudit.ofPolicy(given, { accountId: '111111111111', region: 'eu-central-1' });

  expect(findings.filter(({ severity }) => severity === 'error'))
    .toEqual([{ rule: 'incomplete-statement', severity: 'error', message: 'statement 6 is not an object', fix: ELEMENTS, statement }]);
});

test('a statement that CloudFormation computes is incomplete for nobody', () => {
  expect(rulesOf(policy(...BASE, { 'Fn::If': ['IsProd', {}, {}] }))).not.toContain('incomplete-statement');
});

const unknown = (name: string, fix: string, element = 'Action') => ({
  where: `${element} is ${name}`,
  bad: added(deny({ Sid: 'Added', Action: undefined, [element]: ['kms:ListGrants', name] })),
  finds: [{ says: `statement "Added" names "${name}", which is no action of KMS`, of: 5, fix }],
});
const SUGGESTION = 'remove it, or write an action of KMS such as kms:Decrypt';

describeRule('unknown-action', 'warning', SUGGESTION, [
  { ...unknown('kms:GenrateDataKey', 'write kms:GenerateDataKey'), unless: 'it is spelt right', good: added({ Action: 'kms:GenerateMac' }) },
  { ...unknown('kms:Decypt', 'write kms:Decrypt'), unless: 'it is written in whatever case', good: added({ Action: 'KMS:listGRANTS' }) },
  { ...unknown('kms:DecryptLogs', SUGGESTION), unless: 'it is a pattern of one', good: added({ Action: 'kms:ListGr?nt*' }) },
  { ...unknown('s3:GetObject', SUGGESTION), unless: 'it is whatever there is, denied to a role', good: added(deny({ Action: '*' })) },
  { ...unknown('kms:Foo*', SUGGESTION), unless: 'it is a permission without an operation', good: added({ Action: 'kms:SynchronizeMultiRegionKey' }) },
  { ...unknown('kms:Encypt', 'write kms:Encrypt', 'NotAction'), unless: 'NotAction is spelt right', good: added(deny({ Action: undefined, NotAction: 'kms:Decrypt' })) },
  {
    ...unknown('', SUGGESTION),
    where: 'Action is empty',
    unless: 'it is known at deployment only',
    good: added(deny({ Action: { 'Fn::Sub': 'kms:${Action}' }, Condition: { Null: { 'aws:PrincipalArn': 'true' } } })),
  },
  {
    where: 'Action is a number',
    bad: added({ Action: 7 }),
    finds: [{ says: 'statement "Added" names "7", which is no action of KMS', of: 5 }],
    unless: 'it is one of KMS',
    good: added({}),
  },
  {
    where: 'Action is very long',
    bad: added({ Action: 'x'.repeat(1000) }),
    finds: [{ says: `statement "Added" names "${'x'.repeat(200)}...", which is no action of KMS`, of: 5 }],
    unless: 'it is one of KMS',
    good: added({}),
  },
]);

const RESOURCE_FIX = 'write "Resource": "*", which means this key';
const resource = (where: string, Resource: any, says: string, severity: string, unless: string, goodResource: any) => ({
  where, bad: added({ Resource }), finds: [{ says: `statement "Added" has the Resource ${says}`, of: 5, severity }], unless, good: added({ Resource: goodResource }),
});

describeRule('resource-not-asterisk', 'warning', RESOURCE_FIX, [
  resource('it is the key', KEY, `"${KEY}"`, 'warning', 'it is an asterisk', '*'),
  resource('it is every key of the account', 'arn:aws:kms:*:111111111111:key/*', '"arn:aws:kms:*:111111111111:key/*"', 'warning', 'it is a list of an asterisk', ['*']),
  resource('it is computed', { 'Fn::GetAtt': ['Key', 'Arn'] }, '"${Key.Arn}"', 'warning', 'it is two asterisks', ['*', '*']),
  resource('it is a bucket', ['*', 'arn:aws:s3:::trail-logs'], '"arn:aws:s3:::trail-logs"', 'error', 'it is not', ['*']),
  resource('it is an alias', 'arn:aws:kms:eu-central-1:111111111111:alias/audit', '"arn:aws:kms:eu-central-1:111111111111:alias/audit"', 'error', 'it is not', '*'),
  resource('it is a key of another account', KEY.replace('111111111111', '222222222222'), `"${KEY.replace('111111111111', '222222222222')}"`, 'error', 'it is not', '*'),
  {
    ...resource('it is another key than the one that is known', KEY, `"${KEY}"`, 'error', 'it is not', '*'),
    context: { keyArn: KEY.replace('12345678', '87654321') },
  },
  resource('it holds a variable', 'arn:aws:kms:eu-central-1:${aws:PrincipalAccount}:key/*', '"arn:aws:kms:eu-central-1:${aws:PrincipalAccount}:key/*"', 'warning', 'it does not', '*'),
  {
    where: 'it is NotResource',
    bad: added(deny({ Sid: 'Added', Resource: undefined, NotResource: '*' })),
    finds: [{ says: 'statement "Added" has the NotResource "*"', of: 5, severity: 'error' }],
    unless: 'it is Resource',
    good: added(deny({ Resource: '*' })),
  },
]);

const principal = (where: string, Principal: any, says: string[], unless: string, goodPrincipal: any, goodFinds: string[] = []) => ({
  where,
  bad: added({ Principal, Action: 'kms:ListGrants' }),
  finds: says.map((message) => ({ says: `statement "Added" ${message}`, of: 5 })),
  unless,
  good: added({ Principal: goodPrincipal, Action: 'kms:ListGrants' }),
  goodFinds,
});

describeRule('invalid-principal', 'error', 'name a role, a user, an account or a service that exists', [
  principal('it is a text', ROLE, [`has the Principal "${ROLE}", which is neither "*" nor an object`], 'it is an asterisk', '*'),
  principal('it is a list', [ROLE], ['has the Principal a list, which is neither "*" nor an object'], 'it is computed', { Ref: 'Principal' }),
  principal('it is a service by half of its name', { Service: 'cloudtrail' }, ['names "cloudtrail", which is no service principal'],
    'it is one of a Region', { Service: 'logs.eu-central-1.amazonaws.com' }),
  principal('it is every service', { Service: ['*', 'sns.amazonaws.com'] }, ['names "*", which is no service principal'],
    'a part of its name is computed', { Service: { 'Fn::Sub': 'logs.${AWS::Region}.${Suffix}' } }),
  principal('it is a federated user', { Federated: 'cognito-identity.amazonaws.com' }, ['names principals of the kind "Federated", which key policies do not take'],
    'it is one by the ARN of the session', { AWS: 'arn:aws:sts::111111111111:federated-user/Alice' }),
  principal('it is a canonical user', { AWS: ROLE, CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' },
    ['names principals of the kind "CanonicalUser", which key policies do not take'], 'it is a user', { AWS: 'arn:aws:iam::111111111111:user/team/Alice' }),
  principal('it was deleted', { AWS: 'AROA1234567890EXAMPLE' }, ['names "AROA1234567890EXAMPLE", the id of a principal that was deleted'],
    'it is an account', { AWS: '111111111111' }),
  principal('it was a user', { AWS: 'AIDA1234567890EXAMPLE' }, ['names "AIDA1234567890EXAMPLE", the id of a principal that was deleted'], 'it is everybody', { AWS: '*' }),
  principal('it is a pattern', { AWS: 'arn:aws:iam::111111111111:role/audit-*' },
    ['names "arn:aws:iam::111111111111:role/audit-*", and a wildcard cannot be a part of a principal'], 'it is a session', { AWS: 'arn:aws:sts::111111111111:assumed-role/Audit/Alice' }),
  principal('it is a group', { AWS: 'arn:aws:iam::111111111111:group/Auditors' }, ['names the group "arn:aws:iam::111111111111:group/Auditors", and a key policy cannot name groups'],
    'it is a part that is computed', { AWS: { 'Fn::Join': ['', ['arn:aws:iam::', { Ref: 'Account' }, ':root']] } }),
  principal('it is something else', { AWS: ['Alice', 'arn:aws:iam::111111111111:role/', 'arn:aws:iam::1111:root', 'arn:aws:s3:::bucket'] }, [
    'names "Alice", which is not the ARN of a role, user or account',
    'names "arn:aws:iam::111111111111:role/", which is not the ARN of a role, user or account',
    'names "arn:aws:iam::1111:root", which is not the ARN of a role, user or account',
    'names "arn:aws:s3:::bucket", which is not the ARN of a role, user or account',
  ], 'it is the account', { AWS: ROOT }),
  {
    where: 'it is in NotPrincipal',
    bad: added(deny({ Sid: 'Added', Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111111111111:role/*' } })),
    finds: [{ says: 'statement "Added" names "arn:aws:iam::111111111111:role/*", and a wildcard cannot be a part of a principal', of: 5 }],
    unless: 'NotPrincipal is without a wildcard',
    good: added(deny({ Principal: undefined, NotPrincipal: { AWS: ROLE } })),
  },
  {
    where: 'NotPrincipal is in an Allow',
    bad: added({ Principal: undefined, NotPrincipal: { AWS: ROLE }, Action: 'kms:ListGrants' }),
    finds: [{ says: 'statement "Added" allows everybody but its NotPrincipal, which AWS does not support', of: 5 }],
    unless: 'it is in a Deny',
    good: added(deny({ Principal: undefined, NotPrincipal: { AWS: ROLE }, Action: 'kms:ListGrants' })),
  },
]);

describeRule('duplicate-sid', 'error', 'give your own statement another sid', [
  {
    where: 'three statements have one Sid',
    bad: added({ Sid: 'Same' }, { Sid: 'Same' }, { Sid: 'Same' }),
    finds: [
      { says: "statement id 'Same' stands more than once in the key policy", of: 6 },
      { says: "statement id 'Same' stands more than once in the key policy", of: 7 },
    ],
    unless: 'they differ in case',
    good: added({ Sid: 'Same' }, { Sid: 'same' }),
  },
  {
    where: 'one statement has the Sid of another',
    bad: added({ Sid: 'Read' }),
    finds: [{ says: "statement id 'Read' stands more than once in the key policy", of: 5 }],
    unless: 'it has none',
    good: added({ Sid: undefined }, { Sid: undefined }),
    goodFinds: ['missing-sid', 'missing-sid'],
  },
]);

describeRule('missing-sid', 'info', 'give it one that says what it is for', [
  {
    where: 'statements have none',
    bad: added({ Sid: undefined }, { Sid: { Ref: 'AWS::NoValue' } }),
    finds: [{ says: 'statement 6 has no Sid', of: 5 }, { says: 'statement 7 has no Sid', of: 6 }],
    unless: 'it is computed',
    good: added({ Sid: { Ref: 'Sid' } }),
  },
]);

const ofBytes = (bytes: number, Sid = '') => {
  const empty = added({ Sid });
  return added({ Sid: Sid + 'x'.repeat(bytes - Buffer.byteLength(JSON.stringify(empty))) });
};
const SMALLER = 'name roles by one pattern (LogReaders.rolePattern()), a team by one role, many accounts by their organization (OrganizationPrincipal) '
  + 'or a path in it (aws:PrincipalOrgPaths), and trails by trailAccounts or one organization trail';

describeRule('policy-too-large', 'error', SMALLER, [
  {
    where: 'it has a byte too many',
    bad: ofBytes(32_769),
    finds: [{ says: 'the key policy has 32769 bytes or more, of 32768 at most' }],
    unless: 'it has as many as KMS takes',
    good: ofBytes(32_768),
  },
  {
    where: 'its letters have two bytes each',
    bad: ofBytes(32_769, 'ä'.repeat(9000)),
    finds: [{ says: 'the key policy has 32769 bytes or more, of 32768 at most' }],
    unless: 'references may make it larger, of which nobody knows',
    good: changed('Read', { Principal: { AWS: Array.from({ length: 300 }, (_, i) => ({ Ref: `Role${i}` })) } }),
    goodFinds: ['answer-unknown'],
  },
]);

test.each([['constructor'], ['toString'], ['__proto__']])('a reference to a resource called %s makes a policy no larger than another', (name) => {
  expect(rulesOf(changed('Read', { Principal: { AWS: [{ Ref: name }, { 'Fn::Sub': `\${${name}}` }] } }))).not.toContain('policy-too-large');
});

describeRule('invalid-characters', 'error', 'use the characters from space to ÿ only', [
  {
    where: 'a Sid is Greek',
    bad: added({ Sid: 'Ανάγνωση' }),
    finds: [{ says: 'statement "Ανάγνωση" holds "Ανάγνωση", with a character that KMS does not take', of: 5 }],
    unless: 'it is French',
    good: added({ Sid: 'Accès à la clé\tÿ' }),
  },
  {
    where: 'the name of a condition has a control character',
    bad: added({ Condition: { StringEquals: { 'aws:PrincipalTag/\u0007': 'x' } } }),
    finds: [{ says: 'statement "Added" holds "aws:PrincipalTag/\\u0007", with a character that KMS does not take', of: 5 }],
    unless: 'it has a space',
    good: added({ Condition: { StringEquals: { 'aws:PrincipalTag/ ': 'x' } } }),
  },
  {
    where: 'the Id of the policy is Greek',
    bad: { ...policy(...BASE), Id: 'Κλειδί' },
    finds: [{ says: 'the key policy holds "Κλειδί", with a character that KMS does not take' }],
    unless: 'it is English',
    good: { ...policy(...BASE), Id: 'Key' },
  },
]);

describeRule('foreign-partition', 'error', 'write the partition as ${AWS::Partition}', [
  {
    where: 'two ARNs are of another one',
    bad: added({ Principal: { AWS: ['arn:aws-cn:iam::111111111111:role/Audit', ROLE, 'arn:aws-us-gov:iam::111111111111:root'] } }),
    finds: [{
      says: expect.stringMatching(/^statement "Added" names ("arn:aws-cn:iam::111111111111:role\/Audit", "arn:aws-us-gov:iam::111111111111:root"|"arn:aws-us-gov:iam::111111111111:root", "arn:aws-cn:iam::111111111111:role\/Audit"), not of the key's partition, "aws"$/) as any,
      of: 5,
    }],
    unless: 'they are of the same',
    good: added({ Principal: { AWS: [ROLE, ROOT] } }),
  },
  {
    where: 'an ARN is written in part',
    bad: added({ Principal: { AWS: { 'Fn::Sub': 'arn:aws-cn:iam::${AWS::AccountId}:root' } } }),
    finds: [{ says: 'statement "Added" names "arn:aws-cn:iam::${AWS::AccountId}:root", not of the key\'s partition, "aws"', of: 5 }],
    unless: 'its partition is a pseudo parameter',
    good: added({ Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } } }),
  },
  {
    where: 'an ARN is split after its partition',
    bad: added({ Principal: { AWS: { 'Fn::Join': [':', ['arn:aws-cn', 'iam:', '111111111111', 'root']] } } }),
    finds: [{ says: 'statement "Added" names "arn:aws-cn", not of the key\'s partition, "aws"', of: 5 }],
    unless: 'the partition is not known',
    good: added({ Principal: { AWS: 'arn:aws-cn:iam::111111111111:root' } }),
    goodContext: { region: 'xy-north-1' },
    goodFinds: ['answer-unknown'],
  },
  {
    where: 'the key is in China',
    bad: policy({ Sid: 'Admin', Effect: 'Allow', Principal: { AWS: ROOT }, Action: MANAGEMENT, Resource: '*' }),
    context: { region: 'cn-north-1', trailArns: [] },
    finds: [{ says: `statement "Admin" names "${ROOT}", not of the key's partition, "aws-cn"`, of: 0 }],
    unless: 'its account is written as a number',
    good: policy({ Sid: 'Admin', Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: MANAGEMENT, Resource: '*' }),
  },
]);

const malformed = (where: string, bad: any, says: string, unless: string, good: any, more: object = {}) => (
  { where, bad: added(bad), finds: [{ says: `statement "Added" ${says}`, of: 5 }], unless, good: added(good), ...more });
const denied = (operator: string, key: string, value: any) => ({ Effect: 'Deny', Action: 'kms:Encrypt', Condition: { [operator]: { [key]: value } } });
const compared = (operator: string, key: string, bad: any, shown: string, good: any) => malformed(
  `${operator} compares with ${shown}`, denied(operator, key, bad), `compares ${key} by ${operator} with ${shown}`, `with ${JSON.stringify(good)}`, denied(operator, key, good));

describeRule('malformed-statement', 'error', 'write it as the policy language has it', [
  malformed('principals are named and excluded', { Effect: 'Deny', NotPrincipal: { AWS: ROLE } }, 'has both Principal and NotPrincipal', 'one is removed by CloudFormation',
    { Effect: 'Deny', NotPrincipal: { Ref: 'AWS::NoValue' } }),
  malformed('actions are named and excluded', { NotAction: 'kms:Decrypt' }, 'has both Action and NotAction', 'they are only named', {}),
  malformed('an operator is misspelt', { Condition: { StringEqual: { 'aws:SourceArn': TRAIL } } }, 'has the condition operator "StringEqual", which does not exist',
    'it is not', { Condition: ofTrail }),
  malformed('the prefix of an operator is misspelt', { Condition: { 'ForAllValue:StringEquals': { 'aws:PrincipalOrgPaths': 'x' } } },
    'has the condition operator "ForAllValue:StringEquals", which does not exist', 'it is not', { Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'x' } } }),
  malformed('Null has a suffix', { Condition: { NullIfExists: { 'aws:SourceArn': 'true' } } }, 'has the condition operator "NullIfExists", which does not exist',
    'it has none', { Condition: { Null: { 'aws:SourceArn': 'true' } } }),
  compared('Bool', 'aws:SecureTransport', 'yes', '"yes"', false),
  compared('Null', 'aws:SourceArn', 'maybe', '"maybe"', ['true']),
  compared('NotIpAddressIfExists', 'aws:SourceIp', '10.0.0.0/99', '"10.0.0.0/99"', '2001:db8::/32'),
  compared('DateLessThan', 'aws:CurrentTime', 'tomorrow', '"tomorrow"', '20260101T000000Z'),
  compared('NumericLessThan', 'aws:MultiFactorAuthAge', 'few', '"few"', { Ref: 'Age' }),
  compared('BoolIfExists', 'aws:SecureTransport', 'no', '"no"', '${aws:ViaAWSService}'),
  malformed('the conditions are a text', { Condition: 'x' }, 'has the Condition "x", which is no object', 'they are empty', { Condition: {} }),
  malformed('the conditions are a list', { Condition: [ofTrail] }, 'has the Condition a list, which is no object', 'they are known only when deployed',
    { Effect: 'Deny', Action: 'kms:Encrypt', Condition: { 'Fn::If': ['A', {}, {}] } }),
  malformed('an operator has a text', { Condition: { StringEquals: 'x' } }, 'has "x" under StringEquals, where condition keys with their values belong', 'it has a key', { Condition: ofTrail }),
  malformed('a condition has a value that is nothing', { Condition: { StringEquals: { 'aws:SourceArn': null } } }, 'has null as StringEquals aws:SourceArn', 'it has one', { Condition: ofTrail }),
  malformed('it has an element that does not exist', { Conditions: ofTrail }, 'has the element "Conditions", which no statement has', 'it does', { Condition: ofTrail }),
  malformed('its action is nothing', { Action: null }, 'has null as Action', 'it is one', { Action: 'kms:Decrypt', Condition: ofLogFiles }),
  malformed('its principal is nothing', { Principal: { AWS: [ROLE, null] } }, 'has null as Principal AWS', 'it is one', { Principal: { AWS: [ROLE] } }),
  malformed('its Sid is a number', { Sid: 5 }, 'has the Sid 5, which is no text', 'it is a text', { Sid: '5' }, { finds: [{ says: 'statement 6 has the Sid 5, which is no text', of: 5 }] }),
]);

describeRule('malformed-statement', 'error', 'write "Version": "2012-10-17"', [
  {
    where: 'the policy has a Version that does not exist',
    bad: { ...policy(...BASE), Version: '2020-01-01' },
    finds: [{ says: 'the policy has the Version "2020-01-01", which does not exist' }],
    unless: 'it has the older one',
    good: { ...policy(...BASE), Version: '2008-10-17' },
  },
]);

describe('answer-unknown', () => {
  test('is found once for each statement that only the deployment can answer for, and says one of the questions', () => {
    const given = without('Encrypt', {
      Sid: 'Encrypt', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:GenerateDataKey*', Resource: '*', Condition: { StringEquals: { 'aws:SourceArn': { Ref: 'TrailArn' } } },
    });
    const { findings } = KeyPolicyAudit.ofPolicy(given, { accountId: '111111111111', region: 'eu-central-1', trailArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit'] });

    expect(findings[0]).toEqual({
      rule: 'answer-unknown',
      severity: 'warning',
      message: 'May CloudTrail encrypt log files for arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit? '
        + 'That depends on something in statement "Encrypt" that is known only when it is deployed',
      fix: 'write it out',
      statement: given.Statement[4],
    });
    expect(findings[0].statement).toBe(given.Statement[4]);
    expect(findings.map(({ rule }) => rule)).toEqual(['answer-unknown']);
    expect(KeyPolicyAudit.ofPolicy(given, { ...PLACE, trailArns: [TRAIL] }).probes.filter(({ outcome }) => outcome === 'unknown').length).toBeGreaterThan(1);
  });

  const logFiles = { ...ofLogFiles, Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
  const fix = 'say who is meant by principals or by aws:PrincipalArn, which nobody can choose; where the condition is only a restriction more, it can stay';

  test('is found where only the request tells whether anybody at all may decrypt, and says so', () => {
    const given = added({ Principal: '*', Action: 'kms:Decrypt', Condition: logFiles });
    const { findings } = KeyPolicyAudit.ofPolicy(given, PLACE);

    expect(findings).toEqual([{
      rule: 'answer-unknown',
      severity: 'warning',
      message: 'May a role of an unrelated account decrypt log files? That depends on the aws:MultiFactorAuthPresent of the request, which statement "Added" asks for',
      fix,
      statement: given.Statement[5],
    }]);
    expect(rulesOf(added({ Principal: { AWS: ROLE }, Action: 'kms:Decrypt', Condition: logFiles }))).toEqual([]);
  });

  test('is found where only the request tells whether a reader is denied', () => {
    const denyUnless = (operator: string) => added({
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:Decrypt',
      Condition: { [operator]: { 'aws:SourceIp': '10.0.0.0/8' }, Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    });
    const { findings } = KeyPolicyAudit.ofPolicy(denyUnless('NotIpAddress'), { ...PLACE, readerArns: [ROLE] });

    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([['answer-unknown',
      'May arn:aws:iam::111111111111:role/Audit decrypt log files? That depends on the aws:SourceIp of the request, which statement "Added" asks for']]);
    expect(rulesOf(added({ Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt' }), { ...PLACE, readerArns: [ROLE] })).toContain('reader-cannot-decrypt');
  });

  test('tells what the request leaves open from what the deployment does, in one statement', () => {
    const given = added({ Principal: '*', Action: 'kms:Decrypt', Condition: { ...logFiles, StringEquals: { 'aws:PrincipalAccount': { Ref: 'Account' } } } });
    const { findings } = KeyPolicyAudit.ofPolicy(given, PLACE);

    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([['answer-unknown',
      'May a role of an unrelated account decrypt log files? That depends on something in statement "Added" that is known only when it is deployed']]);
  });

  test('is not found where no deployment will tell, for AWS refuses the statement', () => {
    const rules = (...statements: any[]) => rulesOf(policy(...BASE, ...statements));

    expect(rules({ ...BASE[4], Sid: 'Odd', Condition: { ...ofLogFiles, NoOperator: { 'aws:SourceArn': 'x' } } })).toEqual(['malformed-statement']);
    expect(rules(null)).toEqual(['incomplete-statement']);
  });

  test('is found for each of two statements', () => {
    const perhaps = (Sid: string, Action: string) => ({ Sid, Effect: { Ref: 'Effect' }, Principal: { AWS: '*' }, Action, Resource: '*' });
    const given = policy(...BASE, perhaps('One', 'kms:PutKeyPolicy'), perhaps('Two', 'kms:DescribeKey'));
    const { findings } = KeyPolicyAudit.ofPolicy(given, PLACE);

    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
      ['answer-unknown', 'May CloudTrail describe the key for arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit? '
        + 'That depends on something in statement "Two" that is known only when it is deployed'],
      ['answer-unknown', 'May a role of the key\'s account change the key policy? '
        + 'That depends on something in statement "One" that is known only when it is deployed'],
    ]);
    findings.forEach(({ statement }, i) => expect(statement).toBe(given.Statement[6 - i]));
  });

  describe('is not found where accounts of the organization decrypt what has their own id in its name, unless', () => {
    const OWN = 'arn:aws:s3:::trail-logs/AWSLogs/o-exampleorg1/${aws:PrincipalAccount}/*';
    const ofOthers = { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' }, StringNotEquals: { 'aws:PrincipalAccount': '111111111111' } };
    const rules = (operator: string, key: string, pattern: string | string[], condition: object = ofOthers) =>
      rulesOf(added({ Principal: '*', Action: 'kms:Decrypt', Condition: { ...ofLogFiles, ...condition, [operator]: { [key]: pattern } } }));
    const S3_CONTEXT = 'kms:EncryptionContext:aws:s3:arn';

    test.each<[string, ...Parameters<typeof rules>]>([
      ['a name may be without it', 'StringLike', S3_CONTEXT, [OWN, 'arn:aws:s3:::trail-logs/AWSLogs/o-exampleorg1/333333333333/*']],
      ['it must not be in the name', 'StringNotLike', S3_CONTEXT, OWN],
      ['it is in a tag, which callers may choose', 'StringLike', 'aws:PrincipalTag/account', '${aws:PrincipalAccount}'],
      ['accounts of no organization do', 'StringLike', S3_CONTEXT, OWN, {}],
    ])('%s', (_, ...condition) => {
      expect(rules(...condition)).toContain('answer-unknown');
      expect(rules('StringLike', S3_CONTEXT, OWN)).toEqual([]);
    });
  });

  test('is not found where the trail is known by the same reference', () => {
    const given = changed('Encrypt', { Condition: { StringEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Trail', 'Arn'] } } } });
    const context: any = { accountId: '111111111111', region: 'eu-central-1', trailArns: [{ 'Fn::GetAtt': ['Trail', 'Arn'] }] };

    expect(KeyPolicyAudit.ofPolicy(given, context).probes.find(({ id }) => id === 'own-trail-encrypt')?.outcome).toEqual('direct');
  });
});

const missing = (sid: string) => `statement '${sid}' is missing from the key policy, which was replaced or changed after it was written`;
const expected = { Sid: 'Describe', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:DescribeKey', Resource: '*', Condition: ofTrail };

/** The finding is about a statement that is none of the policy's. */
describe('statement-missing (error)', () => {
  const found = (given: any, ...expectedStatements: any[]) => KeyPolicyAudit.ofPolicy(given, { ...PLACE, expectedStatements }).findings;

  test.each<[string, any, string, any]>([
    ['it was taken out', without('Describe', { ...expected, Sid: 'Other', Action: 'kms:Describe*' }), 'it is there', policy(...BASE)],
    ['its action was changed', changed('Describe', { Action: ['kms:DescribeKey'] }), 'its Sid was', changed('Describe', { Sid: 'Other' })],
    ['its condition was taken away', changed('Describe', { Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }), 'it stands elsewhere', policy(BASE[3], ...BASE.filter(({ Sid }) => Sid !== 'Describe'))],
    ['it got another element', changed('Describe', { NotResource: undefined, Principal: { Service: [CLOUDTRAIL.Service] } }), 'it has no Sid any more', changed('Describe', { Sid: 'x' })],
  ])('where %s, unless %s', (_, bad, __, good) => {
    const findings = found(bad, expected, { ...BASE[0] });

    expect(findings).toEqual([{ rule: 'statement-missing', severity: 'error', message: missing('Describe'), fix: 'add to the policy instead of replacing it', statement: expected }]);
    expect(findings[0].statement).toBe(expected);
    expect(found(good, expected, { ...BASE[0] })).toEqual([]);
  });

  test('is found for each of them, and before all else', () => {
    const [one, two] = ['One', 'Two'].map((Sid) => ({ ...expected, Sid, Action: `kms:${Sid}` }));

    expect(found(changed('Read', { Effect: 'No' }), one, expected, two).map(({ rule, message }) => [rule, message]).slice(0, 3)).toEqual([
      ['statement-missing', missing('One')], ['statement-missing', missing('Two')], ['incomplete-statement', 'statement "Read" has no Effect of "Allow" or "Deny"'],
    ]);
  });

  test('is found for none where nothing is expected', () => {
    expect(found(policy(...BASE))).toEqual([]);
    expect(rulesOf(policy(...BASE), PLACE)).toEqual([]);
  });
});

test.each([[[null]], [[null, null]], [[7, null, 'x']]])('%j among the statements stands in nobody\'s way', (odd) => {
  expect(rulesOf(policy(...BASE, ...odd)).filter((rule) => !['missing-sid', 'answer-unknown'].includes(rule))).toEqual(odd.map(() => 'incomplete-statement'));
});
