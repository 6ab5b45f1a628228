/** Options of a call to a service. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** What `client.send` takes for a signal. */
export interface SendOptions {
  abortSignal?: AbortSignal;
}

/** The options of `client.send` for a signal. */
export function sendOptions(signal: AbortSignal | undefined): SendOptions {
  return signal ? { abortSignal: signal } : {};
}

/**
 * Makes a call. An aborted one can fail with any error: what counts is the reason of the signal.
 *
 * @param failureOf the error to throw in place of the SDK's
 * @throws the signal's reason if that is aborted; what `failureOf` returns
 */
export async function callService<Answer>(
  signal: AbortSignal | undefined,
  send: (options: SendOptions) => Promise<Answer>,
  failureOf: (error: unknown) => Error | Promise<Error>,
): Promise<Answer> {
  try {
    return await send(sendOptions(signal));
  } catch (error) {
    signal?.throwIfAborted();
    throw await failureOf(error);
  }
}

/** Whether the SDK threw an error of this name. */
export function isErrorNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name;
}
