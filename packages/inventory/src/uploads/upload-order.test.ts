import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { compareFiles, type FileOrder, formatSource, type VanishedMode } from '../order/index.ts';
import { createSimulation, type Simulation, type SimulationOptions } from './testing/simulation.ts';

const BASE_MS = Date.UTC(2026, 1, 1);

/** A stock file among others. The counts of all files differ, so that each shows where it is from. */
interface TestFile {
  readonly key: string;
  /** Several files may be versions of one object; S3 numbers them in the order in which they were stored. */
  readonly sequencer: string;
  readonly body: string;
  readonly modifiedMs: number;
  readonly order: FileOrder;
  readonly shelves: ReadonlyMap<string, number>;
  /** Whether shelves of its stores that it does not name vanish. */
  readonly isFull: boolean;
  /** Shelves of rejected rows: it leaves them alone. */
  readonly rejected: readonly string[];
}

interface DrawnFile {
  readonly object: number;
  readonly second: number;
  /** Which of the shelves it names; one in four rows is malformed. */
  readonly shelves: readonly number[];
  /** Whether it is a repaired file of rejects of the one before. */
  readonly isRepair: boolean;
}

const shelfName = (shelf: number): [string, string] => [`Store ${shelf % 3}`, `Item ${shelf}`];

function createFiles(drawn: readonly DrawnFile[]): TestFile[] {
  const files: TestFile[] = [];
  for (const [index, { object, second, shelves, isRepair }] of drawn.entries()) {
    const key = ['c.csv', 'a.csv', 'full/b.csv'][object]!;
    const sequencer = `A${index}`;
    const modifiedMs = BASE_MS + second * 1_000;
    const own = { timeMs: modifiedMs, object: `s3://stock/${key}`, sequencer };
    const source = isRepair ? files.at(-1)?.order : undefined;
    const header = ['store,item,count', ...(source ? ['reject_line,reject_source'] : [])].join(',');
    const rows = shelves.map((shelf, place) => {
      const isBad = place % 4 === 3;
      const cells = [...shelfName(shelf), isBad ? 'many' : String((index + 1) * 1_000 + shelf)];
      return [...cells, ...(source ? ['2', formatSource(source)] : [])].join(',');
    });
    const named = shelves.filter((_, place) => place % 4 !== 3);
    files.push({
      key,
      sequencer,
      body: `${[header, ...rows].join('\n')}\n`,
      modifiedMs,
      order: source === undefined ? own : { ...sourceOf(source), repair: own },
      isFull: key.startsWith('full/') && source === undefined,
      rejected: shelves
        .filter((_, place) => place % 4 === 3)
        .map((shelf) => JSON.stringify(shelfName(shelf))),
      shelves: new Map(named.map((shelf) => [JSON.stringify(shelfName(shelf)), (index + 1) * 1_000 + shelf])),
    });
  }
  return files;
}

function sourceOf({ timeMs, object, sequencer }: FileOrder) {
  return { timeMs, object, sequencer };
}

/** Stores a version of an object, and returns its event. */
function upload(world: Simulation, { key, body, modifiedMs }: TestFile, sequencer: string) {
  const etag = `etag-${sequencer}`;
  const versionId = `v${sequencer}`;
  world.objects.set(`stock/${key}?${versionId}`, { body: Buffer.from(body), etag, modifiedMs });
  const object = { key, versionId, eTag: etag, sequencer };
  return { Records: [{ s3: { bucket: { name: 'stock' }, object } }] };
}

/** The files one after the other, the oldest first; without `vanished` none is a full export. */
function oracle(files: readonly TestFile[], vanished?: VanishedMode): Map<string, number> {
  const table = new Map<string, number>();
  for (const { shelves, isFull, rejected } of [...files].sort((a, b) => compareFiles(a.order, b.order))) {
    for (const [shelf, count] of shelves) table.set(shelf, count);
    if (!isFull || vanished === undefined) continue;
    const stores = new Set([...shelves.keys()].map(storeOf));
    for (const shelf of table.keys()) {
      if (!stores.has(storeOf(shelf)) || shelves.has(shelf) || rejected.includes(shelf)) continue;
      if (vanished === 'remove') table.delete(shelf);
      else table.set(shelf, 0);
    }
  }
  return table;
}

