import { Readable } from 'node:stream';
import { createRandom, type Random } from '@groundcrew/async';
import type { ObjectHandle } from '@groundcrew/aws/s3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareFiles, type FileOrder } from '../order/file-order.ts';
import { formatFileTime } from '../order/file-time.ts';
import { readInBlocks } from '../stock-file/reader.ts';
import { gatherFiles } from './gather-files.ts';
import { type PlannedFile, planBackfill, type VersionFacts } from './plan-backfill.ts';
import { reducePart } from './reduce-part.ts';
import { splitFiles } from './split-files.ts';
import {
  type BackfillPlan,
  type GatheredFiles,
  getJson,
  type PartRecord,
  type Staging,
  stagingKeys,
} from './staging.ts';
import { createGuardedTable, type GuardedTable, type TableFault } from './testing/guarded-table.ts';
import { createStagingInMemory } from './testing/staging-in-memory.ts';

interface Row {
  readonly store: number;
  readonly item: number;
  /** Undefined: a count that is rejected. */
  readonly count: number | undefined;
}

interface TestFile {
  /** Of all: two files of one name are versions of one key. */
  readonly name: number;
  readonly second: number;
  readonly rows: readonly Row[];
  readonly isBroken: boolean;
  /** Loaded by an upload while the backfill runs, after so many steps of it. */
  readonly liveAt: number | undefined;
}

const files = fc.array(
  fc.record({
    name: fc.integer({ min: 0, max: 5 }),
    second: fc.integer({ min: 0, max: 6 }),
    rows: fc.uniqueArray(
      fc.record({
        store: fc.integer({ min: 0, max: 2 }),
        item: fc.integer({ min: 0, max: 6 }),
        count: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined, freq: 8 }),
      }),
      { minLength: 1, maxLength: 16, selector: ({ store, item }) => store * 10 + item },
    ),
    isBroken: fc.integer({ min: 0, max: 7 }).map((value) => value === 7),
    liveAt: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined, freq: 3 }),
  }),
  { minLength: 1, maxLength: 9 },
);

/** S3's sequencers begin with the seconds since 1970. */
const LIVE_SEQUENCER = '0069A4';
const START_MS = Date.UTC(2026, 2, 1);

/** The versions as S3 lists them: newest first of each key; later in the list of the test is stored later. */
function listed(all: readonly TestFile[]): { versions: VersionFacts[]; fileOf: Map<string, TestFile> } {
  const fileOf = new Map<string, TestFile>();
  const keyed = Map.groupBy(all, ({ name }) => name);
  const versions: VersionFacts[] = [];
  for (const [name, group] of [...keyed].sort(([a], [b]) => a - b)) {
    // Versions of one key are stored one after the other.
    const stored = group.toSorted((a, b) => a.second - b.second).toReversed();
    for (const [index, each] of stored.entries()) {
      // Of versions of one second the listing has the order, and a live load has S3's: whatever is loaded live of these is so as
      // a whole.
      const peers = stored.filter(({ second }) => second === each.second);
      const file = { ...each, liveAt: peers.find(({ liveAt }) => liveAt !== undefined)?.liveAt };
      const versionId = `v${versions.length}`;
      fileOf.set(versionId, file);
      versions.push({
        key: `stock-${name}.csv`,
        versionId,
        isLatest: index === 0,
        lastModifiedMs: START_MS + file.second * 1_000,
        content: { sizeBytes: bodyOf(file).length, etag: versionId, storageClass: 'STANDARD' },
      });
    }
  }
  return { versions, fileOf };
}

function bodyOf({ rows, isBroken }: TestFile): Buffer {
  if (isBroken) return Buffer.from('\0\0\0\0\0\0\0');
  const lines = rows.map(({ store, item, count }) => `S${store},I${item},${count ?? 'many'}`);
  return Buffer.from(`store,item,count\n${lines.join('\n')}\n`);
}

function shelfOf({ store, item }: Row): string {
  return JSON.stringify([`S${store}`, `I${item}`]);
}

/** One file after the other, in the order of their times. */
function oracle(placed: readonly { file: TestFile; order: FileOrder }[]): Map<string, string> {
  const table = new Map<string, string>();
  for (const { file } of placed.toSorted((a, b) => compareFiles(a.order, b.order))) {
    if (file.isBroken) continue;
    for (const row of file.rows) if (row.count !== undefined) table.set(shelfOf(row), String(row.count));
  }
  return table;
}

