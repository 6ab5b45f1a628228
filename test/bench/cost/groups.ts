import type { CostAnswer, CostLine } from '@groundcrew/cost/model';
import { money } from '@groundcrew/cost/money';
import { daysOf } from '@groundcrew/cost/periods';

export const range = { start: '2026-10-01', end: '2026-11-01' } as const;
export const days = daysOf(range);

/** Costs of so many resources on each day of a month, and of the month before in all: as a report asks for them. */
export function answersOf(groups: number): { readonly now: CostAnswer; readonly before: CostAnswer } {
  const lineOf = (group: number, day: string, turn: number): CostLine => ({
    day,
    keys: [`arn:aws:ec2:eu-central-1:111122223333:instance/i-${group.toString(16).padStart(17, '0')}`],
    charge: 'usage',
    currency: 'USD',
    cost: money(`${(group * 7919 + turn * 104_729) % 50_021}e-7`),
  });
  const numbers = Array.from({ length: groups }, (_, group) => group);
  return {
    now: answer(days.flatMap((day, turn) => numbers.map((group) => lineOf(group, day, turn)))),
    before: answer(numbers.map((group) => lineOf(group, '2026-09-01', 977))),
  };
}

function answer(lines: CostLine[]): CostAnswer {
  return { lines, estimated: null, notes: [], paid: { requests: 0, usd: money(0) } };
}
