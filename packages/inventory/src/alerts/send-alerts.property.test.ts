import type { Message, PublishResult } from '@groundcrew/aws/sns';
import { GroundcrewError } from '@groundcrew/errors';
import * as fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { type AlertStore, createInMemoryAlertStore, type DigestClaim } from './alert-store.ts';
import { type SendAlertsSettings, sendAlerts } from './send-alerts.ts';
import { type History, histories, LOW_STOCK_AT } from './testing/histories.ts';

/** The fault of one call to the store or the topic; further calls succeed. */
type Fault = 'none' | 'lost' | 'half' | 'response-lost';

/** How Lambda delivers: batch sizes, whether a failed batch is bisected, what is delivered again. */
interface Delivery {
  readonly sizes: readonly number[];
  readonly bisect: boolean;
  readonly replays: readonly number[];
}

const anyFaults = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<Fault>('none') },
    { weight: 1, arbitrary: fc.constantFrom<Fault>('lost', 'half', 'response-lost') },
  ),
  { maxLength: 60 },
);
const anyDelivery: fc.Arbitrary<Delivery> = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 10 }),
  bisect: fc.boolean(),
  replays: fc.array(fc.nat(40), { maxLength: 6 }),
});
const anySettings: fc.Arbitrary<SendAlertsSettings> = fc.record({
  switches: fc.constant(new Set(['no-stock', 'low-stock', 'back-in-stock'] as const)),
  lowStockAt: fc.constant(LOW_STOCK_AT),
  digestAbove: fc.integer({ min: 0, max: 4 }),
  fifo: fc.boolean(),
  // Small, so that digests are split.
  maxDigestBytes: fc.integer({ min: 400, max: 900 }),
});

/** A store and a topic whose calls may be lost, partly applied, or applied without a response. */
function createWorld(faults: readonly Fault[]) {
  const published: Message[] = [];
  const memory = createInMemoryAlertStore();
  const deck = [...faults];
  /** Digests whose write seemed lost, and is carried out after some more calls of the store. */
  const late: { readonly digests: readonly DigestClaim[]; callsLeft: number }[] = [];
  async function carryOutLate(): Promise<void> {
    for (const write of late) {
      write.callsLeft -= 1;
      if (write.callsLeft === 0) await memory.create(write.digests);
    }
  }
  const crash = () => new Error('crash');
  const store: AlertStore = {
    async get(keys) {
      await carryOutLate();
      if ((deck.shift() ?? 'none') !== 'none') throw crash();
      return await memory.get(keys);
    },
    async put(entries) {
      await carryOutLate();
      const fault = deck.shift() ?? 'none';
      if (fault === 'lost') throw crash();
      await memory.put(fault === 'half' ? entries.slice(0, entries.length >> 1) : entries);
      if (fault !== 'none') throw crash();
    },
    async create(digests) {
      await carryOutLate();
      const fault = deck.shift() ?? 'none';
      if (fault === 'lost') {
        late.push({ digests, callsLeft: deck.length % 5 });
        throw crash();
      }
      await memory.create(fault === 'half' ? digests.slice(0, digests.length >> 1) : digests);
      if (fault !== 'none') throw crash();
    },
  };
  const publish = async (messages: readonly Message[]): Promise<PublishResult[]> => {
    const fault = deck.shift() ?? 'none';
    if (fault === 'lost') throw crash();
    const error = new GroundcrewError('aws-sns.publish-failed', 'no', { fault: 'service' });
    const results = messages.map((message, index): PublishResult => {
      if (fault === 'half' && index % 2 === 0) return { published: false, error };
      published.push(message);
      return fault === 'response-lost' && index % 3 === 0
        ? { published: false, error }
        : { published: true, messageId: String(published.length) };
    });
    if (fault === 'response-lost' && messages.length % 2 === 0) throw crash();
    return results;
  };
  return { published, deps: { store, publish, keep: async () => '' } };
}

/** Delivers records like an event source mapping of a stream, until all are processed. */
async function deliver(
  records: History['records'],
  { sizes, bisect, replays }: Delivery,
  settings: SendAlertsSettings,
  deps: ReturnType<typeof createWorld>['deps'],
): Promise<void> {
  const extra = [...replays];
  let start = 0;
  for (let turn = 0, size = sizes[0]!; start < records.length; turn++) {
    const batch = records.slice(start, start + size);
    try {
      const { batchItemFailures } = await sendAlerts(batch, settings, deps);
      const failed = batchItemFailures[0]?.itemIdentifier;
      const done = batch.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failed);
      start += done < 0 ? batch.length : done;
      size = sizes[turn % sizes.length]!;
      const again = extra.shift();
      // Late duplicates of processed records.
      if (again !== undefined && again < start) {
        await sendAlerts(records.slice(again, start), settings, deps).catch(() => {});
      }
    } catch {
      size = bisect ? Math.max(1, batch.length >> 1) : size;
    }
  }
}

describe('sendAlerts under faults', () => {
  it('sends each transition once, in order for its shelf, whatever is lost, repeated or bisected', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(40),
        anyFaults,
        anyDelivery,
        anySettings,
        async (history, faults, delivery, settings) => {
          const { published, deps } = createWorld(faults);

          await deliver(history.records, delivery, settings, deps);

          const logical = new Map<string, Message>();
          for (const message of published) {
            const key = String(message.attributes.dedupeKey);
            const before = logical.get(key);
            // The same key means the same message: a subscriber that received it once has missed nothing.
            if (before !== undefined) expect(message).toEqual(before);
            else logical.set(key, message);
          }
          const allLines = [...logical.values()].flatMap(({ body }) => body.split('\n'));
          expect(allLines.toSorted()).toEqual(history.expected.map(({ line }) => line).toSorted());
          for (const [shelf, lines] of linesByShelf(history.expected.map(({ line }) => line))) {
            expect(linesByShelf(allLines).get(shelf)).toEqual(lines);
          }
        },
      ),
      { numRuns: Math.ceil(20_000 * inject('effort')) },
    );
  });

  it('sends nothing twice if nothing fails, however often records are delivered', async () => {
    await fc.assert(
      fc.asyncProperty(histories(40), anyDelivery, anySettings, async (history, delivery, settings) => {
        const { published, deps } = createWorld([]);

        await deliver(history.records, delivery, settings, deps);
        await deliver(history.records, delivery, settings, deps);

        const lines = published.flatMap(({ body }) => body.split('\n'));
        expect(lines.toSorted()).toEqual(history.expected.map(({ line }) => line).toSorted());
      }),
      { numRuns: Math.ceil(200 * inject('effort')) },
    );
  });
});

/** Lines contain store and item; these are the only ones. */
function linesByShelf(lines: readonly string[]): Map<string, string[]> {
  const shelves = new Map<string, string[]>();
  for (const line of lines) {
    const shelf = `${/^\S+/.exec(line)?.[0]}/${/Echo Plus|Echo Dot|Fire TV/.exec(line)?.[0]}`;
    shelves.set(shelf, [...(shelves.get(shelf) ?? []), line]);
  }
  return shelves;
}
