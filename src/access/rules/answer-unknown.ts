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
    const open = [...new Set(unknown.map(({ statement }) => statement))].filter((json) => isObject(json) && malformations(json).length === 0);
    return open.flatMap((json) => {
      const answers = unknown.filter(({ statement }) => statement === json);
      const statement = audited.statements.find((one) => one.json === json);
      const byRequest = answers
        .map((answer) => ({ answer, key: statement && openKey(statement, answer, audited) }))
        .filter(({ key }) => key !== undefined);
      const byDeployment = answers.filter((answer) => byRequest.every((other) => other.answer !== answer));
      return [...atDeployment(byDeployment, audited), ...atRequest(byRequest.map(({ answer }) => answer), byRequest[0]?.key, audited)];
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

function atRequest(answers: Answer[], key: string | undefined, audited: AuditedPolicy): Complaint[] {
  const answer = weightiest(answers);
  return answer === undefined ? [] : [{
    message: `${answer.question} That depends on the ${key} of the request, which ${audited.labelOf(answer.statement)} asks for`,
    fix: 'say who is meant by principals or by aws:PrincipalArn, which nobody can choose; where the condition is only a restriction more, it can stay',
    statement: answer.statement,
  }];
}

/** That everybody may come in weighs more than all else. */
function weightiest(answers: Answer[]): Answer | undefined {
  return answers.find(({ id }) => id.startsWith('outsider-')) ?? answers[0];
}

/** A condition key that leaves the answer open because only the request tells it. */
function openKey(statement: AuditedStatement, answer: Answer, audited: AuditedPolicy): string | undefined {
  const { action, caller, environment } = answer;
  const request = new RequestContext({ ...answer, resource: audited.context.keyArn }, identify(caller, environment), environment);
  const isOpen = ({ key, values }: Condition): boolean => {
    const sent = request.valuesOf(key.toLowerCase(), action.toLowerCase());
    return !values.some(isSymbolic) && (sent === 'perhaps' || (sent ?? []).some((value) => value.includes(UNRESOLVED)));
  };
  const open = statement.conditions.find(isOpen);
  const withoutOpen = { ...statement.json, Effect: 'Allow', Condition: statement.conditionOf((condition) => !isOpen(condition)) };
  return open !== undefined && audited.ask(answer, [withoutOpen]).outcome !== 'unknown' ? open.key : undefined;
}
