import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { listObjects, openObject, type S3Client } from '@groundcrew/aws/s3';
import type { ReportFacts } from './bulk-account.ts';

/** Beside the records there is a manifest (Developer Guide, "Bulk put items output and reconciliation"). */
const NOT_RECORDS_PATTERN = /(?:^|\/)(?:manifest[^/]*|_[^/]*|[^/]*\.md5)$/;
const MAX_PARTS = 5;
/** What shows how an object is compressed. */
const MAGIC_BYTES = 4;

/**
 * Reads what an operation did not write. The names of objects and members are not verified (ADR 51), so nothing is built on them: every
 * line beside the manifest is a record, and one that names a part by its key is about an error in it. Where there is no error, the number of
 * failed conditions is that of the lines.
 */
export async function readBulkReport(
  s3: S3Client,
  {
    bucket,
    prefix,
    partsPrefix,
  }: { readonly bucket: string; readonly prefix: string; readonly partsPrefix: string },
  signal?: AbortSignal,
): Promise<ReportFacts> {
  const parts = new Set<string>();
  let conditionFailures = 0;
  for await (const page of listObjects(s3, { bucket, prefix }, { signal })) {
    for (const { key, sizeBytes } of page) {
      if (sizeBytes === 0 || NOT_RECORDS_PATTERN.test(key)) continue;
      const { body } = await openObject(s3, { bucket, key, ...(signal && { signal }) });
      for await (const line of linesOf(body)) {
        if (line.trim() === '') continue;
        const place = line.indexOf(partsPrefix);
        if (place < 0) conditionFailures += 1;
        else if (parts.size < MAX_PARTS) {
          parts.add(line.slice(place + partsPrefix.length).split('.')[0] ?? '');
        }
      }
    }
  }
  return { conditionFailures, partsWithErrors: [...parts].sort() };
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const chunks = body[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < MAGIC_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  const source = Readable.from(whole(), { objectMode: false });
  const expander = expanderFor(head);
  const input = expander === undefined ? source : source.pipe(expander);
  if (expander !== undefined) source.on('error', (error) => expander.destroy(error));
  yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

/** By the first bytes: RFC 1952, 2.3.1, and RFC 8878, 3.1.1. */
function expanderFor(bytes: Uint8Array) {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return createGunzip();
  const isZstd = bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
  return isZstd ? createZstdDecompress() : undefined;
}
