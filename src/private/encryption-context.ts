/** The encryption context that CloudTrail sends with every log file. */
export const TRAIL_CONTEXT = 'kms:EncryptionContext:aws:cloudtrail:arn';

/** The encryption context that S3 adds: the object's ARN, or the bucket's where a Bucket Key is on. */
export const S3_CONTEXT = 'kms:EncryptionContext:aws:s3:arn';

/** The encryption context that CloudWatch Logs sends. */
export const LOGS_CONTEXT = 'kms:EncryptionContext:aws:logs:arn';
