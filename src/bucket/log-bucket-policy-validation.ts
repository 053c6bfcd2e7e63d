import { aws_s3 as s3, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { LogBucketPolicy } from './log-bucket-policy';
import { FinalPolicy } from '../private/final-policy';
import { BUCKET_POLICY_BYTES, BUCKET_SIZE_ADVICE } from '../private/limits';
import { isRetained, renderedResource } from '../private/rendered-resource';
import { warn } from '../private/warnings';

/** Checks a log bucket's policy when the tree is finished: whatever was added, overridden or replaced until then counts. */
export function validateLogBucketPolicy(reporter: IConstruct, policy: s3.CfnBucketPolicy, derived: LogBucketPolicy): void {
  reporter.node.addValidation({
    validate: () => {
      const { Properties: properties } = renderedResource(policy);
      const stack = Stack.of(policy);
      const final = new FinalPolicy(properties?.PolicyDocument, stack.resolve(derived.statements.json()), stack);
      if (final.mayExceed(BUCKET_POLICY_BYTES)) {
        warn(reporter, 'TrailLogBucket.policySizeUnknown',
          `the bucket policy may exceed the ${BUCKET_POLICY_BYTES} bytes that S3 takes, depending on what its references become; ${BUCKET_SIZE_ADVICE}`);
      }
      return [...final.losses('bucket'), ...final.refusals('bucket', BUCKET_POLICY_BYTES, BUCKET_SIZE_ADVICE)];
    },
  });
}

/** Warns when the tree is finished if a log bucket goes with its stack. */
export function warnUnlessRetained(bucket: s3.CfnBucket, reporter: IConstruct): void {
  reporter.node.addValidation({
    validate: () => {
      if (!isRetained(bucket)) {
        warn(reporter, 'TrailLogBucket.notRetained',
          "the bucket is deleted with the stack, and the audit log with it; set 'removalPolicy' to RETAIN");
      }
      return [];
    },
  });
}
