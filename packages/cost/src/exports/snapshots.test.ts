import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isManifest, type Manifest, parseManifest, periodInPath } from './manifest.ts';
import { type ListedFile, type ListedManifest, pickSnapshots } from './snapshots.ts';

const file = (path: string, sizeBytes = 10): ListedFile => ({ path, sizeBytes });
const listed = (path: string, id: string, keys: string[]): ListedManifest => ({
  path,
  manifest: { id, period: null, keys },
});

function pickedPaths(files: readonly ListedFile[], manifests: readonly ListedManifest[]) {
  const { snapshots, notes } = pickSnapshots(files, manifests);
  return { paths: snapshots.map((snapshot) => snapshot.files.map(({ path }) => path)), notes };
}

describe('manifests', () => {
  test('of legacy CUR and of Data Exports are read', () => {
    const legacy = parseManifest(
      JSON.stringify({
        assemblyId: 'a-1',
        billingPeriod: { start: '20260901T000000.000Z', end: '20261001T000000.000Z' },
        reportKeys: ['cur/shop/20260901-20261001/a-1/shop-00001.csv.gz'],
      }),
    );
    const dataExport = parseManifest(
      JSON.stringify({
        executionId: 'e-1',
        dataFiles: ['s3://bills/focus/data/BILLING_PERIOD=2026-09/focus-00001.snappy.parquet'],
      }),
    );

    expect(legacy).toEqual({
      id: 'a-1',
      period: '2026-09',
      keys: ['cur/shop/20260901-20261001/a-1/shop-00001.csv.gz'],
    });
    expect(dataExport).toEqual({
      id: 'e-1',
      period: null,
      keys: ['focus/data/BILLING_PERIOD=2026-09/focus-00001.snappy.parquet'],
    });
  });

  test('that are truncated anywhere give the reason', () => {
    const whole = JSON.stringify({ assemblyId: 'a', reportKeys: ['x/20260901-20261001/x-00001.csv'] });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
        expect(parseManifest(whole.slice(0, length))).toMatch(/^the manifest is (?:empty|not JSON)/);
      }),
    );
  });

  test.each(['null', '[]', '{}', '{"reportKeys":[]}', '{"dataFiles":[1]}'])(
    '%s is not a manifest',
    (text) => {
      expect(parseManifest(text)).toBeTypeOf('string');
    },
  );

  test.each([
    ['shop-Manifest.json', true],
    ['a/b-Manifest.json', true],
    ['a/manifest.json', false],
    ['shop-RedshiftManifest.json', false],
    ['shop-Metadata.json', false],
    ['package.json', false],
  ])('%s is a manifest: %s', (path, expected) => {
    expect(isManifest(path)).toBe(expected);
  });

  test.each([
    [
      '/x/focus/data/BILLING_PERIOD=2026-09/t/f.parquet',
      '2026-09',
      '/x/focus',
      'BILLING_PERIOD=2026-09/t/f.parquet',
    ],
    ['focus/metadata/billing_period=2026-09/m.json', '2026-09', 'focus', 'billing_period=2026-09/m.json'],
    ['/x/shop/20260901-20261001/a/f.csv', '2026-09', '/x/shop', '20260901-20261001/a/f.csv'],
    ['/x/shop/shop/year=2026/month=9/f.parquet', '2026-09', '/x/shop/shop', 'year=2026/month=9/f.parquet'],
  ])('%s is of %s', (path, period, root, rest) => {
    expect(periodInPath(path)).toEqual({ period, root, rest });
  });
});

