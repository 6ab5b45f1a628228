import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

test('a seed repeats its numbers, and another seed has others', () => {
  const draw = (seed: number) => {
    const random = createRandom(seed);
    return Array.from({ length: 5 }, () => random());
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('numbers are from 0 to below 1, and spread evenly', () => {
  const random = createRandom(2026);
  const tenths = new Array<number>(10).fill(0);
  for (let draws = 0; draws < 10_000; draws++) tenths[Math.floor(random() * 10)]! += 1;
  expect(tenths.reduce((sum, count) => sum + count, 0)).toBe(10_000);
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
