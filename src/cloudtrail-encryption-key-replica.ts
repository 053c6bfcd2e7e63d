import { Aws, aws_kms as kms, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { CloudTrailKeyManagementProps } from './cloudtrail-key-management';
import { OwnedKeyBase } from './key/owned-key';
import { parseArn } from './private/arns';
import { MULTI_REGION_KEY_ARN } from './private/formats';
import { knownToDiffer } from './private/known';
import { definitionOf } from './private/principals';
import { PropsCheck, shown } from './private/props-check';

/** Properties of a replica of a key for CloudTrail. */
export interface CloudTrailEncryptionKeyReplicaProps extends CloudTrailKeyManagementProps {
  /** The ARN of the multi-Region primary key, `arn:PARTITION:kms:REGION:ACCOUNT:key/mrk-ID`: of the same account, in another Region. */
  readonly primaryKeyArn: string;
}

/**
 * A replica of a multi-Region key for CloudTrail: the same key material in another Region, under a key policy of its own.
 *
 * A replica shares neither policy nor alias with its primary, so it has to be told who may use it, in the same props. It is rotated with its primary.
 * Throws on wrong props, all of them in one message, before anything is defined.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
 */
export class CloudTrailEncryptionKeyReplica extends OwnedKeyBase {
  public constructor(scope: Construct, id: string, props: CloudTrailEncryptionKeyReplicaProps) {
    super(scope, id, props, {
      multiRegion: true,
      check: check => checkPrimary(check, props?.primaryKeyArn, scope),
      define: (parent, common) => new kms.CfnReplicaKey(parent, 'Resource', { ...common, primaryKeyArn: props.primaryKeyArn }),
      view: (resource: kms.CfnReplicaKey) => {
        const { account, region } = Stack.of(resource);
        // composed, so that account and Region are known where the stack's are; the CDK has no view of a replica whose grants reach its policy
        const arn = `arn:${Aws.PARTITION}:kms:${region}:${account}:key/${resource.attrKeyId}`;
        return { key: kms.Key.fromKeyArn(resource, 'Key', arn), addedStatements: () => [] };
      },
    });
  }
}

function checkPrimary(check: PropsCheck, primaryKeyArn: string, scope: Construct): void {
  if (!check.required('primaryKeyArn', primaryKeyArn, MULTI_REGION_KEY_ARN)) return;
  const definition = definitionOf(primaryKeyArn);
  const isMultiRegion = kms.CfnKey.isCfnKey(definition) ? (definition as kms.CfnKey).multiRegion : undefined;
  if (kms.CfnKey.isCfnKey(definition) && isMultiRegion !== true && !Token.isUnresolved(isMultiRegion)) {
    check.add(`'primaryKeyArn' must be of a multi-Region key, got that of ${shown(definition)}, which is not; set 'multiRegion' there, which makes another key of it`);
  }
  const own = Stack.of(scope);
  const parts = parseArn(primaryKeyArn);
  const [account, region] = definition === undefined ? [parts?.account, parts?.region] : [Stack.of(definition).account, Stack.of(definition).region];
  if (region !== undefined && region === own.region) {
    check.add(`'primaryKeyArn' must be of a key in another Region than the replica's, ${shown(own.region)}, got ${shown(primaryKeyArn)}; `
      + 'define the replica in a stack of the other Region');
  }
  if (knownToDiffer(account, own.account)) {
    check.add(`'primaryKeyArn' must be of a key of the replica's account, ${shown(own.account)}, got ${shown(primaryKeyArn)}; KMS replicates within one account`);
  }
  check.partition('primaryKeyArn', primaryKeyArn, parts?.partition, own.region);
}
