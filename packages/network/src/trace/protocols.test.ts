import { expect, test } from 'vitest';
import { createModel } from '../model/index.ts';
import { readSaved } from '../saved/index.ts';
import { savedShop } from '../testing/saved-shop.ts';
import { checkPath, readPath, readQuestion, trace } from './index.ts';

const model = createModel(readSaved(savedShop()).content);
const holds = (text: string) => checkPath(model, readPath(model, text)).holds;

test('all protocols are asked about, not TCP alone', () => {
  const { families } = trace(model, readQuestion(model, 'web-1', 'internet/all'));
  // NAT passes TCP, UDP and pings; of all others none arrives.
  expect(families[0]!.blocked.length).toBeGreaterThan(0);
  expect(families[0]!.reached.length).toBeGreaterThan(0);
  expect(holds('web-1 -> internet:443')).toBe('yes');
  expect(holds('web-1 -> internet/all')).toBe('in-part');
});

test('every port means every one, also of the internet and of a load balancer', () => {
  expect(readQuestion(model, 'web-1', 'internet:*').ports).toEqual([0, 65_535]);
  expect(trace(model, readQuestion(model, 'internet', 'shop')).verdict).toBe('reachable');
  expect(trace(model, readQuestion(model, 'internet', 'shop:*')).verdict).toBe('in-part');
});

test('a protocol without ports has none', () => {
  expect(() => readQuestion(model, 'web-1', 'internet:443/all')).toThrow('not all protocols have ports');
});