describe('legacy CUR', () => {
  const root = '/bills/cur/shop';
  const key = (assembly: string, piece: number) =>
    `cur/shop/20260901-20261001/${assembly}/shop-0000${piece}.csv.gz`;
  const month = `${root}/20260901-20261001`;
  const deliveryOf = (assembly: string, pieces = 1) => {
    const numbers = Array.from({ length: pieces }, (_, at) => at + 1);
    return {
      files: numbers.map((piece) => file(`/bills/${key(assembly, piece)}`)),
      manifest: (path: string) =>
        listed(
          path,
          assembly,
          numbers.map((piece) => key(assembly, piece)),
        ),
    };
  };

  test('of thirty daily deliveries only the one that the top manifest names counts', () => {
    const days = Array.from({ length: 30 }, (_, day) => deliveryOf(`a${day}`));
    const files = days.flatMap((delivery) => delivery.files);
    const manifests = [
      ...days.map((delivery, day) => delivery.manifest(`${month}/a${day}/shop-Manifest.json`)),
      days[17]!.manifest(`${month}/shop-Manifest.json`),
    ];

    expect(pickedPaths(files, manifests).paths).toEqual([[`/bills/${key('a17', 1)}`]]);
  });

  test('files of deliveries that no manifest names are left out, with a note', () => {
    const [old, current] = [deliveryOf('old'), deliveryOf('new')];

    const { paths, notes } = pickedPaths(
      [...old.files, ...current.files],
      [current.manifest(`${month}/shop-Manifest.json`)],
    );

    expect(paths).toEqual([[`/bills/${key('new', 1)}`]]);
    expect(notes).toEqual([expect.stringContaining(`one file of other deliveries was left out`)]);
  });

  test('without the top manifest it is unknown which of two deliveries is the newer', () => {
    const [one, other] = [deliveryOf('a'), deliveryOf('b')];

    expect(() =>
      pickSnapshots(
        [...one.files, ...other.files],
        [one.manifest(`${month}/a/shop-Manifest.json`), other.manifest(`${month}/b/shop-Manifest.json`)],
      ),
    ).toThrow(/the newer one is unknown/);
  });

  test('a delivery for Athena has folders of its own', () => {
    const path = `${root}/shop/year=2026/month=9/shop-00001.snappy.parquet`;
    const manifest = listed(`${month}/shop-Manifest.json`, 'a', [
      'cur/shop/shop/year=2026/month=9/shop-00001.snappy.parquet',
    ]);

    expect(pickedPaths([file(path)], [manifest]).paths).toEqual([[path]]);
  });

  test('a manifest never includes the file of another month', () => {
    const october = file('/bills/cur/shop/20261001-20261101/shop-00001.csv.gz');
    const manifest = listed(`${month}/shop-Manifest.json`, 'a', [
      'cur/shop/20260901-20261001/shop-00001.csv.gz',
    ]);

    expect(() => pickSnapshots([october], [manifest])).toThrow(
      /20260901-20261001\/shop-00001.csv.gz is missing/,
    );
  });
});

