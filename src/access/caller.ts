import { UNRESOLVED } from './intrinsics';
import type { Caller, PolicyEnvironment } from './request';

/** What kind of principal an IAM or STS ARN names; `other` when the ARN does not tell. */
export type PrincipalKind = 'root' | 'user' | 'role' | 'session' | 'other';

/** An IAM or STS ARN taken apart. */
export interface PrincipalName {
  readonly kind: PrincipalKind;
  readonly partition: string;
  readonly account: string;
  /** Name of the user, or of the role also for one of its sessions; without the path. */
  readonly name: string;
  /** Name of the session, where the ARN is a session's and tells it. */
  readonly session?: string;
}

/** A caller with everything that follows from what was said about it; a service caller has no `kind`. */
export interface Identity extends Caller, Partial<PrincipalName> {
  /** The ARN that stands for the caller's whole account. */
  readonly rootArn?: string;
}

/** Takes a principal's ARN apart, or gives undefined when the text is none. */
export function parsePrincipalArn(arn: string): PrincipalName | undefined {
  const [prefix, partition, service, , account, ...rest] = arn.split(':', 7);
  if (prefix !== 'arn' || rest.length !== 1) return undefined;
  const segments = rest[0].split('/');
  const last = segments[segments.length - 1];
  const named = (kind: PrincipalKind, name: string) => ({ kind, partition, account, name });
  if (service === 'iam' && rest[0] === 'root') return named('root', '');
  if (service === 'iam' && segments.length > 1 && (segments[0] === 'user' || segments[0] === 'role')) return named(segments[0], last);
  if (service === 'sts' && (segments.length === 2 || segments.length === 3) && segments[0] === 'assumed-role') {
    return { ...named('session', segments[1]), session: segments[2] };
  }
  return named('other', last);
}

/** Everything that follows from what is said about a caller; what does not follow is unresolved. */
export function identify(caller: Caller, environment: PolicyEnvironment): Identity {
  if (caller.arn === undefined && caller.account === undefined) return caller;
  const parsed = caller.arn === undefined ? undefined : parsePrincipalArn(caller.arn);
  const partition = parsed?.partition ?? environment.partition ?? UNRESOLVED;
  const account = caller.account ?? parsed?.account ?? UNRESOLVED;
  const { arn, service, organizationId } = caller;
  const rootArn = `arn:${partition}:iam::${account}:root`;
  return { arn, service, account, organizationId, partition, rootArn, kind: parsed?.kind ?? 'other', name: parsed?.name, session: parsed?.session };
}
