import type { Report, Row, Section } from '@groundcrew/report';
import { afterAll, describe, expect, test } from 'vitest';
import { allocationTagsReport, tagStates } from '../allocation-tags/index.ts';
import { type CommitmentsAnswer, commitmentsReport } from '../commitments/index.ts';
import { parseConversion } from '../conversion/index.ts';
import { openExports } from '../exports/index.ts';
import { csvOf, focusRow, testDuckdb, testFolder } from '../exports/testing/export-files.ts';
import type { Dimension } from '../model.ts';
import { money } from '../money/index.ts';
import { detectAnomalies, diffPeriods, reportCosts } from '../operations/index.ts';
import { addDays, parsePeriod } from '../periods/index.ts';
import { anomaliesReport, diffReport } from './index.ts';

const HANGUL = /[\uac00-\ud7a3]/;
/** Three words in a row: names of services and options of the command have capitals or hyphens. */
const ENGLISH = /\b[a-z]{2,}[,:;]? [a-z]{2,}[,:;]? [a-z]{2,}\b/;

const folder = testFolder();
const duckdb = await testDuckdb();
afterAll(() => folder.remove());

/** Whatever people read of a report, but names and figures. */
function textsOf(report: Report): string[] {
  return [
    report.title,
    ...(report.lead ?? []),
    ...(report.notes ?? []),
    ...report.sections.flatMap(textsOfSection),
  ].filter((text) => text !== '');
}

function textsOfSection(section: Section): string[] {
  const title = section.title === undefined ? [] : [section.title];
  if (section.kind === 'chart')
    return [
      ...title,
      section.labelTitle ?? '',
      section.description ?? '',
      ...section.series.map(({ name }) => name),
    ];
  if (section.kind === 'calendar' || section.kind === 'diagram') return title;
  const columns = section.columns.filter(
    ({ hidden, key }) => !hidden && !/^(?:tag|cost-category):|^\d/.test(key),
  );
  const headings = columns.map((column) => column.title);
  if (section.kind === 'facts') return [...title, ...headings];
  const sentences = [...(section.rows as Iterable<Row>)].flatMap((row) =>
    columns
      .filter(({ key }) =>
        ['evidence', 'reason', 'status', 'policy', 'charge', 'budgetState', 'of'].includes(key),
      )
      .map((column) => String(row[column.printed ?? column.key] ?? '')),
  );
  return [...title, ...headings, ...sentences, section.whenEmpty ?? ''];
}

/** Periods, names of groups and ids have no words. */
const plain = /^(?:[\d\s.:-]+|Id|ID|[A-Z][\w ]*(?:Amazon|AWS)[\w ]*|AWS|Amazon[\w ]*|Project|shop)$/;

function expectKorean(report: Report): void {
  const texts = textsOf(report);
  expect(texts.length).toBeGreaterThan(5);
  expect(texts.filter((text) => (!HANGUL.test(text) && !plain.test(text)) || ENGLISH.test(text))).toEqual([]);
}

const nowMs = Date.UTC(2026, 10, 21, 9);
type Cells = Readonly<Record<string, string | null>>;

function rowsOf(days: number, last = '2026-11-20', changes: (at: number) => Cells = () => ({})) {
  return Array.from({ length: days }, (_, at) => {
    const day = addDays(last, at - days + 1);
    return focusRow({
      BillingPeriodStart: `${day.slice(0, 7)}-01T00:00:00Z`,
      ChargePeriodStart: `${day}T23:00:00Z`,
      BilledCost: '50',
      ...changes(at),
    });
  });
}

