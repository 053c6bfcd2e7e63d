import type { AuditedKey, AuditReport, ResourceFinding, TemplateSource } from './audit-report';
import { audited } from './audited-key';
import { contextOf } from './key-context';
import type { TemplateAuditOptions } from './options';
import type { WiringComplaint, WiringRule } from './rule/wiring-rule';
import { WIRING_RULES } from './rules';
import { Resource, Templates } from './templates';
import { Wiring } from './wiring';
import { FROM_WORST } from '../access/audit';
import { contextComplaints } from '../access/audit-context';
import { isObject, isPresent } from '../access/intrinsics';
import { policyComplaint, Texts } from '../access/policy-texts';

export { auditBarePolicy } from './audited-key';
export type { TemplateAuditOptions } from './options';

/**
 * What KMS gives a key without a policy.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const DEFAULT_POLICY = {
  Version: '2012-10-17',
  Statement: [{
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
    Action: 'kms:*',
    Resource: '*',
  }],
};

/**
 * Audits every key that CloudTrail uses in some templates, and how it is wired.
 *
 * Throws if an option is malformed. A key that nothing of CloudTrail uses is passed over.
 */
export function auditTemplates(sources: TemplateSource[], options: TemplateAuditOptions): AuditReport {
  const { trailArns, organizationId, bucketKey, keyAccount } = options;
  const complaints = contextComplaints({ trailArns, organizationId, bucketKey, accountId: keyAccount });
  if (complaints.length > 0) throw new Error(`auditTemplates: ${complaints.join('; ')}`);

  const wiring = new Wiring(new Templates(located(sources, keyAccount)), options);
  const keys: AuditedKey[] = [];
  const resources: ResourceFinding[] = [];
  for (const key of wiring.keys) {
    const { source, logicalId, properties } = key;
    const policies = policiesIn(properties.KeyPolicy);
    policies.forEach((policy, i) => {
      const resolved = wiring.references.resolve(policy, source);
      const texts = Texts.of(resolved);
      const complaint = policyComplaint(resolved, texts);
      if (complaint !== undefined) {
        resources.push(unreadable(key, complaint));
        return;
      }
      const name = `${source.name}: ${logicalId}${policies.length > 1 ? ` (${i + 1} of ${policies.length})` : ''}`;
      keys.push({ key: name, template: source.name, logicalId, ...audited(policy, resolved, contextOf(key, resolved, wiring, options), texts) });
    });
  }
  resources.push(...WIRING_RULES.flatMap((rule) => rule.check(wiring).map((complaint) => findingOf(rule, complaint))));
  return { keys, resources: FROM_WORST.flatMap((severity) => resources.filter((finding) => finding.severity === severity)) };
}

/** The policies that a key may have: where conditions decide, each of them. */
function policiesIn(value: any): any[] {
  const condition = isObject(value) ? value['Fn::If'] : undefined;
  return Array.isArray(condition) ? condition.slice(1).flatMap(policiesIn) : [isPresent(value) ? value : DEFAULT_POLICY];
}

/** The sources with an account where they do not tell theirs. */
function located(sources: TemplateSource[], account: string | undefined): TemplateSource[] {
  const done = new Map<TemplateSource, TemplateSource>();
  const locate = (source: TemplateSource): TemplateSource => {
    const { nestedIn } = source;
    const result = done.get(source)
      ?? { ...source, account: source.account ?? account, nestedIn: nestedIn && { ...nestedIn, source: locate(nestedIn.source) } };
    done.set(source, result);
    return result;
  };
  return sources.map(locate);
}

function unreadable(resource: Resource, complaint: string): ResourceFinding {
  return findingOf({ id: 'key-policy-unreadable', severity: 'error' }, {
    resource,
    propertyPath: 'Properties.KeyPolicy',
    message: `the key policy cannot be judged: ${complaint.split('; ')[0]}`,
    fix: 'write the key policy out in the template',
  });
}

function findingOf({ id, severity }: Pick<WiringRule, 'id' | 'severity'>, { resource, ...complaint }: WiringComplaint): ResourceFinding {
  return {
    rule: id, severity: severity as ResourceFinding['severity'], ...complaint, template: resource.source.name, logicalId: resource.logicalId,
  };
}
