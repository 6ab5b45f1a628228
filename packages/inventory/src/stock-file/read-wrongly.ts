import { isAscii } from 'node:buffer';
import { isCp949Loaded } from './cp949.ts';
import { koreanOnce } from './cp949-as-latin.ts';
import { hangulOnce } from './hangul-as-cp949.ts';
import type { Text } from './text.ts';

/** A Korean name that was read in another encoding than its own, and saved so. */
export interface ReadWrongly {
  readonly was: 'UTF-8' | 'CP949';
  readonly readIn: 'CP949' | 'Windows-1252';
  /** What it was, with a question mark for each syllable that is lost in part. */
  readonly meant: string;
  readonly isWhole: boolean;
}

/** Whether bytes may have such names, so that the tables of CP949 are needed: Han characters in UTF-8, lost ones, or many accents. */
export function mayBeReadWrongly(bytes: Buffer, encoding: Text['encoding'] | 'ascii'): boolean {
  if (encoding.startsWith('utf-16')) return true;
  if (encoding !== 'utf-8' && encoding !== 'ascii') return false;
  if (isAscii(bytes)) return false;
  if (bytes.includes('?')) return true;
  // A loop: this is asked of every byte of most Korean files.
  for (let at = 0; at < bytes.length; at++) {
    const lead = leads[bytes[at]!]!;
    if (lead === HAN || (lead === LATIN && leads[bytes[at + 2] ?? 0] === LATIN)) return true;
  }
  return false;
}

const HAN = 1;
const LATIN = 2;
/** By the first byte of a character in UTF-8: of Han characters, of those with another reading and U+FFFD, and of Latin-1. */
const leads = new Uint8Array(0x100);
leads.fill(HAN, 0xe4, 0xea);
leads[0xef] = HAN;
leads.fill(LATIN, 0xc2, 0xc4);

/** Whether text in an encoding may have such names, as {@link mayBeReadWrongly} found. */
export function hasReadWrongly(encoding: Text['encoding']): boolean {
  return encoding === 'cp949' || ((encoding === 'utf-8' || encoding.startsWith('utf-16')) && isCp949Loaded());
}

/** What a name was. Needs the tables of CP949. */
export function readWrongly(name: string): ReadWrongly | undefined {
  const hangul = hangulOnce(name);
  if (hangul !== undefined) return { was: 'UTF-8', readIn: 'CP949', ...hangul };
  const meant = mayBeLatin(name) ? koreanOnce(name) : undefined;
  return meant === undefined ? undefined : { was: 'CP949', readIn: 'Windows-1252', meant, isWhole: true };
}

/** Whether the first two characters beyond ASCII are of Latin-1, side by side. */
function mayBeLatin(name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code <= 0x7f) continue;
    const next = name.charCodeAt(at + 1);
    return code <= 0xff && next >= 0xa1 && next <= 0xff;
  }
  return false;
}
