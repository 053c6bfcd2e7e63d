import { refused } from '../rule/refused';
import type { Rule } from '../rule/rule';

/**
 * Somebody who has to read log files could not.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export const READER_CANNOT_DECRYPT: Rule = {
  id: 'reader-cannot-decrypt',
  severity: 'error',
  check: (audited) =>
    refused(
      audited,
      ['reader-decrypt', 'reader-decrypt-with-bucket-key'],
      ({ caller }) => `${caller.arn} cannot decrypt log files`,
      'let it do kms:Decrypt, on condition that the encryption context kms:EncryptionContext:aws:cloudtrail:arn is there',
    ),
};
