import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';

/** The command was called wrongly: ends with exit code 2 and a pointer to `--help`. */
export function usageError(message: string, cause?: unknown): GroundcrewError {
  return new GroundcrewError('cli.usage', message, { cause });
}

/**
 * What `read` makes of a value that was typed; what it finds wrong with it is wrong usage.
 *
 * @throws GroundcrewError `cli.usage`
 */
export function orUsageError<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (thrown) {
    throw isGroundcrewError(thrown) ? usageError(thrown.message, thrown) : thrown;
  }
}

/** The reader of the output has gone: nothing more can be told, and nothing went wrong. */
export function outputClosedError(cause?: unknown): GroundcrewError {
  return new GroundcrewError('cli.output.closed', 'the reader of the output has gone', { cause });
}

/** The output can't be written: a full disk. */
export function outputFailedError(cause: Error): GroundcrewError {
  return new GroundcrewError(
    'cli.output.failed',
    `could not write the result: ${cause.message}; make room, or send it elsewhere`,
    { cause },
  );
}

/** The person pressed Ctrl-C. */
export function interruptedError(cause?: unknown): GroundcrewError {
  return new GroundcrewError('cli.interrupted', 'interrupted', { cause });
}

/** The person said no, or said nothing. */
export function declinedError(): GroundcrewError {
  return new GroundcrewError('cli.declined', 'declined; nothing was done');
}

/** A question came up where nobody can answer it. */
export function confirmationNeededError(question: string): GroundcrewError {
  return new GroundcrewError(
    'cli.confirmation-needed',
    `this needs an answer to "${question.trim()}", and nobody can be asked here; pass --yes to agree beforehand`,
  );
}
