import { gzipSync } from 'node:zlib';
import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { beforeAll, expect, inject, test } from 'vitest';
import { loadCp949 } from './cp949.ts';
import { encodeText } from './encoding.ts';
import { isLegacy, loadLegacy } from './legacy.ts';
import { charactersOf } from './testing/characters.ts';
import { readAll, readBatches } from './testing/read-all.ts';
import { type RowBatch, type StockFileEncoding, stockFileEncodings } from './types.ts';

// For the files that the tests generate: the reader loads it by itself.
beforeAll(() => Promise.all([loadCp949(), loadLegacy()]));

interface Outcome {
  line: number;
  offset: number;
  cells?: string[];
  code?: string;
}

/** The reader's rules, as regular expressions over the whole text. */
function readWhole(text: string, encoding: StockFileEncoding): Outcome[] {
  const outcomes: Outcome[] = [];
  let at = 0;
  while (at < text.length) {
    const before = text.slice(0, at);
    const place = { line: countBreaks(before) + 1, offset: encodeText(before, encoding).length };
    const row = scanRow(text, at);
    if (row === undefined) {
      outcomes.push({ ...place, code: 'cell-quote' });
      at += /^[^\r\n]*(\r\n|\r|\n|$)/.exec(text.slice(at))?.[0].length ?? 0;
      continue;
    }
    const lines = text.slice(at, row.next).split(/\r\n|\r|\n/);
    if (text[row.next - 1] === '\n' || text[row.next - 1] === '\r') lines.pop();
    if (lines.slice(1, -1).some(isRow) || (lines.length > 1 && isRow(lines[0]!) && isRow(lines.at(-1)!))) {
      outcomes.push({ ...place, code: 'cell-quote' });
      at += /^[^\r\n]*(\r\n|\r|\n|$)/.exec(text.slice(at))?.[0].length ?? 0;
      continue;
    }
    at = row.next;
    const cells = row.cells.map((cell) => cell.trim());
    if (cells.every((cell) => cell === '')) continue;
    const [store, item, count] = cells;
    if (cells.length < 3 || cells.slice(3).some((cell) => cell !== '')) {
      outcomes.push({ ...place, code: 'row-ragged' });
    } else if (store === '') outcomes.push({ ...place, code: 'store-missing' });
    else if (DITTO_PATTERN.test(store!)) outcomes.push({ ...place, code: 'store-error-value' });
    else if (item === '') outcomes.push({ ...place, code: 'item-missing' });
    else if (DITTO_PATTERN.test(item!)) outcomes.push({ ...place, code: 'item-error-value' });
    else if (count === '') outcomes.push({ ...place, code: 'count-missing' });
    else if (!COUNT_PATTERN.test(count ?? '')) outcomes.push({ ...place, code: 'count-not-whole' });
    else
      outcomes.push({
        ...place,
        cells: [store ?? '', item ?? '', String(Number(count?.replaceAll(/\s/g, '')))],
      });
  }
  return outcomes;
}

/** Marks in place of a name for the one above, of which cells are generated. */
const DITTO_PATTERN = /^(?:["″”„«»〃々〻仝]|'')$/;
const COUNT_PATTERN = /^(?:\d+|\d{1,3}(?:\s\d{3})+)$/;

/** Whether a line by itself has the shape of a row. */
function isRow(line: string): boolean {
  const cells = line.split(',').map((cell) => cell.trim());
  return (
    cells.length === 3 &&
    cells[0] !== '' &&
    cells[1] !== '' &&
    COUNT_PATTERN.test(cells[2]!.replaceAll('"', '').trim())
  );
}

function scanRow(text: string, start: number): { cells: string[]; next: number } | undefined {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const quoted = /[ \t]*"((?:[^"]|"")*)"[ \t]*(?=,|\r|\n|$)/y;
    const plain = /(?![ \t]*")([^,\r\n]*)/y;
    quoted.lastIndex = at;
    plain.lastIndex = at;
    const inQuotes = quoted.exec(text);
    const match = inQuotes ?? plain.exec(text);
    if (match === null) return undefined;
    const [, cell = ''] = match;
    cells.push(inQuotes ? cell.replaceAll('""', '"') : cell);
    at += match[0].length;
    if (text[at] !== ',') break;
    at++;
  }
  return { cells, next: at + (/^(?:\r\n|\r|\n)?/.exec(text.slice(at))?.[0].length ?? 0) };
}

function countBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

async function readOutcomes(
  file: Uint8Array,
  options: { cuts: number[]; blockBytes: number },
  encoding: StockFileEncoding,
): Promise<Outcome[]> {
  const { rows, rejects } = await readAll(file, {
    ...options,
    settings: { encoding, names: 'keep' },
  });
  const outcomes: Outcome[] = [
    ...rows.map(({ line, offset, store, item, count }) => ({
      line,
      offset,
      cells: [store, item, String(count)],
    })),
    ...rejects.map(({ line, offset, code }) => ({
      line,
      offset,
      code: code.startsWith('cell-quote') ? 'cell-quote' : code,
    })),
  ];
  return outcomes.sort((a, b) => a.offset - b.offset);
}

const pieces = ['a', '1', ' ', ',', ',', '"', '""', '\n', '\r', '\r\n', ',"1"\n', 'a,b,12\n'];
const bodyIn = (encoding: StockFileEncoding) =>
  fc
    .array(fc.constantFrom(...pieces, ...charactersOf(encoding)), { maxLength: 40 })
    .map((chosen) => chosen.join(''));

/** The encodings that most files are in are tried more often. */
function runsOf(encoding: StockFileEncoding): number {
  return Math.ceil((isLegacy(encoding) && encoding !== 'cp949' ? 300 : 1_000) * inject('effort'));
}

test.each(stockFileEncodings)(
  '%s: rows and rejects are those of the whole text, at any split',
  async (encoding) => {
    const header = 'store,item,count\n';
    await fc.assert(
      fc.asyncProperty(
        bodyIn(encoding),
        fc.array(fc.nat(150)),
        fc.integer({ min: 1, max: 60 }),
        async (text, cuts, blockBytes) => {
          const whole = `${header}first,row,1\n${text}`;
          const outcomes = await readOutcomes(
            Buffer.from(encodeText(whole, encoding)),
            { cuts, blockBytes },
            encoding,
          );
          const [, ...expected] = readWhole(whole, encoding);
          expect(outcomes).toEqual(expected);
        },
      ),
      { numRuns: runsOf(encoding) },
    );
  },
);

const longPieceIn = (encoding: StockFileEncoding) =>
  fc.constantFrom(
    'x'.repeat(20),
    charactersOf(encoding)[0]!.repeat(5),
    'a,b,1\n',
    '"',
    '""',
    '\n',
    '\r',
    '\r\n',
    ',',
  );
const longBody = fc.array(longPieceIn('utf-8'), { maxLength: 30 }).map((chosen) => chosen.join(''));

test.each(stockFileEncodings)(
  '%s: where bytes are broken, rows and rejects do not depend on the blocks they are read in',
  async (encoding) => {
    const settings = { maxRowBytes: 64, encoding };
    const header = encodeText('store,item,count\nfirst,row,1\n', encoding);
    const sound = longPieceIn(encoding).map((text) => encodeText(text, encoding));
    const broken = fc.uint8Array({ minLength: 1, maxLength: 2, min: 0x21 });
    const parts = fc.array(fc.oneof({ weight: 5, arbitrary: sound }, broken), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        parts,
        fc.array(fc.nat(300)),
        fc.integer({ min: 1, max: 200 }),
        async (bytes, cuts, blockBytes) => {
          const file = Buffer.concat([header, ...bytes]);
          const outcome = readAll(file, { settings, cuts, blockBytes });
          const expected = readAll(file, { settings });
          expect(await outcome.catch(codeOf)).toEqual(await expected.catch(codeOf));
        },
      ),
      { numRuns: runsOf(encoding) },
    );
  },
);

test('where rows are too long, rows and rejects do not depend on the blocks they are read in', async () => {
  const settings = { maxRowBytes: 64, encoding: 'utf-8' } as const;
  await fc.assert(
    fc.asyncProperty(
      longBody,
      fc.array(fc.nat(300)),
      fc.integer({ min: 1, max: 200 }),
      async (text, cuts, blockBytes) => {
        const file = `store,item,count\nfirst,row,1\n${text}`;
        expect(await readAll(file, { settings, cuts, blockBytes })).toEqual(
          await readAll(file, { settings }),
        );
      },
    ),
    { numRuns: Math.ceil(1_000 * inject('effort')) },
  );
});

