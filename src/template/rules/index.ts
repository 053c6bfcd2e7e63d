import { BUCKET_DENIES_DIGEST_FILES } from './bucket-denies-digest-files';
import { BUCKET_NOT_RETAINED } from './bucket-not-retained';
import { BUCKET_POLICY_MISSES_MANAGEMENT_PATH } from './bucket-policy-misses-management-path';
import { BUCKET_POLICY_MISSES_ORGANIZATION_PATH } from './bucket-policy-misses-organization-path';
import { BUCKET_POLICY_MISSES_PREFIX } from './bucket-policy-misses-prefix';
import { BUCKET_POLICY_WITHOUT_SOURCE_ARN } from './bucket-policy-without-source-arn';
import { BUCKET_WITHOUT_POLICY } from './bucket-without-policy';
import { FOREIGN_TRAIL_CAN_WRITE_LOGS } from './foreign-trail-can-write-logs';
import { KEY_IN_ANOTHER_REGION } from './key-in-another-region';
import { KEY_NOT_RETAINED } from './key-not-retained';
import { KEY_ROTATION_OFF } from './key-rotation-off';
import { TRAIL_CANNOT_CHECK_BUCKET } from './trail-cannot-check-bucket';
import { TRAIL_CANNOT_PUBLISH } from './trail-cannot-publish';
import { TRAIL_CANNOT_WRITE_LOGS } from './trail-cannot-write-logs';
import { TRAIL_WITHOUT_KEY } from './trail-without-key';
import type { WiringRule } from '../rule/wiring-rule';

/** Every rule about wiring; within one severity, findings come in this order. */
export const WIRING_RULES: readonly WiringRule[] = [
  TRAIL_WITHOUT_KEY,
  KEY_IN_ANOTHER_REGION,
  BUCKET_WITHOUT_POLICY,
  TRAIL_CANNOT_CHECK_BUCKET,
  TRAIL_CANNOT_WRITE_LOGS,
  BUCKET_POLICY_MISSES_PREFIX,
  BUCKET_POLICY_MISSES_ORGANIZATION_PATH,
  BUCKET_POLICY_MISSES_MANAGEMENT_PATH,
  BUCKET_DENIES_DIGEST_FILES,
  FOREIGN_TRAIL_CAN_WRITE_LOGS,
  BUCKET_POLICY_WITHOUT_SOURCE_ARN,
  TRAIL_CANNOT_PUBLISH,
  KEY_ROTATION_OFF,
  KEY_NOT_RETAINED,
  BUCKET_NOT_RETAINED,
];
