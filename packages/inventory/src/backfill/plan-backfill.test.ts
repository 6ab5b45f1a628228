import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSource, orderOf, parseSource } from '../order/file-order.ts';
import { formatFileTime } from '../order/file-time.ts';
import { MAX_BACKFILL_FILES, planBackfill, type VersionFacts } from './plan-backfill.ts';

const choice = { bucket: 'shop', prefix: '', fileTime: 'modified' } as const;

function version(
  key: string,
  changes: Partial<VersionFacts> & { storageClass?: string; sizeBytes?: number } = {},
): VersionFacts {
  const { storageClass = 'STANDARD', sizeBytes = 10, ...rest } = changes;
  return {
    key,
    versionId: 'null',
    isLatest: true,
    lastModifiedMs: Date.UTC(2026, 2, 1, 8, 0, 0, 750),
    content: { sizeBytes, etag: 'e', storageClass },
    ...rest,
  };
}

test('what is not a file, or not meant, is left out and counted, each for its own reason', () => {
  const { files, skipped, skippedExamples } = planBackfill(
    [
      version('a/'),
      version('a/empty.csv', { sizeBytes: 0 }),
      version('a/gone.csv', { content: 'deleted' }),
      version('a/cold.csv', { storageClass: 'DEEP_ARCHIVE' }),
      version('a/colder.csv', { storageClass: 'GLACIER' }),
      version('a/instant.csv', { storageClass: 'GLACIER_IR' }),
      version('a/notes.txt'),
      version('a/old.csv', { lastModifiedMs: Date.UTC(2025, 0, 1) }),
    ],
    { ...choice, sinceMs: Date.UTC(2026, 0, 1), matches: (key) => key.endsWith('.csv') },
  );
  expect(files.map(({ key }) => key)).toEqual(['a/instant.csv']);
  expect(skipped).toEqual({
    folder: 1,
    empty: 1,
    deleted: 1,
    archived: 2,
    'other-name': 1,
    older: 1,
    'time-unknown': 0,
  });
  expect(skippedExamples).toContainEqual({ object: 's3://shop/a/cold.csv', reason: 'archived' });
});

test('the time is in whole seconds, as the header of a response has it', () => {
  expect(planBackfill([version('a.csv')], choice).files[0]!.modifiedMs).toBe(Date.UTC(2026, 2, 1, 8));
});

test('by name, a file without one date is left out as such', () => {
  const { files, skipped } = planBackfill([version('stock-2026-03-01.csv'), version('stock.csv')], {
    ...choice,
    fileTime: 'name',
  });
  expect(files).toHaveLength(1);
  expect(skipped['time-unknown']).toBe(1);
});

test('versions of one key and time are in the order in which they were stored, and before a live load of any', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), (count) => {
      const newestFirst = Array.from({ length: count }, (_, index) =>
        version('a.csv', { versionId: `v${index}` }),
      );
      const { files } = planBackfill(newestFirst, choice);
      const times = files.map(({ bucket, key, modifiedMs, sequencer }) =>
        formatFileTime({ timeMs: modifiedMs, object: `s3://${bucket}/${key}`, sequencer }),
      );
      expect(times).toEqual(times.toSorted().toReversed());
      expect(new Set(times).size).toBe(count);
      const live = formatFileTime({
        timeMs: files[0]!.modifiedMs,
        object: 's3://shop/a.csv',
        sequencer: '0069A40F6DCD',
      });
      expect(times.every((time) => time < live)).toBe(true);
      expect(new Set(files.map(({ id }) => id)).size).toBe(count);
    }),
  );
});

test('a version has the same place once its key has others, and the repaired rejects of it are right behind it', () => {
  const placeOf = (versionIds: readonly string[]) => {
    const newestFirst = versionIds.map((versionId) => version('a.csv', { versionId }));
    const file = planBackfill(newestFirst, choice).files.find(({ versionId }) => versionId === 'v1')!;
    return { timeMs: file.modifiedMs, object: `s3://shop/${file.key}`, sequencer: file.sequencer };
  };
  const alone = placeOf(['v1']);
  expect(placeOf(['v2', 'v1'])).toEqual(alone);
  // Rejects of a backfill state the place that their source had then.
  const source = parseSource(formatSource(alone))!;
  const repair = orderOf({ timeMs: 0, object: 's3://shop/a.csv.repaired.csv', sequencer: '00001F' }, source);
  expect(formatFileTime(repair) > formatFileTime(placeOf(['v2', 'v1']))).toBe(true);
});

test('the more there is to read, the more parts; of very many files fewer, so that their lists fit', () => {
  const partsOf = (files: number, sizeBytes: number, name = 'csv') =>
    planBackfill(
      Array.from({ length: files }, (_, index) => version(`${index}.${name}`, { sizeBytes })),
      choice,
    ).parts;
  expect(partsOf(1, 1_000)).toBe(1);
  expect(partsOf(10, 32 * 1024 ** 2)).toBe(10);
  expect(partsOf(10, 32 * 1024 ** 2, 'csv.gz')).toBe(60);
  expect(partsOf(1_000, 1024 ** 3)).toBe(256);
  expect(() => partsOf(MAX_BACKFILL_FILES + 1, 1)).toThrow(
    expect.objectContaining({ code: 'inventory.backfill.too-many-files' }),
  );
});
