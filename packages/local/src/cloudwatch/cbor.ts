/** A value of CBOR, as far as the protocol uses it: a `Date` is a timestamp. */
export type Cbor =
  | string
  | number
  | boolean
  | null
  | undefined
  | Date
  | Uint8Array
  | readonly Cbor[]
  | CborMap;
export interface CborMap {
  readonly [name: string]: Cbor;
}

/** Bytes that are not CBOR, or are nested too deep. */
export class CborError extends Error {}

const MAX_DEPTH = 100;
const INDEFINITE = 31;
const EPOCH_TAG = 1;
const BREAK = 0xff;

/**
 * Decodes one value.
 *
 * Rules: RFC 8949, and "Smithy RPC v2 CBOR protocol" of the Smithy specification, which uses tag 1 for timestamps alone.
 *
 * @throws CborError
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;

  function take(length: number): number {
    if (length > bytes.length - at) throw new CborError('it ends too early');
    at += length;
    return at - length;
  }

  function readLength(info: number): number {
    if (info < 24) return info;
    if (info === 24) return view.getUint8(take(1));
    if (info === 25) return view.getUint16(take(2));
    if (info === 26) return view.getUint32(take(4));
    if (info === 27) return Number(view.getBigUint64(take(8)));
    throw new CborError(`the length ${info} is reserved`);
  }

  function isBreak(): boolean {
    if (at >= bytes.length) throw new CborError('it ends too early');
    if (bytes[at] !== BREAK) return false;
    at++;
    return true;
  }

  /** The members of a list or a map, or the pieces of a string. */
  function readMany<Member>(info: number, read: () => Member): Member[] {
    const members: Member[] = [];
    if (info === INDEFINITE) while (!isBreak()) members.push(read());
    else for (let left = readLength(info); left > 0; left--) members.push(read());
    return members;
  }

  function readBytes(type: number, info: number, depth: number): Uint8Array {
    if (info !== INDEFINITE) {
      const length = readLength(info);
      const start = take(length);
      return bytes.subarray(start, start + length);
    }
    return Buffer.concat(
      readMany(info, () => {
        const head = view.getUint8(take(1));
        if (head >> 5 !== type) throw new CborError('a piece of a string is of another type');
        return readBytes(type, head & 31, depth + 1);
      }),
    );
  }

  function read(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new CborError(`it is nested deeper than ${MAX_DEPTH} levels`);
    const head = view.getUint8(take(1));
    const info = head & 31;
    switch (head >> 5) {
      case 0:
        return readLength(info);
      case 1:
        return -1 - readLength(info);
      case 2:
        return readBytes(2, info, depth);
      case 3:
        return Buffer.from(readBytes(3, info, depth)).toString('utf8');
      case 4:
        return readMany(info, () => read(depth + 1));
      case 5:
        return Object.fromEntries(
          readMany(info, (): [string, unknown] => [String(read(depth + 1)), read(depth + 1)]),
        );
      case 6: {
        const tag = readLength(info);
        const value = read(depth + 1);
        return tag === EPOCH_TAG && typeof value === 'number' ? new Date(Math.round(value * 1000)) : value;
      }
      default:
        return readSimple(info);
    }
  }

  function readSimple(info: number): unknown {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22) return null;
    if (info === 23) return undefined;
    if (info === 25) return halfFloat(view.getUint16(take(2)));
    if (info === 26) return view.getFloat32(take(4));
    if (info === 27) return view.getFloat64(take(8));
    throw new CborError(`the simple value ${info} is not supported`);
  }

  const value = read(0);
  if (at < bytes.length) throw new CborError('there are bytes after its end');
  return value;
}

function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Members that are `undefined` are left out. */
export function encodeCbor(value: Cbor): Buffer {
  const pieces: Uint8Array[] = [];

  function writeHead(type: number, length: number): void {
    if (length < 24) pieces.push(Buffer.of((type << 5) | length));
    else {
      const head = Buffer.alloc(9);
      head[0] = (type << 5) | 27;
      head.writeBigUInt64BE(BigInt(length), 1);
      pieces.push(head);
    }
  }

  function writeNumber(number: number): void {
    if (Number.isSafeInteger(number) && !Object.is(number, -0)) {
      writeHead(number < 0 ? 1 : 0, number < 0 ? -1 - number : number);
      return;
    }
    const bytes = Buffer.alloc(9);
    bytes[0] = 0xfb;
    bytes.writeDoubleBE(number, 1);
    pieces.push(bytes);
  }

  function write(one: Cbor): void {
    if (one === null || one === undefined) pieces.push(Buffer.of(0xf6));
    else if (typeof one === 'boolean') pieces.push(Buffer.of(one ? 0xf5 : 0xf4));
    else if (typeof one === 'number') writeNumber(one);
    else if (typeof one === 'string') {
      const bytes = Buffer.from(one);
      writeHead(3, bytes.length);
      pieces.push(bytes);
    } else if (one instanceof Date) {
      writeHead(6, EPOCH_TAG);
      writeNumber(one.getTime() / 1000);
    } else if (one instanceof Uint8Array) {
      writeHead(2, one.length);
      pieces.push(one);
    } else if (Array.isArray(one)) {
      writeHead(4, one.length);
      for (const member of one as readonly Cbor[]) write(member);
    } else {
      const entries = Object.entries(one as CborMap).filter(([, member]) => member !== undefined);
      writeHead(5, entries.length);
      for (const [name, member] of entries) {
        write(name);
        write(member);
      }
    }
  }

  write(value);
  return Buffer.concat(pieces);
}