const sample = [
  '매장;상품명;수량;비고\r\n',
  '서울 강남점;에코 플러스;12;\r\n',
  '"부산;해운대";"에코 ""쇼"" 5\r\n2세대";"1,200";x\r\n',
  '\r\n;;;\r\n',
  '대구;에코;많음;\r\n',
  '대구;에코\r\n',
  `광주;${'가'.repeat(60)};3;\r\n`,
  '인천;"열림;1;\r\n',
  '제주;에코 닷;0;끝',
].join('');
const settings = { maxRowBytes: 100 };
const utf8 = Buffer.from(sample);
const forms: [string, Buffer][] = [
  ['UTF-8', utf8],
  ['UTF-8 with byte order mark', Buffer.from(`\ufeff${sample}`)],
  ['CP949', iconv.encode(sample, 'cp949')],
  ['UTF-16LE', Buffer.from(`\ufeff${sample}`, 'utf16le')],
  ['UTF-16BE', Buffer.from(`\ufeff${sample}`, 'utf16le').swap16()],
  ['gzip', gzipSync(utf8)],
  ['gzip of two members', Buffer.concat([gzipSync(utf8.subarray(0, 111)), gzipSync(utf8.subarray(111))])],
];

/** Half a code of UTF-16 makes other characters of all that follow, null characters among them. */
function codeOf(error: unknown): string {
  if (isGroundcrewError(error)) return error.code;
  throw error;
}

/** A batch without what depends on how far ahead the source was read. */
function essence({ rows, rejects, state }: RowBatch) {
  return { rows, rejects, state };
}

test.each(forms)('%s: split at every byte, a file has the same rows', async (_, file) => {
  const whole = await readBatches(file, { settings });
  expect(whole.flatMap(({ rejects }) => rejects.map(({ code }) => code))).toContain('cell-quote-unclosed');
  for (let cut = 0; cut <= file.length; cut++) {
    const batches = await readBatches(file, { settings, cuts: [cut] });
    expect(batches.map(essence)).toEqual(whole.map(essence));
  }
});

test.each(forms)('%s: resumed at every batch, the very same batches follow', async (_, file) => {
  for (const blockBytes of [1, 7, 64]) {
    const all = await readBatches(file, { settings, blockBytes });
    expect(all.length).toBeGreaterThan(3);
    for (const [i, { state }] of all.entries()) {
      const resume = JSON.parse(JSON.stringify(state));
      const rest = await readBatches(state.gzip ? file : file.subarray(state.offset), {
        settings,
        blockBytes,
        resume,
      });
      expect(rest.map(essence)).toEqual(all.slice(i + 1).map(essence));
    }
  }
});

test.each(forms)('%s: the last batch has read everything', async (_, file) => {
  const batches = await readBatches(file, { settings, blockBytes: 50 });
  expect(batches.at(-1)?.bytesRead).toBe(file.length);
});

test('any bytes lead to rows, rejects or a GroundcrewError', async () => {
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .tuple(
        fc.constantFrom('store,item,count\n', 'store;item;count\n', '\ufeffstore,item,count\n'),
        fc.constantFrom('utf8' as const, 'utf16le' as const),
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
      )
      .map(([header, form, bytes]) => Buffer.concat([Buffer.from(header, form), bytes])),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.concat([Buffer.of(0x1f, 0x8b, 8), bytes])),
  );
  const blocks = fc.integer({ min: 1, max: 100 });
  await fc.assert(
    fc.asyncProperty(garbage, blocks, fc.array(fc.nat(300)), async (bytes, blockBytes, cuts) => {
      const read = readAll(bytes, { blockBytes, cuts, settings: { maxRowBytes: 64 } });
      const outcome = await read.catch((error: unknown) => error);
      if (isGroundcrewError(outcome)) {
        expect(outcome.code).toMatch(/^inventory\.file\./);
        return;
      }
      expect(outcome).toMatchObject({ rows: expect.any(Array), rejects: expect.any(Array) });
    }),
    { numRuns: Math.ceil(2_000 * inject('effort')) },
  );
});
