import { isDeletedWithItsStack } from '../rule/not-retained';
import type { WiringRule } from '../rule/wiring-rule';

/**
 * A deleted key takes every log file with it; CloudFormation deletes a key whose template does not say that it is retained.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export const KEY_NOT_RETAINED: WiringRule = {
  id: 'key-not-retained',
  severity: 'warning',
  check: ({ keys }) => keys.filter(isDeletedWithItsStack).map((resource) => ({
    resource,
    propertyPath: 'DeletionPolicy',
    message: 'the key is deleted with the stack, and with it every log file becomes unreadable',
    fix: 'set DeletionPolicy to Retain',
  })),
};
