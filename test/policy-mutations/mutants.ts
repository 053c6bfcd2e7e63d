/** A policy with one thing changed. */
export interface Mutant {
  /** The statement that was changed, and how. */
  readonly what: string;
  readonly policy: any;
}

/** A statement with one thing changed, or taken out altogether. */
type Change = readonly [what: string, statement: any];

const OTHER_ACCOUNT = '999999999999';
const OTHER_ROOT = `arn:aws:iam::${OTHER_ACCOUNT}:root`;
const OTHER_KEY = 'arn:aws:kms:eu-central-1:111111111111:key/99999999-9999-9999-9999-999999999999';
const OTHER_OPERATORS: { [operator: string]: string[] } = {
  StringEquals: ['StringNotEquals', 'StringEqualsIfExists'],
  StringNotEquals: ['StringEquals'],
  StringLike: ['StringEquals', 'StringNotLike', 'StringLikeIfExists'],
  ArnLike: ['StringEquals', 'ArnNotLike', 'ArnLikeIfExists'],
  ArnEquals: ['ArnNotEquals', 'ArnEqualsIfExists'],
  Bool: ['BoolIfExists'],
};

/** Every policy that differs from this one in one element of one of these statements, or lacks one of them. */
export function mutantsOf(policy: any, sids: string[]): Mutant[] {
  const statements: any[] = policy.Statement;
  return statements.flatMap((statement, i) => !sids.includes(statement.Sid) ? [] : changesOf(statement, statements).map(([what, changed]) => ({
    what: `${statement.Sid}: ${what}`,
    policy: { ...policy, Statement: [...statements.slice(0, i), ...changed === undefined ? [] : [changed], ...statements.slice(i + 1)] },
  })));
}

function changesOf(statement: any, all: any[]): Change[] {
  const another = all.find(({ Sid }) => Sid !== statement.Sid);
  return [
    ['dropped', undefined],
    ...Object.keys(statement).map((element): Change => [`${element} dropped`, without(statement, element)]),
    ...another === undefined ? [] : [['Sid of another statement', { ...statement, Sid: another.Sid }] as const],
    ['Effect flipped', { ...statement, Effect: 'Deny' }],
    ...['Principal', 'Action', 'Resource'].map((element): Change => [`${element} negated`, renamed(statement, element, `Not${element}`)]),
    ['Principal of another account', { ...statement, Principal: { AWS: OTHER_ROOT } }],
    ['Principal of everybody', { ...statement, Principal: '*' }],
    ...principalsOf(statement).map(([what, Principal]): Change => [what, { ...statement, Principal }]),
    ...statement.Action === 'kms:*' ? [] : [['every Action', { ...statement, Action: 'kms:*' }] as const],
    ['misspelt Action', { ...statement, Action: [...[statement.Action].flat().slice(1), `${[statement.Action].flat()[0].replace('*', '')}s`] }],
    ...listChanges('Action', statement.Action, otherAction).map(([what, Action]): Change => [what, { ...statement, Action }]),
    ['Resource of another key', { ...statement, Resource: OTHER_KEY }],
    ...conditionsOf(statement.Condition).map(([what, Condition]): Change => [what, { ...statement, Condition }]),
  ];
}

function principalsOf({ Principal }: any): Change[] {
  return Object.entries(Principal).flatMap(([kind, names]) => listChanges(kind, names, similar)
    .map(([what, changed]): Change => [what, { [kind]: changed }]));
}

function otherAction(action: string): [string, string][] {
  return [['another', action === 'kms:Encrypt' ? 'kms:Decrypt' : 'kms:Encrypt']];
}

function conditionsOf(condition: any = {}): Change[] {
  return Object.entries<any>(condition).flatMap(([operator, keys]) => [
    [`${operator} dropped`, without(condition, operator)],
    ...(OTHER_OPERATORS[operator] ?? []).map((other): Change => [`${operator} becomes ${other}`, merged(without(condition, operator), other, keys)]),
    ...Object.entries(keys).flatMap(([key, values]): Change[] => [
      [`${operator} ${key} dropped`, { ...condition, [operator]: without(keys, key) }],
      [`${operator} ${key} renamed`, { ...condition, [operator]: renamed(keys, key, `${key}s`) }],
      ...listChanges(`${operator} ${key}`, values, similar).map(([what, changed]): Change => (
        [what, { ...condition, [operator]: { ...keys, [key]: changed } }])),
    ]),
  ]);
}

/** An element that is one value or a list, with one value dropped, unless it is the only one, or replaced. */
function listChanges(name: string, element: any, others: (value: string) => [string, string][]): Change[] {
  const values: string[] = [element].flat();
  return values.flatMap((value, i) => [
    ...values.length === 1 ? [] : [[`${name} ${value} dropped`, values.filter((_, j) => j !== i)] as const],
    ...others(value).map(([what, other]): Change => [
      `${name} ${value} becomes ${what}: ${other}`, Array.isArray(element) ? values.map((kept, j) => j === i ? other : kept) : other,
    ]),
  ]);
}

/** Values that are almost the same. */
function similar(value: string): [string, string][] {
  if (value === 'true' || value === 'false') return [['the contrary', String(value !== 'true')]];
  if (/^\d{12}$/.test(value)) return [['another account', OTHER_ACCOUNT]];
  if (/^o-/.test(value)) return [['another organization', 'o-another0000']];
  if (/\.amazonaws\.com$/.test(value)) {
    const [service, ...rest] = value.split('.');
    return [
      ['another service', [service === 'cloudtrail' ? 'config' : 's3', ...rest].join('.')],
      ...rest.length > 2 ? [['another Region', [service, 'us-west-2', ...rest.slice(1)].join('.')] as [string, string]] : [],
    ];
  }
  const [scheme, partition, service, region, account, ...name] = value.split(':');
  const rest = name.join(':');
  const arn = (...parts: string[]) => [scheme, ...parts].join(':');
  return [
    ['another partition', arn('aws-cn', service, region, account, rest)],
    ['another service', arn(partition, 'config', region, account, rest)],
    ...region === '' ? [] : [['another Region', arn(partition, service, 'us-west-2', account, rest)] as [string, string]],
    ...account === '' ? [] : [['another account', arn(partition, service, region, OTHER_ACCOUNT, rest)] as [string, string]],
    ['another name', arn(partition, service, region, account, rest === 'root' ? 'role/Other' : `${rest}-other`)],
  ];
}

function without(object: any, name: string): any {
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
}

function renamed(object: any, name: string, other: string): any {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key === name ? other : key, value]));
}

function merged(condition: any, operator: string, keys: any): any {
  return { ...condition, [operator]: { ...condition[operator], ...keys } };
}
