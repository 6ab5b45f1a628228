import { expect, test } from 'vitest';
import type { CostSource, Delivery } from '../model.ts';
import { money } from '../money/index.ts';
import { parsePeriod } from '../periods/index.ts';
import { diffPeriods } from './diff-periods.ts';

const free = { requests: 0, usd: money(0) };

async function notesOf(delivery: Partial<Delivery>) {
  const whole = { from: '2026-01-01', through: '2026-10-20', partial: null, lastOther: null };
  const source: CostSource = {
    name: 'a test',
    price: async () => free,
    query: async () => ({ lines: [], estimated: null, notes: [], paid: free }),
    delivery: async () => ({ delivery: { ...whole, ...delivery }, paid: free }),
  };
  const [earlier, later] = ['2026-07', '2026-08'].map((text) =>
    parsePeriod(text, { nowMs: Date.UTC(2026, 9, 21) }),
  );
  const asked = { by: [], metric: 'unblended', filters: [], earlier: earlier!, later: later! } as const;
  return (await diffPeriods(asked, { source })).notes;
}

test('a period that the data begin within is reported, as it is compared anyway', async () => {
  expect(await notesOf({ from: '2026-07-15' })).toEqual([
    'The data begin on 15 July 2026, within 2026-07: what the days before it cost is not known.',
  ]);
  expect(await notesOf({})).toEqual([]);
});

test.each([
  ['2026-08', { start: '2026-08-05', end: '2026-08-06' }, '5 August 2026'],
  ['2026-07', { start: '2026-07-30', end: '2026-08-03' }, '30 July 2026 to 31 July 2026'],
])('a period that lacks days is not compared: %s', async (period, hole, days) => {
  await expect(notesOf({ holes: [hole] })).rejects.toMatchObject({
    code: 'cost.period.incomplete',
    message: `${period} can't be compared: the export has no usage of ${days}; add the files that have it, or compare days that are there`,
  });
});

test('days that are missing between or after the periods do not matter', async () => {
  expect(await notesOf({ holes: [{ start: '2026-09-05', end: '2026-09-06' }] })).toEqual([]);
});
