import { isDeletedWithItsStack } from '../rule/not-retained';
import type { WiringRule } from '../rule/wiring-rule';

/**
 * CloudFormation deletes a bucket whose template does not say that it is retained, as soon as it is empty.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export const BUCKET_NOT_RETAINED: WiringRule = {
  id: 'bucket-not-retained',
  severity: 'warning',
  check: ({ buckets }) => buckets.filter(isDeletedWithItsStack).map((resource) => ({
    resource,
    propertyPath: 'DeletionPolicy',
    message: 'the log bucket is deleted with the stack',
    fix: 'set DeletionPolicy to Retain',
  })),
};
