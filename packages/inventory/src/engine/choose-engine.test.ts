import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseEngine } from './choose-engine.ts';
import { breakEvenDollarsPerGb, engineFigures, volumeOfFile } from './engine-figures.ts';
import { formatScaleTable, scaleBreakEven } from './testing/scale-table.ts';

const rates = { unitsPerSecond: 4_000 };
const large = volumeOfFile(1024 ** 3, false);

test('a file that a function loads in an hour is loaded by it', () => {
  const choice = chooseEngine({
    volume: volumeOfFile(300 * 1024 ** 2, false),
    rates: { unitsPerSecond: 40_000 },
    isGuarded: true,
  });
  expect(choice).toMatchObject({ engine: 'function', reason: expect.stringContaining('less than an hour') });
});

test('bulk put is chosen where it is known to cost no more, and not otherwise', () => {
  const question = { volume: large, isGuarded: true };
  const price = breakEvenDollarsPerGb(large, rates)!;
  const at = (bulkDollarsPerGb: number | undefined) =>
    chooseEngine({ ...question, rates: { ...rates, bulkDollarsPerGb } });
  expect(at(price - 0.01)).toMatchObject({ engine: 'bulk', reason: expect.stringContaining('$') });
  expect(at(price + 0.01).engine).toBe('function');
  expect(at(undefined)).toMatchObject({
    engine: 'function',
    reason: expect.stringContaining(`cheaper below $${price.toFixed(2)} a GB`),
  });
});

test('a load of exactly an hour is for a function, and bulk put of the same price is chosen beyond', () => {
  // Two write units an item, at 4,000 a second.
  const volumeOf = (seconds: number) => ({ rows: 1, writeUnits: seconds * 2_000, itemBytes: 1024 ** 3 });
  const choiceOf = (seconds: number, bulkDollarsPerGb: number) =>
    chooseEngine({ volume: volumeOf(seconds), rates: { ...rates, bulkDollarsPerGb }, isGuarded: true })
      .engine;
  expect(choiceOf(3_600, 0)).toBe('function');
  expect(choiceOf(3_601, 0)).toBe('bulk');
  expect(choiceOf(3_601, engineFigures(volumeOf(3_601), rates).function.dollars!)).toBe('bulk');
});

test('bulk put is not chosen for a load without a guard, or a table that takes none', () => {
  const cheap = { volume: large, rates: { ...rates, bulkDollarsPerGb: 0 } };
  expect(chooseEngine({ ...cheap, isGuarded: true }).engine).toBe('bulk');
  expect(chooseEngine({ ...cheap, isGuarded: false })).toMatchObject({
    engine: 'function',
    reason: expect.stringContaining('--order-guard item'),
  });
  expect(chooseEngine({ ...cheap, isGuarded: true, bulkRefusal: 'it is a global table' })).toMatchObject({
    engine: 'function',
    reason: expect.stringContaining('it is a global table'),
  });
});

test('a table bounds a function and a map alike, and a processor only one function', () => {
  const slow = engineFigures(large, rates);
  expect(slow.function).toMatchObject({ boundBy: 'table', seconds: slow.map.seconds });
  const fast = engineFigures(large, { unitsPerSecond: 4_000_000 });
  expect(fast.function.boundBy).toBe('processor');
  expect(fast.map.seconds).toBeLessThan(fast.function.seconds);
  expect(slow.bulk.dollars).toBeUndefined();
  expect(engineFigures(large, { ...rates, bulkDollarsPerGb: 2 }).bulk.dollars).toBeCloseTo(
    (2 * large.itemBytes) / 1024 ** 3,
  );
});

test('a compressed file has more rows than its size shows', () => {
  expect(volumeOfFile(3_000, true).rows).toBe(10 * volumeOfFile(3_000, false).rows);
});

test('docs/scale.md has the figures of the code', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/scale.md'), 'utf8');
  const rows = (text: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replaceAll(/ +/g, ' '))
      .filter((line) => !/^\| ?-/.test(line));
  expect(page).toContain(`below $${scaleBreakEven()} a GB`);
  for (const line of rows(formatScaleTable())) expect(rows(page)).toContain(line);
});
