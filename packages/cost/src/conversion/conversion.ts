import { GroundcrewError } from '@groundcrew/errors';
import type { Day } from '../model.ts';
import { type Money, money, sumMoney } from '../money/index.ts';

/** Rates by which amounts are shown in another currency, beside the billed ones. */
export interface Conversion {
  /** ISO 4217. */
  readonly currency: string;
  /** Units of it for one of the bill's currency, by month (`2026-10`); or the same for all. */
  readonly rates: ReadonlyMap<string, Money> | Money;
}

/**
 * Reads the rate, or a file with a line MONTH,RATE for each month.
 *
 * @param text contents of the file; `undefined`: `rate` is the rate
 * @throws GroundcrewError `cost.conversion.invalid`
 */
export function parseConversion(currency: string, rate: string, text?: string): Conversion {
  if (!Intl.supportedValuesOf('currency').includes(currency))
    throw invalid(`${JSON.stringify(currency)} is not a currency; write ${codesFor(currency)}`);
  if (text === undefined)
    return {
      currency,
      rates: rateOf(rate, '--rate', ', or name a file with a line 2026-10,1380.5 for each month'),
    };
  const rates = new Map<string, Money>();
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (line.trim() === '') continue;
    const [month = '', written = ''] = line.split(/[,;\t]/).map((part) => part.trim());
    if (index === 0 && !/^\d/.test(month)) continue;
    const where = `line ${index + 1} of ${rate}`;
    if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month))
      throw invalid(`${JSON.stringify(month)} on ${where} is not a month; write 2026-10,1380`);
    if (rates.has(month)) throw invalid(`${where} is the second rate of ${month}; keep one`);
    rates.set(month, rateOf(written, where));
  }
  return { currency, rates };
}

/**
 * The sum of the costs of some periods in the other currency.
 *
 * @param periods first days of the periods
 * @throws GroundcrewError `cost.conversion.invalid` for a month without a rate
 */
export function convertSeries(
  costs: readonly Money[],
  periods: readonly Day[],
  { rates }: Conversion,
): Money {
  if (!(rates instanceof Map)) return sumMoney(costs).times(rates as Money);
  return sumMoney(
    costs.map((cost, index) => {
      if (cost.eq(0)) return cost;
      const month = periods[index]!.slice(0, 'YYYY-MM'.length);
      const rate = rates.get(month);
      if (rate === undefined)
        throw invalid(`the file of rates has none of ${month}; add a line ${month},RATE to it`);
      return cost.times(rate);
    }),
  );
}

/** What people write for a currency, by its code of ISO 4217; a sign or a word of several has all of them. */
const codesOfWords: Readonly<Record<string, readonly string[]>> = {
  won: ['KRW'],
  wons: ['KRW'],
  원: ['KRW'],
  원화: ['KRW'],
  '₩': ['KRW'],
  '￦': ['KRW'],
  krw: ['KRW'],
  dollar: ['USD'],
  dollars: ['USD'],
  달러: ['USD'],
  $: ['USD'],
  us$: ['USD'],
  usd: ['USD'],
  euro: ['EUR'],
  euros: ['EUR'],
  유로: ['EUR'],
  '€': ['EUR'],
  yen: ['JPY'],
  엔: ['JPY'],
  '¥': ['JPY', 'CNY'],
  '￥': ['JPY', 'CNY'],
  yuan: ['CNY'],
  rmb: ['CNY'],
  위안: ['CNY'],
  pound: ['GBP'],
  pounds: ['GBP'],
  '£': ['GBP'],
};

function codesFor(written: string): string {
  const word = written.trim().toLowerCase();
  const codes = Object.hasOwn(codesOfWords, word) ? codesOfWords[word]! : [];
  return codes.length > 0 ? codes.join(' or ') : 'the code of three letters in ISO 4217, such as KRW';
}

function rateOf(written: string, where: string, more = ''): Money {
  if (!/^\d+(?:\.\d+)?$/.test(written) || Number(written) === 0)
    throw invalid(
      `${JSON.stringify(written)} on ${where} is not a rate; write digits, such as 1380.5${more}`,
    );
  return money(written);
}

function invalid(message: string): GroundcrewError {
  return new GroundcrewError('cost.conversion.invalid', message);
}
