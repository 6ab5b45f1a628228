import { createGunzip, type Gunzip } from 'node:zlib';
import { toError } from '@groundcrew/errors';
import { gzipMalformed } from './errors.ts';

const OUTPUT_CHUNK_BYTES = 65_536;

/** A gzip stream being decompressed. */
export interface GunzipStream {
  chunks: AsyncGenerator<Uint8Array>;
  /** Compressed bytes used so far. */
  bytesRead(): number;
}

/**
 * Decompresses gzip data as it arrives: any number of members, and zero bytes after the last one (padding).
 * Memory is bounded whatever the data expands to. Errors of the source are thrown unchanged.
 *
 * While being read it throws GroundcrewError `inventory.file.gzip-broken`.
 */
export function gunzip(source: AsyncIterable<Uint8Array>): GunzipStream {
  const engine = createGunzip({ chunkSize: OUTPUT_CHUNK_BYTES });
  return { chunks: unpack(source, engine), bytesRead: () => engine.bytesWritten };
}

async function* unpack(source: AsyncIterable<Uint8Array>, engine: Gunzip): AsyncGenerator<Uint8Array> {
  const stopped = new AbortController();
  const feeding = feed(source, engine, stopped.signal);
  // Also thrown below; this only prevents an unhandled rejection in the meantime.
  feeding.catch(() => undefined);
  try {
    for await (const chunk of engine) yield chunk as Buffer;
    // The engine stops silently at padding. Data after that would be lost silently.
    const dataBytes = await feeding;
    if (dataBytes > engine.bytesWritten) throw gzipMalformed('other data follows its end');
  } catch (error) {
    throw asGzipError(error);
  } finally {
    stopped.abort();
    engine.destroy();
  }
}

/**
 * Writes a source into the engine, as fast as the engine accepts it, and reads on after the engine has ended.
 * (`pipeline` would treat an end before the source's as a failure.)
 *
 * @returns How many bytes there are up to the last one that is not zero.
 */
async function feed(
  source: AsyncIterable<Uint8Array>,
  engine: Gunzip,
  stopped: AbortSignal,
): Promise<number> {
  let wake = (): void => undefined;
  engine.on('drain', () => wake()).on('close', () => wake());
  let received = 0;
  let dataBytes = 0;
  try {
    for await (const chunk of source) {
      if (stopped.aborted) break;
      const last = chunk.findLastIndex((byte) => byte !== 0);
      if (last >= 0) dataBytes = received + last + 1;
      received += chunk.length;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (!engine.destroyed && !engine.write(chunk) && !engine.destroyed) await woken;
    }
    if (!engine.destroyed) engine.end();
    return dataBytes;
  } catch (error) {
    engine.destroy(toError(error));
    throw error;
  }
}

function asGzipError(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) return error;
  if (error.code === 'Z_BUF_ERROR') return gzipMalformed('it is truncated', error);
  if (error.message === 'incorrect header check') return gzipMalformed('other data follows its end', error);
  return gzipMalformed(error.message, error);
}
