import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';

/** The table accepted nothing in a whole invocation: another one would do no better. */
export function noProgress(object: string, durationMs: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.load.no-progress',
    `${object}: no rows were committed in ${Math.round(durationMs / 1000)} s; check whether the table is throttled, then send the event again`,
    { fault: 'service', details: { object, durationMs } },
  );
}

/**
 * The checkpoint is after the end of the object: what was read was not what had been asked for. Another invocation would
 * move it even further.
 */
export function pastEnd(object: string, startByte: number, sizeBytes: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.load.no-progress',
    `${object}: the load stopped at byte ${startByte} of an object of ${sizeBytes} bytes; something between this function and S3 answers range requests with other bytes; upload the file again without it`,
    { fault: 'service', details: { object, startByte, sizeBytes } },
  );
}

/** The invocation has too little time left to start. */
export function noTime(object: string, remainingMs: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.load.no-time',
    `${object}: ${Math.round(remainingMs)} ms are not enough to start; Lambda retries`,
    { fault: 'service', details: { object, remainingMs } },
  );
}

/** Whether the file as a whole can't be read, so that a retry is useless. */
export function isFileError(error: unknown): error is GroundcrewError {
  return isGroundcrewError(error) && error.code.startsWith('inventory.file.');
}
