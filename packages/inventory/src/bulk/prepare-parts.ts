import { createUpload, type S3Client } from '@groundcrew/aws/s3';
import type { ItemGuard } from '../load/stock-writer.ts';
import type { LoadDeps, LoadInput } from '../load/load-contract.ts';
import { loadStockFile } from '../load/load-stock-file.ts';
import { type BulkWriter, createBulkWriter } from './bulk-writer.ts';
import { isCompressedName, partBytesFor } from './part-plan.ts';
import { createPartWriter, type PartCompression, type PartSink } from './part-writer.ts';
import type { BulkStaging, PreparedLoad } from './staging.ts';

export interface PreparePartsDeps extends Omit<LoadDeps, 'createWriter' | 'guard' | 'journal' | 'full'> {
  readonly guard: ItemGuard;
  /** Opens a part; by default an object of the staging. */
  readonly openPart: (number: number) => PartSink;
}

export interface FileToPrepare {
  readonly name: string;
  /** As it is stored. */
  readonly sizeBytes: number | undefined;
  /** Of its parts. */
  readonly compression: PartCompression;
}

/** What a file becomes. */
export type Parts = Omit<PreparedLoad, 'version' | 'object' | 'compression'>;

/**
 * Turns a stock file into the parts of a bulk put. It is read as for any load: looked through for duplicates first, with its rejects
 * stored. Repeated, it gives the same bytes.
 */
export async function prepareParts(
  input: LoadInput,
  { name, sizeBytes, compression }: FileToPrepare,
  { openPart, guard, ...deps }: PreparePartsDeps,
): Promise<Parts> {
  const parts = createPartWriter({
    compression,
    partBytes: partBytesFor(sizeBytes, isCompressedName(name)),
    openPart,
  });
  const createWriter = createBulkWriter(parts, guard);
  const made: BulkWriter[] = [];
  const { summary } = await loadStockFile(input, {
    ...deps,
    guard,
    createWriter() {
      const writer = createWriter();
      made.push(writer);
      return writer;
    },
  });
  const written = (await made[0]?.finish()) ?? [];
  return {
    parts: written.length,
    lines: written.reduce((sum, { lines }) => sum + lines, 0),
    bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
    summary,
  };
}

/** Parts as objects of the staging. */
export function partsInBucket(
  s3: S3Client,
  staging: BulkStaging,
  compression: PartCompression,
): (number: number) => PartSink {
  return (number) =>
    createUpload(s3, {
      bucket: staging.bucket,
      key: staging.partKey(number, compression),
      contentType: 'application/octet-stream',
    });
}
