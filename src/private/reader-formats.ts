import { parseArn } from './arns';
import { ALIAS, Format } from './formats';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const EXTERNAL_ID: Format = {
  allowed: '2-1224 letters, digits or any of _+=,.@:/-',
  fix: 'take the one that the readers were given; it is no secret, but unique to them',
  test: id => /^[\w+=,.@:/-]{2,1224}$/.test(id),
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const ROLE_NAME: Format = {
  allowed: '1-64 letters, digits or any of _+=,.@-',
  fix: 'choose another name',
  test: name => /^[\w+=,.@-]{1,64}$/.test(name),
};

/** Same page. */
export const ROLE_DESCRIPTION: Format = {
  allowed: '1000 characters of Latin-1 at most',
  fix: 'shorten it, or write it without other characters',
  test: description => /^[\t\n\r\x20-\x7E\xA1-\xFF]{0,1000}$/.test(description),
};

/** Hours of a session; same page. */
export const SESSION_HOURS = { min: 1, max: 12 };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const MANAGED_POLICY_NAME: Format = {
  allowed: '1-128 letters, digits or any of _+=,.@-',
  fix: 'choose another name',
  test: name => /^[\w+=,.@-]{1,128}$/.test(name),
};

/** Same page. */
export const MANAGED_POLICY_DESCRIPTION: Format = {
  allowed: '1000 characters at most',
  fix: 'shorten it',
  test: description => description.length <= 1000,
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
export const KEY_ALIAS_ARN: Format = {
  allowed: 'the ARN of an alias, "arn:PARTITION:kms:REGION:ACCOUNT:alias/NAME", not one of AWS\'s own ("alias/aws...")',
  fix: 'write it out, or take the "aliasArn" of a CloudTrailEncryptionKey',
  test: arn => /^arn:aws(-[a-z]{1,20}){0,9}:kms:[a-z]{1,20}(-[a-z]{1,20}){1,9}-\d{1,9}:\d{12}:alias\//.test(arn) && ALIAS.test(parseArn(arn)!.resource),
};
