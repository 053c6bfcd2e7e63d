import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { knownToDiffer } from './known';
import { PropsCheck, shown } from './props-check';
import { warn } from './warnings';

/** S3 takes only keys of the bucket's own Region; https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
export function checkKeyRegion(check: PropsCheck, keyRegion: string, bucketRegion: string, fix = 'use a key there'): void {
  if (knownToDiffer(keyRegion, bucketRegion)) {
    check.add(`'encryptionKey' must lie in the bucket's Region, ${shown(bucketRegion)}, got a key of ${shown(keyRegion)}; ${fix}`);
  }
}

/** Says that the Regions of a key and a bucket could not be compared. */
export function warnOfUnknownRegion(scope: IConstruct, keyRegion: string, bucketRegion: string): void {
  if (keyRegion !== bucketRegion && (Token.isUnresolved(keyRegion) || Token.isUnresolved(bucketRegion))) {
    warn(scope, 'TrailLogBucket.regionUnknown',
      'it could not be checked that key and bucket lie in one Region, as S3 demands: give the stacks an explicit env');
  }
}
