import { Texts } from '../policy-texts';
import type { Rule } from '../rule/rule';
import { shown } from '../rule/shown';

const FAULT = 'with a character that KMS does not take';
const FIX = 'use the characters from space to ÿ only';

/**
 * KMS takes the characters of Latin-1 only.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export const INVALID_CHARACTERS: Rule = {
  id: 'invalid-characters',
  severity: 'error',
  check: (audited) => {
    const { Statement: _, ...rest } = audited.json;
    const inPolicy = [...Texts.of(rest)!.written].find(isInvalid);
    return [
      ...inPolicy === undefined ? [] : [{ message: `the key policy holds ${shown(inPolicy)}, ${FAULT}`, fix: FIX }],
      ...audited.holding(isInvalid).map(({ statement, texts: [text] }) => statement.complaint(`holds ${shown(text)}, ${FAULT}`, FIX)),
    ];
  },
};

function isInvalid(text: string): boolean {
  return /[^\t\n\r\x20-\xFF]/.test(text);
}
