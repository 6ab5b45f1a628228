import { isGroundcrewError } from '@groundcrew/errors';
import type { Output } from './io.ts';

/** Enough for a pipe to be worth waking its reader. */
const CHUNK_LENGTH = 16_384;

/** Writes the chunks in bigger ones. Ends quietly where the reader has gone, and asks for no more. */
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
