import { Aws, aws_iam as iam } from 'aws-cdk-lib';
import { outcomeOf, readable, resolve, Row, withContext } from './policy/oracle';
import type { AccessRequest } from '../src/access/request';
import { LogReaders } from '../src/log-readers';
import { BucketPolicyStatements } from '../src/policy/bucket-policy-statements';
import { KeyPolicyStatements } from '../src/policy/key-policy-statements';

const ACCOUNT = 'arn:aws:iam::222222222222';
const SSO = 'aws-reserved/sso.amazonaws.com';
const ROOT = 'arn:${AWS::Partition}:iam::222222222222:root';
const ROLE = 'arn:${AWS::Partition}:iam::222222222222:role';

const decrypts: AccessRequest = {
  action: 'kms:Decrypt',
  caller: { arn: `${ACCOUNT}:role/audit-eu` },
  resource: 'arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  context: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:eu-central-1:333333333333:trail/audit' },
};
const by = (arn: string): AccessRequest => ({ ...decrypts, caller: { arn } });

const fragmentOf = ({ policyFragment: { principalJson, conditions } }: iam.IPrincipal) => readable(resolve({ principalJson, conditions }));
const asked = (reader: iam.IPrincipal, request: AccessRequest) =>
  outcomeOf([KeyPolicyStatements.enableCloudTrailLogDecryptPermissions([reader])], request);

