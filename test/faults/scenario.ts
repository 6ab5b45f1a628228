import { gzipSync } from 'node:zlib';
import { zip } from '@groundcrew/inventory/stock-file/testing';
import type { VanishedMode } from '@groundcrew/inventory/order';
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
  /** Whether other files name its shelves, too: then the times of the files decide. */
  readonly isShared?: boolean;
  /** Whether it is a full export: shelves of its stores that it does not name vanish. */
  readonly isFull?: boolean;
  /** The upload whose rejects it is, repaired; `body` is the text that takes the place of each bad count. */
  readonly repairs?: Upload;
}

/** Concurrent uploads: they share no shelf, except for two uploads of one key, and for files that are `isShared`. */
export interface Round {
  readonly uploads: readonly Upload[];
}

export interface Scenario {
  readonly seed: number;
  readonly duplicates: 'last' | 'reject-conflicts';
  /** What states the time of a file. */
  readonly fileTime: 'modified' | 'name';
  /** What becomes of shelves that a full export does not name. */
  readonly vanished: VanishedMode;
  readonly rounds: readonly Round[];
  /** A file that is loaded at the end, newer than all, and undone; some seeds have one. */
  readonly undone: Upload | undefined;
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
export const maxRates = {
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

/** The setting `ORDER_GUARD`. */
export type OrderGuard = 'files' | 'item' | 'none';

/** The faults that only a condition at each item stands: see ADR 38. */
const lateFaults = { late: 0.15, conflict: 0.1 };

/**
 * The scenario of `seed`: the files, their order and the faults. Equal seeds, equal scenarios; but where the setting is not `files`,
 * writes are carried out late, and no file is a full export.
 */
export function createScenario(seed: number, orderGuard: OrderGuard = 'files'): Scenario {
  const random = createRandom(seed);
  const duplicates = duplicatesOf(seed);
  const rounds = Array.from({ length: random.between(1, 3) }, (_, round) => createRound(random, seed, round));
  return {
    seed,
    duplicates,
    fileTime: fileTimeOf(seed),
    vanished: vanishedOf(seed),
    rounds: addSharedFiles(createRandom(seed ^ 0x5bd1e995), seed, rounds, orderGuard === 'files'),
    // A request that is carried out late may bring back what was undone.
    undone: orderGuard === 'files' ? drawUndone(createRandom(seed ^ 0x2545f491), seed) : undefined,
    faults: [drawFaults(random, seed), ...(orderGuard === 'files' ? [] : [drawLateFaults(seed)])].join(','),
  };
}

/** What becomes of rows of one shelf under a seed. */
export function duplicatesOf(seed: number): Scenario['duplicates'] {
  return seed % 2 === 0 ? 'reject-conflicts' : 'last';
}

/** What states the time of a file under a seed. */
export function fileTimeOf(seed: number): Scenario['fileTime'] {
  return seed % 4 < 2 ? 'modified' : 'name';
}

/** What becomes of shelves that a full export does not name under a seed. */
export function vanishedOf(seed: number): VanishedMode {
  return seed % 4 === 1 || seed % 4 === 2 ? 'remove' : 'zero';
}

/** Keys of full exports begin with it. */
export const FULL_PREFIX = 'full/';

function createRound(random: Random, seed: number, round: number): Round {
  const rejectsConflicts = duplicatesOf(seed) === 'reject-conflicts';
  const uploads: Upload[] = [];
  const fileCount = random.between(1, 3);
  for (let file = 0; file < fileCount; file++) {
    // The key stays the same from round to round: a later upload replaces an earlier one.
    const name = [
      'stock-2026-01-01.csv',
      '2026 봄/seoul+busan (1) 20260102.csv',
      'a/b/c%20d&e=f 2026-01-03.txt',
    ][file]!;
    const key = `seed ${seed}/${name}`;
    // Shelves of one file do not occur in another file or seed, so that their order does not matter.
    const shelves = drawShelves(random, `${seed}-${file}`);
    const upload = createUpload(random, key, shelves, rejectsConflicts, 0.1);
    uploads.push(upload);
    if (random.chance(0.2)) {
      // Uploaded again immediately, with the same shelves: whatever the order of events, this one wins.
      const repeatChance = rejectsConflicts ? 0 : 0.1;
      uploads.push(
        createUpload(random, key, unique(shelves), rejectsConflicts, repeatChance, !rejectsConflicts),
      );
    }
    if (round > 0 && random.chance(0.2)) uploads.push(uploads.at(-1)!);
  }
  return { uploads };
}

/** Seven shelves, which all shared files of a seed are about. */
const sharedShelves = 7;

/**
 * Adds files that name the same few shelves. They are uploaded in any order, at once, and again in later rounds; and what was
 * rejected of one is repaired and uploaded in the next round. Of the counts other than 0 each is in one upload only.
 */
function addSharedFiles(random: Random, seed: number, rounds: readonly Round[], hasFull: boolean): Round[] {
  let uploadNumber = 0;
  let toRepair: Upload[] = [];
  return [...rounds, { uploads: [] }].map(({ uploads }, round) => {
    const repairs = toRepair.map((upload) => repairOf(random, upload, ++uploadNumber));
    const count = round === rounds.length ? 0 : random.between(0, 4);
    const shared = Array.from({ length: count }, () =>
      createSharedFile(random, seed, ++uploadNumber, hasFull),
    );
    // Of several versions of one object only the rejects of the last are looked up.
    const last = new Map(shared.map((upload) => [upload.key, upload]));
    toRepair = [...last.values()].filter(({ rejectedLines }) => rejectedLines.length > 0);
    // Anywhere among the others: a file of an earlier day is uploaded after one of a later day as often as before.
    const all = [...uploads];
    let from = 0;
    for (const upload of [...shared, ...repairs]) {
      // Behind those before: versions of one object are in the order of their numbers.
      from = random.between(from, all.length);
      all.splice(from++, 0, upload);
    }
    return { uploads: all };
  });
}

function createSharedFile(random: Random, seed: number, uploadNumber: number, hasFull: boolean): Upload {
  const rows: { store: string; item: string; count: number }[] = [];
  const rejectedLines: number[] = [];
  const lines = ['store,item,count'];
  for (let shelf = 0; shelf < sharedShelves; shelf++) {
    if (random.chance(0.4)) continue;
    const { store, item } = sharedShelf(seed, shelf);
    if (random.chance(0.2)) {
      rejectedLines.push(lines.length + 1);
      lines.push(`${store},${item},many`);
      continue;
    }
    const count = random.chance(0.3) ? 0 : uploadNumber * 100 + shelf;
    rows.push({ store, item, count });
    lines.push(`${store},${item},${count}`);
  }
  // A file has at least one row.
  if (lines.length === 1) return createSharedFile(random, seed, uploadNumber, hasFull);
  const isFull = random.chance(0.3) && hasFull;
  const name = `seed ${seed}/${random.pick(['z', 'a'])} 2026-02-0${random.between(1, 3)}.csv`;
  const key = isFull ? FULL_PREFIX + name : name;
  return { key, body: Buffer.from(`${lines.join('\n')}\n`), rows, rejectedLines, isShared: true, isFull };
}

function drawUndone(random: Random, seed: number): Upload | undefined {
  if (random.chance(0.5)) return undefined;
  const file = createSharedFile(random, seed, 90, true);
  return { ...file, key: `${file.isFull ? FULL_PREFIX : ''}seed ${seed}/undone 2026-02-28.csv` };
}

function sharedShelf(seed: number, shelf: number): Shelf {
  return { store: `Shared ${shelf % 2} ${seed}`, item: `Lamp ${shelf}` };
}

/** The rejects of a shared file, each count repaired. */
function repairOf(random: Random, source: Upload, uploadNumber: number): Upload {
  const { key, body, rejectedLines } = source;
  const lines = Buffer.from(body).toString().split('\n');
  const count = random.chance(0.3) ? 0 : uploadNumber * 100 + 99;
  const rows = rejectedLines.map((line) => {
    const [store = '', item = ''] = lines[line - 1]!.split(',');
    return { store, item, count };
  });
  return {
    key: `${key}.repair-2026-02-09.csv`,
    body: Buffer.from(String(count)),
    rows,
    rejectedLines: [],
    isShared: true,
    repairs: source,
  };
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
  canBeLeftOut = true,
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
    const badRow = random.chance(0.05)
      ? random.pick([
          [item, '', '3'],
          ['', store, '3'],
          ...(canBeLeftOut
            ? [
                [item, store, '12.5'],
                [item, store, 'many'],
                [item, store],
              ]
            : []),
        ])
      : undefined;
    // A shelf with a rejected row is left alone, unless its last row holds.
    const isIncomplete = badRow?.[0] === item && badRow[1] === store;
    const areRejected = rejectsConflicts && (isIncomplete || new Set(counts).size > 1);
    for (const count of counts) {
      if (areRejected) rejectedLines.push(line);
      else rows.push({ store, item, count });
      add([item, store, String(count)]);
    }
    if (badRow !== undefined) {
      rejectedLines.push(line);
      add(badRow);
    }
  }
  const text = lines.join(newline) + (random.chance(0.5) ? newline : '');
  return { key, body: encode(random, text), rows, rejectedLines };
}

function quote(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function encode(random: Random, text: string): Uint8Array {
  // A few words alone may be of several encodings: such a file is refused, which is not a fault.
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

/** Longer than a lease: what is late may come when another run has taken over. */
function drawLateFaults(seed: number): string {
  const random = createRandom(seed ^ 0x9e3779b9);
  const rates = Object.entries(lateFaults).map(
    ([name, most]) => `${name}=${(random.next() * most).toFixed(3)}`,
  );
  return [...rates, 'late-ms=4000'].join(',');
}

function drawFaults(random: Random, seed: number): string {
  // Faults affect only the functions: the uploads are part of the test.
  const faults: string[] = [`seed=${seed}`, 'functions-only=1', 'delay-ms=150', 'latency-ms=30'];
  for (const [name, highest] of Object.entries(maxRates)) {
    if (random.chance(0.5)) faults.push(`${name}=${(random.next() * highest).toFixed(3)}`);
  }
  return faults.join(',');
}
