import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GroundcrewError, messageOf } from '@groundcrew/errors';

/** A source that can be read once, made one that can be read again: what was read is kept in a temporary file. */
export interface Spool {
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  /** Removes the file. */
  readonly close: () => Promise<void>;
}

/** @throws GroundcrewError `inventory.source.no-room`, while being read */
export function createSpool(openOnce: (signal: AbortSignal) => AsyncIterable<Uint8Array>): Spool {
  let folder: string | undefined;
  let isRead = false;
  const path = (): string => join(folder!, 'stock');

  async function* readOnce(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    folder = await attempt(() => mkdtemp(join(tmpdir(), 'groundcrew-stock-')));
    const file = await attempt(() => open(path(), 'wx'));
    try {
      for await (const chunk of openOnce(signal)) {
        await attempt(() => file.writeFile(chunk));
        yield chunk;
      }
      isRead = true;
    } finally {
      await file.close();
    }
  }

  return {
    open: async (signal) =>
      isRead ? createReadStream(path(), { signal, highWaterMark: 262_144 }) : readOnce(signal),
    async close() {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function attempt<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    throw new GroundcrewError(
      'inventory.source.no-room',
      `could not keep the input in the temporary folder, to look for duplicates first: ${messageOf(cause)}; make room there, or load it with --duplicates last`,
      { cause },
    );
  }
}
