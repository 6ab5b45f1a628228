import type { Language } from '../messages/catalog.ts';
import { monthTitles } from '../months.ts';
import type { CalendarDay, CalendarSection, Row, TableSection } from '../report.ts';

/** The days of a calendar as a table, for JSON and CSV. */
export function calendarRows({ key, calendars, valueTitle }: CalendarSection): TableSection {
  return {
    kind: 'table',
    key,
    columns: [
      { key: 'name', title: 'Name' },
      { key: 'date', title: 'Date' },
      { key: 'value', title: valueTitle, unit: 'count' },
      { key: 'spans', title: 'When' },
      { key: 'note', title: 'Note' },
    ],
    rows: calendars.flatMap(({ name, days }) =>
      days.map((day): Row => ({
        name,
        date: day.date,
        value: day.value,
        spans: spansText(day) || null,
        note: day.note ?? null,
      })),
    ),
  };
}

/** `08:00–20:00, 22:00–24:00`. */
export function spansText({ spans }: CalendarDay): string {
  return spans.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(', ');
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A month of a calendar, in weeks of seven days from Monday. */
export interface Month {
  /** `January 2027`. */
  readonly title: string;
  readonly weeks: readonly (readonly (CalendarDay | undefined)[])[];
}

/** Two columns of a terminal each. */
export const weekdayTitles: Readonly<Record<Language, readonly string[]>> = {
  en: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'],
  ko: ['월', '화', '수', '목', '금', '토', '일'],
};

/** The months of some consecutive days. */
export function monthsOf(days: readonly CalendarDay[], language: Language = 'en'): Month[] {
  const months = Map.groupBy(days, ({ date }) => date.slice(0, 7));
  return [...months].map(([month, inMonth]) => {
    const weeks: (CalendarDay | undefined)[][] = [];
    for (const day of inMonth) {
      const weekday = (new Date(`${day.date}T00:00:00Z`).getUTCDay() + 6) % 7;
      if (weekday === 0 || weeks.length === 0) weeks.push([]);
      weeks.at(-1)![weekday] = day;
    }
    const [year, number] = month.split('-');
    return {
      title:
        language === 'ko' ? `${year}년 ${Number(number)}월` : `${monthTitles[Number(number) - 1]} ${year}`,
      weeks: weeks.map((week) => Array.from({ length: 7 }, (_, weekday) => week[weekday])),
    };
  });
}

/** `12`, `7½`, `<1`: short enough for a cell. */
export function shortValue(value: number): string {
  if (value === 0) return '·';
  if (value < 0.5) return '<1';
  const halves = Math.round(value * 2);
  return `${Math.floor(halves / 2) || ''}${halves % 2 === 1 ? '½' : ''}`;
}
