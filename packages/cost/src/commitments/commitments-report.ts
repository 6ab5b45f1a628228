import type { Column, Figure, Report, Row, Section } from '@groundcrew/report';
import { type Language, translateReport } from '@groundcrew/report/cost-messages';
import type { Day } from '../model.ts';
import { formatMoney, type Money, moneyText, sumMoney } from '../money/index.ts';
import { daysBetween, dayText } from '../periods/index.ts';
import type { Commitment, CommitmentKind, CommitmentsAnswer } from './model.ts';

export interface CommitmentsReportOptions {
  /** Label of `parsePeriod`. */
  readonly period: string;
  readonly source: string;
  readonly today: Day;
  /** Those that end within so many days are listed first. */
  readonly expiringDays: number;
  /** Of titles and sentences; default: English. */
  readonly language?: Language | undefined;
}

const kindNames: Readonly<Record<CommitmentKind, string>> = {
  'savings-plan': 'Savings Plan',
  reservation: 'reservation',
};

/** What commitments cost, how much of them was used, what is not covered, and what expires when. */
export function commitmentsReport(answer: CommitmentsAnswer, options: CommitmentsReportOptions): Report {
  const { commitments, coverage, notes, paid } = answer;
  const currencies = new Set(commitments.map(({ currency }) => currency));
  const [only = 'USD'] = currencies.size < 2 ? currencies : [undefined];
  const sorted = commitments.toSorted(
    (one, other) => (one.end ?? '9').localeCompare(other.end ?? '9') || (one.id < other.id ? -1 : 1),
  );
  const lead = leadOf(sorted, options);
  const report: Report = {
    title: `Commitments, ${options.period}`,
    lead,
    figures: headFiguresOf(sorted, only),
    sections: [
      {
        kind: 'facts',
        key: 'about',
        aside: true,
        columns: [
          { key: 'period', title: 'Period (UTC)' },
          { key: 'source', title: 'Source' },
          { key: 'paidRequests', title: 'Paid requests', unit: 'count' },
          { key: 'paidUsd', title: 'Price of these', unit: 'money', currency: 'USD' },
        ],
        values: {
          period: options.period,
          source: options.source,
          paidRequests: paid.requests,
          paidUsd: moneyText(paid.usd),
        },
      },
      totalsSection(sorted, only),
      ...(coverage.length === 0 ? [] : [coverageSection(coverage)]),
      listSection(sorted, options, only),
    ],
    csv: 'commitments',
    notes: [
      ...lead,
      ...notes,
      ...endNotes(commitments),
      ...(coverage.length === 0 && commitments.length > 0
        ? ['What could be covered, and is not, is only known to Cost Explorer: --source cost-explorer']
        : []),
    ],
  };
  return translateReport(report, options.language, ['source', 'kind', 'service', 'of']);
}

function moneyColumn(key: string, title: string, currency: string | undefined): Column {
  return { key, title, unit: 'money', ...(currency !== undefined && { currency }) };
}

/** What a page begins with; several currencies are not added up. */
function headFiguresOf(commitments: readonly Commitment[], currency: string | undefined): readonly Figure[] {
  if (commitments.length === 0 || currency === undefined) return [];
  const { utilization, unused } = figuresOf(
    sumMoney(commitments.map(({ total }) => total)),
    sumMoney(commitments.map((each) => each.unused)),
  );
  return [
    { title: 'Utilization', value: utilization!, unit: 'percent' },
    { title: 'Unused', value: unused!, unit: 'money', currency },
  ];
}

function figuresOf(total: Money, unused: Money): Row {
  const used = total.minus(unused);
  return {
    total: moneyText(total),
    used: moneyText(used),
    unused: moneyText(unused),
    // Of nothing, no part is used.
    utilization: total.lte(0) ? null : used.times(100).div(total).round(2).toNumber(),
  };
}

function figureColumns(currency: string | undefined): Column[] {
  return [
    moneyColumn('total', 'Total', currency),
    moneyColumn('used', 'Used', currency),
    moneyColumn('unused', 'Unused', currency),
    { key: 'utilization', title: 'Utilization', unit: 'percent' },
  ];
}

