import { expect, test } from 'vitest';
import { HashIndex } from '../duplicates/hash-index.ts';
import { hashShelf } from '../duplicates/shelf-hash.ts';
import type { RowVerdict, StockRow } from '../stock-file/types.ts';
import type { VanishedMode } from './full-claim.ts';
import { judgedByOrder, NewerShelves } from './shelf-filter.ts';

const hash = { a: 0, b: 0, c: 0 };
hashShelf('Berlin', 'Echo', hash);
const row = { store: 'Berlin', item: 'Echo', count: 3 } as StockRow;

function claiming(...modes: readonly VanishedMode[]): NewerShelves {
  const newer = new NewerShelves();
  for (const vanished of modes) newer.addClaim({ stores: ['Berlin'], open: new HashIndex(), vanished });
  return newer;
}

test.each<[readonly VanishedMode[], VanishedMode]>([
  [['zero'], 'zero'],
  [['zero', 'remove'], 'remove'],
  [['remove', 'zero'], 'remove'],
])('of full exports that leave a shelf out, by %j, one that removes it decides', (modes, fate) => {
  expect(claiming(...modes).fateOf('Berlin', hash)).toBe(fate);
  expect(claiming(...modes).fateOf('Rome', hash)).toBeUndefined();
});

test('a shelf that a newer file names is left to it, whatever the count of several rows is; a rejected row stays rejected', () => {
  const newer = new NewerShelves();
  newer.named.add(hash);
  const judged = (verdict: RowVerdict | undefined) => judgedByOrder(() => verdict, newer)!(row);
  expect(judged({ kind: 'count', count: 9 })).toEqual({ kind: 'supersede' });
  expect(judged(undefined)).toEqual({ kind: 'supersede' });
  expect(judged({ kind: 'drop' })).toEqual({ kind: 'drop' });
});
