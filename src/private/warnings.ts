import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Warns of something that works but is doubtful.
 *
 * @param scope below the construct that the user made: up to CDK 2.257, a warning can be acknowledged above the construct that raises it, not on it
 * @param condition what the warning is about; with the package's name before it, the id by which it is acknowledged: public contract
 */
export function warn(scope: IConstruct, condition: string, message: string): void {
  Annotations.of(scope).addWarningV2(`cdk-cloudtrail-encryption:${condition}`, message);
}
