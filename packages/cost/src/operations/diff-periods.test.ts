import { expect, test } from 'vitest';
import type { CostFilter, CostLine, CostSource, DateRange, Delivery } from '../model.ts';
import { money } from '../money/index.ts';
import { parsePeriod } from '../periods/index.ts';
import { diffPeriods } from './diff-periods.ts';

const free = { requests: 0, usd: money(0) };

const some = ({ start }: DateRange): CostLine[] => [
  { day: start, keys: [], charge: 'usage', currency: 'USD', cost: money(1) },
];

async function notesOf(
  delivery: Partial<Delivery>,
  { linesOf = some, filters = [] }: { linesOf?: typeof some; filters?: readonly CostFilter[] } = {},
) {
  const whole = { from: '2026-01-01', through: '2026-10-20', partial: null, lastOther: null };
  const source: CostSource = {
    name: 'a test',
    price: async () => free,
    query: async ({ range }) => ({ lines: linesOf(range), estimated: null, notes: [], paid: free }),
    delivery: async () => ({ delivery: { ...whole, ...delivery }, paid: free }),
  };
  const [earlier, later] = ['2026-07', '2026-08'].map((text) =>
    parsePeriod(text, { nowMs: Date.UTC(2026, 9, 21) }),
  );
  const asked = { by: [], metric: 'unblended', filters, earlier: earlier!, later: later! } as const;
  return (await diffPeriods(asked, { source })).notes;
}

test.each([
  ['within it', '2026-07-15', '2026-07', '15 July 2026', '2026-07-01..2026-07-14'],
  ['after it', '2026-08-01', '2026-07', '1 August 2026', '2026-07'],
])('a period is not compared if the data begin %s', async (_, from, period, day, missing) => {
  await expect(notesOf({ from })).rejects.toMatchObject({
    code: 'cost.period.incomplete',
    message: `${period} can't be compared: the data begin on ${day}; add the files of the days before, or compare days that are there`,
    details: { missing },
  });
  expect(await notesOf({ from: '2026-07-01' })).toEqual([]);
});

test('a period of which no day is delivered is not compared', async () => {
  await expect(notesOf({ through: '2026-07-31' })).rejects.toMatchObject({
    code: 'cost.period.incomplete',
    message: expect.stringContaining(
      "2026-08 can't be compared: no day of it is delivered, the data end on 31 July 2026",
    ),
  });
});

test('a period without costs is not compared, unless a filter may have selected none', async () => {
  const linesOf = (range: DateRange) => (range.start === '2026-07-01' ? [] : some(range));
  await expect(notesOf({}, { linesOf })).rejects.toMatchObject({
    code: 'cost.period.incomplete',
    message: "2026-07 can't be compared: a test has no costs of it; compare days that have some",
  });
  const filters = [{ dimension: 'service', values: ['Amazon EC2'] }] as const;
  expect(await notesOf({}, { linesOf, filters })).toEqual([]);
  const free = (range: DateRange) => some(range).map((line) => ({ ...line, cost: money(0) }));
  expect(await notesOf({}, { linesOf: free })).toEqual([]);
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
