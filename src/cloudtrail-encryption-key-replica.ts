import { Aws, aws_kms as kms, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { CloudTrailKeyManagementProps } from './cloudtrail-key-management';
import { OwnedKeyBase } from './key/owned-key';
import { checkPrimaryKey, validateReplication } from './key/primary-key';

/** Properties of a replica of a key for CloudTrail. */
export interface CloudTrailEncryptionKeyReplicaProps extends CloudTrailKeyManagementProps {
  /** The ARN of the multi-Region primary key, `arn:PARTITION:kms:REGION:ACCOUNT:key/mrk-ID`: of the same account, in another Region. */
  readonly primaryKeyArn: string;
}

/**
 * A replica of a multi-Region key for CloudTrail: the same key material in another Region, under a key policy of its own.
 *
 * A replica shares neither policy nor alias with its primary, so it has to be told who may use it, in the same props. It is rotated with its primary.
 * Whoever deploys it needs `kms:ReplicateKey` on the primary: a primary of the app whose policy does not allow that stops the synthesis.
 *
 * Its `key` is an imported one to the CDK: what is added to or granted on that does not reach the key policy, so use the methods of this construct.
 *
 * Throws on wrong props, all of them in one message, before anything is defined.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export class CloudTrailEncryptionKeyReplica extends OwnedKeyBase {
  public constructor(scope: Construct, id: string, props: CloudTrailEncryptionKeyReplicaProps) {
    super(scope, id, props ?? {}, {
      multiRegion: true,
      check: check => checkPrimaryKey(check, props?.primaryKeyArn, scope),
      define: (parent, common) => new kms.CfnReplicaKey(parent, 'Resource', { ...common, primaryKeyArn: props.primaryKeyArn }),
      view: (resource: kms.CfnReplicaKey) => {
        const { account, region } = Stack.of(resource);
        // composed, so that account and Region are known where the stack's are; the CDK has no view of a replica whose grants reach its policy
        const arn = `arn:${Aws.PARTITION}:kms:${region}:${account}:key/${resource.attrKeyId}`;
        return { key: kms.Key.fromKeyArn(resource, 'Key', arn), addedStatements: () => [] };
      },
    });
    validateReplication(this.node.defaultChild as kms.CfnReplicaKey);
  }
}
