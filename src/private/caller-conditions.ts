import { aws_iam as iam, Token } from 'aws-cdk-lib';
import { parseArn } from './arns';
import { ACCOUNT_ID, ORGANIZATION_ID, PARTITION } from './formats';

/**
 * Condition keys that tell who calls, and what makes a value of each tell it: an account or an organization that is written out.
 *
 * In an ARN no wildcard may stand before the account: one of `StringLike` would reach across the colons.
 */
const CALLER_KEYS = new Map<string, (value: string) => boolean>([
  ['aws:principalarn', value => {
    const arn = parseArn(value);
    return arn !== undefined && isKnownAs(PARTITION.test, arn.partition) && ['iam', 'sts'].includes(arn.service) && arn.region === '' && isAccount(arn.account);
  }],
  ['aws:principalaccount', isAccount],
  ['kms:calleraccount', isAccount],
  ['aws:principalorgid', isOrganization],
  ['aws:principalorgpaths', value => isOrganization(value.split('/')[0])],
]);
const CALLER_OPERATORS = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;

/** The values of the conditions that say who calls, each condition's by itself; none, where everybody fulfils them. */
export function callerValues(conditions: iam.Conditions): string[][] {
  return Object.entries(conditions).filter(([operator]) => CALLER_OPERATORS.test(operator))
    .flatMap(([, keys]) => Object.entries<unknown>(keys as any))
    .map(([key, value]) => ({ tellsWho: CALLER_KEYS.get(key.toLowerCase()), values: [value].flat() as string[] }))
    .filter(({ tellsWho, values }) => tellsWho !== undefined && values.length > 0 && values.every(value => typeof value === 'string' && tellsWho(value)))
    .map(({ values }) => values);
}

/** Whether a value is right, as far as it is known. */
export function isKnownAs(test: (value: string) => boolean, value: unknown): boolean {
  return typeof value === 'string' && (Token.isUnresolved(value) || test(value));
}

export function isAccount(account: unknown): boolean {
  return isKnownAs(ACCOUNT_ID.test, account);
}

function isOrganization(organization: unknown): boolean {
  return isKnownAs(ORGANIZATION_ID.test, organization);
}
