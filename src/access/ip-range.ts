interface Address {
  readonly value: bigint;
  readonly bits: 32 | 128;
}

/** Whether a text is an address or a range of addresses. */
export function isRange(text: string): boolean {
  return isInRange(text.split('/')[0], text) !== undefined;
}

/** Whether an IPv4 or IPv6 address lies in a range such as `10.0.0.0/8` or `2001:db8::/32`, or undefined when one of them is none. */
export function isInRange(address: string, range: string): boolean | undefined {
  const [network, prefix, ...rest] = range.split('/', 3);
  const one = parseAddress(address);
  const other = parseAddress(network);
  if (one === undefined || other === undefined || rest.length > 0) return undefined;
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= other.bits)) return undefined;
  const block = 2n ** BigInt(other.bits - Number(prefix ?? other.bits));
  return one.bits === other.bits && one.value / block === other.value / block;
}

function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split('.', 5);
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return { value: combine(parts.map(Number), 256n), bits: 32 };
}

function parseIpv6(text: string): Address | undefined {
  const halves = text.split('::', 3);
  const [head, tail] = halves.map((half) => half === '' ? [] : half.split(':', 9));
  const missing = 8 - head.length - (tail?.length ?? 0);
  // "::" stands for at least one group
  if (halves.length > 2 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...head, ...Array(missing).fill('0'), ...tail ?? []];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { value: combine(groups.map((group) => parseInt(group, 16)), 65536n), bits: 128 };
}

function combine(digits: number[], base: bigint): bigint {
  return digits.reduce((value, digit) => value * base + BigInt(digit), 0n);
}
