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

test('of a range, what is in no VPC is asked about too', () => {
  expect(holds('10.0.32.0/24 -> web-1:8080')).toBe('no');
  // Who sends from the rest of it is not in the snapshot.
  const { explanations } = trace(model, readQuestion(model, '10.0.0.0/8', 'shop:443'));
  expect(explanations).toContainEqual(
    expect.objectContaining({
      status: 'unknown',
      reason: expect.objectContaining({ what: 'other-network' }),
    }),
  );
  // A VPC has no route to the rest of it.
  expect(holds('web-1 -> 10.0.32.0/24:5432')).toBe('yes');
  expect(holds('web-1 -> 10.0.0.0/8:5432')).toBe('in-part');
});

test('of several targets, those without a public address are not reached from the internet', () => {
  const { verdict, explanations } = trace(model, readQuestion(model, 'internet', '10.0.0.0/16:443'));
  expect(verdict).toBe('in-part');
  expect(explanations).toContainEqual(
    expect.objectContaining({ reason: { kind: 'no-public-address', id: expect.stringMatching(/^eni-/) } }),
  );
});
