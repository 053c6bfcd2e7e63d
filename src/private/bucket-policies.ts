import { aws_s3 as s3, Lazy } from 'aws-cdk-lib';

/**
 * Gives a bucket a policy that is rendered anew at each resolution: derived statements, then what was added to the bucket by the CDK's own means.
 */
export function derivedBucketPolicy(bucket: s3.Bucket, derived: () => any[]): s3.BucketPolicy {
  const policy = new s3.BucketPolicy(bucket, 'Policy', { bucket });
  bucket.policy = policy;
  definitionOf(policy).policyDocument = Lazy.uncachedAny({
    produce: () => ({ Statement: [...derived(), ...policy.document.toJSON()?.Statement ?? []], Version: '2012-10-17' }),
  });
  return policy;
}

/** Appends derived statements to the untouched policy that a bucket has. */
export function appendToBucketPolicy(bucket: s3.IBucket, derived: (taken: string[]) => any[]): s3.BucketPolicy {
  const policy = bucket.policy ??= new s3.BucketPolicy(bucket, 'Policy', { bucket });
  const resource = definitionOf(policy);
  const original = resource.policyDocument;
  resource.policyDocument = Lazy.uncachedAny({
    produce: context => {
      const { Statement: own, ...rest } = context.resolve(original) ?? { Version: '2012-10-17' };
      const statements = [own ?? []].flat();
      return { ...rest, Statement: [...statements, ...derived(statements.map(statement => statement.Sid))] };
    },
  });
  return policy;
}

function definitionOf(policy: s3.BucketPolicy): s3.CfnBucketPolicy {
  return policy.node.defaultChild as s3.CfnBucketPolicy;
}
