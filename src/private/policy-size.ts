/** The value of a pseudo parameter such as `AWS::AccountId`; undefined where only the deployment knows it. */
type PseudoParameters = (name: string) => string | undefined;

/** Bytes, at least and at most: what a reference becomes is known only when it is deployed. */
export interface Size {
  readonly min: number;
  readonly max: number;
}

const PSEUDO_PARAMETERS: ReadonlyMap<string, Size> = new Map(Object.entries({
  'AWS::AccountId': { min: 12, max: 12 },
  'AWS::Partition': { min: 3, max: 10 },
  'AWS::Region': { min: 9, max: 16 },
  'AWS::URLSuffix': { min: 10, max: 18 },
}));

/** From a bucket with a name of 3 characters to a role without a path and with a name of 64. */
const ARN_ATTRIBUTE: Size = { min: 16, max: 102 };

const ANY_REFERENCE: Size = { min: 0, max: 2048 };

/** The size of a rendered policy as JSON, in an environment. */
export function policySize(policy: any, known: PseudoParameters): Size {
  if (policy === null || typeof policy !== 'object') return exactly(JSON.stringify(policy) ?? '');
  if (Array.isArray(policy)) return listed(policy.map(element => policySize(element, known)));
  const entries = Object.entries(policy);
  const [[name] = ['']] = entries;
  return name === 'Ref' || (name.startsWith('Fn::') && entries.length === 1)
    ? plus(exactly('""'), textSize(policy, known))
    : listed(entries.map(([key, value]) => plus(exactly(`${JSON.stringify(key)}:`), policySize(value, known))));
}

/** The size of a text, computed or not, without the quotation marks around it. */
function textSize(text: any, known: PseudoParameters): Size {
  if (typeof text === 'string') return escaped(text);
  const [[name, argument] = ['', undefined]] = Object.entries<any>(text ?? {});
  switch (name) {
    case 'Fn::Join': {
      const [separator, texts] = Array.isArray(argument) ? argument : [];
      if (typeof separator !== 'string' || !Array.isArray(texts)) return ANY_REFERENCE;
      return texts.map(part => textSize(part, known)).reduce(plus, exactly(separator.repeat(Math.max(texts.length - 1, 0))));
    }
    case 'Fn::Sub': return typeof argument === 'string' ? substitutionSize(argument, known) : ANY_REFERENCE;
    case 'Fn::GetAtt': return argument?.[1] === 'Arn' ? ARN_ATTRIBUTE : ANY_REFERENCE;
    case 'Ref': return referenceSize(argument, known);
    default: return ANY_REFERENCE;
  }
}

function substitutionSize(template: string, known: PseudoParameters): Size {
  const references = [...template.matchAll(/\$\{([^}]*)\}/g)].map(([, reference]) => referenceSize(reference, known));
  return references.reduce(plus, escaped(template.replace(/\$\{[^}]*\}/g, '')));
}

function referenceSize(name: string, known: PseudoParameters): Size {
  if (typeof name !== 'string') return ANY_REFERENCE;
  const value = known(name);
  return value === undefined ? PSEUDO_PARAMETERS.get(name) ?? ANY_REFERENCE : exactly(value);
}

/** Elements with a comma between them and brackets around. */
function listed(elements: Size[]): Size {
  return elements.reduce(plus, exactly('[]' + ','.repeat(Math.max(elements.length - 1, 0))));
}

function plus(one: Size, other: Size): Size {
  return { min: one.min + other.min, max: one.max + other.max };
}

/** A text as it stands in JSON, without the quotation marks around it. */
function escaped(text: string): Size {
  return plus(exactly(JSON.stringify(text)), { min: -2, max: -2 });
}

function exactly(text: string): Size {
  const bytes = Buffer.byteLength(text);
  return { min: bytes, max: bytes };
}
