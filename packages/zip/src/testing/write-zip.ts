import { crc32, deflateRawSync } from 'node:zlib';

/** A file of a ZIP archive, and what is to be wrong with it. */
export interface ZippedFile {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  readonly method?: number;
  readonly isEncrypted?: boolean;
  /** What the list of files claims. */
  readonly claimedBytes?: number;
  readonly claimedCrc?: number;
}

/** A ZIP archive (APPNOTE.TXT). */
export function zip(files: readonly ZippedFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    const { method = 8, isEncrypted = false } = file;
    const bytes = Buffer.from(file.bytes);
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const name = Buffer.from(file.name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(isEncrypted ? 1 : 0, 2);
    facts.writeUInt16LE(method, 4);
    facts.writeUInt32LE(file.claimedCrc ?? crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(file.claimedBytes ?? bytes.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), facts, rest, name]));
    parts.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, list, Buffer.from('PK\x05\x06'), end]);
}
