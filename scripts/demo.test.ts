import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createS3Client, putObject } from '@groundcrew/aws/s3';
import { runCli } from '@groundcrew/cli';
import { createRecordingIo } from '@groundcrew/cli/testing';
import { expect, test, vi } from 'vitest';
import { program } from './program.ts';
import { groundcrew, temporaryFolder } from './testing/groundcrew.ts';

test('the demo shows the flow from file to alert', async () => {
  const { code, out } = await groundcrew(['demo', '--output', 'json']);
  const { files, items, alerts, rejects, notes } = JSON.parse(out);
  expect({ code, notes }).toEqual({ code: 0, notes: [] });
  expect(files.map(({ file, status }: { file: string; status: string }) => `${status} ${file}`)).toEqual([
    'loaded 2026 봄/seoul+busan (1).csv',
    'loaded berlin.csv',
    'loaded gangnam.csv',
    'loaded karachi.csv.gz',
    'loaded london.csv',
    'loaded nagoya.csv',
    'loaded santiago.csv',
    'loaded berlin.csv',
    'loaded evening/nagoya.csv',
  ]);
  expect(items).toContainEqual({ store: 'Nagoya', item: 'Echo Plus', count: 24 });
  expect(items).toContainEqual({ store: '서울 강남점', item: '에코 플러스', count: 0 });
  // Each newly empty shelf once, though berlin.csv was uploaded twice and Nagoya's other shelf is full again.
  expect(alerts.map(({ message }: { message: string }) => message).sort()).toEqual([
    'Berlin is out of stock of Echo Plus',
    'Karachi is out of stock of Echo Show',
    'London is out of stock of Kettle 1.7 l',
    'Nagoya is out of stock of Echo Dot',
    'Nagoya is out of stock of Echo Plus',
    'Santiago is out of stock of Kettle 1.7 l',
    'Seoul is out of stock of Echo Show',
    '서울 강남점 is out of stock of 에코 플러스',
  ]);
  expect(
    rejects.map(({ file, line, code: reason }: Record<string, unknown>) => [file, line, reason]),
  ).toEqual([
    ['london.csv', 3, 'count-not-whole'],
    ['london.csv', 4, 'count-negative'],
    ['london.csv', 5, 'item-missing'],
    ['london.csv', 6, 'count-not-whole'],
    ['london.csv', 7, 'row-ragged'],
  ]);
});

test('with --keep it stays up, reports each upload, and ends with Ctrl-C', async () => {
  const io = createRecordingIo();
  const run = runCli(program, ['demo', '--keep', '--output', 'json'], io);
  await vi.waitUntil(() => io.err().includes('Ctrl-C ends it'), { timeout: 110_000 });
  expect(JSON.parse(io.out()).files).not.toEqual([]);
  const paste =
    /AWS_ACCESS_KEY_ID=(\w+) AWS_SECRET_ACCESS_KEY=(\w+) aws --endpoint-url (\S+) s3 cp \S+ s3:\/\/(\S+)\/$/m.exec(
      io.err(),
    );
  const [, accessKeyId = '', secretAccessKey = '', endpointUrl = '', bucket = ''] = paste ?? [];
  const s3 = createS3Client({
    endpointUrl,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  });
  await putObject(s3, { bucket, key: 'oslo.csv', body: 'store,item,count\nOslo,Lamp,0\n' });
  await vi.waitUntil(() => io.err().includes('alert        Oslo is out of stock of Lamp'), {
    timeout: 30_000,
  });
  expect(io.err()).toMatch(/^loaded {7}oslo\.csv {2}1 row, 1 written, /m);
  io.interrupt();
  expect(await run).toBe(0);
});

test('the samples can be had as files, which are not overwritten', async () => {
  const folder = join(await temporaryFolder(), '표본 1');

  const { code, err } = await groundcrew(['demo', '--samples', folder]);

  expect({ code, err }).toEqual({
    code: 0,
    err: `Wrote ${folder}. Try: groundcrew cost report --source '${join(folder, 'cost')}'\n`,
  });
  expect(await readdir(folder)).toEqual(['account', 'cost', 'inventory', 'network']);
  await writeFile(join(folder, 'inventory/berlin.csv'), 'mine');
  await groundcrew(['demo', '--samples', folder]);
  expect(await readFile(join(folder, 'inventory/berlin.csv'), 'utf8')).toBe('mine');
});

test('a folder of samples that cannot be made is named', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  const { code, err } = await groundcrew(['demo', '--samples', file]);
  expect(code).toBe(1);
  expect(err).toContain(`the samples can't be written to "${file}"`);
});
