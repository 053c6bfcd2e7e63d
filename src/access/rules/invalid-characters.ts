import { textsOf } from '../policy-texts';
import type { Rule } from '../rule/rule';
import { shown } from '../rule/shown';

/**
 * KMS takes the characters of Latin-1 only.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export const INVALID_CHARACTERS: Rule = {
  id: 'invalid-characters',
  severity: 'error',
  check: (audited) =>
    audited.statements.flatMap((statement) => {
      const text = [...(textsOf(statement.json) ?? [])].find((candidate) => /[^\t\n\r\x20-\xFF]/.test(candidate));
      return text === undefined
        ? []
        : [statement.complaint(`holds ${shown(text)}, with a character that KMS does not take`, 'use the characters from space to ÿ only')];
    }),
};
