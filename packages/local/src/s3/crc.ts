import { crc32 } from 'node:zlib';

/** A CRC of this family: reflected, starting from ones, its result inverted. */
export interface Crc {
  readonly bits: 32 | 64;
  /** Continues the CRC of the preceding bytes with `bytes`; starts from 0. */
  update(crc: bigint, bytes: Uint8Array): bigint;
  /** The CRC of A and B concatenated, from their CRCs and the length of B. */
  combine(first: bigint, second: bigint, secondSizeBytes: number): bigint;
}

/** IEEE 802.3, as in zlib. */
export const crc32Ieee: Crc = defineCrc(32, 0xedb88320n, (crc, bytes) => BigInt(crc32(bytes, Number(crc))));

/** Castagnoli (RFC 3720). */
export const crc32C: Crc = defineCrc(32, 0x82f63b78n, updateCrc32C);

/** NVMe's 64 bits (NVM Express command set specification). */
export const crc64Nvme: Crc = defineCrc(64, 0x9a6c9329ac4bc9b5n, updateCrc64);

function defineCrc(bits: 32 | 64, polynomial: bigint, update: Crc['update']): Crc {
  const one = 1n << BigInt(bits - 1);

  /** Polynomials modulo the CRC's own; the highest power is in the lowest bit. */
  function multiply(a: bigint, b: bigint): bigint {
    let product = 0n;
    let shifted = b;
    for (let bit = one; bit > 0n; bit >>= 1n) {
      if (a & bit) product ^= shifted;
      shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
    }
    return product;
  }

  return {
    bits,
    update,
    combine(first, second, secondSizeBytes) {
      // Appending n bits multiplies by x^n: the power is composed of x, x², x⁴, …
      let power = one;
      let square = one >> 1n;
      for (let left = BigInt(secondSizeBytes) * 8n; left > 0n; left >>= 1n) {
        if (left & 1n) power = multiply(power, square);
        square = multiply(square, square);
      }
      return multiply(power, first) ^ second;
    },
  };
}

/** The table of a 64-bit CRC by byte value, as low and high 32 bits. */
function byteTable(polynomial: bigint): { low: Uint32Array; high: Uint32Array } {
  const low = new Uint32Array(256);
  const high = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
    low[byte] = Number(crc & 0xffffffffn);
    high[byte] = Number(crc >> 32n);
  }
  return { low, high };
}

let table32: Uint32Array | undefined;

function updateCrc32C(crc: bigint, bytes: Uint8Array): bigint {
  table32 ??= byteTable(0x82f63b78n).low;
  let state = ~Number(crc);
  for (let at = 0; at < bytes.length; at++) {
    state = table32[(state ^ bytes[at]!) & 0xff]! ^ (state >>> 8);
  }
  return BigInt(~state >>> 0);
}

let table64: ReturnType<typeof byteTable> | undefined;

// Halves of 32 bits: a BigInt for every byte would be a hundred times slower.
function updateCrc64(crc: bigint, bytes: Uint8Array): bigint {
  table64 ??= byteTable(0x9a6c9329ac4bc9b5n);
  const { low: lowTable, high: highTable } = table64;
  let low = ~Number(crc & 0xffffffffn);
  let high = ~Number(crc >> 32n);
  for (let at = 0; at < bytes.length; at++) {
    const index = (low ^ bytes[at]!) & 0xff;
    low = lowTable[index]! ^ ((low >>> 8) | (high << 24));
    high = highTable[index]! ^ (high >>> 8);
  }
  return (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0);
}
