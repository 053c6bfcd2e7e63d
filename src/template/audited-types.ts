/** The types of resources that an audit looks at; of a resource of another type it is enough to know that it is there. */
export const AUDITED_TYPES = [
  'AWS::CloudFormation::Stack',
  'AWS::CloudTrail::EventDataStore',
  'AWS::CloudTrail::Trail',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::KMS::ReplicaKey',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
] as const;

/** One of these. */
export type AuditedType = typeof AUDITED_TYPES[number];
