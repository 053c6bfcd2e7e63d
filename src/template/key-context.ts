import type { TemplateAuditOptions } from './options';
import { environmentOf } from './references';
import { Resource, says } from './templates';
import { encryptionOf, KeyUse, Wiring } from './wiring';
import { isObject, UNRESOLVED } from '../access/intrinsics';
import type { KeyPolicyAuditContext } from '../access/key-policy-audit';
import { Texts } from '../access/policy-texts';
import { hasWildcard } from '../private/arns';

/** What a key is for, as far as the templates tell. */
export function contextOf(key: Resource, policy: any, wiring: Wiring, options: TemplateAuditOptions): KeyPolicyAuditContext {
  const { source, properties } = key;
  const uses = wiring.uses.filter((use) => use.key === key);
  const trailArns = arnsOfTrails(uses, 'trail', key, wiring);
  const stores = uses.filter(({ kind }) => kind === 'event data store').map(({ resource }) => wiring.references.arn(resource, source));
  return {
    accountId: source.account,
    region: source.region,
    organizationId: options.organizationId,
    trailArns: trailArns.length > 0 ? trailArns : options.trailArns ?? [],
    topicTrailArns: arnsOfTrails(uses, 'topic', key, wiring),
    ...logBucketsOf(key, uses, wiring, options),
    eventDataStores: stores.length > 0,
    eventDataStoreArns: lockedStores(policy, stores, key),
    logGroupNames: unique(uses.filter(({ kind }) => kind === 'log group')
      .map(({ resource }) => wiring.references.text({ Ref: resource.logicalId }, resource.source, source))),
    multiRegion: says(properties.MultiRegion, true),
  };
}

function arnsOfTrails(uses: KeyUse[], kind: KeyUse['kind'], key: Resource, wiring: Wiring): string[] {
  return unique(uses.flatMap((use) => use.kind === kind ? wiring.trailArn(use.trail!, key.source) : []));
}

/** The buckets of the trails on a key; where one of them has a Bucket Key, only those: they are what the policy has to have more statements for. */
function logBucketsOf(key: Resource, uses: KeyUse[], { references }: Wiring, options: TemplateAuditOptions) {
  const buckets = uses.filter(({ kind }) => kind === 'trail').map(({ trail }) => {
    const { resource, bucket } = trail!;
    const usesBucketKey = bucket === undefined ? options.bucketKey : encryptionOf(bucket).some((encryption) => encryption.usesBucketKey);
    return { usesBucketKey: usesBucketKey ?? false, name: references.text(resource.properties.S3BucketName, resource.source, key.source) };
  }).filter(({ name }) => !name.includes(UNRESOLVED));
  const withBucketKey = buckets.filter(({ usesBucketKey }) => usesBucketKey);
  const relevant = withBucketKey.length > 0 ? withBucketKey : buckets;
  return { bucketKey: withBucketKey.length > 0, logBucketNames: unique(relevant.map(({ name }) => name)) };
}

/**
 * The event data stores that a policy is locked to: none before it is, for AWS wants the statements to be open until the ARNs are known.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
function lockedStores(policy: any, stores: string[], { source }: Resource): string[] {
  const texts = [...Texts.of(policy)?.in(environmentOf(source)) ?? []];
  const named = texts.filter((text) => /^arn:[^:]+:cloudtrail:[^:]+:[^:]+:eventdatastore\/.+/.test(text));
  if (stores.length === 0) return [];
  const literal = named.filter((arn) => !hasWildcard(arn));
  return literal.length > 0 || named.length === 0 && !isLimitedToAccounts(policy) ? literal : stores;
}

function isLimitedToAccounts(policy: any): boolean {
  const statements: any[] = [policy?.Statement ?? []].flat();
  return statements.some((statement) => isObject(statement?.Condition)
    && Object.values<any>(statement.Condition).some((keys) => isObject(keys) && Object.keys(keys).some((name) => /^aws:sourceaccount$/i.test(name))));
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}
