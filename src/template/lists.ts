import { endOfSymbol, isObject, renderValue } from '../access/intrinsics';
import type { PolicyEnvironment } from '../access/request';

/** The item that `Fn::Select` takes out of a list that is written out, or that `Fn::Split` makes; undefined where it cannot be told. */
export function select(argument: any, environment: PolicyEnvironment): any {
  const [index, list] = Array.isArray(argument) ? argument : [];
  const items = Array.isArray(list) ? list : split(list, environment);
  return items?.[Number(renderValue(index, environment))];
}

function split(value: any, environment: PolicyEnvironment): any[] | undefined {
  const [separator, text] = isObject(value) && Array.isArray(value['Fn::Split']) ? value['Fn::Split'] : [];
  if (typeof separator !== 'string' || text === undefined) return undefined;
  // a symbol holds nothing that ARNs and paths are separated by
  const parts = renderValue(text, environment).split(separator).map(asIntrinsics);
  return parts.includes(undefined) ? undefined : parts;
}

/** A text with its symbols as the references that they stand for; undefined where one stands for nothing that has a name. */
function asIntrinsics(text: string): any {
  const parts: any[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const end = endOfSymbol(text, i);
    if (end < 0) continue;
    const reference = referenceOf(text.slice(i + 1, end));
    if (reference === undefined) return undefined;
    parts.push(text.slice(start, i), reference);
    start = end + 1;
    i = end;
  }
  parts.push(text.slice(start));
  const written = parts.filter((part) => part !== '');
  return written.length > 1 ? { 'Fn::Join': ['', written] } : written[0] ?? '';
}

function referenceOf(symbol: string): any {
  const [kind, encoded = ''] = symbol.split(/ (.*)/s);
  const name = encoded.replace(/%(27e6|27e7|[0-9a-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  if (kind === 'Ref') return { Ref: name };
  return kind === '' ? undefined : { [`Fn::${kind}`]: name };
}
