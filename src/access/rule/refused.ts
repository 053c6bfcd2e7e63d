import type { AuditedPolicy, Complaint } from './rule';
import type { Answer } from '../probes';

/** Complains of everybody who must be allowed something and is not. */
export function refused(
  audited: AuditedPolicy, ids: string[], message: (answer: Answer) => string, fix: string, isMeant: (answer: Answer) => boolean = () => true,
): Complaint[] {
  const complaints = ids.flatMap((id) => audited.answered(id, 'no', 'denied')).filter(isMeant).map((answer) => {
    const { outcome, statement } = answer;
    const label = audited.labelOf(statement);
    return outcome === 'denied'
      ? { message: `${message(answer)}: ${label} denies it`, fix: `make an exception in ${label}, or remove it`, statement }
      : { message: `${message(answer)}: no statement allows it`, fix };
  });
  // several questions about one thing are one complaint
  return complaints.filter((complaint, i) => complaints.findIndex((earlier) => earlier.message === complaint.message) === i);
}
