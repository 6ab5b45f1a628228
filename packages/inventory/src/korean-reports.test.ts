import { messageOf } from '@groundcrew/errors';
import { readAhead } from '@groundcrew/report';
import { englishLeft } from '@groundcrew/report/testing/english-left';
import { describe, expect, test } from 'vitest';
import { alertSection } from './alerts/alert-report.ts';
import { replayReport } from './alerts/replay-report.ts';
import { bulkLoadReport, engineDryRunReport } from './bulk/bulk-load-report.ts';
import { accountFor } from './bulk/bulk-account.ts';
import { backfillPlanReport, backfillReport } from './backfill/backfill-report.ts';
import type { BackfillStatus } from './backfill/backfill-status.ts';
import { planBackfill, skipReasons } from './backfill/plan-backfill.ts';
import { TotalRows } from './duplicates/total-rows.ts';
import { judgeRow } from './duplicates/judge-row.ts';
import type { ShelfGroup } from './duplicates/shelf-groups.ts';
import { guardVanished } from './full/guard.ts';
import { zeroTallies } from './load/checkpoint.ts';
import {
  dryRunReport,
  loadReport,
  loadSection,
  loadsReport,
  type LoadFacts,
  rejectedRowSection,
} from './load/load-report.ts';
import type { RejectReason } from './load/reject-tally.ts';
import type { LoadSummary } from './load/summary.ts';
import type { StockItem } from './list-inventory.ts';
import { metricsReport } from './metrics/metrics-report.ts';
import { countOtherwise, countUnsure, unitsDiffer } from './stock-file/count-errors.ts';
import * as fileErrors from './stock-file/errors.ts';
import { workbook } from './stock-file/testing/write-workbook.ts';
import { readAll } from './stock-file/testing/read-all.ts';
import type { RowVerdict, StockFileSettings } from './stock-file/types.ts';
import { stockReport } from './stock-report.ts';
import { loadsSinceReport, undoReport } from './undo/undo-report.ts';

const header = 'store,item,count\n';
const big = '9007199254740993';

/** Files with a row that is rejected for each reason. */
const rejected: readonly (readonly [rows: string, settings?: StockFileSettings])[] = [
  [',Echo,1\nBerlin,,1\nBerlin,Echo,\n'],
  [`${'x'.repeat(3_000)},Echo,1\nBerlin,${'x'.repeat(3_000)},1\n`],
  [
    '#REF!,Echo,1\nBerlin,NULL,1\nBerlin,Loading...,1\nBerlin,〃,1\nBerlin,CafÃ©,1\nBerlin,Köln,1\n1.2E+15,Echo,1\nBerlin,???,1\nBerlin,占쏙옙,1\nBerlin,M?nchen,1\nBerlin,Caf?,1\nBerlin,What?,1\nBerlin,肄쒕씪,1\nBerlin,諛고꽣由?,1\nBerlin,3/1/2026,1\n',
  ],
  [
    `Berlin,Echo,1.5\nBerlin,Echo,-1\nBerlin,Echo,${big}\nBerlin,Echo,many\nBerlin,Echo,#N/A\nBerlin,Echo,1E+15\nBerlin,Echo,１２\n`,
  ],
  ['Idem,Echo,1\n(example),Echo,1\n#Berlin,Echo,1\nBerlin,A &amp; B,1\n'],
  ['Berlin,Echo,"1,200"\n'],
  ['Berlin,Echo,"1,200"\n', { numbers: 512, decimalComma: { column: 'price', value: '3,20', line: 2 } }],
  ['Berlin,Echo,many\nBerlin,Echo,0.12345678901234567\n', { counts: 'decimal' }],
  ['Berlin,Echo\nBerlin,Echo,1,2,3,4\n"Berlin,Echo,1"\n'],
  ['Total,,5\n,Total,5\nTotal\nTotal,5\n'],
  [`Berlin,${'x'.repeat(200)},1\nBerlin,"Echo,1\n`, { maxRowBytes: 64 }],
  ['Berlin,"Echo" x,1\nBerlin,"item,1\nBerlin,Echo,1\nBerlin,"Dot",2\n'],
];

