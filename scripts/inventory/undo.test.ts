import { spawnSync } from 'node:child_process';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createS3Client, putObject } from '@groundcrew/aws/s3';
import { testedFunctions } from '@groundcrew/functions/testing';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew, startStores, temporaryFolder } from '../testing/groundcrew.ts';

let local: LocalAws;
beforeAll(async () => {
  local = await startStores();
});
afterAll(async () => {
  await local.close();
  vi.unstubAllEnvs();
});

async function stockFile(text: string): Promise<string> {
  const path = join(await temporaryFolder(), 'stock.csv');
  await writeFile(path, text);
  return path;
}

async function listed(store: string): Promise<unknown> {
  const { out } = await groundcrew(['inventory', 'list', '--store', store, '--output', 'json']);
  return JSON.parse(out).items.map(({ item, count }: { item: string; count: number }) => [item, count]);
}

const load = (path: string, ...words: string[]) => groundcrew(['inventory', 'load', path, ...words]);
const undo = (...words: string[]) => groundcrew(['inventory', 'undo', ...words, '--output', 'json']);

test('a load of the command is undone by the file: counts come back, shelves that it made go', async () => {
  await load(await stockFile('store,item,count\nBonn,Lamp,3\nBonn,Pan,4\n'));
  const path = await stockFile('store,item,count\nBonn,Lamp,0\nBonn,Pan,4\nBonn,Rug,5\n');
  const loaded = await load(path, '--undo');
  expect(loaded.err).toContain(`To undo it: groundcrew inventory undo ${path}.undo.jsonl\n`);

  const dry = await undo(path, '--dry-run');
  expect(JSON.parse(dry.out).dryRun).toMatchObject({ shelves: 2, restored: 1, removed: 1, left: 0 });
  expect(await listed('Bonn')).toEqual([
    ['Lamp', 0],
    ['Pan', 4],
    ['Rug', 5],
  ]);

  const { code, out, err } = await undo(path, '--yes');
  expect(code).toBe(0);
  expect(err).toContain('In account 000000000000');
  expect(JSON.parse(out).undo).toMatchObject({ table: 'Inventory', restored: 1, removed: 1, asBefore: 0 });
  expect(await listed('Bonn')).toEqual([
    ['Lamp', 3],
    ['Pan', 4],
  ]);
  expect(JSON.parse((await undo(path, '--yes')).out).undo).toMatchObject({ restored: 0, asBefore: 2 });
});

test('what was changed since is left and listed, with exit code 3', async () => {
  const path = await stockFile('store,item,count\nKiel,Lamp,1\nKiel,Pan,2\nKiel,Rug,3\n');
  await load(path, '--undo');
  await load(await stockFile('store,item,count\nKiel,Pan,7\n'));
  const { code, out } = await undo(path, '--yes');
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    undo: { shelves: 3, removed: 2, left: 1 },
    left: [{ store: 'Kiel', item: 'Pan', why: 'it was changed since' }],
  });
  expect(await listed('Kiel')).toEqual([['Pan', 7]]);
});

test('the command to undo a load is one that a shell takes as it is', async () => {
  const path = join(await temporaryFolder(), "Bob's stock (1).csv");
  await writeFile(path, 'store,item,count\nTrier,Lamp,1\n');
  const { err } = await load(path, '--undo');
  const [, command = ''] = /^To undo it: groundcrew (.+)$/m.exec(err) ?? [];
  const { stdout } = spawnSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
  expect(stdout).toBe(`inventory\nundo\n${path}.undo.jsonl\n`);
});

test('it asks first, with the numbers of shelves; where nobody can be asked it wants --yes', async () => {
  const path = await stockFile('store,item,count\nUlm,Lamp,1\n');
  await load(path, '--undo');
  const silent = await undo(path);
  expect(silent.code).toBe(2);
  expect(silent.err).toContain('Put back 0 and remove 1 shelves of Inventory that the load of');
  expect(silent.err).toContain('--yes');
  expect(await listed('Ulm')).toEqual([['Lamp', 1]]);
});

test('additional attributes come back, and a full export is undone', async () => {
  const words = ['--keep-column', 'Color'];
  await load(await stockFile('store,item,count,Color\nJena,Lamp,1,red\nJena,Pan,2,blue\n'), ...words);
  const path = await stockFile('store,item,count\nJena,Lamp,1\n');
  await load(path, '--undo', '--full', '--vanished', 'remove');
  expect(await listed('Jena')).toEqual([['Lamp', 1]]);
  expect(JSON.parse((await undo(path, '--yes')).out).undo).toMatchObject({ restored: 2, removed: 0 });
  const journal = await load(
    await stockFile('store,item,count,Color\nJena,Lamp,1,red\nJena,Pan,2,blue\n'),
    ...words,
    '--undo',
  );
  // Everything is as it was: the same file changes nothing.
  expect(journal.err).not.toContain('To undo it');
});

test('each load has a journal of its own; of several one has to be passed', async () => {
  const path = await stockFile('store,item,count\nGera,Lamp,1\n');
  await load(path, '--undo');
  await writeFile(path, 'store,item,count\nGera,Lamp,2\n');
  await load(path, '--undo');
  expect((await readdir(dirname(path))).sort()).toEqual([
    'stock.csv',
    'stock.csv.2.undo.jsonl',
    'stock.csv.undo.jsonl',
  ]);
  const several = await undo(path, '--yes');
  expect(several.code).toBe(1);
  expect(several.err).toContain('stock.csv.2.undo.jsonl');
  expect((await undo(`${path}.2.undo.jsonl`, '--yes')).code).toBe(0);
  expect(await listed('Gera')).toEqual([['Lamp', 1]]);
  expect((await undo(`${path}.undo.jsonl`, '--yes')).code).toBe(0);
  expect(await listed('Gera')).toEqual([]);
});

