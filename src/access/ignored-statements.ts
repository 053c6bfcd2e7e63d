import { statementsOf } from './evaluate';
import { isIntrinsic, isObject, isPresent, itemsOf, renderValue, UNRESOLVED } from './intrinsics';
import { KMS_ACTIONS } from './kms-actions';
import type { PolicyEnvironment } from './request';
import { foldCase, matchTokens, tokenize } from './wildcard';

/** A statement of a key policy that KMS ignores or rejects, as a whole or in part. */
export interface IgnoredStatement {
  readonly index: number;
  /** The statement as it stands in the policy, the same object. */
  readonly statement: any;
  readonly reason: string;
  /** Whether the whole statement is without effect, and not just the value that the reason names. */
  readonly whole: boolean;
}

type Complaint = Pick<IgnoredStatement, 'reason' | 'whole'>;

/**
 * What KMS ignores or rejects in a key policy. Each is without effect in `evaluate` too.
 *
 * @param keyArn ARN of the key when it is known; otherwise any key of the environment is taken to be it.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export function ignoredStatements(policy: any, environment: PolicyEnvironment, keyArn = anyKeyOf(environment)): IgnoredStatement[] {
  if (!isObject(policy) || isIntrinsic(policy)) return [];
  return statementsOf(policy).flatMap(({ statement, statementIndex }) => {
    return complaints(statement, environment, keyArn).map((complaint) => ({ index: statementIndex, statement, ...complaint }));
  });
}

function complaints(statement: any, environment: PolicyEnvironment, keyArn: string): Complaint[] {
  if (isIntrinsic(statement)) return [];
  if (!isObject(statement)) return [whole('is not an object')];
  return [
    ...isIntrinsic(statement.Effect) || ['Allow', 'Deny'].includes(statement.Effect) ? [] : [whole('has no Effect of "Allow" or "Deny"')],
    ...isPresent(statement.Principal) || isPresent(statement.NotPrincipal) ? [] : [whole('has neither Principal nor NotPrincipal')],
    ...elementComplaints(statement, 'Action', (value) => isAction(renderValue(value, environment)), 'not an action of KMS'),
    ...elementComplaints(statement, 'Resource', (value) => isKey(renderValue(value, environment), keyArn), 'neither "*" nor the ARN of the key'),
  ];
}

function elementComplaints(statement: { [name: string]: any }, element: string, accepts: (value: any) => boolean, fault: string): Complaint[] {
  const name = isPresent(statement[element]) ? element : `Not${element}`;
  if (!isPresent(statement[name])) return [whole(`has neither ${element} nor Not${element}`)];
  const values = itemsOf(statement[name]);
  const refused = values.filter((value) => !accepts(value));
  // what a Not element names in vain excludes nothing, and the statement still applies to everything else
  const nothingLeft = refused.length === values.length && name === element;
  if (nothingLeft && values.length === 0) return [whole(`has an empty ${name}`)];
  return refused.map((value) => ({ reason: `${name} ${brief(value)} is ${fault}`, whole: nothingLeft }));
}

function whole(reason: string): Complaint {
  return { reason, whole: true };
}

function isAction(action: string): boolean {
  const pattern = foldCase(tokenize(action, { wildcards: true })!);
  return KMS_ACTIONS.some((known) => matchTokens(pattern, foldCase(tokenize(known)!)) !== false);
}

function isKey(resource: string, keyArn: string): boolean {
  // a policy variable could be any part of the ARN
  const pattern = tokenize(resource, { wildcards: true, variables: () => UNRESOLVED })!;
  return matchTokens(pattern, tokenize(keyArn)!) !== false;
}

function anyKeyOf({ partition = UNRESOLVED, region = UNRESOLVED, account = UNRESOLVED }: PolicyEnvironment): string {
  return `arn:${partition}:kms:${region}:${account}:key/${UNRESOLVED}`;
}

function brief(value: any): string {
  const text = typeof value === 'string' ? value : typeof value;
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}...` : text);
}
