import type { AuditedPolicy } from './rule';
import type { Answer } from '../probes';

/**
 * The answer to a question about somebody else's trail, if it is yes.
 *
 * Where event data stores use the key, AWS prescribes open statements until their ARNs are known; another rule speaks of these.
 */
export function byForeignTrails(id: string, audited: AuditedPolicy): Answer[] {
  return audited.answered(id, 'direct').flatMap((answer) => {
    if (!audited.context.servesEventDataStores) return [answer];
    const guarded = audited.statements
      .filter(({ json }) => audited.ask({ ...answer, context: {} }, [json]).outcome !== 'direct')
      .map(({ json }) => json);
    const { outcome, statement } = audited.ask(answer, guarded);
    return outcome === 'direct' ? [{ ...answer, statement }] : [];
  });
}

/** Whether a statement lets somebody else's trails use the key, which says all that is to be said about it. */
export function foreignTrailsUse(statement: any, audited: AuditedPolicy): boolean {
  return ['foreign-trail-encrypt', 'foreign-trail-decrypt'].some((id) => audited.answered(id, 'direct').some((trail) => trail.statement === statement));
}
