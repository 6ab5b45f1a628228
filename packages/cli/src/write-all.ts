import { isGroundcrewError } from '@groundcrew/errors';
import type { Output } from './io.ts';

/** Large enough chunks for a pipe. */
const CHUNK_LENGTH = 16_384;

/**
 * Writes the chunks in larger ones. Stops without an error if the reader has closed the pipe. Chunks that end with an error
 * are written to their end if some were before: a document that was begun is ended.
 */
export async function writeAll(
  output: Output,
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  let pending = '';
  let isStarted = false;
  try {
    for await (const chunk of chunks) {
      pending += chunk;
      if (pending.length < CHUNK_LENGTH) continue;
      isStarted = true;
      await output.write(pending);
      pending = '';
    }
    if (pending !== '') await output.write(pending);
  } catch (thrown) {
    if (isGroundcrewError(thrown, 'cli.output.closed')) return;
    if (isStarted && pending !== '') await output.write(pending).catch(() => undefined);
    throw thrown;
  }
}
