import { Token } from 'aws-cdk-lib';
import { partitionOfRegion } from './arns';

/** The partition of something, as far as its own name for it and its Region tell. */
export function knownPartition(partition: string, region: string): string | undefined {
  return Token.isUnresolved(partition) ? partitionOfRegion(region) : partition;
}

/** Whether two Regions, accounts or partitions are known, and known to be different. */
export function knownToDiffer(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}
