import iconv from 'iconv-lite';
import type { SampleEncoding } from './contenders.ts';

const HEADER = 'store,item,count\n';
const ROWS_PER_PIECE = 10_000;

/** A file of `rows` rows, made in pieces so that its text is never whole in memory. */
function makeFile(
  rows: number,
  row: (i: number) => string,
  encode = (text: string): Buffer => Buffer.from(text),
): Buffer {
  const pieces = [encode(HEADER)];
  for (let start = 0; start < rows; start += ROWS_PER_PIECE) {
    const length = Math.min(ROWS_PER_PIECE, rows - start);
    pieces.push(encode(Array.from({ length }, (_, i) => row(start + i)).join('')));
  }
  return Buffer.concat(pieces);
}

const cities = ['Berlin', 'Seoul', 'Barcelona', 'Kathmandu', 'Philadelphia', 'Karachi'];
const germanCities = ['Köln', 'München Süd', 'Düsseldorf', 'Nürnberg'];
const koreanCities = ['서울 강남점', '부산 해운대점', '대구 동성로점', '인천 송도점'];

interface Sample {
  readonly title: string;
  readonly encoding: SampleEncoding;
  /** Whether only parsers that know quotes can read it. */
  readonly quoted: boolean;
  readonly make: (rows: number) => Buffer;
}

/** The shapes that stock files come in. */
export const samples = {
  plain: {
    title: 'Berlin,Echo Plus 12,0',
    encoding: 'utf-8',
    quoted: false,
    make: (rows) => makeFile(rows, (i) => `${cities[i % cities.length]},Echo Plus ${i % 9973},${i % 37}\n`),
  },
  quoted: {
    title: 'every cell quoted',
    encoding: 'utf-8',
    quoted: true,
    make: (rows) =>
      makeFile(rows, (i) => `"${cities[i % cities.length]}","Echo ""Plus"", no. ${i % 9973}","${i % 37}"\n`),
  },
  koreanUtf8: {
    title: 'Korean, UTF-8',
    encoding: 'utf-8',
    quoted: false,
    make: (rows) => makeFile(rows, koreanRow),
  },
  koreanUtf8Quoted: {
    title: 'Korean, UTF-8, every cell quoted',
    encoding: 'utf-8',
    quoted: true,
    make: (rows) => makeFile(rows, quotedKoreanRow),
  },
  koreanCp949: {
    title: 'Korean, CP949',
    encoding: 'cp949',
    quoted: false,
    make: (rows) => makeFile(rows, koreanRow, (text) => iconv.encode(text, 'cp949')),
  },
  germanWindows1252: {
    title: 'German, Windows-1252',
    encoding: 'windows-1252',
    quoted: false,
    make: (rows) => makeFile(rows, germanRow, (text) => iconv.encode(text, 'windows-1252')),
  },
} as const satisfies Record<string, Sample>;

export type SampleName = keyof typeof samples;

function koreanRow(i: number): string {
  return `${koreanCities[i % koreanCities.length]},에코 플러스 ${i % 9973},${i % 37}\n`;
}

function germanRow(i: number): string {
  return `${germanCities[i % germanCities.length]},Glühbirne weiß ${i % 9973},${i % 37}\n`;
}

function quotedKoreanRow(i: number): string {
  return `"${koreanCities[i % koreanCities.length]}","에코 ""플러스"", ${i % 9973}호","${i % 37}"\n`;
}
