import { gunzipSync } from 'node:zlib';
import { type Reject, readStockFile, type StockRow } from '@groundcrew/inventory/stock-file';
import { expect, test } from 'vitest';
import { readStockFiles, samplesDirectory } from './demo/samples.ts';
import { samples } from './make-samples.ts';

// What gzip makes of the same text differs from zlib to zlib.
function plain(path: string, bytes: Uint8Array): Uint8Array {
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

async function read(bytes: Uint8Array) {
  const rows: StockRow[] = [];
  const rejects: Reject[] = [];
  async function* source() {
    yield bytes;
  }
  for await (const batch of readStockFile(source())) {
    rows.push(...batch.rows);
    rejects.push(...batch.rejects);
  }
  return { rows, rejects };
}

test('the committed samples equal the output of the script', async () => {
  const committed = await readStockFiles(samplesDirectory);
  const names = samples.map(({ path }) => path).sort();
  expect(committed.map(({ key }) => key)).toEqual(names);
  for (const { key, body } of committed) {
    const { bytes } = samples.find(({ path }) => path === key)!;
    expect(Buffer.from(plain(key, body)).equals(plain(key, bytes)), key).toBe(true);
  }
});

test('the samples contain the cases of the demo: stores, empty shelves, Korean, and rows to fix', async () => {
  const files = await Promise.all(samples.map(({ bytes }) => read(bytes)));
  const rows = files.flatMap((file) => file.rows);
  expect(new Set(rows.map(({ store }) => store)).size).toBeGreaterThanOrEqual(6);
  expect(rows.filter(({ count }) => count === 0).length).toBeGreaterThanOrEqual(6);
  expect(rows).toContainEqual(
    expect.objectContaining({ store: '서울 강남점', item: '똠방각하 머그컵', count: 6 }),
  );
  expect(files.filter(({ rejects }) => rejects.length > 0)).toHaveLength(1);
});
