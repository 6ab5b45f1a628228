import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';

/** Wrong usage of the command: exit code 2 and a hint to `--help`. */
export function usageError(message: string, cause?: unknown): GroundcrewError {
  return new GroundcrewError('cli.usage', message, { cause });
}

/**
 * The result of `read` for a typed value; its errors become wrong usage.
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

/** The reader of the output has closed the pipe, which is not a failure. */
export function outputClosedError(cause?: unknown): GroundcrewError {
  return new GroundcrewError('cli.output.closed', 'the reader of the output has closed the pipe', { cause });
}

/** The output can't be written: a full disk. */
export function outputFailedError(cause: Error): GroundcrewError {
  return new GroundcrewError(
    'cli.output.failed',
    `could not write the result: ${cause.message}; free some space, or write it elsewhere`,
    { cause },
  );
}

/** The user pressed Ctrl-C. */
export function interruptedError(cause?: unknown): GroundcrewError {
  return new GroundcrewError('cli.interrupted', 'interrupted', { cause });
}

/** The user declined, or did not answer. */
export function declinedError(): GroundcrewError {
  return new GroundcrewError('cli.declined', 'declined; nothing was done');
}

/** A question that no user can answer. */
export function confirmationNeededError(question: string): GroundcrewError {
  return new GroundcrewError(
    'cli.confirmation-needed',
    `"${question.trim()}" needs a confirmation, and there is no terminal to prompt in; pass --yes to confirm it in advance`,
  );
}
