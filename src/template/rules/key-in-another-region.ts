import type { WiringComplaint, WiringRule } from '../rule/wiring-rule';
import type { Resource } from '../templates';
import type { Wiring } from '../wiring';

/**
 * The key of a trail lies where its bucket does, the key of an event data store or topic where these do.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
 */
export const KEY_IN_ANOTHER_REGION: WiringRule = {
  id: 'key-in-another-region',
  severity: 'error',
  check: (wiring) => [
    ...wiring.trails.flatMap(({ resource, bucket }) => bucket === undefined ? [] : compare(wiring, resource, 'KMSKeyId', 'bucket', bucket.source.region)),
    ...wiring.stores.flatMap((store) => compare(wiring, store, 'KmsKeyId', 'event data store', store.source.region)),
    ...[...new Set(wiring.trails.flatMap(({ topic }) => topic ?? []))].flatMap((topic) => compare(wiring, topic, 'KmsMasterKeyId', 'topic', topic.source.region)),
  ],
};

function compare(wiring: Wiring, resource: Resource, property: string, what: string, region: string | undefined): WiringComplaint[] {
  const others = regionsOf(wiring, resource, property).filter((other) => region !== undefined && other !== region);
  return others.map((other) => ({
    resource,
    propertyPath: `Properties.${property}`,
    message: `the key lies in ${other}, and the ${what} in ${region}`,
    fix: `use a key of ${region}`,
  }));
}

/** The Regions of the keys that a property names, as far as they are known. */
function regionsOf(wiring: Wiring, resource: Resource, property: string): string[] {
  const known = wiring.keysOf(resource, property).flatMap(({ source }) => source.region ?? []);
  const [, written] = /^arn:[^:]*:kms:([a-z0-9-]+):/.exec(wiring.references.text(resource.properties[property] ?? '', resource.source)) ?? [];
  return [...new Set([...known, ...written === undefined ? [] : [written]])];
}
