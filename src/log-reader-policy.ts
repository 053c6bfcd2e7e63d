import { aws_iam as iam, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { keyOfAlias, logReaderStatements } from './policy/log-reader-statements';
import { acknowledgeNagWildcard } from './private/acknowledgements';
import { parseArn } from './private/arns';
import { checkReferences } from './private/foreign-references';
import { BUCKET_NAME, Format, KEY_ARN, S3_KEY_PREFIX } from './private/formats';
import { isOfAnyStack, knownToDiffer } from './private/known';
import { definitionOf } from './private/principals';
import { PropsCheck, shown } from './private/props-check';
import { KEY_ALIAS_ARN, MANAGED_POLICY_DESCRIPTION, MANAGED_POLICY_NAME } from './private/reader-formats';

/** Properties of a policy for readers of the logs of another account. */
export interface LogReaderPolicyProps {
  /**
   * The key that the logs are encrypted with, `arn:PARTITION:kms:REGION:ACCOUNT:key/ID`.
   *
   * @default - the key of `keyAliasArn`
   */
  readonly keyArn?: string;

  /**
   * The alias of the key that the logs are encrypted with, `arn:PARTITION:kms:REGION:ACCOUNT:alias/NAME`: for when the key's own ARN is not known.
   *
   * Admits to whatever key has the alias, as far as its key policy does: whoever may move the alias can choose another.
   * Security Hub (KMS.1) does not look at the condition and reports the policy as open to all keys of that account and Region.
   *
   * @default - the key of `keyArn`
   */
  readonly keyAliasArn?: string;

  /**
   * The name of the bucket that holds the logs.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
   */
  readonly bucketName: string;

  /**
   * The folder in the bucket under which CloudTrail writes `AWSLogs/`, 200 characters at most.
   *
   * @default - the root of the bucket
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html
   */
  readonly s3KeyPrefix?: string;

  /**
   * Whether the bucket uses an S3 Bucket Key: then the policy also admits to decrypt whatever the bucket's own key encrypted.
   *
   * @default false
   */
  readonly bucketKeyEnabled?: boolean;

  /**
   * The policy's name: 1-128 letters, digits or any of `_+=,.@-`.
   *
   * @default - a name that CloudFormation makes up
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
   */
  readonly managedPolicyName?: string;

  /**
   * What the policy is for, 1000 characters at most.
   *
   * @default - no description
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
   */
  readonly description?: string;

  /**
   * The roles that the policy is attached to, of the account of the stack.
   *
   * @default - no roles
   */
  readonly roles?: iam.IRole[];

  /**
   * The users that the policy is attached to, of the account of the stack.
   *
   * @default - no users
   */
  readonly users?: iam.IUser[];

  /**
   * The groups that the policy is attached to, of the account of the stack.
   *
   * @default - no groups
   */
  readonly groups?: iam.IGroup[];
}

/**
 * What the IAM of a reader's own account has to say before he can read the logs of another account: list, fetch and decrypt them, and nothing else.
 *
 * Admits whomever it is attached to, once the policies of key and bucket admit him or his account as well: `readerAccounts` of the `EncryptedTrail` there.
 * It is made of names, so the stacks of the two accounts wait for nothing from each other.
 * Throws on wrong props, all of them in one message, before anything is defined.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export class LogReaderPolicy extends Construct {
  /** The policy itself, to be attached to further roles, users and groups. */
  public readonly managedPolicy: iam.ManagedPolicy;

  public constructor(scope: Construct, id: string, props: LogReaderPolicyProps) {
    checkProps(scope, id, props ?? {});

    super(scope, id);
    const { keyArn, keyAliasArn, bucketName, s3KeyPrefix, bucketKeyEnabled, ...policy } = props;
    const keys = keyAliasArn === undefined ? { resource: keyArn! } : keyOfAlias(keyAliasArn);
    const statements = logReaderStatements(keys, { bucketName, s3KeyPrefix, bucketKeyEnabled });
    this.managedPolicy = new iam.ManagedPolicy(this, 'Resource', { ...policy, statements });
    for (const resource of statements.flatMap(({ resources }) => resources).filter(arn => arn.endsWith('/*'))) {
      acknowledgeNagWildcard(this.managedPolicy, resource, resource === keys.resource
        ? 'the key is known by its alias only, and the condition kms:ResourceAliases names that'
        : 'log files that are not written yet are read, so their folder is named');
    }
  }
}

