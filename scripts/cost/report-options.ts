import { existsSync, readFileSync } from 'node:fs';
import { type OptionValues, orUsageError, usageError } from '@groundcrew/cli';
import { type Conversion, parseConversion } from '@groundcrew/cost/conversion';
import { type CostReportInput, forecastMethods, hasBudget, hasForecast } from '@groundcrew/cost/operations';
import { usesCostExplorer } from './open-source.ts';
import { languageOption, type queryOptions, readPeriod, readQuery } from './query-options.ts';
import { readAmount } from './read-amount.ts';
import type { SourceOptions } from './source-options.ts';

/** Options of `cost report` beside the source and the query. */
export const reportOptions = {
  period: {
    type: 'text',
    value: 'PERIOD',
    description:
      'this-month (the default), last-month, last-7-days, last-3-months, this-year, 2026, 2026-10, 2026-10-03, ' +
      '2026-01..2026-06',
  },
  granularity: {
    type: 'text',
    value: 'UNIT',
    choices: ['daily', 'monthly'],
    description: 'period of the trend; default: daily for up to 92 days, monthly for more',
  },
  compare: {
    type: 'text',
    value: 'WITH',
    choices: ['previous', 'year', 'none'],
    default: 'previous',
    description: 'compare with the days before, the same days of the year before, or nothing',
  },
  top: {
    type: 'integer',
    value: 'N',
    minimum: 1,
    description: 'number of groups, the others are one row; default: 15 in a terminal, all elsewhere',
  },
  tag: {
    type: 'text',
    value: 'KEY',
    default: 'Project',
    description:
      'the tag that costs should have, unless --by has one: costs without it are listed by service; empty: not listed',
  },
  forecast: {
    type: 'text',
    value: 'METHOD',
    choices: forecastMethods,
    preset: 'own',
    description:
      "forecast of this whole month: own, calculated from daily costs; aws, Cost Explorer's own, for one more paid request",
  },
  budget: {
    type: 'text',
    value: 'AMOUNT',
    description: "budget of a month, in the bill's currency: whether spending is within it",
  },
  ...languageOption,
  currency: {
    type: 'text',
    value: 'CODE',
    description: 'show costs in this currency, too, such as KRW: converted by --rate, and marked as such',
  },
  rate: {
    type: 'text',
    value: 'RATE',
    description:
      "units of --currency for one of the bill's: 1380, or a file with a line 2026-10,1380 for each month",
  },
} as const;

/** @throws GroundcrewError `cli.usage` */
export function readReportOptions(
  options: OptionValues<typeof reportOptions & typeof queryOptions> & Pick<SourceOptions, 'source'>,
  nowMs: number,
): CostReportInput {
  const query = readQuery(options, 'service');
  const period = readPeriod(options.period, nowMs);
  const budget = options.budget === undefined ? undefined : readAmount('--budget', options.budget);
  const { forecast } = options;
  if (forecast !== undefined && !hasForecast(period, nowMs))
    throw usageError(`--forecast is for this month so far, not for ${period.label}; leave out --period`);
  if (forecast === 'aws' && !usesCostExplorer(options))
    throw usageError('--forecast aws is for Cost Explorer; write --forecast own');
  if (budget !== undefined && !hasBudget(period))
    throw usageError(`--budget is for whole months or a month so far, not for ${period.label}; name a month`);
  const conversion = readConversion(options);
  return {
    ...query,
    conversion,
    language: options.language,
    period,
    granularity: options.granularity,
    comparison: options.compare,
    tag: options.tag.trim() === '' ? undefined : `tag:${options.tag.trim()}`,
    forecast,
    budget,
  };
}

/** @throws GroundcrewError `cli.usage`, `cost.conversion.invalid` */
function readConversion({ currency, rate }: OptionValues<typeof reportOptions>): Conversion | undefined {
  if (currency === undefined && rate === undefined) return undefined;
  if (currency === undefined || rate === undefined)
    throw usageError('--currency and --rate belong together; write --currency KRW --rate 1380');
  const text = existsSync(rate) ? readFileSync(rate, 'utf8') : undefined;
  const code = currency.trim().toUpperCase();
  // `krw` is KRW; of a word, the message quotes what was written.
  const isCode = Intl.supportedValuesOf('currency').includes(code);
  return orUsageError(() => parseConversion(isCode ? code : currency, rate, text));
}
