import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readStockFile } from './reader.ts';
import { chunksOf, collect, readAll } from './testing/read-all.ts';

/** What becomes of rows: their names, or why they are rejected. */
async function outcomes(rows: string, names: 'normalize' | 'keep' = 'normalize'): Promise<string[]> {
  const read = await readAll(`store,item,count\n${rows}`, { settings: { names } });
  return [
    ...read.rows.map(({ line, store, item }) => [line, `${store}/${item}`] as const),
    ...read.rejects.map(({ line, code }) => [line, code] as const),
  ]
    .sort(([one], [other]) => one - other)
    .map(([, outcome]) => outcome);
}

describe('words that stand for what is written above, and are names', () => {
  test.each(['Idem', 'DITO', 'ditto', '상동'])('are rejected, or names that are kept: %s', async (name) => {
    expect(await outcomes(`${name},Echo,3\nBerlin,${name},3\n`)).toEqual([
      'store-error-value',
      'item-error-value',
    ]);
    expect(await outcomes(`${name},Echo,3\nBerlin,${name},3\n`, 'keep')).toEqual([
      `${name}/Echo`,
      `Berlin/${name}`,
    ]);
  });

  test('are shown with how they are loaded', async () => {
    const { rejects } = await readAll('Filiale;item;count\nIdem;Echo;3\n');
    expect(rejects).toMatchObject([
      {
        column: 'Filiale',
        cells: ['Idem', 'Echo', '3'],
        message:
          'Filiale "Idem" on line 2 stands for what is written above; write the name, or, if this is the name, load the file with --names keep (setting Names)',
      },
    ]);
  });

  test('do not match within a longer name, and marks are not names', async () => {
    expect(await outcomes('Identity,Dot,3\n상동역점,Dito Sarl,3\n')).toEqual([
      'Identity/Dot',
      '상동역점/Dito Sarl',
    ]);
    expect(await outcomes('Berlin,〃,3\n同上,Echo,3\n', 'keep')).toEqual([
      'item-error-value',
      'store-error-value',
    ]);
  });
});

describe('question marks within words', () => {
  test.each(['M?nchen', 'Caf?teria', 'Stra??e', '?bung', 'Tee ?ko', 'Мос?ва', '?쒖슱', 'L?we 7'])(
    'are of lost characters, or of names that are kept: %s',
    async (name) => {
      expect(await outcomes(`${name},Echo,3\nBerlin,${name},3\n`)).toEqual([
        'cell-encoding',
        'cell-encoding',
      ]);
      expect(await outcomes(`Berlin,${name},3\n`, 'keep')).toEqual([`Berlin/${name}`]);
    },
  );

  test.each([
    'Guess Who?',
    'What? Where?',
    'なぜ?なに?図鑑',
    '왜?',
    'Who? Me',
    'A?B',
    'x.php?id=3',
    '4?',
    'What?!',
    '(?)',
  ])('may be questions elsewhere: %s', async (name) => {
    expect(await outcomes(`Berlin,${name},3\n`)).toEqual([`Berlin/${name}`]);
  });
});