function totalsSection(commitments: readonly Commitment[], only: string | undefined): Section {
  const groups = Map.groupBy(commitments, ({ kind, currency }) => `${kind} ${currency}`);
  return {
    kind: 'table',
    key: 'totals',
    stacked: true,
    title: 'Utilization',
    columns: [
      { key: 'kind', title: 'Kind' },
      { key: 'count', title: 'Number', unit: 'count' },
      { key: 'currency', title: 'Currency', ...(only !== undefined && { hidden: true }) },
      ...figureColumns(only),
    ],
    rows: [...groups.values()].map((those) => ({
      kind: those[0]!.kind,
      count: those.length,
      currency: those[0]!.currency,
      ...figuresOf(sumMoney(those.map(({ total }) => total)), sumMoney(those.map(({ unused }) => unused))),
    })),
    whenEmpty: 'There are no Savings Plans and no reservations.',
  };
}

function coverageSection(coverage: CommitmentsAnswer['coverage']): Section {
  return {
    kind: 'table',
    key: 'coverage',
    stacked: true,
    title: 'Coverage',
    columns: [
      { key: 'kind', title: 'Kind' },
      { key: 'service', title: 'Service' },
      { key: 'coverage', title: 'Covered', unit: 'percent' },
      { key: 'of', title: 'Of' },
      moneyColumn('onDemand', 'Not covered', 'USD'),
    ],
    rows: coverage.map(({ kind, service, percent, onDemand }) => ({
      kind,
      service: service ?? 'all',
      coverage: percent,
      of: kind === 'savings-plan' ? 'cost' : 'hours',
      onDemand: moneyText(onDemand),
    })),
  };
}

function listSection(
  commitments: readonly Commitment[],
  { today }: CommitmentsReportOptions,
  only: string | undefined,
): Section {
  return {
    kind: 'table',
    key: 'commitments',
    stacked: true,
    title: 'By end',
    columns: [
      { key: 'end', title: 'Ends' },
      { key: 'daysLeft', title: 'Days left', unit: 'count' },
      { key: 'kind', title: 'Kind' },
      { key: 'type', title: 'Type' },
      { key: 'payment', title: 'Payment' },
      { key: 'start', title: 'Began', hidden: true },
      { key: 'currency', title: 'Currency', ...(only !== undefined && { hidden: true }) },
      ...figureColumns(only),
      { key: 'id', title: 'Id' },
    ],
    rows: commitments.map(({ kind, id, currency, total, unused, start, end, type, payment }) => ({
      end,
      daysLeft: end === null ? null : daysBetween(today, end),
      kind,
      type,
      payment,
      start,
      currency,
      ...figuresOf(total, unused),
      id,
    })),
    whenEmpty: 'None.',
  };
}

function endNotes(commitments: readonly Commitment[]): string[] {
  const count = commitments.filter(({ end }) => end === null).length;
  return count === 0
    ? []
    : [`The source does not show when ${count} of ${commitments.length} commitments ends.`];
}

function leadOf(
  commitments: readonly Commitment[],
  { today, expiringDays }: CommitmentsReportOptions,
): string[] {
  const unused = Map.groupBy(commitments, ({ currency }) => currency);
  const sentences = [...unused].flatMap(([currency, those]) => {
    const amount = sumMoney(those.map((each) => each.unused));
    const total = sumMoney(those.map((each) => each.total));
    return total.lte(0)
      ? []
      : [
          `${formatMoney(amount, currency)} of ${formatMoney(total, currency)} that is committed was not used.`,
        ];
  });
  const expiring = commitments.filter(({ end }) => {
    const left = end === null ? Number.POSITIVE_INFINITY : daysBetween(today, end);
    return left >= 0 && left <= expiringDays;
  });
  const [first] = expiring;
  if (first?.end != null)
    sentences.push(
      expiring.length === 1
        ? `1 ${kindNames[first.kind]} ends within ${expiringDays} days, on ${dayText(first.end)}.`
        : `${expiring.length} commitments end within ${expiringDays} days, the first on ${dayText(first.end)}.`,
    );
  return sentences;
}
