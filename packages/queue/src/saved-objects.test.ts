import { join } from 'node:path';
import { openObject, type S3Client } from '@groundcrew/aws/s3';
import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { createMessageFile, openMessageFile } from './message-file.ts';
import { restoreObjects } from './restore-objects.ts';
import { saveObjects } from './save-objects.ts';
import { Killed, killAt } from './testing/kill-at.ts';
import { bucket, openBucket, prefix } from './testing/open-bucket.ts';
import { testFolder } from './testing/open-queues.ts';

type Source = Awaited<ReturnType<typeof openBucket>>['source'];

async function save(s3: S3Client, path: string, source: Source, more: { deletes?: boolean; match?: string }) {
  const writer = await createMessageFile(path, `s3://${bucket}/${prefix}`, 0, 'batches');
  try {
    return await saveObjects({ s3, ...source, writer, limit: 1_000, deletes: false, ...more });
  } finally {
    await writer.close();
  }
}

async function restore(s3: S3Client, path: string, { signal }: Source, beneath = prefix) {
  const objects = (await openMessageFile(path, 'batches')).messages();
  return await restoreObjects({ s3, bucket, prefix: beneath, objects, signal });
}

async function textOf(s3: S3Client, key: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await openObject(s3, { bucket, key })).body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function ignoringKill(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Error && error.cause instanceof Killed)) throw error;
  });
}

test('batches that are saved stay in the bucket, unless they are to be deleted; those that do not match stay', async () => {
  const { local, s3, source } = await openBucket(['Berlin 1', 'Köln 2', 'Berlin 3']);
  const folder = testFolder();

  expect(await save(s3, join(folder, 'all.gz'), source, {})).toMatchObject({ saved: 3, deleted: 0 });
  expect(local.objectKeys('Failed')).toHaveLength(3);
  const path = join(folder, 'some.gz');
  expect(await save(s3, path, source, { deletes: true, match: 'Berlin' })).toEqual({
    saved: 2,
    deleted: 2,
    unmatched: 1,
    left: [],
    isLimited: false,
  });
  expect(local.objectKeys('Failed')).toHaveLength(1);
});

test('what is there is not replaced, and what is not of failed batches is not stored', async () => {
  const { local, s3, source } = await openBucket(['one', 'two']);
  const path = join(testFolder(), 'all.gz');
  await save(s3, path, source, {});
  const [, second] = local.objectKeys('Failed');

  expect(await restore(s3, path, source)).toEqual({ stored: 0, present: 2, refused: [] });
  expect(await restore(s3, path, source, second!.slice(0, -1))).toMatchObject({
    stored: 0,
    present: 1,
    refused: [{ messages: 1, example: local.objectKeys('Failed')[0]! }],
  });
});

test('a file of a bucket is refused by what restores a queue, with the command for it', async () => {
  const { s3, source } = await openBucket(['one']);
  const path = join(testFolder(), 'all.gz');
  await save(s3, path, source, {});
  await expect(openMessageFile(path)).rejects.toThrow('groundcrew inventory alerts restore');
});

test('whenever saving with deletion and restoring are killed, each batch is in the bucket or in a file, and comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        anyText().filter((text) => text.isWellFormed() && text !== ''),
        { minLength: 1, maxLength: 40 },
      ),
      fc.array(fc.record({ call: fc.integer({ min: 1, max: 60 }), isCarriedOut: fc.boolean() }), {
        maxLength: 4,
      }),
      async (bodies, kills) => {
        const { local, s3, newS3, source } = await openBucket(bodies);
        const keys = local.objectKeys('Failed');
        const folder = testFolder();
        const paths = kills.map((_, index) => join(folder, `${index}.gz`));
        for (const [index, { call, isCarriedOut }] of kills.entries()) {
          const killed = killAt(newS3(), call, isCarriedOut);
          await ignoringKill(save(killed, paths[index]!, source, { deletes: true }));
        }
        const last = join(folder, 'last.gz');
        await save(s3, last, source, { deletes: true });
        expect(local.objectKeys('Failed')).toEqual([]);

        for (const path of [...paths, last]) {
          const { call = 60, isCarriedOut = false } = kills[0] ?? {};
          await ignoringKill(restore(killAt(newS3(), call, isCarriedOut), path, source));
          await restore(s3, path, source);
        }
        expect(local.objectKeys('Failed')).toEqual(keys);
        for (const [index, key] of keys.entries()) expect(await textOf(s3, key)).toBe(bodies[index]);
      },
    ),
    { numRuns: Math.ceil(30 * inject('effort')) },
  );
});
