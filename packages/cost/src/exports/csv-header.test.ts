import { rmSync } from 'node:fs';
import type { Duckdb } from '@groundcrew/duckdb';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { headerOf, readCsvHeader } from './csv-header.ts';
import { inspectFiles } from './inspect.ts';
import { csvOf, focusRow, testFolder } from './testing/export-files.ts';

const folder = testFolder();
afterAll(() => folder.remove());

async function* chunksOf(text: string, size: number) {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('any names survive, in chunks of any size, whatever follows', async () => {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  const names = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      names.filter((all) => all.length > 1 || all[0] !== ''),
      fc.constantFrom('\n', '\r\n', '', '\nnot,"the header\n'),
      fc.integer({ min: 1, max: 7 }),
      async (all, rest, size) => {
        for (const delimiter of [',', '\t'])
          expect((await headerOf(chunksOf(all.map(quoted).join(delimiter) + rest, size))).names).toEqual(all);
      },
    ),
  );
});

test.each([
  ['""\t","\n', ['', ',']],
  ['""\t",,"\t" "\n', ['', ',,', ' ']],
])('names between tabs that are commas: %j', async (text, names) => {
  expect(await headerOf(chunksOf(text, 1))).toEqual({ names, delimiter: '\t' });
});

test('a byte order mark is not part of the first name', async () => {
  expect((await headerOf(chunksOf('\uFEFFa,b c\n1,2\n', 2))).names).toEqual(['a', 'b c']);
});

test.each(['bill.csv', 'bill.csv.gz'])('the first record of %s is the header', async (name) => {
  const file = folder.write(name, 'lineItem/UsageType,"a ""b"", c"\r\n1,2\r\n');

  expect((await readCsvHeader(file)).names).toEqual(['lineItem/UsageType', 'a "b", c']);
});

test('an empty file has no header', async () => {
  expect((await readCsvHeader(folder.write('empty.csv', ''))).names).toEqual([]);
});

test('a file that is not text is refused with its name', async () => {
  const file = folder.write('picture.csv', Buffer.from([0x89, 0x50, 0xff, 0xfe, 0x0a]));

  await expect(inspectFiles(unusable, [file])).rejects.toMatchObject({
    code: 'cost.exports.file-unreadable',
    message: expect.stringContaining('picture.csv'),
  });
});

test.each([
  ['EffectiveCost', 'BilledCost'],
  ['EffectiveCost', 'billedcost'],
  ['RegionId', 'ServiceName'],
])('a header that has %s as %s, which it has already, is refused with both places', async (name, twice) => {
  const text = csvOf([focusRow()]);
  const file = folder.write('twice.csv', text.replace(name, twice));

  await expect(inspectFiles(unusable, [file])).rejects.toMatchObject({
    code: 'cost.exports.file-unreadable',
    message: expect.stringMatching(
      /twice\.csv: the column \w+ is there twice, as columns \d+ and \d+; remove/,
    ),
  });
});

test('columns that no report reads, and tags in other letters, may be there twice', async () => {
  const row = { ...focusRow(), Note: '', note: '', 'resourceTags/user:A': '', 'resourceTags/user:a': '' };
  const [table] = await inspectFiles(unusable, [folder.write('notes.csv', csvOf([row]))]);

  expect(table!.columns).toHaveLength(Object.keys(row).length);
});

/** Asked for nothing: rows of a query arrive in any order. */
const unusable: Duckdb = {
  query: () => Promise.reject(new Error('no query')),
  close: () => {},
};

test('the columns of a CSV are found without a query, whose first row need not be the header', async () => {
  const file = folder.write('focus.csv', csvOf([focusRow()]));

  const [table] = await inspectFiles(unusable, [file]);

  expect(table).toMatchObject({ format: 'FOCUS 1.0', files: [file] });
  rmSync(file);
});
