import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRejectKey, rejectKeyPrefix } from './reject-key-prefix.ts';

const sequencer = '0055AED6DC';

test('the name contains the bucket, the unchanged key, and the upload', () => {
  const key = '2026 봄/seoul+busan (1).csv';
  expect(rejectKeyPrefix({ bucket: 'shop', key, sequencer })).toBe(`shop/${key}.${sequencer}`);
});

test.each(['../../etc/passwd', '/a', 'a//b', './a', 'a/\n', 'a/\u0085'])(
  'the key %j is not usable as a path, and is marked as altered',
  (key) => {
    const stem = rejectKeyPrefix({ bucket: 'shop', key, sequencer });
    expect(stem).toMatch(/^shop\/.*~[0-9a-f]{12}\.0055AED6DC$/);
    expect(stem.split('/')).not.toEqual(expect.arrayContaining(['..']));
    expect(stem).not.toMatch(/\/\/|\/\.\/|\p{Cc}/u);
  },
);

test('a key that looks like the altered form of another gets a different name', () => {
  const altered = rejectKeyPrefix({ bucket: 'shop', key: 'a//b', sequencer });
  const alike = altered.slice('shop/'.length, -`.${sequencer}`.length);
  expect(rejectKeyPrefix({ bucket: 'shop', key: alike, sequencer })).not.toBe(altered);
});

test('two keys never have the same name, and every name is short enough for S3', () => {
  const key = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1_024 }),
    fc
      .array(fc.constantFrom('a', '.', '..', '', '_', '~', '봄'), { minLength: 1, maxLength: 400 })
      .map((steps) => steps.join('/')),
  );
  fc.assert(
    fc.property(key, key, (one, other) => {
      const [a, b] = [one, other].map((each) => rejectKeyPrefix({ bucket: 'shop', key: each, sequencer }));
      expect(a === b).toBe(one === other);
      expect(Buffer.byteLength(`.parts/${a}/${'0'.repeat(15)}-${crypto.randomUUID()}`)).toBeLessThanOrEqual(
        1_024,
      );
    }),
  );
});

test('a key shows what it is of, and which object that was where its name is not altered', () => {
  const prefix = rejectKeyPrefix({ bucket: 'shop', key: '2026 봄/seoul+busan (1).csv', sequencer });
  expect(parseRejectKey(`${prefix}.rejects.csv`)).toEqual({
    kind: 'rows',
    name: 'seoul+busan (1).csv',
    source: { bucket: 'shop', key: '2026 봄/seoul+busan (1).csv' },
  });
  const altered = rejectKeyPrefix({ bucket: 'shop', key: 'a//b.csv', sequencer });
  expect(parseRejectKey(`${altered}.refused.txt`)).toEqual({ kind: 'refused', name: 'b.csv' });
});

test.each(['.parts/shop/a.csv.00/1', '.undo/Inventory/x/head.json', '.uploads/1/a.csv', 'shop/a.csv', ''])(
  'what is not of rejects is none of them: %j',
  (key) => {
    expect(parseRejectKey(key)).toBeUndefined();
  },
);

test('the object of any key is found again by the key of its rejects', () => {
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(key, fc.constantFrom('rejects.csv', 'refused.txt'), (exact, ending) => {
      const found = parseRejectKey(`${rejectKeyPrefix({ bucket: 'shop', key: exact, sequencer })}.${ending}`);
      expect(found?.kind).toBe(ending === 'rejects.csv' ? 'rows' : 'refused');
      if (found?.source !== undefined) expect(found.source).toEqual({ bucket: 'shop', key: exact });
    }),
  );
});
