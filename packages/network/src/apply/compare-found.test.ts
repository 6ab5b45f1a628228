import { expect, test } from 'vitest';
import type { Item } from '../desired/index.ts';
import { isAs, isIncomplete } from './compare-found.ts';
import type { Found, LookUp } from './network-calls.ts';

const item: Item = {
  kind: 'subnet',
  key: 'subnet:10.20.0.0/24',
  name: 'shop-public',
  props: { cidr: '10.20.0.0/24', publicAddresses: true, tags: { Name: 'shop-public', Project: 'shop' } },
  refs: { vpc: 'vpc' },
};
const tags = {
  Name: 'shop-public',
  Project: 'shop',
  'groundcrew:network': 'shop',
  'groundcrew:key': item.key,
};
const found: Found = {
  id: 'subnet-1',
  values: { cidr: '10.20.0.0/24', publicAddresses: true },
  refs: { vpc: 'vpc-1' },
  tags: { ...tags, Cost: 'of others' },
};
const look = { ids: new Map([['vpc', 'vpc-1']]), network: 'shop' } as unknown as LookUp;

test('a resource is as an item if it has its values, references and tags; tags of others are theirs', () => {
  expect(isAs(found, item, look)).toBe(true);
  expect(isAs({ ...found, values: { ...found.values, publicAddresses: false } }, item, look)).toBe(false);
  expect(isAs({ ...found, refs: { vpc: 'vpc-2' } }, item, look)).toBe(false);
  expect(isAs({ ...found, tags: { ...tags, Project: 'other' } }, item, look)).toBe(false);
  expect(isAs({ ...found, isAsWanted: false }, item, look)).toBe(false);
});

test('a resource is not as an item that refers to one more, which is not made yet', () => {
  const balancer: Item = { ...item, kind: 'load-balancer', refs: { subnets: ['one', 'two'] } };
  const there: Found = { id: 'arn', values: {}, refs: { subnets: ['subnet-1'] } };
  const without = { without: ['tags'] };
  const ids = new Map([['one', 'subnet-1']]);
  expect(isAs(there, balancer, { ids }, without)).toBe(false);
  expect(isAs(there, { ...balancer, refs: { subnets: ['one'] } }, { ids }, without)).toBe(true);
  ids.set('two', 'subnet-2');
  expect(isAs(there, balancer, { ids }, without)).toBe(false);
  expect(isAs({ ...there, refs: { subnets: ['subnet-2', 'subnet-1'] } }, balancer, { ids }, without)).toBe(
    true,
  );
});

test('a tag that the other side of a change has, and this one lacks, must not be there', () => {
  expect(isAs(found, item, look, { otherTags: { Name: 'shop-public', Project: 'shop' } })).toBe(true);
  expect(isAs(found, item, look, { otherTags: { Cost: 'before' } })).toBe(false);
});

test('what is ours and lacks only what a second call sets is incomplete, and what is of others is not', () => {
  const half = { ...found, values: { ...found.values, publicAddresses: false } };
  expect(isIncomplete(half, item, look, ['publicAddresses'])).toBe(true);
  expect(isIncomplete({ ...half, tags: {} }, item, look, ['publicAddresses'])).toBe(false);
  expect(isIncomplete({ ...half, values: { cidr: '10.20.1.0/24' } }, item, look, ['publicAddresses'])).toBe(
    false,
  );
  expect(isIncomplete(half, item, look, [])).toBe(false);
});
