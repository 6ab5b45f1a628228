import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import type { LegacyEncoding } from '../legacy.ts';
import { isEdge } from '../odd-words.ts';
import { productWords } from '../testing/product-words.ts';
import { loadParts } from './detector.ts';
import { createRowCheck, judgeRow } from './row-check.ts';

/* A quick look decides which rows are compared with other encodings: it must not pass by what the comparison rejects. */

const parts = await loadParts();
const rows = createRowCheck(parts);

/** What a reader makes of the odd words of a row. */
function quickly(cells: Buffer, encoding: LegacyEncoding): string | undefined {
  const words = rows.oddWords(cells, encoding).map((start) => {
    const end = cells.findIndex((byte, at) => at >= start && isEdge[byte] === 1);
    return `${cells.toString('latin1', start, end)}\n`;
  });
  if (words.length === 0 || !rows.areForeign(words.join(''), encoding)) return undefined;
  return rows.judge(cells, encoding) === undefined ? undefined : 'foreign';
}

function fully(cells: Buffer, encoding: LegacyEncoding): string | undefined {
  return judgeRow(cells, encoding, parts) === undefined ? undefined : 'foreign';
}

/** Rows of two words of a language, in an encoding. */
function rowsOf(language: string, encoding: string, step: number): Buffer[] {
  const { words } = productWords[language]!;
  const pairs: Buffer[] = [];
  for (let i = 0; i + 1 < words.length; i += step)
    pairs.push(iconv.encode(`${words[i]}\n${words[i + 1]}\n`, encoding));
  return pairs;
}

test.each([
  ['cp949', 'Korean'],
  ['windows-1252', 'German'],
  ['windows-1252', 'French'],
  ['windows-1250', 'Polish'],
  ['windows-1251', 'Russian'],
  ['shift_jis', 'Japanese'],
  ['gb18030', 'Chinese'],
] as const)('in %s, rows in %s are judged alike with and without a quick look', (encoding, language) => {
  const judged = rowsOf(language, encoding, 3).map((cells) => [
    quickly(cells, encoding),
    fully(cells, encoding),
  ]);
  expect(judged.filter(([quick, full]) => quick !== full)).toEqual([]);
});

test.each([
  ['cp949', 'German', 'utf-8', 1],
  ['cp949', 'German', 'windows-1252', 1],
  ['cp949', 'Japanese', 'shift_jis', 1],
  ['shift_jis', 'Korean', 'utf-8', 1],
  ['windows-1252', 'French', 'utf-8', 1],
  ['windows-1252', 'Korean', 'cp949', 0.95],
  ['windows-1252', 'Russian', 'windows-1251', 0.95],
  ['windows-1251', 'German', 'windows-1252', 0.9],
  ['windows-1251', 'Korean', 'cp949', 0.9],
  ['gb18030', 'German', 'windows-1252', 0.9],
] as const)('in %s, rows in %s in %s are found by a quick look, too', (encoding, language, other, least) => {
  const foreign = rowsOf(language, other, 6).filter((cells) => fully(cells, encoding) === 'foreign');
  const found = foreign.filter((cells) => quickly(cells, encoding) === 'foreign');
  expect(foreign.length).toBeGreaterThan(10);
  expect(found.length / foreign.length).toBeGreaterThanOrEqual(least);
});
