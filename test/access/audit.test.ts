import { added, BASE, changed, CLOUDTRAIL, KEY, MANAGEMENT, ofLogFiles, ofTrail, PLACE, policy, ROLE, ROOT, TRAIL, TRAIL_CONTEXT, without } from './policies';
import { KeyPolicyAudit, KeyPolicyAuditContext } from '../../src/access/key-policy-audit';

const allow = (elements: object) => ({ Sid: 'Allow', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*', ...elements });
const probe = (id: string, given: any, context: KeyPolicyAuditContext = PLACE) =>
  KeyPolicyAudit.ofPolicy(given, context).probes.filter((one) => one.id === id);
const questions = (id: string, given: any, context?: KeyPolicyAuditContext) => probe(id, given, context).map(({ question }) => question);
const outcome = (id: string, given: any, context?: KeyPolicyAuditContext) => probe(id, given, context)[0].outcome;
const encryptFor = (...names: string[]) => changed('Encrypt', { Condition: { ArnLike: { 'aws:SourceArn': names } } });
const onlyEncrypt = (Condition: object) => policy(BASE[0], { ...BASE[1], Condition });

describe('an audit', () => {
  test('tells the errors first, then the warnings, then what is good to know', () => {
    const { findings } = KeyPolicyAudit.ofPolicy(changed('Admin', { Sid: undefined, Action: ['kms:*', 'kms:Foo'] }, BASE[4], allow({ Sid: 'Grants', Principal: CLOUDTRAIL, Condition: ofTrail })), PLACE);

    expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
      'error duplicate-sid', 'warning create-grant-allowed', 'warning unknown-action', 'info decrypt-delegated-to-iam', 'info missing-sid',
    ]);
  });

  test('leaves policy and context as they are', () => {
    const frozen = (value: any): any => {
      if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
      return Object.freeze(value);
    };
    const given = JSON.parse(JSON.stringify(policy(...BASE)));

    expect(KeyPolicyAudit.ofPolicy(frozen(given), frozen({ ...PLACE, trailArns: [TRAIL] })).findings).toEqual([]);
  });

  test('needs no context', () => {
    expect(KeyPolicyAudit.ofPolicy(policy(...BASE)).probes.filter((one) => one.outcome === 'direct').map(({ id }) => id))
      .toEqual(['own-trail-encrypt', 'service-describe-key', 'service-decrypt']);
  });

  test('takes one statement for a list of it', () => {
    const Statement = allow({ Principal: { AWS: ROLE } });

    expect(probe('account-administer', { Statement }, PLACE)[0]).toMatchObject({ outcome: 'no' });
    expect(KeyPolicyAudit.ofPolicy({ Statement }, { ...PLACE, readerArns: [ROLE] }).probes.find(({ id }) => id === 'reader-decrypt')?.statement).toBe(Statement);
  });
});

