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

interface Unreadable {
  readonly details: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  /** Some of its bytes are not UTF-8. */
  readonly isOtherEncoding: boolean;
}

/** @param problem what is wrong with the file, for a person */
export function fileUnreadable(
  file: string,
  problem: string,
  { details, cause, isOtherEncoding }: Unreadable,
): GroundcrewError {
  const advice = isOtherEncoding
    ? 'it is truncated, or another program has saved it: copy it again, or save it as UTF-8'
    : 'it is truncated or changed: copy it again';
  return exportError(
    'cost.exports.file-unreadable',
    `${file} can't be read: ${problem}; ${advice}`,
    details,
    cause,
  );
}

/** DuckDB's error about a damaged file, with the file's name; every other error unchanged. */
export function wrapUnreadable(error: unknown, where: string): unknown {
  if (isGroundcrewError(error, 'duckdb.file.unreadable')) {
    // In quotes are names of files.
    const isOtherEncoding = /utf-8|unicode/i.test(error.message.replaceAll(/'[^']*'|"[^"]*"/g, ''));
    return fileUnreadable(where, error.message, { details: { where }, cause: error, isOtherEncoding });
  }
  if (isGroundcrewError(error, 'duckdb.value.invalid')) {
    const message = `${where} has something else where a number or a date belongs: ${error.message}; export it again`;
    return exportError('cost.exports.file-unreadable', message, { where }, error);
  }
  return error;
}
