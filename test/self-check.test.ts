import {
  Annotations, App, Aspects, aws_iam as iam, aws_kms as kms, aws_sns as sns, Environment, IResolveContext, Lazy, NestedStack, Stack, Stage,
} from 'aws-cdk-lib';
import { Annotations as Found, Match } from 'aws-cdk-lib/assertions';
import { Construct, IConstruct, IMixin } from 'constructs';
import { AccountAccess, CloudTrailEncryptionKey, CloudTrailEncryptionKeyProps, EncryptedTrail, TrailIdentity, TrailLogBucket } from '../src';

// What stops the synthesis in a plain stack stands in validation.test.ts for a topic, for statements that were added and for overrides and assignments that
// replace the policy, with the first words of each complaint. Here are the whole texts, the other doors and the other places.

const ENV: Environment = { account: '111111111111', region: 'eu-central-1' };
const TRAIL_ARN = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
const ROLE_ARN = 'arn:aws:iam::111111111111:role/Audit';
const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

const pinned = () => new Stack(new App(), 'Stack', { env: ENV });
const key = (scope: Construct, props: CloudTrailEncryptionKeyProps = {}) => new CloudTrailEncryptionKey(scope, 'Key', { trails: [TrailIdentity.fromTrailArn(TRAIL_ARN)], ...props });
const cfnKey = (of: CloudTrailEncryptionKey) => of.node.defaultChild as kms.CfnKey;
const allow = (props: iam.PolicyStatementProps) => new iam.PolicyStatement({ sid: 'Late', resources: ['*'], ...props });
const decryptFor = (...principals: iam.IPrincipal[]) => allow({ actions: ['kms:Decrypt'], principals });
const cloudTrail = (conditions: { [operator: string]: unknown } = {}) => new iam.ServicePrincipal(CLOUDTRAIL, { conditions });
const OWN_TRAIL = { StringEquals: { 'aws:SourceArn': TRAIL_ARN } };

// the newest CDK also prints what it warns of
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

/** What stops the synthesis, one complaint each. */
const errors = (stack: Stack): string[] => {
  try {
    (stack.node.root as App).synth();
  } catch (error: any) {
    return error.message.split('\n').slice(1).map((line: string) => line.trim());
  }
  return [];
};

/** The warnings of a stack and its nested stacks: where, and what. */
const warnings = (stack: Stack): [string, string][] => Found.fromStack(stack.nestedStackParent ?? stack).findWarning('*', Match.anyValue())
  .map(({ id, entry }) => [id, String(entry.data)]);

const idOf = (warning: string) => /\[ack: (.*)\]$/.exec(warning)?.[1];
const idsOf = (stack: Stack) => warnings(stack).map(([, text]) => idOf(text));

/** A mixin for the resource of a key. */
const mixin = (applyTo: (resource: kms.CfnKey) => void): IMixin => ({
  supports: (construct: IConstruct) => kms.CfnKey.isCfnKey(construct), applyTo: (construct: IConstruct) => applyTo(construct as kms.CfnKey),
});

/** Puts a statement behind those that the key has when it is rendered. */
const append = (resource: kms.CfnKey, statement: unknown) => {
  const before = resource.keyPolicy;
  resource.keyPolicy = Lazy.uncachedAny({
    produce: (context: IResolveContext) => {
      const { Statement: statements, ...rest } = context.resolve(before);
      return { ...rest, Statement: [...statements, statement] };
    },
  });
};

const atEachKey = (change: (resource: kms.CfnKey) => void) => ({
  visit: (node: IConstruct) => kms.CfnKey.isCfnKey(node) && change(node as kms.CfnKey),
});

/** A way to change the policy of a key that is there already. */
interface Door {
  readonly door: string;
  readonly open: (made: CloudTrailEncryptionKey, stack: Stack) => unknown;
  /** What stops the synthesis, behind the path of the construct. */
  readonly complaints: string[];
  /** The nearest change through the same door that does not. */
  readonly harmless: (made: CloudTrailEncryptionKey, stack: Stack) => unknown;
}

