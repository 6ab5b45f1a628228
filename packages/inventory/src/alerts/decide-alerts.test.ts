import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlertSettings,
  compareSequence,
  decideAlerts,
  readRecords,
  shelvesToLookUp,
} from './decide-alerts.ts';
import type { AlertSwitch } from './shelf-level.ts';
import { isReadable, readRecord } from './stream-record.ts';
import { histories, LOW_STOCK_AT, streamRecord } from './testing/histories.ts';

const settings = (...switches: AlertSwitch[]): AlertSettings => ({
  switches: new Set(switches.length === 0 ? ['no-stock'] : switches),
  lowStockAt: LOW_STOCK_AT,
});

function kindsOf(records: readonly unknown[], by: AlertSettings): string[] {
  return decideAlerts(readRecords(records, by).changes, by).alerts.map(({ kind }) => kind);
}

const one = (was: number | undefined, count: number | undefined) => [
  streamRecord({ was, count, sequence: 1 }),
];

describe('decideAlerts', () => {
  it.each([
    ['goes from some to none', 3, 0, ['no-stock']],
    ['is new and empty', undefined, 0, ['no-stock']],
    ['stays empty', 0, 0, []],
    ['is filled', 0, 5, []],
    ['still has some', 5, 1, []],
    ['is removed', 5, undefined, []],
    ['was empty and is removed', 0, undefined, []],
    ['falls below zero', 1, -2, ['no-stock']],
    ['keeps falling below zero', 0, -2, []],
  ])('by default, when a shelf %s', (_, was, count, kinds) => {
    expect(kindsOf(one(was, count), settings())).toEqual(kinds);
  });

  it.each([
    ['crosses the limit downwards', 3, 2, ['low-stock']],
    ['is new and at the limit', undefined, 2, ['low-stock']],
    ['keeps falling under it', 2, 1, []],
    ['comes back over it', 1, 3, []],
    ['is emptied in one step', 3, 0, ['no-stock']],
    ['is emptied from under it', 1, 0, ['no-stock']],
    ['is filled a little', 0, 1, ['back-in-stock']],
    ['is filled', 0, 9, ['back-in-stock']],
    ['is new and full', undefined, 9, []],
  ])('with all kinds, when a shelf %s', (_, was, count, kinds) => {
    expect(kindsOf(one(was, count), settings('no-stock', 'low-stock', 'back-in-stock'))).toEqual(kinds);
  });

  it('with every-zero, each zero image is an alert', () => {
    const records = [
      streamRecord({ was: undefined, count: 0, sequence: 1 }),
      streamRecord({ was: 0, count: 0, sequence: 2 }),
    ];

    expect(kindsOf(records, settings('every-zero'))).toEqual(['no-stock', 'no-stock']);
  });

  it.each([
    ['of which only the file time is raised', 0, ['1', '2'], []],
    ['that gets its first file time', 0, [undefined, '2'], []],
    ['that becomes empty with a newer file', 3, ['1', '2'], ['no-stock']],
    ['that is new', undefined, [undefined, '2'], ['no-stock']],
  ] as const)('with every-zero, an empty shelf %s', (_, was, fileTimes, kinds) => {
    const records = [streamRecord({ was, count: 0, sequence: 1, fileTimes })];
    expect(kindsOf(records, settings('every-zero'))).toEqual(kinds);
  });

  it('with every-zero, an empty shelf of which another column changes with its file time is an alert', () => {
    const [record] = [streamRecord({ was: 0, count: 0, sequence: 1, fileTimes: ['1', '2'] })];
    const NewImage = { ...record.dynamodb.NewImage, Aisle: { S: '7' } };
    const changed = { ...record, dynamodb: { ...record.dynamodb, NewImage } };
    expect(kindsOf([changed], settings('every-zero'))).toEqual(['no-stock']);
  });

  it('with every-zero and no old images, an empty shelf is an alert once where file times are raised', () => {
    const by = settings('every-zero');
    const records = [1, 2, 3].map((sequence) =>
      streamRecord({
        was: 0,
        count: 0,
        sequence,
        newImagesOnly: true,
        fileTimes: [undefined, `${sequence}`],
      }),
    );
    expect(kindsOf(records, by)).toEqual(['no-stock']);
  });

  it("prefers a shelf's own limit to the common one", () => {
    const by = { ...settings('low-stock'), lowStockAttribute: 'ReorderAt' };
    const withLimit = (limit: object) => [
      streamRecord({ was: 20, count: 9, sequence: 1, attributes: { ReorderAt: limit } }),
    ];

    expect(kindsOf(withLimit({ N: '10' }), by)).toEqual(['low-stock']);
    expect(kindsOf(withLimit({ S: ' 10 ' }), by)).toEqual(['low-stock']);
    expect(kindsOf(withLimit({ S: 'ten' }), by)).toEqual([]);
    expect(kindsOf(withLimit({ N: '5' }), by)).toEqual([]);
  });

  it('treats an unreadable old image as unknown', () => {
    const [record] = one(0, 0);
    const odd = { ...record, dynamodb: { ...record!.dynamodb, OldImage: { Count: { S: 'none' } } } };

    expect(kindsOf([odd], settings())).toEqual(['no-stock']);
  });

  it('gives a redelivered record the same key, and every other record a different key', () => {
    const by = settings('no-stock', 'low-stock', 'back-in-stock');
    fc.assert(
      fc.property(histories(40), ({ records }) => {
        const keys = decideAlerts(readRecords(records, by).changes, by).alerts.map(
          ({ dedupeKey }) => dedupeKey,
        );
        const again = decideAlerts(readRecords(structuredClone(records), by).changes, by).alerts;

        expect(again.map(({ dedupeKey }) => dedupeKey)).toEqual(keys);
        expect(new Set(keys).size).toBe(keys.length);
        for (const key of keys) expect(key).toMatch(/^[\w:-]{1,128}$/);
      }),
    );
  });

  it('produces the expected alerts of each history, even if records are delivered twice', () => {
    const by = settings('no-stock', 'low-stock', 'back-in-stock');
    fc.assert(
      fc.property(histories(60), fc.array(fc.nat(59)), ({ records, expected }, repeats) => {
        const twice = records.flatMap((record, index) =>
          repeats.includes(index) ? [record, record] : [record],
        );

        const { alerts } = decideAlerts(readRecords(twice, by).changes, by);

        expect(alerts.map(({ kind, store, item }) => ({ kind, store, item }))).toEqual(
          expected.map(({ kind, store, item }) => ({ kind, store, item })),
        );
      }),
    );
  });

  it('looks up the stored state only if the stream has no old images', () => {
    const { changes } = readRecords(
      [
        streamRecord({ item: 'a', was: 1, count: 0, sequence: 1 }),
        streamRecord({ item: 'b', was: 1, count: 0, sequence: 2, newImagesOnly: true }),
        streamRecord({ item: 'b', was: 0, count: 4, sequence: 3, newImagesOnly: true }),
      ],
      {},
    );

    expect(shelvesToLookUp(changes)).toHaveLength(1);
  });

  it('does not change the stored state by a late record', () => {
    const { changes } = readRecords(
      [streamRecord({ was: 1, count: 0, sequence: 5, newImagesOnly: true })],
      {},
    );
    const [shelf = ''] = shelvesToLookUp(changes);
    const { sequenceNumber } = changes[0]!;
    const later = sequenceNumber.replace(/^\d{4}/, '1006');

    const decision = decideAlerts(
      changes,
      settings(),
      new Map([[shelf, { level: 'stocked', sequenceNumber: later }]]),
    );

    expect(decision).toEqual({ alerts: [], stateChanges: [] });
  });
});

