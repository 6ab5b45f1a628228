/** An address of IPv4 or IPv6. */
export interface Address {
  readonly family: 4 | 6;
  /** As one number of 32 or 128 bits. */
  readonly value: bigint;
}

export const bitsOf = { 4: 32, 6: 128 } as const;

/**
 * Reads an address: four decimal numbers, or IPv6 as RFC 4291 writes it.
 *
 * @returns `undefined` if it is none; leading zeros are none, since others read them as octal
 */
export function parseAddress(text: string): Address | undefined {
  const value = text.includes(':') ? readIpv6(text) : readIpv4(text);
  if (value === undefined) return undefined;
  return { family: text.includes(':') ? 6 : 4, value };
}

function readIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return BigInt(value);
}

function readIpv6(text: string): bigint | undefined {
  const [front = '', back, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const before = readWords(front, back === undefined);
  const after = back === undefined ? [] : readWords(back, true);
  if (!before || !after) return undefined;
  const missing = 8 - before.length - after.length;
  // "::" stands for one word of zeros at least.
  if (back === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array<bigint>(missing).fill(0n), ...after].reduce(
    (value, word) => (value << 16n) | word,
    0n,
  );
}

/** Words of 16 bits between colons; the last 32 bits may be written as IPv4. */
function readWords(text: string, isEnd: boolean): bigint[] | undefined {
  if (text === '') return [];
  const words: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[\da-f]{1,4}$/i.test(part)) {
      words.push(BigInt(`0x${part}`));
      continue;
    }
    const ipv4 = isEnd && index === parts.length - 1 ? readIpv4(part) : undefined;
    if (ipv4 === undefined) return undefined;
    words.push(ipv4 >> 16n, ipv4 & 0xffffn);
  }
  return words.length > 8 ? undefined : words;
}

/** `10.0.0.1`; IPv6 in the form of RFC 5952: lower case, the first longest run of zeros left out. */
export function formatAddress({ family, value }: Address): string {
  if (family === 4) return formatIpv4(Number(value & 0xffff_ffffn));
  const words = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - index * 16)) & 0xffffn).toString(16),
  );
  const run = longestZeros(words);
  if (run === undefined) return words.join(':');
  return `${words.slice(0, run.start).join(':')}::${words.slice(run.start + run.length).join(':')}`;
}

function formatIpv4(bits: number): string {
  return `${bits >>> 24}.${(bits >>> 16) & 0xff}.${(bits >>> 8) & 0xff}.${bits & 0xff}`;
}

/** The first longest run of zero words; a single word is not left out. */
function longestZeros(words: readonly string[]): { start: number; length: number } | undefined {
  let best: { start: number; length: number } | undefined;
  for (let start = 0; start < words.length; start += 1) {
    let length = 0;
    while (words[start + length] === '0') length += 1;
    if (length > 1 && length > (best?.length ?? 0)) best = { start, length };
  }
  return best;
}
