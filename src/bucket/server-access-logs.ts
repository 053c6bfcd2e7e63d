import { Aws, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BucketPolicyStatements } from '../policy/bucket-policy-statements';
import { acknowledgeCheckovCheck, acknowledgeNagRule, acknowledgeNotReplicated, NagPack } from '../private/acknowledgements';
import { bucketDefinitionOf, derivedBucketPolicy } from '../private/bucket-policies';
import { DerivedStatements } from '../private/derived-statements';
import { knownToDiffer } from '../private/known';
import { PropsCheck, shown } from '../private/props-check';
import { asSubstitution, isMadeOfNames } from '../private/render';
import { renderedResource } from '../private/rendered-resource';
import { withDistinctSids } from '../private/sids';
import { warn } from '../private/warnings';

const PROP = 'serverAccessLogsBucket';

/** What a bucket that was given to receive access logs must fulfil; https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
export function checkServerAccessLogsBucket(check: PropsCheck, destination: s3.IBucket, scope: Construct, bucketName?: string): void {
  if (destination?.env === undefined || destination.bucketArn === undefined) {
    check.add(`'${PROP}' must be a bucket, got ${shown(destination)}; for one that the app only names use s3.Bucket.fromBucketName()`);
    return;
  }
  const { account, region } = Stack.of(scope);
  check.add(...obstacles(destination));
  if (knownToDiffer(region, destination.env.region)) {
    check.add(`'${PROP}' must lie in the Region of the log bucket, ${shown(region)}, got one of ${shown(destination.env.region)}; use another bucket`);
  }
  if (knownToDiffer(account, destination.env.account)) {
    check.add(`'${PROP}' must lie in the account of the log bucket, ${shown(account)}, got one of ${shown(destination.env.account)}; use another bucket`);
  }
  if ((bucketName === undefined || !isMadeOfNames(bucketName, scope)) && Stack.of(destination) !== Stack.of(scope)) {
    check.add(`'${PROP}' of another stack needs a literal 'bucketName' of this one, got ${bucketName === undefined ? 'none' : 'a token'}; give this bucket a name: `
      + "the other bucket's policy names it, and a reference would make the two stacks depend on each other");
  }
}

/** What keeps S3 from delivering access logs to a bucket, with every override that it has by now. */
function obstacles(destination: s3.IBucket): string[] {
  const definition = bucketDefinitionOf(destination);
  const { BucketEncryption: encryption = '', ObjectLockEnabled: isLocked } = (definition && renderedResource(definition).Properties) ?? {};
  const isEncryptedWithKms = destination.encryptionKey !== undefined || JSON.stringify(encryption).includes('aws:kms');
  const got = (what: string) => `got ${shown(destination)} with ${what}, to which S3 delivers no access logs; use another bucket`;
  return [
    ...isEncryptedWithKms ? [`'${PROP}' must be encrypted with SSE-S3, ${got('KMS')}`] : [],
    ...isLocked === true ? [`'${PROP}' must be without Object Lock, ${got('it')}`] : [],
  ];
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
  acknowledgeFindings(bucket);
  return bucket;
}

/** What scanners ask of every bucket, and one that receives access logs cannot have. */
function acknowledgeFindings(bucket: s3.Bucket): void {
  const { HIPAA, NIST_R4, NIST_R5, PCI } = NagPack;
  acknowledgeNagRule(bucket, 'S3DefaultEncryptionKMS', [HIPAA, NIST_R5, PCI],
    'S3 delivers access logs only to buckets that are encrypted with SSE-S3');
  acknowledgeNagRule(bucket, 'S3BucketDefaultLockEnabled', [NIST_R4], 'S3 delivers no access logs to buckets with a default Object Lock');
  acknowledgeNotReplicated(bucket);
  acknowledgeCheckovCheck(bucket.node.defaultChild as s3.CfnBucket, 'CKV_AWS_18',
    'logging the accesses of the bucket that receives access logs would never end: every log file that is delivered would be an access');
}

/** Lets a given bucket receive the access logs of another, which is named literally where it belongs to another stack. */
export function admitServerAccessLogs(destination: s3.IBucket, source: s3.IBucket, prefix: string, bucketName?: string): void {
  // an override may come later
  source.node.addValidation({ validate: () => obstacles(destination) });
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
