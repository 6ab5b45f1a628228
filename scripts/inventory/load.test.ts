import { execFileSync } from 'node:child_process';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createS3Client, putObject } from '@groundcrew/aws/s3';
import { runCli } from '@groundcrew/cli';
import { workbook, zip } from '@groundcrew/inventory/stock-file/testing';
import { createRecordingIo } from '@groundcrew/cli/testing';
import type { LocalAws } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { program } from '../program.ts';
import { groundcrew, startStores, temporaryFolder } from '../testing/groundcrew.ts';

let local: LocalAws;
beforeAll(async () => {
  local = await startStores();
});
afterAll(async () => {
  await local.close();
  vi.unstubAllEnvs();
});

async function stockFile(text: string | Uint8Array, name = 'stock.csv'): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, text);
  return path;
}

async function listed(store: string): Promise<unknown> {
  const { out } = await groundcrew(['inventory', 'list', '--store', store, '--output', 'json']);
  return JSON.parse(out).items;
}

/** What a load shows before it writes. */
const whereText = 'In account 000000000000, the root user, region us-east-1\n';

test('a file is loaded into the table, and a summary written to stdout', async () => {
  const path = await stockFile('store,item,count\nOslo,Lamp,3\nOslo,Kettle,0\nOslo,Lamp,4\n');
  const words = ['inventory', 'load', path, '--duplicates', 'last', '--output', 'json'];
  const { code, out, err } = await groundcrew(words);
  expect({ code, err }).toEqual({ code: 0, err: whereText });
  expect(JSON.parse(out).load).toMatchObject({
    file: path,
    table: 'Inventory',
    status: 'loaded',
    rows: 3,
    written: 2,
    rejected: 0,
    duplicates: 1,
    rejectsAt: null,
  });
  expect(await listed('Oslo')).toEqual([
    { store: 'Oslo', item: 'Kettle', count: 0 },
    { store: 'Oslo', item: 'Lamp', count: 4 },
  ]);
});

test('rows of one shelf that disagree are rejected together, in a dry run, too, or added up', async () => {
  const path = await stockFile(
    'store,item,size,count\nGent,Shirt,S,3\nGent,Shirt,M,5\nGent,Lamp,,1\nGent,Lamp,,1\n',
  );
  const dry = await groundcrew(['inventory', 'load', path, '--dry-run', '--output', 'json']);
  expect(dry.code).toBe(3);
  expect(JSON.parse(dry.out)).toMatchObject({
    dryRun: { rows: 4, toWrite: 1, rejected: 2, duplicates: 1 },
    rejects: [{ code: 'shelf-duplicate', rows: 2, line: 2 }],
  });
  expect((await groundcrew(['inventory', 'load', path, '--duplicates', 'sum'])).code).toBe(0);
  expect(await listed('Gent')).toEqual([
    { store: 'Gent', item: 'Lamp', count: 2 },
    { store: 'Gent', item: 'Shirt', count: 8 },
  ]);
});

test('several columns that could be the count are asked, and --column answers', async () => {
  const path = await stockFile('Location,SKU,Available,On hand\nTurin,Lamp,3,5\n');
  const asked = await groundcrew(['inventory', 'load', path]);
  expect(asked.code).toBe(1);
  expect(asked.err).toContain('--column count="On hand"');
  expect((await groundcrew(['inventory', 'load', path, '--column', 'count=On hand'])).code).toBe(0);
  expect(await listed('Turin')).toEqual([{ store: 'Turin', item: 'Lamp', count: 5 }]);
});

test('names that were changed are counted and shown, with what is not seen written out', async () => {
  const path = await stockFile('store,item,count\nMetz,Lam\u200bp,3\nMetz,="0042",1\n');
  const { code, out } = await groundcrew(['inventory', 'load', path, '--output', 'json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    load: { renamed: 2 },
    renamed: [
      { line: 2, from: 'Lam\\u{200b}p', to: 'Lamp' },
      { line: 3, from: '="0042"', to: '0042' },
    ],
  });
});

