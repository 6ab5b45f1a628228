import type { Day } from '../../model.ts';

/** Every day from 2020 to 2029, generated without the code under test. */
export const tenYears: readonly Day[] = Array.from({ length: 10 }, (_, year) => 2020 + year).flatMap((year) =>
  [31, year % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].flatMap((days, month) =>
    Array.from({ length: days }, (_, day) => `${year}-${pad(month + 1)}-${pad(day + 1)}`),
  ),
);

/** A time within the day, neither its first nor its last. */
export function noonOf(day: Day): { nowMs: number } {
  return { nowMs: Date.parse(`${day}T12:00:00Z`) };
}

function pad(count: number): string {
  return String(count).padStart(2, '0');
}
