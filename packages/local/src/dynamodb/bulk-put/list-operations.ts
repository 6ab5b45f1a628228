import type { JsonObject } from '../../json-object.ts';
import { invalid } from '../errors.ts';
import type { BulkOperation } from './bulk-operation.ts';

/** API reference, "ListBulkOperations": so many by default, and the maximum of a page. */
const DEFAULT_PAGE = 10;
const MAX_PAGE = 25;
/** A token is groups of sixteen hexadecimal digits: here the place of the next operation. */
const TOKEN_DIGITS = 16;

/**
 * A page of operations, the answer of `ListBulkOperations`.
 *
 * @param recent the newest first
 * @throws AwsError
 */
export function listOperations(
  recent: readonly BulkOperation[],
  { MaxResults, NextToken }: JsonObject,
): JsonObject {
  const start = NextToken === undefined ? 0 : readToken(NextToken);
  const end = start + readPageSize(MaxResults);
  return {
    BulkOperationsSummaryList: recent.slice(start, end).map(({ arn, status, startMs, endMs }) => ({
      BulkOperationArn: arn,
      BulkOperationStatus: status,
      StartTime: startMs / 1000,
      ...(endMs !== undefined && { EndTime: endMs / 1000 }),
    })),
    ...(end < recent.length && { NextToken: end.toString(16).padStart(TOKEN_DIGITS, '0') }),
  };
}

function readPageSize(value: unknown = DEFAULT_PAGE): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_PAGE) return value;
  throw invalid(
    `1 validation error detected: Value '${String(value)}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and ${MAX_PAGE}`,
  );
}

function readToken(value: unknown): number {
  if (typeof value === 'string' && /^[0-9a-f]{16}$/.test(value)) return Number.parseInt(value, 16);
  throw invalid('The NextToken is not valid');
}