describe('compareSequence', () => {
  it('orders whole numbers of any length', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 40n }),
        fc.bigInt({ min: 0n, max: 10n ** 40n }),
        (a, b) => {
          expect(Math.sign(compareSequence(String(a), String(b).padStart(41, '0')))).toBe(
            a < b ? -1 : a > b ? 1 : 0,
          );
        },
      ),
    );
  });
});

describe('readRecord', () => {
  const [good] = one(1, 0);
  const dynamodb = good!.dynamodb;

  it.each([
    ['no object', null, 'not-a-record'],
    ['no stream record', { Sns: {} }, 'not-a-record'],
    [
      'no sequence number',
      { ...good, dynamodb: { ...dynamodb, SequenceNumber: undefined } },
      'sequence-number-missing',
    ],
    ['another event', { ...good, eventName: 'EXPLODE' }, 'event-unknown'],
    ['no key', { ...good, dynamodb: { ...dynamodb, Keys: { Store: { S: 'Berlin' } } } }, 'key-missing'],
    [
      'a key of another type',
      { ...good, dynamodb: { ...dynamodb, Keys: { Store: { N: '1' } } } },
      'key-missing',
    ],
    ['no new image', { ...good, dynamodb: { ...dynamodb, NewImage: undefined } }, 'image-missing'],
    ['no count', { ...good, dynamodb: { ...dynamodb, NewImage: dynamodb.Keys } }, 'count-missing'],
    [
      'a count that is text',
      { ...good, dynamodb: { ...dynamodb, NewImage: { Count: { S: '0' } } } },
      'count-not-a-number',
    ],
    [
      'a count that is malformed',
      { ...good, dynamodb: { ...dynamodb, NewImage: { Count: { N: '0x0' } } } },
      'count-not-a-number',
    ],
  ])('sets aside a record with %s', (_, record, code) => {
    expect(readRecord(record, 7, {})).toMatchObject({ code, index: 7, record });
  });

  it('never throws, whatever the record', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (whole, part) => {
        for (const record of [
          whole,
          { dynamodb: part },
          { ...good, dynamodb: { ...dynamodb, NewImage: part } },
        ]) {
          expect(typeof isReadable(readRecord(record, 0, {}))).toBe('boolean');
        }
      }),
    );
  });

  it.each([
    ['0', 0],
    ['0.0', 0],
    ['-1', -1],
    ['12.5', 12.5],
    ['1E+2', 100],
  ])('reads the count %s', (digits, count) => {
    const record = { ...good, dynamodb: { ...dynamodb, NewImage: { Count: { N: digits } } } };

    expect(readRecord(record, 0, {})).toMatchObject({ after: { count } });
  });
});