const storeOf = (shelf: string): string => (JSON.parse(shelf) as [string])[0];

/** Sends events that were given up again, as an operator does, until none is left. */
async function runOut(world: Simulation): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await world.time.runOut();
    const givenUp = world.gaveUp.splice(0);
    if (givenUp.length === 0) return;
    for (const event of givenUp) world.invoke(event);
  }
  throw new Error('loads are given up forever');
}

const drawnFile = fc.record({
  object: fc.nat(2),
  second: fc.integer({ min: 0, max: 5 }),
  shelves: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 8 }),
  isRepair: fc.boolean(),
});

const setUp = fc.record({
  seed: fc.nat(),
  drawn: fc.array(drawnFile, { minLength: 2, maxLength: 6 }),
  /** When the first event of each file comes, and further ones. */
  firstAtMs: fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 6, maxLength: 6 }),
  events: fc.array(fc.record({ file: fc.nat(5), atMs: fc.integer({ min: 0, max: 300_000 }) }), {
    maxLength: 5,
  }),
  kills: fc.array(fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }), { maxLength: 5 }),
  error: fc.double({ min: 0, max: 0.2, noNaN: true }),
  throttle: fc.double({ min: 0, max: 0.5, noNaN: true }),
  duplicates: fc.constantFrom('last' as const, 'reject-conflicts' as const),
  vanished: fc.constantFrom('zero' as const, 'remove' as const),
  timeoutMs: fc.constantFrom(900_000, 60_000),
});

type SetUp = typeof setUp extends fc.Arbitrary<infer Drawn> ? Drawn : never;

const filesGuard = (vanished: VanishedMode) => ({
  fileTime: 'modified' as const,
  full: { vanished, maxVanishedPercent: 100 },
});

async function play(
  { drawn, firstAtMs, events, kills, error, throttle, vanished, ...options }: SetUp,
  guard: Pick<SimulationOptions, 'guardsItems' | 'fileTime' | 'full'> = filesGuard(vanished),
  late?: number,
) {
  const world = createSimulation({
    ...options,
    ...guard,
    killsMs: kills,
    faults: { error, throttle, ...(late !== undefined && { late }) },
    checkpointEveryMs: 2_000,
  });
  const files = createFiles(drawn);
  const sendings = files.map((file) => upload(world, file, file.sequencer));
  sendings.forEach((sending, index) => world.time.after(firstAtMs[index]!, () => world.invoke(sending)));
  for (const { file, atMs } of events) {
    world.time.after(atMs, () => world.invoke(sendings[file % sendings.length]));
  }
  await runOut(world);
  return { world, files };
}

/** What is wrong at the end, and on the way. */
function expectOrder(world: Simulation, files: readonly TestFile[], vanished?: VanishedMode): void {
  expect(world.shelves).toEqual(oracle(files, vanished));
  expectNoShelfGoesBack(world, files);
  for (const { key, sequencer, shelves } of files) {
    const { status, summary } = world.ledger.get(`s3://stock/${key}#${sequencer}`)!;
    const { rows, rejected, written, superseded } = summary!;
    const accepted = shelves.size;
    expect([key, status, rows - rejected, written + superseded]).toEqual([key, 'loaded', accepted, accepted]);
  }
}

test('whatever the order of events, kills and failures: each shelf has what the newest file sets or leaves out, and never goes back', async () => {
  await fc.assert(
    fc.asyncProperty(setUp, async (drawn) => {
      const { world, files } = await play(drawn);
      expectOrder(world, files, drawn.vanished);
    }),
    { numRuns: Math.ceil(400 * inject('effort')) },
  );
});