const FOREIGN_DECRYPT = 'foreign-trail-can-decrypt: CloudTrail can decrypt with the key for the trails of every account: statement "Late" admits it; '
  + 'put a condition on aws:SourceArn into that statement, with the ARN of your trail';
const CANCELS = 'unconditioned-service-statement: statement "Late" lets CloudTrail use the key without a condition, '
  + 'so that those of statement "AllowCloudTrailDecryptTrail" have no effect; put the same conditions into it, or remove it';
const LATE = '{"Action":"kms:Decrypt","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Resource":"*","Sid":"Late"}';
const OPEN = [`${FOREIGN_DECRYPT}: ${LATE}`, `${CANCELS}: ${LATE}`];
const FOR_TOPIC = '{"Action":["kms:Decrypt","kms:GenerateDataKey*"],"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Resource":"*"}';
const missing = (sid: string) => `statement-missing: statement '${sid}' is missing from the key policy, which was replaced or changed after it was written; `
  + 'add to the policy instead of replacing it';
const TAKEN_AWAY = 'CloudTrail cannot encrypt with the key for arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit: no statement allows it; '
  + 'let cloudtrail.amazonaws.com do kms:GenerateDataKey*, with aws:SourceArn and the encryption context of the trail as conditions';
const UNDESCRIBED = 'own-trail-cannot-describe: CloudTrail cannot describe the key for arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit: no statement allows it; '
  + 'let cloudtrail.amazonaws.com do kms:DescribeKey, with aws:SourceArn as condition and no encryption context, which that request never carries';
