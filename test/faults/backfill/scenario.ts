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
  readonly parts: number;
  /** In the order of their uploads; two of one key are two versions. */
  readonly old: readonly ScenarioFile[];
  readonly live: readonly ScenarioFile[];
  /** In the format of `groundcrew local --faults`. */
  readonly faults: string;
}

const STORES = 5;
const ITEMS = 12;

/** The scenario of `seed`: the files, their order and the faults. Equal seeds, equal scenarios. */
export function createScenario(seed: number, files: number): BackfillScenario {
  const random = createRandom(seed);
  const old: ScenarioFile[] = [];
  for (let number = 1; number <= files; number++) {
    const source = old.at(-random.between(1, 4));
    const isRepair = random.chance(0.05) && source !== undefined && !source.isBroken && !source.repairs;
    // Some replace what is stored under their key.
    const key = source !== undefined && random.chance(0.1) ? source.key : keyOf(random, 'old', number);
    old.push(
      createFile(random, isRepair ? `${key}.repaired.csv` : key, number, isRepair ? source : undefined),
    );
  }
  const live = Array.from({ length: Math.max(4, Math.ceil(files / 20)) }, (_, index) =>
    createFile(random, keyOf(random, 'live', index), 5_000 + index),
  );
  return {
    seed,
    fileTime: seed % 2 === 0 ? 'modified' : 'name',
    alerts: seed % 3 !== 0,
    parts: random.between(2, 6),
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

function createFile(random: Random, key: string, number: number, repairs?: ScenarioFile): ScenarioFile {
  const rows: StockLine[] = [];
  const share = random.pick([0.05, 0.2, 0.5]);
  for (let shelf = 0; shelf < STORES * ITEMS; shelf++) {
    if (!random.chance(share)) continue;
    const [store, item] = [`Store ${shelf % STORES}`, `Item ${Math.floor(shelf / STORES)}`];
    // Each count but 0 shows which file it is from.
    rows.push({ store, item, count: random.chance(0.25) ? 0 : number * 100 + shelf });
  }
  if (rows.length === 0) rows.push({ store: 'Store 0', item: 'Item 0', count: number * 100 });
  return {
    key,
    rows,
    badLines: random.chance(0.2) ? random.between(1, 3) : 0,
    isBroken: repairs === undefined && random.chance(0.04),
    isZipped: random.chance(0.2),
    ...(repairs && { repairs }),
  };
}

/** @param source what the column `reject_source` says, of repaired rejects */
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

/** The greatest rate of each fault; half of them are active under one seed. */
const maxRates = {
  throttle: 0.3,
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
