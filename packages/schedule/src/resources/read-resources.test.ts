import { expect, test } from 'vitest';
import { noServices } from '../testing/no-services.ts';
import { readResources } from './index.ts';

test.each([
  ['i-0123456789abcdef0', ['ec2:instance']],
  ['shop-1', ['rds:db', 'rds:cluster', 'autoscaling:group']],
  ['shop--1', ['autoscaling:group']],
  ['shop_1', ['autoscaling:group']],
  ['1 shop', ['autoscaling:group']],
])('%s is looked for as %j', async (id, types) => {
  // Every service that is asked refuses.
  const deps = { ...noServices, currentRegion: 'eu-west-1', id };
  const { unread } = await readResources({ regions: 'current' }, deps);
  expect(unread.map(({ type }) => type)).toEqual(types);
});
