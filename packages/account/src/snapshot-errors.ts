import { GroundcrewError } from '@groundcrew/errors';
import { SNAPSHOT_FORMAT } from './snapshot-header.ts';

const ADVICE = 'collect it again with groundcrew account collect';

/** What is not a snapshot, or one of a later version. */
export function notASnapshot(found: string): GroundcrewError {
  const text = `the file is not a snapshot of an account: ${found}, not "${SNAPSHOT_FORMAT}"; ${ADVICE}`;
  return new GroundcrewError('account.snapshot.wrong-format', text);
}

/** A line that can't be read. @param line from 1 */
export function malformedLine(line: number, problem: string): GroundcrewError {
  const text = `the snapshot is malformed on line ${line}: ${problem}; correct it, or ${ADVICE}`;
  return new GroundcrewError('account.snapshot.invalid', text, { details: { line } });
}

export function truncated(problem: string): GroundcrewError {
  const text = `the snapshot is not complete: ${problem}; copy it again, or ${ADVICE}`;
  return new GroundcrewError('account.snapshot.cut-off', text);
}

export function damagedGzip(cause: Error): GroundcrewError {
  const text = `the snapshot is damaged, as it can't be decompressed (${cause.message}); copy it again, or ${ADVICE}`;
  return new GroundcrewError('account.snapshot.damaged', text, { cause });
}

/** A value of a message, of bounded length. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
