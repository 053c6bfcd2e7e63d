import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import type { KeyPolicyFinding } from './access/key-policy-audit';
import type { AuditedKey, ResourceFinding } from './template/audit-report';

/** What stays a violation whoever acknowledges it: somebody else uses the key, or owns it. */
const FATAL_RULES = ['foreign-trail-can-encrypt', 'foreign-trail-can-decrypt', 'anyone-can-decrypt', 'anyone-can-administer'];

/** What else than the templates is known to the checks. */
export interface CloudTrailEncryptionChecksProps {
  /**
   * The organization of the accounts that the app is deployed to, as in `o-exampleorg1`.
   *
   * @default - the one that the policies name
   */
  readonly organizationId?: string;

  /**
   * The trails, by ARN, that use keys of the app and that the app does not define.
   *
   * @default - those that the policies name
   */
  readonly trailArns?: string[];
}

/**
 * Holds every template of an app against what AWS documents of CloudTrail and its keys: who may use a key is proven by evaluating its policy.
 *
 * It reads nothing but the synthesized templates, so it works on apps that use nothing else of this library, and beside other plugins.
 *
 * Throws at synthesis on malformed props.
 *
 * A violation can be acknowledged by the id `cdk-cloudtrail-encryption::RULE`, except that another account can use the key or take it over.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 * @example
 * Validations.of(app).addPlugins(new CloudTrailEncryptionChecks());
 */
export class CloudTrailEncryptionChecks implements IPolicyValidationPlugin {
  /** The name under which the CDK reports the violations. */
  public readonly name = 'cdk-cloudtrail-encryption';

  /** @param props what else than the templates is known */
  public constructor(private readonly props: CloudTrailEncryptionChecksProps = {}) {}

  /**
   * Judges the templates of a synthesis; the CDK calls it.
   *
   * Throws if the props are malformed or a template cannot be read.
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    // loaded when it is needed: it is a quarter of the package, and most apps never ask
    const { auditTemplates } = require('./template/audit-templates') as typeof import('./template/audit-templates');
    const { readStacks } = require('./template/read-assembly') as typeof import('./template/read-assembly');
    const { keys, resources } = auditTemplates(readStacks(context.templatePaths), this.props);
    const findings = [...keys.flatMap((key) => key.findings.map((finding) => ofKey(key, finding))), ...resources];
    const violations = findings.filter(({ severity }) => severity !== 'info').map(violationOf);
    return { success: violations.every(({ severity }) => severity === 'warning'), violations };
  }
}

function ofKey({ template, logicalId, policy }: AuditedKey, finding: KeyPolicyFinding): ResourceFinding {
  const index = Array.isArray(policy.Statement) ? policy.Statement.indexOf(finding.statement) : -1;
  return { ...finding, template: template!, logicalId: logicalId!, propertyPath: `Properties.KeyPolicy${index < 0 ? '' : `.Statement.${index}`}` };
}

function violationOf({ rule, severity, message, fix, template, logicalId, propertyPath }: ResourceFinding): PolicyViolation {
  return {
    ruleName: rule,
    description: message,
    fix,
    severity: FATAL_RULES.includes(rule) ? 'fatal' : severity,
    violatingResources: [{ resourceLogicalId: logicalId, templatePath: template, locations: [propertyPath] }],
  };
}