const UNMANAGEABLE = 'nobody-can-administer: nobody can change the key policy any more, which KMS refuses; let an administrator or the key\'s account do kms:PutKeyPolicy';
const OURS = ['AllowKeyAdministration', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess'];
const LATE_JSON = { Sid: 'Late', Effect: 'Allow', Principal: { Service: CLOUDTRAIL }, Action: 'kms:Decrypt', Resource: '*' };
const LATE_CAREFUL = { ...LATE_JSON, Condition: OWN_TRAIL };
const LATE_AS_WRITTEN = JSON.stringify(LATE_JSON);
const OPEN_AS_WRITTEN = [`${FOREIGN_DECRYPT}: ${LATE_AS_WRITTEN}`, `${CANCELS}: ${LATE_AS_WRITTEN}`];

const DOORS: Door[] = [
  {
    door: 'the grantPublish of a topic on the key',
    open: (made, stack) => new sns.Topic(stack, 'Topic', { masterKey: made.key }).grantPublish(cloudTrail()),
    complaints: [
      'foreign-trail-can-encrypt: CloudTrail can encrypt with the key for the trails of every account: statement 5 admits it; '
        + `put a condition on aws:SourceArn into that statement, with the ARN of your trail: ${FOR_TOPIC}`,
      'foreign-trail-can-decrypt: CloudTrail can decrypt with the key for the trails of every account: statement 5 admits it; '
        + `put a condition on aws:SourceArn into that statement, with the ARN of your trail: ${FOR_TOPIC}`,
      'unconditioned-service-statement: statement 5 lets CloudTrail use the key without a condition, '
        + `so that those of statement "AllowCloudTrailEncryptLogs" have no effect; put the same conditions into it, or remove it: ${FOR_TOPIC}`,
    ],
    harmless: (made, stack) => new sns.Topic(stack, 'Topic', { masterKey: made.key }).grantPublish(cloudTrail(OWN_TRAIL)),
  },
  {
    door: 'a statement that is added to the key',
    open: (made) => made.key.addToResourcePolicy(decryptFor(cloudTrail())),
    complaints: OPEN,
    harmless: (made) => made.key.addToResourcePolicy(decryptFor(cloudTrail(OWN_TRAIL))),
  },
  {
    door: 'an Aspect on a later sibling, which adds a statement',
    open: (made, stack) => Aspects.of(new Construct(stack, 'Later')).add({ visit: () => made.key.addToResourcePolicy(decryptFor(cloudTrail())) }),
    complaints: OPEN,
    harmless: (made, stack) => Aspects.of(new Construct(stack, 'Later')).add({ visit: () => made.key.addToResourcePolicy(decryptFor(cloudTrail(OWN_TRAIL))) }),
  },
  {
    door: 'an Aspect on the stack, which replaces the policy of every key',
    open: (_, stack) => Aspects.of(stack).add(atEachKey(resource => append(resource, LATE_JSON))),
    complaints: OPEN_AS_WRITTEN,
    harmless: (_, stack) => Aspects.of(stack).add(atEachKey(resource => append(resource, LATE_CAREFUL))),
  },
  {
    door: 'a property override of one statement more',
    open: (made) => cfnKey(made).addPropertyOverride('KeyPolicy.Statement.4', LATE_JSON),
    complaints: OPEN_AS_WRITTEN,
    harmless: (made) => cfnKey(made).addPropertyOverride('KeyPolicy.Statement.4', LATE_CAREFUL),
  },
  {
    door: 'a deletion override of the statements',
    open: (made) => cfnKey(made).addPropertyDeletionOverride('KeyPolicy.Statement'),
    complaints: [
      'the key policy was replaced by something that is none: \'policy\' must have a Statement, got an object without; pass the parsed JSON of a key policy, as in { "Version": "2012-10-17", "Statement": [...] }',
    ],
    harmless: (made) => cfnKey(made).addPropertyDeletionOverride('KeyPolicy.Id'),
  },
  {
    door: 'a deletion override of one condition',
    open: (made) => cfnKey(made).addPropertyDeletionOverride('KeyPolicy.Statement.2.Condition'),
    complaints: [
      missing('AllowCloudTrailDecryptTrail'),
      'foreign-trail-can-decrypt: CloudTrail can decrypt with the key for the trails of every account: statement "AllowCloudTrailDecryptTrail" admits it; '
        + 'put a condition on aws:SourceArn into that statement, with the ARN of your trail: '
        + '{"Action":"kms:Decrypt","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Resource":"*","Sid":"AllowCloudTrailDecryptTrail"}',
    ],
    harmless: (made) => cfnKey(made).addPropertyDeletionOverride('KeyPolicy.Statement.2.NotPrincipal'),
  },
  {
    door: 'a mixin on the key, which adds a statement to its resource',
    open: (made) => made.with(mixin(resource => append(resource, LATE_JSON))),
    complaints: OPEN_AS_WRITTEN,
    harmless: (made) => made.with(mixin(resource => append(resource, LATE_CAREFUL))),
  },
  {
    door: 'a mixin on the resource, which overrides its policy',
    open: (made) => cfnKey(made).node.with(mixin(resource => resource.addPropertyOverride('KeyPolicy.Statement.4', LATE_JSON))),
    complaints: OPEN_AS_WRITTEN,
    harmless: (made) => cfnKey(made).node.with(mixin(resource => resource.addPropertyOverride('KeyPolicy.Statement.4', LATE_CAREFUL))),
  },
  {
    door: 'a mixin on the stack, which replaces the policy',
    open: (_, stack) => stack.with(mixin(resource => (resource.keyPolicy = { Statement: [] }))),
    complaints: [...OURS.map(missing), `own-trail-cannot-encrypt: ${TAKEN_AWAY}`, UNDESCRIBED, UNMANAGEABLE],
    harmless: (_, stack) => stack.with(mixin(resource => (resource.description = 'audit'))),
  },
  {
    door: 'a policy that replaces that of the resource',
    open: (made) => (cfnKey(made).keyPolicy = { Statement: [] }),
    complaints: [...OURS.map(missing), `own-trail-cannot-encrypt: ${TAKEN_AWAY}`, UNDESCRIBED, UNMANAGEABLE],
    harmless: (made) => (cfnKey(made).keyPolicy = cfnKey(made).keyPolicy),
  },
];

/** Where a key may be: a stack, and its path. */
const PLACES: [place: string, make: () => Stack, path: string][] = [
  ['a stack', pinned, 'Stack'],
  ['a stack of a Stage', () => new Stack(new Stage(new App(), 'Stage', { env: ENV }), 'Stack'), 'Stage/Stack'],
  ['a nested stack', () => new NestedStack(new Stack(new App(), 'Parent', { env: ENV }), 'Stack'), 'Parent/Stack'],
];

describe.each(PLACES)('in %s the synthesis is stopped by what opens or empties the key policy through', (_, make, path) => {
  test.each(DOORS)('$door', ({ open, complaints, harmless }) => {
    const [wrong, right, silent] = [make(), make(), make()];
    open(key(wrong), wrong);
    [right, silent].forEach(stack => harmless(key(stack), stack));

    // each statement that is missing is shown in full
    const shortened = errors(wrong).map(error => error.replace(/( instead of replacing it): \{.*/, '$1'));
    expect(shortened).toEqual(complaints.map(complaint => `[${path}/Key/Resource] ${complaint}`));
    expect([errors(right), warnings(silent)]).toEqual([[], []]);
  });
});

describe('the synthesis warns, under an id of its own, of a statement that was added to the key and', () => {
  const FOR_ROLE = new iam.ArnPrincipal(ROLE_ARN);
  const IN_CONTEXT = { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } };
  const decrypt = (principal: iam.IPrincipal, conditions: { [operator: string]: any } = {}) => allow({
    actions: ['kms:Decrypt'], principals: [principal], conditions: { Null: { ...IN_CONTEXT.Null, ...conditions.Null }, ...conditions },
  });

  test.each<[string, string, iam.PolicyStatement, iam.PolicyStatement]>([
    ['lets every role of the account decrypt', 'accountCanDecrypt',
      decrypt(new iam.AnyPrincipal(), { StringEquals: { 'aws:PrincipalAccount': '111111111111' } }),
      decrypt(new iam.AnyPrincipal(), { StringEquals: { 'aws:PrincipalArn': ROLE_ARN } })],
    ['lets every role of an organization decrypt', 'organizationCanDecrypt',
      decrypt(new iam.OrganizationPrincipal('o-exampleorg1')),
      decrypt(new iam.OrganizationPrincipal('o-exampleorg1'), { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Audit' } })],
    ['lets every trail of the account encrypt', 'siblingTrailCanEncrypt',
      allow({ actions: ['kms:GenerateDataKey'], principals: [cloudTrail({ StringEquals: { 'aws:SourceAccount': '111111111111' } })] }),
      allow({ actions: ['kms:GenerateDataKey'], principals: [cloudTrail(OWN_TRAIL)] })],
    ['lets another account administer', 'otherAccountCanAdminister',
      allow({ actions: ['kms:PutKeyPolicy'], principals: [new iam.AccountPrincipal('222222222222')] }),
      allow({ actions: ['kms:PutKeyPolicy'], principals: [new iam.AccountPrincipal('111111111111')] })],
    ['admits a reader to more than log files', 'decryptWithoutContext', decryptFor(FOR_ROLE), decrypt(FOR_ROLE)],
    ['lets CloudTrail create grants', 'createGrantAllowed',
      allow({ actions: ['kms:CreateGrant'], principals: [cloudTrail(OWN_TRAIL)] }),
      allow({ actions: ['kms:RetireGrant'], principals: [cloudTrail(OWN_TRAIL)] })],
    ['depends on what only the deployment knows', 'answerUnknown',
      allow({ actions: ['kms:GenerateDataKey'], principals: [cloudTrail({ StringEquals: { 'aws:SourceOrgID': 'o-exampleorg1' } })] }),
      allow({
        actions: ['kms:GenerateDataKey'],
        principals: [cloudTrail({ ...IN_CONTEXT, StringEquals: { 'aws:SourceOrgID': 'o-exampleorg1', ...OWN_TRAIL.StringEquals } })],
      })],
    ['names an action that KMS does not have', 'unknownAction',
      allow({ actions: ['kms:ListGrant'], principals: [FOR_ROLE] }),
      allow({ actions: ['kms:ListGrants'], principals: [FOR_ROLE] })],
    ['names keys by a pattern', 'resourceNotAsterisk',
      allow({ actions: ['kms:ListGrants'], principals: [FOR_ROLE], resources: ['arn:aws:kms:eu-central-1:111111111111:key/*'] }),
      allow({ actions: ['kms:ListGrants'], principals: [FOR_ROLE], resources: ['*'] })],
    ['asks DescribeKey for an encryption context', 'encryptionContextNotSent',
      allow({ actions: ['kms:DescribeKey'], principals: [FOR_ROLE], conditions: IN_CONTEXT }),
      allow({ actions: ['kms:DescribeKey'], principals: [FOR_ROLE] })],
    ['asks a service for its account', 'serviceConditionNotSent',
      allow({ actions: ['kms:DescribeKey'], principals: [cloudTrail({ StringEquals: { 'aws:PrincipalAccount': '111111111111' } })] }),
      allow({ actions: ['kms:DescribeKey'], principals: [cloudTrail({ StringEquals: { 'aws:SourceAccount': '111111111111' } })] })],
    ['asks for a service without its Region', 'viaServiceNeverMatches',
      allow({ actions: ['kms:ListGrants'], principals: [FOR_ROLE], conditions: { StringEquals: { 'kms:ViaService': 's3.amazonaws.com' } } }),
      allow({ actions: ['kms:ListGrants'], principals: [FOR_ROLE], conditions: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } } })],
    ['has a wildcard where it is none', 'wildcardUnderEquals',
      allow({ actions: ['kms:ListGrants'], principals: [FOR_ROLE], conditions: { StringEquals: { 'aws:userid': 'AROA*' } } }),
      allow({ actions: ['kms:ListGrants'], principals: [FOR_ROLE], conditions: { StringLike: { 'aws:userid': 'AROA*' } } })],
    ['compares one value as if it were several', 'setOperatorMismatch',
      allow({ actions: ['kms:ListGrants'], principals: [FOR_ROLE], conditions: { 'ForAnyValue:StringEquals': { 'aws:userid': 'AROA' } } }),
      allow({ actions: ['kms:ListGrants'], principals: [FOR_ROLE], conditions: { StringEquals: { 'aws:userid': 'AROA' } } })],
  ])('%s', (_, rule, doubtful, fine) => {
    const id = `cdk-cloudtrail-encryption:CloudTrailEncryptionKey.${rule}`;
    const [warned, acknowledged, otherwise, right] = [doubtful, doubtful, doubtful, fine].map((statement) => {
      const made = key(pinned());
      made.key.addToResourcePolicy(statement);
      return made;
    });
    Annotations.of(acknowledged).acknowledgeWarning(id);
    Annotations.of(otherwise).acknowledgeWarning(`${id}s`);

    const [loud, silent, stillLoud, calm] = [warned, acknowledged, otherwise, right].map(made => [...new Set(idsOf(Stack.of(made)))]);
    expect([loud, silent, stillLoud, calm]).toEqual([[id], [], [id], []]);
  });
});

describe.each(PLACES)('in %s the synthesis warns of a reader of everything that comes through', (_, make, path) => {
  const WITHOUT_CONTEXT = 'cdk-cloudtrail-encryption:CloudTrailEncryptionKey.decryptWithoutContext';
  const bucket = (stack: Stack) => new TrailLogBucket(stack, 'Bucket', { encryptionKey: key(stack) });
  const reader = new iam.ArnPrincipal(ROLE_ARN);
  const READER = { Sid: 'Late', Effect: 'Allow', Principal: { AWS: ROLE_ARN }, Action: 'kms:Decrypt', Resource: '*' };
  const IN_CONTEXT = { Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } } };
  const grantOnce = (made: CloudTrailEncryptionKey, grant: () => unknown) => {
    let isGranted = false;
    Aspects.of(new Construct(Stack.of(made), 'Later')).add({ visit: () => isGranted || (isGranted = grant() !== undefined) });
    return made;
  };

  /** Each makes the construct on which the warning is acknowledged. */
  test.each<[door: string, doubtful: (stack: Stack) => IConstruct, fine: (stack: Stack) => unknown, where: string]>([
    ['the grantRead of the plain bucket, acknowledged on the key', (stack) => {
      const log = bucket(stack);
      log.bucket.grantRead(reader);
      return log.encryptionKey;
    }, (stack) => bucket(stack).grantRead(reader), 'Key/Resource'],
    ['the grantRead of the plain bucket, acknowledged on the trail', (stack) => {
      const trail = new EncryptedTrail(stack, 'Trail', { trailName: 'audit' });
      trail.logBucket.bucket.grantRead(reader);
      return trail;
    }, (stack) => new EncryptedTrail(stack, 'Trail', { trailName: 'audit' }).grantRead(reader), 'Trail/Key/Resource'],
    ['an Aspect on a later sibling', (stack) => {
      const made = key(stack);
      return grantOnce(made, () => made.key.grantDecrypt(reader));
    }, (stack) => {
      const made = key(stack);
      return grantOnce(made, () => made.grantDecrypt(reader));
    }, 'Key/Resource'],
    ['a mixin on the key', (stack) => key(stack).with(mixin(resource => append(resource, READER))),
      (stack) => key(stack).with(mixin(resource => append(resource, { ...READER, ...IN_CONTEXT }))), 'Key/Resource'],
    ['a property override', (stack) => {
      const made = key(stack);
      cfnKey(made).addPropertyOverride('KeyPolicy.Statement.4', READER);
      return made;
    }, (stack) => cfnKey(key(stack)).addPropertyOverride('KeyPolicy.Statement.4', { ...READER, ...IN_CONTEXT }), 'Key/Resource'],
  ])('%s', (__, doubtful, fine, where) => {
    const [warned, acknowledged, otherwise, right] = [make(), make(), make(), make()];
    doubtful(warned);
    Annotations.of(doubtful(acknowledged)).acknowledgeWarning(WITHOUT_CONTEXT);
    Annotations.of(doubtful(otherwise)).acknowledgeWarning('cdk-cloudtrail-encryption:CloudTrailEncryptionKey.accountCanDecrypt');
    fine(right);

    expect(warnings(warned).map(([at, text]) => [at, idOf(text)])).toEqual([[`/${path}/${where}`, WITHOUT_CONTEXT]]);
    expect([idsOf(acknowledged), idsOf(otherwise), idsOf(right)]).toEqual([[], [WITHOUT_CONTEXT], []]);
  });
});

