import { aws_s3 as s3, Lazy, Stack } from 'aws-cdk-lib';

/**
 * Gives a bucket a policy that is rendered anew at each resolution: derived statements, then what was added to the bucket by the CDK's own means.
 */
export function derivedBucketPolicy(bucket: s3.Bucket, derived: () => any[]): s3.CfnBucketPolicy {
  const policy = new s3.BucketPolicy(bucket, 'Policy', { bucket });
  bucket.policy = policy;
  const resource = policy.node.defaultChild as s3.CfnBucketPolicy;
  resource.policyDocument = Lazy.uncachedAny({
    produce: () => ({ Statement: [...derived(), ...policy.document.toJSON()?.Statement ?? []], Version: '2012-10-17' }),
  });
  return resource;
}

/** Appends derived statements to the untouched policy that a bucket of the app has, wherever it was defined: a bucket takes one policy only. */
export function appendToBucketPolicy(bucket: s3.IBucket, derived: (taken: string[]) => any[]): s3.CfnBucketPolicy {
  const resource = policyDefinitionOf(bucket);
  const original = resource.policyDocument;
  resource.policyDocument = Lazy.uncachedAny({
    produce: context => {
      const { Statement: own, ...rest } = context.resolve(original) ?? { Version: '2012-10-17' };
      const statements = [own ?? []].flat();
      return { ...rest, Statement: [...statements, ...derived(statements.map(statement => statement.Sid))] };
    },
  });
  return resource;
}

/** The resource behind a bucket: the child of an `s3.Bucket`, or the parent of a view that `s3.Bucket.fromCfnBucket` made. */
export function bucketDefinitionOf(bucket: s3.IBucket): s3.CfnBucket | undefined {
  return [bucket?.node?.defaultChild, bucket?.node?.scope].find(candidate => s3.CfnBucket.isCfnBucket(candidate)) as s3.CfnBucket | undefined;
}

/** Whether a bucket of the app uses an S3 Bucket Key. */
export function hasBucketKey(definition: s3.CfnBucket | undefined): boolean {
  return definition !== undefined && JSON.stringify(Stack.of(definition).resolve(definition.bucketEncryption) ?? '').includes('"bucketKeyEnabled":true');
}

function policyDefinitionOf(bucket: s3.IBucket): s3.CfnBucketPolicy {
  const stack = Stack.of(bucket);
  const name = JSON.stringify(stack.resolve(bucket.bucketName));
  const existing = bucket.policy?.node.defaultChild
    ?? stack.node.findAll().find(node => s3.CfnBucketPolicy.isCfnBucketPolicy(node) && JSON.stringify(stack.resolve(node.bucket)) === name);
  if (existing !== undefined) return existing as s3.CfnBucketPolicy;
  bucket.policy = new s3.BucketPolicy(bucket, 'Policy', { bucket });
  return bucket.policy.node.defaultChild as s3.CfnBucketPolicy;
}
