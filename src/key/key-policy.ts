import type { aws_iam as iam } from 'aws-cdk-lib';
import type { KeyPolicyAuditContext } from '../access/key-policy-audit';
import { KeyPolicyStatements, MemberAccountLogOptions } from '../policy/key-policy-statements';
import { accountRootArn } from '../private/account-root';
import { DerivedStatements } from '../private/derived-statements';
import { PrincipalSet } from '../private/principal-set';
import type { PolicyPrincipal } from '../private/principals';
import { TrailIdentity } from '../trail-identity';

/** How a key is managed. */
export interface KeyPolicyOptions {
  /** Whether the account itself may do everything, so that its IAM policies decide. */
  readonly full: boolean;
  /** Whether replication is among the administrators' actions. */
  readonly multiRegion: boolean;
}

/** Who may use a key, found right. */
export interface KeyAccess {
  readonly trails?: TrailIdentity[];
  readonly trailArns?: string[];
  readonly trailAccounts?: string[];
  readonly readers?: PolicyPrincipal[];
  readonly readerAccounts?: string[];
  readonly eventDataStoreArns?: string[];
  readonly eventDataStoreUsers?: PolicyPrincipal[];
  readonly bucketKeyBucketNames?: string[];
  readonly memberAccountLogs?: MemberAccountLogOptions[];
}

/**
 * Who may use one key, and the statements that say so.
 */
export class KeyPolicy {
  /** The statements, to be put into the policy of a key. */
  public readonly statements = new DerivedStatements(() => [
    ...this.administrationStatements(),
    ...this.trailStatements(),
    ...this.readerStatements(),
    ...this.eventDataStoreStatements(),
    ...this.logGroupStatements(),
  ]);

  private readonly trails = new Map<string, TrailIdentity>();
  private readonly trailAccounts = new Set<string>();
  private readonly topicTrails = new Map<string, TrailIdentity>();
  private readonly administrators = new PrincipalSet();
  private readonly readers = new PrincipalSet();
  private readonly readerAccounts = new Set<string>();
  private readonly bucketKeyBuckets = new Set<string>();
  private readonly memberAccountLogs = new Map<string, MemberAccountLogOptions>();
  private readonly eventDataStores = new Set<string>();
  private readonly eventDataStoreUsers = new PrincipalSet();
  private readonly logGroups = new Map<string, PrincipalSet>();
  private storeCount = 0;

  /** @param options how the key is managed; a key whose own policy says so already needs none */
  public constructor(private readonly options: KeyPolicyOptions = { full: false, multiRegion: false }) {}

  public add(access: KeyAccess): void {
    this.statements.changed();
    access.trails?.forEach(trail => this.trails.set(trail.trailArn, trail));
    access.trailArns?.map(arn => TrailIdentity.fromTrailArn(arn)).forEach(trail => this.trails.set(trail.trailArn, trail));
    access.trailAccounts?.forEach(accountId => this.trailAccounts.add(accountId));
    access.readers?.forEach(reader => this.addReader(reader));
    access.readerAccounts?.forEach(accountId => this.readerAccounts.add(accountId));
    access.eventDataStoreArns?.forEach(arn => this.eventDataStores.add(arn));
    access.eventDataStoreUsers?.forEach(user => this.eventDataStoreUsers.add(user));
    access.bucketKeyBucketNames?.forEach(name => this.bucketKeyBuckets.add(name));
    access.memberAccountLogs?.forEach(logs => this.memberAccountLogs.set(JSON.stringify(logs), logs));
  }

  /** A trail that publishes to a topic on this key. */
  public addTopicTrail(trail: TrailIdentity): void {
    this.statements.changed();
    this.topicTrails.set(trail.trailArn, trail);
  }

  public addAdministrator(administrator: PolicyPrincipal): void {
    this.statements.changed();
    this.administrators.add(administrator);
  }

  public addLogGroup(logGroupName: string, user?: PolicyPrincipal): void {
    this.statements.changed();
    const users = this.logGroups.get(logGroupName) ?? new PrincipalSet();
    if (user !== undefined) users.add(user);
    this.logGroups.set(logGroupName, users);
  }

  /** An event data store of the app, whose ARN nobody knows before it is there. */
  public addStoreOfApp(): void {
    this.storeCount++;
  }

  /** How many event data stores of the app use the key. */
  public get storesOfApp(): number {
    return this.storeCount;
  }

  /** The event data stores that are named. */
  public get eventDataStoreArns(): string[] {
    return [...this.eventDataStores];
  }

  /** Whether trails use the key, for their logs or for a topic. */
  public get servesTrails(): boolean {
    return this.trails.size + this.trailAccounts.size + this.topicTrails.size > 0;
  }

  /** The statement for administrators of this kind of key. */
  public administrationStatement(administrators: iam.IPrincipal[]): iam.PolicyStatement {
    return KeyPolicyStatements.allowKeyAdministration(administrators, this.options.multiRegion);
  }

  /** The readers, whole accounts excepted. */
  public get readerList(): PolicyPrincipal[] {
    return this.readers.list;
  }

  /** The buckets with an S3 Bucket Key. */
  public get bucketKeyBucketNames(): string[] {
    return [...this.bucketKeyBuckets];
  }

