import * as gazette from '@hyunbinseo/holidays-kr/all';
import { parseDay } from '../time/index.ts';
import { type Calendar, createCalendar, noDays, yearsOf } from './calendar.ts';

/** The names of the built-in calendars. */
export const builtInNames = ['kr'] as const;
export type BuiltInName = (typeof builtInNames)[number];

let korean: Calendar | undefined;

/** A calendar that needs no file. `kr`: the public holidays of South Korea by its gazette, with those that were substituted. */
export function builtInCalendar(_name: BuiltInName): Calendar {
  korean ??= createKorean();
  return korean;
}

export function isBuiltIn(name: string): name is BuiltInName {
  return (builtInNames as readonly string[]).includes(name);
}

function createKorean(): Calendar {
  const holidays = new Map<number, string>();
  for (const year of Object.values(gazette)) {
    for (const [date, names] of Object.entries(year)) holidays.set(parseDay(date)!, names.join(', '));
  }
  return createCalendar('kr', { ...noDays, holidays, years: yearsOf(holidays.keys()) });
}
