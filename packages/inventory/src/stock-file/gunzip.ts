import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { gzipBroken } from './errors.ts';

const outputChunkBytes = 65_536;

/** A gzip stream being unpacked. */
export interface Unzipping {
  chunks: AsyncIterable<Uint8Array>;
  /** Compressed bytes used so far. */
  bytesRead(): number;
}

/**
 * Unpacks gzip data as it comes: any number of members, and zero bytes after the last one (padding).
 * Memory stays bounded whatever the data expands to. Errors of the source pass unchanged.
 *
 * While being read it throws GroundcrewError `inventory.file.gzip-broken`.
 */
export function unzip(source: AsyncIterable<Uint8Array>): Unzipping {
  const engine = createGunzip({ chunkSize: outputChunkBytes });
  return { chunks: unpack(source, engine), bytesRead: () => engine.bytesWritten };
}

async function* unpack(
  source: AsyncIterable<Uint8Array>,
  engine: ReturnType<typeof createGunzip>,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  let dataEnd = 0;
  const watched = async function* () {
    for await (const chunk of source) {
      const last = chunk.findLastIndex((byte) => byte !== 0);
      if (last >= 0) dataEnd = received + last + 1;
      received += chunk.length;
      yield chunk;
    }
  };
  const feeding = pipeline(watched, engine);
  // Whatever goes wrong there is also thrown by the loop below; this only keeps it from being unhandled.
  feeding.catch(() => undefined);
  try {
    for await (const chunk of engine) yield chunk as Buffer;
    await feeding;
  } catch (error) {
    throw asGzipError(error);
  }
  // zlib stops silently at padding; data after it would be lost without a word.
  if (dataEnd > engine.bytesWritten) throw gzipBroken('something follows its end');
}

function asGzipError(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) return error;
  if (error.code === 'Z_BUF_ERROR') return gzipBroken('it is cut off before its end', error);
  if (error.message === 'incorrect header check') return gzipBroken('something else follows its end', error);
  return gzipBroken(error.message, error);
}
