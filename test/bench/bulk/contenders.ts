import { once } from 'node:events';
import { crc32, createGzip } from 'node:zlib';
import {
  createBulkWriter,
  createPartWriter,
  type PartCompression,
  prepareParts,
} from '@groundcrew/inventory/bulk';
import { ignoreRejects } from '@groundcrew/inventory/load';
import { formatFileTime } from '@groundcrew/inventory/order';
import { readStockFile } from '@groundcrew/inventory/stock-file';

/** Turns a file given in chunks into compressed lines with a guard; returns how many bytes they are. */
export type Contender = (chunks: readonly Uint8Array[]) => Promise<number>;

const order = {
  timeMs: Date.UTC(2026, 0, 1),
  object: 's3://shop-stock/2026/stock-berlin.csv',
  sequencer: '',
};
const guard = { order: () => order, rowsRepeat: false };
const PART_BYTES = 32 * 1024 ** 2;

async function* inChunks(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** With the checksum of each part, as S3 wants it. */
function counting() {
  let bytes = 0;
  const openPart = () => {
    let checksum = 0;
    return {
      async write(chunk: Uint8Array) {
        bytes += chunk.length;
        checksum = crc32(chunk, checksum);
      },
      async finish() {
        if (checksum === 0) throw new Error('a part has no checksum');
      },
    };
  };
  return { openPart, bytes: () => bytes };
}

/** The reader, an object and a line for each row, and gzip as Node has it: what one would write first. */
async function plainLoop(chunks: readonly Uint8Array[]): Promise<number> {
  const fileTime = formatFileTime(order);
  const gzip = createGzip();
  let bytes = 0;
  let checksum = 0;
  gzip.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    checksum = crc32(chunk, checksum);
  });
  for await (const { rows } of readStockFile(inChunks(chunks))) {
    let text = '';
    for (const { store, item, count } of rows) {
      const line = {
        Item: {
          Store: { S: store },
          Item: { S: item },
          Count: { N: String(count) },
          FileTime: { S: fileTime },
        },
        ConditionExpression: 'attribute_not_exists(FileTime) OR FileTime <= :fileTime',
        ExpressionAttributeValues: { ':fileTime': { S: fileTime } },
      };
      text += `${JSON.stringify(line)}\n`;
    }
    if (!gzip.write(text)) await once(gzip, 'drain');
  }
  gzip.end();
  await once(gzip, 'end');
  return checksum === 0 ? 0 : bytes;
}

function converting(compression: PartCompression): Contender {
  return async (chunks) => {
    const { openPart, bytes } = counting();
    const parts = createPartWriter({ compression, partBytes: PART_BYTES, openPart });
    const writer = createBulkWriter(parts, guard)();
    for await (const { rows } of readStockFile(inChunks(chunks))) await writer.write(rows);
    await writer.finish();
    return bytes();
  };
}

/** As the command does it: looked through for duplicates first. */
async function wholeLoad(chunks: readonly Uint8Array[]): Promise<number> {
  const { openPart, bytes } = counting();
  const { summary } = await prepareParts(
    { open: async () => inChunks(chunks), settings: {} },
    { name: 'stock.csv', sizeBytes: undefined, compression: 'ZSTD' },
    { openPart, guard, rejects: ignoreRejects, now: Date.now, sleep: async () => {} },
  );
  if (summary.rejected + summary.duplicates > 0) throw new Error('rows are left out');
  return bytes();
}

export const contenders = {
  'groundcrew, zstd': converting('ZSTD'),
  'groundcrew, gzip level 1': converting('GZIP'),
  'groundcrew, zstd, looked through for duplicates first': wholeLoad,
  'a plain loop, gzip': plainLoop,
} as const satisfies Record<string, Contender>;
