import { visible } from './labels';

const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text as it stands in HTML, be it in an element or in an attribute. */
export function esc(text: string): string {
  return text.split('\n').map(visible).join('\n').replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** JSON in lines, its names set off from its values; where a line has to be broken, the rest of it stays below its beginning. */
export function jsonHtml(value: any): string {
  return JSON.stringify(value, undefined, 2).split('\n').map((line) => {
    const [, indent, name, rest] = /^( *)("(?:[^"\\]|\\.)*"(?=: ))?(.*)$/s.exec(line)!;
    const set = name === undefined ? '' : `<span class="name">${esc(name)}</span>`;
    return `<span class="line" style="--indent: ${indent.length}ch">${indent}${set}${esc(rest)}</span>`;
  }).join('\n');
}

/** A name that can be broken where its words begin, and an ARN where its parts do. */
export function breakable(text: string): string {
  return esc(text).replace(/([a-z])(?=[A-Z])|([:/])(?=\S)/g, '$&<wbr>');
}
