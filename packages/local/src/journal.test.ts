import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  const found: number[] = [];
  const journal = openJournal<number>(path, {
    replay: (entry) => void found.push(entry),
    snapshot: () => found.slice(-1),
  });
  return { journal, found: [...found] };
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
  expect(readFileSync(path, 'utf8')).toBe('3\n{"compacted":true}\n4\n');
});

test('entries that were appended together are one line, so that a crash keeps all of them or none', () => {
  const { journal } = openNumbers();
  journal.append(1);
  journal.append(2, 3);
  journal.close();
  const lines = readFileSync(path, 'utf8');
  expect(lines.trimEnd().split('\n')).toHaveLength(2);

  for (let cut = lines.length; cut >= 2; cut--) {
    writeFileSync(path, lines.slice(0, cut));
    const { found, journal: again } = openNumbers();
    again.close();
    expect(found).toEqual(cut === lines.length ? [1, 2, 3] : [1]);
  }
});

test('a long journal is compacted while it is used, and loses nothing that is appended meanwhile', async () => {
  const state = new Map<number, string>();
  const open = () =>
    openJournal<readonly [number, string]>(path, {
      replay: ([key, value]) => void state.set(key, value),
      snapshot: () => [...state],
    });
  const journal = open();
  const value = (turn: number) => `${turn} ${'x'.repeat(20_000)}`;
  let largest = 0;
  for (let turn = 0; turn < 1000; turn++) {
    const entry = [turn % 10, value(turn)] as const;
    journal.append(entry);
    state.set(...entry);
    largest = Math.max(largest, statSync(path).size);
    if (turn % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  journal.close();

  // 20 MB were appended.
  expect(largest).toBeLessThan(10_000_000);
  state.clear();
  open().close();
  expect([...state].map(([key, found]) => [key, found.split(' ')[0]])).toHaveLength(10);
  for (let key = 0; key < 10; key++) expect(state.get(key)).toBe(value(990 + key));
});

test('a closed journal accepts no entries, and may be closed again', () => {
  const { journal } = openNumbers();
  journal.close();
  journal.close();
  expect(() => journal.append(1)).toThrow('is closed');
  expect(readFileSync(path, 'utf8')).toBe('');
});

test('without a path nothing is kept', () => {
  const journal = openJournal<number>(undefined, {
    replay: () => expect.unreachable(),
    snapshot: () => expect.unreachable(),
  });
  expect(() => journal.append(1)).not.toThrow();
  journal.close();
});
