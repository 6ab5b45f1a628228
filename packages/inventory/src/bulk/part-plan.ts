/**
 * Limits of one bulk put (DynamoDB Developer Guide, "Best practices for bulk put items": "Split your input across multiple
 * similarly sized S3 objects"). DynamoDB's sizes are binary ("Quotas in Amazon DynamoDB").
 */
export const bulkPutLimits = { maxObjects: 50_000, maxObjectBytes: 5 * 1024 ** 3 } as const;

/** Of lines before compression. Enough of them for DynamoDB to read many at a time, and no more than a page of keys to list. */
const SMALLEST_PART_BYTES = 32 * 1024 ** 2;
const WANTED_PARTS = 1_000;
/** A row of a few bytes becomes a line of some 300; a gzipped file has ten times its size in rows. */
const LINE_BYTES_PER_FILE_BYTE = 12;
const GZIP_RATIO = 10;

/** Whether the rows of a file take more than it, by its name: it is not read before. */
export function isCompressedName(name: string): boolean {
  return /\.(?:gz|zip|xlsx)$/i.test(name);
}

/**
 * How many bytes of lines go to a part, before they are compressed: the larger the file, the larger its parts, all of one size but
 * the last. Even if no line could be compressed, a part is far below the limit of an object.
 *
 * @param sizeBytes of the file as it is stored; `undefined` if that is not known
 */
export function partBytesFor(sizeBytes: number | undefined, isCompressed: boolean): number {
  const lines = (sizeBytes ?? 0) * LINE_BYTES_PER_FILE_BYTE * (isCompressed ? GZIP_RATIO : 1);
  const wanted = Math.ceil(lines / WANTED_PARTS);
  return Math.min(Math.max(wanted, SMALLEST_PART_BYTES), bulkPutLimits.maxObjectBytes / 2);
}
