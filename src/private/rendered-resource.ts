import { CfnResource, Stack } from 'aws-cdk-lib';

/** A resource as CloudFormation will get it, with every override and whatever an Aspect changed. */
export interface RenderedResource {
  readonly Properties?: { [name: string]: any };
  readonly DeletionPolicy?: string;
}

/** Renders one resource, in the only form that shows property overrides. */
export function renderedResource(resource: CfnResource): RenderedResource {
  const { Resources: resources } = Stack.of(resource).resolve((resource as any)._toCloudFormation());
  return Object.values<RenderedResource>(resources)[0];
}

/** Whether a resource outlives its stack; rendered only where an override may say otherwise than its options. */
export function isRetained(resource: CfnResource): boolean {
  const isOverridden = Object.keys((resource as any).rawOverrides ?? {}).length > 0;
  const policy = isOverridden ? renderedResource(resource).DeletionPolicy : resource.cfnOptions.deletionPolicy;
  return policy === 'Retain' || policy === 'RetainExceptOnCreate';
}
