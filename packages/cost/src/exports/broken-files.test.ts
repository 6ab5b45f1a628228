import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { type ExportSource, openExports } from './index.ts';
import { csvOf, focusRow, queryOf, testDuckdb, testFolder, totalOf } from './testing/export-files.ts';

const folder = testFolder();
const duckdb = await testDuckdb();
const opened: ExportSource[] = [];
afterAll(async () => {
  await Promise.all(opened.map((source) => source.close()));
  folder.remove();
});

async function open(path: string): Promise<ExportSource> {
  const source = await openExports({ paths: [path], duckdb });
  opened.push(source);
  return source;
}

describe('broken files', () => {
  test('a truncated gzip file is refused, even if it ends between two rows', async () => {
    const whole = csvOf(Array.from({ length: 3000 }, (_, row) => focusRow({ ResourceId: `i-${row}` })));
    const packed = folder.write('whole.csv.gz', whole);
    const bytes = readFileSync(packed);
    // All of the text is there; the check sum behind it is not.
    const cut = folder.write('cut.csv.gz', bytes.subarray(0, bytes.length - 8));

    await expect((await open(cut)).query(queryOf())).rejects.toMatchObject({
      code: 'cost.exports.file-unreadable',
      message: expect.stringMatching(/cut\.csv\.gz .* copy it again$/s),
    });
  });

  test.each([
    ['a Parquet file without an end', 'bad.parquet', 'PAR1 and no more'],
    ['a row with too few fields', 'short.csv', `${csvOf([focusRow()])}only,three,fields\n`],
    ['a cost that is not a number', 'words.csv', csvOf([focusRow({ BilledCost: 'twelve' })])],
    ['a charge without a date', 'undated.csv', csvOf([focusRow({ ChargePeriodStart: null })])],
    [
      'a date as a spreadsheet writes it',
      'sheet.csv',
      csvOf([focusRow({ ChargePeriodStart: '9/3/2026 4:00' })]),
    ],
  ])('%s is refused', async (_, name, content) => {
    const file = folder.write(name, content);

    const answer = open(file).then((source) => source.query(queryOf()));

    await expect(answer).rejects.toMatchObject({ code: 'cost.exports.file-unreadable', fault: 'user' });
  });

  test.each([
    ['header', csvOf([focusRow()]).replace('\n', 'CELL\n')],
    ['row', csvOf([focusRow({ ServiceName: 'CELL' })])],
  ])('of a file with CP949 in its %s the message says how to save it', async (_, text) => {
    const [before = '', after = ''] = text.split('CELL');
    const file = folder.write(
      'cp949.csv',
      Buffer.concat([Buffer.from(before), Buffer.from('bcadbfef', 'hex'), Buffer.from(after)]),
    );

    await expect(open(file).then((source) => source.query(queryOf()))).rejects.toMatchObject({
      code: 'cost.exports.file-unreadable',
      message: expect.stringMatching(/cp949\.csv can't be read: .* copy it again, or save it as UTF-8$/s),
    });
  });

  test('so it does of a file in UTF-16, and not of another for its name', async () => {
    const utf16 = folder.write('utf16.csv', Buffer.from(`\ufeff${csvOf([focusRow()])}`, 'utf16le'));
    await expect(open(utf16)).rejects.toThrow(/ or save it as UTF-8$/);
    const parquet = folder.write('utf-8.parquet', 'PAR1 and no more');
    await expect(open(parquet)).rejects.toThrow(
      /utf-8\.parquet'; it is truncated or changed: copy it again$/,
    );
  });

  describe('files whose names are of another form', () => {
    const text = csvOf([focusRow(), focusRow({ BilledCost: '5' })]);
    const packed = gzipSync(text);

    test.each([
      ['A.CSV.GZ', packed],
      ['a.csv.GZ', packed],
      ['A.Csv.Gz', packed],
      ['a.TSV', Buffer.from(text.replaceAll(/,(?! )/g, '\t'))],
      ['gzip-named.csv', packed],
      ['text-named.csv.gz', Buffer.from(text)],
    ])('%s is read by its bytes', async (name, content) => {
      const { lines } = await (await open(folder.write(`forms/${name}`, content))).query(queryOf());
      expect(totalOf(lines)).toBe('6');
    });

    test.each([
      ['zip-named.csv', 'PK\x03\x04 and more', 'is a ZIP archive by its first bytes', '.csv.zip'],
      ['zip-named.csv.gz', Buffer.from('PK\x03\x04 and more'), 'is a ZIP archive by its', '.csv.zip'],
      ['parquet-named.csv', 'PAR1 and more', 'is a Parquet file by its first bytes', '.parquet'],
    ])('%s is refused with what it is', async (name, content, what, ending) => {
      await expect(open(folder.write(`forms/${name}`, content))).rejects.toMatchObject({
        code: 'cost.exports.file-unreadable',
        message: expect.stringMatching(new RegExp(`${name} ${what}.* ends in \\${ending}$`)),
      });
    });

    test('bytes of no known form that are named gzip are not read as text', async () => {
      const noise = folder.write('forms/noise.csv.gz', Buffer.from([0, 1, 2, 0xff, 0xfe, 0xfd]));
      await expect(open(noise)).rejects.toMatchObject({ code: 'cost.exports.file-unreadable' });
    });
  });

  test('a file with semicolons instead of commas is refused with that reason', async () => {
    const content = csvOf([focusRow({ Tags: null })]).replaceAll(',', ';');
    await expect(open(folder.write('semicolons.csv', content))).rejects.toMatchObject({
      code: 'cost.exports.unknown-format',
      message: expect.stringContaining('has semicolons between names, not commas or tabs'),
    });
  });

  test('columns of no export, and an export that lacks one, are refused by name', async () => {
    const other = folder.write('other.csv', 'sku,count\na,1\n');
    const { BillingCurrency: _, ...lacking } = focusRow();
    const almost = folder.write('almost.csv', csvOf([lacking]));

    await expect(open(other)).rejects.toMatchObject({ code: 'cost.exports.unknown-format' });
    await expect(open(almost)).rejects.toThrow(
      /looks like a FOCUS export, but has no column BillingCurrency/,
    );
  });
});

test('an export without rows is refused, rather than reported as nothing billed', async () => {
  const source = await open(folder.write('empty.csv', csvOf([focusRow()]).split('\n')[0]!));

  await expect(source.delivery!({ since: '2026-01-01' })).rejects.toMatchObject({
    code: 'cost.exports.empty',
    message: expect.stringContaining('empty.csv holds no rows'),
  });
});
