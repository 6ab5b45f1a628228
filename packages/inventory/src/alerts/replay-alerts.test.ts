import { GroundcrewError } from '@groundcrew/errors';
import type { Message } from '@groundcrew/aws/sns';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertStore, createInMemoryAlertStore } from './alert-store.ts';
import { replayAlerts, type StoredShelf } from './replay-alerts.ts';
import { sendAlerts, type SendAlertsSettings } from './send-alerts.ts';

const nowMs = Date.UTC(2026, 10, 29);
const settings: SendAlertsSettings = {
  switches: new Set(['no-stock', 'low-stock', 'back-in-stock']),
  lowStockAt: 3,
  digestAbove: 3,
  fifo: false,
  maxDigestBytes: 100_000,
};

let sequence = 0;

/** A record of a change of a shelf, a minute old. */
function change(item: string, before: number | undefined, after: number, ageMs = 60_000): unknown {
  sequence += 1;
  const image = (count: number) => ({
    Store: { S: 'Berlin' },
    Item: { S: item },
    Count: { N: String(count) },
  });
  return {
    eventName: before === undefined ? 'INSERT' : 'MODIFY',
    eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Inventory/stream/1',
    dynamodb: {
      SequenceNumber: String(1_000 + sequence),
      ApproximateCreationDateTime: (nowMs - ageMs) / 1_000,
      Keys: { Store: { S: 'Berlin' }, Item: { S: item } },
      NewImage: image(after),
      ...(before !== undefined && { OldImage: image(before) }),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  };
}

/** Alerts, a store that remembers them, and shelves as they are now; a shelf that is left out is gone. */
function world(now: Readonly<Record<string, number | 'text'>>) {
  const store = createInMemoryAlertStore();
  const published: Message[] = [];
  let isDown = false;
  const deps = {
    store,
    keep: async () => 's3://rejects/x',
    now: () => nowMs,
    async publish(messages: readonly Message[]) {
      if (isDown) {
        const error = new GroundcrewError('aws-sns.publish-failed' as never, 'down', { fault: 'service' });
        return messages.map(() => ({ published: false as const, error }));
      }
      published.push(...messages);
      return messages.map(() => ({ published: true as const, messageId: '1' }));
    },
    readShelves: async (shelves: readonly { readonly item: string }[]): Promise<StoredShelf[]> =>
      shelves.flatMap(({ item }) => {
        const count = now[item];
        if (count === undefined) return [];
        return [
          {
            store: 'Berlin',
            item,
            stored: { Count: count === 'text' ? { S: 'many' } : { N: String(count) } },
          },
        ];
      }),
  };
  return {
    store,
    published,
    texts: () => published.flatMap(({ body }) => body.split('\n')),
    fail: (records: readonly unknown[]) => {
      isDown = true;
      return sendAlerts(records, settings, deps).finally(() => {
        isDown = false;
      });
    },
    replay: (records: readonly unknown[], isDryRun = false) =>
      replayAlerts(records, settings, deps, { isDryRun }),
    deps,
  };
}

const outdatedOf = ({ outdated }: Awaited<ReturnType<typeof replayAlerts>>) =>
  outdated.map(({ alert: { kind, item }, reason }) => [kind, item, reason]);

describe('replayAlerts', () => {
  it('sends what is still true, and reports why the rest is not', async () => {
    const { replay, texts } = world({ a: 0, b: 4, d: 'text', e: 2, f: 9, g: 0, h: 5, i: 0 });
    const result = await replay([
      change('a', 5, 0),
      change('b', 5, 0),
      change('c', 5, 0),
      change('d', 5, 0),
      change('e', 9, 3),
      change('f', 9, 3),
      change('g', 9, 3),
      change('h', 0, 8),
      change('i', 0, 8),
    ]);
    expect(texts()).toEqual([
      'Berlin is out of stock of a',
      'Berlin has only 3 left of e',
      'Berlin has h again: 8',
    ]);
    expect(outdatedOf(result)).toEqual([
      ['no-stock', 'b', 'filled'],
      ['no-stock', 'c', 'removed'],
      ['no-stock', 'd', 'unreadable'],
      ['low-stock', 'f', 'not-low'],
      ['low-stock', 'g', 'empty'],
      ['back-in-stock', 'i', 'empty'],
    ]);
    expect(result.batchItemFailures).toEqual([]);
  });

  it('sends of a shelf that changed several times only what it is now', async () => {
    const { replay, texts } = world({ a: 0 });
    const result = await replay([change('a', 5, 0), change('a', 0, 5), change('a', 5, 0)]);
    expect(texts()).toEqual(['Berlin is out of stock of a']);
    expect(outdatedOf(result)).toEqual([
      ['no-stock', 'a', 'later-change'],
      ['back-in-stock', 'a', 'later-change'],
    ]);
  });

  it('sends nothing a second time, and nothing that was sent before the failure', async () => {
    const { replay, published, deps } = world({ a: 0, b: 0 });
    const records = [change('a', 5, 0), change('b', 5, 0)];
    await sendAlerts(records.slice(0, 1), settings, deps);
    await replay(records);
    const again = await replay(records);
    expect(published).toHaveLength(2);
    expect(again).toMatchObject({ messages: 0, repeated: 2 });
  });

  it('does not send what is older than the claims', async () => {
    const { replay, published } = world({ a: 0 });
    const result = await replay([change('a', 5, 0, 14 * 86_400_000)]);
    expect(published).toEqual([]);
    expect(outdatedOf(result)).toEqual([['no-stock', 'a', 'too-old']]);
  });

  it('sends and stores nothing in a dry run', async () => {
    const { replay, published, store } = world({ a: 0, b: 3 });
    const records = [change('a', 5, 0), change('b', 5, 0), { not: 'a record' }];
    const result = await replay(records, true);
    expect(result).toMatchObject({
      messages: 1,
      sentAlerts: [{ item: 'a' }],
      outdated: [{ reason: 'filled' }],
    });
    expect(result.unreadable).toHaveLength(1);
    expect(published).toEqual([]);
    expect(await store.get(result.sentAlerts.map(({ dedupeKey }) => dedupeKey))).toEqual(new Map());
  });

  it('sends a digest that was claimed unchanged if all of it is still true, and otherwise only what is', async () => {
    const items = ['a', 'b', 'c', 'd', 'e'];
    const allEmpty = world(Object.fromEntries(items.map((item) => [item, 0])));
    const records = items.map((item) => change(item, 5, 0));
    await allEmpty.fail(records);
    await allEmpty.replay(records);
    expect(allEmpty.published).toMatchObject([{ attributes: { alerts: '5' } }]);
    expect((await allEmpty.replay(records)).repeated).toBe(5);
    expect(allEmpty.published).toHaveLength(1);

    const some = world({ a: 0, b: 7, c: 0, d: 0, e: 0 });
    await some.fail(records);
    await some.replay(records);
    expect(some.published).toMatchObject([{ attributes: { alerts: '4' } }]);
    expect(some.texts().join()).not.toContain('of b');
    await some.replay(records);
    expect(some.published).toHaveLength(1);
  });

  it('loses no alert that is true, and sends none in two messages, wherever it is killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ item: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), isEmpty: fc.boolean() }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 4 }),
        fc.boolean(),
        async (shelves, kills, failedBefore) => {
          const now = Object.fromEntries(shelves.map(({ item, isEmpty }) => [item, isEmpty ? 0 : 5]));
          const { deps, replay, published, fail } = world(now);
          const records = Object.keys(now).map((item) => change(item, 5, 0));
          if (failedBefore) await fail(records);
          for (const kill of kills) {
            await replayAlerts(records, settings, killing(deps, kill), { isDryRun: false }).catch(() => {});
          }
          await replay(records);
          const empty = Object.keys(now).filter((item) => now[item] === 0);
          const lines = published.flatMap(({ body }) => body.split('\n'));
          expect(new Set(lines)).toEqual(new Set(empty.map((item) => `Berlin is out of stock of ${item}`)));
          // A message whose publishing was not marked is sent again, as it was.
          const keys = new Map(published.map(({ attributes, body }) => [attributes.dedupeKey, body]));
          expect([...keys.values()].flatMap((body) => body.split('\n'))).toHaveLength(empty.length);
        },
      ),
    );
  });
});

/** Dependencies whose process is killed at a call: after it was carried out. */
function killing<
  Deps extends { readonly store: AlertStore; readonly publish: (messages: never) => Promise<unknown> },
>(deps: Deps, at: number): Deps {
  let calls = 0;
  const count = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    calls += 1;
    if (calls > at) throw new Error('killed');
    const result = await call();
    if (calls === at) throw new Error('killed');
    return result;
  };
  const { store, publish } = deps;
  return {
    ...deps,
    publish: (messages: never) => count(() => publish(messages)),
    store: {
      get: (keys: readonly string[]) => count(() => store.get(keys)),
      put: (entries: Parameters<AlertStore['put']>[0]) => count(() => store.put(entries)),
    },
  };
}
