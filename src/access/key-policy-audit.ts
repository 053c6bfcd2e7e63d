import type { aws_kms as kms } from 'aws-cdk-lib';
import type { KeyResource } from '../private/key-definition';

/** What a key policy says about a request. */
export enum AccessOutcome {
  /** The key policy alone allows it. */
  DIRECT = 'direct',

  /** The key policy leaves it to the IAM policies of the caller's account. */
  DELEGATED = 'delegated',

  /** A statement denies it. */
  DENIED = 'denied',

  /** No statement allows it. */
  NO = 'no',

  /** It depends on something that only the deployment knows. */
  UNKNOWN = 'unknown',
}

/** How bad a finding is. */
export enum FindingSeverity {
  /** CloudTrail or a reader cannot do its work, KMS refuses the policy, or somebody gets in who must not. */
  ERROR = 'error',

  /** It works, but it is doubtful that it is meant so. */
  WARNING = 'warning',

  /** Good to know. */
  INFO = 'info',
}

/** A question that was asked of a key policy, and the answer. */
export interface AccessProbe {
  /** What kind of question it is, as in `own-trail-encrypt`. */
  readonly id: string;

  /** The question in words. */
  readonly question: string;

  /** The answer. */
  readonly outcome: AccessOutcome;

  /**
   * The statement that decided; where the answer is unknown, the one that could not be resolved.
   *
   * @default - no statement says anything about it
   */
  readonly statement?: any;
}

/** Something that is wrong with a key policy, or doubtful about it. */
export interface KeyPolicyFinding {
  /** The rule that found it, as in `foreign-trail-can-encrypt`. */
  readonly rule: string;

  /** How bad it is. */
  readonly severity: FindingSeverity;

  /** What is wrong. */
  readonly message: string;

  /** What to do about it. */
  readonly fix: string;

  /**
   * The statement that it is about.
   *
   * @default - it is about the policy as a whole
   */
  readonly statement?: any;
}

/** What a key is for, and where it is: what its policy is judged by. */
export interface KeyPolicyAuditContext {
  /**
   * The account that owns the key, 12 digits.
   *
   * @default - that of the key's stack; for a policy alone it is not known
   */
  readonly accountId?: string;

  /**
   * The key's Region.
   *
   * @default - that of the key's stack; for a policy alone it is not known
   */
  readonly region?: string;

  /**
   * The key's partition.
   *
   * @default - that of the Region
   */
  readonly partition?: string;

  /**
   * The key's ARN.
   *
   * @default - the one key of the account and Region that the policy names; else it is not known
   */
  readonly keyArn?: string;

  /**
   * The organization of the key's account, as in `o-exampleorg1`.
   *
   * @default - the one that the policy names
   */
  readonly organizationId?: string;

  /**
   * The trails that have to be able to encrypt with the key; `*` and `?` may stand in Region and name.
   *
   * @default - those that the policy names; if it names none and `trailAccounts` is not given, any trail of the key's account
   */
  readonly trailArns?: string[];

  /**
   * The accounts all of whose trails have to be able to encrypt with the key, 12 digits each.
   *
   * @default - no whole accounts
   */
  readonly trailAccounts?: string[];

  /**
   * The roles, users and accounts that have to be able to decrypt log files, by ARN.
   *
   * @default - nobody by name
   */
  readonly readerArns?: string[];

  /**
   * The trails that have to be able to publish to a topic on the key.
   *
   * @default - none
   */
  readonly topicTrailArns?: string[];

  /**
   * The roles, users and accounts that have to be able to change the key policy, by ARN.
   *
   * @default - somebody, whoever that is
   */
  readonly administratorArns?: string[];

  /**
   * Whether the key is a multi-Region key, which has more to be managed.
   *
   * @default false
   */
  readonly multiRegion?: boolean;

  /**
   * The names of the buckets that the log files lie in.
   *
   * @default - not known
   */
  readonly logBucketNames?: string[];

  /**
   * Whether these buckets use an S3 Bucket Key.
   *
   * @default false
   */
  readonly bucketKey?: boolean;

  /**
   * Whether event data stores use the key.
   *
   * @default - whether `eventDataStoreArns` names any
   */
  readonly eventDataStores?: boolean;

  /**
   * The event data stores that have to be able to use the key, by ARN.
   *
   * @default - none that is known
   */
  readonly eventDataStoreArns?: string[];

  /**
   * The roles and users that have to be able to use event data stores on the key, by ARN.
   *
   * @default - nobody by name
   */
  readonly eventDataStoreUserArns?: string[];

  /**
   * The names of the CloudWatch Logs log groups on the key.
   *
   * @default - no log group
   */
  readonly logGroupNames?: string[];

  /**
   * Statements that have to stand in the policy, whatever their Sid, as JSON.
   *
   * @default - none
   */
  readonly expectedStatements?: any[];
}

/**
 * Who may do what with a key for CloudTrail, proven by evaluating its policy as AWS documents it, and what is wrong with that policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export class KeyPolicyAudit {
  /**
   * Audits a key policy, as JSON or as it stands in a template.
   *
   * Throws if `policy` is not a policy, and if a value of `context` is malformed.
   *
   * @param policy the policy's JSON; intrinsic functions may stand in it
   * @param context what the key is for
   */
  public static ofPolicy(policy: { [key: string]: any }, context: KeyPolicyAuditContext = {}): KeyPolicyAudit {
    // loaded when it is needed: it is a quarter of the package, and most apps never ask
    const { auditPolicy, checkInput, probesOf } = require('./audit') as typeof import('./audit');
    checkInput(policy, context);
    const { answers, findings } = auditPolicy(policy, context);
    return new KeyPolicyAudit(probesOf(answers), findings);
  }

  /**
   * Audits the policy that a key of this app has now, with every override and whatever was added to it; what is added afterwards still reaches the template.
   *
   * Throws if the app does not define the key, if something that is no policy was put in the place of the key's own,
   * and if a value of `context` is malformed.
   *
   * @param key a key of this app
   * @param context what the key is for; tokens may stand in it
   */
  public static ofKey(key: kms.IKeyRef, context: KeyPolicyAuditContext = {}): KeyPolicyAudit {
    // the only part that knows the CDK
    const { resourceOf } = require('./read-key') as typeof import('./read-key');
    return KeyPolicyAudit._ofResource(resourceOf(key), context);
  }

  /**
   * Audits the policy of a resource.
   *
   * @internal
   */
  public static _ofResource(resource: KeyResource, context: KeyPolicyAuditContext): KeyPolicyAudit {
    const { contextIn, currentPolicy } = require('./read-key') as typeof import('./read-key');
    return KeyPolicyAudit.ofPolicy(currentPolicy(resource), contextIn(resource, context));
  }

  private constructor(
    /** What was asked of the policy, and the answers. */
    public readonly probes: AccessProbe[],
    /** What is wrong with the policy, the worst first. */
    public readonly findings: KeyPolicyFinding[],
  ) {}

  /** The audit as a section of a Markdown document: a table of the probes, and the findings. */
  public toMarkdown(): string {
    const { auditMarkdown } = require('./audit-markdown') as typeof import('./audit-markdown');
    return auditMarkdown(this);
  }
}