function checkProps(scope: Construct, id: string, props: LogReaderPolicyProps): void {
  const check = new PropsCheck();
  const { keyArn, keyAliasArn, bucketName } = props;
  if (keyArn === undefined && keyAliasArn === undefined) {
    check.add("'keyArn' or 'keyAliasArn' must be given, got neither; name the key by its ARN, or by that of its alias where only that is known");
  }
  if (keyArn !== undefined && keyAliasArn !== undefined) {
    check.add(`'keyArn' must be without 'keyAliasArn', got ${shown(keyArn)} beside ${shown(keyAliasArn)}; leave the alias out: the ARN says more`);
  }
  checkKey(check, scope, 'keyArn', keyArn, KEY_ARN, 'key/');
  checkKey(check, scope, 'keyAliasArn', keyAliasArn, KEY_ALIAS_ARN, 'alias/');
  if (check.required('bucketName', bucketName, BUCKET_NAME)) {
    checkReferences(check, 'bucketName', bucketName, scope, 'give the bucket a literal name, and write that here');
  }
  check.optional('s3KeyPrefix', props.s3KeyPrefix, S3_KEY_PREFIX);
  check.flag('bucketKeyEnabled', props.bucketKeyEnabled);
  check.optional('managedPolicyName', props.managedPolicyName, MANAGED_POLICY_NAME);
  check.optional('description', props.description, MANAGED_POLICY_DESCRIPTION);
  checkAttached(check, scope, props);
  check.done(`${scope.node.path}/${id}`);
}

/** The ARN of a key or alias, which may be of another account, but must not be taken from there. */
function checkKey(check: PropsCheck, scope: Construct, prop: string, arn: string | undefined, format: Format, kind: string): void {
  if (arn === undefined || !check.required(prop, arn, format)) return;
  const parts = parseArn(arn);
  // a token as a whole may be the ARN of a key; of an alias the parts must be known
  if (parts === undefined ? kind === 'alias/' : parts.service !== 'kms' || !parts.resource.startsWith(kind)) {
    check.add(`'${prop}' must be ${format.allowed}, got ${shown(arn)}; ${format.fix}`);
    return;
  }
  checkReferences(check, prop, arn, scope, "write it out, or use 'keyAliasArn' with a literal alias");
  const own = Stack.of(scope);
  check.partition(prop, arn, parts?.partition, own.region);
  if (isOfAnyStack(parts ?? {}, own)) {
    check.add(`'${prop}' must name its account and Region, got ${shown(arn)} of a stack without an explicit env; `
      + `they would be read as ${shown(own.account)} and ${shown(own.region)}: give that stack an env, or write the ARN out`);
  }
}

/** A managed policy is attached by name, in its own account. */
function checkAttached(check: PropsCheck, scope: Construct, props: LogReaderPolicyProps): void {
  const own = Stack.of(scope);
  for (const kind of ['role', 'user', 'group'] as const) {
    check.list(`${kind}s`, props[`${kind}s`], (element, identity) => {
      const { env, [`${kind}Name`]: name, [`${kind}Arn`]: arn } = identity ?? {};
      // imported users and groups tell their account by their ARN only
      const account = parseArn(arn ?? '')?.account ?? env?.account;
      if (typeof name !== 'string') {
        check.add(`'${element}' must be a ${kind}, got ${shown(identity)}; for one that the app only names use its static from methods`);
      } else if (knownToDiffer(own.account, account)) {
        check.add(`'${element}' must be of the account of the stack, ${shown(own.account)}, got one of ${shown(account)}; define the policy in a stack of that account`);
      } else if (isOfAnyStack(env ?? {}, own) && Token.isUnresolved((definitionOf(name) as any)?.[`${kind}Name`])) {
        check.add(`'${element}' must be of a stack with an explicit env, or have a literal '${kind}Name', got ${shown(identity)} without either; `
          + `give that stack the env of the policy's: the policy is attached by the ${kind}'s name, of which CloudFormation carries no reference across`);
      }
    });
  }
}
