import type { Evaluation } from '../../access/request';
import { Delivery, isRefused } from '../delivery';
import type { WiringComplaint } from './wiring-rule';

/** Complains of something that CloudTrail must be allowed and is not. */
export function refusal({ policy }: Pick<Delivery, 'policy'>, answer: Evaluation, message: string, fix: string): WiringComplaint[] {
  const { outcome, statement } = answer;
  if (!isRefused(answer)) return [];
  const label = policy.labelOf(statement);
  return [{
    ...policy.placeOf(statement),
    ...outcome === 'denied'
      ? { message: `${message}: ${label} denies it`, fix: `make an exception for cloudtrail.amazonaws.com in ${label}` }
      : { message: `${message}: no statement allows it`, fix },
    statement,
  }];
}
