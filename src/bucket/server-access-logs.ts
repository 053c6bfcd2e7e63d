import { Aws, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BucketPolicyStatements } from '../policy/bucket-policy-statements';
import { bucketDefinitionOf, derivedBucketPolicy } from '../private/bucket-policies';
import { DerivedStatements } from '../private/derived-statements';
import { knownToDiffer } from '../private/known';
import { PropsCheck, shown } from '../private/props-check';
import { asSubstitution, isMadeOfNames } from '../private/render';
import { withDistinctSids } from '../private/sids';
import { warn } from '../private/warnings';

/** What a bucket that was given to receive access logs must fulfil; https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
export function checkServerAccessLogsBucket(check: PropsCheck, destination: s3.IBucket, scope: Construct, bucketName?: string): void {
  const prop = 'serverAccessLogsBucket';
  if (destination?.env === undefined || destination.bucketArn === undefined) {
    check.add(`'${prop}' must be a bucket, got ${shown(destination)}; for one that the app only names use s3.Bucket.fromBucketName()`);
    return;
  }
  const { account, region } = Stack.of(scope);
  if (isEncryptedWithKms(destination)) {
    check.add(`'${prop}' must be encrypted with SSE-S3, got ${shown(destination)} with KMS, to which S3 delivers no access logs; use another bucket`);
  }
  if (bucketDefinitionOf(destination)?.objectLockEnabled === true) {
    check.add(`'${prop}' must be without Object Lock, got ${shown(destination)} with it, to which S3 delivers no access logs; use another bucket`);
  }
  if (knownToDiffer(region, destination.env.region)) {
    check.add(`'${prop}' must lie in the Region of the log bucket, ${shown(region)}, got one of ${shown(destination.env.region)}; use another bucket`);
  }
  if (knownToDiffer(account, destination.env.account)) {
    check.add(`'${prop}' must lie in the account of the log bucket, ${shown(account)}, got one of ${shown(destination.env.account)}; use another bucket`);
  }
  if ((bucketName === undefined || !isMadeOfNames(bucketName, scope)) && Stack.of(destination) !== Stack.of(scope)) {
    check.add(`'${prop}' of another stack needs a literal 'bucketName' of this one, got ${bucketName === undefined ? 'none' : 'a token'}; give this bucket a name: `
      + "the other bucket's policy names it, and a reference would make the two stacks depend on each other");
  }
}

function isEncryptedWithKms(bucket: s3.IBucket): boolean {
  const definition = bucketDefinitionOf(bucket);
  return bucket.encryptionKey !== undefined
    || JSON.stringify(Stack.of(bucket).resolve(definition?.bucketEncryption) ?? '').includes('aws:kms');
}

/** Defines a bucket for access logs. */
export function defineServerAccessLogsBucket(scope: Construct, source: s3.IBucket, prefix: string): s3.Bucket {
  const bucket = new s3.Bucket(scope, 'ServerAccessLogs', {
    encryption: s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
  });
  const statements = new DerivedStatements(() => [
    BucketPolicyStatements.denyInsecureTransport(bucket.bucketArn),
    BucketPolicyStatements.s3ServerAccessLogs(bucket.bucketArn, source.bucketArn, prefix),
  ]);
  derivedBucketPolicy(bucket, () => statements.json());
  return bucket;
}

/** Lets a given bucket receive the access logs of another, which is named literally where it belongs to another stack. */
export function admitServerAccessLogs(destination: s3.IBucket, source: s3.IBucket, prefix: string, bucketName?: string): void {
  const sourceArn = bucketName === undefined ? source.bucketArn : `arn:${Aws.PARTITION}:s3:::${bucketName}`;
  const statement = BucketPolicyStatements.s3ServerAccessLogs(destination.bucketArn, sourceArn, prefix);
  const taken = destination.policy?.document.toJSON()?.Statement.map((other: any) => other.Sid);
  statement.sid = withDistinctSids([statement.toStatementJson()], taken)[0].Sid;
  if (!destination.addToResourcePolicy(statement).statementAdded) {
    warn(source, 'TrailLogBucket.serverAccessLogsNotGranted',
      `this app cannot change the policy of the bucket ${destination.node.path}; its owner has to add `
      + JSON.stringify(asSubstitution(Stack.of(source).resolve(statement.toStatementJson()), Stack.of(source))));
  }
}
