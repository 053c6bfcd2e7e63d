import { Aws, aws_kms as kms, Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { parseArn } from '../private/arns';
import { executionRoleArn } from '../private/execution-role';
import { MULTI_REGION_KEY_ARN } from '../private/formats';
import { isKeyResource } from '../private/key-definition';
import { knownToDiffer } from '../private/known';
import { definitionOf } from '../private/principals';
import { PropsCheck, shown } from '../private/props-check';

/** Notes everything that is wrong with the primary key of a replica. */
export function checkPrimaryKey(check: PropsCheck, primaryKeyArn: string, scope: Construct): void {
  if (!check.required('primaryKeyArn', primaryKeyArn, MULTI_REGION_KEY_ARN)) return;
  const definition = definitionOf(primaryKeyArn);
  const received = definition === undefined ? shown(primaryKeyArn) : `that of ${shown(definition)}`;
  if (isReplica(definition)) {
    check.add(`'primaryKeyArn' must be of a primary key, got ${received}, which is a replica itself; `
      + `use the primary key of that, ${shown(definitionOf(definition.primaryKeyArn) ?? definition.primaryKeyArn)}`);
    return;
  }
  const isMultiRegion = kms.CfnKey.isCfnKey(definition) ? (definition as kms.CfnKey).multiRegion : undefined;
  if (kms.CfnKey.isCfnKey(definition) && isMultiRegion !== true && !Token.isUnresolved(isMultiRegion)) {
    check.add(`'primaryKeyArn' must be of a multi-Region key, got ${received}, which is not; set 'multiRegion' there, which makes another key of it`);
  }
  checkPlace(check, primaryKeyArn, received, scope);
  const isTwin = (other: IConstruct) => isReplica(other) && isOfSameKey(other.primaryKeyArn, primaryKeyArn) && isOfSameRegion(other, scope);
  const twin = scope.node.root.node.findAll().find(isTwin);
  if (twin !== undefined) {
    check.add(`'primaryKeyArn' must be of a key without another replica in the Region, got ${received}, of which ${shown(twin)} is one; `
      + 'KMS makes one replica in each Region: use that');
  }
}

function checkPlace(check: PropsCheck, primaryKeyArn: string, received: string, scope: Construct): void {
  const definition = definitionOf(primaryKeyArn);
  const own = Stack.of(scope);
  const parts = parseArn(primaryKeyArn);
  const { account, region } = definition === undefined ? parts ?? {} : Stack.of(definition);
  if (region === own.region) {
    check.add(Token.isUnresolved(region)
      ? `'primaryKeyArn' must be of a key in another Region than the replica's, got ${received}, and no Region that is known of either; `
        + 'define each in a stack with an explicit env'
      : `'primaryKeyArn' must be of a key in another Region than the replica's, ${shown(region)}, got ${received}; define the replica in a stack of the other Region`);
  }
  if (knownToDiffer(account, own.account)) {
    check.add(`'primaryKeyArn' must be of a key of the replica's account, ${shown(own.account)}, got ${received}; KMS replicates within one account`);
  }
  check.partition('primaryKeyArn', primaryKeyArn, parts?.partition, own.region);
}

/**
 * Stops the synthesis if a primary of the app does not let the replica be made, by the policy that it has when the tree is finished.
 *
 * The role that deploys the replica has another Region in its name than the one that deploys the primary: whoever admits that by name leaves this out.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html
 */
export function validateReplication(replica: kms.CfnReplicaKey): void {
  replica.node.addValidation({
    validate: () => {
      const primary = definitionOf(replica.primaryKeyArn);
      const roleArn = executionRoleArn(replica);
      if (!isKeyResource(primary) || roleArn === undefined) return [];

      const { knownText, outcomeOf } = require('../access/read-key') as typeof import('../access/read-key');
      const [arn, region] = [knownText(roleArn, replica), knownText(Aws.REGION, replica)];
      if (arn === undefined || region === undefined) return [];
      const context = { 'kms:MultiRegion': 'true', 'kms:MultiRegionKeyType': 'PRIMARY', 'kms:ReplicaRegion': region };
      return ['no', 'denied'].includes(outcomeOf(primary, { action: 'kms:ReplicateKey', caller: { arn }, context }))
        ? [`the policy of the primary key ${shown(primary.node.path)} does not let the role that deploys its replica, ${arn}, do kms:ReplicateKey; `
          + `let it, or name it in 'administrators' there: new iam.ArnPrincipal('${arn}')`]
        : [];
    },
  });
}

function isReplica(construct: IConstruct | undefined): construct is kms.CfnReplicaKey {
  return isKeyResource(construct) && construct.cfnResourceType === 'AWS::KMS::ReplicaKey';
}

function isOfSameKey(one: string, other: string): boolean {
  return (definitionOf(one) ?? one) === (definitionOf(other) ?? other);
}

/** Whether two constructs are known to be deployed to one account and Region. */
function isOfSameRegion(one: IConstruct, other: IConstruct): boolean {
  const [{ environment }, own] = [Stack.of(one), Stack.of(other)];
  return Stack.of(one) === own || (environment === own.environment && !Token.isUnresolved(own.region));
}
