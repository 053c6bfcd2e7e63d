import type { WiringRule } from '../rule/wiring-rule';
import { says } from '../templates';

/**
 * CloudFormation does not turn rotation on by itself; a key whose material is imported cannot have it, and a replica has that of its primary.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html
 */
export const KEY_ROTATION_OFF: WiringRule = {
  id: 'key-rotation-off',
  severity: 'warning',
  check: ({ keys }) => keys
    .filter(({ type, properties }) => type === 'AWS::KMS::Key' && (properties.Origin ?? 'AWS_KMS') === 'AWS_KMS')
    .filter(({ properties: { EnableKeyRotation: rotation } }) => rotation === undefined || says(rotation, false))
    .map((resource) => ({
      resource,
      propertyPath: 'Properties.EnableKeyRotation',
      message: 'the key is never rotated',
      fix: 'set EnableKeyRotation to true',
    })),
};
