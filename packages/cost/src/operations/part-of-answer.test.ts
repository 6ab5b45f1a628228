import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CostAnswer } from '../model.ts';
import { money, moneyText } from '../money/index.ts';
import { addDays, daysOf } from '../periods/index.ts';
import { partOfAnswer } from './part-of-answer.ts';

const range = { start: '2026-10-20', end: '2026-11-10' };
const aDay = fc.integer({ min: 0, max: 21 }).map((count) => addDays(range.start, count));
const anAnswer = fc
  .record({ days: fc.array(fc.nat(20), { maxLength: 30 }), cut: fc.tuple(aDay, aDay) })
  .map(({ days, cut: [one, other] }): CostAnswer => {
    const [start, end] = [one, other].sort() as [string, string];
    return {
      lines: days.map((day, index) => ({
        day: daysOf(range)[day]!,
        keys: [],
        charge: 'usage',
        currency: 'USD',
        cost: money(index),
      })),
      estimated: start < end ? { start, end } : null,
      notes: ['as it is'],
      paid: { requests: 2, usd: money('0.02') },
    };
  });

test('two parts have each line, and each estimated day, once between them', () => {
  fc.assert(
    fc.property(anAnswer, aDay, (answer, day) => {
      const parts = [
        partOfAnswer(answer, { start: range.start, end: day }),
        partOfAnswer(answer, { start: day, end: range.end }),
      ];

      expect(new Set(parts.flatMap(({ lines }) => lines))).toEqual(new Set(answer.lines));
      expect(parts[0]!.lines.every((line) => line.day < day)).toBe(true);
      expect(parts.flatMap(({ lines }) => lines)).toHaveLength(answer.lines.length);
      expect(parts.flatMap(({ estimated }) => (estimated ? daysOf(estimated) : []))).toEqual(
        answer.estimated ? daysOf(answer.estimated) : [],
      );
    }),
  );
});

test('a part has the notes of the whole, and was not paid for', () => {
  const [answer] = fc.sample(anAnswer, { numRuns: 1, seed: 1 });

  const { notes, paid } = partOfAnswer(answer!, range);

  expect([notes, paid.requests, moneyText(paid.usd)]).toEqual([['as it is'], 0, '0']);
});
