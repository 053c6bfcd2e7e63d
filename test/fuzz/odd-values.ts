import * as fc from 'fast-check';

const { constantFrom: one } = fc;

/** The names that every object of JavaScript seems to have. */
const INHERITED = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'length'];

const INTRINSICS = [
  'Ref', 'Condition', 'Fn::Sub', 'Fn::Join', 'Fn::GetAtt', 'Fn::If', 'Fn::Select', 'Fn::Split', 'Fn::FindInMap', 'Fn::ImportValue', 'Fn::GetStackOutput',
  'Fn::Transform', 'Fn::', 'Fn::ForEach::Loop',
];

/** Names that mean something in policies and templates. */
const NAMES = [
  'Version', 'Id', 'Statement', 'Sid', 'Effect', 'Principal', 'NotPrincipal', 'AWS', 'Service', 'Federated', 'Action', 'NotAction', 'Resource', 'NotResource',
  'Condition', 'StringEquals', 'ForAnyValue:StringLikeIfExists', 'Null', 'aws:SourceArn', 'Resources', 'Outputs', 'Parameters', 'Mappings', 'Type', 'Properties',
  'Export', 'Name', 'Value', 'KeyPolicy', 'KMSKeyId', 'S3BucketName',
];

/** Texts that look like something, that mean something, or that are longer than anything. */
const TEXTS = [
  '', '*', '?', '${', '}', '${}', '${!x}', '${aws:PrincipalArn}', "${aws:SourceArn, 'x'}", '${*}', '${AWS::AccountId}', '${a.b}',
  '\u27e6', '\u27e7', '\u27e6\u27e7', '\u27e6Ref X\u27e7', '\u27e6\u27e6GetAtt a\u27e7', '\ud800', '\udc00x', '\0', '\u202e', '\u0130', '\u212a', '\uff11'.repeat(12), '\r\n',
  'AWS::NoValue', 'AWS::AccountId', 'AWS::Partition', 'Allow', 'Deny', '2012-10-17', 'cloudtrail.amazonaws.com', 'kms:*', 'kms:Decrypt', 'true', '1e999', '::/0', '10.0.0.0/33',
  '111111111111', 'arn:aws:iam::111111111111:root', 'arn:aws:iam::*:role/*', 'arn:aws:cloudtrail:*:*:trail/*', ':::::', 'arn:', 'o-exampleorg1',
  'arn:aws:cloudtrail:eu-central-1:111111111111:trail/audit', 'alias/trail', 'x'.repeat(100_000), '*?'.repeat(10_000), '${a}'.repeat(10_000), ':'.repeat(10_000),
];

/** Any text. */
export const oddTexts: fc.Arbitrary<string> = fc.oneof(
  one(...TEXTS, ...INHERITED, ...NAMES),
  fc.string({ unit: 'binary' }),
  fc.array(one(...TEXTS.filter(({ length }) => length < 100), 'a', '0'), { maxLength: 5 }).map((texts) => texts.join('')),
);

const names = fc.oneof(one(...NAMES), one(...INTRINSICS), one(...INHERITED), fc.string({ unit: 'binary' }));

const nested = (value: any, depth: number, wrap: (inner: any) => any): any => depth === 0 ? value : nested(wrap(value), depth - 1, wrap);

/** What is one value inside of another, again and again. */
const deep = fc.tuple(
  fc.constantFrom<(inner: any) => any>(
    (inner) => [inner],
  (Statement) => ({ Statement }),
  (Ref) => ({ Ref }),
  (a) => ({ 'Fn::Sub': ['${a}', { a }] }),
  (inner) => ({ 'Fn::Join': ['', [inner]] }),
  (inner) => ({ 'Fn::If': ['x', inner, ''] }),
  (inner) => ({ 'Fn::Select': [0, [inner]] }),
  ),
  one(2, 30, 60, 120),
  one('*', 'kms:*', 7),
).map(([wrap, depth, inner]) => nested(inner, depth, wrap));

/** Any value that JSON has, among them those that mean something. */
export const oddValues: fc.Arbitrary<any> = fc.letrec<{ value: any }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { arbitrary: oddTexts, weight: 4 },
    { arbitrary: one(null, true, false, 0, -0, 1e300, 0.1, 111111111111), weight: 2 },
    { arbitrary: fc.array(tie('value'), { maxLength: 4 }), weight: 2 },
    { arbitrary: fc.dictionary(names, tie('value'), { maxKeys: 4 }), weight: 3 },
    { arbitrary: fc.tuple(one(...INTRINSICS), tie('value')).map(([name, argument]) => ({ [name]: argument })), weight: 3 },
    { arbitrary: deep, weight: 1 },
  ),
})).value;

type Path = readonly string[];

/** The places in a value; what stands deeper than in any policy or template is of one piece. */
function pathsIn(value: any, path: Path = []): Path[] {
  const inside = typeof value === 'object' && value !== null && path.length < 12 ? Object.keys(value) : [];
  return [path, ...inside.flatMap((name) => pathsIn(value[name], [...path, name]))];
}

function at(value: any, path: Path): any {
  return path.reduce((inside, name) => inside[name], value);
}

/** A value with another one in a place, or with nothing there. */
function replaced(value: any, [name, ...path]: Path, change: (old: any) => any): any {
  if (name === undefined) return change(value);
  const entries = Object.entries<any>(value)
    .map(([other, inside]) => [other, other === name ? replaced(inside, path, change) : inside] as const)
    .filter(([, inside]) => inside !== undefined);
  return Array.isArray(value) ? entries.map(([, inside]) => inside) : Object.fromEntries(entries);
}

/** What a value becomes when one place in it is changed: by something odd, by what stands elsewhere in it, by nothing, by one character more or less. */
function changedOnce(value: any): fc.Arbitrary<any> {
  const [, ...paths] = pathsIn(value);
  if (paths.length === 0) return oddValues;
  const place = fc.constantFrom(...paths);
  return fc.oneof(
    fc.tuple(place, oddValues).map(([path, odd]) => replaced(value, path, () => odd)),
    fc.tuple(place, place).map(([path, other]) => replaced(value, path, () => at(value, other))),
    place.map((path) => replaced(value, path, () => undefined)),
    place.map((path) => replaced(value, path, (old) => [old, old])),
    fc.tuple(place, fc.nat(), oddTexts).map(([path, i, text]) => replaced(value, path, (old) => {
      if (typeof old !== 'string') return { Ref: old };
      const position = i % (old.length + 1);
      return old.slice(0, position) + text + old.slice(position + 1);
    })),
  );
}

/** What a value becomes when a few places in it are changed. */
export function mutated(value: any): fc.Arbitrary<any> {
  return fc.integer({ min: 1, max: 4 }).chain((times) => Array.from({ length: times })
    .reduce<fc.Arbitrary<any>>((changed) => changed.chain(changedOnce), fc.constant(value)));
}