test('a file whose encoding is not certain is refused, and --encoding sets it', async () => {
  const path = await stockFile(Buffer.from('store,item,count\nHamm,T\xfcr,3\n', 'latin1'));
  const unsure = await groundcrew(['inventory', 'load', path]);
  expect(unsure.code).toBe(1);
  expect(unsure.err).toMatch(/windows-1252 as "Hamm,Tür,3"/);
  expect((await groundcrew(['inventory', 'load', path, '--encoding', 'windows-1252'])).code).toBe(0);
  expect(await listed('Hamm')).toContainEqual({ store: 'Hamm', item: 'Tür', count: 3 });
});

test('a workbook is loaded, its sheet is reported, and its rejects are CSV with the rows of the sheet', async () => {
  const book = workbook(
    [['Stock of today'], [], ['store', 'item', 'count'], ['Lyon', 'Lamp', 3], ['Lyon', 'Kettle', 'many']],
    { sheetName: 'Week 48' },
  );
  const path = await stockFile(book, 'stock.xlsx');
  const { code, out } = await groundcrew([
    'inventory',
    'load',
    path,
    '--sheet',
    'week 48',
    '--output',
    'json',
  ]);
  const rejectsPath = path.replace('stock.xlsx', 'stock.rejects.csv');
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    load: { sheet: 'Week 48', rows: 2, written: 1, rejectsAt: rejectsPath },
    rejects: [{ code: 'count-not-whole', line: 5 }],
  });
  expect(await readFile(rejectsPath, 'utf8')).toContain('Lyon,Kettle,many,5,');
  expect(await listed('Lyon')).toEqual([{ store: 'Lyon', item: 'Lamp', count: 3 }]);
});

test('a sheet that a workbook does not have is reported with those that it has', async () => {
  const path = await stockFile(workbook([['store', 'item', 'count']]), 'stock.xlsx');
  const { code, err } = await groundcrew(['inventory', 'load', path, '--sheet', 'Week 49']);
  expect(code).toBe(1);
  expect(err).toContain('the workbook has no sheet "Week 49": it has "Sheet1"');
});

test('a workbook in a ZIP archive on standard input is checked without an account', async () => {
  const bytes = zip([
    {
      name: 'week.xlsx',
      bytes: workbook([
        ['store', 'item', 'count'],
        ['Lyon', 'Pan', 1],
      ]),
    },
  ]);
  const io = createRecordingIo({ stdin: bytes });
  expect(await runCli(program, ['inventory', 'load', '-', '--dry-run', '--output', 'json'], io)).toBe(0);
  expect(JSON.parse(io.out()).dryRun).toMatchObject({
    fileInArchive: 'week.xlsx',
    sheet: 'Sheet1',
    toWrite: 1,
  });
});

test('bad rows are written to a file next to the input, and the exit code is 3', async () => {
  const path = await stockFile('store,item,count\nRome,Lamp,3\nRome,Kettle,many\n');
  const { code, out } = await groundcrew(['inventory', 'load', path, '--output', 'json']);
  const rejectsPath = path.replace('stock.csv', 'stock.rejects.csv');
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    load: { rows: 2, written: 1, rejected: 1, rejectsAt: rejectsPath },
    rejects: [{ rows: 1, line: 3 }],
  });
  expect(await readFile(rejectsPath, 'utf8')).toContain('Rome,Kettle,many,3,');
});

test('a corrected rejects file is loaded like any other', async () => {
  const path = await stockFile('store,item,count\nBonn,Lamp,many\n');
  await groundcrew(['inventory', 'load', path]);
  const rejectsPath = path.replace('stock.csv', 'stock.rejects.csv');
  const rejects = await readFile(rejectsPath, 'utf8');
  await writeFile(rejectsPath, rejects.replace('Bonn,Lamp,many', 'Bonn,Lamp,9'));
  expect((await groundcrew(['inventory', 'load', rejectsPath])).code).toBe(0);
  expect(await listed('Bonn')).toEqual([{ store: 'Bonn', item: 'Lamp', count: 9 }]);
});