class Killed extends Error {}

/** A function that can be killed: from then on none of its calls arrives. */
function mortal(staging: Staging, dies: () => boolean): Staging {
  let isDead = false;
  const call = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    isDead ||= dies();
    if (isDead) throw new Killed();
    return await work();
  };
  return {
    putText: (key, text) => call(() => staging.putText(key, text)),
    putBytes: (key, bytes) => call(() => staging.putBytes(key, bytes)),
    getText: (key) => call(() => staging.getText(key)),
    getRange: (key, start, end) => call(() => staging.getRange(key, start, end)),
    list: (prefix) => call(() => staging.list(prefix)),
  };
}

interface World {
  readonly table: GuardedTable;
  readonly staging: ReturnType<typeof createStagingInMemory>;
  readonly planned: readonly PlannedFile[];
  readonly plan: BackfillPlan;
  readonly placed: { file: TestFile; order: FileOrder }[];
}

/** Runs both maps as their state machine does, with kills, faults and live uploads; each child in an order of chance. */
async function backfill(all: readonly TestFile[], seed: number, alerts = true): Promise<World> {
  const random = createRandom(seed);
  const { versions, fileOf } = listed(all);
  const chosen = planBackfill(versions, { bucket: 'shop', prefix: '', fileTime: 'modified' });
  const plan: BackfillPlan = {
    ...chosen,
    version: 1,
    name: 'test',
    bucket: 'shop',
    prefix: '',
    fileTime: 'modified',
    parts: 1 + Math.floor(random() * 4),
    alerts,
    files: chosen.files.length,
    createdAt: new Date(START_MS).toISOString(),
    concurrency: 4,
  };
  const faults: readonly TableFault[] = ['throttled', 'conflict', 'reset-before', 'reset-after', 'late'];
  const table = createGuardedTable(() => (random() < 0.3 ? pick(random, faults) : 'none'));
  const staging = createStagingInMemory();
  const keys = stagingKeys(plan.name);
  await staging.putText(keys.files, chosen.files.map((file) => `${JSON.stringify(file)}\n`).join(''));
  const placed = chosen.files.map((file) => ({
    file: fileOf.get(file.versionId!)!,
    order: orderOf(file, file.sequencer),
  }));
  let steps = 0;
  const step = (): void => {
    steps += 1;
    if (random() < 0.2) table.carryOutLate();
    for (const file of chosen.files) {
      const live = fileOf.get(file.versionId!)!;
      if (live.liveAt !== steps || live.isBroken) continue;
      loadLive(table, live, orderOf(file, `${LIVE_SEQUENCER}${file.sequencer}1`));
    }
  };
  const dies = (): boolean => {
    step();
    return random() < 0.04;
  };
  const time = {
    now: () => Date.now(),
    sleep: () => new Promise<void>((resolve) => void setImmediate(resolve)),
  };
  const budget = (): (() => number) => {
    let left = 5 + random() * 60;
    return () => (left -= 1) * 100;
  };
  const untilDone = async (work: (mortalStaging: Staging, leftMs: () => number) => Promise<string>) => {
    for (let attempts = 0; attempts < 300; attempts++) {
      const outcome = await work(mortal(staging, dies), attempts > 200 ? () => 60_000 : budget()).catch(
        (error: unknown) => {
          const code = (error as { code?: string }).code ?? '';
          const isExpected = error instanceof Killed || /no-progress|write-failed/.test(code);
          if (!isExpected) throw error;
          return 'failed';
        },
      );
      if (outcome === 'done') return;
    }
    throw new Error('it does not end');
  };
  let ids = 0;
  for (const file of shuffled(random, chosen.files)) {
    await untilDone(async (own, leftMs) => {
      const outcome = await splitFiles([file], plan, {
        ...time,
        staging: own,
        openObject: async ({ versionId, startByte = 0 }) =>
          openBody(bodyOf(fileOf.get(versionId!)!), startByte),
        createRejects: () => ({
          save: async ({ rejects }) => String(rejects[0]?.offset),
          finish: async () => 's3://rejects/a',
          discard: async () => {},
          writeRefusalNote: async () => 's3://rejects/note',
        }),
        settings: {},
        duplicates: 'reject-conflicts',
        leftMs,
        checkpointEveryMs: 1,
        chunkCharacters: 60,
        createId: () => `run${ids++}`,
        read: (source, settings = {}, resume, how = {}) => readInBlocks(source, settings, 40, resume, how),
      });
      return outcome.status;
    });
  }
  await untilDone(async (own) => {
    await gatherFiles(plan, own);
    return 'done';
  });
  const { parts } = await gatherFiles(plan, staging);
  for (const part of shuffled(random, parts)) {
    await untilDone(async (own, leftMs) => {
      const { status } = await reducePart(part, plan, {
        ...time,
        staging: own,
        writer: { ...time, client: table.client, tableName: 'Inventory', random },
        maxShelfBytes: 1_500,
        leftMs,
        checkpointEveryMs: 0,
      });
      return status;
    });
  }
  while (steps < 100) step();
  table.carryOutLate();
  return { table, staging, planned: chosen.files, plan, placed };
}