const group: ShelfGroup = {
  rows: 3,
  firstLine: 2,
  firstOffset: 17,
  firstCount: 1,
  lastOffset: 50,
  otherLine: 4,
  otherCount: 2,
  rejectedLine: 0,
  sum: 2 * Number.MAX_SAFE_INTEGER,
  max: 2,
};
const row = { store: 'Berlin', item: 'Echo', count: 1, line: 3, offset: 30 };

async function reasons(): Promise<readonly RejectReason[]> {
  const found: { code: string; line: number; message: string }[] = [];
  for (const [rows, settings = {}] of rejected)
    found.push(...(await readAll(header + rows, { settings })).rejects);
  const judged = [
    judgeRow(row, group, 'reject'),
    judgeRow(row, group, 'reject-conflicts'),
    judgeRow(row, { ...group, firstCount: 2 }, 'reject-conflicts'),
    judgeRow({ ...row, offset: 50 }, group, 'sum'),
    judgeRow(row, { ...group, rejectedLine: 4 }, 'sum'),
    judgeRow(row, { ...group, totals: { offsets: [30], sum: 5 } }, 'sum'),
    judgeRow(row, { ...group, oddTotal: { line: 4, count: 9, sum: 5 } }, 'sum'),
    judgeRow(row, { ...group, oddTotal: { line: 4, count: 9, sum: undefined } }, 'sum'),
  ];
  judged.push(
    ...totalsIn(
      [
        'Berlin,Dot,2',
        'Berlin,Total,2',
        'Berlin,Berlin Total,9',
        'Total,Total,9',
        'Paris,Echo,3',
        'Total,all,5',
      ],
      0,
    ),
  );
  judged.push(
    ...totalsIn(['Berlin,Dot,2', 'Total,all,9'], 1),
    ...totalsIn(['Berlin,Dot,2', 'Total,all,9'], 2),
  );
  for (const verdict of judged) if (verdict?.kind === 'reject') found.push({ ...verdict, line: 3 });
  return found.map(({ code, line, message }) => ({ code, line, message, rows: 1 }));
}

/** What becomes of totals among rows, after some that were rejected. */
function totalsIn(rows: readonly string[], rejects: number): readonly RowVerdict[] {
  const totals = new TotalRows();
  const reject = { line: 2, offset: 0, column: null, code: 'row-ragged' as const, message: '', cells: [] };
  totals.addBatch({ rows: [], rejects: Array.from({ length: rejects }, () => reject) }, () => {});
  const read = rows.map((text, at) => {
    const [store = '', item = '', count] = text.split(',');
    return { store, item, count: Number(count), line: at + 2, offset: at + 1 };
  });
  totals.addBatch({ rows: read, rejects: [] }, () => {});
  return [...totals.settle().totals.values()].map(({ verdict }) => verdict);
}

const summary = { ...zeroTallies, status: 'loaded' as const, rows: 9, written: 5, durationMs: 1_234 };
const full = {
  vanished: 'zero',
  shelves: 3,
  stores: [{ store: 'Berlin', shelves: 9, filled: 8, vanishing: 3, vanishingEmpty: 1, examples: ['Echo'] }],
  kept: [
    { reason: 'it is a repaired file of rejects, which has some of the rows of its source only' },
    { store: 'Berlin', reason: 'a rejected row of it does not show which shelf it is of' },
    { reason: '3 rejected rows do not show which shelves they are of, nor of which stores' },
    { reason: 'more than 10000 shelves have rejected rows' },
  ],
} as const;
const archive = { file: 'stock.xlsx', sheet: 'Stock', otherSheets: ['Old', 'Notes'] };
const renamed = { count: 1, examples: [{ line: 2, from: 'A', to: 'B' }] };

