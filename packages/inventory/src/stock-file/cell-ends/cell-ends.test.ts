import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadCp949 } from '../cp949.ts';
import { encodeText } from '../encoding.ts';
import { loadLegacy } from '../legacy.ts';
import { RowScanner, scanOutcomes } from '../row-scanner.ts';
import { decodedText, type Text } from '../text.ts';
import type { StockFileEncoding } from '../types.ts';
import { CellEnds } from './cell-ends.ts';

beforeAll(() => Promise.all([loadCp949(), loadLegacy()]));

/** All that a scanner finds in a text, row by row. */
function scanAll(text: Text, minCodes: number, limit: number, delimiter = ','): unknown[] {
  const scanner = new RowScanner(delimiter, minCodes);
  const rows: unknown[] = [];
  let at = 0;
  let surplus = 0;
  while (at < text.codes.length) {
    const outcome = scanner.scan(text, at, surplus, Math.min(text.codes.length, at + limit), true);
    const { start, cells, hasNonAscii, isOdd, end, next, breaks } = scanner;
    const cellsOf = (array: Int32Array | Uint8Array): number[] => [...array.subarray(0, cells)];
    const { starts, ends, characterStarts, characterEnds, hasDoubledQuotes } = scanner;
    // Of a row that is not whole nothing else is known.
    rows.push({ outcome, start, cells });
    if (outcome !== scanOutcomes.row) break;
    rows.push({ hasNonAscii, isOdd, end, next, breaks, surplus: scanner.surplus });
    rows.push([starts, ends, characterStarts, characterEnds, hasDoubledQuotes].map(cellsOf));
    at = next;
    ({ surplus } = scanner);
  }
  return rows;
}

const pieces: Readonly<Record<StockFileEncoding | 'ascii', readonly string[]>> = {
  ascii: ['Berlin', 'Echo Plus 12'],
  'utf-8': ['서울 강남점', '에코 플러스', 'Köln', 'Łódź', '東京', '😀', '\u00a0', 'カメラ', '\u0301'],
  'utf-16le': ['서울', 'Köln'],
  'utf-16be': ['서울', 'Köln'],
  cp949: ['서울 강남점', '에코 플러스', '뷁', '\u00b7', '３', 'Ⅲ'],
  'windows-1252': ['Köln', 'weiß', '€', '\u00a0', '½'],
  'windows-1250': ['Łódź', '\u00a0'],
  'windows-1251': ['Москва', '№'],
  shift_jis: ['東京', 'ソニー', '表', 'ｶﾒﾗ'],
  'euc-jp': ['東京', 'カメラ'],
  gb18030: ['北京', '数量'],
  big5: ['北京', '功'],
};
const marks = [
  ',',
  ',',
  ',',
  '\n',
  '\r\n',
  '\r',
  '"',
  '""',
  '"a""b"',
  '  ',
  ' ',
  '\t',
  ';',
  '12',
  'x',
  '\x01',
];

test.each(Object.keys(pieces) as (keyof typeof pieces)[])(
  '%s: rows read off the ends of their cells are those that are scanned',
  (encoding) => {
    const piece = fc.constantFrom(...pieces[encoding], ...pieces.ascii, ...marks);
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }),
        fc.constantFrom(7, 1000),
        fc.constantFrom(',', ';', '\t'),
        (parts, limit, delimiter) => {
          const bytes = Buffer.from(
            encoding === 'ascii' ? parts.join('') : encodeText(parts.join(''), encoding),
          );
          const text = decodedText(bytes, encoding, true);
          expect(scanAll(text, 0, limit, delimiter)).toEqual(scanAll(text, Infinity, limit, delimiter));
        },
      ),
    );
  },
);

test('a scanner goes from one text to the next', () => {
  const texts = [
    'Berlin,"Echo ""Plus""",1\nBerlin,Echo,2\n',
    'Bonn,A,1\nBonn,B,22\n',
    'Ulm,Ä,3\nUlm,B,4\n',
  ].map((text) => decodedText(Buffer.from(text), 'utf-8', true));
  const read = (minCodes: number): number[][] => {
    const scanner = new RowScanner(',', minCodes);
    return texts.flatMap((text) => {
      const rows: number[][] = [];
      let surplus = 0;
      for (let at = 0; at < text.codes.length; at = scanner.next) {
        scanner.scan(text, at, surplus, text.codes.length, true);
        ({ surplus } = scanner);
        rows.push([...scanner.ends.subarray(0, 3), ...scanner.hasDoubledQuotes.subarray(0, 3), surplus]);
      }
      return rows;
    });
  };
  expect(read(0)).toEqual(read(Infinity));
});

test('the marks of a text are its delimiters, line breaks, quotes, doubled blanks and odd characters', () => {
  const ends = new CellEnds(','.charCodeAt(0), 0);
  const line = 'Köln, a  b,"c",\u00a0,3\r\n';
  const text = decodedText(Buffer.from(line.repeat(5)), 'utf-8', true);
  expect(ends.look(text)).toBe(true);
  const found = Array.from({ length: ends.length / 2 }, (_, i) => [
    ends.marks[2 * i]!,
    ends.marks[2 * i + 1]!,
  ]);
  const size = Buffer.byteLength(line);
  const expected = [0, 1, 2, 3, 4].flatMap((row) => {
    const before = row * 2;
    const places: [number, number][] = [
      [5, 1],
      [9, 1],
      [11, 1],
      [12, 1],
      [14, 1],
      [15, 1],
      [16, 1],
      [18, 2],
      [20, 2],
      [21, 2],
    ];
    return places.map(([at, counted]) => [at + row * size, counted + before]);
  });
  expect(found).toEqual(expected);
});

test('the next row is sought from where the one before began, whether that was read off or not', () => {
  const ends = new CellEnds(','.charCodeAt(0), 0);
  ends.look(decodedText(Buffer.from('a,b\n'.repeat(10)), 'utf-8', true));
  expect(ends.seek(8)).toBe(8);
  expect(ends.next).toBe(8);
  expect(ends.seek(4)).toBe(4);
});

test('texts like one of quoted cells are not looked at', () => {
  const ends = new CellEnds(','.charCodeAt(0), 0);
  const text = (): Text => decodedText(Buffer.from('"a"\n'.repeat(10)), 'utf-8', true);
  expect(ends.look(text())).toBe(true);
  for (let row = 0; row < 1000; row++) ends.countScanned();
  const looks = Array.from({ length: 9 }, () => ends.look(text()));
  expect(looks.filter(Boolean)).toHaveLength(2);
});
