import { chatNotification } from '@groundcrew/report/messages';
import type { DateRange, Day } from '../model.ts';
import { currencyDigits, formatMoney, roundedText } from '../money/index.ts';
import { dayText, monthsOf } from '../periods/index.ts';
import { dimensionTitle } from '../query/index.ts';
import {
  type Anomaly,
  anomalyText,
  type BudgetPace,
  type CostFigure,
  type CostForecast,
  type CostSummary,
  type CurrencySummary,
  shortName,
} from '../report-model/index.ts';

/** A message for people: a subject in ASCII, and a few lines. */
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
  within: 'within the budget',
  'too-fast': 'faster than the budget allows',
  exceeded: 'over the budget',
  unknown: 'not known yet',
} as const satisfies Record<BudgetPace['state'], string>;

/** A cost report as a message: totals with their change, forecast, largest groups, untagged costs, budget, anomalies. */
export function reportMessage(facts: MessageFacts): ReportMessage {
  const { summary, period, dataThrough, comparedWith, anomalies, pace } = facts;
  const comparison = comparedWith === undefined ? '' : `, compared with ${comparedWith}`;
  const lines = [`Costs of ${period} (UTC)${comparison}`];
  if (dataThrough !== undefined && !facts.complete) lines.push(`Data to ${dayText(dataThrough)}`);
  for (const currency of summary.currencies) lines.push('', ...currencyLines(currency, facts));
  if (summary.currencies.length === 0)
    lines.push('', isUnknown(facts) ? 'Not delivered yet.' : 'Nothing was billed.');
  if (pace !== undefined) lines.push('', `Budget: ${paces[pace.state]}. ${pace.summary}.`);
  if (anomalies.length > 0) {
    lines.push('', 'What stands out');
    lines.push(...anomalies.slice(0, MAX_ANOMALIES).map((anomaly) => `- ${anomalyText(anomaly)}`));
    if (anomalies.length > MAX_ANOMALIES) lines.push(`- and ${anomalies.length - MAX_ANOMALIES} more`);
  }
  return { subject: subjectOf(facts), text: `${lines.join('\n')}\n` };
}

/** Whether the data end before the period begins. */
function isUnknown({ summary, dataThrough }: MessageFacts): boolean {
  return dataThrough !== undefined && dataThrough < summary.range.start;
}

function subjectOf(facts: MessageFacts): string {
  const { summary, complete, pace } = facts;
  const totals = summary.currencies.map(
    ({ currency, total }) =>
      // By its code: the symbols of most currencies are not ASCII.
      `${currency} ${roundedText(total.cost, currencyDigits(currency))}${changeText(total)}`,
  );
  const warning =
    pace === undefined || pace.state === 'within' || pace.state === 'unknown' ? '' : `, ${paces[pace.state]}`;
  const when = `${monthOf(summary.range)}${complete ? '' : ' so far'}`;
  const none = isUnknown(facts) ? 'not delivered yet' : 'none';
  return `AWS costs of ${when}: ${totals.join(' and ') || none}${warning}`;
}

function monthOf(range: DateRange): string {
  return monthsOf(range)[0] ?? range.start;
}

function currencyLines(
  { currency, ...all }: CurrencySummary,
  { summary, forecasts }: MessageFacts,
): string[] {
  const show = (figure: CostFigure) => `${formatMoney(figure.cost, currency)}${changeText(figure)}`;
  const lines = [`Total: ${show(all.total)}`];
  const forecast = forecasts.find((each) => each.currency === currency);
  if (forecast !== undefined) {
    const { cost, low, high } = forecast;
    lines.push(
      `Expected by the end of the month: ${formatMoney(cost, currency)} ` +
        `(${formatMoney(low, currency)} to ${formatMoney(high, currency)})`,
    );
  }
  // Untagged costs have a line of their own below.
  const groups = all.groups.filter(({ keys }) => all.untagged === null || keys[0] !== null);
  const largest = groups.slice(0, MAX_GROUPS);
  if (largest.length > 0)
    lines.push(
      `By ${summary.by
        .slice(0, 1)
        .map((dimension) => dimensionTitle(dimension))
        .join('')}:`,
    );
  for (const group of largest) lines.push(`- ${shortName(group.keys[0])}: ${show(group)}`);
  const rest = groups.length - largest.length;
  if (rest > 0) lines.push(`- and ${rest} more`);
  // A charge that only the compared period has is only in the report.
  const charges = all.charges.filter(({ cost }) => !cost.eq(0));
  if (charges.length > 0) {
    const texts = charges.map(({ charge, cost }) => `${charge} ${formatMoney(cost, currency)}`);
    lines.push(`Other charges: ${texts.join(', ')}`);
  }
  const { untagged } = all;
  if (untagged !== null) {
    const share = untagged.share === null ? '' : `, ${untagged.share.toFixed(1)}% of usage`;
    lines.push(
      `Without ${dimensionTitle(untagged.dimension)}: ${formatMoney(untagged.cost, currency)}${share}`,
    );
  }
  return lines;
}

/** ` (+10.0%)`; empty without a comparison. */
function changeText({ changePercent }: CostFigure): string {
  if (changePercent === null) return '';
  return ` (${changes.format(changePercent)}%)`;
}
