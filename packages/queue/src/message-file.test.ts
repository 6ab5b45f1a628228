import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMessageFile, openMessageFile, type SavedMessage } from './message-file.ts';
import { testFolder } from './testing/open-queues.ts';

async function readAll(path: string): Promise<SavedMessage[]> {
  return (await readFile(path)).messages;
}

async function readFile(path: string): Promise<{ messages: SavedMessage[]; isTruncated: boolean }> {
  const file = await openMessageFile(path);
  const messages: SavedMessage[] = [];
  for await (const message of file.messages()) messages.push(message);
  return { messages, isTruncated: file.isTruncated };
}

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const message = fc
  .record({
    id: fc.uuid(),
    body: anyText(),
    sentAtMs: fc.nat(2e12),
    groupId: optional(fc.string()),
    deduplicationId: optional(fc.string()),
    attributes: optional(
      fc.dictionary(
        fc.stringMatching(/^[A-Za-z]{1,9}$/),
        fc.oneof(
          fc.record({ dataType: fc.constant('String'), text: anyText() }),
          fc.record({
            dataType: fc.constant('Binary'),
            bytes: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
          }),
        ),
        { minKeys: 1 },
      ),
    ),
  })
  .map((all) => (JSON.parse(JSON.stringify(all)) as SavedMessage) && withoutUndefined(all));

function withoutUndefined(values: object): SavedMessage {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as unknown as SavedMessage;
}

test('what is written is read', async () => {
  const folder = testFolder();
  let files = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(message, { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      async (batches) => {
        const path = join(folder, `${files++}.gz`);
        const writer = await createMessageFile(path, 'arn:queue', 0);
        for (const batch of batches) await writer.write(batch);
        await writer.close();
        expect((await openMessageFile(path)).source).toBe('arn:queue');
        expect(await readFile(path)).toEqual({ messages: batches.flat(), isTruncated: false });
      },
    ),
    { numRuns: 25 },
  );
});

test('of a file that was cut off, the whole batches are read, and it is known to be cut off', async () => {
  const path = join(testFolder(), 'cut.gz');
  const writer = await createMessageFile(path, 'arn:queue', 0);
  const sizes: number[] = [];
  for (const n of [1, 2, 3]) {
    sizes.push(readFileSync(path).length);
    await writer.write([{ id: String(n), body: `message ${n}`, sentAtMs: 0 }]);
  }
  await writer.close();
  const whole = readFileSync(path);
  for (let length = sizes[0]! + 1; length < whole.length; length += 1) {
    writeFileSync(path, whole.subarray(0, length));
    const expected = sizes.filter((size) => size <= length).length - 1;
    const { messages, isTruncated } = await readFile(path);
    const ids = messages.map(({ id }) => id);
    expect(isTruncated).toBe(true);
    expect(ids.slice(0, expected)).toEqual(['1', '2', '3'].slice(0, expected));
    expect(ids.length).toBeLessThanOrEqual(expected + 1);
  }
});

test('a file is not overwritten', async () => {
  const path = join(testFolder(), 'a.gz');
  writeFileSync(path, 'kept');
  await expect(createMessageFile(path, 'arn:queue', 0)).rejects.toMatchObject({ code: 'queue.file.exists' });
  expect(readFileSync(path, 'utf8')).toBe('kept');
});

test.each([
  ['not gzip', Buffer.from('hello'), 'is not gzip'],
  ['another format', gzipSync('{"format":"x"}\n'), 'line 1'],
  ['empty', Buffer.alloc(0), 'line 1'],
  [
    'a line that is not a message',
    gzipSync('{"format":"groundcrew-queue/1","queue":"arn"}\n{"id":1}\n'),
    'line 2',
  ],
  [
    'a file that lost messages in its middle',
    gzipSync('{"format":"groundcrew-queue/1","queue":"arn"}\n{"messages":1}\n'),
    'has 1 messages, and it has 0',
  ],
  [
    'a file with more behind its end',
    gzipSync('{"format":"groundcrew-queue/1","queue":"arn"}\n{"messages":0}\n{"messages":0}\n'),
    'line 3',
  ],
])('%s is refused with the place', async (_, bytes, text) => {
  const path = join(testFolder(), 'bad.gz');
  writeFileSync(path, bytes);
  await expect(readAll(path)).rejects.toMatchObject({
    code: 'queue.file.malformed',
    message: expect.stringContaining(text) as string,
  });
});

test('a file that is not there is reported', async () => {
  await expect(openMessageFile(join(testFolder(), 'none.gz'))).rejects.toMatchObject({
    code: 'queue.file.unreadable',
  });
});