describe('an item with AlertsOff', () => {
  const image = (count: number, fileTime: string, mark?: string) => ({
    Store: { S: 'Berlin' },
    Item: { S: 'Lamp' },
    Count: { N: String(count) },
    FileTime: { S: fileTime },
    ...(mark !== undefined && { AlertsOff: { S: mark } }),
  });
  const change = (before: object | undefined, after: object) => [
    {
      eventName: before === undefined ? 'INSERT' : 'MODIFY',
      eventSourceARN: 'arn:aws:dynamodb:eu-west-1:123456789012:table/Inventory/stream/1',
      dynamodb: {
        SequenceNumber: '1',
        StreamViewType: 'NEW_AND_OLD_IMAGES',
        Keys: { Store: { S: 'Berlin' }, Item: { S: 'Lamp' } },
        ...(before !== undefined && { OldImage: before }),
        NewImage: after,
      },
    },
  ];
  const everyKind = settings('no-stock', 'low-stock', 'back-in-stock', 'every-zero');

  it.each([
    ['is new', undefined],
    ['was stocked', image(5, 'a')],
    ['has it from another backfill', image(5, 'a', 'before')],
  ])('is not alerted by the change that sets it, where it %s', (_, before) => {
    expect(kindsOf(change(before, image(0, 'b', 'now')), everyKind)).toEqual([]);
  });

  it('is alerted by whoever changes its count afterwards', () => {
    expect(kindsOf(change(image(5, 'b', 'now'), image(0, 'b', 'now')), everyKind)).toEqual(['no-stock']);
    expect(kindsOf(change(image(5, 'b', 'now'), image(0, 'c')), everyKind)).toEqual(['no-stock']);
  });

  it('is not alerted by the load that takes it away and sets the same, even by every-zero', () => {
    expect(kindsOf(change(image(0, 'b', 'now'), image(0, 'c')), everyKind)).toEqual([]);
    expect(kindsOf(change(image(0, 'b'), image(0, 'c')), everyKind)).toEqual([]);
  });
});