test('rejects are written to the file of --rejects', async () => {
  const path = await stockFile('store,item,count\nKyiv,Lamp,-1\n');
  const rejectsPath = join(await temporaryFolder(), 'bad.csv');
  const { code } = await groundcrew(['inventory', 'load', path, '--rejects', rejectsPath]);
  expect(code).toBe(3);
  expect(await readFile(rejectsPath, 'utf8')).toContain('Kyiv,Lamp,');
  expect(await readdir(join(path, '..'))).toEqual(['stock.csv']);
});

test('of several files the newest counts, shelf by shelf, in whichever order they are passed', async () => {
  const older = await stockFile('store,item,count\nTrier,Lamp,0\nTrier,Pot,1\nTrier,Cup,x\n', 'a.csv');
  const newer = await stockFile('store,item,count\nTrier,Lamp,7\nTrier,Cup,8\n', 'b.csv');
  await utimes(older, new Date(), new Date('2026-03-01T08:00:00Z'));
  await utimes(newer, new Date(), new Date('2026-03-01T09:00:00Z'));
  const dry = await groundcrew(['inventory', 'load', older, newer, '--dry-run', '--output', 'json']);
  expect(JSON.parse(dry.out)).toMatchObject({
    dryRun: { files: 2, rows: 5, written: 3, superseded: 1, rejected: 1 },
  });

  const { code, out } = await groundcrew(['inventory', 'load', newer, older, '--output', 'json']);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    load: { files: 2, rows: 5, written: 3, superseded: 1, rejected: 1 },
    files: [
      { file: newer, fileTime: '2026-03-01T09:00:00.000Z', status: 'loaded', written: 2, superseded: 0 },
      { file: older, fileTime: '2026-03-01T08:00:00.000Z', status: 'loaded', written: 1, superseded: 1 },
    ],
    rejects: [{ file: older, code: 'count-not-whole', rows: 1 }],
  });
  const wanted = [
    { store: 'Trier', item: 'Cup', count: 8 },
    { store: 'Trier', item: 'Lamp', count: 7 },
    { store: 'Trier', item: 'Pot', count: 1 },
  ];
  expect(await listed('Trier')).toEqual(wanted);

  // What was rejected is as old as its file, whenever it is repaired.
  const rejects = older.replace('a.csv', 'a.rejects.csv');
  await writeFile(rejects, (await readFile(rejects, 'utf8')).replace(',x,', ',5,'));
  const repaired = await groundcrew(['inventory', 'load', newer, rejects, '--output', 'json']);
  expect(JSON.parse(repaired.out).files).toMatchObject([
    { file: newer, superseded: 0 },
    { file: rejects, fileTime: '2026-03-01T08:00:00.000Z', superseded: 1, written: 0 },
  ]);
  expect(await listed('Trier')).toEqual(wanted);
});

test('with --order-guard item a file changes nothing that a newer one has written, and adopts what was written without', async () => {
  const guarded = async (...words: string[]) => {
    const { out } = await groundcrew([
      'inventory',
      'load',
      ...words,
      '--order-guard',
      'item',
      '--output',
      'json',
    ]);
    return JSON.parse(out).load ?? JSON.parse(out).dryRun;
  };
  const adopted = await stockFile('store,item,count\nUlm,Lamp,1\nUlm,Cup,1\n');
  await groundcrew(['inventory', 'load', adopted]);
  const older = await stockFile('store,item,count\nUlm,Lamp,0\nUlm,Pot,1\nUlm,Cup,x\n', 'a.csv');
  const newer = await stockFile('store,item,count\nUlm,Lamp,7\nUlm,Cup,8\n', 'b.csv');
  await utimes(older, new Date(), new Date('2026-03-01T08:00:00Z'));
  await utimes(newer, new Date(), new Date('2026-03-01T09:00:00Z'));

  expect(await guarded(newer, '--dry-run')).toMatchObject({ toWrite: 2, writeUnits: 4 });
  const dry = await groundcrew(['inventory', 'load', newer, '--order-guard', 'item', '--dry-run']);
  expect(dry.out).toMatch(/newer files are superseded/);
  expect(await guarded(newer)).toMatchObject({ written: 2, superseded: 0 });
  expect(await guarded(older)).toMatchObject({ written: 1, superseded: 1, rejected: 1 });
  const rejects = older.replace('a.csv', 'a.rejects.csv');
  await writeFile(rejects, (await readFile(rejects, 'utf8')).replace(',x,', ',5,'));
  expect(await guarded(rejects)).toMatchObject({ written: 0, superseded: 1 });
  // The file that wrote an item may do so again.
  expect(await guarded(newer, older)).toMatchObject({ written: 3, superseded: 1 });
  expect(await listed('Ulm')).toEqual([
    { store: 'Ulm', item: 'Cup', count: 8 },
    { store: 'Ulm', item: 'Lamp', count: 7 },
    { store: 'Ulm', item: 'Pot', count: 1 },
  ]);
});

