import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';

/** The table took nothing in a whole invocation: another one would do no better. */
export function noProgress(object: string, durationMs: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.load.no-progress',
    `${object}: not one stretch of rows was stored in ${Math.round(durationMs / 1000)} s; see whether the table is throttled, then send the event again`,
    { fault: 'service', details: { object, durationMs } },
  );
}

/** The invocation has too little time left to begin. */
export function noTime(object: string, remainingMs: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.load.no-time',
    `${object}: ${Math.round(remainingMs)} ms are too little to begin; Lambda tries again`,
    { fault: 'service', details: { object, remainingMs } },
  );
}

/** Whether the file as a whole can't be read, so that trying again is of no use. */
export function isFileError(error: unknown): error is GroundcrewError {
  return isGroundcrewError(error) && error.code.startsWith('inventory.file.');
}