describe('question marks at the end of a word', () => {
  test.each(['Caf?', 'CAF?', 'Jos?', 'Caf? Latte', 'Canap? 2', 'M?NCHEN', 'STRA?E', 'K?LN', 'КОФ?ВАРКА'])(
    'are of lost characters after an incomplete word, and within capitals: %s',
    async (name) => {
      expect(await outcomes(`${name},Echo,3\nBerlin,${name},3\n`)).toEqual([
        'cell-encoding',
        'cell-encoding',
      ]);
      expect(await outcomes(`Berlin,${name},3\n`, 'keep')).toEqual([`Berlin/${name}`]);
    },
  );

  test.each(['A?B', 'Q?A', 'WHO? ME', 'What?', 'Rosa?', 'Cafe?', 'X?ID=3', 'Josh? Yes'])(
    'may be questions: %s',
    async (name) => {
      expect(await outcomes(`Berlin,${name},3\n`)).toEqual([`Berlin/${name}`]);
    },
  );

  test('are of lost characters where another name before lacks one', async () => {
    expect(
      await outcomes('Berlin,Menu?,3\nBerlin,M?sli,3\nBerlin,Men?,3\nBerlin,Pur? 5,3\nBerlin,4?,3\n'),
    ).toEqual(['Berlin/Menu?', 'cell-encoding', 'cell-encoding', 'cell-encoding', 'Berlin/4?']);
  });

  test('are judged by what the rows before show, in any block', async () => {
    const rows = `Berlin,M?sli,3\n${'Berlin,Echo,3\n'.repeat(20)}Berlin,Men?,3\n`;
    const { rejects } = await readAll(`store,item,count\n${rows}`, { blockBytes: 64 });
    expect(rejects.map(({ line, message }) => [line, message])).toEqual([
      [2, expect.stringContaining('a question mark within a word')],
      [
        23,
        expect.stringMatching(/^item "Men\?" on line 23 ends .* as in "M\?sli" on line 2; .*--names keep/),
      ],
    ]);
  });
});

describe('whole dates in their short form', () => {
  test.each(['3/1/2026', '03/01/2026', '31/12/2026', '01.03.2026', '1.3.2026', '2026/3/1', '2026/03/01'])(
    'are what spreadsheets make of other names, or names that are kept: %s',
    async (name) => {
      expect(await outcomes(`${name},Echo,3\nBerlin,${name},3\n`)).toEqual(['store-date', 'item-date']);
      expect(await outcomes(`Berlin,${name},3\n`, 'keep')).toEqual([`Berlin/${name}`]);
    },
  );

  test.each([
    '2026-03-01',
    '13/13/2026',
    '1/2/3000',
    '1.2.3',
    '192.168.2026',
    '3/1',
    '12:30:00',
    '10/20/30',
    '0/1/2026',
  ])('are not %s', async (name) => {
    expect(await outcomes(`Berlin,${name},3\n`)).toEqual([`Berlin/${name}`]);
  });
});

describe('rows of templates that are examples', () => {
  test.each([
    '예시) 강남점|예) 강남점|(예시) 강남점|[예시] 강남점|예시: 강남점|작성예시|※ 예시|예시매장 1',
    '(example)|(Example) Berlin|Example: Berlin|example) Berlin|ex) Berlin|e.g. Berlin|e.g.|Example Store',
    'Exemple : Paris|(ejemplo) Madrid|Ejemplo: Madrid|Esempio: Roma|Пример: Москва|例 東京店|例如上海|示例店铺',
    'Example Store 1|EXAMPLE STORE|예시입니다|예제|예제) 강남점|예시_매장',
    'z.B. Berlin|(z. B.) Berlin|Beispiel: Berlin|例）東京店|（例）東京店|記入例|【例】東京店|例',
  ])('are rejected: %s', async (names) => {
    for (const name of names.split('|')) {
      expect([name, await outcomes(`${name},Echo,3\nBerlin,${name},3\n`)]).toEqual([
        name,
        ['row-example', 'row-example'],
      ]);
      expect(await outcomes(`${name},Echo,3\n`, 'keep')).toEqual([`${name}/Echo`]);
    }
  });

  test('are not what only looks like them', async () => {
    const names =
      'Exemple|Ejemplo|Ejemplar|Пример|P.J. Salvage|Pizza: 12|Poster: Cat|Electro: X|예제집|예시용지|例えば本舗|示例书|Example Products|E.G. Smith|E.ON|(주)한빛|[신상] 머그컵|예쁜 컵|예스24|(Sample) Parfum|Sample Sale|(샘플) 크림|Example|Exquisa|Beispielhaus|Z.B.V.|例文集|記録紙|Ex-Libris|Extra: Large|작은 컵|(500 ml) Tee';
    for (const name of names.split('|'))
      expect(await outcomes(`Berlin,${name},3\n`)).toEqual([`Berlin/${name}`]);
  });
});

