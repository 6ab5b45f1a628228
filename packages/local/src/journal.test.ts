import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from './journal.ts';

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'groundcrew-journal-')), 'deep/er/journal.jsonl');
});
afterEach(() => rmSync(join(path, '../../..'), { recursive: true }));

/** A journal whose entries are numbers, of which the last counts. */
function openNumbers(): { journal: ReturnType<typeof openJournal<number>>; found: readonly number[] } {
  let found: readonly number[] = [];
  const journal = openJournal<number>(path, (entries) => {
    found = entries;
    return entries.slice(-1);
  });
  return { journal, found };
}

test('entries are found when the journal is opened again, and compacted then', () => {
  const first = openNumbers();
  for (const n of [1, 2, 3]) first.journal.append(n);
  first.journal.close();

  const second = openNumbers();
  second.journal.append(4);
  second.journal.close();

  expect(first.found).toEqual([]);
  expect(second.found).toEqual([1, 2, 3]);
  expect(readFileSync(path, 'utf8')).toBe('3\n4\n');
});

test('a closed journal accepts no entries, and may be closed again', () => {
  const { journal } = openNumbers();
  journal.close();
  journal.close();
  expect(() => journal.append(1)).toThrow('is closed');
  expect(readFileSync(path, 'utf8')).toBe('');
});

test('without a path nothing is stored', () => {
  const journal = openJournal<number>(undefined, () => expect.unreachable());
  expect(() => journal.append(1)).not.toThrow();
  journal.close();
});
