import { gzipSync } from 'node:zlib';
import { zip } from '@groundcrew/inventory/stock-file/testing';
import iconv from 'iconv-lite';
import { createRandom, type Random } from './random.ts';

/** One upload of a stock file and its expected result. */
export interface Upload {
  readonly key: string;
  readonly body: Uint8Array;
  /** Rows that are stored, in the file's order. */
  readonly rows: readonly { readonly store: string; readonly item: string; readonly count: number }[];
  /** Lines (the header is 1) of the bad rows. */
  readonly rejectedLines: readonly number[];
}

/** Concurrent uploads: they share no shelf, except for two uploads of one key. */
export interface Round {
  readonly uploads: readonly Upload[];
}

export interface Scenario {
  readonly seed: number;
  readonly duplicates: 'last' | 'reject-conflicts';
  readonly rounds: readonly Round[];
  /** In the format of `groundcrew local --faults`. */
  readonly faults: string;
}

const storeNames = [
  'Berlin',
  'Nagoya',
  'London',
  'Santiago',
  'Karachi',
  '서울',
  '부산 (1)',
  'São Paulo, "Centro"',
];
const itemNames = [
  'Echo Plus',
  'Kindle',
  'Fire TV, 4K',
  '에코 팝',
  'Dot "3"',
  'Ring\nDoorbell',
  'Paperwhite; 11',
];

/** The maximum rate of each fault; half of them are active under one seed. */
const maxRates = {
  throttle: 0.3,
  unprocessed: 0.5,
  latency: 0.3,
  error: 0.1,
  'error-after': 0.1,
  reset: 0.1,
  'reset-after': 0.1,
  duplicate: 0.4,
  delay: 0.4,
  reorder: 0.4,
  kill: 0.3,
};

/** The scenario of `seed`: the files, their order and the faults. Equal seeds, equal scenarios. */
export function createScenario(seed: number): Scenario {
  const random = createRandom(seed);
  const duplicates = duplicatesOf(seed);
  const rounds = Array.from({ length: random.between(1, 3) }, (_, round) => createRound(random, seed, round));
  return {
    seed,
    duplicates,
    rounds,
    faults: drawFaults(random, seed),
  };
}

/** What becomes of rows of one shelf under a seed. */
export function duplicatesOf(seed: number): Scenario['duplicates'] {
  return seed % 2 === 0 ? 'reject-conflicts' : 'last';
}

function createRound(random: Random, seed: number, round: number): Round {
  const rejectsConflicts = duplicatesOf(seed) === 'reject-conflicts';
  const uploads: Upload[] = [];
  const fileCount = random.between(1, 3);
  for (let file = 0; file < fileCount; file++) {
    // The key stays the same from round to round: a later upload replaces an earlier one.
    const name = ['stock.csv', '2026 봄/seoul+busan (1).csv', 'a/b/c%20d&e=f.txt'][file]!;
    const key = `seed ${seed}/${name}`;
    // Shelves of one file do not occur in another file or seed, so that their order does not matter.
    const shelves = drawShelves(random, `${seed}-${file}`);
    const upload = createUpload(random, key, shelves, rejectsConflicts, 0.1);
    uploads.push(upload);
    if (random.chance(0.2)) {
      // Uploaded again immediately, with the same shelves: whatever the order of events, this one wins.
      uploads.push(createUpload(random, key, unique(shelves), rejectsConflicts, rejectsConflicts ? 0 : 0.1));
    }
    if (round > 0 && random.chance(0.2)) uploads.push(uploads.at(-1)!);
  }
  return { uploads };
}

interface Shelf {
  readonly store: string;
  readonly item: string;
}

function drawShelves(random: Random, mark: string): Shelf[] {
  const count = random.pick([1, 5, 24, 25, 26, 60, 200]);
  return Array.from({ length: count }, (_, index) => ({
    store: `${random.pick(storeNames)} ${mark}`,
    item: `${random.pick(itemNames)} ${index}`,
  }));
}

function unique(rows: readonly Shelf[]): Shelf[] {
  return [...new Map(rows.map(({ store, item }) => [`${store}\n${item}`, { store, item }])).values()];
}

function createUpload(
  random: Random,
  key: string,
  shelves: readonly Shelf[],
  rejectsConflicts: boolean,
  repeatChance: number,
): Upload {
  const delimiter = random.pick([',', ';', '\t', '|']);
  const newline = random.pick(['\n', '\r\n']);
  const rows: { store: string; item: string; count: number }[] = [];
  const rejectedLines: number[] = [];
  const lines = [['item', 'store', 'count'].join(delimiter)];
  let line = 2;
  const add = (cells: readonly string[]): void => {
    const text = cells.map((cell) => quote(cell, delimiter)).join(delimiter);
    lines.push(text);
    line += 1 + (text.match(/\n/g)?.length ?? 0);
  };
  for (const { store, item } of shelves) {
    const times = random.chance(repeatChance) ? 2 : 1;
    const counts = Array.from({ length: times }, () => (random.chance(0.3) ? 0 : random.between(1, 500)));
    const areRejected = rejectsConflicts && new Set(counts).size > 1;
    for (const count of counts) {
      if (areRejected) rejectedLines.push(line);
      else rows.push({ store, item, count });
      add([item, store, String(count)]);
    }
    if (random.chance(0.05)) {
      rejectedLines.push(line);
      add(
        random.pick([
          [item, store, '12.5'],
          [item, '', '3'],
          ['', store, '3'],
          [item, store, 'many'],
          [item, store],
        ]),
      );
    }
  }
  const text = lines.join(newline) + (random.chance(0.5) ? newline : '');
  return { key, body: encode(random, text), rows, rejectedLines };
}

function quote(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function encode(random: Random, text: string): Uint8Array {
  // A few words alone may be of several encodings: such a file is refused, which is no fault.
  const isKorean = (text.match(/[가-힣]/g) ?? []).length > 40;
  const canBeKorean = isKorean && iconv.decode(iconv.encode(text, 'cp949'), 'cp949') === text;
  const encoding = random.pick(['utf8', 'utf8-bom', 'utf16-le', 'gzip', canBeKorean ? 'cp949' : 'utf8']);
  if (encoding === 'utf8-bom') return Buffer.from(`\uFEFF${text}`);
  if (encoding === 'utf16-le') return Buffer.from(`\uFEFF${text}`, 'utf16le');
  if (encoding === 'gzip') {
    return text.length % 2 === 0 ? gzipSync(text) : zip([{ name: 'stock.csv', bytes: text }]);
  }
  if (encoding === 'cp949') return iconv.encode(text, 'cp949');
  return Buffer.from(text);
}

function drawFaults(random: Random, seed: number): string {
  // Faults affect only the functions: the uploads are part of the test.
  const faults: string[] = [`seed=${seed}`, 'functions-only=1', 'delay-ms=150', 'latency-ms=30'];
  for (const [name, highest] of Object.entries(maxRates)) {
    if (random.chance(0.5)) faults.push(`${name}=${(random.next() * highest).toFixed(3)}`);
  }
  return faults.join(',');
}
