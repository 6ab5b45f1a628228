import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
const inject = (_: string): any => 1;
import { compareFiles, type FileOrder, formatSource } from '../order/index.ts';
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
    const key = `${'cab'[object]}.csv`;
    const sequencer = `A${index}`;
    const modifiedMs = BASE_MS + second * 1_000;
    const own = { timeMs: modifiedMs, object: `s3://stock/${key}`, sequencer };
    const source = isRepair ? files.at(-1)?.order : undefined;
    const header = ['store,item,count', ...(source ? ['reject_line,reject_source'] : [])].join(',');
    const rows = shelves.map((shelf, place) => {
      const isBad = place % 4 === 3;
      const cells = [...shelfName(shelf), isBad ? 'many' : String(index * 1_000 + shelf)];
      return [...cells, ...(source ? ['2', formatSource(source)] : [])].join(',');
    });
    const named = shelves.filter((_, place) => place % 4 !== 3);
    files.push({
      key,
      sequencer,
      body: `${[header, ...rows].join('\n')}\n`,
      modifiedMs,
      order: source === undefined ? own : { ...sourceOf(source), repair: own },
      shelves: new Map(named.map((shelf) => [JSON.stringify(shelfName(shelf)), index * 1_000 + shelf])),
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

/** The files one after the other, the oldest first. */
function oracle(files: readonly TestFile[]): Map<string, number> {
  const table = new Map<string, number>();
  for (const { shelves } of [...files].sort((a, b) => compareFiles(a.order, b.order))) {
    for (const [shelf, count] of shelves) table.set(shelf, count);
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
  throw new Error('loads are given up for ever');
}

const drawnFile = fc.record({
  object: fc.nat(2),
  second: fc.integer({ min: 0, max: 5 }),
  shelves: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 8 }),
  isRepair: fc.boolean(),
});

const scene = fc.record({
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
  timeoutMs: fc.constantFrom(900_000, 60_000),
});

type Scene = typeof scene extends fc.Arbitrary<infer Drawn> ? Drawn : never;

async function play(
  { drawn, firstAtMs, events, kills, error, throttle, ...options }: Scene,
  guard: Pick<SimulationOptions, 'guardsItems' | 'fileTime'> = { fileTime: 'modified' },
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

for (const late of [0, 0.02, 0.1])
  for (const [name, guard] of [
    ['none', {}],
    ['files', { fileTime: 'modified' }],
    ['item', { fileTime: 'modified', guardsItems: true }],
  ] as const) {
    let wrong = 0,
      lates = 0;
    const N = 200;
    for (const drawn of fc.sample(scene, { seed: 7, numRuns: N })) {
      const { world, files } = await play(drawn, guard, late);
      wrong += isDeepStrictEqual(world.shelves, oracle(files)) ? 0 : 1;
    }
    console.log(late, name, wrong, 'of', N);
  }
