import { App, aws_iam as iam, Environment, Stack } from 'aws-cdk-lib';
import { evaluate } from '../../src/access/evaluate';
import type { AccessRequest, Outcome, PolicyEnvironment } from '../../src/access/request';

/** The account and Region of the key or bucket, which no trail and no reader of these tests is in by accident. */
export const PINNED: Environment = { account: '111111111111', region: 'eu-central-1' };
const PINNED_STACK = new Stack(new App(), 'Pinned', { env: PINNED });
const ENVIRONMENT: PolicyEnvironment = { partition: 'aws', ...PINNED };

/** A title, what makes the statement, and all of its JSON. */
export type Written = readonly [title: string, statement: () => iam.PolicyStatement, json: { [element: string]: any }];

/** A title, a request, and what a policy of the statement alone says about it. */
export type Row = readonly [title: string, request: AccessRequest, outcome: Outcome];

/** A statement and the requests that it is asked about. */
export type Answers = readonly [statement: () => iam.PolicyStatement, rows: readonly Row[]];

/** A title, a request, the actions that a policy of the statement alone admits it with, and how. */
export type Actions = readonly [title: string, statement: () => iam.PolicyStatement, request: AccessRequest, admitted: string[], outcome: Outcome];

export interface StatementSuite {
  readonly written: readonly Written[];
  readonly actions: readonly Actions[];
  readonly answers: readonly Answers[];
}

/** The policy of these statements as a template holds it. */
export function policyOf(statements: iam.PolicyStatement[], env?: Environment): any {
  return resolve(new iam.PolicyDocument({ statements }), env);
}

/** The JSON of a statement, references written as in `Fn::Sub`: a literal partition, account or Region cannot hide in it. */
export function jsonOf(statement: iam.PolicyStatement, env?: Environment): any {
  // not by a policy document, which sorts principals if a feature flag of the app says so
  return readable(resolve(statement.toStatementJson(), env));
}

/** A template value with its references written as in `Fn::Sub`. */
export function readable(value: any): any {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.Ref === 'string') return `\${${value.Ref}}`;
  if (value['Fn::GetAtt'] !== undefined) return `\${${value['Fn::GetAtt'].join('.')}}`;
  if (value['Fn::Join'] !== undefined) return value['Fn::Join'][1].map(readable).join(value['Fn::Join'][0]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readable(item)]));
}

/** A value as the template of a stack holds it. */
export function resolve(value: any, env?: Environment): any {
  return (env === PINNED ? PINNED_STACK : new Stack(new App(), 'Stack', { env })).resolve(value);
}

/** What a policy of these statements says about a request. */
export function outcomeOf(statements: iam.PolicyStatement[], request: AccessRequest, environment: PolicyEnvironment = ENVIRONMENT): Outcome {
  return evaluate(policyOf(statements, PINNED), request, environment).outcome;
}

/** The same request with other condition keys; one that is undefined is taken out. */
export function withContext(request: AccessRequest, changes: { [conditionKey: string]: string | undefined }): AccessRequest {
  const context = Object.entries({ ...request.context, ...changes }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...request, context: Object.fromEntries(context) };
}

/** All strings of a statement, wherever they stand. */
export function stringsOf(value: any): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

/** Tests one class of statement builders: every statement whole, and every statement questioned. */
export function describeStatements(builders: object, allActions: readonly string[], suites: { [method: string]: StatementSuite }) {
  test('leaves no statement untested', () => {
    const methods = Object.getOwnPropertyNames(builders).filter((name) => typeof (builders as any)[name] === 'function');

    expect(Object.keys(suites).sort()).toEqual(methods.sort());
  });

  describe.each(Object.entries(suites))('%s', (_, { written, actions, answers }) => {
    test.each(written)('writes %s', (__, statement, json) => {
      expect(jsonOf(statement(), PINNED)).toEqual(json);
    });

    test('writes the same in a stack without account and Region', () => {
      for (const [, statement, json] of written) expect(jsonOf(statement())).toEqual(json);
    });

    test('writes its conditions in sorted order', () => {
      for (const [, statement] of written) {
        const { Condition = {} } = jsonOf(statement(), PINNED);

        for (const block of [Condition, ...Object.values<object>(Condition)]) expect(Object.keys(block)).toEqual(Object.keys(block).sort());
      }
    });

    test.each(actions)('%s and nothing else', (__, statement, request, admitted, outcome) => {
      const outcomes = allActions.map((action) => [action, outcomeOf([statement()], { ...request, action })]);

      expect(outcomes).toEqual(allActions.map((action) => [action, admitted.includes(action) ? outcome : 'no']));
      expect(allActions).toEqual(expect.arrayContaining(admitted));
    });

    test.each(answers.flatMap(([statement, rows]) => rows.map((row) => [...row, statement] as const)))('%s', (__, request, outcome, statement) => {
      expect(outcomeOf([statement()], request)).toEqual(outcome);
    });
  });
}
