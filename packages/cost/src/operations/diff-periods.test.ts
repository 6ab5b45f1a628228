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

test('days that are probably missing are reported if they are of one of the periods', async () => {
  expect(await notesOf({ holes: [{ start: '2026-08-05', end: '2026-08-06' }] })).toEqual([
    expect.stringContaining('There is no usage of 5 August 2026, and some on each day around'),
  ]);
  expect(await notesOf({ holes: [{ start: '2026-09-05', end: '2026-09-06' }] })).toEqual([]);
});