function factsOf(changes: Changes, rejects: readonly RejectReason[] = []): LoadFacts {
  return {
    file: 'stock.csv',
    table: 'Inventory',
    result: { summary: { ...summary, ...changes }, writeUnits: 5 },
    rejects,
    isGuarded: true,
    timeMs: 0,
  };
}

type Changes = Partial<LoadSummary> & { readonly status?: 'loaded' | 'refused' };

const changes: readonly Changes[] = [
  {},
  { written: 1, rejected: 1, rejectsAt: 'stock.rejects.csv' },
  { rejected: 3, renamed, archive },
  { full },
  { full: { ...full, vanished: 'remove' } },
  { status: 'refused' },
];

/** Messages of what is refused as a whole. */
const refusals = [
  fileErrors.fileEmpty(),
  fileErrors.noHeader(['a', 'b'], 3),
  fileErrors.noRows(),
  fileErrors.columnsMissing([{ field: 'store', nearest: [] }], ['a', 'b']),
  fileErrors.columnUnknown(['a'], ['b']),
  countUnsure('qty', 'order id', ['a', 'b']),
  fileErrors.columnsDuplicate(
    'count',
    [
      { name: 'count', position: 1 },
      { name: 'Count', position: 2 },
    ],
    false,
  ),
  fileErrors.columnsDuplicate(
    'count',
    [
      { name: 'count', position: 1 },
      { name: 'on hand', position: 2 },
    ],
    true,
  ),
  fileErrors.headerAfterRows(2, 3),
  fileErrors.numbersContradict('1,2', ','),
  fileErrors.numbersContradict('1,2', ',', { column: 'price', line: 3 }),
  fileErrors.secondTable(['item', 'store', 'count'], 4, ['store', 'item', 'count']),
  ...[36, undefined].flatMap((pieces) =>
    [true, false].map((isAdded) =>
      unitsDiffer('unit', { value: 'ea', line: 2 }, { value: 'DZ', line: 3, count: 3 }, pieces, isAdded),
    ),
  ),
  ...[true, false].flatMap((isMoved) =>
    [true, false].map((canKeep) =>
      countOtherwise(
        { column: 'type', value: 'OUT', line: 3, count: 5 },
        isMoved,
        { column: 'count', header: ['store', 'item', 'count', 'type'] },
        canKeep,
      ),
    ),
  ),
  guardVanished(full.stores, 20)!,
];

const isName = (text: string) => /^(?:stock\.csv.*|Berlin|Echo)$/.test(text);

