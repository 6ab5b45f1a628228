import type { CostExplorer } from '@groundcrew/aws/cost-explorer';
import type { TextStore } from '@groundcrew/aws/s3';
import { type GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { render } from '@groundcrew/report';
import type { Language } from '@groundcrew/report/cost-messages';
import { costMailText } from '@groundcrew/report/mail-texts';
import { createCostExplorerSource } from '../cost-explorer/index.ts';
import { priceOf } from '../cost-explorer/spend.ts';
import type { Dimension, Metric } from '../model.ts';
import { type Money, moneyText } from '../money/index.ts';
import { type CostReportResult, type ForecastMethod, reportCosts } from '../operations/index.ts';
import { dayOf, parsePeriod, periodText } from '../periods/index.ts';
import type { BudgetPace, CostSummary } from '../report-model/index.ts';
import { countRequests } from './count-requests.ts';
import { messageOf, type ReportFormat, type ReportMessage, reportMessage } from './report-message.ts';
import { type ReportKind, readSpending, type Spending, writeSpending } from './spending.ts';

export interface ScheduledReportDeps {
  readonly costExplorer: CostExplorer;
  /** Where reports are stored: a bucket. */
  readonly store: TextStore;
  /** Notifies people. */
  readonly notify: (message: ReportMessage) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

export interface ScheduledReportSettings {
  /** `daily`: the month so far; `monthly`: the month before. */
  readonly kind: ReportKind;
  /** One or two. */
  readonly by: readonly Dimension[];
  readonly metric: Metric;
  /** Of the month so far. */
  readonly forecast: ForecastMethod;
  /** Per month, in the bill's currency; default: none. */
  readonly budget?: Money;
  /** Default: `text`. */
  readonly format?: ReportFormat;
  /** Of the report and the message; default: English. */
  readonly language?: Language;
  /** The schedule's name of this run: a repeated one is skipped, and not paid for again. Default: it always runs. */
  readonly run?: string;
  /** Maximum that reports may spend on Cost Explorer in a month, in US dollars. */
  readonly maxSpendUsd: Money;
}

/** The result of a run. */
export type ScheduledReport =
  | {
      readonly status: 'done';
      readonly summary: CostSummary;
      readonly pace: BudgetPace | undefined;
      readonly reportKey: string;
      readonly dataKey: string;
    }
  | { readonly status: 'repeated' }
  /** The month's maximum does not allow it: people are notified, and a retry would not help. */
  | { readonly status: 'spent'; readonly error: GroundcrewError };

const SPENDING_KEY = 'spending.json';

/**
 * Reports costs by Cost Explorer, stores the report and notifies people. Paid requests are counted, also if the run fails,
 * and the reports of a month never spend more than its maximum. A run is marked as done at the end: a failed one can be
 * repeated.
 *
 * Concurrent runs don't see each other's requests: schedules should be minutes apart.
 *
 * @throws GroundcrewError `cost.spending.unreadable`, and what the dependencies throw
 */
export async function runScheduledReport(
  { run, maxSpendUsd, ...settings }: ScheduledReportSettings,
  deps: ScheduledReportDeps,
): Promise<ScheduledReport> {
  const { store, notify, now, signal } = deps;
  const { kind, format = 'text', language = 'en' } = settings;
  const nowMs = now();
  const spending = readSpending(await store.read(SPENDING_KEY), dayOf(nowMs).slice(0, 'YYYY-MM'.length));
  if (run !== undefined && spending.done[kind] === run) return { status: 'repeated' };
  const { costExplorer, requests } = countRequests(deps.costExplorer);
  const source = createCostExplorerSource({
    costExplorer,
    maxSpendUsd: maxSpendUsd.minus(priceOf(spending.requests).usd),
    now,
  });
  const spent = () => ({ ...spending, requests: spending.requests + requests() });
  let { done } = spending;
  try {
    const period = parsePeriod(kind === 'daily' ? 'this-month' : 'last-month', { nowMs });
    const { by, metric, forecast, budget } = settings;
    const result = await reportCosts(
      { period, by, metric, forecast, budget, anomalies: true, language },
      { source, nowMs, signal },
    );
    const name = kind === 'daily' ? dayOf(nowMs) : periodText(period.range);
    const report = await storeReport(result, { key: `reports/${kind}/${name}`, format }, deps);
    if (run !== undefined) done = { ...done, [kind]: run };
    return report;
  } catch (error) {
    if (!isGroundcrewError(error) || error.code !== 'cost.spend.exceeded') throw error;
    await notify(spendLimitMessage(spent(), maxSpendUsd, { format, language }));
    return { status: 'spent', error };
  } finally {
    await store.write(SPENDING_KEY, 'application/json', [writeSpending({ ...spent(), done })]);
  }
}

/** @param key without its extension */
async function storeReport(
  { summary, period, dataThrough, comparedWith, forecasts, paces, anomalies, report }: CostReportResult,
  { key, format }: { readonly key: string; readonly format: ReportFormat },
  { store, notify }: ScheduledReportDeps,
): Promise<ScheduledReport> {
  const [pace] = paces;
  const reportKey = `${key}.html`;
  const dataKey = `${key}.json`;
  await store.write(reportKey, 'text/html; charset=utf-8', render(report(), 'html'));
  await store.write(dataKey, 'application/json', render(report(), 'json'));
  const message = reportMessage({
    summary,
    complete: period.complete,
    period: period.label,
    ...(dataThrough && { dataThrough }),
    ...(comparedWith && { comparedWith: periodText(comparedWith) }),
    forecasts,
    pace,
    anomalies,
  });
  const { language = 'en' } = summary;
  const footer = costMailText('report', language, { address: store.addressOf(reportKey) });
  await notify(messageOf(message, { format, id: key, eventType: 'cost-report', footer }));
  return { status: 'done', summary, pace, reportKey, dataKey };
}

function spendLimitMessage(
  { month, requests }: Spending,
  maxSpendUsd: Money,
  { format, language }: { readonly format: ReportFormat; readonly language: Language },
): ReportMessage {
  const spent = {
    requests: `${requests}`,
    usd: moneyText(priceOf(requests).usd),
    month,
    max: moneyText(maxSpendUsd),
  };
  const message = {
    subject: costMailText('spentSubject', language),
    text: `${costMailText('spent', language, spent)}\n`,
  };
  return messageOf(message, {
    format,
    id: `cost-report-spent:${month}:${requests}`,
    eventType: 'cost-report-spent',
  });
}
