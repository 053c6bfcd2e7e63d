import { identify } from '../caller';
import { RequestContext } from '../context';
import { isObject, isSymbolic, UNRESOLVED } from '../intrinsics';
import type { Answer } from '../probes';
import { malformations } from '../rule/malformations';
import type { AuditedPolicy, AuditedStatement, Complaint, Condition, Rule } from '../rule/rule';

/** A question whose answer only the deployment knows, or only the request. */
export const ANSWER_UNKNOWN: Rule = {
  id: 'answer-unknown',
  severity: 'warning',
  check: (audited) => {
    const unknown = audited.answers.filter(({ outcome }) => outcome === 'unknown');
    // of what AWS does not accept, no deployment and no request will tell
    const deciding = [...new Set(unknown.map(({ statement }) => statement))].filter((json) => isObject(json) && malformations(json).length === 0);
    return deciding.flatMap((json) => {
      const answers = unknown.filter(({ statement }) => statement === json);
      const statement = audited.statements.find((one) => one.json === json);
      const byRequest = answers
        .map((answer) => ({ answer, open: statement === undefined ? [] : openConditions(statement, answer, audited) }))
        .filter(({ open }) => open.length > 0);
      const byDeployment = answers.filter((answer) => byRequest.every((other) => other.answer !== answer));
      const asked = byRequest.filter(({ answer, open }) => !leavesMembersTheirOwn(statement!, answer, open));
      return [...atDeployment(byDeployment, audited), ...atRequest(asked, audited)];
    });
  },
};

function atDeployment(answers: Answer[], audited: AuditedPolicy): Complaint[] {
  const answer = weightiest(answers);
  return answer === undefined ? [] : [{
    message: `${answer.question} That depends on something in ${audited.labelOf(answer.statement)} that is known only when it is deployed`,
    fix: 'write it out',
    statement: answer.statement,
  }];
}

function atRequest(asked: { readonly answer: Answer; readonly open: Condition[] }[], audited: AuditedPolicy): Complaint[] {
  const answer = weightiest(asked.map((one) => one.answer));
  return asked.filter((one) => one.answer === answer).map(({ answer: { question, statement }, open: [{ key }] }) => ({
    message: `${question} That depends on the ${key} of the request, which ${audited.labelOf(statement)} asks for`,
    fix: 'say who is meant by principals or by aws:PrincipalArn, which nobody can choose; where the condition is only a restriction more, it can stay',
    statement,
  }));
}

/** That everybody may come in weighs more than all else. */
function weightiest(answers: Answer[]): Answer | undefined {
  return answers.find(({ id }) => id.startsWith('outsider-')) ?? answers[0];
}

/** The conditions that leave the answer open because only the request tells what they ask for. */
function openConditions(statement: AuditedStatement, answer: Answer, audited: AuditedPolicy): Condition[] {
  const { action, caller, environment } = answer;
  const request = new RequestContext({ ...answer, resource: audited.context.keyArn }, identify(caller, environment), environment);
  const isOpen = ({ name, values }: Condition): boolean => {
    const sent = request.valuesOf(name, action.toLowerCase());
    return !values.some(isSymbolic) && (sent === 'perhaps' || (sent ?? []).some((value) => value.includes(UNRESOLVED)));
  };
  const withoutOpen = { ...statement.json, Effect: 'Allow', Condition: statement.conditionOf((condition) => !isOpen(condition)) };
  return audited.ask(answer, [withoutOpen]).outcome === 'unknown' ? [] : statement.conditions.filter(isOpen);
}

/** Whether all that accounts of the organization get are the objects with their own id in the name. */
function leavesMembersTheirOwn({ json }: AuditedStatement, { id }: Answer, open: Condition[]): boolean {
  return id.startsWith('organization-') && json.Effect === 'Allow' && open.some(({ operator, name, values }) => (
    /^string(equals|like)$/i.test(operator) && name === 'kms:encryptioncontext:aws:s3:arn'
    && values.every((value) => /\$\{aws:PrincipalAccount\}/i.test(value))));
}
