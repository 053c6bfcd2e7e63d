import { withDistinctSids } from '../../src/private/sids';

const statement = (sid: string) => ({ Sid: sid, Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' });
const sids = (given: string[], taken?: (string | undefined)[]) => withDistinctSids(given.map(statement), taken).map(({ Sid }) => Sid);

describe('statements of a policy', () => {
  test.each<[string, string[], (string | undefined)[] | undefined, string[]]>([
    ['keep Sids that differ', ['A', 'B'], undefined, ['A', 'B']],
    ['carry their number from the second on', ['A', 'A', 'B', 'A'], undefined, ['A', 'A2', 'B', 'A3']],
    ['carry a number where the policy has the Sid already', ['A', 'B'], ['A'], ['A2', 'B']],
    ['skip numbers that the policy has already', ['A', 'A'], ['A', 'A2', 'A4'], ['A3', 'A5']],
    ['skip numbers that another statement has by its own name', ['A', 'A2', 'A'], undefined, ['A', 'A2', 'A3']],
    ['do not mind statements without a Sid', ['A'], [undefined, undefined], ['A']],
    ['are none if none are given', [], ['A'], []],
  ])('%s', (_, given, taken, expected) => {
    expect(sids(given, taken)).toEqual(expected);
  });

  test('keep the rest as it is, and stay what they were', () => {
    const [one, two] = [statement('A'), statement('A')];

    expect(withDistinctSids([one, two])).toEqual([
      { Sid: 'A', Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' },
      { Sid: 'A2', Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' },
    ]);
    expect([one.Sid, two.Sid]).toEqual(['A', 'A']);
  });
});
