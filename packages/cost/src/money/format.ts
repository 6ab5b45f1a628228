import { type Money, money } from './money.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** Decimal places of the currency: 2 for USD, 0 for KRW; 2 if it is not in ISO 4217. */
export function currencyDigits(currency: string): number {
  return formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/**
 * For people: `$1,234.50`, `-₩1,200`; `12.00 Credits` if the currency is not in ISO 4217. Rounded half away from zero, on
 * the exact amount.
 *
 * @param options.digits - decimal places; default: those of the currency
 */
export function formatMoney(
  amount: Money,
  currency: string,
  options: { readonly digits?: number } = {},
): string {
  const format = formatOf(currency, options.digits);
  // As text: a number would have lost digits.
  const text = format.format(amount.toFixed() as Intl.StringNumericLiteral);
  return format.resolvedOptions().style === 'currency' ? text : `${text} ${currency}`;
}

/** Decimal text with this number of decimal places, never `-0.00`. */
export function roundedText(amount: Money, digits: number): string {
  const text = amount.toFixed(digits);
  return money(text).eq(0) ? text.replace('-', '') : text;
}

function formatOf(currency: string, digits?: number): Intl.NumberFormat {
  const key = `${currency} ${digits}`;
  let format = formats.get(key);
  if (format === undefined) {
    const isKnown = /^[A-Z]{3}$/.test(currency);
    const fixed = digits ?? (isKnown ? undefined : 2);
    format = new Intl.NumberFormat('en-US', {
      ...(isKnown && { style: 'currency', currency }),
      ...(fixed !== undefined && { minimumFractionDigits: fixed, maximumFractionDigits: fixed }),
      signDisplay: 'negative',
    });
    formats.set(key, format);
  }
  return format;
}
