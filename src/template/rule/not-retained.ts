import type { Resource } from '../templates';

/** Whether CloudFormation deletes a resource with its stack: where nothing is said it does. */
export function isDeletedWithItsStack({ json }: Resource): boolean {
  return (json.DeletionPolicy ?? 'Delete') === 'Delete';
}
