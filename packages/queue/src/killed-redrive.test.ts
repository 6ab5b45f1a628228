import { createRandom } from '@groundcrew/async';
import type { SQSClient } from '@groundcrew/aws/sqs';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import {
  createDelivery,
  createDestinations,
  createMessageFile,
  openMessageFile,
  redriveMessages,
  saveMessages,
} from './index.ts';
import { restoreMessages } from './restore.ts';
import { join } from 'node:path';
import { Killed, killAt } from './testing/kill-at.ts';
import { openQueues, testFolder } from './testing/open-queues.ts';

/** All runs of a property use one embedded AWS: each has queues of its own. */
let runs = 0;

const shuffledKills = fc.array(
  fc.record({ call: fc.integer({ min: 1, max: 30 }), isCarriedOut: fc.boolean() }),
  {
    maxLength: 4,
  },
);

test('whenever a redrive is killed, no message is lost, and FIFO queues keep their order', async () => {
  const queues = await openQueues();
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.integer({ min: 1, max: 24 }),
      shuffledKills,
      async (isFifo, count, kills) => {
        const suffix = `${(runs += 1)}${isFifo ? '.fifo' : ''}`;
        const attributes = isFifo ? { FifoQueue: 'true' } : {};
        const dead = await queues.createQueue(`dead${suffix}`, attributes);
        const toUrl = await queues.createQueue(`orders${suffix}`, attributes);
        await queues.sendAll(dead, bodiesOf(count), (n) =>
          isFifo ? { MessageGroupId: `g${n % 4}`, MessageDeduplicationId: String(n) } : {},
        );
        const run = async (sqs: SQSClient) => {
          const details = await queues.details(dead);
          const destinations = createDestinations({ ...queues, sqs, url: dead, details, toUrl });
          const deliver = createDelivery({ ...queues, sqs, destinations, isTargetInputWhole: false });
          return redriveMessages({
            ...queues,
            sqs,
            url: dead,
            details,
            deliver,
            limit: 1_000,
            now: queues.clock.now,
            sleep: async () => {},
          });
        };
        for (const { call, isCarriedOut } of kills) {
          await run(killAt(queues.newSqs(), call, isCarriedOut)).catch((error: unknown) => {
            if (!(error instanceof Killed) && !(error instanceof Error && error.cause instanceof Killed))
              throw error;
          });
          const all = new Set([...queues.bodies(`dead${suffix}`), ...queues.bodies(`orders${suffix}`)]);
          expect(all.size).toBe(count);
          // What the killed process held becomes visible; within the five minutes in which FIFO queues drop duplicates.
          await queues.clock.advance(isFifo ? 0 : 1_000_000);
        }
        if (isFifo) await queues.clock.advance(1_000_000);
        const last = await run(queues.sqs);
        expect(last.end).toBe('all');
        expect(queues.bodies(`dead${suffix}`)).toEqual([]);
        const sent = queues.bodies(`orders${suffix}`).map(Number);
        expect(new Set(sent).size).toBe(count);
        if (isFifo) for (const group of [0, 1, 2, 3]) expectInOrder(sent.filter((n) => n % 4 === group));
      },
    ),
    { numRuns: Math.ceil(300 * inject('effort')) },
  );
});

const bodiesOf = (count: number) => Array.from({ length: count }, (_, n) => String(n));

/** First times are in order; a message that is sent again after a kill follows its first time. */
function expectInOrder(sent: readonly number[]): void {
  const firsts = [...new Set(sent)];
  expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
}

test('whenever saving with deletion and restoring are killed, each message is in the queue or in a file, and comes back', async () => {
  const queues = await openQueues();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 24 }), shuffledKills, fc.nat(), async (count, kills, seed) => {
      const random = createRandom(seed);
      const suffix = (runs += 1);
      const dead = await queues.createQueue(`dead${suffix}`);
      const target = await queues.createQueue(`target${suffix}`);
      await queues.sendAll(dead, bodiesOf(count));
      const folder = testFolder();
      const files: string[] = [];
      const save = async (sqs: SQSClient) => {
        const path = join(folder, `${files.length}.gz`);
        files.push(path);
        const writer = await createMessageFile(path, 'arn:dead', 0);
        try {
          await saveMessages({ ...queues, sqs, url: dead, writer, limit: 1_000, deletes: true });
        } finally {
          await writer.close();
        }
      };
      const ignoringKill = async (work: Promise<unknown>) => {
        await work.catch((error: unknown) => {
          if (!(error instanceof Killed) && !(error instanceof Error && error.cause instanceof Killed))
            throw error;
        });
      };
      for (const { call, isCarriedOut } of kills) {
        await ignoringKill(save(killAt(queues.newSqs(), call, isCarriedOut)));
        await queues.clock.advance(1_000_000);
      }
      await save(queues.sqs);
      expect(queues.bodies(`dead${suffix}`)).toEqual([]);
      for (const path of files) {
        let skip = 0;
        const restore = async (sqs: SQSClient) =>
          restoreMessages({
            ...queues,
            sqs,
            url: target,
            isFifo: false,
            messages: (await openMessageFile(path)).messages(),
            skip,
            onSent: async (processed) => {
              skip = processed;
            },
          });
        await ignoringKill(restore(killAt(queues.newSqs(), 1 + Math.floor(random() * 3), random() < 0.5)));
        await restore(queues.sqs);
      }
      expect(new Set(queues.bodies(`target${suffix}`)).size).toBe(count);
    }),
    { numRuns: Math.ceil(200 * inject('effort')) },
  );
});
