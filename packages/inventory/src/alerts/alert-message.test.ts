import { MAX_PAYLOAD_BYTES, messageBytes } from '@groundcrew/aws/sns';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDigests, toMessage } from './alert-message.ts';
import type { Alert } from './decide-alerts.ts';
import type { AlertKind } from './shelf-level.ts';

function alert(overrides: Partial<Alert> = {}): Alert {
  const store = overrides.store ?? 'Berlin';
  const item = overrides.item ?? 'Echo Plus';
  return {
    kind: 'no-stock',
    store,
    item,
    count: 0,
    dedupeKey: `no-stock:${Buffer.from(`${store}/${item}`).toString('base64url').slice(0, 32)}`,
    index: 0,
    shelf: `${store}/${item}`,
    ...overrides,
  };
}

/** Names as long as DynamoDB's keys may be, in bytes, of any characters. */
const name = (maxBytes: number) =>
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: maxBytes / 4 })
    .map((text) => text.repeat(Math.max(1, Math.floor(maxBytes / Buffer.byteLength(text)))));

const anyAlert = fc
  .record({
    store: fc.oneof(fc.constantFrom('Berlin', 'Köln'), name(2_048)),
    item: fc.oneof(fc.constantFrom('Echo Plus', 'a\r\nb'), name(1_024)),
    kind: fc.constantFrom<AlertKind>('no-stock', 'low-stock', 'back-in-stock'),
    count: fc.nat(),
  })
  .map(alert);

describe('toMessage', () => {
  it('writes an empty shelf like the training lab', () => {
    expect(toMessage(alert(), false)).toEqual({
      subject: 'Inventory Alert!',
      body: 'Berlin is out of stock of Echo Plus',
      attributes: { kind: 'no-stock', store: 'Berlin', item: 'Echo Plus', dedupeKey: alert().dedupeKey },
    });
  });

  it('has a text of its own for each other kind', () => {
    expect(toMessage(alert({ kind: 'low-stock', count: 2 }), false)).toMatchObject({
      subject: 'Inventory Alert! Low stock',
      body: 'Berlin has only 2 left of Echo Plus',
    });
    expect(toMessage(alert({ kind: 'back-in-stock', count: 9 }), false)).toMatchObject({
      subject: 'Inventory Alert! Back in stock',
      body: 'Berlin has Echo Plus again: 9',
    });
  });

  it('groups by store on a FIFO topic, in ids that SNS accepts', () => {
    fc.assert(
      fc.property(anyAlert, (each) => {
        const { fifo } = toMessage(each, true);

        expect(fifo?.groupId).toMatch(/^[\x21-\x7e]{1,128}$/);
        expect(fifo?.deduplicationId).toBe(each.dedupeKey);
      }),
    );
    expect(toMessage(alert(), true).fifo?.groupId).toBe(
      toMessage(alert({ item: 'Fire TV' }), true).fifo?.groupId,
    );
  });

  it('stays within the limits of SNS, whatever the names', () => {
    fc.assert(
      fc.property(anyAlert, (each) => {
        const message = toMessage(each, false);

        expect(messageBytes(message)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
        expect(message.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
        for (const value of Object.values(message.attributes)) expect(value.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('toDigests', () => {
  it('writes one alert per line, and their number', () => {
    const [digest] = toDigests(
      [alert(), alert({ item: 'Fire TV', kind: 'low-stock', count: 1 })],
      false,
      10_000,
    );

    expect(digest?.message).toMatchObject({
      subject: 'Inventory Alert! 2 alerts',
      body: 'Berlin is out of stock of Echo Plus\nBerlin has only 1 left of Fire TV',
      attributes: {
        kind: ['no-stock', 'low-stock'],
        store: 'Berlin',
        alerts: '2',
        dedupeKey: digest?.dedupeKey,
      },
    });
  });

  it('has no store if there are several, and a single kind unchanged', () => {
    const [digest] = toDigests([alert(), alert({ store: 'Köln' })], false, 10_000);

    expect(digest?.message.attributes).not.toHaveProperty('store');
    expect(digest?.message.attributes.kind).toBe('no-stock');
  });

  it('keeps every alert, in order, within the requested size', () => {
    fc.assert(
      fc.property(
        fc.array(anyAlert, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 20_000, max: 60_000 }),
        (alerts, maxBytes) => {
          const digests = toDigests(alerts, false, maxBytes);

          expect(digests.flatMap(({ members }) => members)).toEqual(alerts);
          for (const { message, members } of digests) {
            expect(messageBytes(message)).toBeLessThanOrEqual(maxBytes);
            expect(message.body.split('\n')).toHaveLength(members.length);
          }
        },
      ),
    );
  });

  it('makes a few messages of ten thousand alerts', () => {
    const alerts = Array.from({ length: 10_000 }, (_, index) => alert({ item: `item-${index}`, index }));

    expect(toDigests(alerts, false, 180_000).length).toBeLessThanOrEqual(3);
  });

  it('keeps the stores of a FIFO topic apart', () => {
    const digests = toDigests([alert(), alert({ store: 'Köln' }), alert({ item: 'Fire TV' })], true, 10_000);

    expect(digests.map(({ members }) => members.length)).toEqual([2, 1]);
    expect(new Set(digests.map(({ message }) => message.fifo?.groupId)).size).toBe(2);
  });

  it('has the same key for the same members, and another for others', () => {
    const members = [alert(), alert({ item: 'Fire TV' })];

    const key = toDigests(members, false, 10_000)[0]?.dedupeKey;

    expect(toDigests(members, false, 20_000)[0]?.dedupeKey).toBe(key);
    expect(toDigests(members.slice(0, 1), false, 10_000)[0]?.dedupeKey).not.toBe(key);
  });
});
