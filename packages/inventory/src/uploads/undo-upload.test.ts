import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { createSimulation, type Simulation } from './testing/simulation.ts';

const BASE_MS = Date.UTC(2026, 1, 1);

/** A file; each is newer than the one before. */
interface TestFile {
  readonly isFull: boolean;
  /** Counts by number of the shelf. */
  readonly counts: ReadonlyMap<number, number>;
}

const shelfName = (shelf: number): [string, string] => [`Store ${shelf % 2}`, `Item ${shelf}`];
const shelfKey = (shelf: number): string => JSON.stringify(shelfName(shelf));
const storeOf = (shelf: string): string => (JSON.parse(shelf) as [string])[0];
const sequencerOf = (index: number): string => `A${index}`;
const keyOf = ({ isFull }: TestFile, index: number): string => `${isFull ? 'full/' : ''}${index}.csv`;

/** Stores a file, and returns its event. */
function upload(world: Simulation, file: TestFile, index: number) {
  const rows = [...file.counts].map(([shelf, count]) => [...shelfName(shelf), count].join(','));
  const key = keyOf(file, index);
  const body = Buffer.from(`store,item,count\n${rows.join('\n')}\n`);
  const versionId = `v${index}`;
  const modifiedMs = BASE_MS + index * 1_000;
  world.objects.set(`stock/${key}?${versionId}`, { body, etag: versionId, modifiedMs });
  const object = { key, versionId, eTag: versionId, sequencer: sequencerOf(index) };
  return { Records: [{ s3: { bucket: { name: 'stock' }, object } }] };
}

/** The files one after the other. */
function oracle(files: readonly TestFile[], vanished: 'zero' | 'remove'): Map<string, number> {
  const table = new Map<string, number>();
  for (const { counts, isFull } of files) {
    const named = new Map([...counts].map(([shelf, count]) => [shelfKey(shelf), count]));
    for (const [shelf, count] of named) table.set(shelf, count);
    if (!isFull) continue;
    const stores = new Set([...named.keys()].map(storeOf));
    for (const shelf of table.keys()) {
      if (!stores.has(storeOf(shelf)) || named.has(shelf)) continue;
      if (vanished === 'remove') table.delete(shelf);
      else table.set(shelf, 0);
    }
  }
  return table;
}

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
  isFull: fc.boolean(),
  // Few counts: often two files have the same count for a shelf.
  counts: fc
    .uniqueArray(fc.tuple(fc.nat(7), fc.nat(2)), { selector: ([shelf]) => shelf, minLength: 1, maxLength: 8 })
    .map((counts) => new Map(counts)),
});

const kills = fc.array(fc.option(fc.integer({ min: 0, max: 40_000 }), { nil: undefined }), { maxLength: 4 });

const setUp = fc.record({
  seed: fc.nat(),
  files: fc.array(drawnFile, { minLength: 1, maxLength: 5 }),
  /** Which file is undone, and how many are loaded before; the next one comes meanwhile. */
  undone: fc.nat(4),
  loadedBefore: fc.nat(4),
  nextAfterMs: fc.integer({ min: 0, max: 20_000 }),
  lateEventAfterMs: fc.integer({ min: 0, max: 60_000 }),
  killsMs: kills,
  undoKillsMs: kills,
  undoLatencyMs: fc.constantFrom(400, 3_000),
  error: fc.double({ min: 0, max: 0.2, noNaN: true }),
  throttle: fc.double({ min: 0, max: 0.5, noNaN: true }),
  duplicates: fc.constantFrom('last' as const, 'reject-conflicts' as const),
  vanished: fc.constantFrom('zero' as const, 'remove' as const),
});

test('whatever is killed, doubled or loaded meanwhile, an undo leaves the counts of the other files', async () => {
  await fc.assert(
    fc.asyncProperty(setUp, async (drawn) => {
      const { files, error, throttle, vanished, nextAfterMs, lateEventAfterMs, ...options } = drawn;
      const world = createSimulation({
        ...options,
        fileTime: 'modified',
        full: { vanished, maxVanishedPercent: 100 },
        faults: { error, throttle },
        hasJournal: true,
        checkpointEveryMs: 2_000,
      });
      const events = files.map((file, index) => upload(world, file, index));
      const undone = drawn.undone % files.length;
      const before = Math.max(undone + 1, Math.min(files.length, drawn.loadedBefore));
      for (const event of events.slice(0, before)) {
        world.invoke(event);
        await runOut(world);
      }
      world.undo({ object: `s3://stock/${keyOf(files[undone]!, undone)}`, sequencer: sequencerOf(undone) });
      world.time.after(lateEventAfterMs, () => world.invoke(events[undone]));
      const [next, ...rest] = events.slice(before);
      if (next !== undefined) world.time.after(nextAfterMs, () => world.invoke(next));
      await runOut(world);
      for (const event of rest) {
        world.invoke(event);
        await runOut(world);
      }

      expect(world.undone).toHaveLength(1);
      const others = files.filter((_, index) => index !== undone);
      expectTable(world, files, others, { undone, vanished });
      const object = `s3://stock/${keyOf(files[undone]!, undone)}`;
      expect(world.ledger.get(`${object}#${sequencerOf(undone)}`)?.status).toBe('undone');
      const known = [...world.objects].filter(([key]) => key.startsWith('rejects/.order/'));
      expect(known.filter(([, { body }]) => Buffer.from(body).includes(`"${object}"`))).toEqual([]);
    }),
    { numRuns: Math.ceil(400 * inject('effort')) },
  );
});

/** A shelf that only the undone file named stays at 0 if a newer full export has set it to 0: the 0 is of that file. */
function expectTable(
  world: Simulation,
  files: readonly TestFile[],
  others: readonly TestFile[],
  { undone, vanished }: { readonly undone: number; readonly vanished: 'zero' | 'remove' },
): void {
  const expected = oracle(others, vanished);
  for (const { isFull, counts } of files.slice(undone + 1)) {
    if (!isFull || vanished === 'remove') continue;
    const stores = new Set([...counts.keys()].map((shelf) => storeOf(shelfKey(shelf))));
    for (const [shelf, count] of world.shelves) {
      if (count === 0 && !expected.has(shelf) && stores.has(storeOf(shelf))) expected.set(shelf, 0);
    }
  }
  expect(world.shelves).toEqual(expected);
}
