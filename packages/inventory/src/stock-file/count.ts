import { isEither, isOdd, type Mark, type NumberStyle } from './number-style.ts';
import { isPlaceholder, PLACEHOLDER_HELP } from './placeholders.ts';
import { UNKNOWN_RESULT, UNKNOWN_RESULT_HELP } from './sheet-cells.ts';
import type { CheckedSettings } from './settings.ts';
import { quote } from './errors.ts';
import type { NumberSeen, RejectCode } from './types.ts';

/** What is wrong with one cell. */
export interface CellProblem {
  code: RejectCode;
  /** The end of a sentence that begins with the cell's column, value and line. */
  explanation: string;
}

const FULL_WIDTH_PATTERN = /[\uff0b\uff0c\uff0d\uff0e\uff10-\uff19]/g;
/** No-break, thin, figure and ideographic spaces, and what is not seen at all. */
const SPACES_PATTERN = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE_PATTERN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const APOSTROPHES_PATTERN = /[\u2019\u02bc\u2032`´]/g;
const MINUS_PATTERN = /^[\u2212\u2010-\u2013\ufe63](?=\d)/;
const ROUNDED_PATTERN = /^[+-]?\d(?:[.,]\d+)?[eE]\+?\d+$/;
const ERROR_PATTERN = /^#(?:N\/A|NV|[\p{Lu}\d/_]+[!?])$/u;
const MAX_DIGITS = 15;

/** A number as it is written. */
interface Written {
  readonly digits: string;
  /** Digits behind the mark; undefined where there is none. */
  readonly fraction?: string;
}

/** A number that can be read in two ways: 1,200 is 1200 or 1.2. */
interface Ambiguous {
  readonly whole: string;
  readonly mark: Mark;
  readonly rest: string;
}

/**
 * Reads a count as Excel, pandas and people of many countries write whole numbers: digits, grouped by commas, points,
 * spaces or apostrophes, a sign before them, and a fraction of zeros behind. Which mark groups and which begins a
 * fraction, the column shows; which of signs, fractions and full-width characters are allowed, the settings decide.
 */
export function parseCount(
  cell: string,
  settings: CheckedSettings,
  style: NumberStyle,
): number | CellProblem {
  const trimmed = cell.replace(INVISIBLE_PATTERN, '').trim();
  if (trimmed === '') return { code: 'count-missing', explanation: 'is empty; fill the cell' };
  const halfWidth = trimmed.replace(FULL_WIDTH_PATTERN, (character) =>
    String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  );
  const decimal = settings.counts === 'decimal';
  const notNumber = (explanation: string): CellProblem => ({
    code: decimal ? 'count-not-a-number' : 'count-not-whole',
    explanation,
  });
  if (halfWidth !== trimmed && !settings.allowFullWidth) {
    return notNumber(
      'has full-width characters; write it with 0 to 9, or load the file with --allow-full-width (setting AllowFullWidth)',
    );
  }
  const kind = decimal ? 'number' : 'whole number';
  const plain = halfWidth
    .replace(SPACES_PATTERN, ' ')
    .replace(APOSTROPHES_PATTERN, "'")
    .replace(MINUS_PATTERN, '-');
  const { number, isNegative } = withoutSign(plain);
  const written = readNumber(withDigits(number), style);
  if (written === undefined) {
    if (plain === UNKNOWN_RESULT) return notNumber(UNKNOWN_RESULT_HELP);
    if (ERROR_PATTERN.test(plain))
      return notNumber(`is an error value of a spreadsheet; correct the formula behind it`);
    if (isPlaceholder(plain)) return notNumber(PLACEHOLDER_HELP);
    if (ROUNDED_PATTERN.test(plain))
      return notNumber(
        'is a number that a spreadsheet rounded, so its last digits are lost; write all digits',
      );
    return notNumber(`is not a ${kind}; fix the cell (digits, or groups of three as in 1,200)`);
  }
  if ('mark' in written) return ambiguous(written, style.decimalComma);
  const { digits, fraction } = written;
  const hasFraction = fraction !== undefined && /[1-9]/.test(fraction);
  if (hasFraction && !decimal) {
    return notNumber(
      'is not a whole number; fix the cell, or load the file with --counts decimal (setting Counts)',
    );
  }
  const isZero = !/[1-9]/.test(digits + (fraction ?? ''));
  if (isNegative && !isZero && !settings.allowNegative) {
    return {
      code: 'count-negative',
      explanation:
        'is below zero; fix the cell, or load the file with --allow-negative (setting AllowNegative)',
    };
  }
  const value = Number(`${digits}.${fraction ?? 0}`);
  if (value > Number.MAX_SAFE_INTEGER) {
    return { code: 'count-too-large', explanation: `is above ${Number.MAX_SAFE_INTEGER}; fix the cell` };
  }
  // A double keeps any 15 digits; more could change without a word.
  const significant = digits.replace(/^0+(?=\d)/, '').length + (fraction ?? '').replace(/0+$/, '').length;
  if (hasFraction && significant > MAX_DIGITS) {
    return { code: 'count-too-precise', explanation: `has more than ${MAX_DIGITS} digits; round it` };
  }
  return isNegative && value !== 0 ? -value : value;
}

/** What a count's digits show of the column; for a look at the column before it is read. */
export function observeCount(cell: string, style: NumberStyle): void {
  const plain = cell
    .replace(INVISIBLE_PATTERN, '')
    .trim()
    .replace(SPACES_PATTERN, ' ')
    .replace(APOSTROPHES_PATTERN, "'");
  style.observe(withDigits(withoutSign(plain).number));
}

/** Signs stand before a number, or, in accounting, behind it or around it. */
function withoutSign(text: string): { number: string; isNegative: boolean } {
  const around = /^\((.+)\)$/.exec(text)?.[1];
  if (around !== undefined) return { number: around.trim(), isNegative: true };
  if (/^[+-]/.test(text)) return { number: text.slice(1), isNegative: text.startsWith('-') };
  return text.length > 1 && text.endsWith('-')
    ? { number: text.slice(0, -1), isNegative: true }
    : { number: text, isNegative: false };
}

/** `.5` and `5.`, as some databases write 0.5 and 5. */
function withDigits(number: string): string {
  if (/^[.,]\d+$/.test(number)) return `0${number}`;
  return /^\d+[.,]$/.test(number) ? `${number}0` : number;
}

const PLAIN = /^\d+$/;
/** Digits in groups of three by a space or an apostrophe, and perhaps a fraction. */
const SPACED = /^(\d{1,3}(?:([ '])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?$/;
/** Groups of three by one mark, several of them or with a fraction by the other. */
const COMMAS = /^(0*\d{1,3}(?:,\d{3})+)\.(\d+)$|^(0*\d{1,3}(?:,\d{3}){2,})$/;
const POINTS = /^(0*\d{1,3}(?:\.\d{3})+),(\d+)$|^(0*\d{1,3}(?:\.\d{3}){2,})$/;
/** As in India: groups of two above the first thousand. */
const INDIAN = /^(\d{1,2}(?:,\d{2})+,\d{3})(?:\.(\d+))?$/;
const ONE_MARK = /^(\d+)([.,])(\d+)$/;

function readNumber(number: string, style: NumberStyle): Written | Ambiguous | undefined {
  if (PLAIN.test(number)) return { digits: number };
  style.observe(number);
  for (const pattern of [COMMAS, POINTS]) {
    const [, withFraction, fraction, groups] = pattern.exec(number) ?? [];
    const digits = withFraction ?? groups;
    if (digits !== undefined) return written(digits, fraction);
  }
  const [, indian, indianFraction] = INDIAN.exec(number) ?? [];
  if (indian !== undefined) return written(indian, indianFraction);
  const [, spaced, , spacedFraction] = SPACED.exec(number) ?? [];
  if (spaced !== undefined) return written(spaced, spacedFraction);
  const [, whole, mark, rest] = ONE_MARK.exec(number) ?? [];
  if (whole === undefined || rest === undefined) return undefined;
  if (!isEither(whole, rest)) {
    const isDoubtful = isOdd(whole, rest) && style.meaningOf(mark as Mark) !== 'fraction';
    return isDoubtful ? undefined : { digits: whole, fraction: rest };
  }
  const meaning = style.meaningOf(mark as Mark);
  if (meaning === undefined) return { whole, mark: mark as Mark, rest };
  return meaning === 'group' ? { digits: whole + rest } : { digits: whole, fraction: rest };
}

function written(groups: string, fraction: string | undefined): Written {
  const digits = groups.replace(/\D/g, '');
  return fraction === undefined ? { digits } : { digits, fraction };
}

function ambiguous({ whole, mark, rest }: Ambiguous, decimalComma: NumberSeen | undefined): CellProblem {
  const name = mark === ',' ? 'comma' : 'point';
  const shown =
    mark === ',' && decimalComma !== undefined
      ? `, as it does in ${quote(decimalComma.column)} with ${quote(decimalComma.value)} on line ${decimalComma.line}`
      : '';
  return {
    code: 'count-ambiguous',
    explanation: `is ${whole}${rest} if its ${name} groups digits, and ${whole}.${rest} if it begins a fraction${shown}, and nothing else in the column shows which; write it without a ${name}`,
  };
}

/** The value of codes `start` to `end` if they are 1 to 15 digits, which nearly every count is; else -1. */
export function parseDigits(codes: Uint8Array, start: number, end: number): number {
  if (end === start || end - start > MAX_DIGITS) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = codes[at]! - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
