/** Where a key lies, and whether its stack says so or leaves it to the deployment. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly pinned: boolean;
}

/** A trail that exists. */
export interface Trail {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

/** A trail that a key serves: its names as the props write them, wildcards included, and a trail that they were made from. */
export interface OwnTrail {
  readonly region: string;
  readonly account: string;
  readonly name: string;
  readonly given: 'trails' | 'trailArns' | 'addTrail';
  readonly written: 'in full' | 'by pseudo parameters' | 'in the stack';
  readonly example: Trail;
}

/** What a principal may be tied to. */
export interface Conditions {
  readonly organizationId?: string;
  readonly mfa?: boolean;
  readonly mfaAge?: boolean;
  readonly sourceIp?: string;
  readonly viaService?: string;
}

/** Whom the props name. */
export type Principal = Conditions & (
  | { readonly is: 'role' | 'user'; readonly account: string; readonly name: string; readonly written: 'ARN' | 'by pseudo parameters' | 'imported' }
  | { readonly is: 'session'; readonly account: string; readonly name: string; readonly session: string }
  | { readonly is: 'account'; readonly account: string; readonly written: 'ARN' | 'by pseudo parameters' | 'AccountPrincipal' }
  | { readonly is: 'organization'; readonly id: string }
  | { readonly is: 'everybody of the account'; readonly account: string }
  | { readonly is: 'everybody like' | 'roles like'; readonly account: string; readonly pattern: string }
  | { readonly is: 'permission set'; readonly account: string; readonly name: string }
  | { readonly is: 'role of the stack' | 'user of the stack' | 'role of another stack'; readonly name: string }
  | { readonly is: 'composite'; readonly parts: Principal[] }
);

/** A principal given to the constructor, or afterwards by a grant. */
export type Given = Principal & { readonly later: boolean };

/** A name given to the constructor, or afterwards by a method. */
export interface GivenName {
  readonly name: string;
  readonly later: boolean;
}

/** Everything that is said about one key. */
export interface Setup {
  readonly place: Place;
  readonly accountAccess?: 'ADMINISTRATION' | 'FULL' | 'NONE';
  readonly multiRegion: boolean;
  readonly trails: OwnTrail[];
  readonly trailAccounts: string[];
  readonly readers: Given[];
  readonly readerAccounts: string[];
  readonly administrators: Given[];
  readonly eventDataStores: GivenName[];
  readonly eventDataStoreUsers: Given[];
  readonly bucketKeyBuckets: GivenName[];
  /** Which of the later additions comes last, when the policy was rendered once. */
  readonly last: number;
}

/** Who calls: a user, the session of a role, or the root user of an account, and what else is known of the call. */
export interface Caller extends Conditions {
  readonly is: 'user' | 'role' | 'root';
  readonly partition: string;
  readonly account: string;
  readonly name: string;
  readonly session: string;
}

/** A key, and callers and trails to be held against it. */
export interface Case {
  readonly setup: Setup;
  readonly callers: Caller[];
  readonly trails: Trail[];
}

/** The account of every key. */
export const OWN_ACCOUNT = '111111111111';

/** The accounts that a setup may name. */
export const ACCOUNTS = [OWN_ACCOUNT, '222222222222', '333333333333'];

/** An account that no setup names. */
export const STRANGER = '999999999999';

/** An organization that no setup names. */
export const STRANGE_ORGANIZATION = 'o-strangers99';

/** A role's name without its path. */
export function leaf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
