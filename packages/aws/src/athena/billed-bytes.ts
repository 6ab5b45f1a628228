const MEGABYTE = 1024 ** 2;
const MIN_BYTES = 10 * MEGABYTE;

/** What the unit of the price is: 1024⁴, as AWS counts terabytes. */
export const TERABYTE = 1024 ** 4;

/**
 * In most regions, as pages that quote Athena's price list have it; others take more, and provisioned capacity is charged
 * by the hour instead. It only serves to tell a price: AWS's bill has the real one.
 */
export const USD_PER_TERABYTE = 5;

/** What is charged of the bytes that a query scanned: whole megabytes, 10 at least, by the same pages. */
export function billedBytes(scannedBytes: number): number {
  return Math.max(MIN_BYTES, Math.ceil(scannedBytes / MEGABYTE) * MEGABYTE);
}
