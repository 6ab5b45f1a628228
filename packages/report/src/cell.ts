import { formatDuration, formatValue, lazily } from './format.ts';
import type { Language } from './messages/catalog.ts';
import type { Column, Row, Unit, Value } from './report.ts';

/** Properties that control the format of an amount. */
export interface AmountForm {
  readonly unit?: Unit;
  readonly currency?: string;
  readonly signed?: true;
  /** Of durations; default: English. */
  readonly language?: Language;
  /** Decimal places; default: those of the currency. */
  readonly digits?: number;
}

/** The printed text of a row in a column; empty without a value. */
export function formatCell(column: Column, row: Row): string {
  const printed = column.printed === undefined ? undefined : row[column.printed];
  if (typeof printed === 'string' && (column.unit ?? 'text') === 'text') return printed;
  if (typeof printed === 'string' && isDecimal(printed))
    return formatAmount(printed, { ...column, unit: 'money', digits: digitsOf(printed) });
  return formatAmount(row[column.key], column);
}

/** A value for people, as {@link formatValue}, and money: exact digits are rounded half up for the eye only. */
export function formatAmount(value: Value | undefined, form: AmountForm): string {
  const { unit = 'text', signed, language } = form;
  if (value === null || value === undefined) return '';
  if (unit === 'money') {
    const text = String(value);
    return isDecimal(text) ? formatterOf(form).format(text) + suffixOf(form) : text;
  }
  if (!signed || typeof value !== 'number') return formatValue(value, unit, language);
  // One decimal place in each row, so that changes are aligned.
  if (unit === 'percent') return `${changes().format(value)}%`;
  return `${value > 0 ? '+' : ''}${formatValue(value, unit, language)}`;
}

const changes = lazily(
  () =>
    new Intl.NumberFormat('en-US', {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
      signDisplay: 'exceptZero',
    }),
);

/** The label of an axis mark, with the digits that the distance between two marks needs. */
export function formatMark(mark: number, step: number, { unit = 'count', currency }: AmountForm): string {
  if (unit === 'duration') return formatDuration(mark);
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const money = unit === 'money' || unit === 'usd';
  const text = formatAmount(mark.toFixed(digits), {
    unit: 'money',
    ...(unit === 'usd' ? { currency: 'USD' } : money && currency !== undefined && { currency }),
    digits,
  });
  return unit === 'percent' ? `${text}%` : text;
}

/** Whether `text` is a decimal number without an exponent, the form of exact amounts. */
export function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}

function digitsOf(decimal: string): number {
  return decimal.includes('.') ? decimal.length - decimal.indexOf('.') - 1 : 0;
}

const CURRENCY_CODE = /^[A-Za-z]{3}$/;

/** After the number if the bill's currency is not one with a symbol. */
function suffixOf({ currency }: AmountForm): string {
  return currency === undefined || CURRENCY_CODE.test(currency) ? '' : ` ${currency}`;
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Cached: a formatter costs more to create than a thousand numbers to format. */
function formatterOf({ currency = '', signed, digits }: AmountForm): Intl.NumberFormat {
  const key = `${currency}|${signed}|${digits}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat('en-US', {
      ...(CURRENCY_CODE.test(currency) && { style: 'currency', currency }),
      // Never `-0.00`, which looks like a remainder.
      signDisplay: signed ? 'exceptZero' : 'negative',
      ...(digits !== undefined
        ? { minimumFractionDigits: digits, maximumFractionDigits: digits }
        : !CURRENCY_CODE.test(currency) && { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    });
    formatters.set(key, formatter);
  }
  return formatter;
}
