import type { TemplateSource } from '../../src/template/audit-report';

/** What a template holds beside its trail `audit`, bucket and key. */
export interface Variation {
  /** The statements of the key policy; null for a key without a policy. */
  readonly statements: any[] | null;
  /** Properties of the trail that differ. */
  readonly trail?: any;
  /** How the bucket encrypts by default. */
  readonly bucketEncryption?: any[];
  /** Null where only the deployment knows it. */
  readonly account?: string | null;
  readonly region?: string | null;
}

const TRAIL_ARN = { 'Fn::Sub': 'arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/audit' };
const CLOUDTRAIL = { Service: 'cloudtrail.amazonaws.com' };

/** A template in which nothing but the key policy can be wrong. */
export function templateWith({ statements, trail, bucketEncryption, account = '111111111111', region = 'eu-central-1' }: Variation): TemplateSource {
  return {
    name: 'audit.template.json',
    account: account ?? undefined,
    region: region ?? undefined,
    template: {
      Resources: {
        Key: {
          Type: 'AWS::KMS::Key',
          DeletionPolicy: 'Retain',
          Properties: { EnableKeyRotation: true, ...statements && { KeyPolicy: { Version: '2012-10-17', Statement: statements } } },
        },
        Bucket: {
          Type: 'AWS::S3::Bucket',
          DeletionPolicy: 'Retain',
          Properties: { BucketName: 'audit-logs', ...bucketEncryption && { BucketEncryption: { ServerSideEncryptionConfiguration: bucketEncryption } } },
        },
        BucketPolicy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: { Ref: 'Bucket' },
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'AWSCloudTrailAclCheck20150319',
                  Effect: 'Allow',
                  Principal: CLOUDTRAIL,
                  Action: 's3:GetBucketAcl',
                  Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] },
                  Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
                },
                {
                  Sid: 'AWSCloudTrailWrite20150319',
                  Effect: 'Allow',
                  Principal: CLOUDTRAIL,
                  Action: 's3:PutObject',
                  Resource: { 'Fn::Sub': '${Bucket.Arn}/AWSLogs/*' },
                  Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': TRAIL_ARN } },
                },
              ],
            },
          },
        },
        Trail: {
          Type: 'AWS::CloudTrail::Trail',
          Properties: { TrailName: 'audit', IsLogging: true, S3BucketName: { Ref: 'Bucket' }, KMSKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] }, ...trail },
        },
      },
    },
  };
}