const itemGuard = { fileTime: 'modified', guardsItems: true } as const;

test('the same by a condition at each item, even if requests are carried out two minutes after they were given up', async () => {
  await fc.assert(
    fc.asyncProperty(setUp, fc.double({ min: 0, max: 0.3, noNaN: true }), async (drawn, late) => {
      const { world, files } = await play(drawn, itemGuard, late);
      expectOrder(world, files);
    }),
    { numRuns: Math.ceil(200 * inject('effort')) },
  );
});

test('a condition at each item and full exports together: what the newest file sets or leaves out', async () => {
  await fc.assert(
    fc.asyncProperty(setUp, async (drawn) => {
      const { world, files } = await play(drawn, { ...filesGuard('zero'), guardsItems: true });
      expectOrder(world, files, 'zero');
    }),
    { numRuns: Math.ceil(100 * inject('effort')) },
  );
});

test.each([
  ['no guard', {}],
  ['a guard by the files alone', { fileTime: 'modified' }],
] as const)('with %s such requests put older counts back', async (_, guard) => {
  let wrong = 0;
  for (const drawn of fc.sample(setUp, { seed: 12, numRuns: 20 })) {
    const { world, files } = await play({ ...drawn, error: 0 }, guard, 0.3);
    wrong += isDeepStrictEqual(world.shelves, oracle(files)) ? 0 : 1;
  }
  expect(wrong).toBeGreaterThan(0);
});

function expectNoShelfGoesBack(world: Simulation, files: readonly TestFile[]): void {
  const last = new Map<number, FileOrder>();
  for (const { counts } of [...world.writes].sort((a, b) => a.arrivedAtMs - b.arrivedAtMs)) {
    for (const count of counts.filter((each) => each > 0)) {
      const { order } = files[Math.floor(count / 1_000) - 1]!;
      const before = last.get(count % 1_000);
      if (before !== undefined) expect(compareFiles(before, order)).toBeLessThanOrEqual(0);
      last.set(count % 1_000, order);
    }
  }
}

test('an older version of an object that comes late is loaded, too, but for what the newer one names', async () => {
  const world = createSimulation({ seed: 1, fileTime: 'modified' });
  const first = upload(
    world,
    file('a.csv', BASE_MS, 'store,item,count\nBerlin,Echo,1\nBerlin,Dot,1\n'),
    '01',
  );
  const second = upload(world, file('a.csv', BASE_MS + 1_000, 'store,item,count\nBerlin,Echo,2\n'), '02');
  world.invoke(second);
  await world.time.runOut();
  world.invoke(first);
  world.invoke(second);
  await world.time.runOut();
  expect(Object.fromEntries(world.shelves)).toEqual({ '["Berlin","Echo"]': 2, '["Berlin","Dot"]': 1 });
  expect(new Set(world.summaries.map(({ status, written }) => `${status} ${written}`))).toEqual(
    new Set(['loaded 1', 'duplicate 0']),
  );
});

const file = (key: string, modifiedMs: number, body: string) => ({ key, modifiedMs, body }) as TestFile;

test('a file that comes late writes what no newer file names, and reports how much that is not', async () => {
  const world = createSimulation({ seed: 1, fileTime: 'modified' });
  const older = file('b.csv', BASE_MS, 'store,item,count\nBerlin,Echo,0\nBerlin,Dot,4\n');
  const newer = file('a.csv', BASE_MS + 1_000, 'store,item,count\nBerlin,Echo,7\nNagoya,Echo,8\n');
  world.invoke(upload(world, newer, '02'));
  await world.time.runOut();
  world.invoke(upload(world, older, '01'));
  await world.time.runOut();

  expect(world.summaries.map(({ written, superseded, fileTime }) => [written, superseded, fileTime])).toEqual(
    [
      [2, 0, '2026-02-01T00:00:01.000Z'],
      [1, 1, '2026-02-01T00:00:00.000Z'],
    ],
  );
  expect(Object.fromEntries(world.shelves)).toEqual({
    '["Berlin","Echo"]': 7,
    '["Berlin","Dot"]': 4,
    '["Nagoya","Echo"]': 8,
  });
  expect([...world.objects.keys()].filter((key) => key.includes('/running/'))).toEqual([]);
});

