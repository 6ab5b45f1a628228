import { clockText, weekdays } from '../time/index.ts';
import type { DateRange, DayRule, Point, RangeDate, WeekdayTerm, Window, WindowEnd } from './schedule.ts';

/** A window, or a start or stop, in the words of the file: `mon-fri 08:00 to 20:00`. */
export function describeEntry(entry: Window | Point): string {
  const days = describeDays(entry.days);
  if (entry.kind !== 'window') return `${days} ${entry.kind} ${clockText(entry.at)}`;
  return `${days} ${clockText(entry.from)} to ${describeEnd(entry.to)}`;
}

export function describeDates(ranges: readonly DateRange[]): string {
  return ranges
    .map(({ from, to }) =>
      dateText(from) === dateText(to) ? dateText(from) : `${dateText(from)}..${dateText(to)}`,
    )
    .join(', ');
}

function describeDays({ weekdays: terms, dates, between, holidays }: DayRule): string {
  const days = terms ? describeWeekdays(terms) : describeDates(dates ?? []);
  const within = between ? ` within ${describeDates(between)}` : '';
  return `${days}${within}${holidays === 'only' ? ' on holidays' : ''}`;
}

const ordinals: Readonly<Record<number, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  5: 'fifth',
  [-1]: 'last',
};

function describeWeekdays(terms: readonly WeekdayTerm[]): string {
  const each = terms.filter(({ nth }) => nth === undefined).map(({ weekday }) => weekday);
  const some = terms.flatMap(({ weekday, nth }) =>
    nth === undefined ? [] : [`${ordinals[nth]} ${weekdays[weekday]}`],
  );
  return [...(each.length > 0 ? [runs([...new Set(each)].toSorted((a, b) => a - b))] : []), ...some].join(
    ', ',
  );
}

function runs(days: readonly number[]): string {
  if (days.length === 7) return 'daily';
  const texts: string[] = [];
  for (let at = 0; at < days.length;) {
    let end = at;
    while (days[end + 1] === days[end]! + 1) end += 1;
    const first = weekdays[days[at]!]!;
    const last = weekdays[days[end]!]!;
    if (end - at > 1) texts.push(`${first}-${last}`);
    else texts.push(...(first === last ? [first] : [first, last]));
    at = end + 1;
  }
  return texts.join(', ');
}

function describeEnd({ minutes, after }: WindowEnd): string {
  const clock = clockText(minutes);
  if (after === 'soonest') return clock;
  return 'days' in after ? `+${after.days} ${clock}` : `${weekdays[after.weekday]} ${clock}`;
}

function dateText({ year, month, day }: RangeDate): string {
  const date = `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return year === undefined ? date : `${year}-${date}`;
}
