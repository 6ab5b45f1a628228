import { expect, test } from 'vitest';
import { HashIndex } from '../duplicates/hash-index.ts';
import { hashShelf } from '../duplicates/shelf-hash.ts';
import { formatFileTime } from '../order/file-time.ts';
import type { StoredShelf } from './shelf-table.ts';
import { FullSweep } from './sweep.ts';

const momentAt = (timeMs: number) => ({ timeMs, object: 's3://shop/full.csv', sequencer: '01' });

function shelf(item: string, count: number, timeMs?: number): StoredShelf {
  const fileTime = timeMs === undefined ? undefined : formatFileTime(momentAt(timeMs));
  return { item, isEmpty: count === 0, attributesJson: '', fileTime };
}

const stored = [
  shelf('Lamp', 5, 1_000),
  shelf('Pot', 3, 1_000),
  shelf('Cup', 0, 1_000),
  shelf('Pan', 0, 3_000),
  shelf('Fan', 0, 2_000),
  shelf('Jug', 0),
];

async function swept(order?: () => ReturnType<typeof momentAt>): Promise<string[]> {
  const mentioned = new HashIndex();
  const hash = { a: 0, b: 0, c: 0 };
  hashShelf('Rome', 'Lamp', hash);
  mentioned.add(hash);
  const claim = { vanished: 'zero', stores: ['Rome'], open: new HashIndex() } as const;
  async function* shelvesOf(): AsyncGenerator<readonly StoredShelf[]> {
    yield stored;
  }
  const sweep = new FullSweep({ claim, mentioned, kept: [] }, undefined, { shelvesOf }, order);
  const { signal } = new AbortController();
  expect(await sweep.check(signal)).toMatchObject([{ store: 'Rome', vanishing: 1, vanishingEmpty: 0 }]);
  const rows: string[] = [];
  for await (const page of sweep.rows(signal)) rows.push(...page.map(({ item }) => item));
  return rows;
}

test('a full export sets to 0 what it does not name', async () => {
  expect(await swept()).toEqual(['Pot']);
});

test('where items have the times of their files, it also gives its own to what is at 0 already, once', async () => {
  expect(await swept(() => momentAt(2_000))).toEqual(['Pot', 'Cup', 'Jug']);
});
