import { GroundcrewError } from '@groundcrew/errors';

const ADVICE = 'collect it again with groundcrew tags collect';

export function tooLarge(sizeBytes: number, maxBytes: number): GroundcrewError {
  const text = `the snapshot has ${sizeBytes} bytes, more than the ${maxBytes} that are read; collect fewer regions, accounts or types into one file`;
  return new GroundcrewError('tags.snapshot.too-large', text, { details: { sizeBytes, maxBytes } });
}

export function notJson(cause: Error): GroundcrewError {
  const text = `the file is not JSON (${cause.message}); ${ADVICE}`;
  return new GroundcrewError('tags.snapshot.not-json', text, { cause });
}

export function wrongFormat(found: unknown): GroundcrewError {
  const what = typeof found === 'string' ? `is of the format ${JSON.stringify(found)}` : 'has no format';
  const text = `the file is not a snapshot of tags: it ${what}, not "groundcrew-tag-snapshot/1"; ${ADVICE}`;
  return new GroundcrewError('tags.snapshot.wrong-format', text, { details: { format: found ?? null } });
}

/** Where in a snapshot something is wrong. */
export interface SnapshotProblem {
  /** `resources[12].tags.Project` */
  readonly path: string;
  /** `12 is not a text` */
  readonly message: string;
  /** From 1; `undefined`: unknown. */
  readonly line: number | undefined;
}

export function invalid({ path, message, line }: SnapshotProblem): GroundcrewError {
  const where = line === undefined ? path : `${path}, on line ${line}`;
  const text = `the snapshot is malformed at ${where}: ${message}; correct it, or ${ADVICE}`;
  const details = { path, ...(line !== undefined && { line }) };
  return new GroundcrewError('tags.snapshot.invalid', text, { details });
}
