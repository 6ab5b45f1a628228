import iconv from 'iconv-lite';

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
const koreanCities = ['서울 강남점', '부산 해운대점', '대구 동성로점', '인천 송도점'];

/** The sizes and shapes that stock files come in. */
export const sampleFiles = {
  plain: (rows: number) =>
    makeFile(rows, (i) => `${cities[i % cities.length]},Echo Plus ${i % 9973},${i % 37}\n`),
  quoted: (rows: number) =>
    makeFile(rows, (i) => `"${cities[i % cities.length]}","Echo ""Plus"", no. ${i % 9973}","${i % 37}"\n`),
  koreanUtf8: (rows: number) => makeFile(rows, koreanRow),
  koreanCp949: (rows: number) => makeFile(rows, koreanRow, (text) => iconv.encode(text, 'cp949')),
};

function koreanRow(i: number): string {
  return `${koreanCities[i % koreanCities.length]},에코 플러스 ${i % 9973},${i % 37}\n`;
}
