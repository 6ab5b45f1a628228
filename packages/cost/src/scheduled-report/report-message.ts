import { costText, dayInWords, type Language, translateText } from '@groundcrew/report/cost-messages';
import { costMailText, type CostMailTextKey } from '@groundcrew/report/mail-texts';
import { chatNotification } from '@groundcrew/report/messages';
import type { Charge, DateRange, Day } from '../model.ts';
import { currencyDigits, formatMoney, roundedText } from '../money/index.ts';
import { monthsOf } from '../periods/index.ts';
import { dimensionTitle } from '../query/index.ts';
import {
  type Anomaly,
  anomalyText,
  type BudgetPace,
  type CostFigure,
  type CostForecast,
  type CostSummary,
  type CurrencySummary,
  periodLabel,
  shortName,
} from '../report-model/index.ts';

/** A message for people: a subject of one line, and a few lines. */
export interface ReportMessage {
  readonly subject: string;
  readonly text: string;
  /** The same as a notification that a chat shows; left out: chats get the text. */
  readonly chat?: string;
}

/** Who a message is for: `chat` adds the notification that AWS's integration for Slack and Teams shows. */
export const reportFormats = ['text', 'chat'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/**
 * A message with its form for chats, if that is wanted.
 *
 * @param id the same for the same report: a chat shows it once
 * @param footer the line after all others: where the whole report is
 */
export function messageOf(
  { subject, text }: Pick<ReportMessage, 'subject' | 'text'>,
  {
    format,
    id,
    eventType,
    footer,
  }: {
    readonly format: ReportFormat;
    readonly id: string;
    readonly eventType: string;
    readonly footer?: string;
  },
): ReportMessage {
  const message = { subject, text: footer === undefined ? text : `${text}\n${footer}\n` };
  if (format === 'text') return message;
  const chat = chatNotification({
    id,
    title: subject,
    lines: text.trimEnd().split('\n'),
    ...(footer !== undefined && { footer }),
    eventType,
    context: {},
  });
  return { ...message, chat };
}

export interface MessageFacts {
  readonly summary: CostSummary;
  /** Whether the period is over. */
  readonly complete: boolean;
  /** The label of `parsePeriod`. */
  readonly period: string;
  /** The newest delivered day; default: unknown. */
  readonly dataThrough?: Day;
  /** Default: nothing is compared. */
  readonly comparedWith?: string;
  readonly forecasts: readonly CostForecast[];
  readonly pace: BudgetPace | undefined;
  readonly anomalies: readonly Anomaly[];
}

/** Few groups: a message is read on a phone. */
const MAX_GROUPS = 5;
const MAX_ANOMALIES = 3;
/** Rounded as in the report. */
const changes = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

const paces = {
  within: 'within',
  'too-fast': 'tooFast',
  exceeded: 'exceeded',
  unknown: 'unknown',
} as const satisfies Record<BudgetPace['state'], CostMailTextKey>;

type TextOf = (key: CostMailTextKey, values?: Readonly<Record<string, string>>) => string;

/** Texts in the language of the summary. */
function textOf({ language = 'en' }: CostSummary): TextOf {
  return (key, values) => costMailText(key, language, values);
}

/** A cost report as a message: totals with their change, forecast, largest groups, untagged costs, budget, anomalies. */
export function reportMessage(facts: MessageFacts): ReportMessage {
  const { summary, dataThrough, comparedWith, anomalies, pace } = facts;
  const { language = 'en' } = summary;
  const text = textOf(summary);
  const period = periodLabel(facts.period, language);
  const lines = [
    comparedWith === undefined
      ? text('title', { period })
      : text('titleCompared', { period, other: comparedWith }),
  ];
  if (dataThrough !== undefined && !facts.complete)
    lines.push(text('dataTo', { day: dayInWords(dataThrough, language) }));
  for (const currency of summary.currencies) lines.push('', ...currencyLines(currency, facts));
  if (summary.currencies.length === 0)
    lines.push('', text(isUnknown(facts) ? 'nothingDelivered' : 'nothingBilled'));
  if (pace !== undefined) {
    const inWords = { pace: text(paces[pace.state]), summary: translateText(pace.summary, language) };
    lines.push('', text('budget', inWords));
  }
  if (anomalies.length > 0) {
    lines.push('', text('anomalies'));
    lines.push(
      ...anomalies
        .slice(0, MAX_ANOMALIES)
        .map((anomaly) => `- ${anomalyText(anomaly, [], undefined, language)}`),
    );
    if (anomalies.length > MAX_ANOMALIES)
      lines.push(text('more', { n: `${anomalies.length - MAX_ANOMALIES}` }));
  }
  return { subject: subjectOf(facts), text: `${lines.join('\n')}\n` };
}

/** Whether the data end before the period begins. */
function isUnknown({ summary, dataThrough }: MessageFacts): boolean {
  return dataThrough !== undefined && dataThrough < summary.range.start;
}

function subjectOf(facts: MessageFacts): string {
  const { summary, complete, pace } = facts;
  const text = textOf(summary);
  const totals = summary.currencies.map(
    ({ currency, total }) =>
      // By its code: the symbols of most currencies are not ASCII.
      `${currency} ${roundedText(total.cost, currencyDigits(currency))}${changeText(total)}`,
  );
  const warning =
    pace === undefined || pace.state === 'within' || pace.state === 'unknown'
      ? ''
      : `, ${text(paces[pace.state])}`;
  const month = monthOf(summary.range);
  return text('subject', {
    when: complete ? month : text('monthSoFar', { month }),
    totals: (totals.join(text('and')) || text(isUnknown(facts) ? 'notDelivered' : 'none')) + warning,
  });
}

function monthOf(range: DateRange): string {
  return monthsOf(range)[0] ?? range.start;
}

function currencyLines(
  { currency, ...all }: CurrencySummary,
  { summary, forecasts }: MessageFacts,
): string[] {
  const show = (figure: CostFigure) => `${formatMoney(figure.cost, currency)}${changeText(figure)}`;
  const text = textOf(summary);
  const { language } = summary;
  const money = (amount: CostFigure['cost']) => formatMoney(amount, currency);
  const lines = [text('total', { cost: show(all.total) })];
  const forecast = forecasts.find((each) => each.currency === currency);
  if (forecast !== undefined) {
    const { cost, low, high } = forecast;
    lines.push(text('forecast', { cost: money(cost), low: money(low), high: money(high) }));
  }
  // Untagged costs have a line of their own below.
  const groups = all.groups.filter(({ keys }) => all.untagged === null || keys[0] !== null);
  const largest = groups.slice(0, MAX_GROUPS);
  if (largest.length > 0) {
    const [dimension] = summary.by;
    lines.push(text('by', { what: dimension === undefined ? '' : dimensionTitle(dimension, language) }));
  }
  for (const group of largest) lines.push(`- ${shortName(group.keys[0], language)}: ${show(group)}`);
  const rest = groups.length - largest.length;
  if (rest > 0) lines.push(text('more', { n: `${rest}` }));
  // A charge that only the compared period has is only in the report.
  const charges = all.charges.filter(({ cost }) => !cost.eq(0));
  if (charges.length > 0) {
    const texts = charges.map(({ charge, cost }) => `${chargeName(charge, language)} ${money(cost)}`);
    lines.push(text('otherCharges', { charges: texts.join(', ') }));
  }
  const { untagged } = all;
  if (untagged !== null) {
    const values = { tag: dimensionTitle(untagged.dimension, language), cost: money(untagged.cost) };
    lines.push(
      untagged.share === null
        ? text('without', values)
        : text('withoutShare', { ...values, share: untagged.share.toFixed(1) }),
    );
  }
  return lines;
}

function chargeName(charge: Charge, language: Language = 'en'): string {
  return language === 'en' ? charge : costText(charge, language);
}

/** ` (+10.0%)`; empty without a comparison. */
function changeText({ changePercent }: CostFigure): string {
  if (changePercent === null) return '';
  return ` (${changes.format(changePercent)}%)`;
}
