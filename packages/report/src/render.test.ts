import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unguardFormula } from './formula-guard.ts';
import { type OutputFormat, type Report, type Row, render, type TableOptions, widthOf } from './index.ts';

const stock: Report = {
  title: 'Stock',
  sections: [
    {
      kind: 'table',
      key: 'items',
      title: 'Shelves',
      columns: [
        { key: 'store', title: 'Store' },
        { key: 'count', title: 'Count', unit: 'count' },
      ],
      rows: [
        { store: '서울 강남점', count: 12345 },
        { store: 'Berlin', count: 0 },
      ],
    },
  ],
  notes: ['Two shelves.'],
};

async function text(report: Report, format: OutputFormat, options?: TableOptions): Promise<string> {
  let all = '';
  for await (const chunk of render(report, format, options)) all += chunk;
  return all;
}

function oneTable(rows: readonly Row[], wrap = false): Report {
  const keys = Object.keys(rows[0] ?? { a: 1 });
  const columns = keys.map((key) => ({ key, title: key, ...(wrap && { wrap: true as const }) }));
  return { title: 'Any', sections: [{ kind: 'table', key: 'rows', columns, rows }] };
}

const anyText = fc.string({ unit: 'grapheme', maxLength: 60 });
const anyRows = rowsOf(anyText);

function rowsOf(cell: fc.Arbitrary<string>): fc.Arbitrary<Record<string, string>[]> {
  return fc.integer({ min: 1, max: 7 }).chain((columns) =>
    fc.array(
      fc
        .array(cell, { minLength: columns, maxLength: columns })
        .map((cells) => Object.fromEntries(cells.map((value, index) => [`column${index}`, value]))),
      { minLength: 1, maxLength: 8 },
    ),
  );
}

test('a table aligns wide characters, and numbers to the right', async () => {
  expect(await text(stock, 'table')).toBe(
    [
      'Shelves',
      'Store         Count',
      '───────────  ──────',
      '서울 강남점  12,345',
      'Berlin            0',
      '',
      'Two shelves.',
      '',
    ].join('\n'),
  );
});

test('no line of a table is wider than the terminal, whatever the cells', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, fc.integer({ min: 20, max: 120 }), fc.boolean(), async (rows, width, wrap) => {
      const lines = (await text(oneTable(rows, wrap), 'table', { width })).split('\n');
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
      if (!wrap) expect(lines).toHaveLength(rows.length + 3);
    }),
  );
});

test('a table in a pipe truncates nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[a-z0-9]{1,200}$/), async (cell) => {
      expect(await text(oneTable([{ only: cell }]), 'table')).toContain(`\n${cell}\n`);
    }),
  );
});

test('a table longer than the rows read ahead keeps every row', async () => {
  const rows = Array.from({ length: 1200 }, (_, index) => ({
    name: index < 600 ? 'a' : 'longer than before',
  }));
  const lines = (await text(oneTable(rows), 'table')).trimEnd().split('\n');
  expect(lines).toHaveLength(rows.length + 2);
  expect(lines.at(-1)).toBe('longer than before');
});

test('cells cannot control the terminal', async () => {
  const cell = 'a\u001b[31mb\nc\u202ed\u009be\u007f';
  expect(await text(oneTable([{ only: cell }]), 'table')).toContain('a␛[31mb␊c\\u{202e}d\\u{9b}e␡');
});

test('invisible characters are shown: different values look different', async () => {
  const table = await text(
    oneTable([{ only: 'shop\u200b' }, { only: '\ufeffshop' }, { only: '👩‍🍳' }]),
    'table',
  );
  expect(table.split('\n').slice(2, 5)).toEqual(['shop\\u{200b}', '\\u{feff}shop', '👩‍🍳']);
});

test('neither CSV nor JSON can control a terminal', async () => {
  const cell = 'a\u001b[31mb\tc\nd\u009b0me\u007f\u0000';
  const csv = await text(oneTable([{ only: cell }]), 'csv');
  expect(csv).toBe('only\r\n"a␛[31mb\tc\nd\\u{9b}0me␡␀"\r\n');
  const hidden = `${cell}\u202e\u200b\u3164`;
  const json = await text(oneTable([{ only: hidden }]), 'json');
  expect(json).toMatch(/^[\n\x20-\x7e]*$/);
  expect(JSON.parse(json)).toMatchObject({ rows: [{ only: hidden }] });
});

