import { Token } from 'aws-cdk-lib';
import { parseArn, partitionOfRegion } from './arns';
import { ACCOUNT_ID, PARTITION, REGION_PATTERN, TRAIL_NAME_PATTERN } from './formats';
import { knownToDiffer } from './known';
import { PropsCheck, shown } from './props-check';

/** The names that a trail's ARN is made of. */
export interface TrailNames {
  readonly trailName: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition?: string;
}

/** Takes a trail's ARN apart and notes everything that is wrong with it; undefined where it is none at all. */
export function readTrailArn(prop: string, trailArn: string, check: PropsCheck): TrailNames | undefined {
  const arn = typeof trailArn === 'string' ? parseArn(trailArn) : undefined;
  if (arn?.service !== 'cloudtrail' || !arn.resource.startsWith('trail/')) {
    check.add(Token.isUnresolved(trailArn)
      ? `'${prop}' must be known when the app is synthesized, got a token: a policy that waits for the trail it names would be a cycle; `
        + 'use new TrailIdentity() with the names that the ARN is made of'
      : `'${prop}' must be the ARN of a trail, "arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME", got ${shown(trailArn)}; `
        + 'take it from the output of `aws cloudtrail describe-trails`');
    return undefined;
  }
  const names = { trailName: arn.resource.slice('trail/'.length), accountId: arn.account, region: arn.region, partition: arn.partition };
  checkTrailNames(part => `${prop}: ${part}`, names, check);
  return names;
}

/** Notes everything that is wrong with a trail's names. */
export function checkTrailNames(prop: (part: keyof TrailNames) => string, names: TrailNames, check: PropsCheck): void {
  check.required(prop('trailName'), names.trailName, TRAIL_NAME_PATTERN);
  check.required(prop('accountId'), names.accountId, ACCOUNT_ID);
  const regionIsRight = check.required(prop('region'), names.region, REGION_PATTERN);
  const partitionIsRight = check.optional(prop('partition'), names.partition, PARTITION);
  if (regionIsRight && partitionIsRight && knownToDiffer(names.partition, partitionOfRegion(names.region))) {
    check.add(`'${prop('partition')}' must be the one of Region ${shown(names.region)}, ${shown(partitionOfRegion(names.region))}, `
      + `got ${shown(names.partition)}; use one partition throughout`);
  }
}
