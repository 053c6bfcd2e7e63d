/** What an app synthesized, in words that two apps share: types, numbers and properties of the resources, whatever their logical ids. */
'use strict';

const fs = require('fs');
const path = require('path');

/** Every value of every template in a directory, one line each with the way to it. */
function describe(directory) {
  const names = fs.readdirSync(directory).filter(name => name.endsWith('.template.json')).sort();
  return names.flatMap(name => {
    const { Resources: resources, ...rest } = JSON.parse(fs.readFileSync(path.join(directory, name), 'utf8'));
    return flattened(name, canonical({ ...rest, Resources: withPlainIds(resources) }));
  });
}

/** The lines of which only one of two descriptions knows. */
function differences(one, other) {
  const missing = (lines, others, sign) => lines.filter(line => !others.has(line)).map(line => `${sign} ${line}`);
  return [...missing(one, new Set(other), '-'), ...missing(other, new Set(one), '+')];
}

/** Resources named by their types and their order among those of one type, where they are defined and where they are referred to. */
function withPlainIds(resources) {
  const counts = {};
  let text = JSON.stringify(resources);
  for (const [id, { Type: type }] of Object.entries(resources)) {
    counts[type] = (counts[type] ?? 0) + 1;
    text = text.replaceAll(`"${id}"`, `"${type} ${counts[type]}"`);
  }
  return JSON.parse(text);
}

/** A value with its lists sorted, for their order says nothing outside intrinsics, and with its statements named by their Sids. */
function canonical(value) {
  if (Array.isArray(value)) {
    const elements = value.map(canonical).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    const sids = new Set(elements.map(element => element?.Sid));
    return sids.has(undefined) || sids.size < elements.length ? elements : Object.fromEntries(elements.map(element => [element.Sid, element]));
  }
  return isPlain(value) ? value : Object.fromEntries(Object.entries(value).map(([key, element]) => [key, canonical(element)]));
}

function flattened(where, value) {
  return Array.isArray(value) || isPlain(value)
    ? [`${where} = ${JSON.stringify(value)}`]
    : Object.entries(value).flatMap(([key, element]) => flattened(`${where} / ${key}`, element));
}

/** Whether a value is a scalar or an intrinsic, which is compared as it stands. */
function isPlain(value) {
  if (value === null || typeof value !== 'object') return true;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

module.exports = { describe, differences };