  /** What the policy has to be judged by. */
  public get auditContext(): KeyPolicyAuditContext {
    return {
      trailArns: [...this.trails.keys()],
      trailAccounts: [...this.trailAccounts],
      topicTrailArns: [...this.topicTrails.keys()],
      // the account as a whole decides through IAM, by whatever exceptions a Deny may have
      administratorArns: this.administrators.list.flatMap(namesOf).filter(name => !name.endsWith(':root')),
      multiRegion: this.options.multiRegion,
      readerArns: [...this.readers.list.flatMap(namesOf), ...[...this.readerAccounts].map(accountRootArn)],
      logBucketNames: this.bucketKeyBucketNames,
      bucketKey: this.bucketKeyBuckets.size > 0,
      eventDataStores: this.eventDataStores.size > 0 || !this.eventDataStoreUsers.isEmpty,
      eventDataStoreArns: this.eventDataStoreArns,
      eventDataStoreUserArns: this.eventDataStoreUsers.list.flatMap(namesOf),
      logGroupNames: [...this.logGroups.keys()],
      expectedStatements: this.statements.json(),
    };
  }

  /** Whether event data stores use the key that are not named yet, so that any account's could. */
  public get hasUnlockedEventDataStore(): boolean {
    return !this.eventDataStoreUsers.isEmpty && this.eventDataStores.size === 0;
  }

  /** An account as a whole goes into the statement that AWS's guide has for accounts. */
  private addReader(reader: PolicyPrincipal): void {
    if (reader.accountId === undefined) {
      this.readers.add(reader);
    } else {
      this.readerAccounts.add(reader.accountId);
    }
  }

  private administrationStatements(): iam.PolicyStatement[] {
    return [
      ...this.options.full ? [KeyPolicyStatements.enableIamUserPermissions()] : [],
      ...this.administrators.statements(administrators => this.administrationStatement(administrators)),
    ];
  }

  private trailStatements(): iam.PolicyStatement[] {
    const [trails, accounts, topicTrails] = [[...this.trails.values()], [...this.trailAccounts], [...this.topicTrails.values()]];
    const bucketKey = this.bucketKeyBuckets.size > 0;
    return [
      ...trails.length === 0 ? [] : [
        KeyPolicyStatements.allowCloudTrailEncryptLogs(trails),
        ...bucketKey ? [KeyPolicyStatements.allowCloudTrailEncryptLogsWithBucketKey(trails)] : [],
        KeyPolicyStatements.allowCloudTrailDecryptTrail(trails),
        KeyPolicyStatements.allowCloudTrailAccess(trails),
      ],
      ...accounts.length === 0 ? [] : [
        KeyPolicyStatements.allowCloudTrailEncryptLogsByAccount(accounts),
        ...bucketKey ? [KeyPolicyStatements.allowCloudTrailEncryptLogsByAccountWithBucketKey(accounts)] : [],
        KeyPolicyStatements.allowCloudTrailDecryptTrailByAccount(accounts),
        KeyPolicyStatements.allowCloudTrailAccessByAccount(accounts),
      ],
      ...topicTrails.length === 0 ? [] : [KeyPolicyStatements.allowCloudTrailPublish(topicTrails)],
    ];
  }

  private readerStatements(): iam.PolicyStatement[] {
    const [accounts, buckets] = [[...this.readerAccounts], this.bucketKeyBucketNames];
    const withBucketKey = (readers: iam.IPrincipal[]) =>
      KeyPolicyStatements.enableCloudTrailLogDecryptPermissionsWithBucketKey(readers, buckets);
    return [
      ...this.readers.statements(KeyPolicyStatements.enableCloudTrailLogDecryptPermissions),
      ...buckets.length === 0 ? [] : this.readers.statements(withBucketKey),
      ...accounts.length === 0 ? [] : [
        KeyPolicyStatements.enableEncryptedCloudTrailLogReadAccess(accounts),
        ...buckets.length === 0 ? [] : [KeyPolicyStatements.enableEncryptedCloudTrailLogReadAccessWithBucketKey(accounts, buckets)],
      ],
      ...[...this.memberAccountLogs.values()].map(KeyPolicyStatements.enableMemberAccountLogDecrypt),
    ];
  }

  private eventDataStoreStatements(): iam.PolicyStatement[] {
    const stores = this.eventDataStoreArns;
    return stores.length === 0 && this.eventDataStoreUsers.isEmpty ? [] : [
      KeyPolicyStatements.allowCloudTrailEncryptEds(stores),
      KeyPolicyStatements.allowCloudTrailDecryptEds(stores),
      KeyPolicyStatements.allowCloudTrailAccessEds(stores),
      ...this.eventDataStoreUsers.statements(KeyPolicyStatements.enableUserKeyPermissionsEds),
    ];
  }

  private logGroupStatements(): iam.PolicyStatement[] {
    return this.logGroups.size === 0 ? [] : [
      KeyPolicyStatements.allowCloudWatchLogs([...this.logGroups.keys()]),
      ...[...this.logGroups].flatMap(([name, users]) => users.statements(principals => KeyPolicyStatements.allowLogGroupUse(principals, [name]))),
    ];
  }
}

/** The ARNs by which somebody can be asked about: those of the principal, or one that its pattern stands for; none, where other conditions decide. */
function namesOf({ principal }: PolicyPrincipal): string[] {
  const { principalJson, conditions } = principal.policyFragment;
  const [[, byArn = {}] = [], ...others] = Object.entries<any>(conditions);
  const [[key, pattern] = [undefined, principalJson.AWS], ...otherKeys] = Object.entries<any>(byArn);
  if (others.length > 0 || otherKeys.length > 0 || (key !== undefined && key.toLowerCase() !== 'aws:principalarn')) return [];
  return [pattern ?? []].flat().filter(name => name !== '*').map(name => key === undefined ? name : name.replace(/\*/g, 'x').replace(/\?/g, 'x'));
}
