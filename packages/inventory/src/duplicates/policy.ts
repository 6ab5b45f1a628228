/**
 * What becomes of rows of one shelf in one file.
 *
 * - `reject-conflicts`: rows that disagree are rejected together, in their count or, unless it is 0, in any other column; of
 *   equal ones the first is written.
 * - `last`: the last row is written. The only one that does not look at the whole file first.
 * - `sum`, `max`: one row is written, with the sum or the greatest of the counts.
 * - `reject`: all of them are rejected, equal or not.
 */
export const duplicatePolicies = ['reject-conflicts', 'last', 'sum', 'max', 'reject'] as const;

export type DuplicatePolicy = (typeof duplicatePolicies)[number];

export const DEFAULT_DUPLICATE_POLICY: DuplicatePolicy = 'reject-conflicts';
