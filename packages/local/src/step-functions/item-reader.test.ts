import { expect, test } from 'vitest';
import { AwsError } from '../service.ts';
import type { InternalRequest } from '../service-caller.ts';
import { readItems } from './item-reader.ts';

const listing = { Resource: 'arn:aws:states:::s3:listObjectsV2', Parameters: {} } as const;

function entry(key: string): string {
  return `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00.900Z</LastModified><ETag>&quot;a&quot;</ETag><Size>1</Size></Contents>`;
}

/** S3 with two pages of two keys, which fails as often as it is asked to. */
function pages(failures = 0) {
  const requests: Omit<InternalRequest, 'service'>[] = [];
  let left = failures;
  return {
    requests,
    async call(request: InternalRequest) {
      requests.push(request);
      if (left-- > 0) throw new AwsError(503, 'SlowDown', 'Please reduce your request rate.');
      const isSecond = request.query?.['continuation-token'] === 'more';
      const content = isSecond
        ? `${entry('c')}${entry('d')}`
        : `${entry('a')}${entry('b')}<NextContinuationToken>more</NextContinuationToken>`;
      return {
        status: 200,
        headers: {},
        body: Buffer.from(`<ListBucketResult>${content}</ListBucketResult>`),
      };
    },
  };
}

const keysOf = (items: readonly unknown[]) => items.map((item) => (item as { Key: string }).Key);

test('a listing is read page by page', async () => {
  const { call, requests } = pages();

  const items = await readItems(listing, { Bucket: 'b', Prefix: 'in/' }, undefined, call);

  expect(keysOf(items)).toEqual(['a', 'b', 'c', 'd']);
  expect(items[0]).toEqual({
    Etag: '"a"',
    Key: 'a',
    LastModified: Date.UTC(2026, 0, 1) / 1000,
    Size: 1,
    StorageClass: 'STANDARD',
  });
  expect(requests.map(({ query }) => query)).toEqual([
    { 'list-type': '2', prefix: 'in/' },
    { 'list-type': '2', prefix: 'in/', 'continuation-token': 'more' },
  ]);
});

test.each([
  [1, ['a'], 1],
  [2, ['a', 'b'], 1],
  [3, ['a', 'b', 'c'], 2],
  [0, ['a', 'b', 'c', 'd'], 2],
])('no page is read beyond MaxItems %i', async (maxItems, keys, requestCount) => {
  const { call, requests } = pages();

  expect(keysOf(await readItems(listing, { Bucket: 'b' }, maxItems, call))).toEqual(keys);
  expect(requests).toHaveLength(requestCount);
});

test('a page that fails for a time is asked for again, one that fails on is an error of the reader', async () => {
  expect(await readItems(listing, { Bucket: 'b' }, undefined, pages(3).call)).toHaveLength(4);
  await expect(readItems(listing, { Bucket: 'b' }, undefined, pages(99).call)).rejects.toMatchObject({
    error: 'States.ItemReaderFailed',
  });
});
