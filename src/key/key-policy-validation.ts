import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { KeyPolicy } from './key-policy';
import type { KeyPolicyFinding } from '../access/key-policy-audit';
import { FinalPolicy } from '../private/final-policy';
import { KeyResource, kmsDefaultPolicy } from '../private/key-definition';
import { KEY_POLICY_BYTES, KEY_SIZE_ADVICE } from '../private/limits';
import { asSubstitution } from '../private/render';
import { isRetained, renderedResource } from '../private/rendered-resource';
import { warn } from '../private/warnings';

/** A longer statement tells no more. */
const LONGEST_STATEMENT = 500;

/**
 * Audits a key's policy when the tree is finished: whatever was added, overridden or replaced until then counts.
 *
 * What keeps somebody out who must get in, or lets somebody in who must not, stops the synthesis. Of what is doubtful only what did not come from
 * the props is warned of.
 *
 * @param reporter below the construct that the user made, for its warnings and errors
 */
export function validateKeyPolicy(reporter: IConstruct, resource: KeyResource, policy: KeyPolicy): void {
  reporter.node.addValidation({
    validate: () => {
      const stack = Stack.of(resource);
      const document = renderedResource(resource).Properties?.KeyPolicy;
      // loaded where it is needed: it is a quarter of the package, and an app that is not synthesized never asks
      const { auditPolicy, GRAVE_RULES, GRAVE_RULES_BUT_SIZE, policyComplaint, Texts } = require('../access/audit') as typeof import('../access/audit');
      const { contextIn } = require('../access/read-key') as typeof import('../access/read-key');
      const context = contextIn(resource, policy.auditContext);
      const final = new FinalPolicy(document, context.expectedStatements!, stack);
      warnOfKey(reporter, resource, policy, final);
      const audited = document ?? stack.resolve(kmsDefaultPolicy());
      const texts = Texts.of(audited);
      const unreadable = policyComplaint(audited, texts);
      if (unreadable !== undefined) return [`the key policy was replaced by something that is none: ${unreadable}`];

      const { findings } = auditPolicy(audited, context, { texts, rules: final.fits(KEY_POLICY_BYTES) ? GRAVE_RULES_BUT_SIZE : GRAVE_RULES });
      findings.filter(({ severity, statement }) => severity === 'warning' && !final.isOurs(statement))
        .forEach(finding => warn(reporter, `CloudTrailEncryptionKey.${inCamelCase(finding.rule)}`, textOf(finding, stack)));
      return findings.filter(({ severity }) => severity === 'error').map(finding => `${finding.rule}: ${textOf(finding, stack)}`);
    },
  });
}

function warnOfKey(reporter: IConstruct, resource: KeyResource, policy: KeyPolicy, final: FinalPolicy): void {
  if (!isRetained(resource)) {
    warn(reporter, 'CloudTrailEncryptionKey.notRetained',
      "the key is deleted with the stack, and with it every log file becomes unreadable; set 'removalPolicy' to RETAIN");
  }
  if (final.mayExceed(KEY_POLICY_BYTES)) {
    warn(reporter, 'CloudTrailEncryptionKey.policySizeUnknown',
      `the key policy may exceed the ${KEY_POLICY_BYTES} bytes that KMS takes, depending on what its references become; ${KEY_SIZE_ADVICE}`);
  }
  if (policy.hasUnlockedEventDataStore) {
    warn(reporter, 'CloudTrailEncryptionKey.eventDataStoreUnlocked',
      "CloudTrail may use the key for every account's event data stores until they are named; "
      + "deploy, then pass the store's ARN in 'eventDataStoreArns' and deploy again");
  }
}

function textOf({ message, fix, statement }: KeyPolicyFinding, stack: Stack): string {
  const json = statement === undefined ? '' : JSON.stringify(asSubstitution(statement, stack));
  const shown = json.length > LONGEST_STATEMENT ? `${json.slice(0, LONGEST_STATEMENT)}...` : json;
  return `${message}; ${fix}${shown === '' ? '' : `: ${shown}`}`;
}

function inCamelCase(rule: string): string {
  return rule.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