test('by a setting the date in the name decides; a name without one is refused', async () => {
  const world = createSimulation({ seed: 1, fileTime: 'name' });
  const body = (count: number) => `store,item,count\nBerlin,Echo,${count}\n`;
  world.invoke(upload(world, file('stock-2026-02-02.csv', BASE_MS, body(2)), '01'));
  await world.time.runOut();
  world.invoke(upload(world, file('stock-2026-02-01.csv', BASE_MS + 5_000, body(1)), '02'));
  world.invoke(upload(world, file('stock.csv', BASE_MS + 9_000, body(9)), '03'));
  await world.time.runOut();

  expect([...world.shelves.values()]).toEqual([2]);
  expect(
    world.summaries.map(({ status, superseded, reasonCode }) => [status, superseded, reasonCode]),
  ).toEqual(
    expect.arrayContaining([
      ['loaded', 0, undefined],
      ['loaded', 1, undefined],
      ['refused', 0, 'inventory.file.time-unknown'],
    ]),
  );
});

test.each([
  ['store,item,count,reject_line\nBerlin,Echo,1,2\n', 'missing or empty'],
  ['store,item,count,reject_source\nBerlin,Echo,1,\n', 'missing or empty'],
  ['store,item,count,reject_source\nBerlin,Echo,1,46082.3\n', '"46082.3" is not as it was written'],
  [
    'store,item,count,reject_source\nA,Echo,1,2026-02-01T00:00:00Z s3://a/b\nB,Echo,1,2026-02-02T00:00:00Z s3://a/b\n',
    'its rows are from "2026-02-01T00:00:00Z s3://a/b" and from',
  ],
])('a repaired file of rejects whose source is not known is refused: %j', async (body, reason) => {
  const world = createSimulation({ seed: 1, fileTime: 'modified', duplicates: 'reject-conflicts' });
  world.invoke(upload(world, file('a.csv', BASE_MS, body), '01'));
  await world.time.runOut();

  expect(world.writes).toEqual([]);
  expect(world.summaries[0]).toMatchObject({
    status: 'refused',
    reasonCode: 'inventory.file.rejects-source',
  });
  expect(world.summaries[0]?.reason).toContain(reason);
});

test('rejects that were repaired have the place of their file, however often they were rejected again', async () => {
  const world = createSimulation({ seed: 1, fileTime: 'modified', duplicates: 'reject-conflicts' });
  const rejectsOf = (key: string, sequencer: string): string =>
    Buffer.from(world.objects.get(`rejects/stock/${key}.${sequencer}.rejects.csv`)!.body).toString();
  world.invoke(
    upload(
      world,
      file('a.csv', BASE_MS, 'store,item,count\nBerlin,Echo,x\nBerlin,Dot,y\nRome,Dot,1\n'),
      '01',
    ),
  );
  await world.time.runOut();
  world.invoke(upload(world, file('b.csv', BASE_MS + 1_000, 'store,item,count\nBerlin,Echo,7\n'), '02'));
  await world.time.runOut();
  world.invoke(
    upload(world, file('fix.csv', BASE_MS + 2_000, rejectsOf('a.csv', '01').replace(',x,', ',3,')), '03'),
  );
  await world.time.runOut();
  world.invoke(
    upload(world, file('fix2.csv', BASE_MS + 3_000, rejectsOf('fix.csv', '03').replace(',y,', ',4,')), '04'),
  );
  await world.time.runOut();

  expect(rejectsOf('fix.csv', '03')).toContain('2026-02-01T00:00:00.000Z s3://stock/a.csv 01\n');
  expect(world.summaries.map(({ written, superseded, rejected }) => [written, superseded, rejected])).toEqual(
    [
      [1, 0, 2],
      [1, 0, 0],
      [0, 1, 1],
      [1, 0, 0],
    ],
  );
  expect(Object.fromEntries(world.shelves)).toEqual({
    '["Berlin","Echo"]': 7,
    '["Berlin","Dot"]': 4,
    '["Rome","Dot"]': 1,
  });
});

