import { Problem, reasonOf } from './problem';
import { isObject } from '../access/intrinsics';

/** The object that a text in JSON or YAML describes. */
export function parse(name: string, text: string): { [key: string]: any } {
  if (text.trim() === '') throw new Problem(`${name}: is empty`);
  const value = /^\s*[{[]/.test(text) ? parseJson(name, text) : parseYaml(name, text);
  if (!isObject(value)) throw new Problem(`${name}: must hold an object, got ${kindOf(value)}`);
  return value;
}

/** What a value is, in words. */
export function kindOf(value: any): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return `a ${typeof value}`;
}

function parseJson(name: string, text: string): any {
  try {
    return JSON.parse(text);
  } catch (error) {
    // what begins with a bracket can be YAML, too, unless the file says that it is not
    if (name.endsWith('.json')) throw new Problem(`${name}: is not JSON: ${reasonOf(error)}`);
    return parseYaml(name, text);
  }
}

function parseYaml(name: string, text: string): any {
  // loaded when it is needed: most input is JSON
  const { yamlValue } = require('./yaml') as typeof import('./yaml');
  try {
    return yamlValue(text);
  } catch (error) {
    const reason = error instanceof RangeError ? 'it is nested too deeply' : reasonOf(error);
    throw new Problem(`${name}: is neither JSON nor YAML: ${reason}`);
  }
}