test('a column that wraps loses no word in a narrow terminal', async () => {
  const report: Report = {
    title: 'Rejects',
    sections: [
      {
        kind: 'table',
        key: 'rejects',
        columns: [
          { key: 'line', title: 'Line', unit: 'count' },
          { key: 'reason', title: 'Reason', wrap: true },
        ],
        rows: [
          { line: 3, reason: 'the count is not a whole number' },
          { line: 14, reason: 'short' },
        ],
      },
    ],
  };
  expect(await text(report, 'table', { width: 22 })).toBe(
    [
      'Line  Reason',
      '────  ────────────────',
      '   3  the count is not',
      '      a whole number',
      '  14  short',
      '',
    ].join('\n'),
  );
});

test('text that does not fit beside the other columns is below its row, and truncates nothing', async () => {
  const id = 'eipalloc-02ae5ad4ac746eda8';
  const report: Report = {
    title: 'Violations',
    sections: [
      {
        kind: 'table',
        key: 'violations',
        columns: [
          { key: 'id', title: 'Resource' },
          { key: 'wrong', title: 'What is wrong', wrap: true },
          { key: 'count', title: 'Count', unit: 'count' },
        ],
        rows: [
          { id, wrong: 'Project is missing, and there is no default', count: 1 },
          { id: 'i-1', wrong: null, count: 12 },
        ],
      },
    ],
  };
  expect(await text(report, 'table', { width: 40 })).toBe(
    [
      'Resource                    Count',
      '──────────────────────────  ─────',
      `${id}      1`,
      '    What is wrong: Project is missing,',
      '    and there is no default',
      'i-1                            12',
      '',
    ].join('\n'),
  );
});

test('a word that is longer than its column is broken without a loss', async () => {
  const word = 'arn:aws:ec2:us-east-1:111122223333:instance/i-0abc';
  const lines = (await text(oneTable([{ a: `at ${word}` }], true), 'table', { width: 20 })).split('\n');
  expect(lines.slice(2).join('').replace('at', '')).toBe(word);
});

test('a table without rows has a sentence', async () => {
  expect(await text(oneTable([]), 'table')).toBe('none\n');
});

test('headings are styled only with color', async () => {
  expect(await text(stock, 'table', { color: true })).toContain('\u001b[1mShelves\u001b[22m');
  expect(await text(stock, 'table', { color: false })).not.toContain('\u001b');
});

test('facts are one below the other; empty ones are left out, long ones wrapped', async () => {
  const report: Report = {
    title: 'Load',
    sections: [
      {
        kind: 'facts',
        key: 'summary',
        columns: [
          { key: 'rows', title: 'Rows', unit: 'count' },
          { key: 'durationMs', title: 'Time', unit: 'duration' },
          { key: 'cost', title: 'Cost', unit: 'usd' },
          { key: 'dryRun', title: 'Dry run' },
          { key: 'rejects', title: 'Rejects' },
          { key: 'reason', title: 'Reason' },
        ],
        values: {
          rows: 1234,
          durationMs: 61_000,
          cost: 0.000125,
          dryRun: true,
          rejects: null,
          reason: 'some words here',
        },
      },
    ],
  };
  expect(await text(report, 'table', { width: 20 })).toBe(
    [
      'Rows     1,234',
      'Time     1 min 1 s',
      'Cost     $0.000125',
      'Dry run  yes',
      'Reason   some words',
      '         here',
      '',
    ].join('\n'),
  );
});

test('JSON has the raw values under stable names', async () => {
  expect(JSON.parse(await text(stock, 'json'))).toEqual({
    title: 'Stock',
    items: [
      { store: '서울 강남점', count: 12345 },
      { store: 'Berlin', count: 0 },
    ],
    notes: ['Two shelves.'],
  });
});

test('JSON has an empty list for a table without rows, and null for a missing value', async () => {
  expect(JSON.parse(await text(oneTable([]), 'json'))).toEqual({ title: 'Any', rows: [] });
  const uneven = [{ a: 1, b: 2 }, { a: 3 }];
  expect(JSON.parse(await text(oneTable(uneven), 'json')).rows).toEqual([
    { a: 1, b: 2 },
    { a: 3, b: null },
  ]);
});

/** Of what means something to CSV, to a spreadsheet or to the guard against formulas. */
const specialText = fc.string({
  unit: fc.constantFrom("'", '"', '=', '-', '＝', '\t', '\r', '\n', ',', 'a'),
  maxLength: 6,
});

test('CSV parses back to the same cells', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf(fc.oneof(anyText, specialText)), async (rows) => {
      const [header, ...records] = parseCsv(await text(oneTable(rows), 'csv'));
      expect(header).toEqual(Object.keys(rows[0]!));
      const unguarded = records.map((record) => record.map(unguardFormula));
      expect(unguarded).toEqual(rows.map((row) => Object.values(row)));
    }),
  );
});

