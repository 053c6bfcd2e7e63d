import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  AccountAccess, CloudTrailEncryptionKey, CloudTrailEncryptionKeyProps, KeyPolicyAuditContext, KeyPolicyStatements, LogReaders, TrailIdentity,
} from '../../src';

/** A key, and what it was asked for. */
export interface AskedKey {
  readonly title: string;
  readonly make: (scope: Construct) => CloudTrailEncryptionKey;
  readonly context: KeyPolicyAuditContext;
  /** The rules that its policy breaks as it is. */
  readonly broken?: string[];
  /** The statements to be mutated: those that no other key has, or that mean something else here. */
  readonly sids: string[];
}

const OWN = 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit';
const OF_OTHER = 'arn:aws:cloudtrail:us-east-1:222222222222:trail/security';
const STORE = 'arn:aws:cloudtrail:eu-central-1:111111111111:eventdatastore/11111111-2222-3333-4444-555555555555';
const STORE_OF_OTHER = 'arn:aws:cloudtrail:eu-central-1:222222222222:eventdatastore/66666666-7777-8888-9999-000000000000';
const ROLE = 'arn:aws:iam::111111111111:role/Auditor';
const USER = 'arn:aws:iam::222222222222:user/Bob';
const ADMINISTRATOR = 'arn:aws:iam::111111111111:role/KeyAdministrator';

/** What a key is asked for that nothing asks for. */
const NOTHING: KeyPolicyAuditContext = {
  accountId: '111111111111',
  region: 'eu-central-1',
  trailArns: [],
  trailAccounts: [],
  topicTrailArns: [],
  administratorArns: [],
  multiRegion: false,
  readerArns: [],
  logBucketNames: [],
  bucketKey: false,
  eventDataStores: false,
  eventDataStoreArns: [],
  eventDataStoreUserArns: [],
  logGroupNames: [],
};

const trail = (arn: string) => TrailIdentity.fromTrailArn(arn);
const principal = (arn: string) => new iam.ArnPrincipal(arn);
const key = (props: CloudTrailEncryptionKeyProps, more: (made: CloudTrailEncryptionKey) => void = () => {}) => (scope: Construct) => {
  const made = new CloudTrailEncryptionKey(scope, 'Key', props);
  more(made);
  return made;
};

