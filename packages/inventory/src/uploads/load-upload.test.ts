import { openObject } from '@groundcrew/aws/s3';
import fc from 'fast-check';
import { zip } from '@groundcrew/zip/testing/write-zip';
import { expect, inject, test } from 'vitest';
import { formatRejects } from '../stock-file/rejects-file.ts';
import { readAll, readBatches } from '../stock-file/testing/read-all.ts';
import { workbook } from '../stock-file/testing/write-workbook.ts';
import { createSimulation, type Simulation, type SimulationOptions } from './testing/simulation.ts';

/** A file with a unique count in each row, so that an item of the table shows which row it came from. */
function stockFile(rows: number, generation: number, { repeat = 7, bad = 9 } = {}): Buffer {
  const lines = ['store,item,count'];
  for (let row = 1; row <= rows; row++) {
    const count = generation * 1_000_000 + row;
    const shelf = row % repeat === 0 ? row - repeat + 1 : row;
    lines.push(
      row % bad === 0
        ? `Berlin,item ${row},-`
        : `${row % 3 ? 'Berlin' : 'Nagoya'} ${shelf % 4},item ${shelf},${count}`,
    );
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** The same file as people upload it. */
const forms = {
  csv: (file: Buffer): Buffer => file,
  workbook: (file: Buffer): Buffer =>
    workbook(
      file
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => line.split(',')),
      { method: 0 },
    ),
  zip: (file: Buffer): Buffer => zip([{ name: 'a.csv', bytes: file, method: 0 }]),
};

function put(world: Simulation, body: Buffer, sequencer: string, versionId?: string) {
  const etag = `etag-${sequencer}`;
  world.objects.set(`stock/a.csv${versionId === undefined ? '' : `?${versionId}`}`, { body, etag });
  const object = { key: 'a.csv', eTag: etag, sequencer, ...(versionId !== undefined && { versionId }) };
  return { Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'stock' }, object } }] };
}

async function oracle(file: Buffer) {
  const { rows, rejects } = await readAll(file);
  const shelves = new Map(rows.map(({ store, item, count }) => [JSON.stringify([store, item]), count]));
  const state = (await readBatches(file))[0]!.state;
  const rejectsFile = Buffer.from(await formatRejects(rejects, state, { header: true })).toString();
  return { rows, rejects, shelves, rejectsFile };
}

/** Loads one upload under faults, and compares the end state with that of one pass over the file. */
async function loadsRight(file: Buffer, options: SimulationOptions): Promise<Simulation> {
  const world = createSimulation(options);
  world.invoke(put(world, file, 'A1'));
  await world.time.runOut();
  const expected = await oracle(file);

  expect(world.gaveUp).toEqual([]);
  expect(world.shelves).toEqual(expected.shelves);
  const rejects = world.objects.get('rejects/stock/a.csv.A1.rejects.csv');
  expect(rejects && Buffer.from(rejects.body).toString()).toBe(
    expected.rejects.length > 0 ? expected.rejectsFile : undefined,
  );
  const entry = world.ledger.get('s3://stock/a.csv');
  expect(entry).toMatchObject({ status: 'loaded', lease: undefined, checkpoint: undefined });
  const { rows, rejected, written, duplicates } = entry!.summary!;
  expect({ rows, rejected, sum: written + duplicates }).toEqual({
    rows: expected.rows.length + expected.rejects.length,
    rejected: expected.rejects.length,
    sum: expected.rows.length,
  });
  if (!options.killsMs?.length) {
    expect(world.summaries.filter(({ status }) => status !== 'continued')).toEqual([entry!.summary]);
    // Nothing was started twice, so each row that reached the table counts once.
    if (!options.faults?.error && options.timeoutMs === undefined) {
      expect(written).toBe(new Set(world.writes.flatMap(({ counts }) => counts)).size);
    }
  }
  await expectNoRowBeforeACheckpointAgain(world, file);
  return world;
}

