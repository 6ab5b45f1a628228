import { GroundcrewError } from '@groundcrew/errors';

export type ExportErrorCode =
  | 'cost.exports.not-found'
  | 'cost.exports.unknown-format'
  | 'cost.exports.snapshot-incomplete'
  | 'cost.exports.snapshot-ambiguous'
  | 'cost.exports.overlap'
  | 'cost.exports.file-unreadable'
  | 'cost.exports.too-large'
  | 'cost.exports.metric-absent'
  | 'cost.exports.dimension-absent';

/** What is wrong with an export: always its reader's to mend, never ours. */
export function exportError(
  code: ExportErrorCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): GroundcrewError {
  return new GroundcrewError(code, message, { details, ...(cause !== undefined && { cause }) });
}
