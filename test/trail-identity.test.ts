import { App, Aws, CfnOutput, Fn, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as flags from 'aws-cdk-lib/recommended-feature-flags.json';
import * as fc from 'fast-check';
import { PINNED, readable, resolve } from './policy/oracle';
import { TrailIdentity, TrailIdentityProps } from '../src/trail-identity';

const SEED = 20261121;
const AUDIT: TrailIdentityProps = { trailName: 'audit', accountId: '222222222222', region: 'eu-central-1' };

/** All that an identity says, references written as in `Fn::Sub`. */
const namesOf = (identity: TrailIdentity, scope?: Stack) => readable(scope === undefined ? resolve({ ...identity }) : scope.resolve({ ...identity }));

describe('an identity', () => {
  test.each<[string, TrailIdentityProps, object]>([
    ['leaves the partition to the stack in which it is used', AUDIT, {
      partition: '${AWS::Partition}',
      trailArn: 'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit',
      encryptionContextPattern: 'arn:${AWS::Partition}:cloudtrail:*:222222222222:trail/*',
      isPattern: false,
    }],
    ['leaves the partition to the stack even where the Region tells it', { ...AUDIT, region: 'cn-north-1' }, {
      partition: '${AWS::Partition}',
      trailArn: 'arn:${AWS::Partition}:cloudtrail:cn-north-1:222222222222:trail/audit',
      encryptionContextPattern: 'arn:${AWS::Partition}:cloudtrail:*:222222222222:trail/*',
      isPattern: false,
    }],
    ['takes a partition that it is given', { ...AUDIT, region: 'us-gov-west-1', partition: 'aws-us-gov' }, {
      partition: 'aws-us-gov',
      trailArn: 'arn:aws-us-gov:cloudtrail:us-gov-west-1:222222222222:trail/audit',
      encryptionContextPattern: 'arn:aws-us-gov:cloudtrail:*:222222222222:trail/*',
      isPattern: false,
    }],
    ['keeps the organization out of the ARN', { ...AUDIT, organizationId: 'o-exampleorg1' }, {
      organizationId: 'o-exampleorg1',
      partition: '${AWS::Partition}',
      trailArn: 'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit',
      encryptionContextPattern: 'arn:${AWS::Partition}:cloudtrail:*:222222222222:trail/*',
      isPattern: false,
    }],
    ['is a pattern with a wildcard in the name', { ...AUDIT, trailName: 'team-*' }, {
      partition: '${AWS::Partition}',
      trailArn: 'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/team-*',
      encryptionContextPattern: 'arn:${AWS::Partition}:cloudtrail:*:222222222222:trail/*',
      isPattern: true,
    }],
    ['is a pattern with a wildcard in the Region', { ...AUDIT, region: 'eu-?est-*' }, {
      partition: '${AWS::Partition}',
      trailArn: 'arn:${AWS::Partition}:cloudtrail:eu-?est-*:222222222222:trail/audit',
      encryptionContextPattern: 'arn:${AWS::Partition}:cloudtrail:*:222222222222:trail/*',
      isPattern: true,
    }],
    ['is no pattern with references in it', { trailName: Fn.ref('Name'), accountId: Aws.ACCOUNT_ID, region: Aws.REGION }, {
      partition: '${AWS::Partition}',
      trailArn: 'arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/${Name}',
      encryptionContextPattern: 'arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:trail/*',
      isPattern: false,
    }],
  ])('%s', (_, props, derived) => {
    expect(namesOf(new TrailIdentity(props))).toEqual({ ...resolved(props), ...derived });
  });

  const resolved = (props: TrailIdentityProps) => readable(resolve({ ...props }));

  test('derives its ARN without a stack', () => {
    expect(new TrailIdentity({ ...AUDIT, partition: 'aws' }).trailArn).toEqual('arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit');
  });

  test.each(['abc', 'a1b', 'my-name_is.audit', '1.2.3', '1.2.3.4.5', 'x'.repeat(128), '*', 'a*', '??', '-*', '*'.repeat(128)])('takes the name %s', (trailName) => {
    expect(new TrailIdentity({ ...AUDIT, partition: 'aws', trailName }).trailArn).toEqual(`arn:aws:cloudtrail:eu-central-1:222222222222:trail/${trailName}`);
  });

  const trailName = (prop: string, got: string) => `'${prop}' must be a trail name, in which '*' and '?' may stand for characters that are not known `
    + "(a trail name is 3-128 letters, digits, '.', '_' or '-', beginning and ending with a letter or digit, no two of '._-' side by side, not an IP address), "
    + `got ${got}; rename the trail`;
  const account = (prop: string, got: string) => `'${prop}' must be an account id of 12 digits, as a string, got ${got}; `
    + 'write it in full, as in "111111111111"; accounts have no wildcard';
  const region = (prop: string, got: string) => `'${prop}' must be a Region such as "eu-central-1", in which '*' and '?' may stand for characters `
    + `that are not known, got ${got}; name the trail's home Region`;
  const partition = (prop: string, got: string) => `'${prop}' must be a partition such as "aws", "aws-cn" or "aws-us-gov", got ${got}; `
    + 'leave it out to take the partition of the stack';
  const organizationId = (got: string) => `'organizationId' must be "o-" and 10 to 32 lower-case letters or digits, got ${got}; `
    + 'take it from the output of `aws organizations describe-organization`';
  const mixed = (prop: string, name: string, expected: string, got: string) =>
    `'${prop}' must be the one of Region "${name}", "${expected}", got "${got}"; use one partition throughout`;

  test.each<[string, any, string]>([
    ['a name of two characters', { trailName: 'ab' }, trailName('trailName', '"ab"')],
    ['a name of 129 characters', { trailName: 'x'.repeat(129) }, trailName('trailName', `"${'x'.repeat(129)}"`)],
    ['an empty name', { trailName: '' }, trailName('trailName', '""')],
    ['a name that begins with punctuation', { trailName: '-audit' }, trailName('trailName', '"-audit"')],
    ['a name that ends with punctuation', { trailName: 'audit.' }, trailName('trailName', '"audit."')],
    ['adjacent punctuation in a name', { trailName: 'my-_audit' }, trailName('trailName', '"my-_audit"')],
    ['a space in a name', { trailName: 'my audit' }, trailName('trailName', '"my audit"')],
    ['a name in the form of an IP address', { trailName: '192.168.5.4' }, trailName('trailName', '"192.168.5.4"')],
    ['a line break behind a name', { trailName: 'audit\n' }, trailName('trailName', '"audit\\n"')],
    ['a slash in a pattern', { trailName: 'audit/*' }, trailName('trailName', '"audit/*"')],
    ['a pattern of 129 characters', { trailName: '*'.repeat(129) }, trailName('trailName', `"${'*'.repeat(129)}"`)],
    ['a name that is no string', { trailName: 7 }, trailName('trailName', '7')],
    ['a name that is missing', { trailName: undefined }, trailName('trailName', 'undefined')],
    ['an account of 11 digits', { accountId: '22222222222' }, account('accountId', '"22222222222"')],
    ['an account of 13 digits', { accountId: '2222222222222' }, account('accountId', '"2222222222222"')],
    ['an account as a number', { accountId: 222222222222 }, account('accountId', '222222222222')],
    ['a wildcard for the account', { accountId: '*' }, account('accountId', '"*"')],
    ['a wildcard in the account', { accountId: '22222222222?' }, account('accountId', '"22222222222?"')],
    ['a Region in capitals', { region: 'EU-CENTRAL-1' }, region('region', '"EU-CENTRAL-1"')],
    ['an availability zone for a Region', { region: 'eu-central-1a' }, region('region', '"eu-central-1a"')],
    ['a Region with a colon behind a wildcard', { region: '*:222222222222' }, region('region', '"*:222222222222"')],
    ['an empty Region', { region: '' }, region('region', '""')],
    ['an unknown kind of partition', { partition: 'AWS' }, partition('partition', '"AWS"')],
    ['a wildcard for the partition', { partition: '*' }, partition('partition', '"*"')],
    ['a partition in which the Region does not lie', { partition: 'aws-cn' }, mixed('partition', 'eu-central-1', 'aws', 'aws-cn')],
    ['a Chinese Region in the standard partition', { region: 'cn-north-1', partition: 'aws' }, mixed('partition', 'cn-north-1', 'aws-cn', 'aws')],
    ['a GovCloud Region in the standard partition', { region: 'us-gov-west-1', partition: 'aws' }, mixed('partition', 'us-gov-west-1', 'aws-us-gov', 'aws')],
    ['a short organization', { organizationId: 'o-short1234' }, organizationId('"o-short1234"')],
    ['an organization of 33 characters', { organizationId: `o-${'x'.repeat(33)}` }, organizationId(`"o-${'x'.repeat(33)}"`)],
    ['a root for an organization', { organizationId: 'r-exampleroot1' }, organizationId('"r-exampleroot1"')],
  ])('fails on %s', (_, props, complaint) => {
    expect(() => new TrailIdentity({ ...AUDIT, ...props })).toThrow(new Error(`TrailIdentity: ${complaint}`));
  });

  test('fails with all complaints at once', () => {
    expect(() => new TrailIdentity({ trailName: 'a', accountId: '1', region: 'x', partition: 'y', organizationId: 'z' })).toThrow(new Error([
      'TrailIdentity: 5 problems', trailName('trailName', '"a"'), account('accountId', '"1"'), region('region', '"x"'), partition('partition', '"y"'),
      organizationId('"z"'),
    ].join('\n  - ')));
  });

  describe('of an ARN', () => {
    const notAnArn = (got: string) => '\'trailArn\' must be the ARN of a trail, "arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME", '
      + `got ${got}; take it from the output of \`aws cloudtrail describe-trails\``;

    test.each<[string, string, object]>([
      ['takes all names from a literal one', 'arn:aws-cn:cloudtrail:cn-north-1:222222222222:trail/audit', {
        trailName: 'audit',
        accountId: '222222222222',
        region: 'cn-north-1',
        partition: 'aws-cn',
        trailArn: 'arn:aws-cn:cloudtrail:cn-north-1:222222222222:trail/audit',
        encryptionContextPattern: 'arn:aws-cn:cloudtrail:*:222222222222:trail/*',
        isPattern: false,
      }],
      ['keeps a reference in the place of the partition', `arn:${Aws.PARTITION}:cloudtrail:eu-central-1:222222222222:trail/audit`, {
        trailName: 'audit',
        accountId: '222222222222',
        region: 'eu-central-1',
        partition: '${AWS::Partition}',
        trailArn: 'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit',
        encryptionContextPattern: 'arn:${AWS::Partition}:cloudtrail:*:222222222222:trail/*',
        isPattern: false,
      }],
      ['keeps references in the place of all names', `arn:${Aws.PARTITION}:cloudtrail:${Aws.REGION}:${Aws.ACCOUNT_ID}:trail/${Fn.ref('Name')}`, {
        trailName: '${Name}',
        accountId: '${AWS::AccountId}',
        region: '${AWS::Region}',
        partition: '${AWS::Partition}',
        trailArn: 'arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/${Name}',
        encryptionContextPattern: 'arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:trail/*',
        isPattern: false,
      }],
      ['is a pattern with wildcards in Region and name', 'arn:aws:cloudtrail:*:222222222222:trail/team-?', {
        trailName: 'team-?',
        accountId: '222222222222',
        region: '*',
        partition: 'aws',
        trailArn: 'arn:aws:cloudtrail:*:222222222222:trail/team-?',
        encryptionContextPattern: 'arn:aws:cloudtrail:*:222222222222:trail/*',
        isPattern: true,
      }],
    ])('%s', (_, trailArn, names) => {
      expect(namesOf(TrailIdentity.fromTrailArn(trailArn))).toEqual(names);
    });

    test('is that of an organization trail if it is told the organization', () => {
      const arn = 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit';

      expect(TrailIdentity.fromTrailArn(arn, 'o-exampleorg1').organizationId).toEqual('o-exampleorg1');
      expect(TrailIdentity.fromTrailArn(arn).organizationId).toBeUndefined();
    });

    test.each<[string, any, string]>([
      ['a bare name', 'audit', notAnArn('"audit"')],
      ['nothing', undefined, notAnArn('undefined')],
      ['an empty text', '', notAnArn('""')],
      ['an object', { arn: 'x' }, notAnArn('{"arn":"x"}')],
      ['the ARN of an event data store', 'arn:aws:cloudtrail:eu-central-1:222222222222:eventdatastore/a',
        notAnArn('"arn:aws:cloudtrail:eu-central-1:222222222222:eventdatastore/a"')],
      ['the ARN of another service', 'arn:aws:s3:eu-central-1:222222222222:trail/audit', notAnArn('"arn:aws:s3:eu-central-1:222222222222:trail/audit"')],
      ['a missing account', 'arn:aws:cloudtrail:eu-central-1:trail/audit', notAnArn('"arn:aws:cloudtrail:eu-central-1:trail/audit"')],
      ['an empty account', 'arn:aws:cloudtrail:eu-central-1::trail/audit', account('trailArn: accountId', '""')],
      ['a wildcard for the account', 'arn:aws:cloudtrail:eu-central-1:*:trail/audit', account('trailArn: accountId', '"*"')],
      ['a wildcard for the partition', 'arn:*:cloudtrail:eu-central-1:222222222222:trail/audit', partition('trailArn: partition', '"*"')],
      ['an empty Region', 'arn:aws:cloudtrail::222222222222:trail/audit', region('trailArn: region', '""')],
      ['an empty name', 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/', trailName('trailArn: trailName', '""')],
      ['a name with a slash', 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/a/audit', trailName('trailArn: trailName', '"a/audit"')],
      ['a name with a colon', 'arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit:x', trailName('trailArn: trailName', '"audit:x"')],
      ['a partition in which the Region does not lie', 'arn:aws:cloudtrail:cn-north-1:222222222222:trail/audit',
        mixed('trailArn: partition', 'cn-north-1', 'aws-cn', 'aws')],
    ])('fails on %s', (_, trailArn, complaint) => {
      expect(() => TrailIdentity.fromTrailArn(trailArn)).toThrow(new Error(`TrailIdentity: ${complaint}`));
    });

    test('fails on a malformed organization', () => {
      expect(() => TrailIdentity.fromTrailArn('arn:aws:cloudtrail:eu-central-1:222222222222:trail/audit', 'exampleorg'))
        .toThrow(new Error(`TrailIdentity: ${organizationId('"exampleorg"')}`));
    });

    test('fails on a token that hides all of it, for it would make a cycle', () => {
      const hidden = Token.asString({ 'Fn::GetAtt': ['Trail', 'Arn'] });

      expect(() => TrailIdentity.fromTrailArn(hidden)).toThrow(new Error("TrailIdentity: 'trailArn' must be known when the app is synthesized, got a token: "
        + 'a policy that waits for the trail it names would be a cycle; use new TrailIdentity() with the names that the ARN is made of'));
    });

    test('is the identity that the ARN was derived from', () => {
      const letters = 'abcxyzABCXYZ0189'.split('');
      const word = fc.array(fc.constantFrom(...letters), { minLength: 3, maxLength: 12 }).map((parts) => parts.join(''));
      const literalName = fc.array(word, { minLength: 1, maxLength: 4 }).chain((words) =>
        fc.array(fc.constantFrom('.', '_', '-'), { minLength: words.length, maxLength: words.length })
          .map((separators) => words.map((text, i) => (i === 0 ? text : separators[i] + text)).join('')));
      const pattern = fc.array(fc.constantFrom(...letters, '*', '?', '-', '.', '_'), { minLength: 1, maxLength: 128 })
        .map((parts) => `${parts.join('').slice(1)}*`);
      const places = fc.constantFrom<[string | undefined, string]>(
        ['aws', 'eu-central-1'], ['aws', 'us-east-1'], ['aws-cn', 'cn-north-1'], ['aws-us-gov', 'us-gov-west-1'], ['aws-iso-b', 'us-isob-east-1'],
        ['aws-eusc', 'eusc-de-east-1'], ['aws', '*'], ['aws', 'eu-*'], ['aws', '??-west-?'], [undefined, 'eu-central-1'], [undefined, Aws.REGION],
        [Aws.PARTITION, 'eu-central-1'],
      );
      const accountId = fc.oneof(
        fc.array(fc.constantFrom(...'0123456789'.split('')), { minLength: 12, maxLength: 12 }).map((digits) => digits.join('')),
        fc.constant(Aws.ACCOUNT_ID),
      );
      const organization = fc.option(fc.constantFrom('o-exampleorg', `o-${'0a'.repeat(16)}`), { nil: undefined });

      fc.assert(fc.property(fc.oneof(literalName, pattern), accountId, places, organization, (name, id, [place, home], organizationOfTrail) => {
        const identity = new TrailIdentity({ trailName: name, accountId: id, region: home, partition: place, organizationId: organizationOfTrail });

        expect(TrailIdentity.fromTrailArn(identity.trailArn, identity.organizationId)).toEqual(identity);
      }), { seed: SEED, numRuns: 1000 });
    });
  });
});

describe('an identity in the stack of a scope', () => {
  const app = () => new App();

  test('takes account and Region of a pinned stack, and leaves the partition to it', () => {
    const stack = new Stack(app(), 'Stack', { env: PINNED });

    expect(namesOf(TrailIdentity.inStackOf(stack, 'audit'), stack)).toEqual({
      trailName: 'audit',
      accountId: '111111111111',
      region: 'eu-central-1',
      partition: '${AWS::Partition}',
      trailArn: 'arn:${AWS::Partition}:cloudtrail:eu-central-1:111111111111:trail/audit',
      encryptionContextPattern: 'arn:${AWS::Partition}:cloudtrail:*:111111111111:trail/*',
      isPattern: false,
    });
  });

  test('refers to account and Region of a stack that does not know them', () => {
    const stack = new Stack(app(), 'Stack');

    expect(namesOf(TrailIdentity.inStackOf(stack, 'audit'), stack)).toEqual({
      trailName: 'audit',
      accountId: '${AWS::AccountId}',
      region: '${AWS::Region}',
      partition: '${AWS::Partition}',
      trailArn: 'arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/audit',
      encryptionContextPattern: 'arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:trail/*',
      isPattern: false,
    });
  });

  const PINNED_ARN = 'arn:${AWS::Partition}:cloudtrail:eu-central-1:111111111111:trail/audit';
  const AGNOSTIC_ARN = 'arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/audit';

  test.each<[string, () => Stack, string]>([
    ['a construct in a pinned stack', () => new Stack(app(), 'Stack', { env: PINNED }), PINNED_ARN],
    ['a stack that a stage pins', () => new Stack(new Stage(app(), 'Stage', { env: PINNED }), 'Stack'), PINNED_ARN],
    ['a nested stack of a pinned one', () => new NestedStack(new Stack(app(), 'Stack', { env: PINNED }), 'Nested'), PINNED_ARN],
    ['a nested stack of one that does not know account and Region', () => new NestedStack(new Stack(app(), 'Stack'), 'Nested'), AGNOSTIC_ARN],
    ['a stack that knows its Region alone', () => new Stack(app(), 'Stack', { env: { region: 'eu-central-1' } }),
      'arn:${AWS::Partition}:cloudtrail:eu-central-1:${AWS::AccountId}:trail/audit'],
  ])('is that of %s', (_, stackOf, trailArn) => {
    const stack = stackOf();
    const inside = new CfnOutput(stack, 'Inside', { value: 'x' });

    expect(readable(stack.resolve(TrailIdentity.inStackOf(inside, 'audit').trailArn))).toEqual(trailArn);
  });

  test('fails on a malformed name', () => {
    expect(() => TrailIdentity.inStackOf(new Stack(app(), 'Stack'), 'my--audit')).toThrow(new Error("TrailIdentity: 'trailName' must be a trail name, "
      + "in which '*' and '?' may stand for characters that are not known (a trail name is 3-128 letters, digits, '.', '_' or '-', "
      + "beginning and ending with a letter or digit, no two of '._-' side by side, not an IP address), got \"my--audit\"; rename the trail"));
  });
});

describe('the feature flags of the app', () => {
  const names = Object.entries(flags).filter(([, value]) => typeof value === 'boolean').map(([flag]) => flag);
  const on = Object.fromEntries(Object.entries(flags).filter(([flag]) => flag.startsWith('@')));
  const off = Object.fromEntries(names.map((flag) => [flag, false]));

  const arnsWith = (context: { [flag: string]: any }, region: string | undefined) => {
    const stack = new Stack(new App({ postCliContext: context }), 'Stack', { env: region === undefined ? undefined : { account: '111111111111', region } });
    const identities = { InStack: TrailIdentity.inStackOf(stack, 'audit'), Elsewhere: new TrailIdentity({ ...AUDIT, region: region ?? 'eu-central-1' }) };
    for (const [id, { trailArn, encryptionContextPattern }] of Object.entries(identities)) {
      new CfnOutput(stack, `${id}Arn`, { value: trailArn });
      new CfnOutput(stack, `${id}Context`, { value: encryptionContextPattern });
    }
    const outputs = Template.fromStack(stack).findOutputs('*');
    return Object.fromEntries(Object.entries(outputs).map(([id, { Value }]) => [id, readable(Value)]));
  };

  test.each<[string, string | undefined, object]>([
    ['a pinned stack', 'eu-central-1', {
      InStackArn: 'arn:${AWS::Partition}:cloudtrail:eu-central-1:111111111111:trail/audit',
      InStackContext: 'arn:${AWS::Partition}:cloudtrail:*:111111111111:trail/*',
      ElsewhereArn: 'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit',
      ElsewhereContext: 'arn:${AWS::Partition}:cloudtrail:*:222222222222:trail/*',
    }],
    ['a pinned stack in China', 'cn-north-1', {
      InStackArn: 'arn:${AWS::Partition}:cloudtrail:cn-north-1:111111111111:trail/audit',
      InStackContext: 'arn:${AWS::Partition}:cloudtrail:*:111111111111:trail/*',
      ElsewhereArn: 'arn:${AWS::Partition}:cloudtrail:cn-north-1:222222222222:trail/audit',
      ElsewhereContext: 'arn:${AWS::Partition}:cloudtrail:*:222222222222:trail/*',
    }],
    ['a stack without account and Region', undefined, {
      InStackArn: 'arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/audit',
      InStackContext: 'arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:trail/*',
      ElsewhereArn: 'arn:${AWS::Partition}:cloudtrail:eu-central-1:222222222222:trail/audit',
      ElsewhereContext: 'arn:${AWS::Partition}:cloudtrail:*:222222222222:trail/*',
    }],
  ])('change nothing in the template of %s, which never holds a literal partition', (_, region, arns) => {
    expect(arnsWith(on, region)).toEqual(arns);
    expect(arnsWith(off, region)).toEqual(arns);
  });

  test('are all of those that the CDK recommends', () => {
    expect(names).toContain('@aws-cdk/core:enablePartitionLiterals');
    expect(new Stack(new App({ postCliContext: on }), 'On', { env: PINNED }).partition).toEqual('aws');
    expect(Token.isUnresolved(new Stack(new App({ postCliContext: off }), 'Off', { env: PINNED }).partition)).toBe(true);
  });
});
