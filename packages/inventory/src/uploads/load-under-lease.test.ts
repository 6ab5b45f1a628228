import { GroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { type LoadCheckpoint, zeroTallies } from '../load/checkpoint.ts';
import { ignoreRejects } from '../load/reject-sink.ts';
import { stagedStats } from '../load/staged-stats.ts';
import type { LoadSummary } from '../load/summary.ts';
import type { OrderStore } from '../order/index.ts';
import { loadUpload, type LoadUploadDeps } from './load-upload.ts';

const upload = { bucket: 'stock', key: 'a.csv', sequencer: 'A1', etag: 'e', record: {} };
const older = { timeMs: 0, object: 's3://stock/old.csv', sequencer: 'A0' };
const TIMEOUT_MS = 60_000;

interface World {
  /** Of an earlier run. */
  readonly checkpoint?: LoadCheckpoint;
  /** Whether an older upload is being loaded all the time. */
  readonly isOlderHeld?: boolean;
  /** What the writes of rows do. */
  readonly write?: (loseLease: (reason: Error) => void) => Promise<void>;
  readonly remainingMs?: number;
  readonly checkpointEveryMs?: number;
}

/** Loads an upload under a lease that is there; returns what was done, in order. */
async function loadIn({ checkpoint, isOlderHeld = false, write, remainingMs, checkpointEveryMs }: World) {
  const done: string[] = [];
  const lost = new AbortController();
  let [nowMs, written] = [0, 0];
  const body = Buffer.from('store,item,count\nBerlin,Echo,3\nBerlin,Dot,4\n');
  const store: Pick<OrderStore, 'register' | 'look' | 'leave'> = {
    register: async () => {},
    look: async () => ({ unfinished: isOlderHeld ? [older] : [], async *newerSets() {} }),
    leave: async () => void done.push('leave'),
  };
  const lease = {
    run: 1,
    checkpoint: checkpoint && { load: checkpoint, etag: 'e' },
    signal: lost.signal,
    renewEveryMs: 7_500,
    mayWrite: () => true,
    renew: async () => void done.push('renew'),
    finish: async ({ status }: LoadSummary) => void done.push(`finish ${status}`),
    release: async () => void done.push('release'),
  };
  const deps = {
    ledger: {
      findAnswer: async () => undefined,
      claim: async () => ({ status: 'claimed', lease }),
      isHeld: async () => isOlderHeld,
    },
    openObject: async ({ startByte = 0 }) => ({
      body: (async function* () {
        yield body.subarray(startByte);
      })(),
      sizeBytes: body.length,
      etag: 'e',
      lastModifiedMs: 1_000,
      metadata: {},
      close: () => {},
    }),
    createWriter: () => () => ({
      async write(rows: readonly unknown[]) {
        if (write === undefined) written += rows.length;
        else await write((reason) => lost.abort(reason));
      },
      watermark: () => written,
      flush: async () => {},
      stop: async () => {},
      stats: () => stagedStats(written),
    }),
    createRejects: () => ({ ...ignoreRejects, writeRefusalNote: async () => '' }),
    order: { store, fileTime: 'modified' },
    continueLater: async () => void done.push('continue'),
    settings: {},
    remainingMs: () => remainingMs ?? TIMEOUT_MS - nowMs,
    reserveMs: 10_000,
    checkpointEveryMs: checkpointEveryMs ?? 1_000,
    now: () => nowMs,
    async sleep(ms: number, signal?: AbortSignal) {
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      nowMs += ms;
    },
  };
  const outcome = await loadUpload(upload, deps as unknown as LoadUploadDeps).then(
    ({ status }) => status,
    (error: GroundcrewError) => error.code,
  );
  return { outcome, done };
}

test.each([
  [10_000, 'inventory.load.no-time'],
  [10_001, 'loaded'],
])('of %d ms, ten seconds are kept in reserve: %s', async (remainingMs, outcome) => {
  expect((await loadIn({ remainingMs })).outcome).toBe(outcome);
});

test('a load that waits for an older one until its time is over is continued: it has done nothing wrong', async () => {
  const { outcome, done } = await loadIn({ isOlderHeld: true });
  expect(outcome).toBe('continued');
  expect(done.filter((what) => what !== 'renew')).toEqual(['release', 'continue']);
});

test.each([
  ['inventory.ledger.lost', 'duplicate', ['finish duplicate']],
  ['inventory.ledger.superseded', 'superseded', ['finish superseded', 'leave']],
] as const)(
  'a load that ends by %s is %s; only the one that has taken over ends its place',
  async (code, status, expected) => {
    const { outcome, done } = await loadIn({
      write: () => Promise.reject(new GroundcrewError(code, 'x', { fault: 'service' })),
    });
    expect(outcome).toBe(status);
    expect(done.filter((what) => what !== 'renew')).toEqual(expected);
  },
);

test('a load whose lease is lost does not write its result', async () => {
  const { outcome, done } = await loadIn({
    async write(loseLease) {
      const reason = new GroundcrewError('inventory.ledger.superseded', 'x');
      loseLease(reason);
      throw reason;
    },
  });
  expect(outcome).toBe('superseded');
  expect(done.filter((what) => what !== 'renew')).toEqual(['release', 'leave']);
});

test('a run that gets no further than the one before fails, and starts no other', async () => {
  const stuck = () => new Promise<never>(() => {});
  const checkpoint = { tallies: zeroTallies, rejectParts: [] };
  for (const world of [{ write: stuck }, { write: stuck, checkpoint }]) {
    const { outcome, done } = await loadIn(world);
    expect(outcome).toBe('inventory.load.no-progress');
    expect(done).not.toContain('continue');
  }
});

test('a lease is renewed in time, however rarely checkpoints are wanted', async () => {
  const { done } = await loadIn({ isOlderHeld: true, checkpointEveryMs: 1_000_000 });
  expect(done.filter((what) => what === 'renew').length).toBeGreaterThanOrEqual(5);
});
