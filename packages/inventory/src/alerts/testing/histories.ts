import * as fc from 'fast-check';
import type { AlertKind } from '../shelf-level.ts';

const TABLE_ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/Inventory';

export interface RecordFacts {
  readonly store?: string;
  readonly item?: string;
  /** `undefined`: the shelf is removed. */
  readonly count: number | undefined;
  /** `undefined`: the shelf was not known. */
  readonly was?: number | undefined;
  readonly sequence: number;
  readonly newImagesOnly?: boolean;
  readonly attributes?: Readonly<Record<string, object>>;
  /** The attribute `FileTime` before and after. */
  readonly fileTimes?: readonly [string | undefined, string];
}

/** A record as Lambda delivers it. */
export function streamRecord(facts: RecordFacts) {
  const {
    store = 'Berlin',
    item = 'Echo Plus',
    count,
    was,
    sequence,
    newImagesOnly = false,
    attributes,
    fileTimes: [timeBefore, timeAfter] = [],
  } = facts;
  const keys = { Store: { S: store }, Item: { S: item } };
  const image = (value: number, time: string | undefined) => ({
    ...keys,
    Count: { N: String(value) },
    ...attributes,
    ...(time !== undefined && { FileTime: { S: time } }),
  });
  return {
    eventID: `event-${sequence}`,
    eventName: count === undefined ? 'REMOVE' : was === undefined ? 'INSERT' : 'MODIFY',
    eventSource: 'aws:dynamodb',
    eventSourceARN: `${TABLE_ARN}/stream/2026-01-01T00:00:00.000`,
    dynamodb: {
      Keys: keys,
      SequenceNumber: `${1000 + sequence}00000000000000000000`,
      StreamViewType: newImagesOnly ? 'NEW_IMAGE' : 'NEW_AND_OLD_IMAGES',
      ...(count !== undefined && { NewImage: image(count, timeAfter) }),
      ...(was !== undefined && !newImagesOnly && { OldImage: image(was, timeBefore) }),
    },
  };
}

/** The changes of some shelves in order, and the alerts that they should cause. */
export interface History {
  readonly records: readonly ReturnType<typeof streamRecord>[];
  readonly expected: readonly {
    readonly kind: AlertKind;
    readonly store: string;
    readonly item: string;
    readonly line: string;
  }[];
}

export const LOW_STOCK_AT = 2;

/** Histories in which shelves are filled, emptied, rewritten and removed. */
export function histories(maxLength: number): fc.Arbitrary<History> {
  const step = fc.record({
    store: fc.constantFrom('Berlin', '서울'),
    item: fc.constantFrom('Echo Plus', 'Echo Dot', 'Fire TV'),
    count: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined, freq: 6 }),
  });
  return fc
    .record({ steps: fc.array(step, { maxLength }), newImagesOnly: fc.boolean() })
    .map(({ steps, newImagesOnly }) => play(steps, newImagesOnly));
}

function play(
  steps: readonly { store: string; item: string; count: number | undefined }[],
  newImagesOnly: boolean,
): History {
  const shelves = new Map<string, number>();
  const records: ReturnType<typeof streamRecord>[] = [];
  const expected: History['expected'][number][] = [];
  for (const [sequence, { store, item, count }] of steps.entries()) {
    const shelf = `${store}/${item}`;
    const was = shelves.get(shelf);
    if (count === undefined && was === undefined) continue;
    records.push(streamRecord({ store, item, count, was, sequence, newImagesOnly }));
    if (count === undefined) {
      shelves.delete(shelf);
      continue;
    }
    shelves.set(shelf, count);
    if (count === 0 && (was === undefined || was > 0)) {
      expected.push({ kind: 'no-stock', store, item, line: `${store} is out of stock of ${item}` });
    }
    if (count > 0 && was === 0) {
      expected.push({ kind: 'back-in-stock', store, item, line: `${store} has ${item} again: ${count}` });
    }
    if (count > 0 && count <= LOW_STOCK_AT && (was === undefined || was > LOW_STOCK_AT)) {
      expected.push({ kind: 'low-stock', store, item, line: `${store} has only ${count} left of ${item}` });
    }
  }
  return { records, expected };
}
