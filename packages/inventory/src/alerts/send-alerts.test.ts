import type { Message, PublishResult } from '@groundcrew/aws/sns';
import { GroundcrewError } from '@groundcrew/errors';
import { describe, expect, it } from 'vitest';
import { createInMemoryAlertStore } from './alert-store.ts';
import { type SendAlertsSettings, sendAlerts } from './send-alerts.ts';
import { streamRecord } from './testing/histories.ts';

const settings: SendAlertsSettings = {
  switches: new Set(['no-stock', 'back-in-stock']),
  lowStockAt: 0,
  digestAbove: 25,
  fifo: false,
  maxDigestBytes: 180_000,
};

/** A topic that refuses messages for which `refuses` returns true, and a store; both record their calls. */
function prepare(options: { refuses?: (body: string) => boolean; keepFails?: boolean } = {}) {
  const published: Message[] = [];
  const store = createInMemoryAlertStore();
  const log: string[] = [];
  const deps = {
    store: {
      get: (keys: readonly string[]) => {
        log.push(`get ${keys.length}`);
        return store.get(keys);
      },
      put: (entries: Parameters<typeof store.put>[0]) => {
        log.push(`put ${entries.length}`);
        return store.put(entries);
      },
      create: (digests: Parameters<typeof store.create>[0]) => {
        log.push(`create ${digests.length}`);
        return store.create(digests);
      },
    },
    async publish(messages: readonly Message[]): Promise<PublishResult[]> {
      log.push(`publish ${messages.length}`);
      return messages.map((message) => {
        if (options.refuses?.(message.body)) {
          return {
            published: false,
            error: new GroundcrewError('aws-sns.publish-failed', 'no', { fault: 'service' }),
          };
        }
        published.push(message);
        return { published: true, messageId: String(published.length) };
      });
    },
    async keep(): Promise<string> {
      if (options.keepFails) throw new GroundcrewError('aws-s3.write-failed', 'no', { fault: 'service' });
      return 's3://rejects/unreadable-records/1.json';
    },
  };
  return { deps, published, log, bodies: () => published.map(({ body }) => body) };
}

/** Shelves that become empty, one record each. */
const emptied = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    streamRecord({ item: `item-${index}`, was: 1, count: 0, sequence: index }),
  );

const sequenceOf = (index: number) => streamRecord({ count: 0, sequence: index }).dynamodb.SequenceNumber;

