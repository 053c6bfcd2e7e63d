import { aws_kms as kms, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { KeyPolicy } from './key-policy';
import { FinalPolicy } from '../private/final-policy';
import { KEY_POLICY_BYTES } from '../private/limits';
import { asSubstitution } from '../private/render';
import { isRetained, renderedResource } from '../private/rendered-resource';
import { warn } from '../private/warnings';

const SIZE_ADVICE = 'name roles by one pattern (LogReaders.rolePattern()), a team by one role, many accounts by their organization (OrganizationPrincipal), '
  + 'and trails by trailAccounts or one organization trail';

/**
 * Checks a key's policy when the tree is finished: whatever was added, overridden or replaced until then counts.
 *
 * @param reporter below the construct that the user made, for its warnings and errors
 */
export function validateKeyPolicy(reporter: IConstruct, resource: kms.CfnKey, policy: KeyPolicy): void {
  reporter.node.addValidation({
    validate: () => {
      const final = new FinalPolicy(renderedResource(resource).Properties?.KeyPolicy, policy.statements.json(), Stack.of(resource));
      warnOfKey(reporter, resource, policy, final);
      return [
        ...final.complaints('key', KEY_POLICY_BYTES, SIZE_ADVICE),
        ...policy.servesTrails && policy.hasUnlockedEventDataStore
          ? ['trails and event data stores share the key, and no store is named yet, so that it is open to every account: '
            + "pass 'eventDataStoreArns', or give the stores a key of their own"]
          : [],
        // what our own statements admit is proven where they are built
        ...final.isUntouched && policy.saysWhoAdministers ? [] : answersAbout(reporter, resource, policy, final),
      ];
    },
  });
}

function warnOfKey(reporter: IConstruct, resource: kms.CfnKey, policy: KeyPolicy, final: FinalPolicy): void {
  if (!isRetained(resource)) {
    warn(reporter, 'CloudTrailEncryptionKey.notRetained',
      "the key is deleted with the stack, and with it every log file becomes unreadable; set 'removalPolicy' to RETAIN");
  }
  if (final.mayExceed(KEY_POLICY_BYTES)) {
    warn(reporter, 'CloudTrailEncryptionKey.policySizeUnknown',
      `the key policy may exceed the ${KEY_POLICY_BYTES} bytes that KMS takes, depending on what its references become; ${SIZE_ADVICE}`);
  }
  if (policy.hasUnlockedEventDataStore) {
    warn(reporter, 'CloudTrailEncryptionKey.eventDataStoreUnlocked',
      "CloudTrail may use the key for every account's event data stores until they are named; "
      + "deploy, then pass the store's ARN in 'eventDataStoreArns' and deploy again");
  }
}

/** What the evaluator finds in a policy that holds more, or less, than ours. */
function answersAbout(reporter: IConstruct, resource: kms.CfnKey, policy: KeyPolicy, final: FinalPolicy): string[] {
  // loaded where it is needed: the evaluator is a quarter of the package, and most apps leave their key's policy alone
  const { KeyPolicyQuestions } = require('./key-policy-questions') as typeof import('./key-policy-questions');
  const stack = Stack.of(resource);
  const questions = new KeyPolicyQuestions(final, stack);

  const careless = questions.decryptingAnything();
  if (careless.length > 0) {
    warn(reporter, 'CloudTrailEncryptionKey.decryptWithoutContext',
      `${careless.length} statement(s) of the key policy admit kms:Decrypt for more than CloudTrail's log files, `
      + `for ${JSON.stringify(asSubstitution(careless, stack))}; `
      + 'use grantRead() of EncryptedTrail or TrailLogBucket, or grantDecrypt() of CloudTrailEncryptionKey, instead of the grants of bucket and key');
  }
  return [
    ...questions.shutOut(policy.trailList).map(({ trailArn }) =>
      `CloudTrail could not encrypt with the key for ${asSubstitution(stack.resolve(trailArn), stack)}: another statement denies it; remove that statement`),
    ...policy.hasUnlockedEventDataStore ? [] : questions.openToEveryTrail().map(action =>
      `CloudTrail could do ${action} with the key for the trails of every account; put a condition on aws:SourceArn into the statement that admits it`),
    ...questions.isAdministered() ? []
      : ['nobody could change the key policy any more, which KMS refuses; let an administrator or the account itself do kms:PutKeyPolicy'],
  ];
}
