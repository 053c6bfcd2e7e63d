import { hasWildcard } from './arns';
import { S3_KEY_PREFIX_LENGTH } from './limits';

/** What a string may look like, in the words of an error message. */
export interface Format {
  readonly allowed: string;
  readonly fix: string;
  readonly test: (value: string) => boolean;

  /** Whether `*` and `?` may stand in it. */
  readonly isPattern?: boolean;
}

const isIpAddress = (value: string) => /^\d{1,3}(\.\d{1,3}){3}$/.test(value);

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html */
export const TRAIL_NAME: Format = {
  allowed: "3-128 letters, digits, '.', '_' or '-', beginning and ending with a letter or digit, no two of '._-' side by side, not an IP address",
  fix: 'rename the trail',
  test: name => name.length >= 3 && name.length <= 128 && /^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/.test(name) && !isIpAddress(name),
};

/** A trail name as a policy may name it. */
export const TRAIL_NAME_PATTERN: Format = {
  allowed: `a trail name, in which '*' and '?' may stand for characters that are not known (a trail name is ${TRAIL_NAME.allowed})`,
  fix: TRAIL_NAME.fix,
  test: name => hasWildcard(name) ? /^[A-Za-z0-9._*?-]{1,128}$/.test(name) : TRAIL_NAME.test(name),
  isPattern: true,
};

/** The ARN of a trail as the audit takes it. */
export const TRAIL_ARN_PATTERN: Format = {
  allowed: 'the ARN of a trail, "arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME"; * and ? may stand in Region and name',
  fix: 'take it from the output of `aws cloudtrail describe-trails`',
  test: (arn) => /^arn:aws(-[a-z]{1,20}){0,9}:cloudtrail:[a-z0-9*?-]+:\d{12}:trail\/[A-Za-z0-9._*?-]+$/.test(arn),
  isPattern: true,
};

/** A Region as a policy may name it. */
export const REGION_PATTERN: Format = {
  allowed: "a Region such as \"eu-central-1\", in which '*' and '?' may stand for characters that are not known",
  fix: "name the trail's home Region",
  test: region => hasWildcard(region) ? /^[a-z0-9*?-]+$/.test(region) : /^[a-z]{1,20}(-[a-z]{1,20}){1,9}-\d{1,9}$/.test(region),
  isPattern: true,
};

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export const ACCOUNT_ID: Format = {
  allowed: 'an account id of 12 digits, as a string',
  fix: 'write it in full, as in "111111111111"; accounts have no wildcard',
  test: id => /^\d{12}$/.test(id),
};

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export const ORGANIZATION_ID: Format = {
  allowed: '"o-" and 10 to 32 lower-case letters or digits',
  fix: 'take it from the output of `aws organizations describe-organization`',
  test: id => /^o-[a-z0-9]{10,32}$/.test(id),
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const PARTITION: Format = {
  allowed: 'a partition such as "aws", "aws-cn" or "aws-us-gov"',
  fix: 'leave it out to take the partition of the stack',
  test: partition => /^aws(-[a-z]{1,20}){0,9}$/.test(partition),
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html and CloudTrail's naming requirements */
export const BUCKET_NAME: Format = {
  allowed: '3-63 lower-case letters, digits, "." or "-", beginning and ending with a letter or digit, without "..", ".-" or "-.", '
    + 'not an IP address, without the prefixes and suffixes that S3 reserves',
  fix: 'choose another name',
  test: name => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !/\.\.|\.-|-\./.test(name) && !isIpAddress(name)
    && !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) && !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3|-an)$/.test(name),
};