/** Nothing that a stored checkpoint covers is sent afterwards. */
async function expectNoRowBeforeACheckpointAgain(world: Simulation, file: Buffer): Promise<void> {
  const offsetOf = new Map((await readAll(file)).rows.map(({ count, offset }) => [count, offset]));
  for (const { atMs, entry } of world.checkpoints) {
    const coveredTo = entry.checkpoint?.load.state?.offset ?? 0;
    const again = world.writes
      .filter(({ sentAtMs }) => sentAtMs > atMs)
      .flatMap(({ counts }) => counts.filter((count) => offsetOf.get(count)! < coveredTo));
    expect(again).toEqual([]);
  }
}

test('a file is loaded, its rejects are one object, and the ledger contains the result', async () => {
  const world = await loadsRight(stockFile(100, 0), { seed: 1 });
  expect(world.summaries).toHaveLength(1);
  expect(world.summaries[0]).toMatchObject({
    status: 'loaded',
    object: 's3://stock/a.csv',
    rejectsAt: 's3://rejects/stock/a.csv.A1.rejects.csv',
    rejected: 11,
  });
});

test('rows that a later row of their shelf replaced in time are counted as duplicates', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const world = await loadsRight(stockFile(80, 0, { repeat: 2 }), {
      seed,
      faults: { throttle: 0.3, error: 0 },
    });
    expect(world.summaries[0]?.duplicates).toBeGreaterThan(0);
  }
});

test('whenever it is killed, the retry resumes from the checkpoint', async () => {
  const file = stockFile(60, 0);
  const whole = await loadsRight(file, { seed: 2 });
  const lastMs = whole.time.now();
  for (let step = 0; step < 60; step++) {
    const killMs = (step / 60) * 40_000;
    await loadsRight(file, { seed: 2, killsMs: [killMs, step % 2 ? killMs / 2 : undefined] });
  }
  expect(lastMs).toBeGreaterThan(0);
});

test('under any faults the table, the rejects and the counts equal those of one pass over the file', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.nat(),
        rows: fc.integer({ min: 1, max: 120 }),
        repeat: fc.integer({ min: 2, max: 12 }),
        bad: fc.integer({ min: 2, max: 40 }),
        throttle: fc.double({ min: 0, max: 0.6, noNaN: true }),
        error: fc.double({ min: 0, max: 0.2, noNaN: true }),
        kills: fc.array(fc.option(fc.integer({ min: 0, max: 90_000 }), { nil: undefined }), { maxLength: 2 }),
        timeoutMs: fc.constantFrom(900_000, 180_000, 120_000),
        blockBytes: fc.integer({ min: 40, max: 600 }),
        chunkBytes: fc.integer({ min: 30, max: 900 }),
        checkpointEveryMs: fc.constantFrom(1_000, 5_000),
        window: fc.integer({ min: 8, max: 100 }),
        form: fc.constantFrom(forms.csv, forms.csv, forms.workbook, forms.zip),
      }),
      async ({ rows, repeat, bad, throttle, error, kills, form, ...options }) => {
        await loadsRight(form(stockFile(rows, 0, { repeat, bad })), {
          ...options,
          faults: { throttle, error },
          killsMs: kills,
        });
      },
    ),
    { numRuns: Math.ceil(400 * inject('effort')) },
  );
});

