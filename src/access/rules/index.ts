import { ACCOUNT_CAN_ADMINISTER } from './account-can-administer';
import { ACCOUNT_CAN_DECRYPT } from './account-can-decrypt';
import { ADMINISTRATOR_CANNOT_ADMINISTER } from './administrator-cannot-administer';
import { ANSWER_UNKNOWN } from './answer-unknown';
import { ANYONE_CAN_ADMINISTER } from './anyone-can-administer';
import { ANYONE_CAN_DECRYPT } from './anyone-can-decrypt';
import { CREATE_GRANT_ALLOWED } from './create-grant-allowed';
import { DECRYPT_DELEGATED_TO_IAM } from './decrypt-delegated-to-iam';
import { DECRYPT_WITHOUT_CONTEXT } from './decrypt-without-context';
import { DUPLICATE_SID } from './duplicate-sid';
import { ENCRYPTION_CONTEXT_NOT_SENT } from './encryption-context-not-sent';
import { EVENT_DATA_STORE_CANNOT_ENCRYPT } from './event-data-store-cannot-encrypt';
import { EVENT_DATA_STORE_UNLOCKED } from './event-data-store-unlocked';
import { EVENT_DATA_STORE_USER_CANNOT_USE } from './event-data-store-user-cannot-use';
import { FOREIGN_EVENT_DATA_STORE_CAN_ENCRYPT } from './foreign-event-data-store-can-encrypt';
import { FOREIGN_LOG_GROUP_CAN_ENCRYPT } from './foreign-log-group-can-encrypt';
import { FOREIGN_PARTITION } from './foreign-partition';
import { FOREIGN_TRAIL_CAN_DECRYPT } from './foreign-trail-can-decrypt';
import { FOREIGN_TRAIL_CAN_DESCRIBE } from './foreign-trail-can-describe';
import { FOREIGN_TRAIL_CAN_ENCRYPT } from './foreign-trail-can-encrypt';
import { INCOMPLETE_STATEMENT } from './incomplete-statement';
import { INVALID_CHARACTERS } from './invalid-characters';
import { INVALID_PRINCIPAL } from './invalid-principal';
import { LOG_GROUP_CANNOT_ENCRYPT } from './log-group-cannot-encrypt';
import { MALFORMED_STATEMENT } from './malformed-statement';
import { MISSING_SID } from './missing-sid';
import { NOBODY_CAN_ADMINISTER } from './nobody-can-administer';
import { NOBODY_CAN_MANAGE } from './nobody-can-manage';
import { ORGANIZATION_CAN_ADMINISTER } from './organization-can-administer';
import { ORGANIZATION_CAN_DECRYPT } from './organization-can-decrypt';
import { OTHER_ACCOUNT_CAN_ADMINISTER } from './other-account-can-administer';
import { OWN_TRAIL_CANNOT_DESCRIBE } from './own-trail-cannot-describe';
import { OWN_TRAIL_CANNOT_ENCRYPT } from './own-trail-cannot-encrypt';
import { OWN_TRAIL_CANNOT_PUBLISH } from './own-trail-cannot-publish';
import { OWN_TRAIL_CANNOT_USE_BUCKET_KEY } from './own-trail-cannot-use-bucket-key';
import { POLICY_TOO_LARGE } from './policy-too-large';
import { READER_ACCOUNT_CAN_DECRYPT } from './reader-account-can-decrypt';
import { READER_CANNOT_DECRYPT } from './reader-cannot-decrypt';
import { REJECTED_CONDITION } from './rejected-condition';
import { RESOURCE_NOT_ASTERISK } from './resource-not-asterisk';
import { SERVICE_CONDITION_NOT_SENT } from './service-condition-not-sent';
import { SET_OPERATOR_MISMATCH } from './set-operator-mismatch';
import { SIBLING_EVENT_DATA_STORE_CAN_ENCRYPT } from './sibling-event-data-store-can-encrypt';
import { SIBLING_TRAIL_CAN_ENCRYPT } from './sibling-trail-can-encrypt';
import { SOURCE_CONDITION_OPTIONAL } from './source-condition-optional';
import { STATEMENT_MISSING } from './statement-missing';
import { UNCONDITIONED_SERVICE_STATEMENT } from './unconditioned-service-statement';
import { UNKNOWN_ACTION } from './unknown-action';
import { VIA_SERVICE_NEVER_MATCHES } from './via-service-never-matches';
import { WILDCARD_UNDER_EQUALS } from './wildcard-under-equals';
import type { Rule } from '../rule/rule';

/** Every rule; within one severity, findings come in this order. */
export const RULES: readonly Rule[] = [
  STATEMENT_MISSING,
  OWN_TRAIL_CANNOT_ENCRYPT,
  OWN_TRAIL_CANNOT_DESCRIBE,
  OWN_TRAIL_CANNOT_USE_BUCKET_KEY,
  OWN_TRAIL_CANNOT_PUBLISH,
  EVENT_DATA_STORE_CANNOT_ENCRYPT,
  EVENT_DATA_STORE_USER_CANNOT_USE,
  LOG_GROUP_CANNOT_ENCRYPT,
  READER_CANNOT_DECRYPT,
  ADMINISTRATOR_CANNOT_ADMINISTER,
  FOREIGN_TRAIL_CAN_ENCRYPT,
  FOREIGN_TRAIL_CAN_DECRYPT,
  FOREIGN_TRAIL_CAN_DESCRIBE,
  FOREIGN_EVENT_DATA_STORE_CAN_ENCRYPT,
  FOREIGN_LOG_GROUP_CAN_ENCRYPT,
  EVENT_DATA_STORE_UNLOCKED,
  SIBLING_TRAIL_CAN_ENCRYPT,
  SIBLING_EVENT_DATA_STORE_CAN_ENCRYPT,
  UNCONDITIONED_SERVICE_STATEMENT,
  SOURCE_CONDITION_OPTIONAL,
  ANYONE_CAN_DECRYPT,
  ORGANIZATION_CAN_DECRYPT,
  ACCOUNT_CAN_DECRYPT,
  READER_ACCOUNT_CAN_DECRYPT,
  DECRYPT_DELEGATED_TO_IAM,
  ANYONE_CAN_ADMINISTER,
  ORGANIZATION_CAN_ADMINISTER,
  ACCOUNT_CAN_ADMINISTER,
  NOBODY_CAN_ADMINISTER,
  NOBODY_CAN_MANAGE,
  OTHER_ACCOUNT_CAN_ADMINISTER,
  DECRYPT_WITHOUT_CONTEXT,
  CREATE_GRANT_ALLOWED,
  ANSWER_UNKNOWN,
  INCOMPLETE_STATEMENT,
  MALFORMED_STATEMENT,
  UNKNOWN_ACTION,
  RESOURCE_NOT_ASTERISK,
  INVALID_PRINCIPAL,
  DUPLICATE_SID,
  MISSING_SID,
  POLICY_TOO_LARGE,
  INVALID_CHARACTERS,
  FOREIGN_PARTITION,
  ENCRYPTION_CONTEXT_NOT_SENT,
  SERVICE_CONDITION_NOT_SENT,
  VIA_SERVICE_NEVER_MATCHES,
  WILDCARD_UNDER_EQUALS,
  SET_OPERATOR_MISMATCH,
  REJECTED_CONDITION,
];
