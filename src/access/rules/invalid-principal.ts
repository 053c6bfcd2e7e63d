import { isIntrinsic, isObject, isPresent, isSymbolic } from '../intrinsics';
import type { AuditedStatement, Rule } from '../rule/rule';
import { shown } from '../rule/shown';

/**
 * KMS refuses a policy with a principal that cannot stand in it, or that does not exist.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const INVALID_PRINCIPAL: Rule = {
  id: 'invalid-principal',
  severity: 'error',
  check: (audited) =>
    audited.statements.flatMap((statement) =>
      ['Principal', 'NotPrincipal'].flatMap((element) =>
        faults(element, statement).map((message) =>
          statement.complaint(message, 'name a role, a user, an account or a service that exists'),
        ),
      ),
    ),
};

function faults(element: string, statement: AuditedStatement): string[] {
  const { json } = statement;
  const principal = json?.[element];
  if (!isPresent(principal)) return [];
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  if (element === 'NotPrincipal' && json.Effect === 'Allow') return ['allows everybody but its NotPrincipal, which AWS does not support'];
  if (principal === '*' || isIntrinsic(principal)) return [];
  if (!isObject(principal)) return [`has the ${element} ${shown(principal)}, which is neither "*" nor an object`];
  return Object.keys(principal).flatMap((kind) => {
    const names = statement.principals(kind, element);
    if (kind === 'Service') return names.filter((name) => !isService(name)).map((name) => `names ${shown(name)}, which is no service principal`);
    if (kind === 'AWS') return names.flatMap((name) => fault(name) ?? []).map((message) => `names ${message}`);
    return [`names principals of the kind ${shown(kind)}, which key policies do not take`];
  });
}

function isService(name: string): boolean {
  return isSymbolic(name) || /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,9}$/.test(name);
}

function fault(name: string): string | undefined {
  if (name === '*' || /^\d{12}$/.test(name)) return undefined;
  if (/^A(RO|ID|GP)A[A-Z0-9]{12,}$/.test(name)) return `${shown(name)}, the id of a principal that was deleted`;
  if (/[*?]/.test(name)) return `${shown(name)}, and a wildcard cannot be a part of a principal`;
  if (isSymbolic(name)) return undefined;
  const [, resource] = /^arn:[^:]+:(?:iam|sts)::\d{12}:(.+)$/.exec(name) ?? [];
  if (resource?.startsWith('group/')) return `the group ${shown(name)}, and a key policy cannot name groups`;
  return resource === 'root' || /^(role|user|assumed-role|federated-user)\/./.test(resource ?? '')
    ? undefined
    : `${shown(name)}, which is not the ARN of a role, user or account`;
}