/** Keys that together have every statement that this library writes. */
export const KEYS: AskedKey[] = [
  {
    title: 'one trail',
    make: key({ trails: [trail(OWN)] }),
    context: { ...NOTHING, trailArns: [OWN] },
    sids: ['AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess'],
  },
  {
    title: 'administrators, replication, trails of two accounts and readers by ARN',
    make: key({
      trails: [trail(OWN), trail(OF_OTHER)],
      readers: [principal(ROLE), principal(USER)],
      administrators: [principal(ADMINISTRATOR)],
      multiRegion: true,
    }),
    context: { ...NOTHING, trailArns: [OWN, OF_OTHER], readerArns: [ROLE, USER], administratorArns: [ADMINISTRATOR], multiRegion: true },
    sids: [
      'AllowKeyAdministration', 'AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess', 'EnableCloudTrailLogDecryptPermissions',
    ],
  },
  {
    title: 'trails by a pattern',
    make: key({ trailArns: ['arn:aws:cloudtrail:*:333333333333:trail/audit-*'] }),
    context: { ...NOTHING, trailArns: ['arn:aws:cloudtrail:*:333333333333:trail/audit-*'] },
    sids: ['AllowCloudTrailEncryptLogs', 'AllowCloudTrailDecryptTrail', 'AllowCloudTrailAccess'],
  },
  {
    title: 'accounts that encrypt, and accounts that read',
    make: key({ trailAccounts: ['222222222222', '333333333333'], readerAccounts: ['222222222222', '444444444444'] }),
    context: {
      ...NOTHING,
      trailAccounts: ['222222222222', '333333333333'],
      readerArns: ['arn:aws:iam::222222222222:root', 'arn:aws:iam::444444444444:root'],
    },
    sids: [
      'AllowCloudTrailEncryptLogsByAccount', 'AllowCloudTrailDecryptTrailByAccount', 'AllowCloudTrailAccessByAccount', 'EnableEncryptedCloudTrailLogReadAccess',
    ],
  },
  {
    title: 'readers by pattern',
    make: key({
      trails: [trail(OWN)],
      readers: [LogReaders.rolePattern('111111111111', 'audit-*'), LogReaders.permissionSet('333333333333', 'SecurityAudit')],
    }),
    context: {
      ...NOTHING,
      trailArns: [OWN],
      readerArns: [
        'arn:aws:iam::111111111111:role/audit-x',
        'arn:aws:iam::333333333333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_SecurityAudit_xxxxxxxxxxxxxxxx',
        'arn:aws:iam::333333333333:role/aws-reserved/sso.amazonaws.com/x/AWSReservedSSO_SecurityAudit_xxxxxxxxxxxxxxxx',
      ],
    },
    sids: ['EnableCloudTrailLogDecryptPermissions', 'EnableCloudTrailLogDecryptPermissions2'],
  },
  {
    title: 'an organization that reads',
    make: key({ trails: [trail(OWN)], readers: [new iam.OrganizationPrincipal('o-exampleorg1')] }),
    context: { ...NOTHING, trailArns: [OWN], organizationId: 'o-exampleorg1' },
    broken: ['organization-can-decrypt'],
    sids: ['EnableCloudTrailLogDecryptPermissions'],
  },
  {
    title: 'a reader with a condition',
    make: key({ trails: [trail(OWN)], readers: [principal(ROLE).withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })] }),
    context: { ...NOTHING, trailArns: [OWN] },
    sids: ['EnableCloudTrailLogDecryptPermissions'],
  },
  {
    title: 'the members of an organization that read their own logs',
    make: key({ trails: [trail(OWN)] }, made => made.key.addToResourcePolicy(
      KeyPolicyStatements.enableMemberAccountLogDecrypt({ organizationId: 'o-exampleorg1', bucketName: 'audit-logs' }),
    )),
    context: { ...NOTHING, trailArns: [OWN], organizationId: 'o-exampleorg1' },
    sids: ['EnableMemberAccountLogDecrypt'],
  },
  {
    title: 'buckets with an S3 Bucket Key, and who reads them',
    make: key({
      trails: [trail(OWN)], readers: [principal(ROLE)], readerAccounts: ['222222222222'], bucketKeyBucketNames: ['audit-logs', 'more-logs'],
    }),
    context: {
      ...NOTHING,
      trailArns: [OWN],
      readerArns: [ROLE, 'arn:aws:iam::222222222222:root'],
      logBucketNames: ['audit-logs', 'more-logs'],
      bucketKey: true,
    },
    sids: [
      'AllowCloudTrailEncryptLogs', 'AllowCloudTrailEncryptLogsWithBucketKey', 'AllowCloudTrailDecryptTrail', 'EnableCloudTrailLogDecryptPermissions',
      'EnableCloudTrailLogDecryptPermissionsWithBucketKey', 'EnableEncryptedCloudTrailLogReadAccessWithBucketKey',
    ],
  },
  {
    title: 'an account that encrypts in a bucket with an S3 Bucket Key',
    make: key({ trailAccounts: ['222222222222'], bucketKeyBucketNames: ['audit-logs'] }),
    context: { ...NOTHING, trailAccounts: ['222222222222'], logBucketNames: ['audit-logs'], bucketKey: true },
    sids: ['AllowCloudTrailEncryptLogsByAccountWithBucketKey'],
  },
  {
    title: 'event data stores',
    make: key({ eventDataStoreArns: [STORE, STORE_OF_OTHER], eventDataStoreUsers: [principal(ROLE), principal(USER)] }),
    context: { ...NOTHING, eventDataStoreArns: [STORE, STORE_OF_OTHER], eventDataStores: true, eventDataStoreUserArns: [ROLE, USER] },
    sids: ['AllowCloudTrailEncryptEds', 'AllowCloudTrailDecryptEds', 'AllowCloudTrailAccessEds', 'EnableUserKeyPermissionsEds'],
  },
  {
    title: 'event data stores without a name yet',
    make: key({ eventDataStoreUsers: [principal(ROLE)] }),
    context: { ...NOTHING, eventDataStores: true, eventDataStoreUserArns: [ROLE] },
    broken: ['event-data-store-unlocked', 'foreign-trail-can-describe'],
    sids: ['AllowCloudTrailEncryptEds', 'AllowCloudTrailDecryptEds', 'AllowCloudTrailAccessEds'],
  },
  {
    title: 'log groups',
    make: key({}, made => {
      made.grantLogGroupUse(principal(ROLE), '/aws/cloudtrail/audit');
      made.grantLogGroupUse(principal(USER), 'security');
    }),
    context: { ...NOTHING, logGroupNames: ['/aws/cloudtrail/audit', 'security'] },
    sids: ['AllowCloudWatchLogs', 'AllowLogGroupUse'],
  },
  {
    title: 'a topic of a trail on the key',
    make: key({ trails: [trail(OWN)] }, made => made.addTopicTrail(trail(OWN))),
    context: { ...NOTHING, trailArns: [OWN], topicTrailArns: [OWN] },
    sids: ['AllowCloudTrailPublish'],
  },
  {
    title: 'a topic of a trail that is not on the key',
    make: key({}, made => made.addTopicTrail(trail(OWN))),
    context: { ...NOTHING, topicTrailArns: [OWN] },
    sids: ['AllowCloudTrailPublish'],
  },
  {
    title: 'administrators and no account',
    make: key({ trails: [trail(OWN)], administrators: [principal(ADMINISTRATOR)], accountAccess: AccountAccess.NONE }),
    context: {
      ...NOTHING,
      trailArns: [OWN],
      administratorArns: ['arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-central-1', ADMINISTRATOR],
    },
    sids: ['AllowKeyAdministration'],
  },
  {
    title: 'an account that may do everything',
    make: key({ trails: [trail(OWN)], administrators: [principal(ADMINISTRATOR)], accountAccess: AccountAccess.FULL }),
    context: { ...NOTHING, trailArns: [OWN], administratorArns: [ADMINISTRATOR] },
    broken: ['decrypt-delegated-to-iam'],
    sids: ['EnableIAMUserPermissions'],
  },
];