test('rows that disagree are rejected together, however often the load is killed and continues elsewhere', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.nat(),
        repeat: fc.integer({ min: 2, max: 12 }),
        kills: fc.array(fc.option(fc.integer({ min: 0, max: 90_000 }), { nil: undefined }), { maxLength: 2 }),
        timeoutMs: fc.constantFrom(900_000, 180_000),
        blockBytes: fc.integer({ min: 40, max: 600 }),
        throttle: fc.double({ min: 0, max: 0.6, noNaN: true }),
      }),
      async ({ seed, repeat, kills, timeoutMs, blockBytes, throttle }) => {
        const file = stockFile(90, 0, { repeat, bad: 40 });
        const { rows } = await readAll(file);
        const shelves = new Map<string, number[]>();
        for (const { store, item, count } of rows) {
          const key = JSON.stringify([store, item]);
          shelves.set(key, [...(shelves.get(key) ?? []), count]);
        }
        const single = [...shelves].filter(([, counts]) => counts.length === 1);

        const faults = { throttle, error: 0.05 };
        const policy = { duplicates: 'reject-conflicts' } as const;
        const world = createSimulation({ seed, killsMs: kills, timeoutMs, blockBytes, faults, ...policy });
        world.invoke(put(world, file, 'A1'));
        await world.time.runOut();

        expect(world.gaveUp).toEqual([]);
        expect(world.shelves).toEqual(new Map(single.map(([key, [count]]) => [key, count!])));
        expect(world.ledger.get('s3://stock/a.csv')?.summary).toMatchObject({
          status: 'loaded',
          rows: 90,
          written: single.length,
          rejected: 90 - single.length,
          duplicates: 0,
        });
      },
    ),
    { numRuns: Math.ceil(60 * inject('effort')) },
  );
});

test("an object's metadata name its encoding", async () => {
  const world = createSimulation({ seed: 1, duplicates: 'reject-conflicts' });
  const body = Buffer.from('store,item,count\nK\xf6ln,K\xe4se,3\n', 'latin1');
  const event = put(world, body, 'A1');
  world.objects.set('stock/a.csv', { body, etag: 'etag-A1', metadata: { encoding: 'cp1252' } });
  world.invoke(event);
  await world.time.runOut();
  expect([...world.shelves]).toEqual([['["Köln","Käse"]', 3]]);

  world.objects.set('stock/a.csv', { body, etag: 'etag-A2', metadata: { encoding: 'klingon' } });
  world.invoke({
    Records: [
      { ...event.Records[0]!, s3: { bucket: { name: 'stock' }, object: { key: 'a.csv', sequencer: 'A2' } } },
    ],
  });
  await world.time.runOut();
  expect(world.summaries.at(-1)).toMatchObject({
    status: 'refused',
    reasonCode: 'inventory.file.encoding-unknown',
  });
});

/** What the table may contain after concurrent uploads: the newest one's rows, and leftovers of older ones. */
async function expectNewestWins(world: Simulation, files: readonly Buffer[]): Promise<void> {
  const newest = (await oracle(files.at(-1)!)).shelves;
  for (const [shelf, count] of newest) expect([shelf, world.shelves.get(shelf)]).toEqual([shelf, count]);
  for (const [shelf, count] of world.shelves) {
    if (newest.has(shelf)) continue;
    const older = await Promise.all(files.map(async (file) => (await readAll(file)).rows));
    expect(
      older.flat().some((row) => row.count === count && JSON.stringify([row.store, row.item]) === shelf),
    ).toBe(true);
  }
}

/** Once one machine has written, no machine that wrote before sends anything again. */
function expectOneWriterAtATime(world: Simulation): void {
  const done = new Set<string>();
  let current: string | undefined;
  for (const { machine } of [...world.writes].sort((a, b) => a.arrivedAtMs - b.arrivedAtMs)) {
    if (machine === current) continue;
    expect(done).not.toContain(machine);
    if (current !== undefined) done.add(current);
    current = machine;
  }
}