test('standard input has no time, so that it has no place with --order-guard item', async () => {
  const { code, err } = await groundcrew(['inventory', 'load', '-', '--order-guard', 'item']);
  expect([code, err]).toEqual([2, expect.stringContaining('standard input has no time')]);
});

test('several files can be in the order of the dates in their names; each needs one', async () => {
  const second = await stockFile('store,item,count\nLinz,Lamp,2\n', 'stock-2026-03-02.csv');
  const first = await stockFile('store,item,count\nLinz,Lamp,1\n', 'stock-2026-03-01.csv');
  const words = ['inventory', 'load', second, first, '--file-time', 'name'];
  expect((await groundcrew(words)).code).toBe(0);
  expect(await listed('Linz')).toEqual([{ store: 'Linz', item: 'Lamp', count: 2 }]);

  const undated = await stockFile('store,item,count\nLinz,Lamp,9\n');
  const refused = await groundcrew([...words, undated]);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('the name "stock.csv" has no date');
  expect(await listed('Linz')).toEqual([{ store: 'Linz', item: 'Lamp', count: 2 }]);
});

test('a file that is refused does not keep the others from being loaded, and changes no shelf', async () => {
  const good = await stockFile('store,item,count\nWels,Lamp,1\n', 'a.csv');
  const bad = await stockFile('store,item\nWels,Lamp\n', 'b.csv');
  await utimes(good, new Date(), new Date('2026-03-01T08:00:00Z'));
  const { code, err } = await groundcrew(['inventory', 'load', bad, good]);
  expect(code).toBe(3);
  expect(err).toContain(`${bad} is refused: `);
  expect(await listed('Wels')).toEqual([{ store: 'Wels', item: 'Lamp', count: 1 }]);
});

test.each([
  [['-'], 'standard input has no time'],
  [['--rejects', 'bad.csv'], '--rejects takes the rejects of one file'],
])('with another file %j is wrong usage', async (words, text) => {
  const path = await stockFile('store,item,count\nWels,Lamp,1\n');
  const { code, err } = await groundcrew(['inventory', 'load', path, path, ...words]);
  expect([code, err]).toEqual([2, expect.stringContaining(text)]);
});

test('standard input can be loaded, with custom column names', async () => {
  const words = [
    'inventory',
    'load',
    '-',
    '--alias',
    'store=Filiale',
    '--alias',
    'count=Bestand',
    '--keep-column',
    'Regal',
  ];
  const before = await readdir(tmpdir());
  const { code } = await groundcrew(words, { stdin: 'Filiale;Item;Bestand;Regal\nWien;Lampe;2;A1\n' });
  expect(code).toBe(0);
  expect(await readdir(tmpdir())).toEqual(before);
  expect(await listed('Wien')).toEqual([{ store: 'Wien', item: 'Lampe', count: 2 }]);
});

