/** The answer: the policy alone allows it, it leaves it to the account's IAM, it denies it, it is silent, or a template leaves it open. */
export type Outcome = 'direct' | 'delegated' | 'denied' | 'no' | 'unknown';

/** Who calls: a service, or an IAM principal, or with an account alone some principal of it that no policy names. */
export interface Caller {
  /** Service principal, for example `cloudtrail.amazonaws.com`. */
  readonly service?: string;
  /** ARN of an IAM role, a user, an account's root user, or an assumed-role session. */
  readonly arn?: string;
  /** Account of the caller; derived from `arn` when omitted. */
  readonly account?: string;
  /** Organization of the caller's account; without it the account is in none. */
  readonly organizationId?: string;
}

/** One question asked of a resource policy. */
export interface AccessRequest {
  /** For example `kms:Decrypt`. */
  readonly action: string;
  readonly caller: Caller;
  /** ARN of the key, bucket or object. */
  readonly resource: string;
  /** Condition keys beyond those that follow from the caller; one given here wins over a derived one, and without a value says that it is not there. */
  readonly context?: { readonly [conditionKey: string]: string | string[] };
}

/** Where the policy stands: what pseudo parameters and derived condition keys take their values from. */
export interface PolicyEnvironment {
  readonly partition?: string;
  readonly account?: string;
  readonly region?: string;
  readonly organizationId?: string;
}

/** An answer and the statement that decided it. */
export interface Evaluation {
  readonly outcome: Outcome;
  /** The deciding statement as it stands in the policy, the same object; with `unknown`, the one that could not be resolved. */
  readonly statement?: any;
  /** Its position in the policy. */
  readonly statementIndex?: number;
}
