import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';

/** Maximum pause within a response. */
export const IDLE_TIMEOUT_MS = 15_000;

/**
 * Reads the body of a response, piece by piece as it arrives.
 *
 * @throws a `TimeoutError` if nothing arrives for `idleTimeoutMs`; what `onPiece` throws; the error of the connection
 */
export async function readBody(
  body: Readable,
  onPiece: (piece: Buffer) => void,
  idleTimeoutMs = IDLE_TIMEOUT_MS,
): Promise<void> {
  const idle = setTimeout(() => body.destroy(idleError(idleTimeoutMs)), idleTimeoutMs);
  // Not `for await`, which concatenates the available chunks into another buffer.
  body.on('data', (piece: Buffer) => {
    idle.refresh();
    try {
      onPiece(piece);
    } catch (error) {
      body.destroy(error as Error);
    }
  });
  try {
    await finished(body);
  } finally {
    clearTimeout(idle);
  }
}

function idleError(ms: number): Error {
  const error = new Error(`the response stopped for ${ms} ms`);
  error.name = 'TimeoutError';
  return error;
}
