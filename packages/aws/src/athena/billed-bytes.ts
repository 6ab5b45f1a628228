const MEGABYTE = 1024 ** 2;
const MIN_BYTES = 10 * MEGABYTE;

/** The unit of the price: 1024⁴ bytes, as AWS counts terabytes. */
export const TERABYTE = 1024 ** 4;

/**
 * In most regions, according to pages that quote Athena's price list; others are more expensive, and provisioned capacity
 * is charged by the hour instead. It is only for reporting a price: AWS's bill has the real one.
 */
export const USD_PER_TERABYTE = 5;

/** The charged part of the bytes that a query scanned: whole megabytes, at least 10, according to the same pages. */
export function billedBytes(scannedBytes: number): number {
  return Math.max(MIN_BYTES, Math.ceil(scannedBytes / MEGABYTE) * MEGABYTE);
}