test('a named pipe can be loaded', async () => {
  const pipe = join(await temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const [{ code }] = await Promise.all([
    groundcrew(['inventory', 'load', pipe]),
    writeFile(pipe, 'store,item,count\nPisa,Lamp,4\n'),
  ]);
  expect(code).toBe(0);
  expect(await listed('Pisa')).toEqual([{ store: 'Pisa', item: 'Lamp', count: 4 }]);
});

test('the error of a file that cannot be opened names it, and is not reported as a bug', async () => {
  const path = await stockFile('store,item,count\n');
  const { code, err } = await groundcrew(['inventory', 'load', join(path, 'below.csv')]);
  expect(code).toBe(1);
  expect(err).toContain(`could not read "${join(path, 'below.csv')}"`);
  expect(err).toContain('[inventory.source.unreadable]');
});

test('an object is loaded from S3', async () => {
  const bucket = local.resources.bucketName('StockBucket');
  const { endpoint: endpointUrl } = local;
  const s3 = createS3Client({ endpointUrl });
  const key = '2026 봄/seoul+busan (1).csv';
  await putObject(s3, { bucket, key, body: 'store,item,count\nBusan,Lamp,5\n' });
  const { code, out } = await groundcrew(['inventory', 'load', `s3://${bucket}/${key}`, '--output', 'json']);
  expect(code).toBe(0);
  expect(JSON.parse(out).load).toMatchObject({ file: `s3://${bucket}/${key}`, rows: 1, written: 1 });
  expect(await listed('Busan')).toEqual([{ store: 'Busan', item: 'Lamp', count: 5 }]);
});

test('a dry run makes no calls and writes nothing: it reports rows, rejects, write units, cost and time', async () => {
  const path = await stockFile('store,item,count\nLima,Lamp,3\nLima,Kettle,many\n');
  const deaf = ['--endpoint-url', 'http://127.0.0.1:1', '--output', 'json'];
  const { code, out } = await groundcrew(['inventory', 'load', path, '--dry-run', ...deaf]);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    dryRun: { rows: 2, toWrite: 1, rejected: 1, writeUnits: 1, costDollars: 0.000000625, rejectsAt: null },
    rejects: [{ rows: 1, line: 3 }],
  });
  expect(await readdir(join(path, '..'))).toEqual(['stock.csv']);
  expect(await listed('Lima')).toEqual([]);
});

test('a dry run writes the rejects to the file of --rejects', async () => {
  const path = await stockFile('store,item,count\nLima,Kettle,many\n');
  const rejectsPath = join(path, '..', 'bad.csv');
  await groundcrew(['inventory', 'load', path, '--dry-run', '--rejects', rejectsPath]);
  expect(await readFile(rejectsPath, 'utf8')).toContain('Lima,Kettle,many');
});

test('what a refused file would write is unknown, not zero', async () => {
  const path = await stockFile('shop,thing,number\na,b,1\n');
  const { out } = await groundcrew(['inventory', 'load', path, '--dry-run', '--output', 'json']);
  expect(JSON.parse(out).dryRun).toMatchObject({ status: 'refused', toWrite: null, costDollars: null });
});

test('a file that cannot be read is refused, with the reason', async () => {
  const path = await stockFile('shop,thing,number\na,b,1\n');
  const { code, out, err } = await groundcrew(['inventory', 'load', path, '--output', 'json']);
  expect(code).toBe(1);
  expect(JSON.parse(out).load).toMatchObject({ status: 'refused', rows: 0 });
  expect(err).toMatch(/^In account .*\ngroundcrew: .*stock\.csv: .* \[inventory\.file\.[a-z-]+\]\n$/);
});

test.each([
  [['no-such.csv'], 'file "no-such.csv" does not exist', 1],
  [[import.meta.dirname], 'is a folder', 1],
  [['s3://'], 's3://', 2],
  [['stock.csv', '--alias', 'shop=x'], '--alias "shop=x"', 2],
  [['stock.csv', '--max-in-flight', '65'], 'from 1 to 64', 2],
])('the error names what cannot be loaded: %j', async (words, message, expected) => {
  const { code, out, err } = await groundcrew(['inventory', 'load', ...words]);
  expect({ code, out }).toEqual({ code: expected, out: '' });
  expect(err).toContain(message);
});

test('the error of a missing table names it, and no file is left behind', async () => {
  const path = await stockFile('store,item,count\nLima,Lamp,3\nLima,Kettle,many\n');
  const { code, out, err } = await groundcrew(['inventory', 'load', path, '--table', 'Stokc']);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^In account .*\ngroundcrew: .*Stokc.* \[aws-dynamodb\.[a-z-]+\]\n$/);
  expect(await readdir(join(path, '..'))).toEqual(['stock.csv']);
});

