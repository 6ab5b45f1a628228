import type { CostAnswer, CostQuery } from '@groundcrew/cost/model';
import { sumMoney } from '@groundcrew/cost/money';
import { addDays, addMonths, dayOf, firstOfMonth, periodText } from '@groundcrew/cost/periods';
import {
  type BudgetPace,
  budgetPaces,
  type CostForecast,
  type CostSummary,
  comparisonNotes,
  forecastMonth,
  summarize,
} from '@groundcrew/cost/report-model';
import type { OpenSource } from './open-source.ts';
import type { ReportRequest } from './report-options.ts';

/** What the report is made of. */
export interface ReportAnswers {
  readonly summary: CostSummary;
  readonly comparedWith?: string;
  readonly untagged?: CostSummary;
  /** What carries no tag, by service and resource. */
  readonly resources?: CostAnswer;
  readonly forecasts?: readonly CostForecast[];
  readonly paces?: readonly BudgetPace[];
  readonly notes: readonly string[];
}

/** Asks the source for all that a report takes, in as few questions as there are. */
export async function askReport(
  asked: ReportRequest,
  source: OpenSource,
  { nowMs, top }: { readonly nowMs: number; readonly top: number | undefined },
): Promise<ReportAnswers> {
  const { query, budget, period } = asked;
  const { questions, unanswered } = await answerable(questionsOf(asked, nowMs), source);
  const names = Object.keys(questions) as (keyof typeof questions)[];
  const answers = await source.ask(names.map((name) => questions[name]!));
  const answerOf = (name: keyof typeof questions): CostAnswer | undefined => answers[names.indexOf(name)];

  const shape = { ...query, ...(top !== undefined && { top }) };
  const before = answerOf('before');
  // Against nothing at all, everything would be new.
  const compareWith = before?.lines.length === 0 ? undefined : before;
  const comparedWith = compareWith && asked.comparedWith;
  const summary = summarize(answerOf('costs')!, { ...shape, ...(compareWith && { compareWith }) });
  const untagged = answerOf('untagged');
  const history = answerOf('history');
  const resources = answerOf('resources');
  const forecasts = history && forecastMonth(history, { nowMs, range: questions.history!.range });
  const notes: string[] = [...unanswered];
  if (before && !compareWith)
    notes.push(`Nothing is compared: there are no costs of ${periodText(asked.comparedWith!)}.`);
  if (comparedWith) notes.push(...comparisonNotes(query.range, comparedWith, period));
  if (forecasts?.length === 0) notes.push('No forecast: it takes a week of days that are over.');
  const pace = budget && budgetPaces(summary, { monthly: budget, nowMs, forecasts: forecasts ?? [] });
  if (pace) notes.push(...pace.notes);
  return {
    // All that was asked is paid for, and has its notes.
    summary: {
      ...summary,
      notes: [...new Set(answers.flatMap((answer) => answer.notes))],
      paid: {
        requests: answers.reduce((sum, { paid }) => sum + paid.requests, 0),
        usd: sumMoney(answers.map(({ paid }) => paid.usd)),
      },
    },
    ...(comparedWith && { comparedWith: periodText(comparedWith) }),
    ...(untagged && {
      untagged: summarize(untagged, { ...questions.untagged!, ...(top !== undefined && { top }) }),
    }),
    ...(resources && { resources }),
    ...(forecasts && { forecasts }),
    ...(pace && { paces: pace.paces }),
    notes,
  };
}

interface Questions {
  readonly costs: CostQuery;
  readonly before?: CostQuery;
  readonly untagged?: CostQuery;
  readonly resources?: CostQuery;
  readonly history?: CostQuery;
}

/** A source that knows no such tag, or no resources, still tells the costs. */
async function answerable(
  { untagged, resources, ...questions }: Questions,
  source: OpenSource,
): Promise<{ readonly questions: Questions; readonly unanswered: readonly string[] }> {
  if (!untagged) return { questions, unanswered: [] };
  const reason = await source.unsupportedReason(untagged);
  if (reason !== undefined) return { questions, unanswered: [`What is not tagged is not told: ${reason}.`] };
  const hasResources = resources && (await source.unsupportedReason(resources)) === undefined;
  return { questions: { ...questions, untagged, ...(hasResources && { resources }) }, unanswered: [] };
}

function questionsOf({ query, comparedWith, tag, forecast }: ReportRequest, nowMs: number): Questions {
  const { filters } = query;
  const today = dayOf(nowMs);
  const ofUsage = { ...query, granularity: 'monthly' as const };
  const usage = { dimension: 'charge', values: ['usage'] } as const;
  return {
    costs: query,
    ...(comparedWith && { before: { ...query, range: comparedWith, granularity: 'monthly' } }),
    ...(tag && {
      // All usage, not what has no tag alone: that is told as a share of it.
      untagged: { ...ofUsage, by: [tag, 'service'], filters: [...filters, usage] },
      resources: {
        ...ofUsage,
        by: ['service', 'resource'],
        filters: [...filters, usage, { dimension: tag, values: [null] }],
      },
    }),
    ...(forecast && {
      // By the weekdays of the last weeks, and the other charges of the month before.
      history: {
        ...query,
        by: [],
        granularity: 'daily',
        range: { start: addMonths(firstOfMonth(today), -1), end: addDays(today, 1) },
      },
    }),
  };
}