test.each([
  ["'-", "''-"],
  ["''=1", "'''=1"],
  ["'=1", "''=1"],
  ['=1', "'=1"],
  ['-5', '-5'],
  ["'-5", "'-5"],
  ["'s-Hertogenbosch", "'s-Hertogenbosch"],
  ["'", "'"],
])('%s is %s in CSV, so that no two texts are written alike', async (value, written) => {
  expect(parseCsv(await text(oneTable([{ only: value }]), 'csv'))).toEqual([['only'], [written]]);
});

test('no cell of CSV starts as a formula does, while numbers stay numbers', async () => {
  const starts = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠');
  await fc.assert(
    fc.asyncProperty(starts, anyText, async (start, rest) => {
      const cell = `${start}${rest}x`;
      const [, record] = parseCsv(await text(oneTable([{ only: cell }]), 'csv'));
      expect(record).toEqual([`'${cell}`]);
    }),
  );
  expect(await text(oneTable([{ n: -5 }]), 'csv')).toBe('n\r\n-5\r\n');
});

test('CSV has facts as one row', async () => {
  const columns = [{ key: 'rows', title: 'Rows' }];
  const report: Report = {
    title: 'Load',
    sections: [{ kind: 'facts', key: 'summary', columns, values: { rows: 7 } }],
  };
  expect(await text(report, 'csv')).toBe('rows\r\n7\r\n');
});

test('CSV has the section that the report names', async () => {
  const other = oneTable([{ a: 1 }]).sections[0]!;
  expect(await text({ ...stock, sections: [...stock.sections, other], csv: 'rows' }, 'csv')).toBe(
    'a\r\n1\r\n',
  );
});

test('a hidden column is for programs only', async () => {
  const report: Report = {
    title: 'Any',
    sections: [
      {
        kind: 'table',
        key: 'rows',
        columns: [
          { key: 'id', title: 'Id' },
          { key: 'code', title: 'Code', hidden: true },
        ],
        rows: [{ id: 'i-1', code: 'x7' }],
      },
    ],
  };
  expect(await text(report, 'csv')).toBe('id,code\r\ni-1,x7\r\n');
  expect(await text(report, 'json')).toContain('x7');
  expect(await text(report, 'table')).not.toMatch(/x7|Code/);
  expect(await text(report, 'html')).not.toMatch(/x7|Code/);
});

test.each([
  [87.5, '87.5%', 'style="--share:87.5%"'],
  [0, '0%', 'style="--share:0%"'],
  [120, '120%', 'style="--share:100%"'],
  [null, '', 'class="number share"></td>'],
])('a share of %o is a percentage with a bar', async (share, shown, bar) => {
  const columns = [{ key: 'share', title: 'Share', unit: 'percent' as const }];
  const report: Report = {
    title: 'Any',
    sections: [{ kind: 'table', key: 'r', columns, rows: [{ share }] }],
  };
  expect((await text(report, 'table')).split('\n').at(-2)?.trim()).toBe(shown);
  expect(await text(report, 'html')).toContain(bar);
});

test('an id of HTML is not broken at its hyphens, while text is', async () => {
  const page = await text(oneTable([{ id: 'i-0abc', words: 'two words' }]), 'html');
  expect(page).toContain('<td class="word">i-0abc</td><td>two words</td>');
});

test('CSV has the first section by default', async () => {
  const [first] = stock.sections;
  const twice = { ...stock, sections: [first!, { ...first!, key: 'others' }] };
  expect(await text(twice, 'csv')).toBe(await text(stock, 'csv'));
});

test('HTML escapes every text and loads nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a') }), async (cell) => {
      const html = await text({ ...oneTable([{ only: cell }]), title: cell, notes: [cell] }, 'html');
      const body = html
        .slice(html.indexOf('<body>'))
        .replace(/<\/?(body|main|h1|h2|section|div|table|thead|tbody|tr|th|td|p|html)( [^>]*)?>/g, '');
      expect(body).not.toMatch(/[<>"']/);
      expect(html).not.toMatch(/https?:|<script|<link|url\(/);
    }),
  );
});

test('HTML formats values for people', async () => {
  const html = await text(stock, 'html');
  expect(html).toContain('<td>서울 강남점</td><td class="number">12,345</td>');
  expect(html).toContain('<p class="note">Two shelves.</p>');
});

test('a cell of HTML cannot change the direction of text', async () => {
  const html = await text(oneTable([{ only: '\u202egnp.exe\u001b[31m' }]), 'html');
  expect(html).toContain('<td>\\u{202e}gnp.exe␛[31m</td>');
});
