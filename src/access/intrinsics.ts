import type { PolicyEnvironment } from './request';

// a value that only CloudFormation knows is written between brackets that no policy may contain: KMS and IAM allow characters up to U+00FF.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
const OPEN = '\u27E6';
const CLOSE = '\u27E7';

/** Stands for a text nobody can name; unlike a symbol it does not even equal itself. */
export const UNRESOLVED = OPEN + CLOSE;

// a policy that AWS accepts stays far below both
const MAX_DEPTH = 50;
const MAX_SIZE = 1_000_000;

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html
const URL_SUFFIXES = new Map([
  ['aws', 'amazonaws.com'],
  ['aws-cn', 'amazonaws.com.cn'],
  ['aws-us-gov', 'amazonaws.com'],
  ['aws-iso', 'c2s.ic.gov'],
  ['aws-iso-b', 'sc2s.sgov.gov'],
  ['aws-iso-e', 'cloud.adc-e.uk'],
  ['aws-iso-f', 'csp.hci.ic.gov'],
  ['aws-eusc', 'amazonaws.eu'],
]);

interface Rendering {
  readonly environment: PolicyEnvironment;
  readonly depth: number;
  /** Shared by all parts of one value, so that aliases in a YAML template cannot multiply it without end. */
  readonly budget: { left: number };
}

const INTRINSICS = new Map<string, (argument: any, rendering: Rendering) => string>([
  ['Ref', (name, { environment }) => typeof name === 'string' ? ref(name, environment) : UNRESOLVED],
  ['Fn::GetAtt', (attribute, rendering) => symbol('GetAtt', join(typeof attribute === 'string' ? [attribute] : attribute, '.', rendering))],
  ['Fn::ImportValue', (name, rendering) => symbol('ImportValue', render(name, rendering))],
  ['Fn::GetStackOutput', (output, rendering) => symbol('GetStackOutput', isObject(output)
    ? join(Object.keys(output).sort().flatMap((key) => [key, output[key]]), ' ', rendering)
    : render(output, rendering))],
  ['Fn::Join', (argument, rendering) => Array.isArray(argument) && typeof argument[0] === 'string'
    ? join(argument[1], argument[0], rendering)
    : UNRESOLVED],
  ['Fn::Sub', (argument, rendering) => {
    const [template, values] = Array.isArray(argument) ? argument : [argument, {}];
    return typeof template === 'string' && isObject(values) ? substitute(template, values, rendering) : UNRESOLVED;
  }],
]);

/**
 * The text of a template value.
 *
 * Pseudo parameters take their values from the environment. What only the deployment knows becomes a symbol: the same intrinsic always gives the same
 * one, so that a policy and a request can be seen to name the same thing. Anything else becomes `UNRESOLVED`.
 */
export function renderValue(value: any, environment: PolicyEnvironment): string {
  return typeof value === 'string' ? value : render(value, { environment, depth: 0, budget: { left: MAX_SIZE } });
}

/** The texts of an element that is one value or a list. */
export function renderItems(element: any, environment: PolicyEnvironment): string[] {
  return typeof element === 'string' ? [element] : itemsOf(element).map((item) => renderValue(item, environment));
}

/** The text with its symbols as `Fn::Sub` would write them. */
export function readable(text: string): string {
  return text.replace(/\u27E6(?:(?:Ref|GetAtt) )?([^\u27E6\u27E7]*)\u27E7/g, (_, name: string) =>
    name === '' ? '...' : `\${${name.replace(/%(27e6|27e7|[0-9a-f]{2})/g, (__, code) => String.fromCharCode(parseInt(code, 16)))}}`);
}

/** Where the symbol that starts at this position ends, or -1 when none starts there. */
export function endOfSymbol(text: string, start: number): number {
  if (text[start] !== OPEN) return -1;
  let end = start + 1;
  while (end < text.length && text[end] !== OPEN && text[end] !== CLOSE) end++;
  return text[end] === CLOSE ? end : -1;
}

/** Whether some part of the text is known to the deployment only. */
export function isSymbolic(text: string): boolean {
  return text.includes(OPEN);
}

/** Whether the text is nothing but an attribute called `Arn`. */
export function isArnAttribute(text: string): boolean {
  return text.startsWith(OPEN + 'GetAtt ') && text.indexOf(CLOSE) === text.length - 1 && text.endsWith('.Arn' + CLOSE);
}

/** Whether the value is an object and not a list. */
export function isObject(value: any): value is { [key: string]: any } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is computed by CloudFormation. */
export function isIntrinsic(value: any): boolean {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

/** Whether the value is an object that is written out. */
export function isKnownObject(value: any): value is { [key: string]: any } {
  return isObject(value) && !isIntrinsic(value);
}

/** Whether a symbol may stand for a text with a colon: of the pseudo parameters that make up an ARN it is known that none does. */
export function mayHoldColon(theSymbol: string): boolean {
  return !/^\u27E6Ref AWS%3a%3a(AccountId|Partition|Region|StackName|URLSuffix)( of [^\u27E7]*)?\u27E7$/.test(theSymbol);
}

/** Whether the element counts: CloudFormation removes one that is `AWS::NoValue`. */
export function isPresent(value: any): boolean {
  return value !== undefined && !(value?.Ref === 'AWS::NoValue' && isIntrinsic(value));
}

/** The items of an element that is one value or a list. */
export function itemsOf(value: any): any[] {
  if (Array.isArray(value)) return value.filter(isPresent);
  return isPresent(value) ? [value] : [];
}

function render(value: any, rendering: Rendering): string {
  const { depth, budget } = rendering;
  budget.left -= typeof value === 'string' ? value.length : 1;
  if (budget.left < 0 || depth > MAX_DEPTH) return UNRESOLVED;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isIntrinsic(value)) return UNRESOLVED;
  const name = Object.keys(value)[0];
  return INTRINSICS.get(name)?.(value[name], { environment: rendering.environment, depth: depth + 1, budget }) ?? UNRESOLVED;
}

function join(parts: any, separator: string, rendering: Rendering): string {
  if (!Array.isArray(parts)) return UNRESOLVED;
  rendering.budget.left -= separator.length * parts.length;
  return rendering.budget.left < 0 ? UNRESOLVED : itemsOf(parts).map((part) => render(part, rendering)).join(separator);
}

function substitute(template: string, values: { [name: string]: any }, rendering: Rendering): string {
  rendering.budget.left -= template.length;
  if (rendering.budget.left < 0) return UNRESOLVED;
  return template.replace(/\$\{([^{}$]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(values, name)) return render(values[name], rendering);
    return name.includes('.') ? symbol('GetAtt', name) : ref(name, rendering.environment);
  });
}

function ref(name: string, environment: PolicyEnvironment): string {
  return pseudoParameter(name, environment) ?? symbol('Ref', name);
}

function pseudoParameter(name: string, environment: PolicyEnvironment): string | undefined {
  switch (name) {
    case 'AWS::Partition': return environment.partition;
    case 'AWS::AccountId': return environment.account;
    case 'AWS::Region': return environment.region;
    case 'AWS::URLSuffix': return environment.partition && URL_SUFFIXES.get(environment.partition);
    default: return undefined;
  }
}

function symbol(kind: string, name: string): string {
  if (name.includes(UNRESOLVED)) return UNRESOLVED;
  // nothing in a symbol may look like a part of an ARN, a wildcard or a variable
  const plain = name.replace(/[%:/*?${}\u27E6\u27E7]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  return `${OPEN}${kind} ${plain}${CLOSE}`;
}
