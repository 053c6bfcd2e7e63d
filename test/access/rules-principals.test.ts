import { added, BASE, changed, describeRule, MANAGEMENT, ofLogFiles, policy, ROLE, ROOT, rulesOf, TRAIL_CONTEXT, without } from './policies';

const OTHER_ROOT = 'arn:aws:iam::222222222222:root';
const ofCaller = { StringEquals: { 'kms:CallerAccount': '111111111111' } };
const ofOrganization = { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } };
const everybody = { Principal: { AWS: '*' } };
const decrypting = { ...everybody, Action: 'kms:Decrypt' };
const putting = { ...everybody, Action: 'kms:PutKeyPolicy' };
const deny = (elements: object) => ({ Sid: 'Deny', Effect: 'Deny', Principal: '*', ...elements });
const manyDenied = MANAGEMENT.filter((action) => action !== 'kms:PutKeyPolicy');
const CONTEXT_FIX = 'put the condition "Null": { "kms:EncryptionContext:aws:cloudtrail:arn": "false" } into it, '
  + 'as grantDecrypt() of CloudTrailEncryptionKey and grantRead() of EncryptedTrail do';
const beyondLogFiles = 'statement "Added" admits kms:Decrypt for more than the log files of CloudTrail';

describeRule('anyone-can-decrypt', 'error', 'name the readers, or put a condition on who calls into that statement', [
  {
    where: 'everybody may decrypt log files',
    bad: added({ ...decrypting, Condition: ofLogFiles }),
    finds: [{ says: 'a role of any AWS account can decrypt log files: statement "Added" admits it', of: 5 }],
    besides: ['foreign-trail-can-decrypt'],
    unless: 'one role may',
    good: added({ ...decrypting, Principal: { AWS: ROLE }, Condition: ofLogFiles }),
  },
  {
    where: 'everybody may who is not of one account',
    bad: added({ ...decrypting, Principal: '*', Condition: { ...ofLogFiles, StringNotEquals: { 'kms:CallerAccount': '333333333333' } } }),
    finds: [{ says: 'a role of any AWS account can decrypt log files: statement "Added" admits it', of: 5 }],
    besides: ['foreign-trail-can-decrypt'],
    unless: 'who is of one role, by a condition',
    good: added({ ...decrypting, Principal: '*', Condition: { ...ofLogFiles, ArnEquals: { 'aws:PrincipalArn': ROLE } } }),
  },
]);