describe('a report on stock in Korean has no English sentence and no English label', () => {
  test('of each way to reject a row', async () => {
    const rejects = await reasons();
    expect(new Set(rejects.map(({ code }) => code)).size).toBeGreaterThan(19);
    expect(await englishLeft(loadReport(factsOf({ rejected: 9 }, rejects)), isName)).toEqual([]);
    const rows = rejects.map((reason) => ({ ...reason, file: 'stock.csv', column: 'count' }));
    const sections = [rejectedRowSection(rows, 'Rejected rows')];
    expect(await englishLeft({ title: 'Rejected rows', catalog: 'inventory', sections }, isName)).toEqual([]);
  });

  test('of each way to reject a cell of a workbook', async () => {
    const cells = ['<c t="d"><v>2026-01-03T00:00:00Z</v></c>'].map((xml) => ({ xml }));
    const file = workbook([
      ['store', 'item', 'count'],
      [undefined, 'Echo', 1],
      ['Berlin', ...cells, 2],
      ['Berlin', 'Echo', ...cells],
    ]);
    const { loadStockFile, ignoreRejects } = await import('./load/index.ts');
    const { createRejectTally } = await import('./load/reject-tally.ts');
    const tally = createRejectTally(ignoreRejects);
    await loadStockFile(
      { settings: {}, open: async (from: number) => chunk(file.subarray(from)) },
      { rejects: tally.sink, now: () => 0, sleep: async () => {} },
    );
    expect(tally.reasons().length).toBeGreaterThan(0);
    expect(await englishLeft(loadReport(factsOf({ rejected: 3 }, tally.reasons())), isName)).toEqual([]);
  });

  test.each(changes)('of a load and a dry run: %j', async (change) => {
    expect(await englishLeft(loadReport(factsOf(change)), isName)).toEqual([]);
    expect(await englishLeft(dryRunReport(factsOf(change)), isName)).toEqual([]);
    for (const isDryRun of [true, false]) {
      const report = loadsReport('Inventory', [factsOf(change), factsOf({})], { isDryRun });
      expect(await englishLeft(report, isName)).toEqual([]);
    }
  });

  test.each([
    { status: 'COMPLETED', processedItems: 9 },
    { status: 'COMPLETED_WITH_ERRORS', processedItems: 5, failedItems: 1 },
    { status: 'FAILED', failure: 'S3' },
    { status: 'CANCELLED', failure: 'Cancelled' },
    { status: 'COMPLETED', processedItems: 8 },
    { status: 'COMPLETED', processedItems: 10 },
    { status: 'COMPLETED', processedItems: 9, conditionFailures: 10 },
  ] as const)('of a bulk load: %j', async (change) => {
    const { conditionFailures, ...changed } = { conditionFailures: 0, ...change };
    const operation = {
      arn: 'arn',
      processedItems: 0,
      failedItems: 0,
      processedBytes: 0,
      putBytes: 1,
      ...changed,
    };
    const partsWithErrors = ['part-00001'];
    const account = accountFor(9, operation, { conditionFailures, partsWithErrors });
    const { result, ...facts } = factsOf({});
    const parts = {
      version: 1,
      object: 's3://b/stock.csv',
      compression: 'ZSTD',
      parts: 1,
      lines: 9,
      bytes: 9,
    } as const;
    const bulk = {
      parts: { ...parts, summary: result.summary },
      operation,
      account,
      summary: result.summary,
    };
    const report = bulkLoadReport({ ...facts, staging: 's3://b/.bulk/', result: bulk });
    const isKnown = (text: string) => isName(text) || /^(?:arn|s3:.*|[A-Z_]+)$/.test(text);
    expect(await englishLeft(report, isKnown)).toEqual([]);
  });

  test('of a dry run by engine', async () => {
    const volume = { rows: 1_000, writeUnits: 1_000, itemBytes: 100_000 };
    const isKnown = (text: string) => isName(text) || /^(?:function|map|bulk)$/.test(text);
    for (const rates of [{ unitsPerSecond: 4_000 }, { unitsPerSecond: 4_000_000, bulkDollarsPerGb: 1 }])
      expect(await englishLeft(engineDryRunReport(factsOf({}), volume, rates), isKnown)).toEqual([]);
  });

  test.each(refusals.map(messageOf))('of a refused file: %s', async (reason) => {
    const report = loadReport(factsOf({ status: 'refused', reason }));
    expect(await englishLeft(report, isName)).toEqual([]);
  });

  test.each([true, false])('of an undo, where dry run is %s', async (isDryRun) => {
    const whys = ['it was removed since', 'it was changed since', 'a newer file sets its count'];
    const examples = [...whys, 'the load made it, and note was added since'].map((why) => ({
      store: 'Berlin',
      item: 'Echo',
      why,
    }));
    const result = { shelves: 9, restored: 1, removed: 0, asBefore: 1, left: 9, ofNewer: 2, examples };
    const facts = { load: 'stock.csv', table: 'Inventory', isDryRun };
    for (const each of [result, { ...result, restored: 5, left: 1, ofNewer: 0 }, { ...result, left: 0 }])
      expect(await englishLeft(undoReport({ ...facts, result: each }), isName)).toEqual([]);
  });

  test.each([true, false])('of a replay of failed alerts, where dry run is %s', async (isDryRun) => {
    const shelf = { kind: 'no-stock', store: 'Berlin', item: 'Echo', shelf: '1' };
    const reasonsOf = [
      'filled',
      'empty',
      'not-low',
      'removed',
      'unreadable',
      'later-change',
      'too-old',
    ] as const;
    const outdatedShelves = reasonsOf.map((reason) => ({ ...shelf, reason }));
    const tally = {
      batches: 3,
      records: 9,
      alerts: 8,
      announced: 2,
      messages: 1,
      repeated: 1,
      outdated: 9,
      unreadable: 0,
      announcedShelves: [shelf],
      outdatedShelves,
    };
    const left = [
      'changes of 14 days ago and older: their alerts could be sent twice',
      'it is not a batch of a DynamoDB stream with its records',
      'the batch has no records',
    ].map((reason) => ({ reason, messages: 1, example: '1' }));
    const batches = { examined: 3, accepted: 1, unmatched: 1, left, notDeleted: 2, end: 'limit' as const };
    const facts = { name: '1', isDryRun, batches, tally };
    const isKind = (text: string) => isName(text) || text === 'no-stock';
    expect(await englishLeft(replayReport(facts), isKind)).toEqual([]);
    const none = { ...tally, announced: 1, outdated: 1, announcedShelves: [], outdatedShelves: [] };
    const stopped = { ...batches, end: 'stopped' as const, left: left.slice(0, 1), notDeleted: 0 };
    expect(await englishLeft(replayReport({ ...facts, batches: stopped, tally: none }), isKind)).toEqual([]);
  });

  test('of figures', async () => {
    const source = { function: 'load', name: 'Errors' } as const;
    const series = (['count', 'milliseconds', 'seconds'] as const).map((unit) => ({
      key: 'k',
      group: 'Rows',
      title: 'Rows read',
      source,
      unit,
      statistic: 'Sum' as const,
      points: [{ timeMs: 0, value: 1 }],
      total: 1,
    }));
    const isOther = (text: string) => text === 'k' || /^[\d.]+ m?s$/.test(text);
    const time = { startMs: 0, endMs: 7_200_000, periodSeconds: 3_600 };
    const reading = { series, isStreamFound: true };
    expect(await englishLeft(metricsReport({ ...time, reading }), isOther)).toEqual([]);
    expect(await englishLeft(metricsReport({ ...time, reading, only: series[0] }), isOther)).toEqual([]);
    const empty = series.map((each) => ({ ...each, points: [], total: undefined }));
    const none = { series: empty, isStreamFound: false };
    expect(await englishLeft(metricsReport({ ...time, reading: none }), isOther)).toEqual([]);
  });

  test.each(['running', 'succeeded', 'failed', 'timed-out', 'stopped', 'waiting'] as const)(
    'of a backfill that is %s, and its dry run',
    async (status) => {
      const isOfBackfill = (text: string) => isName(text) || /^(?:s3:.*|backfill-1|v1)$/.test(text);
      const skipped = Object.fromEntries(
        skipReasons.map((reason) => [reason, 2]),
      ) as BackfillStatus['plan']['skipped'];
      const planned = {
        ...planBackfill(
          [
            {
              key: 'a/1.csv',
              versionId: 'null',
              isLatest: true,
              lastModifiedMs: 0,
              content: { sizeBytes: 9, etag: 'e', storageClass: 'STANDARD' },
            },
          ],
          { bucket: 'shop', prefix: 'a/', fileTime: 'modified' },
        ),
        skipped,
        skippedExamples: skipReasons.map((reason) => ({ object: 's3://shop/a', reason })),
      };
      const source = { bucket: 'shop', prefix: 'a/' };
      const dryRun = backfillPlanReport(source, planned, { items: 9, unguarded: 1 }, { adopt: true });
      expect(await englishLeft(dryRun, isOfBackfill)).toEqual([]);
      for (const failedFiles of [0, 4, 5]) {
        const failed = (['refused', 'gone', 'archived', 'unread'] as const).map((each) => ({
          object: 's3://shop/a',
          versionId: 'v1',
          status: each,
          reason: 'its function failed; see the map run of the split',
        }));
        const report = backfillReport({
          plan: {
            version: 1,
            name: 'backfill-1',
            bucket: 'shop',
            prefix: 'a/',
            fileTime: 'modified',
            parts: 1,
            alerts: true,
            files: 9,
            sizeBytes: 9,
            skipped,
            createdAt: '',
            concurrency: 4,
          },
          execution: {
            status,
            startedAtMs: 0,
            redrivable: failedFiles === 0,
            redrives: 0,
            ...(failedFiles > 0 && { reason: 's3:denied' }),
          },
          maps: (['split', 'reduce'] as const).map((step) => ({
            step,
            arn: '',
            status: 'running',
            concurrency: 4,
            executions: { total: 1, succeeded: 1, failed: 0, running: 0, pending: 0 },
          })),
          gathered: {
            files: 9,
            failedFiles,
            failed: failed.slice(0, failedFiles),
            rows: 9,
            rejected: failedFiles,
            duplicates: 0,
            rejects: [{ object: 's3://shop/a', rejected: 1, at: 's3://rejects/a' }],
            filesWithRejects: 1 + failedFiles,
            functionMs: 0,
            parts: [0],
          },
          filesSplit: 9,
          partsDone: 1,
          tallies: { shelves: 1, written: failedFiles, declined: 0, writeUnits: 2, retries: 0 },
          costDollars: 1,
          durationMs: 1,
        });
        expect(await englishLeft(report, isOfBackfill)).toEqual([]);
      }
    },
  );

  test('of loads, stock and alerts', async () => {
    const statuses = ['running', 'undoing', 'loaded', 'continued', 'refused', 'duplicate', 'stale'] as const;
    const entries = [...statuses, 'superseded', 'gone', 'undone'].map((status) => ({
      object: 's3://b/stock.csv',
      status,
      summary,
    }));
    expect(await englishLeft(loadsSinceReport('InventoryLoads', entries as never), isName)).toEqual([]);
    expect(await englishLeft(loadsSinceReport('InventoryLoads', []))).toEqual([]);
    const items = (async function* () {
      yield { store: 'Berlin', item: 'Echo', count: 1 };
    })();
    expect(await englishLeft(stockReport('Inventory', items), isName)).toEqual([]);
    const sections = [loadSection([summary], 'Files'), alertSection([], 'Message')];
    expect(await englishLeft({ title: 'Files', catalog: 'inventory', sections })).toEqual([]);
  });
});

test('a page of stock begins with how much is out of stock', async () => {
  const read = (...items: readonly StockItem[]) =>
    readAhead(
      stockReport(
        'Inventory',
        (async function* () {
          yield* items;
        })(),
      ),
    );
  const stocked = { store: 'Berlin', item: 'Echo', count: 1 };
  const out = { store: 'Seoul', item: 'Echo', count: 0n };
  const unknown = { store: 'Seoul', item: 'Dot', count: undefined };
  const mixed = await read(stocked, out, unknown);
  expect(mixed.lead).toEqual(['3 items in 2 stores: 1 out of stock.']);
  expect(mixed.figures).toEqual([
    { title: 'Items', value: 3 },
    { title: 'Stores', value: 2 },
    { title: 'Out of stock', value: 1, tone: 'bad' },
    { title: 'Without a count', value: 1, tone: 'warning' },
  ]);
  const one = await read(stocked);
  expect(one.lead).toEqual(['1 item in 1 store: none is out of stock.']);
  const none = await read();
  expect(none.lead).toEqual(['No items match.']);
  for (const report of [mixed, one, none]) expect(await englishLeft(report, isName)).toEqual([]);
});

async function* chunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
