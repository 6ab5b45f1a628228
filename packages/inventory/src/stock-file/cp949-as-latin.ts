import { decodeCp949 } from './cp949.ts';
import { usualSyllables } from './plain-korean.ts';
import { bytesIn } from './twice-encoded.ts';

/*
 * CP949 that a program took for Windows-1252, and saved in UTF-8: `¹èÅÍ¸®` for 배터리. A soft hyphen, which one byte is taken for, is not
 * in the name any more: `°­³²` for 강남.
 */

const STRETCH_PATTERN = /[^\0-\x7f]+/gu;
/** No language has four letters with accents one after the other, but a few have three. */
const MIN_CHARACTERS = 4;
const MIN_USUAL_CHARACTERS = 3;
/** Of all stretches of a name. */
const MIN_IN_ALL = 6;
const SOFT_HYPHEN = 0xad;

interface Decoded {
  readonly text: string;
  readonly usual: number;
}

/** What a name was before it was read in Windows-1252; undefined where it was not Korean. Needs the tables of CP949. */
export function koreanOnce(name: string): string | undefined {
  const stretches = name.match(STRETCH_PATTERN) ?? [];
  const texts = stretches.map(decodedStretch).filter((text) => text !== undefined);
  if (texts.length < stretches.length) return undefined;
  const syllables = texts.map(({ text }) => text).join('').length;
  const usual = texts.reduce((sum, text) => sum + text.usual, 0);
  const longest = Math.max(0, ...stretches.map(({ length }) => length));
  const isLong = longest >= MIN_CHARACTERS || stretches.join('').length >= MIN_IN_ALL;
  const minUsual = isLong ? 1 : syllables;
  if (longest < (isLong ? 2 : MIN_USUAL_CHARACTERS) || usual < minUsual) return undefined;
  let next = 0;
  return name.replace(STRETCH_PATTERN, () => texts[next++]!.text);
}

/** The syllables that a stretch is in CP949: those with the fewest unusual ones, where soft hyphens may have been. */
function decodedStretch(stretch: string): Decoded | undefined {
  const bytes = Array.from(stretch, (character) => bytesIn('windows-1252').get(character) ?? 0);
  if (bytes.some((byte) => byte < 0xa1)) return undefined;
  const best: (Decoded | undefined)[] = Array.from({ length: bytes.length + 1 });
  best[bytes.length] = { text: '', usual: 0 };
  for (let at = bytes.length - 1; at >= 0; at--) {
    const pair = at + 1 < bytes.length ? before(bytes[at]!, bytes[at + 1]!, best[at + 2]) : undefined;
    const hyphened = before(bytes[at]!, SOFT_HYPHEN, best[at + 1]);
    best[at] = oddness(hyphened) < oddness(pair) ? hyphened : pair;
  }
  return best[0];
}

function oddness(decoded: Decoded | undefined): number {
  return decoded === undefined ? Number.POSITIVE_INFINITY : decoded.text.length - decoded.usual;
}

/** A syllable before others. */
function before(lead: number, trail: number, rest: Decoded | undefined): Decoded | undefined {
  if (rest === undefined) return undefined;
  const syllable = decodeCp949(Uint8Array.of(lead, trail));
  if (syllable < '\uac00' || syllable > '\ud7a3') return undefined;
  return { text: syllable + rest.text, usual: rest.usual + (usualSyllables.has(syllable) ? 1 : 0) };
}
