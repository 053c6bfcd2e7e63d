import { added, BASE, changed, CLOUDTRAIL, PLACE, policy, STORE, TRAIL, TRAIL_CONTEXT } from './policies';
import { KeyPolicyAudit, KeyPolicyAuditContext } from '../../src/access/key-policy-audit';

const CONTEXT: KeyPolicyAuditContext = { ...PLACE, organizationId: 'o-exampleorg1', trailArns: [TRAIL] };
const auditOf = (given: any, context = CONTEXT) => KeyPolicyAudit.ofPolicy(given, context);
const errorsOf = (given: any, context = CONTEXT) => auditOf(given, context).findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
const trailAdmitted = (Condition: object) => added({ Principal: CLOUDTRAIL, Action: 'kms:GenerateDataKey*', Condition });
const everybody = (Condition: object, Action: any = 'kms:Decrypt') => added({ Principal: { AWS: '*' }, Action, Condition });

describe('a trail of an unrelated account that has the name which a pattern asks for can encrypt', () => {
  test.each<[string, object, object]>([
    ['a name in every account', { StringLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/audit' } },
      { StringLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:trail/audit' } }],
    ['a name beside the own one', { ArnLike: { 'aws:SourceArn': [TRAIL, 'arn:aws:cloudtrail:*:*:trail/aws-controltower-BaselineCloudTrail'] } },
      { ArnLike: { 'aws:SourceArn': [TRAIL, 'arn:aws:cloudtrail:*:111111111111:trail/audit'] } }],
    ['another Region', { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-west-2:*:trail/*' } },
      { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:us-west-2:222222222222:trail/audit' } }],
    ['accounts that begin alike', { StringLike: { 'aws:SourceAccount': '1*' } }, { StringLike: { 'aws:SourceAccount': '22222222222?', 'aws:SourceArn': TRAIL } }],
    ['accounts that end alike', { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*1:trail/*' } }, { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:trail/audit' } }],
    ['the end of an ARN', { StringLike: { 'aws:SourceArn': '*:trail/audit' } }, { StringLike: { 'aws:SourceArn': '*:111111111111:trail/audit' } }],
  ])('%s', (_, bad, good) => {
    expect(errorsOf(trailAdmitted(bad))).toContain('foreign-trail-can-encrypt');
    expect(errorsOf(trailAdmitted(good))).toEqual([]);
  });

  test('and the question names it', () => {
    const { probes } = auditOf(trailAdmitted({ StringLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/baseline-*' } }));
    expect(probes.filter(({ id }) => id === 'foreign-trail-encrypt').map(({ question, outcome }) => [question, outcome])).toEqual([[
      'May CloudTrail encrypt for arn:aws:cloudtrail:eu-central-1:000000000000:trail/any-trail or arn:aws:cloudtrail:eu-central-1:000000000000:trail/baseline-x?',
      'direct',
    ]]);
  });
});

test('a trail of the own account that has the name which a pattern asks for can encrypt', () => {
  const warningsOf = (sourceArn: string) => auditOf(changed('Encrypt', { Condition: { ArnLike: { 'aws:SourceArn': sourceArn } } })).findings
    .filter(({ severity }) => severity === 'warning').map(({ rule }) => rule);
  expect(warningsOf(`${TRAIL}*`)).toContain('sibling-trail-can-encrypt');
  expect(warningsOf(TRAIL)).not.toContain('sibling-trail-can-encrypt');
  expect(auditOf(changed('Encrypt', { Condition: { ArnLike: { 'aws:SourceArn': `${TRAIL}*` } } }), { ...CONTEXT, trailArns: [`${TRAIL}*`] }).findings
    .map(({ rule }) => rule)).not.toContain('sibling-trail-can-encrypt');
});

describe('a role of an unrelated account that has the name which a pattern asks for can decrypt', () => {
  test.each<[string, object, object]>([
    ['a role of every account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Auditor' } }, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/Auditor' } }],
    ['a name after anything', { StringLike: { 'aws:PrincipalArn': '*:role/Auditor*' } }, { StringLike: { 'aws:PrincipalArn': '*:111111111111:role/Auditor*' } }],
    ['a permission set of every account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Audit_*' } },
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Audit_*' } }],
    ['accounts that begin alike', { StringLike: { 'aws:PrincipalAccount': '3*' } }, { StringLike: { 'aws:PrincipalAccount': '111111111111' } }],
    ['every organization', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, { StringLike: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }],
    ['any organization at all', { Null: { 'aws:PrincipalOrgID': 'false' } }, { Null: { 'aws:PrincipalOrgID': 'false' }, StringEquals: { 'aws:PrincipalAccount': '111111111111' } }],
    ['calls without S3', { Null: { 'kms:ViaService': 'true' } }, { Null: { 'kms:ViaService': 'true' }, StringEquals: { 'kms:CallerAccount': '111111111111' } }],
  ])('%s', (_, bad, good) => {
    expect(errorsOf(everybody(bad))).toContain('anyone-can-decrypt');
    expect(errorsOf(everybody(good))).toEqual([]);
  });

  test('and take the key over, where the pattern admits to that', () => {
    expect(errorsOf(everybody({ StringLike: { 'aws:PrincipalArn': '*:role/Auditor*' } }, 'kms:*'))).toContain('anyone-can-administer');
    expect(errorsOf(everybody({ StringLike: { 'aws:PrincipalArn': '*:111111111111:role/Auditor*' } }, 'kms:*'))).toEqual([]);
  });

  test('but within the organization a pattern is how its roles are told', () => {
    const given = everybody({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' }, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Auditor' } });
    expect(auditOf(given).probes.filter(({ id }) => id.endsWith('-decrypt') && /organization|outsider/.test(id)).map(({ outcome }) => outcome)).toEqual(['no', 'no']);
  });
});

test('a log group of an unrelated account that has the name which a pattern asks for can be encrypted', () => {
  const given = (owner: string) => added({
    Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
    Action: ['kms:Encrypt', 'kms:Decrypt'],
    Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-central-1:${owner}:log-group:/aws/cloudtrail/*` } },
  });
  expect(auditOf(given('*')).findings.map(({ rule }) => rule)).toContain('foreign-log-group-can-encrypt');
  expect(auditOf(given('111111111111')).findings.map(({ rule }) => rule)).not.toContain('foreign-log-group-can-encrypt');
});

test('an event data store of an unrelated account can encrypt, where the pattern has its account open', () => {
  const given = (owner: string) => policy(...BASE, {
    Sid: 'Store',
    Effect: 'Allow',
    Principal: CLOUDTRAIL,
    Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
    Resource: '*',
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:eu-central-1:${owner}:eventdatastore/11111111-*` } },
  });
  expect(errorsOf(given('*'))).toContain('foreign-event-data-store-can-encrypt');
  expect(errorsOf(given('111111111111'))).toEqual([]);
});

test('an open statement for decryption beside a store that is named is an error on a key with trails', () => {
  const open = { Sid: 'Open', Effect: 'Allow', Principal: CLOUDTRAIL, Action: 'kms:Decrypt', Resource: '*' };
  const context = { ...CONTEXT, eventDataStoreArns: [STORE] };
  const locked = { ...open, Sid: 'Locked', Action: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'], Condition: { StringEquals: { 'aws:SourceArn': STORE } } };
  expect(errorsOf(policy(...BASE, locked, open), context)).toContain('event-data-store-unlocked');
  expect(errorsOf(policy(...BASE, locked), context)).toEqual([]);
});

test('what a pattern asks for in an account of its own admits no stranger', () => {
  const context = { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:111111111111:trail/*' };
  expect(errorsOf(changed('Encrypt', { Condition: { StringLike: context, StringEquals: { 'aws:SourceArn': TRAIL } } }))).toEqual([]);
});