describe('the synthesis reports nothing of', () => {
  const reported = (make: (stack: Stack) => CloudTrailEncryptionKey) => {
    const [forErrors, forNotes] = [pinned(), pinned()];
    const { findings } = make(forErrors).audit();
    make(forNotes);
    const notes = Found.fromStack(forNotes);
    return {
      found: findings.map(({ rule, severity }) => `${severity}: ${rule}`),
      reported: [errors(forErrors), notes.findWarning('*', Match.anyValue()), notes.findInfo('*', Match.anyValue())],
    };
  };

  test('what is only good to know', () => {
    expect(reported((stack) => {
      const made = key(stack, { accountAccess: AccountAccess.FULL });
      made.key.addToResourcePolicy(new iam.PolicyStatement({ actions: ['kms:ListGrants'], resources: ['*'], principals: [new iam.ArnPrincipal(ROLE_ARN)] }));
      return made;
    })).toEqual({ found: ['info: decrypt-delegated-to-iam', 'info: missing-sid'], reported: [[], [], []] });
  });

  test.each<[string, CloudTrailEncryptionKeyProps, string[]]>([
    ['an organization among the readers, which was asked for', { readers: [new iam.OrganizationPrincipal('o-exampleorg1')] }, ['warning: organization-can-decrypt']],
    ['everybody of one account among the readers, which was asked for',
      { readers: [new iam.AnyPrincipal().withConditions({ StringEquals: { 'aws:PrincipalAccount': '111111111111' } })] }, ['warning: account-can-decrypt']],
    ['accounts all of whose trails may encrypt, which was asked for', { trails: [], trailAccounts: ['111111111111', '222222222222'] }, []],
    ['accounts all of whose trails may encrypt, one of which is named too', { trailAccounts: ['111111111111'] }, []],
    ['an account that may delegate reading, which was asked for', { readerAccounts: ['222222222222'] }, []],
  ])('%s', (_, props, found) => {
    expect(reported(stack => key(stack, props))).toEqual({ found, reported: [[], [], []] });
  });

  test('event data stores that are not named yet, but that they are not', () => {
    const stack = pinned();
    const made = key(stack, { trails: [], eventDataStoreUsers: [new iam.ArnPrincipal(ROLE_ARN)] });

    expect(made.audit().findings.map(({ rule, severity }) => `${severity}: ${rule}`)).toEqual([
      'warning: event-data-store-unlocked', 'info: foreign-trail-can-describe',
    ]);
    expect(idsOf(stack)).toEqual(['cdk-cloudtrail-encryption:CloudTrailEncryptionKey.eventDataStoreUnlocked']);
  });
});