describe('rolePattern', () => {
  test.each([
    ['a name with a wildcard', 'audit-*', `${ROLE}/audit-*`],
    ['a name behind its path', 'teams/audit-*', `${ROLE}/teams/audit-*`],
    ['a name without a wildcard', 'Auditor', `${ROLE}/Auditor`],
    ['a name that begins with a wildcard', '*-audit', `${ROLE}/*-audit`],
  ])('is the account with a condition for %s', (_, pattern, arn) => {
    expect(fragmentOf(LogReaders.rolePattern('222222222222', pattern))).toEqual({
      principalJson: { AWS: [ROOT] },
      conditions: { ArnLike: { 'aws:PrincipalArn': arn } },
    });
  });

  test('refers to the account of the stack where it is given that', () => {
    expect(fragmentOf(LogReaders.rolePattern(Aws.ACCOUNT_ID, 'audit-*'))).toEqual({
      principalJson: { AWS: ['arn:${AWS::Partition}:iam::${AWS::AccountId}:root'] },
      conditions: { ArnLike: { 'aws:PrincipalArn': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/audit-*' } },
    });
  });

  const reader = LogReaders.rolePattern('222222222222', 'audit-?u*');

  test.each<Row>([
    ['leaves a matching role to its IAM policies', decrypts, 'delegated'],
    ['leaves another matching role to its IAM policies', by(`${ACCOUNT}:role/audit-au-2`), 'delegated'],
    ['refuses a role that does not match', by(`${ACCOUNT}:role/payments`), 'no'],
    ['refuses a role with nothing for a question mark', by(`${ACCOUNT}:role/audit-u`), 'no'],
    ['refuses a role that matches in its end only', by(`${ACCOUNT}:role/my-audit-eu`), 'no'],
    ['refuses a role of that name behind a path', by(`${ACCOUNT}:role/teams/audit-eu`), 'no'],
    ['refuses a user of that name', by(`${ACCOUNT}:user/audit-eu`), 'no'],
    ['refuses the root user of the account', by(`${ACCOUNT}:root`), 'no'],
    ['refuses a matching role of another account', by('arn:aws:iam::999999999999:role/audit-eu'), 'no'],
    ['refuses a matching role of the account of the key', by('arn:aws:iam::111111111111:role/audit-eu'), 'no'],
    ['refuses a matching role of another partition', by('arn:aws-cn:iam::222222222222:role/audit-eu'), 'no'],
    ['refuses a matching role without the encryption context of CloudTrail',
      withContext(decrypts, { 'kms:EncryptionContext:aws:cloudtrail:arn': undefined }), 'no'],
    ['refuses a matching role another action', { ...decrypts, action: 'kms:GenerateDataKey' }, 'no'],
    ['refuses a service', { ...decrypts, caller: { service: 'cloudtrail.amazonaws.com' } }, 'no'],
  ])('%s', (_, request, outcome) => {
    expect(asked(reader, request)).toEqual(outcome);
  });

  test('with a path leaves the roles of that path to their IAM policies, and no other', () => {
    const ofTeams = LogReaders.rolePattern('222222222222', 'teams/audit-*');

    expect(asked(ofTeams, by(`${ACCOUNT}:role/teams/audit-eu`))).toEqual('delegated');
    expect(asked(ofTeams, by(`${ACCOUNT}:role/audit-eu`))).toEqual('no');
    expect(asked(ofTeams, by(`${ACCOUNT}:role/other/audit-eu`))).toEqual('no');
  });

  test('reads a bucket in the same way', () => {
    const statements = [
      BucketPolicyStatements.enableCloudTrailLogRead('arn:aws:s3:::logs', [reader]),
      BucketPolicyStatements.enableCloudTrailLogList('arn:aws:s3:::logs', [reader]),
    ];
    const outcomes = (arn: string) => [
      outcomeOf(statements, { action: 's3:GetObject', caller: { arn }, resource: 'arn:aws:s3:::logs/AWSLogs/222222222222/x.json.gz' }),
      outcomeOf(statements, { action: 's3:ListBucket', caller: { arn }, resource: 'arn:aws:s3:::logs', context: { 's3:prefix': 'AWSLogs/' } }),
    ];

    expect(outcomes(`${ACCOUNT}:role/audit-eu`)).toEqual(['delegated', 'delegated']);
    expect(outcomes(`${ACCOUNT}:role/payments`)).toEqual(['no', 'no']);
  });

  const account = (got: string) => `'accountId' must be an account id of 12 digits, as a string, got ${got}; `
    + 'write it in full, as in "111111111111"; accounts have no wildcard';
  const pattern = (got: string) => "'rolePattern' must be a role's name, after its path if it has one, of letters, digits or any of _+=,.@-/, "
    + `in which '*' and '?' may stand for unknown characters, but not for all of it, got ${got}; `
    + "write it as in \"audit-*\"; to admit a whole account use 'readerAccounts'";

  test.each<[string, any, any, string[]]>([
    ['an account of 11 digits', '22222222222', 'audit-*', [account('"22222222222"')]],
    ['an account of 13 digits', '2222222222222', 'audit-*', [account('"2222222222222"')]],
    ['an account as a number', 222222222222, 'audit-*', [account('222222222222')]],
    ['a wildcard for the account', '*', 'audit-*', [account('"*"')]],
    ['no account', undefined, 'audit-*', [account('undefined')]],
    ['no pattern', '222222222222', undefined, [pattern('undefined')]],
    ['an empty pattern', '222222222222', '', [pattern('""')]],
    ['a pattern that matches every role', '222222222222', '*', [pattern('"*"')]],
    ['a pattern of wildcards alone', '222222222222', '*?/*', [pattern('"*?/*"')]],
    ['an ARN for a pattern', '222222222222', `${ACCOUNT}:role/audit-*`, [pattern(`"${ACCOUNT}:role/audit-*"`)]],
    ['a pattern that begins with a slash', '222222222222', '/teams/audit-*', [pattern('"/teams/audit-*"')]],
    ['a pattern with a policy variable', '222222222222', '${aws:username}', [pattern('"${aws:username}"')]],
    ['a pattern of 513 characters', '222222222222', 'a'.repeat(513), [pattern(`"${'a'.repeat(199)}...`)]],
    ['everything at once', '1', '*', [account('"1"'), pattern('"*"')]],
  ])('fails on %s', (_, accountId, rolePattern, complaints) => {
    const message = complaints.length === 1 ? complaints[0] : [`${complaints.length} problems`, ...complaints].join('\n  - ');

    expect(() => LogReaders.rolePattern(accountId, rolePattern)).toThrow(new Error(`LogReaders.rolePattern: ${message}`));
  });

  test.each(['a', 'audit?', '*a', 'a_+=,.@-b', 'x'.repeat(512)])('takes %s', (name) => {
    expect(fragmentOf(LogReaders.rolePattern('222222222222', name)).conditions).toEqual({ ArnLike: { 'aws:PrincipalArn': `${ROLE}/${name}` } });
  });
});

describe('permissionSet', () => {
  test('is the account with a condition for the role, with and without the Region of Identity Center in its path', () => {
    expect(fragmentOf(LogReaders.permissionSet('222222222222', 'Audit'))).toEqual({
      principalJson: { AWS: [ROOT] },
      conditions: {
        ArnLike: {
          'aws:PrincipalArn': [
            `${ROLE}/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Audit_????????????????`,
            `${ROLE}/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Audit_????????????????`,
          ],
        },
      },
    });
  });

  const reader = LogReaders.permissionSet('222222222222', 'Audit');

  test.each<Row>([
    ['leaves the role to its IAM policies where Identity Center is in us-east-1', by(`${ACCOUNT}:role/${SSO}/AWSReservedSSO_Audit_0123456789abcdef`), 'delegated'],
    ['leaves the role to its IAM policies where Identity Center is in another Region',
      by(`${ACCOUNT}:role/${SSO}/eu-central-1/AWSReservedSSO_Audit_0123456789abcdef`), 'delegated'],
    ['leaves the role to its IAM policies when it comes back with another suffix',
      by(`${ACCOUNT}:role/${SSO}/eu-central-1/AWSReservedSSO_Audit_fedcba9876543210`), 'delegated'],
    ['refuses a set whose name begins with this one', by(`${ACCOUNT}:role/${SSO}/AWSReservedSSO_Audit_All_0123456789abcdef`), 'no'],
    ['refuses a set whose name begins with this one, in another Region',
      by(`${ACCOUNT}:role/${SSO}/eu-central-1/AWSReservedSSO_Audit_All_0123456789abcdef`), 'no'],
    ['refuses a set whose name begins with this one, without a separator', by(`${ACCOUNT}:role/${SSO}/AWSReservedSSO_AuditAll_0123456789abcdef`), 'no'],
    ['refuses a set whose name ends with this one', by(`${ACCOUNT}:role/${SSO}/AWSReservedSSO_My_Audit_0123456789abcdef`), 'no'],
    ['refuses a set whose name differs in case', by(`${ACCOUNT}:role/${SSO}/AWSReservedSSO_audit_0123456789abcdef`), 'no'],
    ['refuses a suffix that is too short', by(`${ACCOUNT}:role/${SSO}/AWSReservedSSO_Audit_0123456789abcde`), 'no'],
    ['refuses a role of that name that Identity Center did not make', by(`${ACCOUNT}:role/AWSReservedSSO_Audit_0123456789abcdef`), 'no'],
    ['refuses a role of that name in a path of somebody else', by(`${ACCOUNT}:role/mine/${SSO}/AWSReservedSSO_Audit_0123456789abcdef`), 'no'],
    ['refuses a user of that name', by(`${ACCOUNT}:user/${SSO}/AWSReservedSSO_Audit_0123456789abcdef`), 'no'],
    ['refuses the role of the set in another account', by(`arn:aws:iam::999999999999:role/${SSO}/AWSReservedSSO_Audit_0123456789abcdef`), 'no'],
    ['refuses another role of the account', by(`${ACCOUNT}:role/Admin`), 'no'],
    ['refuses the role without the encryption context of CloudTrail',
      withContext(by(`${ACCOUNT}:role/${SSO}/AWSReservedSSO_Audit_0123456789abcdef`), { 'kms:EncryptionContext:aws:cloudtrail:arn': undefined }), 'no'],
  ])('%s', (_, request, outcome) => {
    expect(asked(reader, request)).toEqual(outcome);
  });

  test.each(['A', 'a_+=,.@-b', 'x'.repeat(32)])('leaves the role of the set %s to its IAM policies', (name) => {
    expect(asked(LogReaders.permissionSet('222222222222', name), by(`${ACCOUNT}:role/${SSO}/AWSReservedSSO_${name}_0123456789abcdef`))).toEqual('delegated');
  });

  const name = (got: string) => `'permissionSetName' must be 1-32 letters, digits or any of _+=,.@-, got ${got}; `
    + 'name the permission set, not the role that is made for it';

  test.each<[string, any, string]>([
    ['no name', undefined, name('undefined')],
    ['an empty name', '', name('""')],
    ['a name of 33 characters', 'x'.repeat(33), name(`"${'x'.repeat(33)}"`)],
    ['a wildcard', 'Audit*', name('"Audit*"')],
    ['a question mark', 'Audi?', name('"Audi?"')],
    ['the name of the role', 'role/AWSReservedSSO_Audit', name('"role/AWSReservedSSO_Audit"')],
  ])('fails on %s', (_, permissionSetName, complaint) => {
    expect(() => LogReaders.permissionSet('222222222222', permissionSetName)).toThrow(new Error(`LogReaders.permissionSet: ${complaint}`));
  });

  test('fails on a malformed account', () => {
    expect(() => LogReaders.permissionSet('aws', 'Audit')).toThrow(new Error('LogReaders.permissionSet: '
      + "'accountId' must be an account id of 12 digits, as a string, got \"aws\"; write it in full, as in \"111111111111\"; accounts have no wildcard"));
  });
});

describe('in one statement', () => {
  test('readers with different conditions do not go together', () => {
    expect(() => KeyPolicyStatements.enableCloudTrailLogDecryptPermissions([
      LogReaders.rolePattern('222222222222', 'audit-*'), LogReaders.permissionSet('222222222222', 'Audit'),
    ])).toThrow('All principals in a PolicyStatement must have the same Conditions');
  });
});
