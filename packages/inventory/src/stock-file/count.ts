import type { CheckedSettings } from './settings.ts';
import type { RejectCode } from './types.ts';

/** What is wrong with one cell. */
export interface CellProblem {
  code: RejectCode;
  /** The end of a sentence that begins with the cell's column, value and line. */
  explanation: string;
}

const COUNT_PATTERN = /^([+-]?)0*(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/;
const FULL_WIDTH_PATTERN = /[\uff0b\uff0c\uff0d\uff0e\uff10-\uff19]/g;
const MAX_DIGITS = 15;

/**
 * Reads a count: digits, or digits grouped in threes by commas, a sign before them. Which of signs,
 * fractions and full-width characters are allowed, the settings say.
 */
export function parseCount(cell: string, settings: CheckedSettings): number | CellProblem {
  const trimmed = cell.trim();
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
    return notNumber('has full-width characters; write it with 0 to 9, or allow full-width counts');
  }
  const kind = decimal ? 'number' : 'whole number';
  const match = COUNT_PATTERN.exec(halfWidth);
  if (match === null) {
    return notNumber(`is not a ${kind}; fix the cell (digits, or groups of three as in 1,200)`);
  }
  const [, sign, grouped = '', fraction] = match;
  if (fraction?.length === 3 && grouped.length <= 3 && !decimal) {
    // A thousand and two hundred in much of Europe: read as a decimal, it would be one and a fifth.
    const meant = `${grouped}${fraction}`;
    return notNumber(`is not a whole number; if it means ${meant}, write it so`);
  }
  if (fraction !== undefined && !decimal) {
    return notNumber('is not a whole number; fix the cell, or read the file with counts set to decimal');
  }
  if (sign === '-' && !settings.allowNegative) {
    return { code: 'count-negative', explanation: 'is below zero; fix the cell, or allow negative counts' };
  }
  const digits = grouped.replaceAll(',', '');
  const value = Number(`${digits}.${fraction ?? 0}`);
  if (value > Number.MAX_SAFE_INTEGER) {
    return { code: 'count-too-large', explanation: `is above ${Number.MAX_SAFE_INTEGER}; fix the cell` };
  }
  // A double keeps any 15 digits; more could change without a word.
  if (fraction !== undefined && digits.length + fraction.replace(/0+$/, '').length > MAX_DIGITS) {
    return { code: 'count-too-precise', explanation: `has more than ${MAX_DIGITS} digits; round it` };
  }
  return sign === '-' && value !== 0 ? -value : value;
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