function orderOf({ bucket, key, modifiedMs }: PlannedFile, sequencer: string): FileOrder {
  return { timeMs: modifiedMs, object: `s3://${bucket}/${key}`, sequencer };
}

function loadLive(table: GuardedTable, { rows }: TestFile, order: FileOrder): void {
  for (const { store, item, count } of rows) {
    if (count === undefined) continue;
    table.putLive({
      Store: { S: `S${store}` },
      Item: { S: `I${item}` },
      Count: { N: String(count) },
      FileTime: { S: formatFileTime(order) },
    });
  }
}

/** Whether S3 gave it a sequencer: a listing has none. */
function isLive(fileTime: string): boolean {
  return fileTime.includes(`\t${LIVE_SEQUENCER}`);
}

function openBody(body: Buffer, startByte: number): ObjectHandle {
  return {
    body: Readable.from([body.subarray(startByte)]),
    sizeBytes: body.length,
    etag: 'e',
    metadata: {},
    close() {},
  };
}

function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)]!;
}

function shuffled<Value>(random: Random, values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

test('the table is as if all files had been loaded one after the other, whatever is killed, throttled, late or uploaded meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.integer(), async (all, seed) => {
      const { table, placed } = await backfill(all, seed);
      const counts = new Map([...table.items].map(([shelf, { Count }]) => [shelf, Count!.N!]));
      expect(counts).toEqual(oracle(placed));
      expect(table.stepsBack).toEqual([]);
      expect(table.violations).toEqual([]);
      // A shelf that is written once alerts once at most.
      const own = table.changes.filter(({ after }) => !isLive(after.FileTime!.S!)).map(({ shelf }) => shelf);
      expect(own).toEqual([...new Set(own)]);
    }),
    { numRuns: 40 },
  );
});

test('every row is accounted for: rejected, superseded by another file or by the table, or written', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.integer(), async (all, seed) => {
      const { table, staging, plan, placed } = await backfill(all, seed);
      const keys = stagingKeys(plan.name);
      const gathered = await getJson<GatheredFiles>(staging, keys.gathered);
      const parts = await Promise.all(
        gathered!.parts.map((part) => getJson<PartRecord>(staging, keys.partRecord(part))),
      );
      const good = placed.filter(({ file }) => !file.isBroken).map(({ file }) => file);
      const rows = good.flatMap((file) => file.rows);
      const named = new Set(rows.filter(({ count }) => count !== undefined).map(shelfOf));
      expect(gathered).toMatchObject({
        files: good.length,
        failedFiles: placed.length - good.length,
        rows: rows.length,
        rejected: rows.filter(({ count }) => count === undefined).length,
      });
      const sum = (of: (part: PartRecord) => number): number =>
        parts.reduce((total, part) => total + of(part!), 0);
      expect(sum(({ shelves }) => shelves)).toBe(named.size);
      expect(sum(({ written, declined }) => written + declined)).toBe(named.size);
      expect(new Set(table.items.keys())).toEqual(named);
    }),
    { numRuns: 20 },
  );
});

test('without alerts each item that is written is marked, and without them none is', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.integer(), fc.boolean(), async (all, seed, alerts) => {
      const { table } = await backfill(all, seed, alerts);
      for (const { after } of table.changes) {
        const isMarked = !alerts && !isLive(after.FileTime!.S!);
        expect(after.AlertsOff?.S).toBe(isMarked ? 'test' : undefined);
      }
    }),
    { numRuns: 10 },
  );
});