test('uploads of one object that overtake each other, are duplicated and killed at random: the newest wins', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.nat(),
        uploads: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 }),
        /** The upload of each event, and when it is delivered. */
        events: fc.array(fc.record({ upload: fc.nat(2), atMs: fc.integer({ min: 0, max: 60_000 }) }), {
          maxLength: 5,
        }),
        kills: fc.array(fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }), { maxLength: 2 }),
        error: fc.double({ min: 0, max: 0.2, noNaN: true }),
        throttle: fc.double({ min: 0, max: 0.5, noNaN: true }),
        isVersioned: fc.boolean(),
      }),
      async ({ uploads, events, kills, error, throttle, isVersioned, seed }) => {
        const world = createSimulation({
          seed,
          killsMs: kills,
          faults: { error, throttle },
          checkpointEveryMs: 2_000,
        });
        const files = uploads.map((rows, generation) => stockFile(rows, generation));
        const sendings = files.map((file, generation) =>
          put(world, file, `A${generation}`, isVersioned ? `v${generation}` : undefined),
        );
        // Each upload has its event, and some have several.
        for (const sending of sendings) world.invoke(sending);
        for (const { upload, atMs } of events) {
          world.time.after(atMs, () => world.invoke(sendings[upload % sendings.length]));
        }
        await world.time.runOut();

        expect(world.gaveUp).toEqual([]);
        await expectNewestWins(world, files);
        expectOneWriterAtATime(world);
        expect(world.ledger.get('s3://stock/a.csv')).toMatchObject({
          status: 'loaded',
          sequencer: `A${files.length - 1}`,
          lease: undefined,
        });
      },
    ),
    { numRuns: Math.ceil(400 * inject('effort')) },
  );
});

test('a newer upload stops an older one in progress, and waits until it has released its lease', async () => {
  const world = createSimulation({ seed: 3, checkpointEveryMs: 1_000 });
  const files = [stockFile(100, 0), stockFile(5, 1)];
  world.invoke(put(world, files[0]!, 'A0', 'v0'));
  const newer = put(world, files[1]!, 'A1', 'v1');
  world.time.after(15_000, () => world.invoke(newer));
  await world.time.runOut();
  expect(world.summaries.map(({ status, versionId }) => [status, versionId])).toEqual([
    ['superseded', 'v0'],
    ['loaded', 'v1'],
  ]);
  await expectNewestWins(world, files);
  expectOneWriterAtATime(world);
});

test('a run that cannot renew its lease stops writing before another one starts', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const world = createSimulation({
      seed,
      cutOffsMs: [3_000],
      faults: { throttle: 0.9, error: 0 },
      window: 8,
    });
    const file = stockFile(60, 0);
    const event = put(world, file, 'A0');
    world.invoke(event);
    world.time.after(36_000, () => world.invoke(event));
    await world.time.runOut();
    expect(new Set(world.writes.map(({ machine }) => machine)).size).toBeGreaterThan(1);
    expectOneWriterAtATime(world);
    expect(world.shelves).toEqual((await oracle(file)).shelves);
  }
});

test('an upload whose run died is not treated as one in progress', async () => {
  // Killed at its last attempt; its event is sent again by hand immediately, before the dead run's lease expires.
  const world = createSimulation({ seed: 10, killsMs: [9_000, 9_000, 9_000] });
  const file = stockFile(60, 0);
  const event = put(world, file, 'A0');
  world.invoke(event);
  world.time.after(9_000 + 60_000 + 9_000 + 120_000 + 9_000 + 500, () => world.invoke(event));
  await world.time.runOut();
  expect(world.gaveUp).toHaveLength(1);
  expect(world.summaries.map(({ status }) => status)).toEqual(['loaded']);
  expect(world.shelves).toEqual((await oracle(file)).shelves);
});

test('a duplicate and a late event of an older upload write nothing', async () => {
  const world = createSimulation({ seed: 4 });
  const older = put(world, stockFile(20, 0), 'A0', 'v0');
  const newer = put(world, stockFile(20, 1), 'A1', 'v1');
  world.invoke(newer);
  await world.time.runOut();
  const { length } = world.writes;
  world.invoke(newer);
  world.invoke(older);
  await world.time.runOut();
  const [, ...later] = world.summaries;
  expect(new Set(later.map(({ status, written }) => `${status} ${written}`))).toEqual(
    new Set(['duplicate 0', 'stale 0']),
  );
  expect(world.writes).toHaveLength(length);
});

