import { ListObjectsCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServices, type TestServices } from '../testing/start-services.ts';
import { type ListingQuery, listPage } from './listing.ts';
import { compareKeys } from './sorted-keys.ts';

const anyKey = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '-', '가', '\uffff', '😀'),
  maxLength: 6,
  minLength: 1,
});

/** The definition as a simple oracle, not optimized. */
function listAll(keys: readonly string[], prefix: string, delimiter: string) {
  const shown = keys.filter((key) => key.startsWith(prefix));
  const rolled = shown.map((key) => {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return cut < 0 ? { key } : { common: key.slice(0, cut + delimiter.length) };
  });
  return {
    keys: rolled.flatMap(({ key }) => key ?? []),
    commonPrefixes: [...new Set(rolled.flatMap(({ common }) => common ?? []))],
  };
}

test('keys are in the order of their UTF-8 bytes', () => {
  fc.assert(
    fc.property(anyText(), anyText(), (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test('pages of any size together contain what one listing contains', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyKey, { maxLength: 30 }),
      fc.constantFrom('', 'a', 'a/', '가'),
      fc.constantFrom('', '/', '-', '가'),
      fc.integer({ min: 1, max: 7 }),
      (unsorted, prefix, delimiter, maxKeys) => {
        const sorted = unsorted.toSorted(compareKeys);
        const keys: string[] = [];
        const commonPrefixes: string[] = [];
        let query: ListingQuery = { prefix, delimiter, after: '', maxKeys };
        for (;;) {
          const page = listPage(sorted, query);
          keys.push(...page.keys);
          commonPrefixes.push(...page.commonPrefixes);
          if (page.next === undefined) break;
          expect(page.keys.length + page.commonPrefixes.length).toBe(maxKeys);
          query = { ...query, after: page.next };
        }
        expect({ keys, commonPrefixes }).toEqual(listAll(sorted, prefix, delimiter));
      },
    ),
  );
});

test('a page costs what it returns, not what its common prefixes hold', () => {
  const sorted = ['a', 'b'].flatMap((folder) =>
    Array.from({ length: 50_000 }, (_, n) => `${folder}/${String(n).padStart(6, '0')}`),
  );
  let asked = 0;
  const isListed = () => {
    asked++;
    return true;
  };
  const first = listPage(sorted, { prefix: '', delimiter: '/', after: '', maxKeys: 1 }, isListed);
  const second = listPage(sorted, { prefix: '', delimiter: '/', after: 'a/', maxKeys: 1 }, isListed);
  expect([first.commonPrefixes, second.commonPrefixes]).toEqual([['a/'], ['b/']]);
  expect(asked).toBeLessThan(10);
});

describe('over the wire', () => {
  let services: TestServices;
  const Bucket = 'listed';
  const keys = ['2026/봄/a b.csv', '2026/봄/c+d.csv', '2026/여름.csv', 'a&<b>"\'.csv', 'tab\tkey', 'z'];

  beforeAll(async () => {
    services = await startTestServices();
    services.services.s3.createBucket(Bucket);
    for (const Key of keys) await services.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  });
  afterAll(async () => {
    await services.close();
    expect(services.bugs).toEqual([]);
  });

  test.each([undefined, 'url'] as const)(
    'every key is returned unchanged, encoded: %s',
    async (EncodingType) => {
      const { Contents, KeyCount } = await services.clients.s3.send(
        new ListObjectsV2Command({ Bucket, EncodingType }),
      );
      const decode = (key = '') => (EncodingType ? decodeURIComponent(key) : key);
      expect(Contents?.map(({ Key }) => decode(Key))).toEqual(keys);
      expect(KeyCount).toBe(keys.length);
    },
  );

  test('common prefixes are what keys share up to the delimiter', async () => {
    const { Contents, CommonPrefixes } = await services.clients.s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: '2026/', Delimiter: '/' }),
    );
    expect(Contents?.map(({ Key }) => Key)).toEqual(['2026/여름.csv']);
    expect(CommonPrefixes).toEqual([{ Prefix: '2026/봄/' }]);
  });

  test('both versions of the operation continue where the previous page ended', async () => {
    const { s3 } = services.clients;
    const first = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 4 }));
    const second = await s3.send(
      new ListObjectsV2Command({ Bucket, ContinuationToken: first.NextContinuationToken }),
    );
    const old = await s3.send(new ListObjectsCommand({ Bucket, Marker: first.Contents?.at(-1)?.Key }));

    expect(first.IsTruncated).toBe(true);
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(keys.slice(4));
    expect(old.Contents?.map(({ Key }) => Key)).toEqual(keys.slice(4));
    expect(second.IsTruncated).toBe(false);
  });

  test('a page size of 0 is allowed, one that is not a number is not', async () => {
    const { s3 } = services.clients;
    expect((await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }))).Contents).toBeUndefined();
    await expect(s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: '!' }))).rejects.toMatchObject(
      {
        name: 'InvalidArgument',
      },
    );
  });
});
