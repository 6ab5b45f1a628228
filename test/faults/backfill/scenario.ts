import { gzipSync } from 'node:zlib';
import { createRandom, type Random } from '../random.ts';

export interface StockLine {
  readonly store: string;
  readonly item: string;
  readonly count: number;
}

/** A file of stock, of long ago or uploaded while the backfill runs. */
export interface ScenarioFile {
  readonly key: string;
  readonly rows: readonly StockLine[];
  /** Lines that are rejected. */
  readonly badLines: number;
  /** A file that is none of stock: refused as a whole. */
  readonly isBroken: boolean;
  readonly isZipped: boolean;
  /** The file before it in the list of which it is the repaired rejects. */
  readonly repairs?: ScenarioFile;
}

export interface BackfillScenario {
  readonly seed: number;
  readonly fileTime: 'modified' | 'name';
  readonly alerts: boolean;
  /** The setting `ALERT_KINDS` of the alerts. */
  readonly alertKinds: 'no-stock' | 'every-zero';
  readonly parts: number;
  /** How often the embedded AWS ends and starts again meanwhile. */
  readonly restarts: number;
  /** In the order of their uploads; two of one key are two versions. */
  readonly old: readonly ScenarioFile[];
  readonly live: readonly ScenarioFile[];
  /** In the format of `groundcrew local --faults`. */
  readonly faults: string;
}

/** How many files there are, and of how many shelves. */
export interface ScenarioSize {
  readonly files: number;
  readonly stores: number;
  readonly items: number;
  /** What share of the shelves a file may name. */
  readonly shares: readonly number[];
}

const MANY_FILES = 100;

/** Of a few files each names a good part of 60 shelves; of many, some tens of 3,000 at most. */
export function sizeOf(files: number): ScenarioSize {
  return files > MANY_FILES
    ? { files, stores: 40, items: 75, shares: [0.001, 0.005, 0.02] }
    : { files, stores: 5, items: 12, shares: [0.05, 0.2, 0.5] };
}

/** The scenario of `seed`: the files, their order and the faults. Equal seeds, equal scenarios. */
export function createScenario(seed: number, size: ScenarioSize): BackfillScenario {
  const { files } = size;
  const random = createRandom(seed);
  const old: ScenarioFile[] = [];
  for (let number = 1; number <= files; number++) {
    const source = old.at(-random.between(1, 4));
    const isRepair = random.chance(0.05) && source !== undefined && !source.isBroken && !source.repairs;
    // Some replace what is stored under their key.
    const key = source !== undefined && random.chance(0.1) ? source.key : keyOf(random, 'old', number);
    const ownKey = isRepair ? `${key}.repaired.csv` : key;
    old.push(createFile(random, size, ownKey, number, isRepair ? source : undefined));
  }
  const live = Array.from({ length: Math.max(4, Math.ceil(files / 20)) }, (_, index) =>
    createFile(random, size, keyOf(random, 'live', index), files + 5_000 + index),
  );
  return {
    seed,
    fileTime: seed % 2 === 0 ? 'modified' : 'name',
    alerts: seed % 3 !== 0,
    alertKinds: seed % 4 < 2 ? 'no-stock' : 'every-zero',
    parts: random.between(2, 6),
    restarts: seed % 5 === 1 ? 2 : 0,
    old,
    live,
    faults: drawFaults(random, seed),
  };
}

function keyOf(random: Random, folder: string, number: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `2025-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
  return `${folder}/${random.pick(['a', 'b 봄', 'c+d'])}/${date}/stock-${number}.csv`;
}

function createFile(
  random: Random,
  { stores, items, shares }: ScenarioSize,
  key: string,
  number: number,
  repairs?: ScenarioFile,
): ScenarioFile {
  const rows: StockLine[] = [];
  const share = random.pick(shares);
  const shelves = stores * items;
  for (let shelf = 0; shelf < shelves; shelf++) {
    if (!random.chance(share)) continue;
    const [store, item] = [`Store ${shelf % stores}`, `Item ${Math.floor(shelf / stores)}`];
    // Each count but 0 shows which file it is from.
    rows.push({ store, item, count: random.chance(0.25) ? 0 : number * shelves + shelf });
  }
  if (rows.length === 0) rows.push({ store: 'Store 0', item: 'Item 0', count: number * shelves });
  return {
    key,
    rows,
    badLines: random.chance(0.2) ? random.between(1, 3) : 0,
    isBroken: repairs === undefined && random.chance(0.04),
    isZipped: random.chance(0.2),
    ...(repairs && { repairs }),
  };
}

/** @param source the value of the column `reject_source`, of repaired rejects */
export function bodyOf({ rows, badLines, isBroken, isZipped }: ScenarioFile, source?: string): Buffer {
  if (isBroken) return Buffer.from('\0\0\0not a list of shelves\0\0');
  const cells = rows.map(({ store, item, count }) => [store, item, String(count)]);
  for (let bad = 0; bad < badLines; bad++) cells.push(['Store 0', `Bad ${bad}`, 'many']);
  const lines = [['store', 'item', 'count'], ...cells].map((line, index) =>
    source === undefined ? line : [...line, index === 0 ? 'reject_source' : source],
  );
  const text = Buffer.from(`${lines.map((line) => line.join(';')).join('\n')}\n`);
  return isZipped ? gzipSync(text) : text;
}

/**
 * The greatest rate of each fault; half of them are active under one seed. The SDK waits a second and more for each call that was
 * throttled, inside of a function, where no clock can be moved: that rate is what a seed's time depends on.
 */
const maxRates = {
  throttle: 0.06,
  latency: 0.2,
  error: 0.08,
  'error-after': 0.08,
  reset: 0.08,
  'reset-after': 0.08,
  late: 0.1,
  conflict: 0.1,
  duplicate: 0.3,
  delay: 0.3,
  reorder: 0.3,
};

function drawFaults(random: Random, seed: number): string {
  const faults = [
    `seed=${seed}`,
    'functions-only=1',
    'delay-ms=150',
    'latency-ms=30',
    'late-ms=1500',
    `kill=${(0.05 + random.next() * 0.15).toFixed(3)}`,
  ];
  for (const [name, highest] of Object.entries(maxRates)) {
    if (random.chance(0.5)) faults.push(`${name}=${(random.next() * highest).toFixed(3)}`);
  }
  return faults.join(',');
}
