import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { linesOf } from './journal-lines.ts';
import { createJournalInFile, openJournalInFile } from './journal-in-file.ts';
import { formatChange, parseChange, type ShelfChange } from './shelf-change.ts';

const value = fc.oneof(
  fc.record({ S: anyText() }),
  fc.record({ N: fc.integer().map(String) }),
  fc.record({ B: fc.uint8Array({ maxLength: 4 }).map((bytes) => Uint8Array.from(bytes)) }),
  fc.record({ BS: fc.array(fc.uint8Array({ maxLength: 4 }).map((bytes) => Uint8Array.from(bytes))) }),
  fc.record({ L: fc.array(fc.record({ S: anyText() }), { maxLength: 2 }) }),
);
const attributes = fc.option(fc.dictionary(fc.constantFrom('Count', 'Color', 'B'), value));
const change = fc.record({ store: anyText(), item: anyText(), before: attributes, after: attributes });

test('a change is read as it was written, whatever is in it, from chunks of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      async (all, size) => {
        const bytes = Buffer.from(all.map((each) => formatChange(each as ShelfChange)).join(''));
        const chunks = (async function* () {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        })();
        const found: ShelfChange[] = [];
        for await (const { text, isWhole } of linesOf(chunks)) {
          expect(isWhole).toBe(true);
          found.push(parseChange(text, 'here'));
        }
        expect(found).toEqual(all.map((each) => ({ ...each })));
      },
    ),
    { numRuns: 50 },
  );
});

const head = { version: 1, file: 'stock.csv', table: 'Inventory' } as const;
const echo: ShelfChange = { store: 'Berlin', item: 'Echo', before: null, after: { Count: { N: '1' } } };

async function pathOf(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-undo-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, name);
}

async function changesIn(path: string): Promise<ShelfChange[]> {
  const found: ShelfChange[] = [];
  for await (const each of (await openJournalInFile(path)).changes()) found.push(each);
  return found;
}

test('a line that was cut off by a crash is left out: what it records was not written', async () => {
  const path = await pathOf('a.undo.jsonl');
  const journal = createJournalInFile(path, head);
  await journal.begin();
  await journal.append(formatChange(echo));
  await journal.close();
  await appendFile(path, formatChange(echo).slice(0, -1));
  expect(await changesIn(path)).toEqual([echo]);
  expect((await openJournalInFile(path)).head).toEqual(head);
});

test('a journal without changes leaves no file, and none is overwritten', async () => {
  const path = await pathOf('a.undo.jsonl');
  const empty = createJournalInFile(path, head);
  await empty.begin();
  expect(await empty.close()).toBe(false);
  expect(existsSync(path)).toBe(false);
  await writeFile(path, 'mine');
  await expect(createJournalInFile(path, head).begin()).rejects.toMatchObject({
    code: 'inventory.undo.journal-not-written',
  });
  expect(await readFile(path, 'utf8')).toBe('mine');
});

test.each([
  ['', 'it is not JSON'],
  ['store,item,count\n', 'it is not JSON'],
  ['{"version":2}\n', 'it needs "version" 1'],
  [`${JSON.stringify(head)}\n{"store":"a"}\n`, 'it needs "store", "item"'],
  [`${JSON.stringify(head)}\nx\n${formatChange(echo)}`, 'line 2'],
])('what is not a journal is refused: %j', async (text, why) => {
  const path = await pathOf('a.undo.jsonl');
  await writeFile(path, text);
  await expect(changesIn(path)).rejects.toMatchObject({
    code: 'inventory.undo.journal-broken',
    message: expect.stringContaining(why) as string,
  });
});

test('a journal that is not there is reported', async () => {
  await expect(openJournalInFile('/nowhere/a.undo.jsonl')).rejects.toMatchObject({
    code: 'inventory.undo.no-journal',
  });
});