test('a missing object is reported, and the others of its event are loaded', async () => {
  const world = createSimulation({ seed: 5 });
  const there = put(world, stockFile(5, 0), 'A0');
  const gone = { s3: { bucket: { name: 'stock' }, object: { key: 'gone.csv', sequencer: 'A0' } } };
  world.invoke({ Records: [gone, ...there.Records] });
  await world.time.runOut();
  expect(world.failures).toEqual([]);
  expect(world.summaries.map(({ status, object }) => [status, object])).toEqual([
    ['gone', 's3://stock/gone.csv'],
    ['loaded', 's3://stock/a.csv'],
  ]);
});

test('an object that was replaced since the event is left to the event of its replacement', async () => {
  const world = createSimulation({ seed: 6 });
  const older = put(world, stockFile(5, 0), 'A0');
  put(world, stockFile(5, 1), 'A1');
  world.invoke(older);
  await world.time.runOut();
  expect(world.summaries).toEqual([expect.objectContaining({ status: 'superseded', written: 0 })]);
  expect(world.writes).toEqual([]);
});

test.each([
  ['', 'inventory.file.empty'],
  ['store,item,count\n', 'inventory.file.no-rows'],
  ['store,item\nBerlin,Echo\n', 'inventory.file.columns-missing'],
  ['\u0000\u0001\u0002', 'inventory.file.binary'],
])('a file that cannot be read (%j) is refused, with a note in the rejects bucket', async (text, code) => {
  const world = createSimulation({ seed: 7 });
  world.invoke(put(world, Buffer.from(text), 'A0'));
  await world.time.runOut();
  const note = 's3://rejects/stock/a.csv.A0.refused.txt';
  expect(world.summaries).toEqual([
    expect.objectContaining({ status: 'refused', reasonCode: code, rejectsAt: note, written: 0 }),
  ]);
  expect(world.failures).toEqual([]);
  const stored = world.objects.get('rejects/stock/a.csv.A0.refused.txt');
  expect(Buffer.from(stored!.body).toString()).toContain('s3://stock/a.csv was not loaded: ');
});

test('a table that accepts nothing ends in a failure, not in endless invocations', async () => {
  const world = createSimulation({ seed: 8, faults: { throttle: 4, error: 0 }, timeoutMs: 60_000 });
  world.invoke(put(world, stockFile(5, 0), 'A0'));
  await world.time.runOut();
  expect(world.gaveUp).toHaveLength(1);
  expect(world.failures.map((error) => 'code' in error && error.code)).toEqual(
    Array(3).fill('inventory.load.no-progress'),
  );
});

test('a store that answers resumed reads with the whole object ends in a failure, not in endless invocations', async () => {
  const world = createSimulation({
    seed: 3,
    timeoutMs: 20_000,
    // As if every response started where it was asked to: the reader is ahead of the object after one continuation.
    open: (client, { startByte: _, ...request }, options) => openObject(client, request, options),
  });
  world.invoke(put(world, stockFile(60, 0), 'A0'));
  await world.time.runOut();
  expect(world.gaveUp).toHaveLength(1);
  expect(world.failures.at(-1)).toMatchObject({
    code: 'inventory.load.no-progress',
    message: expect.stringMatching(/the load stopped at byte \d+ of an object of \d+ bytes/),
  });
});

test('an event that was given up can be sent again from the failure queue unchanged', async () => {
  const world = createSimulation({ seed: 9, killsMs: [9_000, 9_000, 9_000] });
  const file = stockFile(60, 0);
  world.invoke(put(world, file, 'A0'));
  await world.time.runOut();
  expect(world.gaveUp).toHaveLength(1);
  world.invoke({ requestContext: { condition: 'RetriesExhausted' }, requestPayload: world.gaveUp[0] });
  await world.time.runOut();
  expect(world.shelves).toEqual((await oracle(file)).shelves);
});
