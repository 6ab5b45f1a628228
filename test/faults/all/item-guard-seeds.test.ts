import { expect, test } from 'vitest';
import { testedFunctions } from '@groundcrew/functions/testing';
import { runSeeds } from '../run-seeds.ts';
import { testSeeds } from '../test-seeds.ts';

testSeeds({
  seeds: Array.from({ length: 20 }, (_, index) => 1 + index),
  orderGuard: 'item',
  place: 'thread',
});

test(
  'without a guard the same requests, carried out late, leave other counts',
  { timeout: 600_000 },
  async () => {
    const functions = await testedFunctions('workers', ['load-inventory', 'alert-no-stock']);

    const results = await runSeeds([1, 2, 3, 4], { functions, orderGuard: 'none' });

    const wrong = results.filter(({ differences }) =>
      differences.some((text) => text.startsWith('count of')),
    );
    expect(wrong.length).toBeGreaterThan(0);
  },
);
