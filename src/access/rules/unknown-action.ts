import { KMS_ACTIONS } from '../kms-actions';
import type { Rule } from '../rule/rule';
import { shown } from '../rule/shown';
import { patternReader } from '../wildcard';

/** More letters than these apart, another name is meant. */
const MOST_MISTAKES = 3;

const FOLDED = KMS_ACTIONS.map((action) => action.toLowerCase());
const KNOWN = new Set(FOLDED);

/**
 * KMS ignores an action that it does not know.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
export const UNKNOWN_ACTION: Rule = {
  id: 'unknown-action',
  severity: 'warning',
  check: (audited) =>
    audited.statements.flatMap((statement) =>
      ['Action', 'NotAction'].flatMap((element) =>
        statement
          .texts(element)
          .filter((action) => !isAction(action))
          .map((action) => statement.complaint(`names ${shown(action)}, which is no action of KMS`, closest(action))),
      ),
    ),
};

function isAction(action: string): boolean {
  const name = action.toLowerCase();
  if (KNOWN.has(name)) return true;
  const matches = patternReader(name);
  return FOLDED.some((known) => matches(known) !== false);
}

function closest(action: string): string {
  const text = action.toLowerCase().slice(0, 100);
  const [nearest] = KMS_ACTIONS.filter((known) => Math.abs(known.length - text.length) <= MOST_MISTAKES)
    .map((known) => ({ known, distance: editDistance(text, known.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  return nearest !== undefined && nearest.distance <= MOST_MISTAKES ? `write ${nearest.known}` : 'remove it, or write an action of KMS such as kms:Decrypt';
}

/** How many letters have to be put in, taken out or changed. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    if (Math.min(...next) > MOST_MISTAKES) return Infinity;
    row = next;
  }
  return row[other.length];
}
