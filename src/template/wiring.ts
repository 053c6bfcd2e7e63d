import type { TemplateSource } from './audit-report';
import type { AuditedType } from './audited-types';
import { alternatives, Directory, grouped, nearest } from './directory';
import type { TemplateAuditOptions } from './options';
import { References } from './references';
import { Resource, says, Templates } from './templates';
import { isObject, itemsOf, UNRESOLVED } from '../access/intrinsics';
import { Texts } from '../access/policy-texts';

/** A trail, and what it writes to. */
export interface WiredTrail {
  readonly resource: Resource;
  readonly hasKey: boolean;
  readonly keys: Resource[];
  readonly bucket?: Resource;
  readonly bucketPolicies: Resource[];
  readonly topic?: Resource;
  readonly topicPolicies: Resource[];
  readonly logGroup?: Resource;
}

/** Something that uses a key. */
export interface KeyUse {
  readonly kind: 'trail' | 'bucket' | 'event data store' | 'log group' | 'topic';
  readonly key: Resource;
  /** Who uses it. */
  readonly resource: Resource;
  /** The trail on whose account it counts; none for an event data store. */
  readonly trail?: WiredTrail;
}

/** How one bucket encrypts by default. */
export interface BucketEncryption {
  readonly keyId: any;
  readonly usesBucketKey: boolean;
}

/** How the trails and event data stores of some templates are wired to keys, buckets, topics and log groups. */
export class Wiring {
  public readonly references: References;
  public readonly trails: WiredTrail[];
  public readonly stores: Resource[];
  public readonly uses: KeyUse[];
  private readonly directory: Directory;
  private readonly bucketPolicies: Map<string, Resource[]>;
  private readonly topicPolicies: Map<string, Resource[]>;

  public constructor(public readonly templates: Templates, public readonly options: TemplateAuditOptions) {
    this.references = new References(templates);
    this.directory = new Directory(templates, this.references);
    this.bucketPolicies = this.policiesBy('AWS::S3::BucketPolicy', 'Bucket');
    this.topicPolicies = this.policiesBy('AWS::SNS::TopicPolicy', 'Topics');
    this.trails = templates.ofType('AWS::CloudTrail::Trail').map((resource) => this.wired(resource));
    this.stores = templates.ofType('AWS::CloudTrail::EventDataStore');
    this.uses = [
      ...this.trails.flatMap((trail) => this.usesOf(trail)),
      ...this.stores.flatMap((resource) => this.keysOf(resource, 'KmsKeyId').map((key): KeyUse => ({ kind: 'event data store', key, resource }))),
    ];
  }

  /** The keys of CloudTrail, in the order of the templates: those that are used, and with trails from elsewhere those that speak of CloudTrail. */
  public get keys(): Resource[] {
    const used = new Set(this.uses.map(({ key }) => key));
    const isForTrailsFromElsewhere = (key: Resource) => itemsOf(this.options.trailArns).length > 0
      && Texts.of(key.properties.KeyPolicy)?.written.has('cloudtrail.amazonaws.com') === true;
    return this.templates.ofType('AWS::KMS::Key', 'AWS::KMS::ReplicaKey').filter((key) => used.has(key) || isForTrailsFromElsewhere(key));
  }

  /** The buckets that trails write to, each once. */
  public get buckets(): Resource[] {
    return [...new Set(this.trails.flatMap(({ bucket }) => bucket ?? []))];
  }

  /** The keys that a property names. */
  public keysOf({ properties, source }: Resource, property: string): Resource[] {
    return this.directory.keys(properties[property], source);
  }

  /** The ARN of a trail, as another template would write it. */
  public trailArn({ resource }: WiredTrail, viewer: TemplateSource): string {
    return this.references.arn(resource, viewer);
  }

  private wired(resource: Resource): WiredTrail {
    const { properties, source } = resource;
    const find = (type: string, property: string) => this.directory.find(type, properties[property], source);
    const [bucket, topic] = [find('AWS::S3::Bucket', 'S3BucketName'), find('AWS::SNS::Topic', 'SnsTopicName')];
    return {
      resource,
      hasKey: alternatives(properties.KMSKeyId).length > 0,
      keys: this.keysOf(resource, 'KMSKeyId'),
      bucket,
      bucketPolicies: this.policiesOn(this.bucketPolicies, [this.references.lookup(properties.S3BucketName, source)], bucket ?? resource),
      topic,
      topicPolicies: topic === undefined ? [] : this.policiesOn(this.topicPolicies, this.references.namesOf(topic), topic),
      logGroup: find('AWS::Logs::LogGroup', 'CloudWatchLogsLogGroupArn'),
    };
  }

  /** The policies of a type, by the names of what they are on. */
  private policiesBy(type: AuditedType, property: string): Map<string, Resource[]> {
    return grouped(this.templates.ofType(type), ({ source, properties }) => itemsOf(properties[property])
      .map((value) => this.references.lookup(value, source)));
  }

  /** The policies on something that goes by some names. */
  private policiesOn(policies: Map<string, Resource[]>, names: string[], { source }: Resource): Resource[] {
    const found = names.filter((name) => !name.includes(UNRESOLVED)).flatMap((name) => policies.get(name) ?? []);
    return nearest([...new Set(found)], source);
  }

  private usesOf(trail: WiredTrail): KeyUse[] {
    const { resource, bucket, topic, logGroup } = trail;
    const bucketKeys = bucket === undefined ? [] : encryptionOf(bucket).flatMap(({ keyId }) => this.directory.keys(keyId, bucket.source));
    return [
      ...trail.keys.map((key): KeyUse => ({ kind: 'trail', key, resource, trail })),
      ...bucketKeys.map((key): KeyUse => ({ kind: 'bucket', key, resource: bucket!, trail })),
      ...topic === undefined ? [] : this.keysOf(topic, 'KmsMasterKeyId').map((key): KeyUse => ({ kind: 'topic', key, resource: topic, trail })),
      ...logGroup === undefined ? [] : this.keysOf(logGroup, 'KmsKeyId').map((key): KeyUse => ({ kind: 'log group', key, resource: logGroup, trail })),
    ];
  }
}

/** How a bucket encrypts what comes without a word about it. */
export function encryptionOf({ properties }: Resource): BucketEncryption[] {
  return itemsOf(properties.BucketEncryption?.ServerSideEncryptionConfiguration).filter(isObject).map((rule) => ({
    keyId: rule.ServerSideEncryptionByDefault?.KMSMasterKeyID,
    usesBucketKey: says(rule.BucketKeyEnabled, true),
  }));
}
