import type { Day } from '../model.ts';
import { addMonths, daysBetween, daysInMonth, firstOfMonth } from '../periods/index.ts';

/** Days of months by their index in a series, calculated once: dates take most of the time of a model otherwise. */
export interface Calendar {
  /** The same day of the month, so many months later; the last day of a shorter one. */
  monthsLater(index: number, months: number): number;
  daysToMonthEnd(index: number): number;
  /** The last day of the day's month. */
  monthEnd(index: number): number;
}

let known: { readonly firstDay: Day; readonly calendar: Calendar } | undefined;

/** The calendar of a series that begins on this day. All series of a report begin on the same. */
export function calendarOf(firstDay: Day): Calendar {
  if (known?.firstDay !== firstDay) known = { firstDay, calendar: createCalendar(firstDay) };
  return known.calendar;
}

function createCalendar(firstDay: Day): Calendar {
  const first = firstOfMonth(firstDay);
  /** Indexes of the first days of months, and their lengths: from four months before the series on. */
  const starts: number[] = [];
  const lengths: number[] = [];
  const BEFORE = 4;
  const monthOf = (index: number): number => {
    while (starts.length === 0 || starts.at(-1)! + lengths.at(-1)! <= index) {
      const month = addMonths(first, starts.length - BEFORE);
      starts.push(daysBetween(firstDay, month));
      lengths.push(daysInMonth(month));
    }
    let month = Math.max(0, Math.min(starts.length - 1, BEFORE + 1 + Math.floor(index / 28)));
    while (starts[month]! > index && month > 0) month -= 1;
    return month;
  };
  return {
    monthsLater(index, months) {
      const month = monthOf(index);
      const target = month + months;
      if (target < 0) return -Infinity;
      if (target >= starts.length) monthOf(index + 31 * months);
      const day = index - starts[month]!;
      return starts[target]! + Math.min(day, lengths[target]! - 1);
    },
    daysToMonthEnd(index) {
      const month = monthOf(index);
      return starts[month]! + lengths[month]! - 1 - index;
    },
    monthEnd(index) {
      const month = monthOf(index);
      return starts[month]! + lengths[month]! - 1;
    },
  };
}
