import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';

export type ExportErrorCode =
  | 'cost.exports.not-found'
  | 'cost.exports.empty'
  | 'cost.exports.unknown-format'
  | 'cost.exports.snapshot-incomplete'
  | 'cost.exports.snapshot-ambiguous'
  | 'cost.exports.overlap'
  | 'cost.exports.file-unreadable'
  | 'cost.exports.provider-absent'
  | 'cost.exports.too-large'
  | 'cost.exports.metric-absent'
  | 'cost.exports.dimension-absent';

/** A problem of an export: for its user to fix, never a bug of this program. */
export function exportError(
  code: ExportErrorCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): GroundcrewError {
  return new GroundcrewError(code, message, { details, ...(cause !== undefined && { cause }) });
}

/** DuckDB's error about a damaged file, with the file's name; every other error unchanged. */
export function wrapUnreadable(error: unknown, where: string): unknown {
  if (isGroundcrewError(error, 'duckdb.file.unreadable')) {
    const message = `${where} can't be read: ${error.message}; it is truncated or changed, or is not UTF-8: copy it again`;
    return exportError('cost.exports.file-unreadable', message, { where }, error);
  }
  if (isGroundcrewError(error, 'duckdb.value.invalid')) {
    const message = `${where} has something else where a number or a date belongs: ${error.message}; export it again`;
    return exportError('cost.exports.file-unreadable', message, { where }, error);
  }
  return error;
}
