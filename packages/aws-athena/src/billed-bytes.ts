const MEGABYTE = 1024 ** 2;
const LEAST_BYTES = 10 * MEGABYTE;

/** What the unit of the price is: 1024⁴, as AWS counts terabytes. */
export const TERABYTE = 1024 ** 4;

/**
 * Athena pricing page, "SQL queries, per query billing": in most regions; others take more, and provisioned capacity
 * is charged by the hour instead.
 */
export const USD_PER_TERABYTE = 5;

/** What is charged of the bytes that a query scanned: whole megabytes, 10 at least (Athena pricing page). */
export function billedBytes(scannedBytes: number): number {
  return Math.max(LEAST_BYTES, Math.ceil(scannedBytes / MEGABYTE) * MEGABYTE);
}
