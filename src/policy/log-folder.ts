import { S3_KEY_PREFIX } from '../private/formats';
import { PropsCheck } from '../private/props-check';

/** Where CloudTrail writes; the folder of each account or organization lies in it. */
export function logFolder(s3KeyPrefix?: string): string {
  const check = new PropsCheck();
  check.optional('s3KeyPrefix', s3KeyPrefix, S3_KEY_PREFIX);
  check.done('policy statement');
  return s3KeyPrefix === undefined ? 'AWSLogs' : `${s3KeyPrefix}/AWSLogs`;
}

/** What lies in the caller's own folder: the last part of the path is filled in for each request. */
export function memberFolder(organizationId: string, s3KeyPrefix?: string): string {
  return `${logFolder(s3KeyPrefix)}/${organizationId}/\${aws:PrincipalAccount}/*`;
}