async function withExport<T>(
  rows: readonly Cells[],
  use: (source: Awaited<ReturnType<typeof openExports>>) => Promise<T>,
) {
  const source = await openExports({
    paths: [folder.write('bill.csv', csvOf(rows))],
    duckdb,
    now: () => nowMs,
  });
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

const by: Dimension[] = ['tag:Project', 'service'];
const input = {
  period: parsePeriod(undefined, { nowMs }),
  by,
  metric: 'unblended',
  tag: 'tag:Project',
  forecast: 'own',
  budget: money('1200'),
  language: 'ko',
} as const;

describe('a report in Korean has no English sentence and no English label', () => {
  test.each<[string, readonly Cells[], object]>([
    ['of costs', rowsOf(100), {}],
    ['of growing costs', rowsOf(100, '2026-11-20', (at) => ({ BilledCost: String(50 * 1.004 ** at) })), {}],
    [
      'of a level that changed',
      rowsOf(100, '2026-11-20', (at) => ({ BilledCost: at > 85 ? '90' : '50' })),
      {},
    ],
    [
      'of sporadic costs',
      rowsOf(100, '2026-11-20', (at) => ({ BilledCost: at % 11 === 0 ? '500' : '0' })),
      {},
    ],
    ['that lacks days', rowsOf(100).filter((_, at) => at < 84 || at > 88), {}],
    ['that lacks a day', rowsOf(100).filter((_, at) => at !== 84), {}],
    ['of a young account', rowsOf(5), {}],
    ['of a single day', rowsOf(1), {}],
    ['that ends days before', rowsOf(80, '2026-11-10'), {}],
    ['by old data', rowsOf(60, '2026-09-30'), {}],
    ['of a month that has not begun', rowsOf(30, '2026-10-30'), {}],
    [
      'of two currencies',
      [...rowsOf(60), ...rowsOf(60).map((row) => ({ ...row, BillingCurrency: 'EUR' }))],
      {},
    ],
    ['in another currency, too', rowsOf(60), { conversion: parseConversion('KRW', '1380', undefined) }],
    [
      'of a bill that needs no conversion',
      rowsOf(60),
      { conversion: parseConversion('USD', '1', undefined) },
    ],
    [
      'of several providers',
      [...rowsOf(60), ...rowsOf(60).map((row) => ({ ...row, ProviderName: 'Other' }))],
      {},
    ],
    [
      'with malformed cells',
      [
        ...rowsOf(60),
        ...rowsOf(60).map((row) => ({ ...row, Tags: '"x"' })),
        focusRow({ BilledCost: 'x', ChargePeriodStart: '2026-11-03T00:00:00Z' }),
        focusRow({ ChargePeriodStart: 'x' }),
      ],
      {},
    ],
    [
      'filtered by them',
      [...rowsOf(60), ...rowsOf(60).map((row) => ({ ...row, Tags: '"x"' }))],
      { filters: [{ dimension: 'tag:Project', values: ['shop'] }] },
    ],
    ['of blank costs', [...rowsOf(60), ...rowsOf(60).map((row) => ({ ...row, BilledCost: null }))], {}],
    [
      'with late charges',
      [...rowsOf(60, '2026-11-10'), ...rowsOf(1, '2026-11-19', () => ({ ChargeCategory: 'Tax' }))],
      {},
    ],
    ['of a whole month', rowsOf(100), { period: parsePeriod('2026-10', { nowMs }), forecast: undefined }],
    [
      'of an odd period',
      rowsOf(100),
      { period: parsePeriod('2026-10-03..2026-10-09', { nowMs }), forecast: undefined },
    ],
    ['without a comparison, by nothing', rowsOf(100), { comparison: 'none', by: [] }],
    ['of accounts, resources and regions', rowsOf(60), { by: ['account', 'region'] }],
    [
      'of the kinds of charges',
      [
        ...rowsOf(60),
        focusRow({ ChargeCategory: 'Credit', BilledCost: '-5', ChargePeriodStart: '2026-11-03T00:00:00Z' }),
      ],
      { by: ['charge'] },
    ],
  ])('%s', async (_, rows, changes) => {
    const result = await withExport(rows, (source) =>
      reportCosts({ ...input, ...changes }, { source, nowMs }),
    );
    expectKorean(result.report());
  });

  test('of differences', async () => {
    const rows = [
      ...rowsOf(30, '2026-09-30'),
      ...rowsOf(31, '2026-10-31', () => ({ BilledCost: '61', ConsumedQuantity: '3.3' })),
      ...rowsOf(31, '2026-10-31', () => ({ ServiceName: 'AWS Glue' })),
      ...rowsOf(30, '2026-09-30', () => ({ ServiceName: 'Amazon Athena' })),
      ...rowsOf(1, '2026-09-30', () => ({ ChargeCategory: 'Tax' })),
      ...rowsOf(1, '2026-10-31', () => ({ ChargeCategory: 'Credit', BilledCost: '-3' })),
    ];
    for (const dimensions of [['service', 'usage-type'], ['service'], ['charge'], []] as Dimension[][]) {
      const result = await withExport(rows, (source) =>
        diffPeriods(
          {
            by: dimensions,
            metric: 'unblended',
            filters: [],
            earlier: parsePeriod('2026-09', { nowMs }),
            later: parsePeriod('2026-10', { nowMs }),
          },
          { source },
        ),
      );
      expectKorean(
        diffReport(result.differences, {
          by: dimensions,
          before: result.earlier.label,
          after: result.later.label,
          source: 'FOCUS 1.0 export bills',
          metric: 'unblended',
          top: 2,
          notes: result.notes,
          language: 'ko',
        }),
      );
    }
  });

  test.each<[string, (at: number) => Cells]>([
    ['a new cost', (at) => ({ BilledCost: at < 92 ? '0' : '40' })],
    ['a rise', (at) => ({ BilledCost: at === 93 ? '400' : String(40 + (at % 7)) })],
    ['a rise of growing costs', (at) => ({ BilledCost: String((at > 92 ? 200 : 0) + 50 * 1.006 ** at) })],
    ['a sporadic cost', (at) => ({ BilledCost: at === 93 ? '900' : at % 13 === 0 ? '50' : '0' })],
    ['none', () => ({})],
  ])('of anomalies: %s', async (_, changes) => {
    const found = await withExport(rowsOf(100, '2026-11-20', changes), (source) =>
      detectAnomalies({ by: ['service'], metric: 'unblended', filters: [] }, { source, nowMs }),
    );
    const { anomalies, notes, hasDays, period } = found;
    const options = {
      by: ['service'] as Dimension[],
      period: period.label,
      hasDays,
      source: 'x',
      metric: 'unblended' as const,
    };
    expectKorean(anomaliesReport(anomalies, { ...options, notes, language: 'ko' }));
    expectKorean(anomaliesReport([], { ...options, hasDays: false, notes, language: 'ko' }));
  });

  test('of commitments', () => {
    const plan = {
      kind: 'savings-plan',
      id: 'arn:1',
      currency: 'USD',
      total: money(10),
      unused: money(2),
      start: '2025-12-01',
      end: '2026-12-01',
      type: 'Compute',
      payment: 'All Upfront',
    } as const;
    const reserved = { ...plan, kind: 'reservation', id: 'r-1', end: null } as const;
    const answer: CommitmentsAnswer = {
      commitments: [plan, reserved],
      coverage: [
        { kind: 'savings-plan', service: null, percent: 40, onDemand: money(3) },
        { kind: 'reservation', service: 'Amazon Redshift', percent: 40, onDemand: money(3) },
      ],
      notes: ['Data to 20 November 2026: the days after it are in no figure of this report.'],
      paid: { requests: 0, usd: money(0) },
    };
    const options = {
      period: '2026-11-01..2026-11-20, so far',
      source: 'Cost Explorer',
      today: '2026-11-20',
      expiringDays: 60,
      language: 'ko',
    } as const;
    expectKorean(commitmentsReport(answer, options));
    expectKorean(
      commitmentsReport(
        { ...answer, commitments: [{ ...plan, kind: 'reservation' }], coverage: [] },
        options,
      ),
    );
    expectKorean(commitmentsReport({ ...answer, commitments: [plan, { ...plan, id: 'arn:2' }] }, options));
    expectKorean(commitmentsReport({ ...answer, commitments: [] }, options));
  });

  test('of cost allocation tags', () => {
    const listed = [
      { key: 'Project', type: 'UserDefined', isActive: true, updatedAt: '2026-03-05T10:00:00Z' },
      { key: 'Team', type: 'UserDefined', isActive: false, usedAt: '2026-10-01T00:00:00Z' },
      { key: 'aws:createdBy', type: 'AWSGenerated', isActive: false },
    ] as const;
    const backfills = [
      { from: '2026-05', requestedAt: '2026-11-01T00:00:00Z', status: 'SUCCEEDED' },
    ] as never;
    for (const keys of [
      undefined,
      ['Project'],
      ['Team'],
      ['Project', 'Team'],
      ['Team', 'Owner'],
      ['Project', 'Project2'],
    ])
      expectKorean(
        allocationTagsReport({
          accountId: '111122223333',
          states: tagStates(listed, keys),
          backfills,
          activate: 'groundcrew',
          language: 'ko',
        }),
      );
    expectKorean(allocationTagsReport({ accountId: '1', states: [], backfills: [], language: 'ko' }));
  });
});
