import { isIntrinsic, isObject, isPresent, itemsOf } from '../intrinsics';
import type { AuditedStatement, Rule } from '../rule/rule';

/**
 * KMS rejects a statement without one of its elements.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export const INCOMPLETE_STATEMENT: Rule = {
  id: 'incomplete-statement',
  severity: 'error',
  check: (audited) =>
    audited.statements.flatMap((statement) =>
      complaints(statement).map((message) => statement.complaint(message, 'give it Effect, Principal, Action and Resource')),
    ),
};

function complaints({ json }: AuditedStatement): string[] {
  if (isIntrinsic(json)) return [];
  if (!isObject(json)) return ['is not an object'];
  return [
    ...(isIntrinsic(json.Effect) || ['Allow', 'Deny'].includes(json.Effect) ? [] : ['has no Effect of "Allow" or "Deny"']),
    ...['Principal', 'Action', 'Resource'].flatMap((element) => {
      const name = isPresent(json[element]) ? element : `Not${element}`;
      if (!isPresent(json[name])) return [`has neither ${element} nor Not${element}`];
      return isEmpty(json[name]) ? [`has an empty ${name}`] : [];
    }),
  ];
}

/** Whether an element names nothing; principals are named by kind. */
function isEmpty(element: any): boolean {
  return isObject(element) && !isIntrinsic(element)
    ? Object.values(element).every((names) => itemsOf(names).length === 0)
    : itemsOf(element).length === 0;
}
