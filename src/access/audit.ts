import { contextComplaints, fillIn } from './audit-context';
import { Policy } from './evaluate';
import { readable } from './intrinsics';
import type { AccessOutcome, AccessProbe, FindingSeverity, KeyPolicyAuditContext, KeyPolicyFinding } from './key-policy-audit';
import { policyComplaint, Texts } from './policy-texts';
import { Answer, answer, questionsAbout } from './probes';
import { AuditedPolicy, Rule } from './rule/rule';
import { RULES } from './rules';
import { POLICY_TOO_LARGE } from './rules/policy-too-large';

export { policyComplaint, Texts };

/** The severities, the worst first. */
export const FROM_WORST: string[] = ['error', 'warning', 'info'];

/** What an audit found. */
export interface AuditResult {
  readonly answers: Answer[];
  readonly findings: KeyPolicyFinding[];
}

/** Throws if a policy cannot be audited, or if what it is for is malformed. */
export function checkInput(policy: any, context: KeyPolicyAuditContext): void {
  const complaints = [policyComplaint(policy) ?? [], contextComplaints(context)].flat();
  if (complaints.length > 0) throw new Error(`KeyPolicyAudit: ${complaints.join('\n  - ')}`);
}

/** The rules whose findings are more than good to know. */
export const GRAVE_RULES: readonly Rule[] = RULES.filter(({ severity }) => severity !== 'info');

/** The same for a policy that is known to fit. */
export const GRAVE_RULES_BUT_SIZE: readonly Rule[] = GRAVE_RULES.filter((rule) => rule !== POLICY_TOO_LARGE);

/** What an audit goes by. */
export interface AuditOptions {
  /** All, if left out. */
  readonly rules?: readonly Rule[];
  /** The texts of the policy, where it was read already. */
  readonly texts?: Texts;
}

/** Asks a policy everything, and holds rules against it. */
export function auditPolicy(policy: any, given: KeyPolicyAuditContext, { rules = RULES, texts = Texts.of(policy)! }: AuditOptions = {}): AuditResult {
  const context = fillIn(given, policy, texts);
  const policies = new Map([context.environment, context.sampled].map((environment) => [environment, new Policy(policy, environment)]));
  const answers = questionsAbout(context).map((question) => answer(policies.get(question.environment)!, question, context));
  const audited = new AuditedPolicy(policy, context, answers);
  const findings = rules.flatMap((rule) => findingsOf(rule, audited));
  return { answers, findings: FROM_WORST.flatMap((severity) => findings.filter((finding) => finding.severity === severity)) };
}

/** The answers as the audit shows them. */
export function probesOf(answers: Answer[]): AccessProbe[] {
  return answers.map(({ id, question, outcome, statement }) => ({ id, question: readable(question), outcome: outcome as AccessOutcome, statement }));
}

function findingsOf({ id, severity: usual, check }: Rule, audited: AuditedPolicy): KeyPolicyFinding[] {
  return check(audited).map(({ message, fix, statement, severity = usual }) => (
    { rule: id, severity: severity as FindingSeverity, message: readable(message), fix, statement }));
}
