import { Aws, Token } from 'aws-cdk-lib';
import { partitionOfRegion } from './arns';

/** The partition of something, as far as its own name for it and its Region tell. */
export function knownPartition(partition: string, region: string): string | undefined {
  return Token.isUnresolved(partition) ? partitionOfRegion(region) : partition;
}

/** Whether something names the account or Region of whatever stack it stands in, though those of this one are known and may be others. */
export function isOfAnyStack(named: { account?: string; region?: string }, own: { account: string; region: string }): boolean {
  return (named.account === Aws.ACCOUNT_ID && !Token.isUnresolved(own.account)) || (named.region === Aws.REGION && !Token.isUnresolved(own.region));
}

/** Whether two Regions, accounts or partitions are known, and known to be different. */
export function knownToDiffer(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}
