import { isAscii } from 'node:buffer';
import { isCp949Loaded } from './cp949.ts';
import { koreanOnce } from './cp949-as-latin.ts';
import { hangulOnce, mayBeHangulOnce } from './hangul-as-cp949.ts';
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
  // By the native search, as most Korean files have none of these bytes.
  return hanLeads.some((lead) => bytes.includes(lead)) || hasAccentsAside(bytes);
}

/** The first byte of a character in UTF-8: of Han characters, of those with another reading and U+FFFD. */
const hanLeads: readonly number[] = [0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xef];
/** Of Latin-1, in two bytes. */
const latinLeads: readonly number[] = [0xc2, 0xc3];

/** Whether two characters of Latin-1 stand side by side. */
function hasAccentsAside(bytes: Buffer): boolean {
  return latinLeads.some((lead) => {
    for (let at = bytes.indexOf(lead); at >= 0; at = bytes.indexOf(lead, at + 1)) {
      const next = bytes[at + 2];
      if (next === 0xc2 || next === 0xc3) return true;
    }
    return false;
  });
}

/** Whether text in an encoding may have such names, as {@link mayBeReadWrongly} found. */
export function hasReadWrongly(encoding: Text['encoding']): boolean {
  return encoding === 'cp949' || ((encoding === 'utf-8' || encoding.startsWith('utf-16')) && isCp949Loaded());
}

/** Whether a name may have been read wrongly: quick, for every name of a Korean file. Needs the tables of CP949. */
export function mayNameBeReadWrongly(name: string): boolean {
  return mayBeHangulOnce(name) || mayBeLatin(name);
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
