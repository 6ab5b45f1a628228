/** The time in a name, in milliseconds since 1970, or why there is none. */
export type NameTime = { readonly timeMs: number } | { readonly problem: 'none' | 'several' };

/** Year, month and day, with nothing, `-`, `_`, `.` or `/` between them, or as in Korean. */
const DAY = '(?<!\\d)((?:19|20)\\d\\d)(?:([-_./]?)(\\d\\d)\\2(\\d\\d)|년 ?(\\d{1,2})월 ?(\\d{1,2})일)';
/** Hours and minutes, perhaps seconds, perhaps an offset from UTC; not the year of another date. */
const TIME =
  '(?:(?![T _.-]{0,3}(?:19|20)\\d\\d[-_./]?\\d\\d[-_./]?\\d\\d(?!\\d))[T _.-]{0,3}(\\d\\d)[:h._-]?(\\d\\d)(?:[:m._-]?(\\d\\d))?(?:\\.\\d{1,6})?(Z|[+-]\\d\\d:?\\d\\d)?)?';
const PATTERN = new RegExp(`${DAY}${TIME}(?!\\d)`, 'gu');
const DAY_PATTERN = new RegExp(`^${DAY}(?!\\d)`, 'u');

interface Found {
  readonly dayMs: number;
  /** Since the start of the day in UTC; absent if the name has a day only. */
  readonly timeOfDayMs: number | undefined;
}

/**
 * The date in the name of a file: `stock-2026-03-01.csv`, `20260301_0830.csv`, `2026/03/01/stock.csv`. A date without a time
 * is its first moment; one without an offset is taken as UTC, so that the names of one place are in order. The year comes
 * first: `03-04-2026` may be two days.
 */
export function timeOfName(name: string): NameTime {
  const found = [...name.matchAll(PATTERN)].flatMap((match) => readMatch(match) ?? readDay(match[0]) ?? []);
  const days = new Set(found.map(({ dayMs }) => dayMs));
  const times = new Set(found.flatMap(({ timeOfDayMs }) => timeOfDayMs ?? []));
  if (found.length === 0) return { problem: 'none' };
  if (days.size > 1 || times.size > 1) return { problem: 'several' };
  const [timeOfDayMs = 0] = times;
  return { timeMs: found[0]!.dayMs + timeOfDayMs };
}

/** What follows a date may be a number of another kind. */
function readDay(text: string): Found | undefined {
  const match = DAY_PATTERN.exec(text);
  return match === null ? undefined : readMatch(match);
}

/** `undefined` where the digits are not a date: there is no 13th month. */
function readMatch(match: RegExpExecArray): Found | undefined {
  const [, year, , month, day, koreanMonth, koreanDay, hour, minute, second = '0', zone] = match;
  const monthIndex = Number(month ?? koreanMonth) - 1;
  const dayOfMonth = Number(day ?? koreanDay);
  const dayMs = Date.UTC(Number(year), monthIndex, dayOfMonth);
  const date = new Date(dayMs);
  if (date.getUTCMonth() !== monthIndex || date.getUTCDate() !== dayOfMonth) return undefined;
  if (hour === undefined) return { dayMs, timeOfDayMs: undefined };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return { dayMs, timeOfDayMs: seconds * 1000 - offsetMs(zone) };
}

function offsetMs(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '') ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