const rowsOf = (items: readonly number[], count: number): string =>
  `store,item,count\n${items.map((item) => `Berlin,Item ${item},${count}\n`).join('')}`;

test('a full export that is refused is as if it had not come; confirmed by its metadata, it is loaded', async () => {
  const full = { vanished: 'zero', maxVanishedPercent: 20 } as const;
  const world = createSimulation({ seed: 1, fileTime: 'modified', full });
  world.invoke(upload(world, file('a.csv', BASE_MS, rowsOf([1, 2, 3, 4], 1)), '01'));
  await world.time.runOut();
  world.invoke(upload(world, file('full/b.csv', BASE_MS + 2_000, rowsOf([1], 2)), '02'));
  await world.time.runOut();
  expect(world.summaries.at(-1)).toMatchObject({
    status: 'refused',
    reasonCode: 'inventory.file.shelves-vanish',
  });
  expect([...world.objects.keys()].filter((key) => key.includes('/running/'))).toEqual([]);

  // Older than the one that was refused.
  world.invoke(upload(world, file('c.csv', BASE_MS + 1_000, rowsOf([1, 2], 5)), '03'));
  await world.time.runOut();
  expect([1, 2, 3, 4].map((item) => world.shelves.get(`["Berlin","Item ${item}"]`))).toEqual([5, 5, 1, 1]);

  const confirmed = upload(world, file('full/b.csv', BASE_MS + 3_000, rowsOf([1], 2)), '04');
  const key = 'stock/full/b.csv?v04';
  world.objects.set(key, { ...world.objects.get(key)!, metadata: { 'full-confirmed': 'Yes' } });
  world.invoke(confirmed);
  world.invoke(confirmed);
  await world.time.runOut();
  expect([1, 2, 3, 4].map((item) => world.shelves.get(`["Berlin","Item ${item}"]`))).toEqual([2, 0, 0, 0]);
});

test('a full export is refused before anything of it is written, or not at all, whatever is in the table by its retry', async () => {
  const full = { vanished: 'zero', maxVanishedPercent: 20 } as const;
  const items = Array.from({ length: 40 }, (_, item) => item);
  const outcomes = new Set<string>();
  for (let killMs = 4_000; killMs <= 40_000; killMs += 4_000) {
    const world = createSimulation({ seed: 3, fileTime: 'modified', full, killsMs: [undefined, killMs] });
    world.invoke(upload(world, file('a.csv', BASE_MS, rowsOf(items, 1)), '01'));
    await world.time.runOut();
    world.invoke(upload(world, file('full/b.csv', BASE_MS + 2_000, rowsOf(items.slice(0, 34), 2)), '02'));
    // Somebody empties most of it while the load that was killed waits for its retry: then too much would vanish.
    world.time.after(killMs + 10_000, () => {
      for (const item of items.slice(0, 30)) world.shelves.set(JSON.stringify(['Berlin', `Item ${item}`]), 0);
    });
    await runOut(world);
    const { status, full: facts } = world.summaries.at(-1)!;
    outcomes.add(status);
    const isWritten = world.writes.some(({ counts }) => counts.includes(2));
    expect({ killMs, status, isWritten }).toEqual({ killMs, status, isWritten: status === 'loaded' });
    if (status !== 'loaded') continue;
    expect(facts).toMatchObject({ shelves: 6 });
    const last = items.slice(34).map((item) => world.shelves.get(JSON.stringify(['Berlin', `Item ${item}`])));
    expect(last).toEqual([0, 0, 0, 0, 0, 0]);
  }
  expect(outcomes).toEqual(new Set(['refused', 'loaded']));
});
