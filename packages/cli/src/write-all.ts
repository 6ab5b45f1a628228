import { isGroundcrewError } from '@groundcrew/errors';
import type { Output } from './io.ts';

/** Large enough chunks for a pipe. */
const CHUNK_LENGTH = 16_384;

/** Writes the chunks in larger ones. Stops without an error if the reader has closed the pipe. */
export async function writeAll(
  output: Output,
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  let pending = '';
  try {
    for await (const chunk of chunks) {
      pending += chunk;
      if (pending.length < CHUNK_LENGTH) continue;
      await output.write(pending);
      pending = '';
    }
    if (pending !== '') await output.write(pending);
  } catch (thrown) {
    if (!isGroundcrewError(thrown, 'cli.output.closed')) throw thrown;
  }
}
