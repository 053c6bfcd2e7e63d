import { parseArgs } from 'util';
import { Problem } from './problem';
import { ACCOUNT_ID, Format, ORGANIZATION_ID, TRAIL_ARN_PATTERN } from '../private/formats';

/** How a report can be written. */
export const FORMATS = ['text', 'json', 'markdown', 'html', 'sarif'] as const;

/** How a report is written. */
export type ReportFormat = typeof FORMATS[number];

/** What is to be audited. */
export type Input = { readonly kind: 'assembly'; readonly paths: [string] } | { readonly kind: 'template' | 'policy'; readonly paths: string[] };

/** What the command was asked to do. */
export interface Usage {
  readonly input: Input;
  readonly trailArns?: string[];
  readonly organizationId?: string;
  readonly keyAccount?: string;
  readonly bucketKey: boolean;
  /** Undefined where it was not said. */
  readonly format?: ReportFormat;
  readonly fixPolicy: boolean;
  readonly output?: string;
}

const text = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;

const OPTIONS = {
  'assembly': text,
  'template': text,
  'policy': text,
  'trail-arn': text,
  'organization-id': text,
  'key-account': text,
  'bucket-key': flag,
  'format': text,
  'fix-policy': flag,
  'output': text,
  'help': { ...flag, short: 'h' },
  'version': flag,
} as const;

type Values = ReturnType<typeof parsed>['values'];

/** Reads the arguments. */
export function readUsage(args: string[]): Usage | 'help' | 'version' {
  const { values, positionals: [command, ...files] } = parsed(args);
  if (values.help || args.length === 0) return 'help';
  if (values.version) return 'version';
  if (command !== 'audit') throw new Problem(`unknown command "${command ?? ''}"; the only one is audit, see --help`);
  const input = readInput(values, files);
  const format = once(values, 'format');
  if (format !== undefined && !isFormat(format)) throw new Problem(`--format must be one of ${FORMATS.join(', ')}, got "${format}"`);
  if (format === 'sarif' && values['fix-policy']) throw new Problem('--fix-policy and --format sarif exclude each other: SARIF has no place for a policy; use json, markdown or html');
  if (input.kind === 'policy' && values['key-account'] === undefined) {
    throw new Problem('--policy needs --key-account: a key policy does not say which account the key belongs to');
  }
  return {
    input,
    format,
    trailArns: values['trail-arn']?.map((arn) => checked('trail-arn', arn, TRAIL_ARN_PATTERN)),
    organizationId: optional(values, 'organization-id', ORGANIZATION_ID),
    keyAccount: optional(values, 'key-account', ACCOUNT_ID),
    bucketKey: values['bucket-key'] ?? false,
    fixPolicy: values['fix-policy'] ?? false,
    output: once(values, 'output'),
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // the sentences after the first explain how to pass file names that look like options
    throw new Problem(`${(error as Error).message.split('. ')[0]}; see --help`);
  }
}

function readInput(values: Values, files: string[]): Input {
  const kinds = (['assembly', 'template', 'policy'] as const).filter((kind) => values[kind] !== undefined);
  if (kinds.length > 1) throw new Problem(`--${kinds[0]} and --${kinds[1]} exclude each other; run the command once for each`);
  const [kind] = kinds;
  if (kind === undefined || kind === 'assembly') {
    if (files.length > 0) throw new Problem(`unexpected argument "${files[0]}"; write --template or --policy in front of files`);
    return { kind: 'assembly', paths: [once(values, 'assembly') ?? 'cdk.out'] };
  }
  // a shell that expands --template *.json leaves the second and later files without an option
  const paths = [...values[kind]!, ...files];
  if (paths.includes('')) throw new Problem(`--${kind} must not be empty`);
  const repeated = paths.find((path, i) => paths.indexOf(path) < i);
  if (repeated !== undefined) throw new Problem(`${repeated === '-' ? 'standard input' : repeated} is given twice`);
  return { kind, paths };
}

function once(values: Values, name: 'assembly' | 'format' | 'key-account' | 'organization-id' | 'output'): string | undefined {
  const [value, second] = values[name] ?? [];
  if (second !== undefined) throw new Problem(`--${name} can be given once, got "${value}" and "${second}"`);
  if (value === '') throw new Problem(`--${name} must not be empty`);
  return value;
}

function optional(values: Values, name: 'key-account' | 'organization-id', format: Format): string | undefined {
  const value = once(values, name);
  return value === undefined ? undefined : checked(name, value, format);
}

function checked(name: string, value: string, format: Format): string {
  if (!format.test(value)) throw new Problem(`--${name} must be ${format.allowed}, got "${value}"; ${format.fix}`);
  return value;
}

function isFormat(value: string): value is ReportFormat {
  return (FORMATS as readonly string[]).includes(value);
}
