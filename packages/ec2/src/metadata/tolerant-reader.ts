import { createConcurrencyLimiter } from '@groundcrew/async';
import type { Imds } from '@groundcrew/aws/imds';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { UnreadPath } from '../instance.ts';
import { factsOfPath } from './facts-of-path.ts';

/** Concurrent requests wait for the same connection; a few of them keep it busy. */
const MAX_CONCURRENT_REQUESTS = 4;
/** After so many failures in a row the service is considered gone: further requests would only time out. */
const MAX_LOST = 3;

export type MetadataReader = Pick<Imds, 'get' | 'list' | 'endpoint'>;

/** A reader that continues where a path can't be read, and what it could not read. */
export interface TolerantReader extends MetadataReader {
  /** The result of `parse`, or `fallback` if the value is malformed. */
  parsed<Part>(parse: () => Promise<Part>, fallback: Part): Promise<Part>;
  readonly unread: readonly UnreadPath[];
  /** Notes a path that was read elsewhere, and failed. */
  failed(path: string, error: unknown): void;
}

const lost = new Set(['imds.slow', 'imds.unavailable']);

/** `imds` with a limited concurrency; a path that can't be read is noted, and then is as one that does not exist. */
export function createTolerantReader(imds: Imds, signal: AbortSignal | undefined): TolerantReader {
  const limit = createConcurrencyLimiter(MAX_CONCURRENT_REQUESTS);
  const unread: UnreadPath[] = [];
  let lostInRow = 0;

  const note = (path: string, reason: string) => {
    unread.push({ path, reason, facts: factsOfPath(path) });
    return undefined;
  };
  const ask = <Answer>(path: string, request: () => Promise<Answer>): Promise<Answer | undefined> =>
    limit(async () => {
      signal?.throwIfAborted();
      if (lostInRow >= MAX_LOST) return note(path, 'not requested: the service does not respond any more');
      try {
        const answer = await request();
        lostInRow = 0;
        return answer;
      } catch (error) {
        signal?.throwIfAborted();
        lostInRow = isGroundcrewError(error) && lost.has(error.code) ? lostInRow + 1 : 0;
        return note(path, reasonOf(error));
      }
    });
  const options = signal ? { signal } : {};

  return {
    endpoint: imds.endpoint,
    unread,
    failed(path, error) {
      note(path, reasonOf(error));
    },
    get: (path) => ask(path, () => imds.get(path, options)),
    list: (path) => ask(path, () => imds.list(path, options)),
    async parsed(parse, fallback) {
      try {
        return await parse();
      } catch (error) {
        if (!isGroundcrewError(error, 'fleet.metadata.unreadable')) throw error;
        note(String(error.details.path), reasonOf(error));
        return fallback;
      }
    },
  };
}

function reasonOf(error: unknown): string {
  if (!isGroundcrewError(error)) return messageOf(error);
  const { status } = error.details;
  if (typeof status === 'number') return `HTTP ${status}`;
  if (error.code === 'imds.slow') return 'no response in time';
  if (error.code === 'fleet.metadata.unreadable') return 'its value is malformed';
  const { cause } = error;
  return cause instanceof Error ? cause.message : error.message;
}