/** A folder for log files; it stands in policies, so nothing in it may act as a wildcard or a policy variable there. */
export const S3_KEY_PREFIX: Format = {
  allowed: `1-${S3_KEY_PREFIX_LENGTH} letters, digits or any of !-_.'()/, neither beginning nor ending with "/", no part of it empty or "AWSLogs"`,
  fix: 'write the folder alone, as in "audit/trails"; CloudTrail adds "/AWSLogs" itself',
  test: prefix => prefix.length <= S3_KEY_PREFIX_LENGTH && /^[A-Za-z0-9!_.'()/-]+$/.test(prefix)
    && prefix.split('/').every(part => part !== '' && part !== 'AWSLogs'),
};

/** The beginning of object keys, as it stands in policies. */
export const OBJECT_KEY_PREFIX: Format = {
  allowed: "letters, digits or any of !-_.'()/, 200 characters at most",
  fix: 'write it as in "cloudtrail/"',
  test: prefix => /^[A-Za-z0-9!_.'()/-]{0,200}$/.test(prefix),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html */
export const ALIAS: Format = {
  allowed: '"alias/" and letters, digits, "/", "_" or "-", 256 characters at most, not beginning with "alias/aws"',
  fix: 'write it as in "alias/cloudtrail"',
  test: alias => alias.length <= 256 && /^alias\/[A-Za-z0-9/_-]+$/.test(alias) && !alias.startsWith('alias/aws'),
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export const KEY_DESCRIPTION: Format = {
  allowed: '8192 characters at most',
  fix: 'shorten it',
  test: description => description.length <= 8192,
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
export const KEY_ARN: Format = {
  allowed: 'the ARN of a KMS key, "arn:PARTITION:kms:REGION:ACCOUNT:key/ID"',
  fix: 'an alias or a bare key id does not name the account: use the "KeyMetadata.Arn" of `aws kms describe-key`',
  test: arn => /^arn:aws(-[a-z]{1,20}){0,9}:kms:[a-z]{1,20}(-[a-z]{1,20}){1,9}-\d{1,9}:\d{12}:key\/(mrk-[a-f0-9]{32}|[a-fA-F0-9-]{36})$/.test(arn),
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html */
export const MULTI_REGION_KEY_ARN: Format = {
  allowed: 'the ARN of a multi-Region key, "arn:PARTITION:kms:REGION:ACCOUNT:key/mrk-ID"',
  fix: 'only a key that was made as a multi-Region key can be replicated',
  test: arn => /^arn:aws(-[a-z]{1,20}){0,9}:kms:[a-z]{1,20}(-[a-z]{1,20}){1,9}-\d{1,9}:\d{12}:key\/mrk-[a-f0-9]{32}$/.test(arn),
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventDataStore.html */
export const EVENT_DATA_STORE_ARN: Format = {
  allowed: 'the ARN of an event data store, "arn:PARTITION:cloudtrail:REGION:ACCOUNT:eventdatastore/ID", without wildcards',
  fix: 'take it from the output of `aws cloudtrail list-event-data-stores`',
  test: arn => /^arn:aws(-[a-z]{1,20}){0,9}:cloudtrail:[a-z]{1,20}(-[a-z]{1,20}){1,9}-\d{1,9}:\d{12}:eventdatastore\/[A-Za-z0-9-]+$/.test(arn),
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const LOG_GROUP_NAME: Format = {
  allowed: '1-512 letters, digits or any of _-/.#',
  fix: 'name one log group, without wildcards',
  test: name => /^[A-Za-z0-9_/.#-]{1,512}$/.test(name),
};

/** A role's name and path as a policy may name them; one that matches every role would say nothing. */
export const ROLE_PATTERN: Format = {
  allowed: "a role's name, after its path if it has one, of letters, digits or any of _+=,.@-/, in which '*' and '?' may stand for unknown characters, "
    + 'but not for all of it',
  fix: 'write it as in "audit-*"; to admit a whole account use \'readerAccounts\'',
  test: pattern => /^[\w+=,.@*?-][\w+=,.@*?/-]{0,511}$/.test(pattern) && /[\w+=,.@-]/.test(pattern),
  isPattern: true,
};

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PermissionSet.html */
export const PERMISSION_SET_NAME: Format = {
  allowed: '1-32 letters, digits or any of _+=,.@-',
  fix: 'name the permission set, not the role that is made for it',
  test: name => /^[\w+=,.@-]{1,32}$/.test(name),
};

/** The resource part of the ARN of a role or user; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const ROLE_OR_USER: Format = {
  allowed: '"role/" or "user/", a path if there is one, and a name of 1-64 letters, digits or any of _+=,.@-',
  fix: 'take it from the output of `aws iam get-role`',
  test: resource => resource.length <= 581 && /^(role|user)\/([\x21-\x29\x2B-\x2E\x30-\x39\x3B-\x3E\x40-\x7E]+\/)*[\w+=,.@-]{1,64}$/.test(resource),
};

/** The resource part of the ARN of an assumed role or a federated user. */
export const SESSION: Format = {
  allowed: '"assumed-role/", the name of the role and that of the session, or "federated-user/" and a name',
  fix: 'name the role instead of its session',
  test: resource => /^(assumed-role\/[\w+=,.@-]{1,64}|federated-user)\/[\w+=,.@-]{2,64}$/.test(resource),
};