describe('sendAlerts', () => {
  it('makes no call if there is no alert', async () => {
    const { deps, log } = prepare();

    const result = await sendAlerts([streamRecord({ was: 9, count: 8, sequence: 1 })], settings, deps);

    expect(log).toEqual([]);
    expect(result).toMatchObject({ records: 1, alerts: 0, messages: 0, batchItemFailures: [] });
  });

  it('claims an alert before it is sent, and marks it afterwards', async () => {
    const { deps, log, bodies } = prepare();

    await sendAlerts(emptied(2), settings, deps);

    expect(log).toEqual(['get 2', 'put 2', 'publish 2', 'put 2']);
    expect(bodies()).toEqual(['Berlin is out of stock of item-0', 'Berlin is out of stock of item-1']);
  });

  it('sends nothing twice if records are redelivered', async () => {
    const { deps, published } = prepare();
    await sendAlerts(emptied(3), settings, deps);

    const again = await sendAlerts(emptied(3), settings, deps);

    expect(published).toHaveLength(3);
    expect(again).toMatchObject({ alerts: 3, repeated: 3, messages: 0, batchItemFailures: [] });
  });

  it('combines a flood of alerts into a few messages', async () => {
    const { deps, published } = prepare();

    const result = await sendAlerts(emptied(1_000), settings, deps);

    expect(published).toHaveLength(1);
    expect(published[0]?.body.split('\n')).toHaveLength(1_000);
    expect(result).toMatchObject({ alerts: 1_000, messages: 1, digests: 1 });
  });

  it('sends single messages up to the limit of the setting', async () => {
    const { deps, published } = prepare();

    await sendAlerts(emptied(25), settings, deps);

    expect(published).toHaveLength(25);
  });

  it('reports the lowest record that failed, and does not send the alerts after it again', async () => {
    let broken = true;
    const { deps, bodies } = prepare({ refuses: (body) => broken && /item-[35]$/.test(body) });
    const first = await sendAlerts(emptied(8), settings, deps);
    expect(first.batchItemFailures).toEqual([{ itemIdentifier: sequenceOf(3) }]);
    expect(first.failed.map(({ index }) => index)).toEqual([3, 5]);

    broken = false;
    const second = await sendAlerts(emptied(8).slice(3), settings, deps);

    expect(second).toMatchObject({ repeated: 3, messages: 2, batchItemFailures: [] });
    expect(bodies().toSorted()).toEqual(
      emptied(8).map((_, index) => `Berlin is out of stock of item-${index}`),
    );
  });

  it('holds back an alert of a shelf until its earlier ones are sent', async () => {
    let broken = true;
    const { deps, bodies } = prepare({ refuses: (body) => broken && body === 'Berlin is out of stock of a' });
    const records = [
      streamRecord({ item: 'a', was: 1, count: 0, sequence: 0 }),
      streamRecord({ item: 'b', was: 1, count: 0, sequence: 1 }),
      streamRecord({ item: 'a', was: 0, count: 7, sequence: 2 }),
    ];
    await sendAlerts(records, settings, deps);
    expect(bodies()).toEqual(['Berlin is out of stock of b']);

    broken = false;
    await sendAlerts(records, settings, deps);

    expect(bodies()).toEqual([
      'Berlin is out of stock of b',
      'Berlin is out of stock of a',
      'Berlin has a again: 7',
    ]);
  });

  it('sends a digest again unchanged, even if only some of its records are redelivered', async () => {
    const { deps, published } = prepare();
    const crash = new Error('killed');
    const dying = {
      ...deps,
      publish: async (messages: readonly Message[]): Promise<PublishResult[]> => {
        await deps.publish(messages);
        throw crash;
      },
    };
    await expect(sendAlerts(emptied(40), settings, dying)).rejects.toThrow(crash);

    await sendAlerts(emptied(40).slice(0, 20), settings, deps);
    await sendAlerts(emptied(40).slice(20), settings, deps);

    expect(published).toHaveLength(2);
    expect(published[1]).toEqual(published[0]);
  });

  it('sends no alert in a digest that is stored after it was sent alone', async () => {
    const { deps, bodies } = prepare();
    const timeout = new Error('timeout');
    const late: Parameters<typeof deps.store.create>[0][] = [];
    const create = async (digests: Parameters<typeof deps.store.create>[0]): Promise<void> => {
      late.push(digests);
      throw timeout;
    };
    const timingOut = { ...deps, store: { ...deps.store, create } };
    await expect(sendAlerts(emptied(40), settings, timingOut)).rejects.toThrow(timeout);

    await sendAlerts(emptied(40).slice(0, 1), settings, deps);
    for (const digests of late) await deps.store.create(digests);
    await sendAlerts(emptied(40).slice(1), settings, deps);

    const lines = bodies().flatMap((body) => body.split('\n'));
    expect(lines).toHaveLength(40);
    expect(new Set(lines).size).toBe(40);
  });

  it('sends a digest that is stored before its records are delivered again', async () => {
    const { deps, published } = prepare();
    const timeout = new Error('timeout');
    const create = async (digests: Parameters<typeof deps.store.create>[0]): Promise<void> => {
      await deps.store.create(digests);
      throw timeout;
    };
    const timingOut = { ...deps, store: { ...deps.store, create } };
    await expect(sendAlerts(emptied(40), settings, timingOut)).rejects.toThrow(timeout);

    await sendAlerts(emptied(40).slice(0, 1), settings, deps);
    await sendAlerts(emptied(40).slice(1), settings, deps);

    expect(published).toHaveLength(1);
    expect(published[0]!.attributes.alerts).toBe('40');
  });

  it('gives the same alerts a digest with another key where the first one was void', async () => {
    const { deps, published, log } = prepare();
    const killed = new Error('killed');
    const create = async (): Promise<void> => {
      throw killed;
    };
    const dying = { ...deps, store: { ...deps.store, create } };
    await expect(sendAlerts(emptied(40), settings, dying)).rejects.toThrow(killed);

    await sendAlerts(emptied(40), settings, deps);
    await sendAlerts(emptied(40), settings, deps);

    expect(published).toHaveLength(1);
    expect(published[0]!.attributes.alerts).toBe('40');
    expect(log.filter((call) => call.startsWith('create'))).toEqual(['create 1', 'create 1']);
  });

  it('stores a record that cannot be parsed, and sends the alerts of the others', async () => {
    const { deps, published } = prepare();
    const [first, second] = emptied(2);

    const result = await sendAlerts([first, { odd: true }, second], settings, deps);

    expect(published).toHaveLength(2);
    expect(result.batchItemFailures).toEqual([]);
    expect(result.unreadable).toMatchObject([
      { index: 1, code: 'not-a-record', keptAt: 's3://rejects/unreadable-records/1.json' },
    ]);
  });

  it('has a record redelivered that can be neither parsed nor stored', async () => {
    const { deps } = prepare({ keepFails: true });
    const [first, second, third] = emptied(3);
    const odd = { ...second, eventName: 'EXPLODE' };

    const result = await sendAlerts([first, odd, third], settings, deps);

    expect(result.batchItemFailures).toEqual([{ itemIdentifier: sequenceOf(1) }]);
  });

  it('reports the record before it if the failed one has no sequence number', async () => {
    const { deps } = prepare({ keepFails: true });
    const [first, second] = emptied(2);

    expect((await sendAlerts([first, {}, second], settings, deps)).batchItemFailures).toEqual([
      { itemIdentifier: sequenceOf(0) },
    ]);
    await expect(sendAlerts([{}], settings, deps)).rejects.toMatchObject({ code: 'aws-s3.write-failed' });
  });

  it('stores the state of shelves of a stream without old images', async () => {
    const { deps, bodies } = prepare();
    const image = (count: number, sequence: number) =>
      streamRecord({ was: 1, count, sequence, newImagesOnly: true });

    await sendAlerts([image(0, 1)], settings, deps);
    await sendAlerts([image(0, 2)], settings, deps);
    await sendAlerts([image(4, 3), image(0, 4)], settings, deps);
    await sendAlerts([image(0, 2), image(0, 4)], settings, deps);

    expect(bodies()).toEqual([
      'Berlin is out of stock of Echo Plus',
      'Berlin has Echo Plus again: 4',
      'Berlin is out of stock of Echo Plus',
    ]);
  });
});