describe('the trails, if they are left out, are', () => {
  test('those that the policy names', () => {
    const second = 'arn:aws:cloudtrail:eu-west-1:222222222222:trail/second';

    expect(questions('own-trail-encrypt', encryptFor(TRAIL, second)).sort()).toEqual([TRAIL, second].map((arn) => `May CloudTrail encrypt log files for ${arn}?`));
  });

  test('those that the policy names without a wildcard, if it names both', () => {
    expect(questions('own-trail-encrypt', policy(...BASE))).toEqual([`May CloudTrail encrypt log files for ${TRAIL}?`]);
  });

  test.each([
    ['arn:aws:cloudtrail:*:222222222222:trail/*', 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/x'],
    ['arn:aws:cloudtrail:eu-*:222222222222:trail/audit-*', 'arn:aws:cloudtrail:eu-x:222222222222:trail/audit-x'],
    ['arn:aws:cloudtrail:eu-west-?:222222222222:trail/audit-??', 'arn:aws:cloudtrail:eu-west-x:222222222222:trail/audit-xx'],
  ])('one of those that the policy has a pattern for: %s', (pattern, sample) => {
    const given = onlyEncrypt({ ArnLike: { 'aws:SourceArn': pattern } });

    expect(questions('own-trail-encrypt', given)).toEqual([`May CloudTrail encrypt log files for ${sample}?`]);
    expect(outcome('own-trail-encrypt', given)).toEqual('direct');
    expect(outcome('own-trail-encrypt', onlyEncrypt({ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:333333333333:trail/*' } }), { ...PLACE, trailArns: [pattern] })).toEqual('no');
  });

  test('one of the account of the key, if the policy names none', () => {
    expect(questions('own-trail-encrypt', policy(BASE[0]))).toEqual(['May CloudTrail encrypt log files for arn:aws:cloudtrail:eu-central-1:111111111111:trail/any-trail?']);
    expect(questions('own-trail-encrypt', policy(BASE[0]), {}))
      .toEqual(['May CloudTrail encrypt log files for arn:aws:cloudtrail:${AWS::Region}:111111111111:trail/any-trail?']);
    expect(questions('own-trail-encrypt', policy({ ...BASE[0], Principal: { AWS: { Ref: 'Administrator' } } }), {}))
      .toEqual(['May CloudTrail encrypt log files for arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/any-trail?']);
  });

  test('those that the policy computes', () => {
    const arn = { 'Fn::Sub': 'arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/audit' };
    const join = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudtrail:eu-central-1:111111111111:trail/audit']] };

    expect(questions('own-trail-encrypt', onlyEncrypt({ StringEquals: { 'aws:SourceArn': arn } }))).toEqual([`May CloudTrail encrypt log files for ${TRAIL}?`]);
    expect(questions('own-trail-encrypt', onlyEncrypt({ StringEquals: { 'aws:SourceArn': join } }))).toEqual([`May CloudTrail encrypt log files for ${TRAIL}?`]);
  });

  test('one of each account that is given, and none if the list is empty', () => {
    expect(questions('own-trail-encrypt', policy(...BASE), { ...PLACE, trailAccounts: ['222222222222', '333333333333'] })).toEqual([
      'May CloudTrail encrypt log files for arn:aws:cloudtrail:eu-central-1:222222222222:trail/any-trail?',
      'May CloudTrail encrypt log files for arn:aws:cloudtrail:eu-central-1:333333333333:trail/any-trail?',
    ]);
    expect(questions('own-trail-encrypt', policy(...BASE), { ...PLACE, trailArns: [] })).toEqual([]);
    expect(questions('sibling-trail-encrypt', policy(...BASE), { ...PLACE, trailArns: [] })).toEqual([]);
  });

  test('none of the account where event data stores use the key and the policy names no trail', () => {
    const stores = policy({ ...BASE[0], Action: MANAGEMENT }, allow({ Principal: CLOUDTRAIL, Action: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'] }));
    const context = { ...PLACE, eventDataStores: true };

    expect(KeyPolicyAudit.ofPolicy(stores, context).findings.map(({ severity, rule }) => `${severity} ${rule}`))
      .toEqual(['warning event-data-store-unlocked', 'info foreign-trail-can-describe']);
    expect(questions('own-trail-encrypt', stores, context)).toEqual([]);
    expect(questions('own-trail-encrypt', stores, { ...context, trailArns: [TRAIL] })).toEqual([`May CloudTrail encrypt log files for ${TRAIL}?`]);
    expect(questions('own-trail-encrypt', policy(...BASE), context)).toEqual([`May CloudTrail encrypt log files for ${TRAIL}?`]);
  });
});

describe('what else is left out is', () => {
  const orgOnly = (organization: any) => policy(...BASE, allow({ Action: 'kms:Decrypt', Condition: { ...ofLogFiles, StringEquals: { 'aws:PrincipalOrgID': organization } } }));

  test('the organization that the policy names, also by a path', () => {
    expect(outcome('organization-decrypt', orgOnly('o-exampleorg1'))).toEqual('direct');
    expect(outcome('organization-decrypt', orgOnly('o-exampleorg1'), { ...PLACE, organizationId: 'o-exampleorg2' })).toEqual('no');
    expect(outcome('organization-decrypt', added({ Condition: { StringLike: { 'aws:SourceOrgPaths': 'o-exampleorg1/r-abcd/*' } } }, allow({
      Sid: 'Organization', Action: 'kms:Decrypt', Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-exampleorg?' } },
    })))).toEqual('direct');
  });

  test('an organization that nobody has, if the policy names none', () => {
    expect(outcome('organization-decrypt', policy(...BASE, allow({ Action: 'kms:Decrypt', Condition: { Null: { 'aws:PrincipalOrgID': 'false' } } })))).toEqual('direct');
    expect(outcome('outsider-decrypt', policy(...BASE, allow({ Action: 'kms:Decrypt', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } })))).toEqual('no');
  });

  test('the key, if the policy names one of its account and Region', () => {
    const other = KEY.replace('12345678', '87654321');
    const resource = (Resource: any) => changed('Describe', { Resource });

    expect(outcome('service-describe-key', resource(KEY))).toEqual('direct');
    expect(outcome('service-describe-key', resource(KEY), { ...PLACE, keyArn: other })).toEqual('no');
    expect(outcome('service-describe-key', resource(KEY), { ...PLACE, keyArn: KEY })).toEqual('direct');
    expect(outcome('service-describe-key', changed('Describe', { Resource: KEY }, { ...BASE[4], Sid: 'Other', Resource: other }))).toEqual('unknown');
    expect(outcome('service-describe-key', resource(KEY.replace('eu-central', 'eu-west')))).toEqual('no');
  });

  test.each([
    ['eu-central-1', 'aws', 'amazonaws.com'], ['cn-northwest-1', 'aws-cn', 'amazonaws.com.cn'], ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'], ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ])('the partition of %s', (region, partition, suffix) => {
    const logs = policy(allow({ Principal: { Service: `logs.${region}.${suffix}` } }));

    expect(questions('foreign-trail-encrypt', policy(...BASE), { region })).toEqual([`May CloudTrail encrypt for arn:${partition}:cloudtrail:${region}:000000000000:trail/any-trail?`]);
    expect(outcome('log-group-encrypt', logs, { accountId: '111111111111', region, logGroupNames: ['audit'] })).toEqual('direct');
  });

  test('the account that alone may change the key, or by which callers are told', () => {
    const consoleDefault = policy({ ...BASE[0], Action: 'kms:*', Principal: '*', Condition: { StringEquals: { 'kms:CallerAccount': '111111111111' } } });
    expect(outcome('account-administer', policy(...BASE), {})).toEqual('delegated');
    expect(outcome('account-decrypt', changed('Admin', { Action: 'kms:*' }), { region: 'eu-central-1' })).toEqual('delegated');
    expect(outcome('account-decrypt', consoleDefault, {})).toEqual('direct');
    expect(outcome('outsider-decrypt', consoleDefault, {})).toEqual('no');
  });

  test.each<[string, object, string]>([
    ['the root of an account', {}, '111111111111'],
    ['an account by its id', { Principal: { AWS: '111111111111' } }, '111111111111'],
    ['an account that may put policies among others', { Action: ['kms:DescribeKey', 'kms:put*'] }, '111111111111'],
    ['a role', { Principal: { AWS: ROLE } }, '${AWS::AccountId}'],
    ['a user whose name ends like an account', { Principal: { AWS: 'arn:aws:iam::111111111111:user/of/222222222222' } }, '${AWS::AccountId}'],
    ['everybody', { Principal: '*' }, '${AWS::AccountId}'],
    ['a number for a name', { Principal: { AWS: 7 } }, '${AWS::AccountId}'],
    ['an account that may only read the policy', { Action: 'kms:GetKeyPolicy' }, '${AWS::AccountId}'],
    ['an account that may do what is no action', { Action: ['xkms:*', 'kms:PutKeyPolicyNow'] }, '${AWS::AccountId}'],
    ['an account that is denied to', { Effect: 'Deny' }, '${AWS::AccountId}'],
  ])('the account of the key, from a statement about %s', (_, elements, account) => {
    const given = policy({ ...BASE[0], ...elements }, null);
    expect(questions('own-trail-encrypt', given, { region: 'eu-central-1' }))
      .toEqual([`May CloudTrail encrypt log files for arn:aws:cloudtrail:eu-central-1:${account}:trail/any-trail?`]);
  });

  test('no account, where two may change the key: what depends on it is not known', () => {
    const two = changed('Admin', { Principal: { AWS: ['111111111111', '222222222222'] } });
    expect(outcome('account-administer', two, {})).toEqual('unknown');
    expect(outcome('account-administer', two, { accountId: '222222222222' })).toEqual('delegated');
  });

  test('the partition of all ARNs of the policy', () => {
    expect(KeyPolicyAudit.ofPolicy(policy(...BASE), { accountId: '111111111111' }).findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  test('no trail that only an encryption context stands for: the one that is meant names its ARN', () => {
    const asks = (Condition: object) => probe('sibling-trail-encrypt', onlyEncrypt(Condition), { accountId: '111111111111', region: 'eu-central-1' }).map((one) => one.outcome);
    expect(asks({ StringLike: { [TRAIL_CONTEXT]: 'arn:aws:cloudtrail:*:111111111111:trail/*' } })).toEqual(['direct']);
    expect(asks({ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:111111111111:trail/*' } })).toEqual([]);
  });

  test('the partition that a template writes out, where its Region is not known', () => {
    const written = changed('Encrypt', { Condition: { StringLike: { [TRAIL_CONTEXT]: { 'Fn::Sub': 'arn:aws:cloudtrail:*:${AWS::AccountId}:trail/*' } } } });
    const trailArns = [{ 'Fn::Sub': 'arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/audit' } as any];
    expect(outcome('own-trail-encrypt', written, { trailArns })).toEqual('direct');
    expect(outcome('foreign-trail-encrypt', written, { trailArns })).toEqual('no');
    expect(outcome('own-trail-encrypt', written, { trailArns, region: 'xy-north-1' })).toEqual('unknown');
  });

  test('nothing, where the Region does not tell the partition and the account is not known', () => {
    expect(questions('foreign-trail-encrypt', policy(...BASE), { region: 'xy-north-1', partition: { Ref: 'AWS::Partition' } as any }))
      .toEqual(['May CloudTrail encrypt for arn:${AWS::Partition}:cloudtrail:xy-north-1:000000000000:trail/any-trail?']);
    expect(outcome('account-administer', changed('Admin', { Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } } }), {})).toEqual('delegated');
    expect(outcome('account-administer', changed('Admin', { Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } } }), { region: 'xy-north-1', accountId: '111111111111' }))
      .toEqual('unknown');
    expect(outcome('account-administer', changed('Admin', { Principal: { AWS: ROOT } }), { accountId: '111111111111', partition: 'aws' })).toEqual('delegated');
  });

  test('whether stores use the key: if some are named', () => {
    const open = policy(...BASE, allow({ Principal: CLOUDTRAIL, Action: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'] }));
    const rules = (context: KeyPolicyAuditContext) => KeyPolicyAudit.ofPolicy(open, { ...PLACE, ...context }).findings.map(({ rule }) => rule);

    expect(rules({ eventDataStoreArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/1'] })).toEqual(['event-data-store-unlocked', 'foreign-trail-can-describe']);
    expect(rules({ eventDataStoreArns: [] })).toEqual(['foreign-trail-can-encrypt', 'foreign-trail-can-decrypt', 'unconditioned-service-statement', 'foreign-trail-can-describe']);
    expect(rules({ eventDataStores: false, eventDataStoreArns: ['arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/1'] }))
      .toEqual(['foreign-trail-can-encrypt', 'foreign-trail-can-decrypt', 'unconditioned-service-statement', 'foreign-trail-can-describe']);
  });
});

describe('an example for many', () => {
  const siblings = (given: any, context?: KeyPolicyAuditContext) => questions('sibling-trail-encrypt', given, context)[0].replace(/^.*:trail\/|\?$/g, '');

  test('is a trail that neither policy nor context names', () => {
    const name = TRAIL.replace('audit', 'another-trail');

    expect(siblings(policy(...BASE))).toEqual('another-trail');
    expect(siblings(encryptFor(name))).not.toEqual('another-trail');
    expect(siblings(policy(BASE[0]), { ...PLACE, trailArns: [name] })).not.toEqual('another-trail');
  });

  test('is a role that the policy does not name', () => {
    const some = (arn: string) => outcome('account-decrypt', policy(allow({ Condition: { ArnLike: { 'aws:PrincipalArn': arn } } })));

    expect(some('arn:aws:iam::111111111111:role/SomeRole')).toEqual('no');
    expect(some('arn:aws:iam::111111111111:role/*')).toEqual('direct');
  });
});

describe('the stranger is an account that', () => {
  const stranger = (given: any, context?: KeyPolicyAuditContext) => questions('foreign-trail-encrypt', given, context)[0].split(':')[4];

  test('the policy does not name, neither in a name nor in the middle of a text', () => {
    expect(stranger(policy(...BASE))).toEqual('000000000000');
    expect(stranger(added({ Principal: { AWS: '000000000000' } }))).toEqual('000000000001');
    expect(stranger(added({ Principal: { AWS: 'arn:aws:iam::000000000000:root' } }, { Sid: 'Two000000000001' }))).toEqual('000000000002');
    expect(stranger(added({ Condition: { StringEquals: { 'aws:PrincipalTag/000000000000': 'x' } } }))).toEqual('000000000001');
    expect(stranger(added({ Sid: '0000000000001' }))).toEqual('000000000002');
  });

  test('the context does not name', () => {
    expect(stranger(policy(...BASE), { ...PLACE, accountId: '000000000000' })).toEqual('000000000001');
    expect(stranger(policy(...BASE), { ...PLACE, trailAccounts: ['000000000000'] })).toEqual('000000000001');
    expect(stranger(policy(...BASE), { ...PLACE, trailArns: ['arn:aws:cloudtrail:eu-central-1:000000000000:trail/audit'] })).toEqual('000000000001');
    expect(stranger(policy(...BASE), { ...PLACE, readerArns: ['arn:aws:iam::000000000000:root'] })).toEqual('000000000001');
  });

  test('is not the account of the key, where that is not known', () => {
    const mine = policy(allow({ Condition: { StringEquals: { 'kms:CallerAccount': { Ref: 'AWS::AccountId' } } } }));

    expect(['account-decrypt', 'outsider-decrypt', 'organization-decrypt'].map((id) => outcome(id, mine, {}))).toEqual(['direct', 'no', 'no']);
  });
});

describe('as Markdown', () => {
  const row = (text: string, statement: any) => KeyPolicyAudit.ofPolicy(policy(statement), PLACE).toMarkdown().split('\n').find((line) => line.startsWith(`| ${text}`));

  test('an audit is a table of probes and a list of findings', () => {
    expect(KeyPolicyAudit.ofPolicy(without('Describe', {
      Sid: 'Deny', Effect: 'Deny', Principal: CLOUDTRAIL, Action: 'kms:GenerateDataKey', Resource: '*', Condition: { Null: { 'aws:SourceArn': 'true' } },
    }), PLACE).toMarkdown()).toEqual([
      '## Who may do what',
      '',
      '| Question | Answer | Decided by |',
      '| --- | --- | --- |',
      `| May CloudTrail encrypt log files for ${TRAIL}? | direct | \`Encrypt\` |`,
      `| May CloudTrail generate data keys without its encryption context for ${TRAIL}? | no | no statement |`,
      `| May CloudTrail describe the key for ${TRAIL}? | no | no statement |`,
      `| May CloudTrail decrypt log files for ${TRAIL}? | direct | \`Decrypt\` |`,
      '| May CloudTrail encrypt for arn:aws:cloudtrail:eu-central-1:111111111111:trail/another-trail? | no | no statement |',
      '| May CloudTrail encrypt for arn:aws:cloudtrail:eu-central-1:000000000000:trail/any-trail? | no | no statement |',
      '| May CloudTrail decrypt for arn:aws:cloudtrail:eu-central-1:000000000000:trail/any-trail? | no | no statement |',
      '| May CloudTrail describe the key for arn:aws:cloudtrail:eu-central-1:000000000000:trail/any-trail? | no | no statement |',
      '| May CloudTrail encrypt or decrypt for arn:aws:cloudtrail:eu-central-1:000000000000:eventdatastore/00000000-0000-0000-0000-000000000000? | no | no statement |',
      '| May CloudTrail encrypt or decrypt when it names neither trail nor event data store? | no | no statement |',
      "| May any role of the key's account decrypt log files? | no | no statement |",
      '| May a role of another account of the organization decrypt log files? | no | no statement |',
      '| May a role of an unrelated account decrypt log files? | no | no statement |',
      "| May a role of the key's account change the key policy? | delegated | `Admin` |",
      '| May a role of another account of the organization create or revoke grants? | no | no statement |',
      '| May a role of an unrelated account create or revoke grants? | no | no statement |',
      '| May CloudWatch Logs encrypt a log group of an unrelated account? | no | no statement |',
      '',
      '## Findings',
      '',
      `- **error** \`own-trail-cannot-describe\`: CloudTrail cannot describe the key for ${TRAIL}: no statement allows it. `
        + 'Fix: let cloudtrail.amazonaws.com do kms:DescribeKey, with aws:SourceArn as condition and no encryption context, which that request never carries.',
      '',
    ].join('\n'));
  });

  test('no findings are none', () => {
    expect(KeyPolicyAudit.ofPolicy(policy(...BASE), PLACE).toMarkdown().split('## Findings')[1]).toEqual('\n\nNone.\n');
  });

  test.each([
    ['a pipe', 'a|b', '`a\\|b`'],
    ['a backtick', 'a`b', '`` a`b ``'],
    ['two backticks', 'a``b', '``` a``b ```'],
    ['line breaks', 'a\n\n b\r\nc', '`a b c`'],
    ['markup', '<b>*a*_b_[c](d)</b>', '`<b>*a*_b_[c](d)</b>`'],
    ['a backslash', 'a\\b\\', '`a\\b\\`'],
    ['a row of backticks at each end', '```a`', '```` ```a` ````'],
  ])('a Sid with %s stays in its cell', (_, Sid, cell) => {
    expect(row('May a role of an unrelated account decrypt', allow({ Sid }))).toEqual(`| May a role of an unrelated account decrypt log files? | direct | ${cell} |`);
  });

  test.each([[7], [null], [['a', 'b']], [{ Ref: 'Sid' }]])('a statement with the Sid %j, which is no text, is written out', (Sid) => {
    const elements = '"Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:*","Resource":"*"';

    expect(row('May a role of an unrelated account decrypt', allow({ Sid })))
      .toEqual(`| May a role of an unrelated account decrypt log files? | direct | \`{"Sid":${JSON.stringify(Sid)},${elements}}\` |`);
  });

  test('null for a statement is written out', () => {
    expect(row('May a role of an unrelated account decrypt', null)).toEqual('| May a role of an unrelated account decrypt log files? | unknown | `null` |');
  });

  test('a statement without a Sid is written out', () => {
    expect(row('May a role of an unrelated account decrypt', { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: { Null: { 'a|b': 'true' } } }))
      .toEqual('| May a role of an unrelated account decrypt log files? | direct | `{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"Null":{"a\\|b":"true"}}}` |');
  });

  test('markup in a finding is text', () => {
    const markdown = KeyPolicyAudit.ofPolicy(added({ Sid: 'a|b`c`\n*d*<i>_e_[f]\\', Principal: { AWS: 'Bob' } }), PLACE).toMarkdown();

    expect(markdown.split('\n').filter((line) => line.startsWith('- '))).toEqual([
      '- **error** `invalid-principal`: statement "a\\|b\\`c\\` \\*d\\*\\<i\\>\\_e\\_\\[f\\]\\\\" names "Bob", which is not the ARN of a role, user or account. '
        + 'Fix: name a role, a user, an account or a service that exists.',
    ]);
  });

  test('a reference is shown as Fn::Sub would write it', () => {
    const reader = (name: string): any => ({ 'Fn::ImportValue': name });
    const asked = (readerArn: any) => questions('reader-decrypt', policy(...BASE), { ...PLACE, readerArns: [readerArn] });

    expect(asked({ Ref: 'Role' })).toEqual(['May ${Role} decrypt log files?']);
    expect(asked({ 'Fn::GetAtt': ['Role', 'Arn'] })).toEqual(['May ${Role.Arn} decrypt log files?']);
    expect(asked(reader('Readers:ExportsRole'))).toEqual(['May ${ImportValue Readers:ExportsRole} decrypt log files?']);
    expect(asked(reader('readers:audit/admin-role'))).toEqual(['May ${ImportValue readers:audit/admin-role} decrypt log files?']);
    expect(asked({ Ref: 'AWS::StackId' })).toEqual(['May ${AWS::StackId} decrypt log files?']);
  });
});