describe('an audit before the synthesis', () => {
  const doubtful = (made: CloudTrailEncryptionKey) => made.key.addToResourcePolicy(decryptFor(new iam.ArnPrincipal(ROLE_ARN)));
  const wrong = (made: CloudTrailEncryptionKey) => made.key.addToResourcePolicy(allow({ sid: 'Open', actions: ['kms:Decrypt'], principals: [cloudTrail()] }));
  const withBoth = () => {
    const made = key(pinned());
    doubtful(made);
    wrong(made);
    return made;
  };

  test('finds what the synthesis reports: errors and warnings, each with its message and its fix', () => {
    const [audited, warned] = [withBoth(), key(pinned())];
    doubtful(warned);
    const { findings } = audited.audit();
    const stopped = errors(Stack.of(audited));
    const [[, warning]] = warnings(Stack.of(warned));

    expect(findings.map(({ rule, severity }) => `${severity}: ${rule}`)).toEqual([
      'error: foreign-trail-can-decrypt', 'error: unconditioned-service-statement', 'warning: decrypt-without-context',
    ]);
    expect(stopped.map(complaint => complaint.slice(0, complaint.lastIndexOf(': {')))).toEqual(
      findings.slice(0, 2).map(({ rule, message, fix }) => `[Stack/Key/Resource] ${rule}: ${message}; ${fix}`));
    expect(warning.slice(0, warning.lastIndexOf(': {'))).toEqual(`${findings[2].message}; ${findings[2].fix}`);
  });

  test('changes nothing of what the synthesis reports, also of what is added after it', () => {
    const [audited, other] = [key(pinned()), key(pinned())];

    expect(audited.audit().findings).toEqual([]);
    doubtful(audited);
    expect(audited.audit().findings.map(({ rule }) => rule)).toEqual(['decrypt-without-context']);
    wrong(audited);
    doubtful(other);
    wrong(other);

    expect(errors(Stack.of(audited))).toEqual(errors(Stack.of(other)));
    expect(errors(Stack.of(audited)).map(complaint => complaint.split(':')[0])).toEqual([
      '[Stack/Key/Resource] foreign-trail-can-decrypt', '[Stack/Key/Resource] unconditioned-service-statement',
    ]);
  });

  test('and one after it find the same', () => {
    const made = withBoth();
    const { findings: before } = made.audit();

    errors(Stack.of(made));

    expect(made.audit().findings).toEqual(before);
  });
});
