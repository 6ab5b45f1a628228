import { policyNotUtf8, policyTooLarge } from './errors.ts';

const MAX_SIZE_BYTES = 1024 * 1024;

/** The text of a policy file without its byte order mark; a file that is too large or not UTF-8 is refused. */
export function decodePolicy(input: string | Uint8Array, file: string): string {
  const sizeBytes = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (sizeBytes > MAX_SIZE_BYTES) throw policyTooLarge(file, sizeBytes, MAX_SIZE_BYTES);
  // Bytes that are not UTF-8 become U+FFFD, also if a caller decoded them: no tag has that character.
  const text = typeof input === 'string' ? input : new TextDecoder().decode(input);
  if (text.includes('\0')) throw policyNotUtf8(file, 'looks like UTF-16');
  const bad = text.indexOf('\ufffd');
  if (bad >= 0) {
    const line = text.slice(0, bad).split('\n').length;
    throw policyNotUtf8(
      file,
      `is not UTF-8 on line ${line} (Windows may have written it as CP949, or UTF-16)`,
    );
  }
  return text.replace(/^\ufeff/, '');
}
