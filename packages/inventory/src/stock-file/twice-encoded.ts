import { isUtf8 } from 'node:buffer';

/** Encodings that UTF-8 is taken for, whose bytes are then encoded once more. */
const mistakenFor = ['windows-1252', 'windows-1251'] as const;

export interface TwiceEncoded {
  /** What UTF-8 was taken for. */
  readonly mistakenFor: string;
  /** The first lines that show it, as they are and as they were meant. */
  readonly lines: readonly { readonly stands: string; readonly meant: string }[];
}

const FOREIGN_PATTERN = /[^\0-\x7f]+/gu;
const MAX_LINES = 2;
/** Letters of Europe, and what stands beside them: marks, currencies, arrows, pictures. */
const USUAL_PATTERN =
  /^(?:[\u00a0-\u036f\u1e00-\u1eff\u2010-\u2044\u20a0-\u20bf\u2100-\u22ff]|\p{Extended_Pictographic})+$/u;
const NO_TEXT_PATTERN = /[\p{Cc}\p{Cn}\p{Co}]/u;
/** One letter of another alphabet may be there by chance: `Ø½` is one in Arabic. */
const MIN_LETTERS = 2;

/**
 * Finds text that was UTF-8, was taken for another encoding, and was saved as UTF-8 again: `CafÃ©`. It is valid UTF-8, but
 * nobody writes so: each stretch beyond ASCII has to be UTF-8 once more.
 *
 * @param bytes valid UTF-8
 */
export function findTwiceEncoded(bytes: Buffer): TwiceEncoded | undefined {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  for (const encoding of mistakenFor) {
    const stretches = text.match(FOREIGN_PATTERN) ?? [];
    if (stretches.length > 0 && stretches.every((stretch) => undone(stretch, encoding) !== undefined)) {
      const lines = text.split(/\r\n|[\r\n]/).filter((line) => line.match(FOREIGN_PATTERN) !== null);
      const meant = (line: string): string =>
        line.replace(FOREIGN_PATTERN, (stretch) => undone(stretch, encoding)!);
      return {
        mistakenFor: encoding,
        lines: lines.slice(0, MAX_LINES).map((line) => ({ stands: line, meant: meant(line) })),
      };
    }
  }
  return undefined;
}

/** What a stretch was before it was taken for `encoding`; undefined where it was nothing that makes sense. */
function undone(stretch: string, encoding: (typeof mistakenFor)[number]): string | undefined {
  const bytesOf = bytesIn(encoding);
  const bytes: number[] = [];
  for (const character of stretch) {
    const byte = bytesOf.get(character);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  const whole = Buffer.from(bytes);
  if (!isUtf8(whole)) return undefined;
  const text = whole.toString('utf8');
  if (NO_TEXT_PATTERN.test(text)) return undefined;
  const letters = text.match(/\p{L}/gu) ?? [];
  return USUAL_PATTERN.test(text) || letters.length >= MIN_LETTERS ? text : undefined;
}

const tables = new Map<string, ReadonlyMap<string, number>>();

/** The bytes of characters beyond ASCII; those that the encoding leaves out are control characters (WHATWG Encoding). */
function bytesIn(encoding: string): ReadonlyMap<string, number> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(encoding);
  const table = new Map(
    Array.from({ length: 128 }, (_, i) => [decoder.decode(Uint8Array.of(128 + i)), 128 + i] as const),
  );
  tables.set(encoding, table);
  return table;
}
