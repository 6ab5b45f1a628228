import { cellMarks } from '../sheet-cells.ts';
import type { NumberFormat } from './number-format.ts';

/** Excel keeps this many digits of a number; of more, the last ones are not those that were typed. */
const MAX_DIGITS = 15;
/** What nearly every number is. */
const PLAIN_PATTERN = /^(?:0|[1-9]\d{0,14})$/;
const DAY_MS = 86_400_000;

/**
 * The text of a number in a sheet: a whole number by all of its digits, whatever the width of its column makes Excel
 * show (8.80123E+12), with the zeros before it that its format shows; anything else with a mark of what it is.
 *
 * @param written as it is in the file
 * @param isFrom1904 whether days are counted from 1904
 * @returns undefined for what is not a number
 */
export function numberText(written: string, format: NumberFormat, isFrom1904: boolean): string | undefined {
  if (format.kind === 'digits' && format.minDigits === 1 && PLAIN_PATTERN.test(written)) return written;
  const trimmed = written.trim();
  const exact = Number(trimmed);
  if (trimmed === '' || !Number.isFinite(exact)) return undefined;
  // As Excel shows it: 0.1 + 0.2 is 0.3, and 3.0000000000000004 is 3.
  const value = Number(exact.toPrecision(MAX_DIGITS));
  if (format.kind === 'date') return cellMarks.date + dateText(value, format, isFrom1904);
  if (format.kind === 'percentage')
    return `${cellMarks.percentage}${Number((value * 100).toPrecision(MAX_DIGITS))}%`;
  if (Number.isInteger(value)) {
    if (Math.abs(value) >= 1e15) return roundedText(value);
    if (format.kind === 'formatted') return formattedText(value, format);
    const digits = String(Math.abs(value)).padStart(format.minDigits, '0');
    return value < 0 ? `-${digits}` : digits;
  }
  if (format.kind === 'formatted') return formattedText(value, format);
  // What General shows; with another format the fraction may look otherwise.
  const mark = format.kind === 'digits' && format.isGeneral ? cellMarks.fraction : cellMarks.formatted;
  return mark + String(value);
}

function formattedText(value: number, { unit }: NumberFormat & { kind: 'formatted' }): string {
  return `${cellMarks.formatted}${value}${unit === undefined ? '' : ` ${unit}`}`;
}

/** Its last digits are lost; so it is shown as Excel shows it, which no reader takes for a number. */
function roundedText(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(MAX_DIGITS - 1).split('e');
  return `${mantissa.replace(/\.?0+$/, '')}E${exponent}`;
}

function dateText(
  serial: number,
  { hasDate, hasTime }: NumberFormat & { kind: 'date' },
  isFrom1904: boolean,
): string {
  // Day 60 is 29 February 1900, which was none.
  const days = isFrom1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const moment = new Date(Math.round(days * DAY_MS) + Date.UTC(1899, 11, 30));
  if (Number.isNaN(moment.getTime())) return String(serial);
  const iso = moment.toISOString();
  const time = iso.slice(11, 19);
  if (!hasDate) return time;
  const day = iso.slice(0, iso.indexOf('T'));
  return hasTime && time !== '00:00:00' ? `${day} ${time}` : day;
}
