import { isOtherFigure } from '../column-names.ts';

/** How a number is shown. */
export type NumberFormat =
  /** By its digits, at least `minDigits` of them. */
  | { readonly kind: 'digits'; readonly minDigits: number; readonly isGeneral: boolean }
  | { readonly kind: 'date'; readonly hasDate: boolean; readonly hasTime: boolean }
  /** With other characters among the digits or around them; `unit`: they make another figure of it, as `dozen` and `€`. */
  | { readonly kind: 'formatted'; readonly unit?: string }
  | { readonly kind: 'percentage' };

export const generalFormat: NumberFormat = { kind: 'digits', minDigits: 1, isGeneral: true };
const digits: NumberFormat = { kind: 'digits', minDigits: 1, isGeneral: false };
const currency: NumberFormat = { kind: 'formatted', unit: '¤' };
const dateAndTime: NumberFormat = { kind: 'date', hasDate: true, hasTime: true };
const date: NumberFormat = { kind: 'date', hasDate: true, hasTime: false };
const time: NumberFormat = { kind: 'date', hasDate: false, hasTime: true };

/**
 * The formats that have a number and no code ([ECMA-376] part 1, 18.8.30 numFmt), dates of East Asian and Thai Excel
 * included.
 */
export function builtInFormat(id: number): NumberFormat {
  if (id === 0 || id === 49) return generalFormat;
  if (id === 9 || id === 10) return { kind: 'percentage' };
  if (id === 22) return dateAndTime;
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return time;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return date;
  if (id >= 71 && id <= 81) return dateAndTime;
  if ((id >= 5 && id <= 8) || id === 42 || id === 44 || id === 63 || id === 64) return currency;
  return digits;
}

const SECTION_PATTERN = /(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\[])*/u;
const ELAPSED_PATTERN = /\[(?:h+|m+|s+)\]/i;
/** Colors, conditions and locales; `[$€-407]` shows what stands before the hyphen. */
const BRACKETS_PATTERN = /\[(?:\$([^\]-]*)(?:-[^\]]*)?|[^\]]*)\]/gu;
/** What is shown as it is: text in quotes, or a character behind a backslash. */
const LITERAL_PATTERN = /"([^"]*)"|\\(.)/gu;
/** Room for a character, and a character that fills the cell. */
const ROOM_PATTERN = /_.|\*./gu;
const SCIENTIFIC_PATTERN = /e[+-]0+/gi;

/** What a format's code does with a number that is not negative: its first section. */
export function parseFormat(code: string): NumberFormat {
  const [section = ''] = SECTION_PATTERN.exec(code) ?? [];
  if (ELAPSED_PATTERN.test(section)) return time;
  let literal = '';
  const keep = (_: string, ...parts: (string | undefined)[]): string => {
    literal += parts.slice(0, 2).find((part) => typeof part === 'string') ?? '';
    return '';
  };
  const plain = section
    .replace(LITERAL_PATTERN, keep)
    .replace(BRACKETS_PATTERN, (whole, shown: string | undefined) => keep(whole, shown))
    .replace(ROOM_PATTERN, '');
  if (/^\s*(?:general|@)\s*$/i.test(plain))
    return literal.trim() === '' ? generalFormat : formatted(literal, plain);
  const numeric = plain.replace(/general/gi, '').replace(SCIENTIFIC_PATTERN, '');
  if (/[ymdhsgb]|e/i.test(numeric)) {
    const hasDate = /[ydgbe]/i.test(numeric) || (/m/i.test(numeric) && !/[hs]/i.test(numeric));
    return { kind: 'date', hasDate, hasTime: /[hs]/i.test(numeric) };
  }
  if (numeric.includes('%')) return { kind: 'percentage' };
  const others = numeric.replace(/[0#?.,\s]/g, '').replace(/\/\d*/, '');
  if (others !== '' || literal.trim() !== '') return formatted(`${literal} ${others}`, numeric);
  const whole = numeric.split('.')[0]!;
  const minDigits = whole.replace(/[^0]/g, '').length;
  return { kind: 'digits', minDigits: Math.max(1, minDigits), isGeneral: false };
}

/** A comma behind the last digit: the number is shown in thousands. */
const SCALED_PATTERN = /[0#?],+(?:\.|[^0#?.,]*$)/;

/** What stands around a number may be a unit, as in the name of a column: `0 "dozen"` as `Count (dozens)`. */
function formatted(around: string, numeric: string): NumberFormat {
  const unit = around.replace(/[()[\]{}",\ufdd0-\ufdef]/gu, ' ').trim();
  // `0,"k"` shows 12000 as 12k.
  const isUnit = SCALED_PATTERN.test(numeric) ? /\p{Sc}/u.test(unit) : isOtherFigure(`(${unit})`);
  return isUnit ? { kind: 'formatted', unit } : { kind: 'formatted' };
}