test('Ctrl-C ends a load with 130 and leaves no partial rejects file', async () => {
  const path = await stockFile(`store,item,count\n${'Lima,Kettle,many\nLima,Lamp,3\n'.repeat(20_000)}`);
  const io = createRecordingIo({ isTty: true });
  const run = runCli(program, ['inventory', 'load', path], io);
  await vi.waitUntil(() => io.err() !== '', { timeout: 30_000, interval: 1 });
  io.interrupt();
  expect(await run).toBe(130);
  expect(io.out()).toBe('');
  expect(io.err()).toMatch(
    /\d rows stored; load the file again .*\ngroundcrew: interrupted \[cli\.interrupted\]\n$/,
  );
  expect(await readdir(join(path, '..'))).toEqual(['stock.csv']);
});

test('a full export sets to 0 what it does not name; too much of it has to be confirmed', async () => {
  const all = await stockFile('store,item,count\nBern,Lamp,3\nBern,Kettle,4\nBern,Pan,5\n');
  expect((await groundcrew(['inventory', 'load', all])).code).toBe(0);
  const full = await stockFile('store,item,count\nBern,Lamp,1\nBern,Kettle,1\n');
  const dry = await groundcrew(['inventory', 'load', full, '--full', '--dry-run', '--output', 'json']);
  expect(dry.code).toBe(0);
  expect(JSON.parse(dry.out)).toMatchObject({
    dryRun: { status: 'readable', writeUnits: 3 },
    vanished: [{ store: 'Bern', vanishing: 1, filled: 3, examples: 'Pan' }],
  });
  expect((await groundcrew(['inventory', 'load', full, '--full'])).code).toBe(0);
  expect(await listed('Bern')).toEqual([
    { store: 'Bern', item: 'Kettle', count: 1 },
    { store: 'Bern', item: 'Lamp', count: 1 },
    { store: 'Bern', item: 'Pan', count: 0 },
  ]);

  const other = await stockFile('store,item,count\nBern,Chair,9\n');
  const words = ['inventory', 'load', other, '--full', '--vanished', 'remove'];
  const refused = await groundcrew(words);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('2 of the 2 filled shelves and 1 of the 1 at 0 of "Bern"');
  expect(refused.err).toContain('--confirm-vanished');
  expect((await groundcrew([...words, '--confirm-vanished'])).code).toBe(0);
  expect(await listed('Bern')).toEqual([{ store: 'Bern', item: 'Chair', count: 9 }]);
});

test('of several full exports the newest decides, whichever is passed first', async () => {
  const older = await stockFile('store,item,count\nGenf,Lamp,3\nGenf,Pan,4\n', 'a.csv');
  const newer = await stockFile('store,item,count\nGenf,Lamp,5\n', 'b.csv');
  await utimes(older, 1_000, 1_000);
  await utimes(newer, 2_000, 2_000);
  expect((await groundcrew(['inventory', 'load', older, newer, '--full'])).code).toBe(0);
  expect(await listed('Genf')).toEqual([
    { store: 'Genf', item: 'Lamp', count: 5 },
    { store: 'Genf', item: 'Pan', count: 0 },
  ]);
});

test('stores of which a rejected row does not show its shelf are left as they are, which the exit code shows', async () => {
  const path = await stockFile('store,item,count\nBiel,Lamp,3\n,Pan,4\n');
  const { code, out } = await groundcrew(['inventory', 'load', path, '--full', '--output', 'json']);
  expect(code).toBe(3);
  expect(JSON.parse(out).notes).toEqual([
    'Shelves that it does not name were left as they are: a rejected row does not show which shelf it is of, nor of which store.',
  ]);
});

test.each([['--confirm-vanished'], ['--vanished', 'remove']])(
  '%s alone makes no full export',
  async (...words) => {
    const { code, err } = await groundcrew(['inventory', 'load', await stockFile('x'), ...words]);
    expect(code).toBe(2);
    expect(err).toContain('pass --full, too');
  },
);