describe('Data Exports', () => {
  const data = (period: string, path: string) => `/b/focus/data/BILLING_PERIOD=${period}/${path}`;
  const metadata = (period: string, path: string) => `/b/focus/metadata/BILLING_PERIOD=${period}/${path}`;
  const key = (period: string, path: string) => `x/focus/data/BILLING_PERIOD=${period}/${path}`;

  test('complete months all count', () => {
    const files = [
      file(data('2026-09', 'f-00001.parquet')),
      file(data('2026-09', 'f-00002.parquet')),
      file(data('2026-10', 'f-00001.parquet')),
    ];
    const manifests = [
      listed(metadata('2026-09', 'f-Manifest.json'), 'e9', [
        key('2026-09', 'f-00001.parquet'),
        key('2026-09', 'f-00002.parquet'),
      ]),
      listed(metadata('2026-10', 'f-Manifest.json'), 'e10', [key('2026-10', 'f-00001.parquet')]),
    ];

    expect(pickedPaths(files, manifests)).toEqual({
      paths: [files.slice(0, 2).map(({ path }) => path), [files[2]!.path]],
      notes: [],
    });
  });

  test('a month without a manifest is refused if others have one', () => {
    const files = [file(data('2026-09', 'f-00001.parquet')), file(data('2026-10', 'f-00001.parquet'))];
    const manifests = [
      listed(metadata('2026-09', 'f-Manifest.json'), 'e9', [key('2026-09', 'f-00001.parquet')]),
    ];

    expect(() => pickSnapshots(files, manifests)).toThrow(/2026-10 has no manifest/);
  });

  type State = 'complete' | 'file missing' | 'file empty' | 'manifest truncated' | 'manifest without files';
  const states: State[] = [
    'complete',
    'file missing',
    'file empty',
    'manifest truncated',
    'manifest without files',
  ];

  test('only the newest complete one of daily deliveries counts, or the month is refused', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ state: fc.constantFrom(...states), pieces: fc.integer({ min: 1, max: 3 }) }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.infiniteStream(fc.nat()),
        (deliveries, order) => {
          const files: ListedFile[] = [];
          const manifests: ListedManifest[] = [];
          for (const [day, { state, pieces }] of deliveries.entries()) {
            const folder = `2026-09-${String(day + 10)}T01:00:00.000Z-${day}`;
            const names = Array.from({ length: pieces }, (_, at) => `${folder}/f-0000${at + 1}.parquet`);
            for (const [at, name] of names.entries()) {
              if (state === 'file missing' && at === pieces - 1) continue;
              files.push(file(data('2026-09', name), state === 'file empty' && at === 0 ? 0 : 10));
            }
            const text = JSON.stringify({
              dataFiles: state === 'manifest without files' ? [] : names.map((name) => key('2026-09', name)),
            });
            const manifest: Manifest | string = parseManifest(
              state === 'manifest truncated' ? text.slice(0, -3) : text,
            );
            manifests.push({ path: metadata('2026-09', `${folder}/f-Manifest.json`), manifest });
          }
          const shuffle = <T>(values: T[]): T[] =>
            values
              .map((value) => ({ value, at: order.next().value as number }))
              .sort((one, other) => one.at - other.at)
              .map(({ value }) => value);
          const newest = deliveries.findLastIndex(({ state }) => state === 'complete');
          const pick = () => pickedPaths(shuffle(files), shuffle(manifests));

          if (newest === -1) {
            expect(pick).toThrow(/is not complete/);
            return;
          }
          const { paths, notes } = pick();
          expect(paths).toHaveLength(1);
          expect(paths[0]!.length).toBe(deliveries[newest]!.pieces);
          for (const path of paths[0]!) expect(path).toContain(`-${newest}/f-`);
          expect(notes.some((note) => note.includes('the one before it is used'))).toBe(
            newest !== deliveries.length - 1,
          );
        },
      ),
    );
  });

  test('if the newest manifest has no time, an incomplete one falls back to the only other delivery', () => {
    const whole = file(data('2026-09', 'e1/f-00001.parquet'));
    const manifests = [
      listed(metadata('2026-09', 'f-Manifest.json'), 'e2', [key('2026-09', 'e2/f-00001.parquet')]),
      listed(metadata('2026-09', 'e1/f-Manifest.json'), 'e1', [key('2026-09', 'e1/f-00001.parquet')]),
    ];

    const { paths, notes } = pickedPaths([whole], manifests);

    expect(paths).toEqual([[whole.path]]);
    expect(notes[0]).toMatch(/e2\/f-00001.parquet is missing; the one before it is used/);
  });
});

describe('files without manifests', () => {
  test('parts of one delivery count together, other files separately', () => {
    const files = [
      file('/b/f-00002.csv'),
      file('/b/f-00001.csv'),
      file('/b/bill-20260918.csv'),
      file('/b/bill-20260919.csv'),
    ];

    expect(pickedPaths(files, []).paths).toEqual([
      ['/b/f-00001.csv', '/b/f-00002.csv'],
      ['/b/bill-20260918.csv'],
      ['/b/bill-20260919.csv'],
    ]);
  });

  test('a missing part and an empty file are refused', () => {
    expect(() => pickSnapshots([file('/b/f-00001.csv'), file('/b/f-00003.csv')], [])).toThrow(/f-00002\.csv/);
    expect(() => pickSnapshots([file('/b/f-00002.csv')], [])).toThrow(/f-00001\.csv/);
    expect(() => pickSnapshots([file('/b/f.csv', 0)], [])).toThrow(/is empty/);
  });

  test('in one folder, the files that count are those of the manifest beside them', () => {
    const manifest = listed('/b/shop-Manifest.json', 'a', ['cur/20260901-20261001/a/shop-00001.csv']);

    expect(pickedPaths([file('/b/shop-00001.csv')], [manifest]).paths).toEqual([['/b/shop-00001.csv']]);
  });
});

test('a packed file of a manifest that somebody has unpacked is read', () => {
  const folder = 'rep/20260901-20261001';
  const manifest = listed(`${folder}/rep-Manifest.json`, 'a', [
    `${folder}/rep-1.csv.zip`,
    `${folder}/rep-2.csv.gz`,
  ]);
  const files = [file(`${folder}/rep-1.csv`), file(`${folder}/rep-2.csv`)];
  expect(pickedPaths(files, [manifest]).paths).toEqual([files.map(({ path }) => path)]);
});
