import { anyText } from '@groundcrew/errors/testing/any-text';
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
  anyText({ minLength: 1, maxLength: maxBytes / 4 }).map((text) =>
    text.repeat(Math.max(1, Math.floor(maxBytes / Buffer.byteLength(text)))),
  );

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

  it('is written in Korean, or as a template has it', () => {
    const korean = { language: 'ko', format: 'text' } as const;
    expect(toMessage(alert({ store: '서울', item: '에코 닷' }), false, korean).body).toBe(
      '서울에 에코 닷이 다 떨어졌습니다',
    );
    expect(toMessage(alert(), false, { ...korean, template: '{item}@{store}' }).body).toBe(
      'Echo Plus@Berlin',
    );
  });

  it('carries a notification for chats beside the text', () => {
    const style = { language: 'en', format: 'chat' } as const;

    const message = toMessage(alert({ store: '<!channel>', item: '*Echo*' }), false, style);

    expect(message.body).toBe('<!channel> is out of stock of *Echo*');
    expect(JSON.parse(message.bodies?.https ?? '')).toEqual({
      version: '1.0',
      source: 'custom',
      id: message.attributes.dedupeKey,
      content: {
        textType: 'client-markdown',
        title: '&lt;!channel&gt; is out of stock of \u200b*Echo\u200b*',
        description: '&lt;!channel&gt; is out of stock of \u200b*Echo\u200b*',
      },
      metadata: {
        summary: '&lt;!channel&gt; is out of stock of \u200b*Echo\u200b*',
        eventType: 'no-stock',
        additionalContext: { store: '<!channel>', item: '*Echo*', count: '0' },
      },
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
        const chat = toMessage(each, false, { language: 'ko', format: 'chat' });

        expect(messageBytes(message)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
        expect(messageBytes(chat)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
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
        fc.integer({ min: 40_000, max: 80_000 }),
        fc.constantFrom('text' as const, 'chat' as const),
        (alerts, maxBytes, format) => {
          const digests = toDigests(alerts, false, maxBytes, { language: 'en', format });

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

  it('shows as many alerts in a chat as it has room for, and how many more there are', () => {
    const alerts = Array.from({ length: 500 }, (_, index) => alert({ item: `item-${index}`, index }));

    const [digest] = toDigests(alerts, false, 180_000, { language: 'ko', format: 'chat' });

    const { content } = JSON.parse(digest?.message.bodies?.https ?? '') as {
      content: Record<string, string>;
    };
    expect(content.title).toBe('알림 500건');
    const lines = content.description!.split('\n');
    expect(lines[0]).toBe('- Berlin에 item-0이 다 떨어졌습니다');
    expect(lines.at(-1)).toBe(`… +${500 - (lines.length - 1)}`);
    expect(digest?.message.body.split('\n')).toHaveLength(500);
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