describeRule('organization-can-decrypt', 'warning', 'name the readers, or limit them by aws:PrincipalArn as well', [
  {
    where: 'the whole organization may decrypt log files',
    bad: added({ ...decrypting, Condition: { ...ofLogFiles, ...ofOrganization } }),
    finds: [{ says: 'every role of the organization can decrypt log files: statement "Added" admits it', of: 5 }],
    unless: 'some of its roles may',
    good: added({ ...decrypting, Condition: { ...ofLogFiles, ...ofOrganization, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/audit-*' } } }),
  },
  {
    where: 'the whole organization may by its path',
    bad: added({ ...decrypting, Condition: { ...ofLogFiles, 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg1/*' } } }),
    finds: [{ says: 'every role of the organization can decrypt log files: statement "Added" admits it', of: 5 }],
    unless: 'another organization may',
    good: added({ ...decrypting, Condition: { ...ofLogFiles, 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg2/*' } } }),
    goodContext: { organizationId: 'o-exampleorg1' },
  },
  {
    where: 'the whole organization may that was named',
    bad: added({ ...decrypting, Condition: { ...ofLogFiles, ...ofOrganization } }),
    context: { organizationId: 'o-exampleorg1' },
    finds: [{ says: 'every role of the organization can decrypt log files: statement "Added" admits it', of: 5 }],
    unless: 'the world may, which is worse',
    good: added({ ...decrypting, Condition: ofLogFiles }),
    goodFinds: ['anyone-can-decrypt', 'foreign-trail-can-decrypt'],
  },
]);

describeRule('account-can-decrypt', 'warning', 'name the readers, or limit them by aws:PrincipalArn as well', [
  {
    where: 'every caller of the account may decrypt log files',
    bad: added({ ...decrypting, Condition: { ...ofLogFiles, ...ofCaller } }),
    finds: [{
      says: 'every role of the key\'s account can decrypt log files, whatever its IAM policies say: statement "Added" admits it', of: 5,
    }],
    unless: 'one of its roles may',
    good: added({ ...decrypting, Condition: { ...ofLogFiles, ...ofCaller, ArnEquals: { 'aws:PrincipalArn': ROLE } } }),
  },
  {
    where: 'the policy has the account as a pseudo parameter, and nobody knows which',
    context: { accountId: undefined },
    bad: added({ ...decrypting, Condition: { ...ofLogFiles, StringEquals: { 'kms:CallerAccount': { Ref: 'AWS::AccountId' } } } }),
    finds: [{
      says: 'every role of the key\'s account can decrypt log files, whatever its IAM policies say: statement "Added" admits it', of: 5,
    }],
    unless: 'the whole organization may, which is worse',
    good: added({ ...decrypting, Condition: { ...ofLogFiles, ...ofOrganization } }),
    goodFinds: ['organization-can-decrypt'],
  },
  {
    where: 'a role called SomeRole is one of many',
    bad: added({ ...decrypting, Condition: { ...ofLogFiles, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/*' } } }),
    finds: [{
      says: 'every role of the key\'s account can decrypt log files, whatever its IAM policies say: statement "Added" admits it', of: 5,
    }],
    unless: 'it is the only one',
    good: added({ ...decrypting, Condition: { ...ofLogFiles, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/SomeRole' } } }),
  },
]);

describeRule(
  'decrypt-delegated-to-iam', 'info', "to have the key policy decide, give the account administrators' actions only, and name the readers",
  [
    {
      where: 'the account may do everything',
      bad: changed('Admin', { Action: 'kms:*' }),
      finds: [{ says: 'the IAM policies of the key\'s account decide who decrypts log files: statement "Admin" leaves it to them', of: 0 }],
      unless: 'it may manage the key',
      good: policy(...BASE),
    },
    {
      where: 'the account may decrypt',
      bad: added({ Principal: { AWS: '111111111111' }, Action: 'kms:Decrypt', Condition: ofLogFiles }),
      finds: [{ says: 'the IAM policies of the key\'s account decide who decrypts log files: statement "Added" leaves it to them', of: 5 }],
      unless: 'under one pattern of roles',
      good: added({ Principal: { AWS: '111111111111' }, Action: 'kms:Decrypt', Condition: { ...ofLogFiles, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/audit-*' } } }),
    },
  ],
);

const putInAccount = ['account-can-administer'];

describeRule('anyone-can-administer', 'error', 'name those who need it in that statement', [
  {
    where: 'everybody may create grants',
    bad: added({ ...everybody, Action: 'kms:CreateGrant' }),
    finds: [{ says: 'a role of any AWS account can do kms:CreateGrant: statement "Added" admits it', of: 5 }],
    besides: ['create-grant-allowed'],
    unless: 'everybody in the account may',
    good: added({ ...everybody, Action: 'kms:CreateGrant', Condition: ofCaller }),
    goodFinds: ['create-grant-allowed'],
  },
  {
    where: 'everybody may revoke grants',
    bad: added({ ...everybody, Action: 'kms:Revoke*' }),
    finds: [{ says: 'a role of any AWS account can do kms:RevokeGrant: statement "Added" admits it', of: 5 }],
    unless: 'everybody may list them',
    good: added({ ...everybody, Action: 'kms:ListGrants' }),
  },
  {
    where: 'everybody may do everything but decrypt',
    bad: added({ ...everybody, Action: undefined, NotAction: ['kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*', 'kms:Encrypt', 'kms:CreateGrant'] }),
    finds: [{ says: 'a role of any AWS account can do kms:RevokeGrant: statement "Added" admits it', of: 5 }],
    besides: putInAccount,
    unless: 'everybody may change the key policy, which KMS leaves to the account',
    good: added(putting),
    goodFinds: putInAccount,
  },
  {
    where: 'everybody may revoke grants but one role',
    bad: added({ Principal: undefined, NotPrincipal: { AWS: ROLE }, Action: 'kms:RevokeGrant' }),
    finds: [{ says: 'a role of any AWS account can do kms:RevokeGrant: statement "Added" admits it', of: 5 }],
    besides: ['invalid-principal'],
    unless: 'one role may',
    good: added({ Principal: { AWS: ROLE }, Action: 'kms:RevokeGrant' }),
  },
]);

const revoking = { ...everybody, Action: 'kms:RevokeGrant' };

describeRule('organization-can-administer', 'error', 'name those who need it in that statement', [
  {
    where: 'the whole organization may revoke grants',
    bad: added({ ...revoking, Condition: ofOrganization }),
    finds: [{ says: 'every role of the organization can do kms:RevokeGrant: statement "Added" admits it', of: 5 }],
    unless: 'some of its roles may',
    good: added({ ...revoking, Condition: { ...ofOrganization, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin-*' } } }),
  },
  {
    where: 'the whole organization may disable the key and revoke grants',
    bad: added({ ...everybody, Action: ['kms:DisableKey', 'kms:RevokeGrant'], Condition: ofOrganization }),
    finds: [{ says: 'every role of the organization can do kms:RevokeGrant: statement "Added" admits it', of: 5 }],
    unless: 'the whole organization may disable it, which KMS leaves to the account',
    good: added({ ...everybody, Action: ['kms:DisableKey', 'kms:ListGrants'], Condition: ofOrganization }),
  },
  {
    where: 'the whole organization may by its path',
    bad: added({ ...revoking, Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg1/*' } } }),
    finds: [{ says: 'every role of the organization can do kms:RevokeGrant: statement "Added" admits it', of: 5 }],
    unless: 'the world may, which is worse',
    good: added(revoking),
    goodFinds: ['anyone-can-administer'],
  },
]);

describeRule('account-can-administer', 'warning', 'name the administrators in that statement', [
  {
    where: 'every caller of the account may change the key policy',
    bad: added({ ...putting, Condition: ofCaller }),
    finds: [{ says: "every role of the key's account can change the key policy, whatever its IAM policies say: statement \"Added\" admits it", of: 5 }],
    unless: 'its IAM policies decide',
    good: added({ Principal: { AWS: ROOT }, Action: 'kms:PutKeyPolicy' }),
  },
  {
    where: 'every caller of the account may by its roles',
    bad: added({ ...putting, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/*' } } }),
    finds: [{ says: "every role of the key's account can change the key policy, whatever its IAM policies say: statement \"Added\" admits it", of: 5 }],
    unless: 'some of its roles may',
    good: added({ ...putting, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/admin-*' } } }),
  },
  {
    where: 'every caller of the account may, and some of the organization too',
    bad: added({ ...putting, Condition: ofCaller }, {
      ...putting, Sid: 'More', Condition: { ...ofOrganization, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin-*' } },
    }),
    finds: [{ says: "every role of the key's account can change the key policy, whatever its IAM policies say: statement \"Added\" admits it", of: 5 }],
    unless: 'some of its roles may, and some of the organization too',
    good: added({
      ...putting, Sid: 'More', Condition: { ...ofOrganization, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin-*' } },
    }),
  },
  {
    where: 'the whole organization may, of which only the account can',
    bad: added({ ...putting, Condition: ofOrganization }),
    finds: [{ says: "every role of the key's account can change the key policy, whatever its IAM policies say: statement \"Added\" admits it", of: 5 }],
    unless: 'the other accounts may, who cannot',
    good: added({ ...putting, Condition: { ...ofOrganization, StringNotEquals: { 'kms:CallerAccount': '111111111111' } } }),
  },
]);

const ADMIN = 'arn:aws:iam::111111111111:user/Admin';

describeRule('administrator-cannot-administer', 'error', 'let it do kms:PutKeyPolicy', [
  {
    where: 'the administrator is of another account, to which KMS refuses it',
    bad: added({ Principal: { AWS: 'arn:aws:iam::222222222222:role/Admin' }, Action: 'kms:PutKeyPolicy' }),
    context: { administratorArns: ['arn:aws:iam::222222222222:role/Admin'] },
    finds: [{
      says: 'arn:aws:iam::222222222222:role/Admin cannot change the key policy: KMS refuses it to other accounts than the key\'s',
      fix: "name a role of the key's own account",
      severity: 'warning',
    }],
    besides: ['other-account-can-administer'],
    unless: "the administrator is of the key's account",
    good: added({ Principal: { AWS: 'arn:aws:iam::111111111111:role/Admin' }, Action: 'kms:PutKeyPolicy' }),
    goodContext: { administratorArns: ['arn:aws:iam::111111111111:role/Admin'] },
  },
  {
    where: 'no statement names the administrator',
    bad: changed('Admin', { Principal: { AWS: ROLE } }),
    context: { administratorArns: [ADMIN, ROLE] },
    finds: [{ says: `${ADMIN} cannot change the key policy: no statement allows it` }],
    unless: 'one does',
    good: changed('Admin', { Principal: { AWS: [ROLE, ADMIN] } }),
  },
  {
    where: 'he may manage the key, but not change its policy',
    bad: changed('Admin', { Principal: { AWS: ROLE } }, { Sid: 'Manage', Effect: 'Allow', Principal: { AWS: ADMIN }, Action: manyDenied, Resource: '*' }),
    context: { administratorArns: [ADMIN] },
    finds: [{ says: `${ADMIN} cannot change the key policy: no statement allows it` }],
    unless: "IAM decides, whose policies are not the key's",
    good: policy(...BASE),
  },
  {
    where: 'a statement denies it',
    bad: added(deny({ Action: 'kms:PutKeyPolicy', Principal: { AWS: ADMIN } })),
    context: { administratorArns: [ADMIN] },
    finds: [{
      says: `${ADMIN} cannot change the key policy: statement "Deny" denies it`,
      fix: 'make an exception in statement "Deny", or remove it',
      of: 5,
    }],
    unless: 'nobody said that he has to',
    good: added(deny({ Action: 'kms:PutKeyPolicy', Principal: { AWS: ADMIN } })),
    goodContext: {},
  },
  {
    where: 'the account as a whole has to, and one role may',
    bad: changed('Admin', { Principal: { AWS: ROLE } }),
    context: { administratorArns: [ROOT] },
    finds: [{ says: `${ROOT} cannot change the key policy: no statement allows it` }],
    unless: 'the account may',
    good: policy(...BASE),
  },
]);

const FAR = 'arn:aws:iam::222222222222:role/Reader';
const everyRole = (account = '222222222222') => `every role of account ${account} can decrypt log files, not only the readers: statement "Added" admits it`;

describeRule('reader-account-can-decrypt', 'warning', 'name the readers, or limit them by aws:PrincipalArn as well', [
  {
    where: 'the account of a reader is named instead of it',
    bad: added({ Principal: { AWS: OTHER_ROOT }, Action: 'kms:Decrypt', Condition: ofLogFiles }),
    context: { readerArns: [FAR] },
    finds: [{ says: everyRole(), of: 5 }],
    unless: 'the reader is',
    good: added({ Principal: { AWS: FAR }, Action: 'kms:Decrypt', Condition: ofLogFiles }),
  },
  {
    where: 'everybody of that account may',
    bad: added({ ...decrypting, Condition: { ...ofLogFiles, StringEquals: { 'aws:PrincipalAccount': '222222222222' } } }),
    context: { readerArns: [FAR] },
    finds: [{ says: everyRole(), of: 5 }],
    unless: 'only the readers of that account',
    good: added({ ...decrypting, Condition: { ...ofLogFiles, StringEquals: { 'aws:PrincipalAccount': '222222222222' }, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Reader' } } }),
  },
  {
    where: 'two accounts are named, and one of them is no reader',
    bad: added({ Principal: { AWS: [OTHER_ROOT, '333333333333'] }, Action: ['kms:Decrypt'], Condition: ofLogFiles }),
    context: { readerArns: [FAR, 'arn:aws:iam::333333333333:root'] },
    finds: [{ says: everyRole(), of: 5 }],
    unless: 'both accounts are readers',
    good: added({ Principal: { AWS: [OTHER_ROOT, '333333333333'] }, Action: ['kms:Decrypt'], Condition: ofLogFiles }),
    goodContext: { readerArns: [OTHER_ROOT, 'arn:aws:iam::333333333333:root'] },
  },
  {
    where: 'the account may re-encrypt log files, which is as much',
    bad: added({ Principal: { AWS: FAR }, Action: 'kms:Decrypt', Condition: ofLogFiles }, { Sid: 'More', Principal: { AWS: OTHER_ROOT }, Action: 'kms:ReEncryptFrom', Condition: ofLogFiles }),
    context: { readerArns: [FAR] },
    finds: [{ says: everyRole().replace('Added', 'More'), of: 6 }],
    unless: 'the account may encrypt',
    good: added({ Principal: { AWS: FAR }, Action: 'kms:Decrypt', Condition: ofLogFiles }, { Sid: 'More', Principal: { AWS: OTHER_ROOT }, Action: 'kms:ReEncryptTo' }),
  },
  {
    where: 'the account is named beside the reader',
    bad: added({ Principal: { AWS: FAR }, Action: 'kms:Decrypt', Condition: ofLogFiles }, { Sid: 'More', Principal: { AWS: OTHER_ROOT }, Action: 'kms:Decrypt', Condition: ofLogFiles }),
    context: { readerArns: [FAR], organizationId: 'o-exampleorg1' },
    finds: [{ says: everyRole().replace('Added', 'More'), of: 6 }],
    unless: 'its organization is, which is worse',
    good: added({ Principal: { AWS: FAR }, Action: 'kms:Decrypt', Condition: ofLogFiles }, {
      ...decrypting, Sid: 'More', Condition: { ...ofLogFiles, 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-exampleorg1/*' } },
    }),
    goodFinds: ['organization-can-decrypt'],
  },
  {
    where: 'the account is named, and nobody else',
    bad: added({ Principal: { AWS: '222222222222' }, Action: 'kms:Decrypt', Condition: ofLogFiles }),
    context: { readerArns: [FAR] },
    finds: [{ says: everyRole(), of: 5 }],
    unless: 'everybody is, which is worse',
    good: added({ ...decrypting, Condition: ofLogFiles }),
    goodFinds: ['anyone-can-decrypt', 'foreign-trail-can-decrypt'],
  },
]);

const grants = { Action: 'kms:CreateGrant' };
const admitsGrants = 'statement "Added" admits kms:CreateGrant, by which everything else can be had';

test('create-grant-allowed is found where only grants that are not for services of AWS are admitted', () => {
  expect(rulesOf(added({ ...grants, Condition: { Bool: { 'kms:GrantIsForAWSResource': 'false' } } }))).toEqual(['create-grant-allowed']);
});

describeRule('create-grant-allowed', 'warning', 'take it out, or put the condition "Bool": { "kms:GrantIsForAWSResource": "true" } into the statement', [
  {
    where: 'a role may create grants',
    bad: added(grants),
    finds: [{ says: admitsGrants, of: 5 }],
    unless: 'only for services of AWS',
    good: added({ ...grants, Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }),
  },
  {
    where: 'the condition holds where it is missing',
    bad: added({ ...grants, Condition: { Null: { 'kms:GrantIsForAWSResource': 'true' } } }),
    finds: [{ says: admitsGrants, of: 5 }],
    unless: 'the key is written in whatever case',
    good: added({ ...grants, Condition: { Bool: { 'KMS:grantisforawsresource': ['true'] } } }),
  },
  {
    where: 'the condition may be missing',
    bad: added({ ...grants, Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'true' } } }),
    finds: [{ says: admitsGrants, of: 5 }],
    unless: 'it is compared as a text',
    good: added({ ...grants, Condition: { StringEquals: { 'kms:GrantIsForAWSResource': 'true' } } }),
  },
  {
    where: 'another condition limits it',
    bad: added({ ...grants, Condition: { StringEquals: { 'kms:ViaService': 'ec2.eu-central-1.amazonaws.com' } } }),
    finds: [{ says: admitsGrants, of: 5 }],
    unless: 'grants are listed, not created',
    good: added({ Action: 'kms:ListGrants' }),
  },
  {
    where: 'it is a part of everything',
    bad: added({ Action: 'kms:*', Condition: ofLogFiles }),
    finds: [{ says: admitsGrants, of: 5 }],
    unless: 'the account may do everything, and its IAM policies decide',
    good: changed('Admin', { Action: 'kms:*' }),
    goodFinds: ['decrypt-delegated-to-iam'],
  },
  {
    where: 'a role stands beside the account',
    bad: added({ ...grants, Principal: { AWS: [ROOT, ROLE] } }),
    finds: [{ says: admitsGrants, of: 5 }],
    unless: 'the account stands by itself, once as its number',
    good: added({ ...grants, Principal: { AWS: [ROOT, '111111111111'] } }),
  },
  {
    where: 'a service stands beside the account',
    bad: added({ ...grants, Principal: { AWS: ROOT, Service: 'config.amazonaws.com' } }),
    finds: [{ says: admitsGrants, of: 5 }],
    unless: 'it is denied to both',
    good: added(deny({ ...grants, Principal: { AWS: ROOT, Service: 'config.amazonaws.com' } })),
  },
  {
    where: 'the condition of the account is on who calls',
    bad: added({ ...grants, Principal: { AWS: ROOT }, Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin-*' } } }),
    finds: [{ says: admitsGrants, of: 5 }],
    unless: 'it is on something else',
    good: added({ ...grants, Principal: { AWS: ROOT }, Condition: { StringEquals: { 'kms:GranteePrincipal': ROLE } } }),
  },
  {
    where: 'all but one action are allowed',
    bad: added({ Action: undefined, NotAction: ['kms:Decrypt', 'kms:ReEncrypt*'] }),
    finds: [{ says: admitsGrants, of: 5 }],
    unless: 'creating grants is that one, too',
    good: added({ Action: undefined, NotAction: ['kms:Decrypt', 'kms:ReEncrypt*', 'kms:CreateGrant'] }),
  },
  {
    where: 'everybody may but one role',
    bad: added({ ...grants, Principal: undefined, NotPrincipal: { AWS: ROLE } }),
    finds: [{ says: admitsGrants, of: 5 }],
    besides: ['anyone-can-administer', 'invalid-principal'],
    unless: 'everybody may for services of AWS',
    good: added({ ...grants, Principal: { AWS: '*' }, Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }),
  },
]);

const LOCKED = 'nobody can change the key policy any more, which KMS refuses';

describeRule('nobody-can-administer', 'error', "let an administrator or the key's account do kms:PutKeyPolicy", [
  {
    where: 'no statement allows kms:PutKeyPolicy',
    bad: changed('Admin', { Action: manyDenied }),
    finds: [{ says: 'nobody can change the key policy any more, which KMS refuses' }],
    unless: 'one role may, under a condition',
    good: changed('Admin', { Action: manyDenied }, {
      Sid: 'Put', Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'kms:Put*', Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    }),
  },
  {
    where: 'a Deny takes it from everybody',
    bad: added(deny({ Action: 'kms:PutKeyPolicy' })),
    finds: [{ says: 'nobody can change the key policy any more, which KMS refuses' }],
    unless: 'from one role',
    good: added(deny({ Action: 'kms:PutKeyPolicy', Principal: { AWS: ROLE } })),
  },
  {
    where: 'a Deny takes it from everybody, under no condition at all',
    bad: added(deny({ Action: 'kms:PutKeyPolicy', Condition: {} })),
    finds: [{ says: 'nobody can change the key policy any more, which KMS refuses' }],
    unless: 'under a condition',
    good: added(deny({ Action: 'kms:PutKeyPolicy', Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/Admin' } } })),
  },
  {
    where: 'a Deny takes it from everybody, its condition removed by CloudFormation',
    bad: added(deny({ Action: 'kms:PutKeyPolicy', Condition: { Ref: 'AWS::NoValue' } })),
    finds: [{ says: 'nobody can change the key policy any more, which KMS refuses' }],
    unless: 'it excepts somebody',
    good: added(deny({ Action: 'kms:PutKeyPolicy', Principal: undefined, NotPrincipal: { AWS: ROLE } })),
  },
  {
    where: 'a Deny takes it from the account that has it',
    bad: added(deny({ Action: 'kms:PutKeyPolicy', Principal: { AWS: ROOT } })),
    finds: [{ says: LOCKED }],
    unless: 'from another account',
    good: added(deny({ Action: 'kms:PutKeyPolicy', Principal: { AWS: OTHER_ROOT } })),
  },
  {
    where: 'a Deny takes it from the only role that has it',
    bad: changed('Admin', { Principal: { AWS: ROLE } }, deny({ Action: 'kms:Put*', Resource: '*', Principal: { AWS: ROLE } })),
    finds: [{ says: LOCKED }],
    unless: 'from one of two',
    good: changed('Admin', { Principal: { AWS: [ROLE, 'arn:aws:iam::111111111111:role/Second'] } }, deny({ Action: 'kms:Put*', Resource: '*', Principal: { AWS: ROLE } })),
  },
  {
    where: 'a Deny excepts only somebody who does not have it',
    bad: changed('Admin', { Principal: { AWS: ROLE } }, deny({ Action: 'kms:Put*', Resource: '*', Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111111111111:role/Second' } })),
    finds: [{ says: LOCKED }],
    unless: 'it excepts who has it',
    good: changed('Admin', { Principal: { AWS: ROLE } }, deny({ Action: 'kms:Put*', Resource: '*', Principal: undefined, NotPrincipal: { AWS: [ROLE, ROOT] } })),
  },
  {
    where: 'only another account has it, which cannot',
    bad: changed('Admin', { Principal: { AWS: '222222222222' } }),
    finds: [{ says: LOCKED }],
    besides: ['nobody-can-manage', 'other-account-can-administer'],
    unless: "it is the key's account",
    good: changed('Admin', { Principal: { AWS: '111111111111' } }),
  },
]);

describeRule('nobody-can-manage', 'info', 'give these actions to an administrator', [
  {
    where: 'some actions of administrators are given to nobody',
    bad: changed('Admin', { Action: MANAGEMENT.filter((action) => !/Deletion|:TagResource/.test(action)) }),
    finds: [{ says: 'the key policy lets nobody do kms:CancelKeyDeletion, kms:ScheduleKeyDeletion, kms:TagResource' }],
    unless: 'somebody else has them',
    good: changed('Admin', { Action: MANAGEMENT.filter((action) => !/Deletion|:TagResource/.test(action)) }, {
      Sid: 'Delete', Effect: 'Allow', Principal: { AWS: ROLE }, Action: ['kms:*Deletion', 'KMS:tagresource'], Resource: '*',
    }),
  },
  {
    where: 'a Deny takes them from everybody',
    bad: added(deny({ Action: ['kms:ScheduleKeyDeletion', 'kms:CreateGrant'] })),
    finds: [{ says: 'the key policy lets nobody do kms:ScheduleKeyDeletion' }],
    unless: 'they are no actions of administrators',
    good: added(deny({ Action: ['kms:CreateGrant', 'kms:Encrypt'] })),
  },
  {
    where: 'nobody may replicate a multi-Region key',
    bad: policy(...BASE),
    context: { multiRegion: true },
    finds: [{ says: 'the key policy lets nobody do kms:ReplicateKey, kms:UpdatePrimaryRegion' }],
    unless: 'somebody may',
    good: added({ Action: ['kms:ReplicateKey', 'kms:UpdatePrimaryRegion'] }),
  },
  {
    where: 'nobody may make another one the primary key',
    bad: added({ Action: 'kms:ReplicateKey' }),
    context: { multiRegion: true },
    finds: [{ says: 'the key policy lets nobody do kms:UpdatePrimaryRegion' }],
    unless: 'it is no multi-Region key',
    good: added({ Action: 'kms:ReplicateKey' }),
    goodContext: { multiRegion: false },
  },
  {
    where: 'only a service may delete the key',
    bad: changed('Admin', { Action: MANAGEMENT.filter((action) => action !== 'kms:ScheduleKeyDeletion') }, {
      Sid: 'Delete', Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 'kms:ScheduleKeyDeletion', Resource: '*',
    }),
    finds: [{ says: 'the key policy lets nobody do kms:ScheduleKeyDeletion' }],
    unless: 'a role may as well',
    good: changed('Admin', { Action: MANAGEMENT.filter((action) => action !== 'kms:ScheduleKeyDeletion') }, {
      Sid: 'Delete', Effect: 'Allow', Principal: { Service: 'config.amazonaws.com', AWS: ROLE }, Action: 'kms:ScheduleKeyDeletion', Resource: '*',
    }),
  },
]);

describeRule('other-account-can-administer', 'warning', "leave administration to the key's own account", [
  {
    where: 'a role of another account may change the key policy',
    bad: added({ Principal: { AWS: [ROLE, 'arn:aws:iam::222222222222:role/Admin'] }, Action: 'kms:*KeyPolicy' }),
    finds: [{ says: 'statement "Added" lets another account change the key policy, which has no effect, for KMS refuses it to other accounts: arn:aws:iam::222222222222:role/Admin', of: 5 }],
    unless: 'it may read it',
    good: added({ Principal: { AWS: [ROLE, 'arn:aws:iam::222222222222:role/Admin'] }, Action: 'kms:GetKeyPolicy' }),
  },
  {
    where: 'two accounts may, one under a condition',
    bad: added({ Principal: { AWS: ['222222222222', 'arn:aws:sts::333333333333:assumed-role/Admin/Alice'] }, Action: 'kms:PutKeyPolicy', Condition: ofOrganization }),
    finds: [{ says: 'statement "Added" lets another account change the key policy, which has no effect, for KMS refuses it to other accounts: 222222222222, arn:aws:sts::333333333333:assumed-role/Admin/Alice', of: 5 }],
    unless: "the key's own account may, written as its number",
    good: added({ Principal: { AWS: ['111111111111', ROOT] }, Action: 'kms:PutKeyPolicy' }),
  },
  {
    where: 'another account is allowed to',
    bad: added({ Principal: { AWS: OTHER_ROOT }, Action: 'kms:PutKeyPolicy' }),
    finds: [{ says: 'statement "Added" lets another account change the key policy, which has no effect, for KMS refuses it to other accounts: arn:aws:iam::222222222222:root', of: 5 }],
    unless: 'it is denied to it',
    good: added(deny({ Principal: { AWS: OTHER_ROOT }, Action: 'kms:PutKeyPolicy' })),
  },
  {
    where: 'another account may do everything with grants',
    bad: added({ Principal: { AWS: OTHER_ROOT }, Action: ['kms:CreateGrant', 'kms:RevokeGrant', 'kms:PutKeyPolicy'] }),
    finds: [{ says: 'statement "Added" lets another account give itself every use of the key by a grant: arn:aws:iam::222222222222:root', of: 5 }],
    besides: ['create-grant-allowed'],
    unless: 'it may list them',
    good: added({ Principal: { AWS: OTHER_ROOT }, Action: 'kms:ListGrants' }),
  },
  {
    where: 'another account may revoke grants',
    bad: added({ Principal: { AWS: OTHER_ROOT }, Action: 'kms:RevokeGrant' }),
    finds: [{ says: 'statement "Added" lets another account take grants of the key away: arn:aws:iam::222222222222:root', of: 5 }],
    unless: 'it may retire its own',
    good: added({ Principal: { AWS: OTHER_ROOT }, Action: 'kms:RetireGrant' }),
  },
]);

test('no account is another one while the account of the key is not known', () => {
  expect(rulesOf(policy(...BASE), {})).toEqual([]);
  expect(rulesOf(changed('Admin', { Action: 'kms:*' }), {})).not.toContain('decrypt-without-context');
});

describeRule('decrypt-without-context', 'warning', CONTEXT_FIX, [
  {
    where: 'CloudFormation removes the condition on the context',
    bad: added({ Action: 'kms:Decrypt', Condition: { StringEquals: { [TRAIL_CONTEXT]: { Ref: 'AWS::NoValue' } } } }),
    finds: [{ says: beyondLogFiles, of: 5 }],
    unless: 'it leaves a value of it',
    good: added({ Action: 'kms:Decrypt', Condition: { StringEquals: { [TRAIL_CONTEXT]: [{ Ref: 'AWS::NoValue' }, 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit'] } } }),
  },
  {
    where: 'nothing is known of an operator but its key',
    bad: added({ Action: 'kms:Decrypt', Condition: JSON.parse('{"__proto__": {"aws:SourceArn": "x"}}') }),
    finds: [{ says: beyondLogFiles, of: 5 }],
    besides: ['malformed-statement'],
    unless: 'the key is the context',
    good: added({ Action: 'kms:Decrypt', Condition: JSON.parse(`{"__proto__": {"${TRAIL_CONTEXT}": "x"}}`) }),
    goodFinds: ['malformed-statement'],
  },
  {
    where: 'a role may decrypt in any context',
    bad: added({ Action: 'kms:Decrypt' }),
    finds: [{ says: beyondLogFiles, of: 5 }],
    unless: 'in that of a log file',
    good: added({ Action: 'kms:Decrypt', Condition: ofLogFiles }),
  },
  {
    where: 'the condition does not tell log files from other things',
    bad: added({ Action: 'kms:De*', Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } }),
    finds: [{ says: beyondLogFiles, of: 5 }],
    unless: 'it names the objects',
    good: added({ Action: 'kms:De*', Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::trail-logs/*' } } }),
  },
  {
    where: 'the condition asks for the context to be absent',
    bad: added({ Action: 'kms:Decrypt', Condition: { Null: { [TRAIL_CONTEXT]: 'true' } } }),
    finds: [{ says: beyondLogFiles, of: 5 }],
    unless: 'it asks for two things of the context',
    good: added({ Action: 'kms:Decrypt', Condition: { ...ofLogFiles, StringLike: { [TRAIL_CONTEXT]: '*', 'kms:encryptioncontext:aws:s3:arn': '*' } } }),
  },
  {
    where: 'another account may decrypt in any context',
    bad: added({ Principal: { AWS: OTHER_ROOT }, Action: 'kms:Decrypt' }),
    finds: [{ says: beyondLogFiles, of: 5 }],
    unless: "the key's own account may, whose IAM policies say more",
    good: added({ Principal: { AWS: ['111111111111', ROOT] }, Action: 'kms:Decrypt' }),
    goodFinds: ['decrypt-delegated-to-iam'],
  },
  {
    where: 'the own account stands beside somebody else',
    bad: added({ Principal: { AWS: [ROOT, ROLE] }, Action: 'kms:Decrypt' }),
    finds: [{ says: beyondLogFiles, of: 5 }],
    besides: ['decrypt-delegated-to-iam'],
    unless: 'it is denied to both',
    good: without('Read', { Sid: 'Deny', Effect: 'Deny', Principal: { AWS: [ROOT, ROLE] }, Action: 'kms:Decrypt', Resource: '*' }),
  },
  {
    where: 'everybody may decrypt but one role',
    bad: added({ Principal: undefined, NotPrincipal: { AWS: ROLE }, Action: 'kms:Decrypt' }),
    finds: [{ says: beyondLogFiles, of: 5 }],
    besides: ['anyone-can-decrypt', 'foreign-trail-can-decrypt', 'invalid-principal'],
    unless: 'a service may',
    good: added({ Principal: { Service: 'config.amazonaws.com' }, Action: 'kms:Decrypt' }),
  },
  {
    where: 'stores and trails share the key',
    bad: added({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'] }),
    context: { eventDataStores: true },
    finds: [{ says: beyondLogFiles, of: 5 }],
    besides: ['event-data-store-cannot-encrypt'],
    unless: 'only stores use it, of which no context is documented',
    good: policy(BASE[0], { ...BASE[4], Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Condition: undefined }),
    goodContext: { eventDataStores: true, trailArns: [] },
    goodFinds: ['event-data-store-cannot-encrypt'],
  },
  {
    where: 'a role may re-encrypt in any context',
    bad: added({ Action: 'kms:ReEncrypt*' }),
    finds: [{ says: beyondLogFiles, of: 5 }],
    unless: 'for another key',
    good: added({ Action: 'kms:ReEncryptTo' }),
  },
  {
    where: 'the account delegates to some of its roles',
    bad: added({ Principal: { AWS: ROOT }, Action: 'kms:Decrypt', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/audit-*' } } }),
    finds: [{ says: beyondLogFiles, of: 5 }],
    unless: 'what they read are log files',
    good: added({ Principal: { AWS: ROOT }, Action: 'kms:Decrypt', Condition: { ...ofLogFiles, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/audit-*' } } }),
  },
  {
    where: 'the key is for nothing that is known',
    bad: policy(BASE[0], { ...BASE[4], Condition: undefined }),
    context: { trailArns: [] },
    finds: [{ says: 'statement "Read" admits kms:Decrypt for more than the log files of CloudTrail', of: 1 }],
    unless: 'nobody may decrypt',
    good: policy(BASE[0]),
  },
]);
