import { Alias, Document, isAlias, isMap, isScalar, isSeq, Node, parseDocument, Scalar, YAMLMap } from 'yaml';

/** More than a template of 1 MB can hold; aliases of aliases make any number out of a few lines. */
const MAX_NODES = 1_000_000;

/** Short forms that are not `Fn::` and their name. */
const WITHOUT_PREFIX = ['Ref', 'Condition'];

/**
 * The value that a text in YAML describes, as CloudFormation reads it: short forms of functions become long ones.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function yamlValue(text: string): any {
  // the parser would compare every key with every other
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: true });
  const [error] = document.errors;
  if (error?.code === 'MULTIPLE_DOCS') throw new Error('it holds several documents, and a template is one');
  // the lines after the first show the place
  if (error !== undefined) throw /call stack/.test(error.message) ? new RangeError(error.message) : new Error(error.message.split('\n')[0].replace(/:$/, ''));
  return new Reader(document).value(document.contents);
}

class Reader {
  private nodes = 0;

  /** The nodes that aliases stand for and that are being read. */
  private readonly open = new Set<Node>();

  /** What aliases stand for: to find that, the parser walks through the document. */
  private readonly targets = new Map<Alias, Node>();

  public constructor(private readonly document: Document) {}

  public value(node: unknown): any {
    if (++this.nodes > MAX_NODES) throw new Error('its aliases multiply it beyond measure');
    if (isAlias(node)) return this.aliased(node);
    const value = this.untagged(node);
    const tag = isMap(node) || isSeq(node) || isScalar(node) ? node.tag : undefined;
    return tag?.startsWith('!') ? longForm(tag.slice(1), value) : value;
  }

  private aliased(alias: Alias): any {
    const node = this.targets.get(alias) ?? alias.resolve(this.document);
    if (node === undefined) throw new Error(`nothing has the anchor "${alias.source}"`);
    if (this.open.has(node)) throw new Error(`the alias "${alias.source}" stands inside what it stands for`);
    this.targets.set(alias, node);
    this.open.add(node);
    const value = this.value(node);
    this.open.delete(node);
    return value;
  }

  private untagged(node: unknown): any {
    if (isSeq(node)) return node.items.map((item) => this.value(item));
    if (isMap(node)) return this.object(node);
    return isScalar(node) ? scalar(node) : null;
  }

  private object(map: YAMLMap): { [key: string]: any } {
    const merged: [string, any][] = [];
    const own = new Map<string, any>();
    for (const pair of map.items) {
      const key = String(this.value(pair.key));
      const value = this.value(pair.value);
      if (key === '<<') {
        merged.push(...[value].flat().flatMap((one) => Object.entries<any>(one ?? {})));
      } else if (own.has(key)) {
        throw new Error(`the key "${key}" is given twice`);
      } else {
        own.set(key, value);
      }
    }
    // of what is merged in the first counts, and what is written here before all of it, wherever that stands
    return Object.fromEntries([...merged.reverse(), ...own]);
  }
}

/** An account id is a number to YAML, and a date in a policy's version a text to CloudFormation: what is written counts. */
function scalar({ value, source, type }: Scalar): any {
  if (typeof value === 'number' && source !== undefined && String(value) !== source) return source;
  if (typeof value === 'string' && type === 'PLAIN' && /^(yes|no|on|off)$/i.test(value)) return /^(yes|on)$/i.test(value);
  return value;
}

function longForm(name: string, value: any): any {
  if (WITHOUT_PREFIX.includes(name)) return { [name]: value };
  if (name === 'GetAtt' && typeof value === 'string' && value.includes('.')) {
    const dot = value.indexOf('.');
    return { 'Fn::GetAtt': [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [`Fn::${name}`]: value };
}
