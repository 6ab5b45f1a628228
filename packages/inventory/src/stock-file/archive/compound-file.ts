import { fileEncrypted, oldWorkbook, otherDocument } from './errors.ts';

/** How a compound file begins: that of an old workbook, and of a new one with a password. */
export const compoundSignature: Buffer = Buffer.from('d0cf11e0a1b11ae1', 'hex');

const MAX_DIRECTORY_SECTORS = 8;
const ENTRY_BYTES = 128;

/**
 * Refuses a compound file with what it is, by the names in its directory ([MS-CFB], "Compound File Directory Sectors";
 * [MS-OFFCRYPTO], "Encryption": a workbook with a password is the stream `EncryptedPackage`).
 */
export async function refuseCompoundFile(source: AsyncIterable<Uint8Array>): Promise<never> {
  const names = await streamNames(source);
  if (names.has('EncryptedPackage')) throw fileEncrypted('the workbook');
  if (names.has('WordDocument')) throw otherDocument('a Word document (.doc)');
  if (names.has('PowerPoint Document')) throw otherDocument('a presentation (.ppt)');
  throw oldWorkbook();
}

/** The names in the first sectors of the directory. */
async function streamNames(source: AsyncIterable<Uint8Array>): Promise<Set<string>> {
  const names = new Set<string>();
  let seen = 0;
  let held: Buffer = Buffer.alloc(0);
  let directory: { start: number; end: number } | undefined;
  for await (const chunk of source) {
    // Of what comes before the directory nothing but the header is needed.
    held = Buffer.concat([held, chunk]);
    if (directory === undefined && held.length >= 52) directory = directoryOf(held);
    if (directory === undefined) continue;
    if (seen + held.length >= directory.end) break;
    const skip = Math.min(held.length, Math.max(0, directory.start - seen));
    held = held.subarray(skip);
    seen += skip;
  }
  if (directory === undefined) return names;
  const from = Math.max(0, directory.start - seen);
  for (let at = from; at + ENTRY_BYTES <= held.length && at < directory.end - seen; at += ENTRY_BYTES) {
    const nameBytes = held.readUInt16LE(at + 64);
    if (nameBytes >= 2 && nameBytes <= 64) names.add(held.toString('utf16le', at, at + nameBytes - 2));
  }
  return names;
}

function directoryOf(header: Buffer): { start: number; end: number } {
  const sectorBytes = 1 << Math.min(header.readUInt16LE(30), 16);
  const start = (header.readUInt32LE(48) + 1) * sectorBytes;
  return { start, end: start + MAX_DIRECTORY_SECTORS * sectorBytes };
}
