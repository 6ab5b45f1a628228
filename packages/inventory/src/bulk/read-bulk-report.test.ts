import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { readBulkReport } from './read-bulk-report.ts';

const client = new S3Client({ region: 'eu-west-1' });
const s3 = mockClient(client);
afterAll(() => s3.restore());
beforeEach(() => s3.reset());
const place = { bucket: 'b', prefix: 'x/report-1/', partsPrefix: 'x/parts/' };

function store(objects: Readonly<Record<string, Uint8Array>>): void {
  s3.on(ListObjectsV2Command).resolves({
    Contents: Object.entries(objects).map(([name, body]) => ({
      Key: `${place.prefix}${name}`,
      Size: body.length,
    })),
  });
  for (const [name, body] of Object.entries(objects)) {
    s3.on(GetObjectCommand, { Key: `${place.prefix}${name}` }).resolves({
      Body: Readable.from([body.subarray(0, 3), body.subarray(3)]) as never,
      ContentLength: body.length,
      ETag: '"1"',
    });
  }
}

const shelf = (item: string) => JSON.stringify({ Item: { Store: { S: 'Bonn' }, Item: { S: item } } });
const error = (part: string) => JSON.stringify({ Where: `s3://b/x/parts/${part}.json.zst`, Line: 7 });
const lines = (...all: string[]) => Buffer.from(`${all.join('\n')}\n`);

test('each line is about an item, but for the manifest, whatever the objects are called and packed in', async () => {
  store({
    'a/manifest-summary.json': lines('{}'),
    'a/_started': lines('{}'),
    'a/1': lines(shelf('Lamp'), shelf('Pan')),
    'a/2.gz': gzipSync(lines(shelf('part-00001'))),
    'b/3': zstdCompressSync(lines(shelf('Rug'), '', shelf('Cup'))),
    'b/none': Buffer.alloc(0),
  });
  expect(await readBulkReport(client, place)).toEqual({ conditionFailures: 5, partsWithErrors: [] });
});

test('what names a part by its key is an error in it', async () => {
  store({ 1: lines(error('part-00002'), shelf('Lamp'), error('part-00001'), error('part-00002')) });
  expect(await readBulkReport(client, place)).toEqual({
    conditionFailures: 1,
    partsWithErrors: ['part-00001', 'part-00002'],
  });
});

test('without objects nothing was left out', async () => {
  store({});
  expect(await readBulkReport(client, place)).toEqual({ conditionFailures: 0, partsWithErrors: [] });
});

test('a report that is broken is an error, not a smaller number', async () => {
  store({ 1: gzipSync(lines(shelf('Lamp'))).subarray(0, 30) });
  await expect(readBulkReport(client, place)).rejects.toThrow();
});