test('without a journal it is refused, with what else can be done', async () => {
  const path = await stockFile('store,item,count\nSuhl,Lamp,1\n');
  await load(path);
  const { code, err } = await undo(path, '--yes');
  expect(code).toBe(1);
  expect(err).toContain('nothing recorded what was there before');
  expect(err).toContain('UndoJournal');
  const unknown = await undo('s3://shop/never.csv', '--yes');
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain('the ledger "InventoryLoads" has no load of "s3://shop/never.csv"');
});

test('a journal of another account or region is refused', async () => {
  const path = await stockFile('store,item,count\nHof,Lamp,1\n');
  await load(path, '--undo');
  const journal = `${path}.undo.jsonl`;
  const text = await readFile(journal, 'utf8');
  for (const [from, to, why] of [
    ['000000000000', '111122223333', 'in account 111122223333, and this is 000000000000'],
    ['us-east-1', 'eu-west-1', 'in region eu-west-1, and this is us-east-1'],
  ] as const) {
    await writeFile(journal, text.replace(from, to));
    const { code, err } = await undo(journal, '--yes');
    expect(code).toBe(1);
    expect(err).toContain(why);
  }
  expect(await listed('Hof')).toEqual([['Lamp', 1]]);
});

test('a load of the function is undone by its object, once more without effect, and listed as undone', async () => {
  const cloud = await startLocal({
    stack: { ...stack, functions: stack.functions.filter(({ name }) => name === 'load-inventory') },
    ...(await testedFunctions('thread', ['load-inventory'])),
    settings: { UndoJournal: 'on' },
  });
  onTestFinished(async () => {
    for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
    await cloud.close();
  });
  for (const [name, value] of Object.entries(cloud.environment())) vi.stubEnv(name, value);
  const bucket = cloud.resources.bucketName('StockBucket');
  const s3 = createS3Client({ region: cloud.region });
  const upload = async (key: string, rows: string): Promise<void> => {
    await putObject(s3, { bucket, key, body: `store,item,count\n${rows}` });
    await cloud.idle();
  };
  await upload('a.csv', 'Berlin,Echo,1\nBerlin,Dot,2\nBerlin,Pop,3\n');
  await upload('b.csv', 'Berlin,Echo,1\nBerlin,Dot,0\nBerlin,Pop,8\nRome,Pop,9\n');
  await upload('c.csv', 'Berlin,Pop,8\n');
  s3.destroy();

  const name = `s3://${bucket}/b.csv`;
  const dry = await undo(name, '--dry-run');
  expect(JSON.parse(dry.out).dryRun).toMatchObject({ shelves: 3, restored: 1, removed: 1, left: 1 });
  const { code, out } = await undo(name, '--yes');
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    undo: { restored: 1, removed: 1, left: 1 },
    left: [{ store: 'Berlin', item: 'Pop', why: 'a newer file sets its count' }],
    notes: [expect.stringContaining('Undo those files before this one')],
  });
  expect(await listed('Berlin')).toEqual([
    ['Dot', 2],
    ['Echo', 1],
    ['Pop', 8],
  ]);
  expect(await listed('Rome')).toEqual([]);
  const again = await undo(name, '--yes');
  expect(JSON.parse(again.out).undo).toMatchObject({ asBefore: 2, left: 1, restored: 0, removed: 0 });

  const loads = await groundcrew(['inventory', 'loads', '--output', 'json']);
  const found = JSON.parse(loads.out).loads as { load: string; status: string; canUndo: boolean }[];
  expect(
    found
      .map(({ load: each, status, canUndo }) => `${each.replace(/.*\/|#.*/g, '')} ${status} ${canUndo}`)
      .toSorted(),
  ).toEqual(['a.csv loaded true', 'b.csv undone false', 'c.csv loaded true']);
  // The whole name works, too, as it is listed.
  const whole = found.find(({ status }) => status === 'undone')!.load;
  expect((await undo(whole, '--dry-run')).code).toBe(3);
});

test('the loads of an empty ledger are none', async () => {
  const { code, out } = await groundcrew(['inventory', 'loads']);
  expect(code).toBe(0);
  expect(out).toContain('None.');
});

test('under the condition at each item the time of the item is put back, too, and what a newer file wrote is left', async () => {
  const guard = ['--order-guard', 'item'];
  const older = await stockFile('store,item,count\nKoln,Lamp,3\nKoln,Pan,4\n');
  const wrong = await stockFile('store,item,count\nKoln,Lamp,0\nKoln,Pan,4\nKoln,Rug,5\n');
  const newer = await stockFile('store,item,count\nKoln,Pan,4\n');
  for (const [seconds, path] of [older, wrong, newer].entries()) await utimes(path, seconds + 1, seconds + 1);
  await load(older, ...guard);
  await load(wrong, ...guard, '--undo');
  await load(newer, ...guard);
  const { code, out } = await undo(wrong, '--yes');
  // The newer file has the same count for the pan; its time shows it.
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    undo: { restored: 1, removed: 1, left: 1 },
    left: [{ item: 'Pan', why: 'it was changed since' }],
  });
  // The older file may be loaded again, since nothing newer is on the lamp.
  await writeFile(older, 'store,item,count\nKoln,Lamp,7\nKoln,Pan,9\n');
  await utimes(older, 1, 1);
  await load(older, ...guard);
  expect(await listed('Koln')).toEqual([
    ['Lamp', 7],
    ['Pan', 4],
  ]);
});
