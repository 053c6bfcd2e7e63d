import type { AuditedType } from './audited-types';
import type { Resource } from './templates';

/** How CloudFormation names a resource: what a reference to it and its attributes become. */
export interface Identity {
  /** The property that names it; without a value, CloudFormation makes a name. */
  readonly nameProperty?: string;

  /** What `Ref` gives; its name where nothing is said. */
  readonly ref?: 'arn' | 'id';

  /** The attribute that is its ARN, and the one that is its name. */
  readonly arnAttribute?: string;
  readonly nameAttribute?: string;

  /** Its ARN after the partition, with the name at the end. */
  readonly arn?: (region: any, account: any, name: any) => any[];
}

const key: Identity = {
  ref: 'id',
  arnAttribute: 'Arn',
  nameAttribute: 'KeyId',
  arn: (region, account, name) => [':kms:', region, ':', account, ':key/', name],
};

/**
 * The resources whose names and ARNs policies are made of; of any other only the reference itself is known.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html
 */
const IDENTITIES: { readonly [type in AuditedType]?: Identity } = {
  'AWS::CloudTrail::Trail': {
    nameProperty: 'TrailName',
    arnAttribute: 'Arn',
    arn: (region, account, name) => [':cloudtrail:', region, ':', account, ':trail/', name],
  },
  'AWS::CloudTrail::EventDataStore': {
    ref: 'arn',
    arnAttribute: 'EventDataStoreArn',
    arn: (region, account, name) => [':cloudtrail:', region, ':', account, ':eventdatastore/', name],
  },
  'AWS::KMS::Key': key,
  'AWS::KMS::ReplicaKey': key,
  'AWS::KMS::Alias': { nameProperty: 'AliasName' },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    arnAttribute: 'Arn',
    arn: (region, account, name) => [':logs:', region, ':', account, ':log-group:', name, ':*'],
  },
  'AWS::S3::Bucket': { nameProperty: 'BucketName', arnAttribute: 'Arn', arn: (_region, _account, name) => [':s3:::', name] },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    ref: 'arn',
    arnAttribute: 'TopicArn',
    nameAttribute: 'TopicName',
    arn: (region, account, name) => [':sns:', region, ':', account, ':', name],
  },
};

/** How CloudFormation names a resource, where that is known. */
export function identityOf({ type }: Resource): Identity | undefined {
  return Object.hasOwn(IDENTITIES, type) ? IDENTITIES[type as AuditedType] : undefined;
}
