import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { samplesDirectory } from './demo/samples.ts';

/** A sample stock file: its path below `samples/inventory`, which is its key in the demo, and its bytes. */
export interface Sample {
  readonly path: string;
  readonly bytes: Uint8Array;
}

function lines(rows: readonly string[], lineBreak = '\n'): string {
  return rows.map((row) => row + lineBreak).join('');
}

/** Stock files as people send them: each in another format. */
export const samples: readonly Sample[] = [
  {
    // Plain. The demo uploads it twice: the second time nothing changes, and nothing is published.
    path: 'berlin.csv',
    bytes: Buffer.from(
      lines([
        'store,item,count',
        'Berlin,Echo Dot,12',
        'Berlin,Echo Plus,0',
        'Berlin,Echo Show,18',
        'Berlin,"Hand Cream, 50 ml",40',
        'Berlin,Desk Lamp,7',
      ]),
    ),
  },
  {
    // UTF-8 of a spreadsheet: byte order mark, CRLF, digit groups.
    path: 'nagoya.csv',
    bytes: Buffer.from(
      `\ufeff${lines(
        [
          'Store,Item,Count',
          'Nagoya,Echo Dot,3',
          'Nagoya,Echo Plus,0',
          'Nagoya,AA Batteries,"1,200"',
          'Nagoya,折りたたみ傘,25',
        ],
        '\r\n',
      )}`,
    ),
  },
  {
    // Semicolons and UTF-16, columns in another order and one too many.
    path: 'santiago.csv',
    bytes: Buffer.from(
      `\ufeff${lines(['Item;Price;Count;Store', 'Ñandú Plüsch;9,90;4;Santiago', 'Echo Dot;39,00;31;Santiago', 'Kettle 1.7 l;24,50;0;Santiago'], '\r\n')}`,
      'utf16le',
    ),
  },
  {
    // Compressed, tabs.
    path: 'karachi.csv.gz',
    bytes: gzipSync(
      lines([
        'store\titem\tcount',
        'Karachi\tEcho Dot\t5',
        'Karachi\tEcho Show\t0',
        'Karachi\tPower Strip\t64',
      ]),
    ),
  },
  {
    // Rows that are rejected, each for another reason.
    path: 'london.csv',
    bytes: Buffer.from(
      lines([
        'store,item,count',
        'London,Echo Dot,21',
        'London,Echo Plus,12.5',
        'London,Echo Show,-3',
        'London,,9',
        'London,Umbrella,sold out',
        'London,Tea Towel,15,Aisle 4',
        'London,Kettle 1.7 l,0',
      ]),
    ),
  },
  {
    // Korean, as saved by Excel in Korea: CP949.
    path: 'gangnam.csv',
    bytes: iconv.encode(
      lines(
        [
          '매장,상품명,수량',
          '서울 강남점,에코 닷,14',
          '서울 강남점,에코 플러스,0',
          '서울 강남점,접이식 우산,33',
          '서울 강남점,똠방각하 머그컵,6',
        ],
        '\r\n',
      ),
      'cp949',
    ),
  },
  {
    // A name that S3 encodes in its events.
    path: '2026 봄/seoul+busan (1).csv',
    bytes: Buffer.from(
      lines([
        'store,item,count',
        'Seoul,Echo Dot,44',
        'Seoul,Echo Show,0',
        'Busan,Echo Dot,8',
        'Busan,Echo Show,2',
      ]),
    ),
  },
  {
    // Later in the day: one shelf becomes empty, one is refilled.
    path: 'evening/nagoya.csv',
    bytes: Buffer.from(lines(['store,item,count', 'Nagoya,Echo Dot,0', 'Nagoya,Echo Plus,24'])),
  },
];

if (import.meta.main) {
  for (const { path, bytes } of samples) {
    const file = join(samplesDirectory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}
