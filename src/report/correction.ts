import { unifiedDiff } from './diff';
import { correctedPolicy, Correction } from '../access/corrected-policy';
import type { AuditedKey } from '../template/audit-report';

/** A key with its corrected policy. */
export interface CorrectedKey extends Correction {
  /** As a unified diff; empty where nothing is to be changed. */
  readonly diff: string;
}

/** The corrected policy of a key, and what it changes; undefined where there is no policy to be read. */
export function correctionOf({ key, policy, context }: AuditedKey): CorrectedKey | undefined {
  const correction = correctedPolicy(policy, context);
  return correction && { ...correction, diff: unifiedDiff(asText(policy), asText(correction.policy), { before: key, after: `${key} (corrected)` }) };
}

/** A policy as it is printed. */
function asText(policy: any): string {
  return JSON.stringify(policy, undefined, 2);
}
