import { expect, inject, test } from 'vitest';
import { runCrash } from './crash.ts';

test('nothing that was acknowledged is lost, and nothing that was refused appears, wherever it is killed', async () => {
  let acknowledged = 0;
  let refused = 0;
  // One after another: they put themselves before the functions of node:fs.
  for (let seed = 1; seed <= Math.ceil(25 * inject('effort')); seed++) {
    const report = await runCrash(seed);
    expect({ seed, problems: report.problems }).toEqual({ seed, problems: [] });
    acknowledged += report.acknowledged;
    refused += report.refused;
  }
  expect(acknowledged).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(0);
});
