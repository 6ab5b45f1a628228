import { describe, expect, it } from 'vitest';
import type { Delivery } from '../model.ts';
import { daysOf, parsePeriod } from '../periods/index.ts';
import { line } from '../report-model/testing/cost-lines.ts';
import { deliveredPeriod, deliveryNotes, deliveryOfDays, deliveryOfLines } from './index.ts';

const today = '2026-11-23';
const nowMs = Date.parse(`${today}T09:00:00Z`);

/** Days with usage to this hour. */
function usedDays(start: string, end: string, lastHour: number | null = 23) {
  return daysOf({ start, end }).map((day) => ({ day, hasUsage: true, hasOthers: false, lastHour }));
}

describe('deliveryOfDays', () => {
  it('goes to the newest day with usage, whatever other charges are dated later', () => {
    const days = [
      ...usedDays('2026-10-05', '2026-11-21'),
      { day: '2026-10-01', hasUsage: false, hasOthers: true, lastHour: null },
      { day: '2026-11-22', hasUsage: false, hasOthers: true, lastHour: null },
      { day: '2026-11-30', hasUsage: false, hasOthers: true, lastHour: null },
    ];
    expect(deliveryOfDays(days, today)).toEqual({
      from: '2026-10-01',
      through: '2026-11-20',
      partial: null,
      lastOther: '2026-11-22',
    });
  });

  it.each([
    ['by the hour', 23, 13, '2026-11-20'],
    ['by the day', 0, 0, '2026-11-21'],
    ['of an account that works in office hours', 18, 9, '2026-11-21'],
    ['whose hours are unknown', null, null, '2026-11-21'],
  ])('of an export %s, the last hours show whether the newest day is whole', (_, hour, last, through) => {
    const days = [
      ...usedDays('2026-11-01', '2026-11-21', hour),
      ...usedDays('2026-11-21', '2026-11-22', last),
    ];
    expect(deliveryOfDays(days, today)).toMatchObject({
      through,
      partial: through === '2026-11-21' ? null : '2026-11-21',
    });
  });

  it('never counts today as a whole day', () => {
    expect(deliveryOfDays(usedDays('2026-11-01', '2026-11-24'), today)).toMatchObject({
      through: '2026-11-22',
      partial: today,
    });
  });

  it('goes as far as the charges if there is no usage at all, and nowhere without charges', () => {
    const days = [{ day: '2026-11-02', hasUsage: false, hasOthers: true, lastHour: null }];
    expect(deliveryOfDays(days, today)).toMatchObject({ through: '2026-11-02' });
    expect(deliveryOfDays([], today)).toBeNull();
  });
});

describe('deliveryOfLines', () => {
  const lines = [line('2026-11-01', [], '1', { charge: 'tax' }), line('2026-11-02', [], '1')];

  it('ends with the newest usage, or the day that a filtered answer has to reach', () => {
    expect(deliveryOfLines(lines, today)).toMatchObject({ from: '2026-11-01', through: '2026-11-02' });
    expect(deliveryOfLines(lines, today, { atLeast: '2026-11-21' })).toMatchObject({ through: '2026-11-21' });
    expect(deliveryOfLines(lines, today, { atLeast: '2026-11-01' })).toMatchObject({ through: '2026-11-02' });
  });
});

const delivery: Delivery = {
  from: '2026-01-01',
  through: '2026-11-20',
  partial: null,
  lastOther: '2026-11-01',
};
const estimated = { start: '2026-11-01', end: '2026-11-24' };

describe('deliveredPeriod', () => {
  it.each([
    ['2026-10', '2026-10', true],
    ['this-month', '2026-11-01..2026-11-20, so far', true],
    ['last-3-days', 'last-3-days', true],
    ['2026-11-21..2026-11-22', '2026-11-21..2026-11-22', false],
  ])('of %s is %s', (text, label, hasDays) => {
    const delivered = deliveredPeriod(parsePeriod(text, { nowMs }), delivery);
    const expected = text === 'last-3-days' ? '2026-11-20, so far' : label;
    expect([delivered.period.label, delivered.hasDays]).toEqual([expected, hasDays]);
  });

  it('is the same on each day until more is delivered', () => {
    const periods = ['2026-11-21', '2026-11-23', '2026-11-28'].map(
      (day) => deliveredPeriod(parsePeriod('this-month', { nowMs: Date.parse(day) }), delivery).period,
    );
    expect(periods).toEqual([periods[0], periods[0], periods[0]]);
  });
});

describe('deliveryNotes', () => {
  const notesOf = (known: Delivery, text = 'this-month') =>
    deliveryNotes(known, deliveredPeriod(parsePeriod(text, { nowMs }), known), { estimated });

  it('reports how far the data go, and what is left out', () => {
    expect(notesOf(delivery)).toEqual([
      'Data to 20 November 2026 (estimated): the 3 days to 23 November 2026 are not delivered, and left out of all figures and comparisons.',
    ]);
    expect(notesOf({ ...delivery, through: '2026-11-22', partial: today })).toEqual([
      'Data to 22 November 2026 (estimated): 23 November 2026 is not delivered as a whole, and left out of all figures and comparisons.',
    ]);
    expect(notesOf({ ...delivery, lastOther: '2026-11-22' })[1]).toBe(
      'Charges other than usage that are dated after 20 November 2026 are counted on that day.',
    );
  });

  it('reports that no day is delivered, and nothing of a period that is whole', () => {
    expect(notesOf(delivery, '2026-11-21..2026-11-22')).toEqual([
      'Data to 20 November 2026: no day of the period is delivered yet.',
      'The latest data are of the period 2026-11.',
    ]);
    expect(notesOf({ ...delivery, through: '2026-10-31' }, '2026-11-21..2026-11-22')[1]).toBe(
      'The latest data are of the period 2026-10.',
    );
    expect(notesOf(delivery, '2026-10')).toEqual([]);
    expect(notesOf({ ...delivery, through: '2026-11-22', partial: today }, '2026-11-23')).toEqual([
      'Data to 22 November 2026: no day of the period is delivered as a whole yet; the figures are of 23 November 2026 so far.',
    ]);
  });
});
