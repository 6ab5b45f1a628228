import { GroundcrewError } from '@groundcrew/errors';
import { describe, expect, it } from 'vitest';
import type { NoticeKind } from '../metadata/index.ts';
import { createFakeImds, type MetadataTree } from '../metadata/testing/fake-imds.ts';
import type { Notice } from './notice.ts';
import { type WatchOptions, watchNotices } from './watch-notices.ts';

const spot = (time: string): MetadataTree => ({
  'meta-data': { spot: { 'instance-action': JSON.stringify({ action: 'terminate', time }) } },
});
const down = () => {
  throw new GroundcrewError('imds.unavailable', 'the service is not available');
};
const up = () => {};

/**
 * A watch on a clock that moves as the watch sleeps; `turns` change the world before each sleep, and with the last
 * one the watch is over. Returns what it yielded, and what it reported of the service.
 */
async function play(
  turns: readonly (() => void)[],
  options: Pick<WatchOptions, 'kinds' | 'pollMs'> & { imds: ReturnType<typeof createFakeImds> },
) {
  const aborter = new AbortController();
  const slept: number[] = [];
  const reported: (readonly NoticeKind[] | 'recovered')[] = [];
  const batches: (readonly Notice[])[] = [];
  let isOver = false;
  try {
    for await (const batch of watchNotices({
      ...options,
      signal: aborter.signal,
      async sleep(ms, signal) {
        const turn = turns[slept.length];
        slept.push(ms);
        if (turn) return turn();
        aborter.abort(new Error('over'));
        signal?.throwIfAborted();
      },
      onFailure: (kinds) => reported.push(kinds),
      onRecovered: () => reported.push('recovered'),
    })) {
      batches.push(batch);
    }
  } catch (error) {
    if (!aborter.signal.aborted) throw error;
    isOver = true;
  }
  return { slept, reported, isOver, ids: batches.map((batch) => batch.map(({ id }) => id)) };
}

describe('watchNotices', () => {
  it('waits for a notice, and reports it once', async () => {
    const imds = createFakeImds({});

    const { ids, slept, reported, isOver } = await play(
      [up, () => imds.show(spot('2026-11-21T12:02:00Z')), up, up],
      { imds, pollMs: 5_000 },
    );

    expect(ids).toEqual([['spot:terminate:2026-11-21T12:02:00.000Z']]);
    expect(slept).toEqual([5_000, 5_000, 5_000, 5_000, 5_000]);
    expect(reported).toEqual([]);
    expect(isOver).toBe(true);
  });

  it('reads only the watched kinds', async () => {
    const imds = createFakeImds({});

    await play([up], { imds, kinds: ['rebalance', 'auto-scaling'] });

    expect(new Set(imds.asked)).toEqual(
      new Set(['meta-data/events/recommendations/rebalance', 'meta-data/autoscaling/target-lifecycle-state']),
    );
  });

  it('rejects with the reason if the service never responds', async () => {
    const imds = createFakeImds({});
    imds.failAt(down);

    await expect(play([], { imds })).rejects.toMatchObject({ code: 'imds.unavailable' });
  });

  it('warns once about a service that disappears, backs off, and continues when it is back', async () => {
    const imds = createFakeImds({});
    const goDown = () => imds.failAt(down);
    const comeBack = () => {
      imds.failAt(up);
      imds.show(spot('2026-11-21T12:02:00Z'));
    };

    const { ids, slept, reported } = await play([goDown, up, up, up, up, comeBack, goDown, comeBack], {
      imds,
      pollMs: 5_000,
    });

    const all = ['spot', 'rebalance', 'maintenance', 'auto-scaling'];
    expect(reported).toEqual([all, 'recovered', all, 'recovered']);
    expect(slept).toEqual([5_000, 10_000, 20_000, 30_000, 30_000, 30_000, 5_000, 10_000, 5_000]);
    expect(ids).toEqual([['spot:terminate:2026-11-21T12:02:00.000Z']]);
  });

  it('continues with the rest while one kind cannot be read', async () => {
    const imds = createFakeImds({});
    const noMaintenance = (path: string) => {
      if (path.includes('maintenance')) down();
    };

    const { ids, slept, reported } = await play(
      [
        () => imds.failAt(noMaintenance),
        up,
        () => imds.show(spot('2026-11-21T12:02:00Z')),
        () => imds.failAt(up),
      ],
      { imds, pollMs: 5_000 },
    );

    expect(reported).toEqual([['maintenance'], 'recovered']);
    expect(slept).toEqual([5_000, 5_000, 5_000, 5_000, 5_000]);
    expect(ids).toEqual([['spot:terminate:2026-11-21T12:02:00.000Z']]);
  });

  it('treats an unreadable response as a failure, not as no notice', async () => {
    const imds = createFakeImds({ 'meta-data': { spot: { 'instance-action': '<html>' } } });

    const { reported, ids } = await play([up], { imds });

    expect(reported).toEqual([['spot']]);
    expect(ids).toEqual([]);
  });

  it('does not shorten a long interval while the service is away', async () => {
    const imds = createFakeImds({});

    const { slept } = await play([() => imds.failAt(down), up, up], { imds, pollMs: 60_000 });

    expect(slept).toEqual([60_000, 60_000, 60_000, 60_000]);
  });

  it('is stopped in the middle of a reading', async () => {
    const aborter = new AbortController();
    const imds = createFakeImds({});
    imds.failAt(() => {
      aborter.abort(new Error('enough'));
      down();
    });
    const watch = watchNotices({ imds, signal: aborter.signal, sleep: async () => {} });

    await expect(watch.next()).rejects.toThrow('enough');
  });
});
