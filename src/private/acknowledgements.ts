import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isMadeOfNames } from './render';

/** The packs of cdk-nag that have a rule under the same name. */
export enum NagPack {
  HIPAA = 'HIPAA.Security',
  NIST_R4 = 'NIST.800.53.R4',
  NIST_R5 = 'NIST.800.53.R5',
  PCI = 'PCI.DSS.321',
}

/**
 * Acknowledges a rule of cdk-nag for one construct, in each pack that has it.
 *
 * By its short id: up to CDK 2.257, one with the name of a plugin before it would silence the rule in the whole app.
 */
export function acknowledgeNagRule(construct: IConstruct, rule: string, packs: NagPack[], reason: string): void {
  Validations.of(construct).acknowledge(...packs.map(pack => ({ id: `${pack}-${rule}`, reason })));
}

/**
 * Acknowledges that cdk-nag finds a wildcard in a resource that a policy names, unless only the deployment knows what stands there.
 *
 * In the metadata that cdk-nag reads: up to CDK 2.257, `acknowledge()` takes no id with a second `::`, and every ARN of S3 has one.
 */
export function acknowledgeNagWildcard(policy: IConstruct, resource: string, reason: string): void {
  if (!isMadeOfNames(resource, policy)) return;
  const rendered = Stack.of(policy).resolve(resource);
  const parts: (string | { Ref: string })[] = rendered['Fn::Join']?.[1] ?? [rendered];
  const text = parts.map(part => typeof part === 'string' ? part : `<${part.Ref}>`).join('');
  policy.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [`annotation::AwsSolutions-IAM5[Resource::${text}]`]: reason });
}

/** Acknowledges for a bucket that it is not replicated. */
export function acknowledgeNotReplicated(bucket: IConstruct): void {
  acknowledgeNagRule(bucket, 'S3BucketReplicationEnabled', Object.values(NagPack),
    'a replica is another bucket, in another Region and with another key, which the app defines where it wants one');
}

/** Acknowledges a check of checkov for one resource: it reads that from the template. */
export function acknowledgeCheckovCheck(resource: CfnResource, id: string, reason: string): void {
  resource.addMetadata('checkov', { skip: [{ id, comment: reason }] });
}

/** Acknowledges a rule of cfn-lint for one resource: it reads that from the template, where it has no place for a reason. */
export function acknowledgeCfnLintRule(resource: CfnResource, id: string): void {
  resource.addMetadata('cfn-lint', { config: { ignore_checks: [id] } });
}
