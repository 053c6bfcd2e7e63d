import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { evaluate } from '../../src/access/evaluate';
import type { AccessRequest, Outcome, PolicyEnvironment } from '../../src/access/request';

/** A request put to a policy; the policy is written out, or is a file below `test/cases`, or is made of the statements. */
interface Case {
  readonly name: string;
  readonly policy?: any;
  readonly statements?: any[];
  readonly environment?: PolicyEnvironment;
  readonly request: AccessRequest;
  readonly expected: Outcome;
  readonly decidedBy?: string;
}

const CASES = join(__dirname, '..', 'cases');
const read = (file: string) => JSON.parse(readFileSync(join(CASES, file), 'utf8'));
const files = readdirSync(CASES).filter((file) => file.endsWith('.json')).sort();

const policyOf = ({ policy, statements }: Case) => {
  if (typeof policy === 'string') return read(policy);
  return policy ?? { Version: '2012-10-17', Statement: statements };
};

test('there are at least 150 cases', () => {
  expect(files.flatMap(read).length).toBeGreaterThanOrEqual(150);
});

describe.each(files)('%s', (file) => {
  const cases: Case[] = read(file);

  test('gives every case a name of its own', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toEqual(cases.length);
  });

  test.each(cases)('$name: $expected', (given) => {
    const policy = policyOf(given);

    const { outcome, statement, statementIndex } = evaluate(policy, given.request, given.environment ?? {});

    expect({ outcome, decidedBy: statement?.Sid }).toEqual({ outcome: given.expected, decidedBy: given.decidedBy ?? statement?.Sid });
    expect(statement).toBe(statementIndex === undefined ? undefined : [policy.Statement].flat()[statementIndex]);
  });
});