describe('a line that was commented out', () => {
  test.each([
    '#Berlin',
    '# Berlin',
    '##Berlin',
    '//Berlin',
    '// 강남점',
    '--Berlin',
    '#(주)한빛',
    '＃Berlin',
    ';Berlin',
    '/*Berlin',
    '<!--Berlin',
  ])('is rejected: %s', async (name) => {
    expect(await outcomes(`${name},Echo,3\n`)).toEqual(['row-comment']);
    expect(await outcomes(`${name},Echo,3\n`, 'keep')).toEqual([`${name}/Echo`]);
  });

  test('is known by its first cell, whatever that is of', async () => {
    const { rows, rejects } = await readAll(
      'item,count,store\n#Echo,3,Berlin\nDot,4,#Berlin\n#1 Brush,5,Berlin\n',
    );
    expect(rejects).toMatchObject([{ code: 'row-comment', column: 'item', line: 2 }]);
    expect(rows.map(({ line }) => line)).toEqual([3, 4]);
  });

  test('is not found where a number or a good begins so', async () => {
    expect(await outcomes('#0123,Echo,3\nBerlin,#hashtag,3\nBerlin,//Cable,3\n-Berlin,-- Set,3\n')).toEqual([
      '#0123/Echo',
      'Berlin/#hashtag',
      'Berlin///Cable',
      '-Berlin/-- Set',
    ]);
  });
});

describe('names that are escaped for HTML', () => {
  test.each([
    ['Tom &amp; Jerry', 'Tom & Jerry'],
    ['Caf&eacute;', 'Café'],
    ['K&Ouml;LN&nbsp;1', 'KÖLN 1'],
    ['Levi&#39;s &#x2013; 501', "Levi's – 501"],
    ['&lt;b&gt;', '<b>'],
    ['I &hearts; &AMP;', 'I ♥ &'],
    ['&frac14;&quot; &plusmn; 5&micro;m', '¼\\" ± 5µm'],
    ['Tom&comma; Jerry&#10;', 'Tom, Jerry '],
  ])('are rejected, with what they would be: %s', async (name, meant) => {
    const { rejects } = await readAll(`store,item,count\nBerlin,${name},3\n${name},Echo,4\n`);
    expect(rejects).toMatchObject([
      { code: 'cell-encoding', column: 'item', message: expect.stringContaining(`would be "${meant}";`) },
      { code: 'cell-encoding', column: 'store' },
    ]);
    expect(await outcomes(`Berlin,${name},3\n`, 'keep')).toEqual([`Berlin/${name}`]);
  });

  test('are not those that have an ampersand', async () => {
    const names = 'H&M|Tom & Jerry|AT&T;x|R&D;|A &unknown; B|&Co;|B&B;|Q&#A;';
    for (const name of names.split('|'))
      expect(await outcomes(`Berlin,${name},3\n`)).toEqual([`Berlin/${name}`]);
  });

  test('are found in UTF-16, and in any block', async () => {
    const text = `\ufeffstore,item,count\n${'Berlin,Echo,3\n'.repeat(20)}Berlin,Caf&eacute;,3\n`;
    const { rejects } = await readAll(iconv.encode(text, 'utf-16le', { addBOM: false }), { blockBytes: 64 });
    expect(rejects).toMatchObject([{ code: 'cell-encoding', line: 22 }]);
  });
});

test('of a row whose item is marked the store is known, and whatever else judges rows does so after', async () => {
  const judged: string[] = [];
  const batches = await collect(
    readStockFile(
      chunksOf(Buffer.from('store,item,count\nBerlin,idem,3\nIdem,Echo,3\nBerlin,Echo,3\n')),
      {},
      undefined,
      {
        reportsShelves: true,
        inspect: ({ item, line }) => {
          judged.push(`${line} ${item}`);
          return { kind: 'drop' };
        },
      },
    ),
  );
  expect(judged).toEqual(['4 Echo']);
  const rejects = batches.flatMap((batch) => batch.rejects);
  expect(rejects.map(({ line, shelf }) => [line, shelf])).toEqual([
    [2, { store: 'Berlin' }],
    [3, undefined],
  ]);
});
