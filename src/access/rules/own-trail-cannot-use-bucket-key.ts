import { refused } from '../rule/refused';
import type { Rule } from '../rule/rule';

/**
 * A bucket with an S3 Bucket Key asks for kms:Decrypt too, and for requests whose context is the bucket.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const OWN_TRAIL_CANNOT_USE_BUCKET_KEY: Rule = {
  id: 'own-trail-cannot-use-bucket-key',
  severity: 'error',
  check: (audited) =>
    audited.context.bucketKey
      ? refused(
        audited,
        ['service-decrypt', 'own-trail-encrypt-with-bucket-key'],
        ({ context }) => `CloudTrail cannot use the key for ${context['aws:SourceArn']} in a bucket with an S3 Bucket Key`,
        'let cloudtrail.amazonaws.com do kms:GenerateDataKey* and kms:Decrypt, with aws:SourceArn as the only condition, or turn the Bucket Key off',
      )
      : [],
};
